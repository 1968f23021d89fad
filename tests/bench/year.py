"""A year of 200 learners whose memory is known, under our scheduler and under fixed intervals: `make bench`.

Nobody's memory is what the scheduler believes: each learner has FSRS-6 parameters of their own, drawn around the usual
ones, and every review is noisy. What is measured is whether cards come back when they are known with the wanted chance,
and what that costs in reviews.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import repeat
from random import Random
from zoneinfo import ZoneInfo

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS as DEFAULTS
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS as LOWEST
from fsrs.scheduler import UPPER_BOUNDS_PARAMETERS as HIGHEST

from bot.domain.balance import Loads
from bot.domain.memory import Memory
from bot.domain.schedule import Days, Rules, Scheduler

LEARNERS, DAYS, NEW_A_DAY, CARDS = 200, 365, 5, 150
WANTED, WITHIN = 0.9, 0.03
PROCESSES = 2
PEOPLE = 0.15  # how far each parameter of a person's is from the usual one, as the spread of its logarithm
LUCK = 0.25  # how far a card's stability is from what the parameters say, anew at every review
FIXED = (1, 3, 7, 30)  # days after each success, the last one for ever
FIRST_DAY, PLACE = date(2026, 1, 1), ZoneInfo("UTC")


@dataclass
class Card:
    """A card of one learner's: what is true of it, and what a scheduler believes."""

    true: fsrs.Card
    believed: Memory | None = None
    successes: int = 0
    luck: float = 1.0


@dataclass
class Measured:
    """What a year came to: chances of recall at review time, and reviews."""

    recalls: list[float] = field(default_factory=list)
    reviews: int = 0
    busiest: int = 0


class Brain:
    """How one learner really forgets."""

    def __init__(self, rng: Random) -> None:
        own = tuple(
            min(max(value * rng.lognormvariate(0, PEOPLE), low), high)
            for value, low, high in zip(DEFAULTS, LOWEST, HIGHEST, strict=True)
        )
        self._model = fsrs.Scheduler(own, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._rng = rng

    def meets(self, number: int) -> Card:
        """A card never seen."""
        return Card(fsrs.Card(card_id=number, due=_noon(FIRST_DAY)))

    def knows(self, card: Card, day: date) -> float:
        """The chance that the card is known on the day; never seen, it is a coin's."""
        if card.true.stability is None:
            return 0.5
        real = copy(card.true)
        real.stability = card.true.stability * card.luck
        return self._model.get_card_retrievability(real, _noon(day))

    def answers(self, card: Card, chance: float, day: date) -> int:
        """A rating, and what reviewing does to the memory."""
        known = self._rng.random() < chance
        rating = self._rng.choices((3, 4, 5), (3, 14, 3))[0] if known else 2
        card.true, _ = self._model.review_card(card.true, fsrs.Rating(rating - 1), _noon(day))
        card.luck = self._rng.lognormvariate(0, LUCK)
        return rating


SCHEDULER = Scheduler(Rules(retention=WANTED))
Schedule = Callable[[Card, int, date, Counter[date]], date]


def ours(card: Card, rating: int, day: date, loads: Counter[date]) -> date:
    """When our scheduler brings a card back, on days it levels."""
    found = SCHEDULER.outcomes(card.believed, _noon(day), PLACE, Days(Loads(loads)))[rating]
    card.believed = found.memory
    return max(found.memory.due.date(), day + timedelta(days=1))


def fixed(card: Card, rating: int, day: date, _loads: Counter[date]) -> date:
    """1, 3, 7 and then every 30 days; from the start again when it was forgotten."""
    card.successes = 0 if rating < 3 else card.successes + 1
    return day + timedelta(days=FIXED[min(max(card.successes - 1, 0), len(FIXED) - 1)])


def year(seed: int, schedule: Schedule) -> Measured:
    """One learner's year."""
    brain, measured = Brain(Random(seed)), Measured()
    cards = [brain.meets(number) for number in range(CARDS)]
    due: Counter[date] = Counter()
    at: dict[date, list[Card]] = {}
    for offset in range(DAYS):
        day = FIRST_DAY + timedelta(days=offset)
        came = at.pop(day, [])
        new = cards[offset * NEW_A_DAY : (offset + 1) * NEW_A_DAY]
        measured.busiest = max(measured.busiest, len(came))
        measured.reviews += len(came)
        chances = [brain.knows(card, day) for card in came]
        measured.recalls += chances
        for card, chance in zip((*came, *new), (*chances, *(0.5 for _ in new)), strict=True):
            then = schedule(card, brain.answers(card, chance, day), day, due)
            due[then] += 1
            at.setdefault(then, []).append(card)
    return measured


def learn(name: str, schedule: Schedule) -> float:
    """Print what a schedule comes to over all learners; returns the mean recall at review time."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        years = list(pool.map(year, range(LEARNERS), repeat(schedule), chunksize=10))
    recalls = [recall for each in years for recall in each.recalls]
    mean = sum(recalls) / len(recalls)
    people = sorted(sum(each.recalls) / len(each.recalls) for each in years)
    reviews = sum(each.reviews for each in years) / LEARNERS / DAYS
    busiest = sum(each.busiest for each in years) / LEARNERS
    low, high = people[LEARNERS // 10], people[-LEARNERS // 10]
    print(f"{name:<12}{mean:>8.1%}{low:>9.1%}–{high:.1%}{reviews:>12.1f}{busiest:>12.1f}")
    return mean


def main() -> int:
    print(
        f"{LEARNERS} learners, {DAYS} days, {CARDS} cards, {NEW_A_DAY} new a day, wanted recall {WANTED:.0%}"
    )
    print(f"{'':<12}{'recall':>8}{'80 % of people':>15}{'reviews/day':>13}{'busiest day':>12}")
    mean = learn("quizbot", ours)
    learn("1-3-7-30", fixed)
    return 0 if abs(mean - WANTED) <= WITHIN else 1


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
