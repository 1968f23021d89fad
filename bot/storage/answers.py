"""The append-only log of every rating ever given, every one taken back, and what came from other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.memory import Memory
from bot.domain.mode import RATED, How
from bot.storage import memories
from bot.storage.tables import answers, card_tags, cards


@dataclass(frozen=True, slots=True)
class RatingIntent:
    """A rating that was decided and is not in the log yet; `took_ms` counts from the question's arrival.

    Without a `post_id` it was given in another program.
    """

    post_id: int | None
    learner_id: int
    card_id: int
    rating: int
    at: datetime
    zone: str
    day: date
    took_ms: int | None
    memory_before: Memory | None
    how: How = RATED


@dataclass(frozen=True, slots=True)
class Given:
    """A rating as the log has it."""

    id: int
    post_id: int | None
    learner_id: int
    card_id: int
    rating: int
    at: datetime
    zone: str
    day: date
    how: How = RATED


@dataclass(frozen=True, slots=True)
class Adopted:
    """A memory from another program, or from another language, taken over at a moment on the learner's own day.

    Without a memory it is the other side of that: from here on it is another card's.
    """

    learner_id: int
    card_id: int
    at: datetime
    zone: str
    day: date
    memory: Memory | None


CHUNK = 1000  # lines of the log that are in memory at once
_UNDO = answers.alias("undo")
_HOW = tuple(How.__dataclass_fields__)
_FACTS = tuple(name for name in Given.__dataclass_fields__ if name != "how")
_COLUMNS = tuple(answers.c[name] for name in (*_FACTS, *_HOW))


def standing_rating() -> ColumnElement[bool]:
    """Whether a line of the log is a rating nobody took back."""
    undone = select(_UNDO.c.id).where(_UNDO.c.undoes == answers.c.id).correlate(answers).exists()
    return (answers.c.kind == "rating") & ~undone


async def record(conn: AsyncConnection, intent: RatingIntent) -> int:
    """Append a rating; returns its id."""
    insert = answers.insert().values(_rating_row(intent))
    answer_id: int = (await conn.execute(insert.returning(answers.c.id))).scalar_one()
    return answer_id


async def record_all(conn: AsyncConnection, ratings: Sequence[RatingIntent]) -> None:
    """Append ratings in this order."""
    if ratings:
        await conn.execute(answers.insert(), [_rating_row(intent) for intent in ratings])


async def adopt(conn: AsyncConnection, adopted: Iterable[Adopted]) -> None:
    """Append what was taken over; it counts from there on, as if it followed from the ratings before."""
    rows = [
        {
            "kind": "import",
            "learner_id": each.learner_id,
            "card_id": each.card_id,
            "at": each.at,
            "zone": each.zone,
            "day": each.day,
            "memory_after": memories.as_json(each.memory),
        }
        for each in adopted
    ]
    if rows:
        await conn.execute(answers.insert(), rows)


async def undo(conn: AsyncConnection, given: Given, now: datetime) -> None:
    """Append that `given` was taken back."""
    await conn.execute(
        answers.insert().values(
            kind="undo",
            undoes=given.id,
            post_id=given.post_id,
            learner_id=given.learner_id,
            card_id=given.card_id,
            at=now,
            zone=given.zone,
            day=given.day,
        )
    )


async def get(conn: AsyncConnection, answer_id: int) -> Given | None:
    """The rating, unless it was taken back."""
    row = (
        await conn.execute(select(*_COLUMNS).where(answers.c.id == answer_id, standing_rating()))
    ).one_or_none()
    return _given(row) if row else None


async def standing(conn: AsyncConnection, post_id: int, learner_id: int) -> Given | None:
    """What this learner answered to this post and did not take back."""
    query = select(*_COLUMNS).where(
        answers.c.post_id == post_id, answers.c.learner_id == learner_id, standing_rating()
    )
    row = (await conn.execute(query.order_by(answers.c.id.desc()).limit(1))).one_or_none()
    return _given(row) if row else None


async def latest(conn: AsyncConnection, learner_id: int, *card_ids: int) -> Given | None:
    """The learner's last rating that stands: of these cards wherever it was given, or of any that was asked here."""
    which = answers.c.card_id.in_(card_ids) if card_ids else answers.c.post_id.is_not(None)
    query = select(*_COLUMNS).where(answers.c.learner_id == learner_id, standing_rating(), which)
    row = (await conn.execute(query.order_by(answers.c.id.desc()).limit(1))).one_or_none()
    return _given(row) if row else None


