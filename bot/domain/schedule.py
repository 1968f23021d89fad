"""When a card comes back: FSRS-6 fed with the learner's own days, and five ratings that mean five things."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple, cast
from zoneinfo import ZoneInfo

import fsrs

from bot.domain.balance import NO_LOADS, Loads, level
from bot.domain.breaks import Break, postponed, postponed_day
from bot.domain.memory import Memory
from bot.domain.review import Rating
from bot.domain.zones import instant, start_of_day
from bot.errors import ClockError

_REVISION = 1  # raise it when the due times below are computed differently: stored memories are then replayed
_AT_LEAST = timedelta(minutes=30)
_ANY_DAY = date(2000, 1, 1)
_RATINGS = tuple(Rating)
_HORIZON = 30  # days: what is learned for an interview is needed within the month
_FITTED_KEPT = 256  # schedulers of people with parameters of their own
_FITTED_STEPS_KEPT = 500
_STEPS_KEPT = 20_000  # a log that is replayed has the same few steps again and again


@dataclass(frozen=True, slots=True)
class Rules:
    """How ratings become intervals; changing any of it means replaying the history.

    `retention` is the recall wanted at review time. `two_passes` makes 2 a pass (hard) instead of a lapse,
    `five_means` makes 5 easy or merely good. A 1 comes back after `soon`, a 2 after `later` but not past
    `evening` on the learner's clock. `maximum_interval` is in days.
    `parameters` are FSRS-6's own 21, fitted to one person; None: those that suit most people.
    """

    retention: float = 0.9
    two_passes: bool = False
    five_means: Literal["easy", "good"] = "easy"
    soon: timedelta = timedelta(minutes=10)
    later: timedelta = timedelta(hours=4)
    maximum_interval: int = 365
    evening: time = time(22)
    parameters: tuple[float, ...] | None = None

    def fingerprint(self) -> str:
        """12 hex characters that change with anything that would change a replayed memory."""
        values = ((each.name, getattr(self, each.name)) for each in fields(self))
        parts = [f"{name}={value!r}" for name, value in values if value is not None]
        facts = "|".join([*parts, repr(fsrs.scheduler.DEFAULT_PARAMETERS), str(_REVISION)])
        return blake2b(facts.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating of the log: 1-5, the moment (UTC), the learner's day and zone then, and the days it was moved by."""

    rating: int
    at: datetime
    day: date
    zone: ZoneInfo
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Days:
    """What a learner's days are like: how full each is, and when they take a break."""

    loads: Loads = NO_LOADS
    breaks: tuple[Break, ...] = ()


