"""A review: the rating it gives and how long until the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.zones import start_of_day
from bot.errors import NotFound

Unit = Literal["minute", "hour", "day", "month", "year"]

_MONTH = 365.25 / 12
_HALF_DAY = timedelta(hours=12)


class Rating(IntEnum):
    """How well a card was known; `Rating(value)` raises `NotFound` for anything but 1-5."""

    NOT_AT_ALL = 1
    BARELY = 2
    WITH_EFFORT = 3
    WELL = 4
    PERFECTLY = 5

    @classmethod
    def _missing_(cls, value: object) -> Rating:
        raise NotFound("rating", value)


@dataclass(frozen=True, slots=True)
class Interval:
    """A length of time as a button shows it: one number, with at most one decimal, and its unit."""

    number: float
    unit: Unit


def until(due: datetime, now: datetime, zone: ZoneInfo) -> Interval:
    """How long until `due` in the unit a person would use: 10 minutes, 4 hours, 6 days, 2 months, 1.2 years.

    From tomorrow on, calendar days of `zone` are counted: what is due when tomorrow starts is due in a day,
    be it ten minutes away. What is due already is a minute away.
    """
    local = due.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    starts_a_day = due == start_of_day(local.date(), zone)
    left = due.astimezone(UTC) - now.astimezone(UTC)
    if days < 1 or (left < _HALF_DAY and not starts_a_day):
        return _short(left)
    return _long(days)


def _short(left: timedelta) -> Interval:
    minutes = max(1, round(left / timedelta(minutes=1)))
    return Interval(minutes, "minute") if minutes < 60 else Interval(round(minutes / 60), "hour")


def _long(days: int) -> Interval:
    if days < 31:
        return Interval(days, "day")
    if days < 365:
        return Interval(min(round(days / _MONTH), 11), "month")
    return Interval(_neat(days / 365.25), "year")


def _neat(number: float) -> float:
    """One decimal, and none where it would be a zero."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded
