"""Ratings, and how long until a review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review import Interval, Rating, until
from bot.errors import NotFound

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize("value", [1, 2, 3, 4, 5])
def test_five_ratings_are_numbers(value: int) -> None:
    """A rating is its number."""
    assert Rating(value) == value


@pytest.mark.parametrize("value", [0, 6, -1, "3", None, 2.5], ids=repr)
def test_anything_else_is_no_rating(value: object) -> None:
    """Whatever is not 1-5 is refused with an error of ours that carries it."""
    with pytest.raises(NotFound, match="no rating") as caught:
        Rating(value)  # type: ignore[arg-type]
    assert caught.value.key == value


UNTIL = {
    "overdue": ("2026-01-10T09:00", "2026-01-09T00:00", Interval(1, "minute")),
    "now": ("2026-01-10T09:00", "2026-01-10T09:00", Interval(1, "minute")),
    "minutes": ("2026-01-10T09:00", "2026-01-10T09:10", Interval(10, "minute")),
    "nearly an hour": ("2026-01-10T09:00", "2026-01-10T09:59", Interval(59, "minute")),
    "an hour": ("2026-01-10T09:00", "2026-01-10T10:00", Interval(1, "hour")),
    "hours": ("2026-01-10T09:00", "2026-01-10T13:00", Interval(4, "hour")),
    "minutes past midnight": ("2026-01-10T23:50", "2026-01-11T00:20", Interval(30, "minute")),
    "hours past midnight": ("2026-01-10T21:00", "2026-01-11T01:00", Interval(4, "hour")),
    "tomorrow in ten minutes": ("2026-01-10T23:50", "2026-01-11T00:00", Interval(1, "day")),
    "tomorrow in a day": ("2026-01-10T00:00", "2026-01-11T00:00", Interval(1, "day")),
    "tomorrow evening": ("2026-01-10T09:00", "2026-01-11T20:00", Interval(1, "day")),
    "days, late in the evening": ("2026-01-10T23:00", "2026-01-16T00:00", Interval(6, "day")),
    "days over spring": ("2026-03-28T09:00", "2026-03-30T00:00", Interval(2, "day")),
    "days over autumn": ("2026-10-24T09:00", "2026-10-26T00:00", Interval(2, "day")),
    "thirty days": ("2026-01-10T09:00", "2026-02-09T00:00", Interval(30, "day")),
    "a month": ("2026-01-10T09:00", "2026-02-10T00:00", Interval(1, "month")),
    "a month and a half": ("2026-01-10T09:00", "2026-02-25T00:00", Interval(2, "month")),
    "two months": ("2026-01-10T09:00", "2026-03-12T00:00", Interval(2, "month")),
    "nearly a year": ("2026-01-10T09:00", "2027-01-09T00:00", Interval(11, "month")),
    "a year": ("2026-01-10T09:00", "2027-01-10T00:00", Interval(1, "year")),
    "more than a year": ("2026-01-10T09:00", "2027-03-25T00:00", Interval(1.2, "year")),
}


@pytest.mark.parametrize(("now", "due", "expected"), UNTIL.values(), ids=UNTIL.keys())
def test_an_interval_as_people_say_it(now: str, due: str, expected: Interval) -> None:
    """One number and its unit; from tomorrow on calendar days count."""
    start, end = (datetime.fromisoformat(each).replace(tzinfo=WARSAW).astimezone(UTC) for each in (now, due))
    found = until(end, start, WARSAW)
    assert found == expected
    assert isinstance(found.number, type(expected.number))


@given(st.integers(0, 4_000 * 24), st.integers(0, 24 * 366))
def test_a_later_due_never_looks_sooner(hours: int, start: int) -> None:
    """What is shown grows with the time left."""
    lengths = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "month": 30.4375, "year": 365.25}
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=start)
    sooner, later = (until(now + timedelta(hours=h), now, WARSAW) for h in (hours, hours + 24))
    assert sooner.number * lengths[sooner.unit] <= later.number * lengths[later.unit]
    assert sooner.number >= 1
