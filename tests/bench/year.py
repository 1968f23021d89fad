"""A year of 200 learners whose memory is known, under our scheduler and under fixed intervals: `make bench`.

Nobody's memory is what the scheduler believes: each learner has FSRS-6 parameters of their own, drawn around the usual
ones, and every review is noisy. What is measured is whether cards come back when they are known with the wanted chance,
and what that costs in reviews. A card that was missed comes again the same day, which costs a review and is no recall
that counts: nothing is forgotten within hours.

Four rows: everybody's memory as the scheduler believes it to be; people who differ, scheduled by the usual parameters;
the same people, whose parameters are fitted as the bot does it every night (with the extra `fit`); fixed intervals.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
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

from bot.actions.fitting import fit
from bot.domain.balance import Loads
from bot.domain.fit import ENOUGH, GROWTH, Told, samples
from bot.domain.memory import Memory
from bot.domain.schedule import Days, Rated, Rules, Scheduler

LEARNERS, DAYS, NEW_A_DAY, CARDS = 200, 365, 5, 150
WANTED, WITHIN = 0.9, 0.03
PROCESSES = 2
PEOPLE = 0.25  # how far each parameter of a person's is from the usual one, as the spread of its logarithm
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

    def __init__(self, rng: Random, spread: float) -> None:
        own = tuple(
            min(max(value * rng.lognormvariate(0, spread), low), high)
            for value, low, high in zip(DEFAULTS, LOWEST, HIGHEST, strict=True)
        )
        self._model = fsrs.Scheduler(own, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self._rng = rng

    def meets(self, number: int) -> Card:
        """A card never seen."""
        return Card(fsrs.Card(card_id=number, due=datetime.combine(FIRST_DAY, time(12), tzinfo=UTC)))

    def knows(self, card: Card, now: datetime) -> float:
        """The chance that the card is known now; never seen, it is a coin's."""
        if card.true.stability is None:
            return 0.5
        real = copy(card.true)
        real.stability = card.true.stability * card.luck
        return self._model.get_card_retrievability(real, now)

    def answers(self, card: Card, chance: float, now: datetime) -> int:
        """A rating, and what reviewing does to the memory."""
        known = self._rng.random() < chance
        rating = self._rng.choices((3, 4, 5), (3, 14, 3))[0] if known else 2
        card.true, _ = self._model.review_card(card.true, fsrs.Rating(rating - 1), now)
        card.luck = self._rng.lognormvariate(0, LUCK)
        return rating


USUAL = Scheduler(Rules(retention=WANTED))


class Ours:
    """Our scheduler, on days it levels."""

    def __init__(self) -> None:
        self._scheduler = USUAL
        self._log: dict[int, list[Rated]] = {}

    def next_time(self, card: Card, rating: int, now: datetime, loads: Counter[date]) -> datetime:
        """When the card comes back; what was missed, on the same day."""
        found = self._scheduler.outcomes(card.believed, now, PLACE, Days(Loads(loads)))[rating]
        card.believed = found.memory
        self._log.setdefault(card.true.card_id, []).append(Rated(rating, now, now.date(), PLACE, found.moved))
        return found.memory.due

    def sleeps(self, cards: Sequence[Card]) -> None:
        """Nothing is learned of this person."""


class Fitted(Ours):
    """The same, with the parameters fitted to what this person has answered, as often as the bot does it."""

    def __init__(self) -> None:
        super().__init__()
        self._next = ENOUGH

    def sleeps(self, cards: Sequence[Card]) -> None:
        """Fit at night when there are answers enough, keep what predicts better, and replay every card."""
        answered = sum(map(len, self._log.values()))
        if answered < self._next:
            return
        self._next = answered * GROWTH
        told = ([Told(USUAL.grade(each.rating), each.day) for each in log] for log in self._log.values())
        found = fit(samples(told))
        self._scheduler = USUAL.fitted(found.parameters if found.better else None)
        for card in cards:
            if log := self._log.get(card.true.card_id):
                card.believed = self._scheduler.replay(log)


class Fixed:
    """1, 3, 7 and then every 30 days; from the start again when it was forgotten."""

    def next_time(self, card: Card, rating: int, now: datetime, _loads: Counter[date]) -> datetime:
        """When the card comes back."""
        card.successes = 0 if rating < 3 else card.successes + 1
        return now + timedelta(days=FIXED[min(max(card.successes - 1, 0), len(FIXED) - 1)])

    def sleeps(self, cards: Sequence[Card]) -> None:
        """Nothing is learned of this person."""


def year(seed: int, kind: type[Ours | Fixed], spread: float) -> Measured:
    """One learner's year."""
    brain, measured, schedule = Brain(Random(seed), spread), Measured(), kind()
    cards = [brain.meets(number) for number in range(CARDS)]
    due: Counter[date] = Counter()
    at: dict[date, list[Card]] = {}
    for offset in range(DAYS):
        day = FIRST_DAY + timedelta(days=offset)
        came = at.pop(day, [])
        new = cards[offset * NEW_A_DAY : (offset + 1) * NEW_A_DAY]
        measured.busiest = max(measured.busiest, len(came))
        measured.reviews += len(came)
        noon = datetime.combine(day, time(12), tzinfo=UTC)
        chances = [brain.knows(card, noon) for card in came]
        measured.recalls += chances
        for card, chance in zip((*came, *new), (*chances, *(0.5 for _ in new)), strict=True):
            then = schedule.next_time(card, brain.answers(card, chance, noon), noon, due)
            while then.date() == day:
                measured.reviews += 1
                then = schedule.next_time(card, brain.answers(card, brain.knows(card, then), then), then, due)
            due[then.date()] += 1
            at.setdefault(then.date(), []).append(card)
        schedule.sleeps(cards)
    return measured


def learn(name: str, kind: type[Ours | Fixed], spread: float = PEOPLE) -> float:
    """Print what a schedule comes to over all learners; returns the mean recall at review time."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        years = list(pool.map(year, range(LEARNERS), repeat(kind), repeat(spread), chunksize=10))
    recalls = [recall for each in years for recall in each.recalls]
    mean = sum(recalls) / len(recalls)
    people = sorted(sum(each.recalls) / len(each.recalls) for each in years)
    reviews = sum(each.reviews for each in years) / LEARNERS / DAYS
    busiest = sum(each.busiest for each in years) / LEARNERS
    low, high = people[LEARNERS // 10], people[-LEARNERS // 10]
    print(f"{name:<24}{mean:>8.1%}{low:>9.1%}–{high:.1%}{reviews:>12.1f}{busiest:>12.1f}")
    return mean


def main() -> int:
    print(
        f"{LEARNERS} learners, {DAYS} days, {CARDS} cards, {NEW_A_DAY} new a day, wanted recall {WANTED:.0%}"
    )
    print(f"{'':<24}{'recall':>8}{'80 % of people':>15}{'reviews/day':>13}{'busiest day':>12}")
    # What it comes to for people who differ before they are known, the second row, is told and not judged.
    means = [
        learn("all alike", Ours, spread=0.0),
        learn("all different", Ours),
        learn("different, fitted", Fitted),
    ]
    learn("different, 1-3-7-30", Fixed)
    alike, _, fitted = (abs(mean - WANTED) <= WITHIN for mean in means)
    return 0 if alike and fitted else 1


if __name__ == "__main__":
    sys.exit(main())
