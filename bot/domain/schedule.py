"""When a card comes back: FSRS-6 fed with the learner's own days, and five ratings that mean five things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Literal, cast
from zoneinfo import ZoneInfo

import fsrs

from bot.domain.memory import Memory
from bot.domain.review import Rating
from bot.domain.zones import instant, start_of_day
from bot.errors import ClockError

_REVISION = 1  # raise it when the due times below are computed differently: stored memories are then replayed
_AT_LEAST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Rules:
    """How ratings become intervals; changing any of it means replaying the history.

    `retention` is the recall wanted at review time. `two_passes` makes 2 a pass (hard) instead of a lapse,
    `five_means` makes 5 easy or merely good. A 1 comes back after `soon`, a 2 after `later` but not past
    `evening` on the learner's clock. `maximum_interval` is in days.
    """

    retention: float = 0.9
    two_passes: bool = False
    five_means: Literal["easy", "good"] = "easy"
    soon: timedelta = timedelta(minutes=10)
    later: timedelta = timedelta(hours=4)
    maximum_interval: int = 365
    evening: time = time(22)

    def fingerprint(self) -> str:
        """12 hex characters that change with anything that would change a replayed memory."""
        parts = [f"{each.name}={getattr(self, each.name)!r}" for each in fields(self)]
        facts = "|".join([*parts, repr(fsrs.scheduler.DEFAULT_PARAMETERS), str(_REVISION)])
        return blake2b(facts.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating of the log: 1-5, the moment (UTC), and the learner's day and zone then."""

    rating: int
    at: datetime
    day: date
    zone: ZoneInfo


def learner_day(now: datetime, zone: ZoneInfo) -> date:
    """The calendar day a learner in `zone` has at `now`; raises `ClockError` when `now` has no zone."""
    if now.tzinfo is None:
        raise ClockError(f"{now} is a time without a zone: give it one, such as UTC")
    return now.astimezone(zone).date()


class Scheduler:
    """Turns a memory and a rating into the next memory."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        # Steps inside the day, fuzz and longest interval are ours, so that days can be the learner's own.
        self._fsrs = fsrs.Scheduler(
            desired_retention=rules.retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=rules.maximum_interval,
            enable_fuzzing=False,
        )

    def preview(self, memory: Memory | None, now: datetime, zone: ZoneInfo) -> Mapping[int, Memory]:
        """What each rating 1-5 would lead to, before anyone presses; later ratings are due strictly later.

        Only at the longest interval several may fall due together. `now` is aware, `zone` the learner's.
        """
        return self._outcomes(memory, now, learner_day(now, zone), zone)

    def review(self, memory: Memory | None, rating: int, now: datetime, zone: ZoneInfo) -> Memory:
        """The memory after a rating 1-5 at `now`; raises `NotFound` for another rating."""
        return self.preview(memory, now, zone)[Rating(rating)]

    def recall(self, memory: Memory, day: date) -> float:
        """The chance, 0 to 1, that the card is remembered on the learner's `day`."""
        return self._fsrs.get_card_retrievability(_card(memory), _noon(max(day, memory.last_day)))

    def replay(self, events: Iterable[Rated]) -> Memory | None:
        """The memory that these ratings, in the order they were given, lead to; None when there are none."""
        memory: Memory | None = None
        for event in events:
            memory = self._outcomes(memory, event.at, event.day, event.zone)[Rating(event.rating)]
        return memory

    def _outcomes(self, memory: Memory | None, now: datetime, day: date, zone: ZoneInfo) -> dict[int, Memory]:
        now = now.astimezone(UTC)  # distances across a clock change are only right in UTC
        if memory is not None:
            day = max(day, memory.last_day)  # a clock or a traveller went backwards: still the same day
        cards = {rating: self._rated(memory, rating, day) for rating in Rating}
        due = self._due(cards, now, day, zone)
        return {
            rating.value: Memory(
                stability=cast("float", card.stability),
                difficulty=cast("float", card.difficulty),
                due=due[rating],
                last_day=day,
                reps=(memory.reps if memory else 0) + 1,
                lapses=(memory.lapses if memory else 0) + self._forgot(memory, rating),
                rating=rating.value,
            )
            for rating, card in cards.items()
        }

    def _rated(self, memory: Memory | None, rating: Rating, day: date) -> fsrs.Card:
        noon = _noon(day)
        before = _card(memory) if memory else fsrs.Card(card_id=1, due=noon)
        after, _ = self._fsrs.review_card(before, self._grade(rating), review_datetime=noon)
        return after

    def _grade(self, rating: Rating) -> fsrs.Rating:
        """As the authors of FSRS read SuperMemo's grades: what was not known is a lapse, however near."""
        return {
            Rating.NOT_AT_ALL: fsrs.Rating.Again,
            Rating.BARELY: fsrs.Rating.Hard if self.rules.two_passes else fsrs.Rating.Again,
            Rating.WITH_EFFORT: fsrs.Rating.Hard,
            Rating.WELL: fsrs.Rating.Good,
            Rating.PERFECTLY: fsrs.Rating.Easy if self.rules.five_means == "easy" else fsrs.Rating.Good,
        }[rating]

    def _lapses(self, rating: Rating) -> bool:
        return self._grade(rating) is fsrs.Rating.Again

    def _forgot(self, memory: Memory | None, rating: Rating) -> bool:
        """A card that failed twice running was forgotten once."""
        return memory is not None and self._lapses(rating) and not self._lapses(Rating(memory.rating))

    def _due(
        self, cards: Mapping[Rating, fsrs.Card], now: datetime, day: date, zone: ZoneInfo
    ) -> dict[Rating, datetime]:
        due: dict[Rating, datetime] = {}
        interval = 0
        for rating in (rating for rating in Rating if not self._lapses(rating)):
            wanted = (cards[rating].due - _noon(day)).days
            interval = min(max(wanted, interval + 1), self.rules.maximum_interval)
            due[rating] = start_of_day(day + timedelta(days=interval), zone)
        room = min(due.values()) - now
        if self._lapses(Rating.BARELY):
            due[Rating.BARELY] = now + min(self._later(now, zone), room * 2 / 3)
        due[Rating.NOT_AT_ALL] = now + min(self.rules.soon, (due[Rating.BARELY] - now) / 2)
        return due

    def _later(self, now: datetime, zone: ZoneInfo) -> timedelta:
        """Until a 2 comes back: before the evening is over if there is room, else soon all the same."""
        evening = instant(datetime.combine(now.astimezone(zone).date(), self.rules.evening), zone)
        return max(min(self.rules.later, evening - now), _AT_LEAST)


def _noon(day: date) -> datetime:
    """What FSRS is told, which counts full 24 hours: so the distance between two calendar days is exact."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _card(memory: Memory) -> fsrs.Card:
    return fsrs.Card(
        card_id=1,  # without an id, it would wait for a clock to give it one
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=_noon(memory.last_day),
    )
