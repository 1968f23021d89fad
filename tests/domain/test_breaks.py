"""A break shifts what would fall due in or after it, and ending it early moves that back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.breaks import Break, begun, current, ended, postponed, postponed_day
from bot.domain.schedule import Days, Rated, Rules, Scheduler

WARSAW = ZoneInfo("Europe/Warsaw")


def may(day: int) -> date:
    return date(2026, 5, day)


TEN_DAYS = Break(may(10), may(20))
CASES = {
    "due before it": (may(9), may(1), (TEN_DAYS,), may(9)),
    "due on its first day": (may(10), may(1), (TEN_DAYS,), may(20)),
    "due in it": (may(14), may(1), (TEN_DAYS,), may(24)),
    "due after it": (may(21), may(1), (TEN_DAYS,), may(31)),
    "answered in it": (may(15), may(13), (TEN_DAYS,), may(21)),
    "answered on its last day": (may(21), may(19), (TEN_DAYS,), may(21)),
    "answered after it": (may(22), may(20), (TEN_DAYS,), may(22)),
    "two breaks": (may(3), may(1), (Break(may(5), may(8)), Break(may(2), may(4))), may(8)),
    "none": (may(3), may(1), (), may(3)),
}


@pytest.mark.parametrize(("day", "since", "breaks", "expected"), CASES.values(), ids=CASES.keys())
def test_postponed_day(day: date, since: date, breaks: tuple[Break, ...], expected: date) -> None:
    """A due day in or after a break moves by the break's days that come after the answer."""
    assert postponed_day(day, since, breaks) == expected


def test_the_start_of_a_day_stays_one() -> None:
    """A card due when a day starts is due when a day starts, also across a clock change."""
    over_march = (Break(date(2026, 3, 28), date(2026, 3, 31)),)
    due = datetime(2026, 3, 28, 23, tzinfo=UTC)  # the 29th in Warsaw, whose clocks then change
    assert postponed(due, date(2026, 3, 20), over_march, WARSAW) == datetime(2026, 3, 31, 22, tzinfo=UTC)


ON = (Break(may(1), may(3)), TEN_DAYS)
STORIES = {
    "a first one": ((), may(10), may(20), (TEN_DAYS,)),
    "after an earlier one": (ON[:1], may(10), may(20), ON),
    "instead of a planned one": (ON, may(5), may(8), (ON[0], Break(may(5), may(8)))),
    "longer than the one that is on": (ON, may(12), may(25), (ON[0], Break(may(10), may(25)))),
    "shorter than the one that is on": (ON, may(12), may(14), (ON[0], Break(may(10), may(14)))),
}


@pytest.mark.parametrize(("before", "first", "until", "after"), STORIES.values(), ids=STORIES.keys())
def test_begun(before: tuple[Break, ...], first: date, until: date, after: tuple[Break, ...]) -> None:
    """A new break prolongs or shortens the one that is on, and replaces one that was planned."""
    assert begun(before, first, until) == after


def test_ended_early() -> None:
    """Who is back early keeps the days that were taken, and none that were planned."""
    assert ended(ON, may(14)) == (ON[0], Break(may(10), may(14)))
    assert ended(ON, may(10)) == ON[:1]
    assert current(ended(ON, may(14)), may(14)) is None


def test_a_replay_knows_the_breaks() -> None:
    """What the log leads to under the same breaks is what the rating led to."""
    scheduler = Scheduler(Rules())
    at = datetime(2026, 5, 8, 9, tzinfo=UTC)
    outcome = scheduler.outcomes(None, at, WARSAW, Days(breaks=(TEN_DAYS,)))[4]
    assert outcome.memory.due - scheduler.review(None, 4, at, WARSAW).due == timedelta(days=10)
    assert scheduler.replay([Rated(4, at, may(8), WARSAW)], (TEN_DAYS,)) == outcome.memory
