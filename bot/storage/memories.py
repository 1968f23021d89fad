"""What the scheduler believes about (learner, card); all of it can be rebuilt from `answers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.memory import Memory
from bot.storage.tables import cards, chats, learners, memories, posts

_MEMORY = tuple(memories.c[name] for name in Memory.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class DueReader:
    """A person with a card due: since when, and when the last card they missed came due."""

    chat_id: int
    learner_id: int
    zone: str
    due: datetime
    missed_due: datetime | None


async def get(conn: AsyncConnection, learner_id: int, card_id: int) -> Memory | None:
    """The memory, or None when this learner never answered this card."""
    query = select(*_MEMORY).where(memories.c.learner_id == learner_id, memories.c.card_id == card_id)
    row = (await conn.execute(query)).one_or_none()
    return _memory(row) if row else None


async def put(conn: AsyncConnection, learner_id: int, card_id: int, memory: Memory | None) -> None:
    """Keep `memory` instead of what was there; None means never seen."""
    here = (memories.c.learner_id == learner_id, memories.c.card_id == card_id)
    await conn.execute(delete(memories).where(*here))
    if memory is not None:
        await conn.execute(memories.insert().values(learner_id=learner_id, card_id=card_id, **_row(memory)))


async def add(conn: AsyncConnection, learner_id: int, first: Mapping[int, Memory]) -> None:
    """Keep a learner's memories of cards, by card, of which they had none."""
    if first:
        rows = [
            {"learner_id": learner_id, "card_id": card_id, **_row(memory)}
            for card_id, memory in first.items()
        ]
        await conn.execute(memories.insert(), rows)


async def of_deck(conn: AsyncConnection, learner_id: int, deck_id: int) -> dict[int, Memory]:
    """The learner's memories of the cards of a deck, by card."""
    query = (
        select(memories.c.card_id, *_MEMORY)
        .join(cards, cards.c.id == memories.c.card_id)
        .where(memories.c.learner_id == learner_id, cards.c.deck_id == deck_id)
    )
    return {row.card_id: Memory(*row[1:]) for row in await conn.execute(query)}


async def everything(conn: AsyncConnection, learner_id: int | None = None) -> dict[tuple[int, int], Memory]:
    """Every memory, or every one of a learner, by (learner, card)."""
    query = select(memories.c.learner_id, memories.c.card_id, *_MEMORY)
    if learner_id is not None:
        query = query.where(memories.c.learner_id == learner_id)
    return {(row.learner_id, row.card_id): Memory(*row[2:]) for row in await conn.execute(query)}


async def replace_all(
    conn: AsyncConnection, rebuilt: Iterable[tuple[int, int, Memory]], learner_id: int | None = None
) -> None:
    """Throw every memory away, or all of one learner, and keep `rebuilt` (learner, card, memory) instead."""
    old = delete(memories)
    await conn.execute(old if learner_id is None else old.where(memories.c.learner_id == learner_id))
    rows = [
        {"learner_id": learner_id, "card_id": card_id, **_row(memory)}
        for learner_id, card_id, memory in rebuilt
    ]
    if rows:
        await conn.execute(memories.insert(), rows)


async def count_due(conn: AsyncConnection, learner_id: int, until: datetime) -> int:
    """How many of the learner's cards in use fall due by `until`."""
    query = (
        select(func.count())
        .join(cards, cards.c.id == memories.c.card_id)
        .where(memories.c.learner_id == learner_id, memories.c.due <= until, cards.c.active)
    )
    return await conn.scalar(query.select_from(memories)) or 0


async def due_after(
    conn: AsyncConnection, learner_id: int, now: datetime, *, but: int
) -> Sequence[tuple[datetime, int]]:
    """How many of the learner's cards fall due at each moment after `now`, the card `but` left out."""
    theirs = (memories.c.learner_id == learner_id, memories.c.card_id != but)
    query = select(memories.c.due, func.count()).where(*theirs, memories.c.due > now)
    return [(row[0], row[1]) for row in await conn.execute(query.group_by(memories.c.due))]


async def of_learner(conn: AsyncConnection, learner_id: int) -> list[Memory]:
    """The learner's memories of cards in use."""
    query = (
        select(*_MEMORY)
        .join(cards, cards.c.id == memories.c.card_id)
        .where(memories.c.learner_id == learner_id, cards.c.active)
    )
    return [_memory(row) for row in await conn.execute(query)]


async def due_readers(
    conn: AsyncConnection, now: datetime, *, ignored_since: datetime, busy_since: datetime
) -> Sequence[DueReader]:
    """People with a due card in whose private chat a follow-up may come.

    Not if they switched follow-ups off, ignored one since `ignored_since`, or are in the middle of a session, with a
    question asked since `busy_since`; and not for a card that stands in their chat already, unless as a follow-up
    ignored for longer, which comes again.
    """
    missed = case((memories.c.rating <= 2, memories.c.due))
    private = and_(chats.c.id == learners.c.telegram_id, chats.c.kind == "private")
    busy = _stands_here(
        or_(
            and_(posts.c.kind == "review", posts.c.created_at > ignored_since),
            and_(posts.c.kind == "quiz", posts.c.created_at > busy_since),
        )
    )
    there = _stands_here(and_(posts.c.card_id == memories.c.card_id, posts.c.kind != "review"))
    query = (
        select(chats.c.id, memories.c.learner_id, learners.c.zone, func.min(memories.c.due), func.max(missed))
        .join(learners, learners.c.id == memories.c.learner_id)
        .join(chats, private)
        .join(cards, cards.c.id == memories.c.card_id)
        .where(memories.c.due <= now, learners.c.kind == "person", cards.c.active, ~busy, ~there)
        .where(chats.c.follow_ups, chats.c.gone_at.is_(None))
        .group_by(chats.c.id, memories.c.learner_id, learners.c.zone)
    )
    return [DueReader(*row) for row in await conn.execute(query)]


def _stands_here(which: ColumnElement[bool]) -> Exists:
    """Whether such a post waits for its answer in the chat."""
    unanswered = posts.c.state.in_(("queued", "open", "revealed"))
    return select(posts.c.id).where(posts.c.chat_id == chats.c.id, unanswered, which).exists()


def as_json(memory: Memory | None) -> dict[str, Any] | None:
    """A memory as the log keeps it; floats survive exactly."""
    if memory is None:
        return None
    return {**_row(memory), "due": memory.due.isoformat(), "last_day": memory.last_day.isoformat()}


def from_json(kept: dict[str, Any] | None) -> Memory | None:
    """The memory `as_json` kept."""
    if kept is None:
        return None
    return Memory(
        **{
            **kept,
            "due": datetime.fromisoformat(kept["due"]),
            "last_day": date.fromisoformat(kept["last_day"]),
        }
    )


def _row(memory: Memory) -> dict[str, Any]:
    return {name: getattr(memory, name) for name in Memory.__dataclass_fields__}


def _memory(row: Any) -> Memory:
    return Memory(*row)
