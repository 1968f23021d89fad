"""How fast a person wants to go."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.pace import AS_USUAL, Pace, clock, minutes, turn
from bot.domain.plan import Waking

MONDAY = date(2026, 3, 2)
SUNDAY = MONDAY - timedelta(days=1)
HOURS = Waking(time(10), time(18))

LIMITS = {
    "as usual": (AS_USUAL, MONDAY, 10, None),
    "a limit of one's own": (Pace(new_a_day=3, reviews_a_day=20), MONDAY, 3, 20),
    "a lighter day has half": (Pace(reviews_a_day=20, light_days=frozenset({6})), SUNDAY, 5, 10),
    "half of one is one": (Pace(new_a_day=1, reviews_a_day=1, light_days=frozenset({6})), SUNDAY, 1, 1),
    "none at all": (Pace(new_a_day=0, reviews_a_day=0, light_days=frozenset({6})), SUNDAY, 0, 0),
    "a backlog's plan goes first": (Pace(reviews_a_day=20, backlog_a_day=8), MONDAY, 10, 8),
}


@pytest.mark.parametrize(("pace", "day", "new", "reviews"), LIMITS.values(), ids=LIMITS.keys())
def test_limits(pace: Pace, day: date, new: int, reviews: int | None) -> None:
    """A day's limits are the person's own, and half on lighter weekdays."""
    assert (pace.new_on(day, 10), pace.reviews_on(day)) == (new, reviews)


TURNS = {
    "the first when the hours begin": (HOURS, 0, 4, (10, 0)),
    "at even distances": (HOURS, 1, 4, (12, 0)),
    "the last before they end": (HOURS, 3, 4, (16, 0)),
    "eight in eight hours": (HOURS, 5, 8, (15, 0)),
    "past midnight": (Waking(time(22), time(2)), 1, 2, (24, 0)),
    "round the clock": (Waking(time(8), time(8)), 1, 2, (20, 0)),
}


@pytest.mark.parametrize(("hours", "asked", "total", "expected"), TURNS.values(), ids=TURNS.keys())
def test_turns(hours: Waking, asked: int, total: int, expected: tuple[int, int]) -> None:
    """Due cards are spread over the hours a person chose."""
    at = turn(hours, MONDAY, ZoneInfo("UTC"), asked, total)
    assert at == datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=expected[0], minutes=expected[1])


def test_patience_grows() -> None:
    """Ignored three times in a row we write once a day, and after three more every third day."""
    spread = [Pace(hours=HOURS, ignored=ignored).patience() for ignored in (0, 2, 3, 5, 6, 60)]
    assert spread == [timedelta(hours=hours) for hours in (2, 2, 20, 20, 68, 68)]
    plain = [Pace(ignored=ignored).patience() for ignored in (0, 2, 3, 60)]
    assert plain == [timedelta(hours=hours) for hours in (20, 20, 68, 68)]


def test_backlog_is_more_than_two_days() -> None:
    """A plan is offered when more waits than two days can take."""
    assert [Pace(reviews_a_day=10).backlogged(waiting) for waiting in (20, 21)] == [False, True]


def test_clock_and_minutes() -> None:
    """A time of day is kept as minutes since midnight."""
    assert [clock(minutes(at)) for at in (time(0), time(23, 59))] == [time(0), time(23, 59)]
