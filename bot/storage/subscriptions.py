"""What chats asked for, and when each is owed its next question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.subscription import Subscription
from bot.storage.tables import chats, subscriptions

_COLUMNS = (
    *(column for column in subscriptions.c if column.name not in {"created_at", "count"}),
    subscriptions.c["count"].label("how_many"),  # a row's own `count` is a method
)


async def get(conn: AsyncConnection, chat_id: int) -> Subscription | None:
    """The chat's subscription, switched off or not; None when it never asked."""
    query = select(*_COLUMNS).where(subscriptions.c.chat_id == chat_id)
    row = (await conn.execute(query)).one_or_none()
    return _subscription(row) if row else None


async def put(conn: AsyncConnection, wanted: Subscription, now: datetime) -> None:
    """Keep `wanted` instead of what the chat had."""
    values = {
        "learner_id": wanted.learner_id,
        "times": [at.strftime("%H:%M") for at in wanted.times],
        "weekdays": sorted(wanted.weekdays),
        "zone": wanted.zone,
        "count": wanted.count,
        "decks": list(wanted.decks),
        "tags": list(wanted.tags),
        "reveal": wanted.reveal,
        "next_at": wanted.next_at,
    }
    here = subscriptions.c.chat_id == wanted.chat_id
    changed = await conn.execute(update(subscriptions).where(here).values(values))
    if not changed.rowcount:
        await conn.execute(subscriptions.insert().values(chat_id=wanted.chat_id, created_at=now, **values))


async def owed(conn: AsyncConnection, now: datetime, *, limit: int) -> Sequence[Subscription]:
    """Up to `limit` subscriptions whose time has come, the longest overdue first."""
    query = (
        select(*_COLUMNS)
        .join(chats, chats.c.id == subscriptions.c.chat_id)
        .where(subscriptions.c.next_at <= now, chats.c.gone_at.is_(None))
        .order_by(subscriptions.c.next_at, subscriptions.c.chat_id)
        .limit(limit)
    )
    return [_subscription(row) for row in await conn.execute(query)]


async def beyond(conn: AsyncConnection, horizon: datetime) -> Sequence[Subscription]:
    """Subscriptions whose next time lies past `horizon`: a clock that ran ahead and came back makes those."""
    query = select(*_COLUMNS).where(subscriptions.c.next_at > horizon)
    return [_subscription(row) for row in await conn.execute(query)]


async def schedule(conn: AsyncConnection, chat_id: int, next_at: datetime | None) -> None:
    """The chat is owed its next question at `next_at`; None switches it off."""
    await conn.execute(
        update(subscriptions).where(subscriptions.c.chat_id == chat_id).values(next_at=next_at)
    )


async def next_due(conn: AsyncConnection) -> datetime | None:
    """When the next subscription's time comes, None when there is none."""
    query = (
        select(subscriptions.c.next_at)
        .join(chats, chats.c.id == subscriptions.c.chat_id)
        .where(subscriptions.c.next_at.is_not(None), chats.c.gone_at.is_(None))
        .order_by(subscriptions.c.next_at)
        .limit(1)
    )
    found: datetime | None = await conn.scalar(query)
    return found


def _subscription(row: Any) -> Subscription:
    return Subscription(
        chat_id=row.chat_id,
        learner_id=row.learner_id,
        times=tuple(time.fromisoformat(at) for at in row.times),
        weekdays=frozenset(row.weekdays),
        zone=row.zone,
        count=row.how_many,
        decks=tuple(row.decks),
        tags=tuple(row.tags),
        reveal=row.reveal,
        next_at=row.next_at,
    )
