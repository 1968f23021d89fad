"""What the scheduler believes a learner remembers of a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """One learner's memory of one card reviewed at least once; a card never seen has no memory (`None`).

    `stability` is the days until recall falls to 90 %, `difficulty` is 1 (easy) to 10, `due` is aware UTC.
    `last_day` is the learner's own calendar day of the last review. `reps` counts all reviews, `lapses` those
    where a card that had been seen before was forgotten. `rating` is the last one, 1-5.
    """

    stability: float
    difficulty: float
    due: datetime
    last_day: date
    reps: int
    lapses: int
    rating: int
