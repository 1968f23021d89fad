"""How learning goes: what /stats shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from bot.domain.memory import Memory
from bot.domain.schedule import learner_day
from bot.domain.zones import start_of_day

KNOWN_STABILITY = 21.0  # days; what flashcard programs call mature

_DAY = timedelta(days=1)
_MONTH = 30
_WEAK_MEAN = 3.5
_ENOUGH_RATINGS = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """What a learner has done and what awaits them.

    Streaks count days in a row, `days_of_30` the days with an answer among the last 30. `consistency` is the
    share of such days, 0 to 1, since the learner began but at most of 30, so that one missed day costs little.
    `average_rating` is None without ratings. `weak_tags` are the weakest first.
    """

    answered_today: int
    answered_total: int
    streak: int
    best_streak: int
    days_of_30: int
    due_now: int
    due_tomorrow: int
    known: int
    learning: int
    new: int
    average_rating: float | None
    weak_tags: tuple[str, ...]
    consistency: float


def progress(
    by_day: Mapping[date, int],
    memories: Collection[Memory],
    ratings_by_tag: Iterable[tuple[str, Sequence[int]]],
    *,
    new: int,
    now: datetime,
    zone: ZoneInfo,
) -> Progress:
    """Everything /stats shows, from what the log and the memories hold.

    `by_day` counts answers on each of the learner's days; `new` is how many cards were never seen. The average
    is of each card's last rating. Due tomorrow is what falls due from now until tomorrow ends.
    """
    today = learner_day(now, zone)
    day_after = start_of_day(today + 2 * _DAY, zone)
    days = [day for day, answers in by_day.items() if answers]
    known = sum(memory.stability >= KNOWN_STABILITY for memory in memories)
    return Progress(
        answered_today=by_day.get(today, 0),
        answered_total=sum(by_day.values()),
        streak=streak(days, today),
        best_streak=best_streak(days),
        days_of_30=days_of_30(days, today),
        due_now=sum(memory.due <= now for memory in memories),
        due_tomorrow=sum(now < memory.due < day_after for memory in memories),
        known=known,
        learning=len(memories) - known,
        new=new,
        average_rating=fmean(memory.rating for memory in memories) if memories else None,
        weak_tags=weak_tags(ratings_by_tag),
        consistency=consistency(days, today),
    )


def streak(days: Iterable[date], today: date) -> int:
    """How many days in a row were done, up to today; a today not done yet does not break it."""
    done = frozenset(days)
    day = today if today in done else today - _DAY
    length = 0
    while day in done:
        length, day = length + 1, day - _DAY
    return length


def best_streak(days: Iterable[date]) -> int:
    """The most days in a row that were ever done."""
    done = frozenset(days)
    return max((streak(done, day) for day in done if day + _DAY not in done), default=0)


def days_of_30(days: Iterable[date], today: date) -> int:
    """How many of the last 30 days, today included, were done."""
    return len({day for day in days if today - _MONTH * _DAY < day <= today})


def consistency(days: Collection[date], today: date) -> float:
    """The share of days done, 0 to 1, of the last 30 or since the first; a today not done yet is left out."""
    window = min(_MONTH, (today - min(days, default=today)).days + 1)
    counted = window if today in days else window - 1
    return days_of_30(days, today) / counted if counted > 0 else 0.0


def weak_tags(ratings_by_tag: Iterable[tuple[str, Sequence[int]]], *, count: int = 3) -> tuple[str, ...]:
    """Up to `count` tags whose ratings average below 3.5, the weakest first; one needs at least three ratings."""
    means = [
        (fmean(ratings), -len(ratings), tag)
        for tag, ratings in ratings_by_tag
        if len(ratings) >= _ENOUGH_RATINGS and fmean(ratings) < _WEAK_MEAN
    ]
    return tuple(tag for _, _, tag in sorted(means)[:count])
