"""What readers of private posts have said before the rating."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.post import Post
from bot.domain.said import Said, as_json, said_in
from bot.storage.posts import get
from bot.storage.tables import posts

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
    return None
