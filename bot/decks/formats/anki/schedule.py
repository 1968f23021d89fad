"""What Anki knows of a learner's past with a card: its schedule, its state in FSRS, every button pressed.

Days are counted from the day the collection was created, at four in the morning of its owner's clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.decks import own_apkg
from bot.decks.formats.anki.collection import Row
from bot.domain.history import History, Reviewed, Schedule
from bot.domain.memory import Memory

_RATINGS = {1: 1, 2: 3, 3: 4, 4: 5}  # again, hard, good, easy
_NEW, _REVIEW, _RELEARNING = 0, 2, 3
_DAY_QUEUES = frozenset({2, 3})  # reviews, and learning that goes on another day
_SECONDS = 1_000_000_000  # a due that is this large is a time, not a day
_TO_MIDNIGHT = timedelta(
    hours=7
)  # 4:00 anywhere from UTC-12 to UTC+11, moved by this, falls on the owner's day


def day_of(created: int) -> date:
    """The day from which a collection that was `created` at this second counts.

    Raises:
        OverflowError: there is no such day.
    """
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=created) + _TO_MIDNIGHT).date()


def reviews_of(
    log: Iterable[tuple[int, int, int]], cards: frozenset[int] | set[int]
) -> dict[int, list[Reviewed]]:
    """The answers to each of some cards, oldest first; `log` has (card, milliseconds, button)."""
    found: dict[int, list[Reviewed]] = {}
    start = datetime.fromtimestamp(0, UTC)
    for card, moment, button in log:
        if card in cards and button in _RATINGS:
            try:
                at = start + timedelta(milliseconds=moment)
            except OverflowError:
                continue
            found.setdefault(card, []).append(Reviewed(_RATINGS[button], at))
    return found


def history_of(row: Row, key: str, reviews: Sequence[Reviewed], first_day: date | None) -> History | None:
    """What is known of the card that became the one with `key`; nothing of a card that is new."""
    if row.kind == _NEW and row.data in _SAYS_NOTHING:
        return None
    data = _data(row.data)
    own = _own_memory(row)
    if own:
        reviews = _on_our_scale(row, reviews)
    memory = own or (_schedule(row, data, first_day) if row.kind != _NEW else None)
    if row.kind == _NEW and memory is None:
        return None
    return History(key, tuple(reviews), memory) if reviews or memory else None


def _own_memory(row: Row) -> Memory | None:
    """The memory of our own export, unless the card was reviewed in Anki since."""
    memory = own_apkg.own_memory(row.data or "")
    return memory if memory and memory.reps == row.reps else None


def _on_our_scale(row: Row, reviews: Sequence[Reviewed]) -> tuple[Reviewed, ...]:
    """The reviews with the ratings that our own export kept of the last ones."""
    own = own_apkg.own_ratings(row.data or "")[-len(reviews) :] if reviews else ()
    before = len(reviews) - len(own)
    last = (replace(each, rating=rating) for each, rating in zip(reviews[before:], own, strict=True))
    return (*reviews[:before], *last)


def _schedule(row: Row, data: dict[str, Any], first_day: date | None) -> Schedule | None:
    due = _due(row, first_day)
    if due is None:
        return None
    stability, difficulty = _positive(data.get("s")), _positive(data.get("d"))
    factor = row.factor or 0
    return Schedule(
        due=due,
        interval=max(0, row.interval or 0),
        ease=factor / 1000 if factor > 0 and stability is None else None,
        stability=stability,
        difficulty=difficulty,
        reps=max(1, row.reps or 0),
        lapses=max(0, row.lapses or 0),
    )


def _due(row: Row, first_day: date | None) -> date | None:
    due = row.due or 0
    try:
        if due >= _SECONDS:
            return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=due)).date()
        if row.kind == _REVIEW or row.queue in _DAY_QUEUES or row.kind == _RELEARNING:
            return first_day + timedelta(days=due) if first_day else None
    except OverflowError:
        pass
    return None


_SAYS_NOTHING = (None, "", "{}")


def _data(raw: str | None) -> dict[str, Any]:
    if not raw or len(raw) < 3:
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _positive(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 < value < 1e6 else None
