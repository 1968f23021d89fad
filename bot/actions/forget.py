"""Erasing a person."""

from __future__ import annotations

from datetime import datetime

from bot.actions import shelf
from bot.storage import answers, chats, learners, owned
from bot.storage.database import Connection


async def count(conn: Connection, user_id: int) -> tuple[int, int]:
    """How many answers would be erased, and how many decks."""
    learner = await learners.find(conn, "person", user_id)
    if learner is None:
        return 0, 0
    given = sum((await answers.count_by_day(conn, learner.id)).values())
    return given, len(await owned.of_owner(conn, learner.id))


async def forget(conn: Connection, user_id: int, now: datetime) -> None:
    """Erase the person: answers, memories, decks, sessions, subscription, the private chat with all that is owed to it.

    Their decks go from everybody who used them: a deck belongs to who brought it.
    """
    learner = await learners.find(conn, "person", user_id)
    if learner is not None:
        for deck in await owned.of_owner(conn, learner.id):
            await shelf.delete(conn, deck, now)
        await learners.forget(conn, learner.id)
    await chats.forget(conn, user_id)