ANY_DAYS = Days()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rating leads to: the memory, and by how many days its due day was moved to level the load."""

    memory: Memory
    moved: int


def learner_day(now: datetime, zone: ZoneInfo) -> date:
    """The calendar day a learner in `zone` has at `now`; raises `ClockError` when `now` has no zone."""
    if now.tzinfo is None:
        raise ClockError(f"{now} is a time without a zone: give it one, such as UTC")
    return now.astimezone(zone).date()


class _Step(NamedTuple):
    """What FSRS makes of a review: the new state, and the days until the next one."""

    stability: float
    difficulty: float
    interval: int


class Scheduler:
    """Turns a memory and a rating into the next memory."""

    def __init__(self, rules: Rules, *, steps_kept: int = _STEPS_KEPT) -> None:
        self.rules = rules
        # Steps inside the day, fuzz and longest interval are ours, so that days can be the learner's own.
        self._fsrs = fsrs.Scheduler(
            parameters=rules.parameters or fsrs.scheduler.DEFAULT_PARAMETERS,
            desired_retention=rules.retention,
            learning_steps=(),
            relearning_steps=(),
            maximum_interval=rules.maximum_interval,
            enable_fuzzing=False,
        )
        self._grades = self._graded()
        self._step = lru_cache(steps_kept)(self._stepped)

    def fitted(self, parameters: tuple[float, ...] | None) -> Scheduler:
        """The scheduler of somebody with `parameters` of their own; itself without."""
        return self if parameters is None else _fitted(replace(self.rules, parameters=parameters))

    def outcomes(
        self, memory: Memory | None, now: datetime, zone: ZoneInfo, days: Days = ANY_DAYS
    ) -> Mapping[int, Outcome]:
        """What each rating 1-5 would lead to, before anyone presses; later ratings are due strictly later.

        Only at the longest interval several may fall due together. `now` is aware, `zone` the learner's.
        """
        return self._outcomes(memory, now, learner_day(now, zone), zone, days)

    def preview(self, memory: Memory | None, now: datetime, zone: ZoneInfo) -> Mapping[int, Memory]:
        """The memories `outcomes` leads to where every day is as good as another."""
        found = self.outcomes(memory, now, zone)
        return {rating: outcome.memory for rating, outcome in found.items()}

    def review(self, memory: Memory | None, rating: int, now: datetime, zone: ZoneInfo) -> Memory:
        """The memory after a rating 1-5 at `now`; raises `NotFound` for another rating."""
        return self.preview(memory, now, zone)[Rating(rating)]

    def recall(self, memory: Memory, day: date) -> float:
        """The chance, 0 to 1, that the card is remembered on the learner's `day`."""
        card = _card(memory.stability, memory.difficulty, memory.due, memory.last_day)
        return self._fsrs.get_card_retrievability(card, _noon(max(day, memory.last_day)))

    def grade(self, rating: int) -> int:
        """What FSRS is told for a rating 1-5: 1 (again) to 4 (easy)."""
        return self._grades[Rating(rating)].value

    def gain(self, memory: Memory, day: date) -> float:
        """How much likelier the card is known `_HORIZON` days after the learner's `day` when it is reviewed on it.

        What a review is worth when there is no time for all: the expected recall after it, whether it is a pass or a
        lapse, less the recall without it. The memory model and its curve are FSRS-6's; see the wiki of
        open-spaced-repetition/fsrs4anki, "The Algorithm".
        """
        later, known = day + timedelta(days=_HORIZON), self.recall(memory, day)
        after = {
            rating: replace(memory, stability=self._rated(memory, rating, day).stability, last_day=day)
            for rating in (Rating.NOT_AT_ALL, Rating.WELL)
        }
        passed, lapsed = (self.recall(after[each], later) for each in (Rating.WELL, Rating.NOT_AT_ALL))
        return known * passed + (1 - known) * lapsed - self.recall(memory, later)

    def replay(self, events: Iterable[Rated | Memory], breaks: tuple[Break, ...] = ()) -> Memory | None:
        """The memory that these events, in the order they came, lead to; None when there are none."""
        last = deque(self.trail(events, breaks), maxlen=1)
        return last[0] if last else None

    def trail(self, events: Iterable[Rated | Memory], breaks: tuple[Break, ...] = ()) -> Iterator[Memory]:
        """The memory after each event: after a rating what it makes of the one before, else the one given."""
        memory: Memory | None = None
        days = Days(breaks=breaks)
        for event in events:
            if isinstance(event, Memory):
                memory = event
            else:
                rating = Rating(event.rating)
                again = (rating, event.moved)
                memory = self._outcomes(memory, event.at, event.day, event.zone, days, again)[rating].memory
            yield memory

    def _outcomes(
        self,
        memory: Memory | None,
        now: datetime,
        day: date,
        zone: ZoneInfo,
        days: Days,
        again: tuple[Rating, int] | None = None,
    ) -> dict[int, Outcome]:
        """`again` is the only rating that matters, as it is known already, and the days it was moved by then."""
        now = now.astimezone(UTC)  # distances across a clock change are only right in UTC
        if memory is not None:
            day = max(day, memory.last_day)  # a clock or a traveller went backwards: still the same day
        steps = {rating: self._rated(memory, rating, day) for rating in _RATINGS}
        intervals = self._intervals(steps)
        moved = dict([again]) if again else self._levelled(intervals, day, days)
        due = self._due(intervals, moved, now, day, zone)
        return {
            rating.value: Outcome(
                Memory(
                    stability=steps[rating].stability,
                    difficulty=steps[rating].difficulty,
                    due=postponed(due[rating], day, days.breaks, zone),
                    last_day=day,
                    reps=(memory.reps if memory else 0) + 1,
                    lapses=(memory.lapses if memory else 0) + self._forgot(memory, rating),
                    rating=rating.value,
                ),
                moved.get(rating, 0),
            )
            for rating in ((again[0],) if again else _RATINGS)
        }

    def _rated(self, memory: Memory | None, rating: Rating, day: date) -> _Step:
        if memory is None:
            return self._step(0.0, 0.0, 0, self._grades[rating])
        gap = (day - memory.last_day).days
        return self._step(memory.stability, memory.difficulty, gap, self._grades[rating])

    def _stepped(self, stability: float, difficulty: float, gap: int, grade: fsrs.Rating) -> _Step:
        """FSRS asked about a review `gap` days after the last one; a stability of 0 means there was none."""
        noon = _noon(_ANY_DAY + timedelta(days=gap))
        before = _card(stability, difficulty, noon, _ANY_DAY) if stability else fsrs.Card(card_id=1, due=noon)
        after, _ = self._fsrs.review_card(before, grade, review_datetime=noon)
        return _Step(cast("float", after.stability), cast("float", after.difficulty), (after.due - noon).days)

    def _graded(self) -> Mapping[Rating, fsrs.Rating]:
        """As the authors of FSRS read SuperMemo's grades: what was not known is a lapse, however near."""
        return {
            Rating.NOT_AT_ALL: fsrs.Rating.Again,
            Rating.BARELY: fsrs.Rating.Hard if self.rules.two_passes else fsrs.Rating.Again,
            Rating.WITH_EFFORT: fsrs.Rating.Hard,
            Rating.WELL: fsrs.Rating.Good,
            Rating.PERFECTLY: fsrs.Rating.Easy if self.rules.five_means == "easy" else fsrs.Rating.Good,
        }

    def _lapses(self, rating: Rating) -> bool:
        return self._grades[rating] is fsrs.Rating.Again

    def _forgot(self, memory: Memory | None, rating: Rating) -> bool:
        """A card that failed twice running was forgotten once."""
        return memory is not None and self._lapses(rating) and not self._lapses(Rating(memory.rating))

    def _intervals(self, steps: Mapping[Rating, _Step]) -> dict[Rating, int]:
        """The days until each rating that passes would come back."""
        intervals: dict[Rating, int] = {}
        interval = 0
        for rating in (rating for rating in _RATINGS if not self._lapses(rating)):
            interval = min(max(steps[rating].interval, interval + 1), self.rules.maximum_interval)
            intervals[rating] = interval
        return intervals

    def _levelled(self, intervals: Mapping[Rating, int], day: date, days: Days) -> dict[Rating, int]:
        """By how many days each interval is moved, so that a better rating still comes back later."""
        moved: dict[Rating, int] = {}
        before = 0
        for rating, interval in intervals.items():
            levelled = level(
                interval,
                before + 1,
                self.rules.maximum_interval,
                days.loads,
                lambda length: postponed_day(day + timedelta(days=length), day, days.breaks),
            )
            moved[rating], before = levelled - interval, levelled
        return moved

    def _due(
        self,
        intervals: Mapping[Rating, int],
        moved: Mapping[Rating, int],
        now: datetime,
        day: date,
        zone: ZoneInfo,
    ) -> dict[Rating, datetime]:
        due = {
            rating: start_of_day(day + timedelta(days=interval + moved.get(rating, 0)), zone)
            for rating, interval in intervals.items()
        }
        # As if nothing were moved: what comes back today must not depend on how full another day is.
        room = start_of_day(day + timedelta(days=min(intervals.values())), zone) - now
        if self._lapses(Rating.BARELY):
            due[Rating.BARELY] = now + min(self._later(now, zone), room * 2 / 3)
        due[Rating.NOT_AT_ALL] = now + min(self.rules.soon, (due[Rating.BARELY] - now) / 2)
        return due

    def _later(self, now: datetime, zone: ZoneInfo) -> timedelta:
        """Until a 2 comes back: before the evening is over if there is room, else soon all the same."""
        evening = instant(datetime.combine(now.astimezone(zone).date(), self.rules.evening), zone)
        return max(min(self.rules.later, evening - now), _AT_LEAST)


@lru_cache(_FITTED_KEPT)
def _fitted(rules: Rules) -> Scheduler:
    return Scheduler(rules, steps_kept=_FITTED_STEPS_KEPT)


def _noon(day: date) -> datetime:
    """What FSRS is told, which counts full 24 hours: so the distance between two calendar days is exact."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def _card(stability: float, difficulty: float, due: datetime, last_day: date) -> fsrs.Card:
    return fsrs.Card(
        card_id=1,  # without an id, it would wait for a clock to give it one
        state=fsrs.State.Review,
        stability=stability,
        difficulty=difficulty,
        due=due,
        last_review=_noon(last_day),
    )
