"""Erasing a person."""

from __future__ import annotations

from bot.storage import answers, chats, learners
from bot.storage.database import Connection


async def count(conn: Connection, user_id: int) -> int:
    """How many answers would be erased."""
    learner = await learners.find(conn, "person", user_id)
    return sum((await answers.count_by_day(conn, learner.id)).values()) if learner else 0


async def forget(conn: Connection, user_id: int) -> None:
    """Erase the person: answers, memories, sessions, subscription and the private chat with everything owed to it."""
    learner = await learners.find(conn, "person", user_id)
    if learner is not None:
        await learners.forget(conn, learner.id)
    await chats.forget(conn, user_id)
