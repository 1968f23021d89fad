"""What is owed to a chat and is no question: written when its time comes, from what is true then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.actions import exam
from bot.domain.chat import Chat
from bot.i18n.translator import translator
from bot.render import exam as page
from bot.render.message import OutgoingMessage
from bot.storage.database import Connection

Letter = tuple[Chat, OutgoingMessage]


async def write(conn: Connection, key: str, now: datetime) -> Letter | None:
    """The message that the outbox calls `key`, None when nothing is left to say; the same however often it is asked."""
    name, _, about = key.partition(" ")
    writer = LETTERS.get(name)
    return await writer(conn, about, now) if writer else None


async def _exam(conn: Connection, about: str, now: datetime) -> Letter | None:
    over = await exam.expire(conn, int(about), now)
    if over is None:
        return None
    chat, summary = over
    return chat, page.result(translator(chat.language), summary, in_time=False)


LETTERS: dict[str, Callable[[Connection, str, datetime], Awaitable[Letter | None]]] = {"exam": _exam}
