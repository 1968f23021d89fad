"""When a chat is owed something: the slots of its timetable, what was missed, and polite hours for follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from bot.domain.zones import instant, start_of_day, zone
from bot.errors import ClockError

_LISTED = 5
_DAY = timedelta(days=1)
_WEEK = 7
_REACH = 2 * _WEEK + 1  # a weekly slot may fall on a day that its zone leaves out


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a chat wants its daily questions: `times` on the clock of `zone` (IANA), on `weekdays`, 0 = Monday.

    Raises `ClockError` when it would never come round.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int]
    zone: str

    def __post_init__(self) -> None:
        if not self.times or not self.weekdays or not self.weekdays <= frozenset(range(_WEEK)):
            raise ClockError("a timetable needs at least one time and one weekday, 0 (Monday) to 6")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed now: the slot to `send` for, if any, and when to ask again (`next_at`), all UTC.

    `skipped` are the newest slots that are too late, oldest first, and `skipped_count` is how many there were.
    """

    send: datetime | None
    skipped: tuple[datetime, ...]
    skipped_count: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Waking:
    """The hours on a reader's own clock in which a message is welcome: from `start` up to, not including, `end`.

    They may run past midnight; equal hours mean always.
    """

    start: time
    end: time

    def __contains__(self, at: time) -> bool:
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def next_slot(timetable: Timetable, after: datetime) -> datetime:
    """The first slot (UTC) later than `after`.

    A slot whose local time a clock change leaves out is the first moment after the change; one whose time
    occurs twice is the first; a day that a zone leaves out altogether has none.
    """
    place = zone(timetable.zone)
    today = after.astimezone(place).date()
    days = (today + timedelta(days=offset) for offset in range(-1, _REACH))
    return next(slot for slot in _slots(timetable, days, place) if slot > after)


def owed(timetable: Timetable, next_at: datetime, now: datetime, grace: timedelta) -> Owed:
    """What a chat is owed at `now`, when it was last planned for `next_at`.

    After a pause only the newest slot that passed is sent, when it is at most `grace` late; the others are
    skipped. A `next_at` further away than the timetable can put it is the trace of a clock that was set back:
    it is planned anew. What was handled is earlier than the `next_at` returned, so no slot comes twice.
    """
    if next_at > now:
        gone_back = next_at - now > _longest_gap(timetable) + _DAY
        return Owed(None, (), 0, next_slot(timetable, now) if gone_back else next_at)
    passed = [*islice(_slots_back(timetable, next_at, now), _LISTED + 1), next_at]
    send = passed[0] if now - passed[0] <= grace else None
    late = passed if send is None else passed[1:]
    count = len(passed) if len(passed) <= _LISTED + 1 else _count(timetable, next_at, now)
    skipped = tuple(reversed(late[:_LISTED]))
    return Owed(send, skipped, count - (send is not None), next_slot(timetable, now))


def follow_up_at(due: datetime, now: datetime, zone: ZoneInfo, waking: Waking, *, same_day: bool) -> datetime:
    """The earliest polite moment (UTC), not before `now`, for a follow-up that falls due at `due`.

    An echo of an answer given today (`same_day`) comes at once: whoever answered was awake. Anything else
    waits for the reader's waking hours.
    """
    earliest = max(due, now).astimezone(UTC)
    local = earliest.astimezone(zone)
    if same_day or local.time() in waking:
        return earliest
    starts = (
        instant(datetime.combine(local.date() + day, waking.start), zone) for day in (timedelta(), _DAY)
    )
    return next(start for start in starts if start >= earliest)


def _slots(timetable: Timetable, days: Iterable[date], place: ZoneInfo) -> Iterator[datetime]:
    """The slots of these local days, in their order."""
    for day in days:
        if day.weekday() in timetable.weekdays and _exists(day, place):
            yield from sorted({instant(datetime.combine(day, at), place) for at in timetable.times})


def _exists(day: date, place: ZoneInfo) -> bool:
    return start_of_day(day, place).astimezone(place).date() == day


def _slots_back(timetable: Timetable, first: datetime, last: datetime) -> Iterator[datetime]:
    """The slots later than `first` and not later than `last`, newest first, found as they are asked for."""
    place = zone(timetable.zone)
    day = last.astimezone(place).date() + _DAY  # a clock change may move tomorrow's slot
    while day >= first.astimezone(place).date() - _DAY:
        yield from (slot for slot in reversed(list(_slots(timetable, (day,), place))) if first < slot <= last)
        day -= _DAY


def _count(timetable: Timetable, first: datetime, last: datetime) -> int:
    """How many slots there are from `first`, which counts, to `last`: by arithmetic, as a clock may jump far.

    Two slots that a clock change moved to the same moment count as two.
    """
    place = zone(timetable.zone)
    until_last, until_first = (_passed(timetable, at.astimezone(place)) for at in (last, first))
    return until_last - until_first + 1


def _passed(timetable: Timetable, local: datetime) -> int:
    """How many times of the timetable the calendar had until `local`, from Monday, 1 January of year 1."""
    weeks, weekday = divmod(local.date().toordinal() - 1, _WEEK)
    days = weeks * len(timetable.weekdays) + sum(each < weekday for each in timetable.weekdays)
    times = set(timetable.times)
    today = sum(at <= local.time() for at in times) if weekday in timetable.weekdays else 0
    return days * len(times) + today


def _longest_gap(timetable: Timetable) -> timedelta:
    moments = sorted(
        timedelta(days=day, hours=at.hour, minutes=at.minute)
        for day in timetable.weekdays
        for at in timetable.times
    )
    return max(b - a for a, b in pairwise([*moments, moments[0] + _WEEK * _DAY]))
