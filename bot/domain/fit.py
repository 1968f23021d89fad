"""A learner's answers as what a memory model can be fitted to, and held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

ENOUGH = 400  # ratings; Anki 24.04 asked for as many before it fitted FSRS, earlier versions for 1,000
GROWTH = 1.2  # and so many times the ratings of the last fit before the next
HELD_OUT = 0.2  # the share of answers, the newest, that the parameters must predict without having seen them

Reviews = tuple[tuple[int, int], ...]
"""One card's reviews until the one to be predicted: FSRS's grade 1-4, and the days since the review before."""


@dataclass(frozen=True, slots=True)
class Told:
    """A rating as a fit needs it: FSRS's grade 1-4 and the learner's day."""

    grade: int
    day: date


@dataclass(frozen=True, slots=True)
class Samples:
    """What to fit to, and the newer answers to predict."""

    known: Sequence[Reviews]
    held_out: Sequence[Reviews]


@dataclass(frozen=True, slots=True)
class Error:
    """How wrong predictions were: log loss, and the root mean square error over bins of alike reviews."""

    log_loss: float
    rmse: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters fitted to the older answers, and how wrong they and the usual ones were about the newer."""

    parameters: tuple[float, ...]
    before: Error
    after: Error

    @property
    def better(self) -> bool:
        """Whether the fitted parameters predict better."""
        return self.after.log_loss < self.before.log_loss


def samples(cards: Iterable[Sequence[Told]]) -> Samples:
    """Every answer on a later day than the one before, oldest first, with all that led to it; the newest held out.

    An answer on the same day says nothing of how a memory lasts, so it is part of a history but not predicted.
    """
    found = [each for told in cards if told for each in _predicted(told)]
    found.sort(key=lambda each: each[0])
    kept = round(len(found) * (1 - HELD_OUT))
    ordered = [reviews for _, reviews in found]
    return Samples(ordered[:kept], ordered[kept:])


def _predicted(told: Sequence[Told]) -> Iterable[tuple[date, Reviews]]:
    reviews = _reviews(told)
    later = (at for at in range(1, len(told)) if told[at].day > told[at - 1].day)
    return ((told[at].day, reviews[: at + 1]) for at in later)


def _reviews(told: Sequence[Told]) -> Reviews:
    gaps = [0, *(max(0, (b.day - a.day).days) for a, b in pairwise(told))]
    return tuple((each.grade, gap) for each, gap in zip(told, gaps, strict=True))