async def went_elsewhere(conn: AsyncConnection, given: Given) -> bool:
    """Whether the memory that a rating led to has become that of the card in another language since."""
    gone = (answers.c.kind == "import", answers.c.memory_after.is_(None), answers.c.id > given.id)
    theirs = (answers.c.learner_id == given.learner_id, answers.c.card_id == given.card_id)
    return await conn.scalar(select(answers.c.id).where(*theirs, *gone).limit(1)) is not None


async def history(
    conn: AsyncConnection,
    learner_id: int | None = None,
    deck_id: int | None = None,
    *,
    card_id: int | None = None,
    until: int | None = None,
) -> AsyncIterator[Given | Adopted]:
    """Every rating that stands and all that was taken over, learner by learner and card by card, as it came.

    `learner_id`, `deck_id` and `card_id` ask for those of one learner, of the cards of one deck, and of one card;
    `until` names the last line that matters.
    """
    query = select(*_COLUMNS, answers.c.kind, answers.c.memory_after).where(
        standing_rating() | (answers.c.kind == "import")
    )
    if learner_id is not None:
        query = query.where(answers.c.learner_id == learner_id)
    if card_id is not None:
        query = query.where(answers.c.card_id == card_id)
    if until is not None:
        query = query.where(answers.c.id <= until)
    if deck_id is not None:
        query = query.join(cards, cards.c.id == answers.c.card_id).where(cards.c.deck_id == deck_id)
    query = query.order_by(answers.c.learner_id, answers.c.card_id, answers.c.id)
    found = await conn.stream(query.execution_options(yield_per=CHUNK))
    async for rows in found.partitions():  # to ask for one row at a time costs more than the row
        for row in rows:
            yield _adopted(row) if row.kind == "import" else _given(row)


async def answered(conn: AsyncConnection, learner_id: int, deck_id: int) -> frozenset[int]:
    """The cards of a deck to which the learner has an answer, given here or elsewhere, that stands."""
    query = (
        select(answers.c.card_id)
        .distinct()
        .join(cards, cards.c.id == answers.c.card_id)
        .where(cards.c.deck_id == deck_id, answers.c.learner_id == learner_id)
        .where(standing_rating() | (answers.c.kind == "import"))
    )
    return frozenset((await conn.scalars(query)).all())


async def new_on(conn: AsyncConnection, learner_id: int, day: date) -> int:
    """How many cards the learner met here for the first time on `day`."""
    query = select(func.count()).where(
        answers.c.learner_id == learner_id,
        answers.c.day == day,
        answers.c.post_id.is_not(None),
        answers.c.memory_before.is_(None),
        standing_rating(),
    )
    return await conn.scalar(query) or 0


async def count_by_day(conn: AsyncConnection, learner_id: int) -> Counter[date]:
    """How many ratings stand on each of the learner's days."""
    query = (
        select(answers.c.day, func.count())
        .where(answers.c.learner_id == learner_id, standing_rating())
        .group_by(answers.c.day)
    )
    return Counter({row.day: row[1] for row in await conn.execute(query)})


async def ratings_by_tag(
    conn: AsyncConnection, learner_id: int, since: date
) -> Sequence[tuple[str, Sequence[int]]]:
    """The ratings since a day, gathered by the card's tags."""
    query = (
        select(card_tags.c.tag, answers.c.rating)
        .join(card_tags, card_tags.c.card_id == answers.c.card_id)
        .where(answers.c.learner_id == learner_id, answers.c.day >= since, standing_rating())
        .order_by(card_tags.c.tag)
    )
    gathered: dict[str, list[int]] = {}
    for tag, rating in await conn.execute(query):
        gathered.setdefault(tag, []).append(rating)
    return list(gathered.items())


def _rating_row(intent: RatingIntent) -> dict[str, Any]:
    return {
        "kind": "rating",
        "post_id": intent.post_id,
        "learner_id": intent.learner_id,
        "card_id": intent.card_id,
        "rating": intent.rating,
        "at": intent.at,
        "zone": intent.zone,
        "day": intent.day,
        "took_ms": intent.took_ms,
        "memory_before": memories.as_json(intent.memory_before),
        **asdict(intent.how),
    }


def _given(row: Any) -> Given:
    facts, how = row[: len(_FACTS)], row[len(_FACTS) : len(_COLUMNS)]
    return Given(*(*facts, How(*how)))


def _adopted(row: Any) -> Adopted:
    memory = memories.from_json(row.memory_after)
    return Adopted(row.learner_id, row.card_id, row.at, row.zone, row.day, memory)
