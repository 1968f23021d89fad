"""What a learner did with a card in another program, before the card came here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.mark import UNMARKED, Mark
from bot.domain.memory import Memory


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One rating given there, 1-5, at an aware UTC moment."""

    rating: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a program that counts whole days believed: the card is due on `due`, `interval` days after its last review.

    `stability` (days) and `difficulty` (1-10) are set where that program runs FSRS. `ease` is SuperMemo's factor, 2.5
    to begin with, where it runs that.
    """

    due: date
    interval: int
    ease: float | None = None
    stability: float | None = None
    difficulty: float | None = None
    reps: int = 1
    lapses: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """What one learner did with the card whose key is `key`: every rating in the order given, and what that led to.

    `mark` is what they noted about it here.

    `memory` is exact where the file came from this program, a `Schedule` where it came from another, and None where
    only the ratings are known, which then are replayed.
    """

    key: str
    reviews: tuple[Reviewed, ...] = ()
    memory: Memory | Schedule | None = None
    mark: Mark = UNMARKED
