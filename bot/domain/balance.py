"""Levelling the days: a card may come a little earlier or later, so that no day has much more than its share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

LIGHT = 2.0  # a lighter weekday bears half the load, so each of its cards counts double

# How far a due day may move: so much of each part of the interval (days from, days until, share), and a day besides.
# They are the ranges by which FSRS and Anki fuzz: `FUZZ_RANGES` of py-fsrs 6, rslib/src/scheduler/states/fuzz.rs.
_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
_SHORTEST = 2  # tomorrow stays tomorrow, and nothing else becomes it


@dataclass(frozen=True, slots=True)
class Loads:
    """How many of a learner's cards are due on each of the coming days, and which weekdays are lighter (0 = Monday)."""

    due: Mapping[date, int] = field(default_factory=dict)
    light: frozenset[int] = frozenset()

    def weight(self, day: date) -> float:
        """How full the day is: its cards, each counting double on a lighter weekday."""
        return self.due.get(day, 0) * self.cost(day)

    def cost(self, day: date) -> float:
        """What one more card adds to the day's weight."""
        return LIGHT if day.weekday() in self.light else 1.0


NO_LOADS = Loads()


def reach(interval: int) -> tuple[int, int]:
    """The shortest and the longest interval, in days, that one of so many days may be moved to."""
    if interval < _RANGES[0][0]:
        return interval, interval
    slack = 1 + sum(share * max(0.0, min(interval, end) - start) for start, end, share in _RANGES)
    return max(_SHORTEST, round(interval - slack)), round(interval + slack)


def level(interval: int, at_least: int, at_most: int, loads: Loads, lands: Callable[[int], date]) -> int:
    """The interval, in days, that puts a card onto the emptiest day within reach of `interval`.

    `lands` says on which day a card of an interval would come. Of days that would be equally full it is the nearest,
    and the earlier of two that are equally near. It lies from `at_least` to `at_most`, even where that is out of reach.
    """
    first, last = reach(interval)
    first = min(max(first, at_least), at_most)
    last = max(min(last, at_most), first)

    def fullness(length: int) -> tuple[float, int, int]:
        then = lands(length)
        return loads.weight(then) + loads.cost(then), abs(length - interval), length

    return min(range(first, last + 1), key=fullness)
