"""What happened to posts and is no rating: an append-only log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import events


async def note(
    conn: AsyncConnection, post_id: int, learner_id: int | None, kind: str, now: datetime, given: Any = None
) -> None:
    """Append that something of this `kind` (at most 12 letters) happened to a post; `given` is JSON."""
    values = {"post_id": post_id, "learner_id": learner_id, "kind": kind, "given": given, "at": now}
    await conn.execute(events.insert().values(values))


async def toggled(conn: AsyncConnection, post_id: int, learner_id: int) -> tuple[int, ...]:
    """The options of a post that this learner has ticked and not unticked, in order."""
    mine = (events.c.post_id == post_id, events.c.learner_id == learner_id, events.c.kind == "toggle")
    taps: list[int] = list((await conn.scalars(select(events.c.given).where(*mine))).all())
    return tuple(sorted(option for option in set(taps) if taps.count(option) % 2))


async def noted(conn: AsyncConnection, post_id: int, learner_id: int, kind: str) -> bool:
    """Whether something of this kind happened to the post by this learner."""
    here = (events.c.post_id == post_id, events.c.learner_id == learner_id, events.c.kind == kind)
    return await conn.scalar(select(events.c.id).where(*here).limit(1)) is not None


async def latest(conn: AsyncConnection, post_id: int, kind: str) -> Any:
    """What the newest event of this `kind` says of the post; None when there was none."""
    query = select(events.c.given).where(events.c.post_id == post_id, events.c.kind == kind)
    return await conn.scalar(query.order_by(events.c.id.desc()).limit(1))
