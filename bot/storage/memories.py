"""What the scheduler believes about (learner, card); all of it can be rebuilt from `answers`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Exists, ScalarSelect, and_, case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.memory import Memory
from bot.domain.pace import Pace
from bot.storage import plans
from bot.storage.marks import left_out
from bot.storage.tables import cards, chats, learners, memories, posts, sessions
from bot.storage.tables import plans as plan

_UNANSWERED = ("queued", "open", "revealed")
_NAMES = tuple(Memory.__dataclass_fields__)
_VALUES = attrgetter(*_NAMES)
_MEMORY = tuple(memories.c[name] for name in _NAMES)


@dataclass(frozen=True, slots=True)
class DueReader:
    """A person with `waiting` cards due: since when, and when the last card they missed came due.

    `open_since` is when the follow-up that stands unanswered was placed, `pace` what the person chose.
    """

    chat_id: int
    learner_id: int
    zone: str
    due: datetime
    missed_due: datetime | None
    waiting: int
    open_since: datetime | None
    pace: Pace


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


async def count_due(
    conn: AsyncConnection, learner_id: int, until: datetime, *, but: Collection[int] = ()
) -> int:
    """How many of the learner's cards in use fall due by `until`; hidden ones and those of `but` do not count."""
    query = (
        select(func.count())
        .join(cards, cards.c.id == memories.c.card_id)
        .where(memories.c.learner_id == learner_id, memories.c.due <= until, cards.c.active)
        .where(~left_out(learner_id, cards.c.id), memories.c.card_id.not_in(but))
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
    """The learner's memories of cards in use that may be asked of them."""
    query = (
        select(*_MEMORY)
        .join(cards, cards.c.id == memories.c.card_id)
        .where(memories.c.learner_id == learner_id, cards.c.active)
        .where(~left_out(learner_id, cards.c.id))
    )
    return [_memory(row) for row in await conn.execute(query)]


async def due_readers(conn: AsyncConnection, now: datetime, *, busy_since: datetime) -> Sequence[DueReader]:
    """People with a due card in whose private chat follow-ups may come.

    Not if they switched them off, sit an exam, or are in the middle of a session, with a question asked since
    `busy_since`; and not for a card that stands in their chat already, unless as a follow-up, which comes again when it
    is ignored. A card that was hidden or set aside neither comes nor holds others back.
    """
    missed = case((memories.c.rating <= 2, memories.c.due))
    private = and_(chats.c.id == learners.c.telegram_id, chats.c.kind == "private")
    busy = _stands_here(and_(posts.c.kind == "quiz", posts.c.created_at > busy_since))
    exam = (sessions.c.kind == "exam", sessions.c.open, sessions.c.until > now)
    sits = select(sessions.c.id).where(sessions.c.chat_id == chats.c.id, *exam).exists()
    there = _stands_here(and_(posts.c.card_id == memories.c.card_id, posts.c.kind != "review"))
    theirs = (chats.c.id, memories.c.learner_id, learners.c.zone)
    query = (
        select(
            *theirs, func.min(memories.c.due), func.max(missed), func.count(), _open_since(), *plans.COLUMNS
        )
        .join(learners, learners.c.id == memories.c.learner_id)
        .join(chats, private)
        .join(cards, cards.c.id == memories.c.card_id)
        .outerjoin(plan, plan.c.learner_id == memories.c.learner_id)
        .where(memories.c.due <= now, learners.c.kind == "person", cards.c.active, ~busy, ~there, ~sits)
        .where(~left_out(memories.c.learner_id, memories.c.card_id))
        .where(chats.c.follow_ups, chats.c.gone_at.is_(None))
        .group_by(*theirs, plan.c.learner_id)
    )
    return [_reader(row) for row in await conn.execute(query)]


def _reader(row: Any) -> DueReader:
    chat_id, learner_id, zone, due, missed_due, waiting, open_since, *_ = row
    pace = plans.pace_of(row)
    return DueReader(chat_id, learner_id, zone, due, missed_due, waiting, open_since, pace)


def _open_since() -> ScalarSelect[datetime | None]:
    """When the newest follow-up that waits for its answer in the chat was placed."""
    waits = (posts.c.chat_id == chats.c.id, posts.c.kind == "review", posts.c.state.in_(_UNANSWERED))
    asked = ~left_out(posts.c.learner_id, posts.c.card_id)
    return select(func.max(posts.c.created_at)).where(*waits, asked).correlate(chats).scalar_subquery()


def _stands_here(which: ColumnElement[bool]) -> Exists:
    """Whether such a post waits for its answer in the chat."""
    unanswered = posts.c.state.in_(_UNANSWERED)
    asked = ~left_out(posts.c.learner_id, posts.c.card_id)
    return select(posts.c.id).where(posts.c.chat_id == chats.c.id, unanswered, which, asked).exists()


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
    return dict(zip(_NAMES, _VALUES(memory), strict=True))


def _memory(row: Any) -> Memory:
    return Memory(*row)
