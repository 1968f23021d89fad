"""Planned breaks: what would fall due in one or after it comes so much later, instead of piling up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.zones import start_of_day

LONGEST = 366  # days
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Break:
    """Days off on a learner's own calendar: from `first` up to, not including, `until`."""

    first: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.until


def current(breaks: Iterable[Break], day: date) -> Break | None:
    """The break that is on, or None."""
    return next((each for each in breaks if day in each), None)


def postponed_day(day: date, since: date, breaks: Iterable[Break]) -> date:
    """When a card comes that was answered on `since` and would be due on `day`, if there were no breaks.

    Only break days after the answer count: what was answered during a break waits for the rest of it.
    """
    for each in sorted(breaks, key=lambda each: each.first):
        first = max(each.first, since + _DAY)
        if first <= day and first < each.until:
            day += each.until - first
    return day


def postponed(due: datetime, since: date, breaks: tuple[Break, ...], zone: ZoneInfo) -> datetime:
    """The same for a moment (UTC): what is due when a day starts still is, and an hour stays that hour."""
    if not breaks:
        return due
    day = due.astimezone(zone).date()
    then = postponed_day(day, since, breaks)
    if due == start_of_day(day, zone):
        return start_of_day(then, zone)
    return due + (then - day)


def begun(breaks: Iterable[Break], first: date, until: date) -> tuple[Break, ...]:
    """With a break from `first` to `until`; it prolongs one that is on, and takes the place of those planned."""
    breaks = tuple(breaks)
    on = current(breaks, first)
    past = tuple(each for each in breaks if each.until <= first)
    return (*past, Break(on.first if on else first, until))


def ended(breaks: Iterable[Break], day: date) -> tuple[Break, ...]:
    """The breaks as they were until `day`, on which the person is back: nothing is planned any more."""
    return tuple(Break(each.first, min(each.until, day)) for each in breaks if each.first < day)
