"""The outbox: what is owed to which chat, who is sending it, and what came of it.

A lease is a guarded UPDATE whose row count is checked, so that two senders can never hold one row:
`FOR UPDATE SKIP LOCKED` compiles to nothing on SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.post import move
from bot.storage.tables import deliveries, posts

DeliveryKind = Literal["daily", "quiz", "review", "reveal", "recap", "nudge"]
CONTENDED = 20  # rows another sender may snatch before we have one
UNFINISHED = deliveries.c.state.in_(("waiting", "leased"))


@dataclass(frozen=True, slots=True)
class DeliveryIntent:
    """Something owed: the same `key` is only ever owed once."""

    key: str
    chat_id: int
    kind: DeliveryKind
    due_at: datetime
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A leased row of the outbox: `attempts` counts this one, `parts_sent` its messages that arrived."""

    id: int
    key: str
    chat_id: int
    post_id: int | None
    kind: DeliveryKind
    due_at: datetime
    attempts: int
    parts_sent: int
    owner: str
    leased_until: datetime


_COLUMNS = tuple(deliveries.c[name] for name in Delivery.__dataclass_fields__)


async def owes(conn: AsyncConnection, key: str) -> bool:
    """Whether this debt was ever written down."""
    return await conn.scalar(select(deliveries.c.id).where(deliveries.c.key == key)) is not None


async def enqueue(conn: AsyncConnection, intent: DeliveryIntent) -> None:
    """Write down a debt, unless it already is."""
    values = {
        "key": intent.key,
        "chat_id": intent.chat_id,
        "kind": intent.kind,
        "due_at": intent.due_at,
        "post_id": intent.post_id,
        "state": "waiting",
        "attempts": 0,
        "parts_sent": 0,
    }
    insert = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    await conn.execute(insert(deliveries).values(values).on_conflict_do_nothing(index_elements=["key"]))


async def bring_forward(conn: AsyncConnection, key: str, due_at: datetime) -> None:
    """What nobody is sending yet is owed at `due_at` already."""
    later = (deliveries.c.key == key, deliveries.c.state == "waiting", deliveries.c.due_at > due_at)
    await conn.execute(update(deliveries).where(*later).values(due_at=due_at))


async def lease(
    conn: AsyncConnection, owner: str, now: datetime, until: datetime, *, post_id: int | None = None
) -> Delivery | None:
    """Take the longest owed delivery nobody holds, or that of one post; None when there is none due."""
    free = or_(
        deliveries.c.state == "waiting",
        and_(deliveries.c.state == "leased", deliveries.c.leased_until <= now),
    )
    wanted = () if post_id is None else (deliveries.c.post_id == post_id,)
    query = (
        select(deliveries.c.id)
        .where(UNFINISHED, free, deliveries.c.due_at <= now, *wanted)
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(CONTENDED)
    )
    for delivery_id in (await conn.scalars(query)).all():
        won = await conn.execute(
            update(deliveries)
            .where(deliveries.c.id == delivery_id, free)
            .values(state="leased", owner=owner, leased_until=until, attempts=deliveries.c.attempts + 1)
        )
        if won.rowcount:
            row = (await conn.execute(select(*_COLUMNS).where(deliveries.c.id == delivery_id))).one()
            return Delivery(*row)
    return None


async def part_sent(conn: AsyncConnection, delivery: Delivery, parts: int) -> bool:
    """So many of its messages have arrived: should we die now, only the rest is owed."""
    return await _hold(conn, delivery, parts_sent=parts)


async def postpone(conn: AsyncConnection, delivery: Delivery, due_at: datetime) -> bool:
    """Give it back untried: its chat may not be written to before `due_at`."""
    return await _settle(conn, delivery, state="waiting", due_at=due_at, attempts=delivery.attempts - 1)


async def retry(conn: AsyncConnection, delivery: Delivery, due_at: datetime, reason: str) -> bool:
    """Give it back, to be tried again at `due_at`."""
    return await _settle(conn, delivery, state="waiting", due_at=due_at, reason=reason)


async def finish(conn: AsyncConnection, delivery: Delivery, now: datetime) -> bool:
    """It arrived."""
    return await _settle(conn, delivery, state="sent", done_at=now, reason=None)


async def drop(conn: AsyncConnection, delivery: Delivery, now: datetime, reason: str) -> bool:
    """It will never arrive; `reason` says why."""
    return await _settle(conn, delivery, state="dropped", done_at=now, reason=reason)


async def give_up(conn: AsyncConnection, key: str, now: datetime, reason: str) -> None:
    """What this key names is owed no more."""
    mine = (deliveries.c.key == key, UNFINISHED)
    values = {"state": "dropped", "done_at": now, "reason": reason, "owner": None, "leased_until": None}
    await conn.execute(update(deliveries).where(*mine).values(values))


async def drop_chat(conn: AsyncConnection, chat_id: int, now: datetime, reason: str) -> None:
    """Nothing that was owed to this chat is owed any more, not even what a sender holds this moment."""
    await conn.execute(
        update(deliveries)
        .where(deliveries.c.chat_id == chat_id, UNFINISHED)
        .values(state="dropped", done_at=now, reason=reason, owner=None, leased_until=None)
    )
    queued = (posts.c.chat_id == chat_id, posts.c.state == "queued")
    await conn.execute(update(posts).where(*queued).values(state=move("queued", "closed")))


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next unfinished delivery is due or its lease runs out, None when nothing is owed."""
    waiting = select(deliveries.c.due_at).where(UNFINISHED, deliveries.c.state == "waiting")
    leased = select(deliveries.c.leased_until).where(UNFINISHED, deliveries.c.state == "leased")
    first = await conn.scalar(waiting.order_by(deliveries.c.due_at).limit(1))
    freed = await conn.scalar(leased.order_by(deliveries.c.leased_until).limit(1))
    return min((moment for moment in (first, freed) if moment is not None), default=None)


async def _settle(conn: AsyncConnection, delivery: Delivery, **values: object) -> bool:
    return await _hold(conn, delivery, owner=None, leased_until=None, **values)


async def _hold(conn: AsyncConnection, delivery: Delivery, **values: object) -> bool:
    """Write to a row we still hold; False when the lease ran out and it was taken again, be it by our own process."""
    ours = (deliveries.c.owner == delivery.owner, deliveries.c.attempts == delivery.attempts)
    held = (deliveries.c.id == delivery.id, deliveries.c.state == "leased", *ours)
    done = await conn.execute(update(deliveries).where(*held).values(values))
    return bool(done.rowcount)
