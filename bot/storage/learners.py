"""Who remembers: a person across all chats, or a group or a channel as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import learners

LearnerKind = Literal["person", "group", "channel"]


@dataclass(frozen=True, slots=True)
class Learner:
    """`telegram_id` is a user's id, or the id of the chat that learns as one; `zone` is an IANA name."""

    id: int
    kind: LearnerKind
    telegram_id: int
    zone: str


_COLUMNS = (learners.c.id, learners.c.kind, learners.c.telegram_id, learners.c.zone)


async def meet(
    conn: AsyncConnection, kind: LearnerKind, telegram_id: int, zone: str, now: datetime
) -> Learner:
    """The learner as we know them, created in `zone` on first sight."""
    found = await find(conn, kind, telegram_id)
    if found is not None:
        return found
    insert = learners.insert().values(kind=kind, telegram_id=telegram_id, zone=zone, created_at=now)
    return Learner(*(await conn.execute(insert.returning(*_COLUMNS))).one())


async def find(conn: AsyncConnection, kind: LearnerKind, telegram_id: int) -> Learner | None:
    """The learner, or None when we never met them."""
    query = select(*_COLUMNS).where(learners.c.kind == kind, learners.c.telegram_id == telegram_id)
    row = (await conn.execute(query)).one_or_none()
    return Learner(*row) if row else None


async def get(conn: AsyncConnection, learner_id: int) -> Learner:
    """The learner with this id of ours."""
    return Learner(*(await conn.execute(select(*_COLUMNS).where(learners.c.id == learner_id))).one())


async def move_to_zone(conn: AsyncConnection, learner_id: int, zone: str) -> None:
    """The learner's calendar days are counted in `zone` from now on; past answers keep theirs."""
    await conn.execute(update(learners).where(learners.c.id == learner_id).values(zone=zone))


async def forget(conn: AsyncConnection, learner_id: int) -> None:
    """Erase the learner with every answer and memory."""
    await conn.execute(learners.delete().where(learners.c.id == learner_id))
