"""Days are levelled, so that none has much more than its share."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from statistics import fmean
from zoneinfo import ZoneInfo

import pytest

from bot.domain.balance import Loads, level, reach
from bot.domain.memory import Memory
from bot.domain.schedule import Days, Rated, Rules, Scheduler
from bot.domain.zones import start_of_day

UTC_ZONE = ZoneInfo("UTC")
MONDAY = date(2026, 3, 2)
SCHEDULER = Scheduler(Rules())

REACHES = {
    "tomorrow stays tomorrow": (1, (1, 1)),
    "so does the day after": (2, (2, 2)),
    "a day either way, but not tomorrow": (3, (2, 4)),
    "a week": (7, (5, 9)),
    "twenty days": (20, (17, 23)),
    "a hundred days": (100, (93, 107)),
    "a year": (365, (345, 385)),
}


@pytest.mark.parametrize(("interval", "expected"), REACHES.values(), ids=REACHES.keys())
def test_reach(interval: int, expected: tuple[int, int]) -> None:
    """An interval may be moved as far as FSRS and Anki would fuzz it."""
    assert reach(interval) == expected


def lands(length: int) -> date:
    return MONDAY + timedelta(days=length)


def loads(light: set[int] | None = None, **due: int) -> Loads:
    """So many cards on the days so far ahead: `d7=3`."""
    return Loads({lands(int(name[1:])): count for name, count in due.items()}, frozenset(light or ()))


CHOICES = {
    "an empty calendar moves nothing": (loads(), 7, 1, 7),
    "a full day is left": (loads(d7=1), 7, 1, 6),
    "the earlier of two as near": (loads(d7=1, d8=0), 7, 1, 6),
    "the emptiest within reach": (loads(d5=2, d6=2, d7=2, d8=2, d9=1), 7, 1, 9),
    "not before the one below": (loads(d7=1), 7, 7, 8),
    "a lighter day counts double": (loads({0}), 7, 1, 6),  # the 7th day is a Monday
    "a lighter day takes its half": (loads({0}, d5=2, d6=2, d8=2, d9=2), 7, 1, 7),
}


@pytest.mark.parametrize(("around", "interval", "at_least", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_level(around: Loads, interval: int, at_least: int, expected: int) -> None:
    """A card goes to the emptiest day within reach, of equals to the nearest."""
    assert level(interval, at_least, 365, around, lands) == expected


def test_better_ratings_still_come_later() -> None:
    """However full the days are, a better rating comes back later."""
    rng = Random(7)
    for _ in range(50):
        full = Loads({lands(offset): rng.randrange(9) for offset in range(60)})
        memory = Memory(
            rng.uniform(0.5, 40), rng.uniform(1, 10), start_of_day(MONDAY, UTC_ZONE), MONDAY, 3, 0, 3
        )
        now = start_of_day(MONDAY + timedelta(days=rng.randrange(30)), UTC_ZONE) + timedelta(hours=9)
        due = [each.memory.due for each in SCHEDULER.outcomes(memory, now, UTC_ZONE, Days(full)).values()]
        assert due == sorted(set(due))


def simulated(
    seed: int, *, light: frozenset[int] = frozenset(), count: int = 500, days: int = 60
) -> list[int]:
    """How many cards came on each day after so many were rated on one, by who forgets as FSRS believes."""
    rng = Random(seed)
    due: Counter[date] = Counter()
    memories: list[Memory] = []

    def rated(memory: Memory | None, rating: int, day: date) -> Memory:
        now = start_of_day(day, UTC_ZONE) + timedelta(hours=9)
        outcome = SCHEDULER.outcomes(memory, now, UTC_ZONE, Days(Loads(due, light)))[rating]
        again = Rated(rating, now, day, UTC_ZONE, outcome.moved)
        assert SCHEDULER.replay([*([memory] if memory else []), again]) == outcome.memory
        due[outcome.memory.due.date()] += 1
        return outcome.memory

    came = []
    memories = [rated(None, rng.choices((3, 4, 5), (2, 6, 2))[0], MONDAY) for _ in range(count)]
    for offset in range(1, days):
        day = MONDAY + timedelta(days=offset)
        today = [index for index, memory in enumerate(memories) if memory.due.date() <= day]
        came.append(len(today))
        for index in today:
            memory = memories[index]
            due[memory.due.date()] -= 1
            forgot = rng.random() > SCHEDULER.recall(memory, day)
            memories[index] = rated(memory, 2 if forgot else rng.choices((3, 4, 5), (3, 14, 3))[0], day)
            if forgot:  # and known at the second try
                due[memories[index].due.date()] -= 1
                memories[index] = rated(memories[index], 4, day)
    return came


def test_no_day_has_much_more_than_its_share() -> None:
    """500 cards of one day: from the third week on no day has more than 1.3 times the mean of the week around it."""
    came = simulated(1)
    worst = max(came[day] / fmean(came[day - 3 : day + 4]) for day in range(20, len(came) - 3))
    assert worst <= 1.3


def test_lighter_days_have_half() -> None:
    """A lighter weekday gets about half of what the others get."""
    came = simulated(2, light=frozenset({5, 6}), count=250)
    weekday = [(MONDAY + timedelta(days=offset + 1)).weekday() for offset in range(len(came))]
    lighter = fmean(count for count, on in zip(came[20:], weekday[20:], strict=True) if on in {5, 6})
    others = fmean(count for count, on in zip(came[20:], weekday[20:], strict=True) if on not in {5, 6})
    assert 0.4 < lighter / others < 0.65
