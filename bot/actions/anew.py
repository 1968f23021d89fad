"""Sending a question once more, at the end of its chat: it is owed like any other message, and recorded like one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.mode import WRITTEN
from bot.domain.post import Post
from bot.storage import events, posts
from bot.storage.database import Connection
from bot.storage.deliveries import Delivery, DeliveryIntent, enqueue


async def owe(conn: Connection, post: Post, update_id: int, now: datetime) -> None:
    """Write into the outbox that a post which is there comes once more, because this update asks for it."""
    await enqueue(conn, DeliveryIntent(f"anew {post.id} {update_id}", post.chat_id, "daily", now, post.id))


def is_owed(delivery: Delivery, post: Post) -> bool:
    """Whether there is something left to send: a post that never came, or for a copy one that is still there."""
    if delivery.key.startswith("anew "):
        return post.state not in {"queued", "over"}
    return post.state == "queued"


async def arrived(
    conn: Connection, post: Post, messages: Sequence[int], now: datetime, *, poll_id: str = ""
) -> None:
    """The post stands in these messages now; people may go on voting in the poll it was before."""
    if poll_id and post.poll_id:
        await events.note(conn, post.id, None, "sent_anew", now, given=post.poll_id)
    if post.mode in WRITTEN and post.message_id:  # to which people may still reply
        await events.note(conn, post.id, None, "moved", now, given=post.message_id)
    poll = post.messages[:1] if post.mode == "poll" and not poll_id else ()
    await posts.stands_in(conn, post.id, [*poll, *messages], poll_id=poll_id)
