"""What readers of private posts have said before the rating."""

from __future__ import annotations

import json

from sqlalchemy import String, cast, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.post import Post
from bot.domain.said import Said, as_json, said_in
from bot.storage.posts import get
from bot.storage.tables import events, posts

_LOOKED_AT = 20  # an older message is edited for its own sake


async def keep(conn: AsyncConnection, post_id: int, said: Said) -> None:
    """Keep this instead of what was said before."""
    await conn.execute(update(posts).where(posts.c.id == post_id).values(draft=as_json(said)))


async def written_in(conn: AsyncConnection, chat_id: int, message_id: int) -> Post | None:
    """The post that was answered in that message; None when none of the chat's newest was."""
    query = (
        select(posts.c.id, posts.c.draft)
        .where(
            posts.c.chat_id == chat_id, posts.c.mode.in_(("typed", "checklist")), posts.c.draft.is_not(None)
        )
        .order_by(posts.c.id.desc())
        .limit(_LOOKED_AT)
    )
    for row in await conn.execute(query):
        if said_in(row.draft).message_id == message_id:
            return await get(conn, row.id)
    return None


async def standing_in(conn: AsyncConnection, chat_id: int, message_id: int) -> Post | None:
    """The newest post that stands in a message, be it its last or an earlier one."""
    query = (
        select(posts.c.id, posts.c.message_id, posts.c.earlier)
        .where(posts.c.chat_id == chat_id)
        .order_by(posts.c.id.desc())
        .limit(20 * _LOOKED_AT)
    )
    for row in await conn.execute(query):
        if message_id == row.message_id or message_id in row.earlier:
            return await get(conn, row.id)
    return await _stood_in(conn, chat_id, message_id)


async def _stood_in(conn: AsyncConnection, chat_id: int, message_id: int) -> Post | None:
    """The post that stood in a message until it was sent anew below what was written to it."""
    there = (events.c.kind == "moved", cast(events.c.given, String) == json.dumps(message_id))
    query = select(posts.c.id).join(events, events.c.post_id == posts.c.id)
    found = await conn.scalar(query.where(posts.c.chat_id == chat_id, *there).limit(1))
    return None if found is None else await get(conn, found)
