"""Chats: who they are, what language they read, whether they can still be reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import Chat, ChatKind, Style
from bot.domain.mode import Mode
from bot.storage.tables import chats, learners

_COLUMNS = (
    chats.c.id,
    chats.c.kind,
    chats.c.title,
    chats.c.language,
    chats.c.gone_at,
    chats.c.style,
    chats.c.mode,
    chats.c.timer,
)


async def meet(
    conn: AsyncConnection, chat_id: int, kind: ChatKind, title: str, language: str, now: datetime
) -> Chat:
    """The chat as we know it, created on first sight and no longer gone, since it has just spoken.

    `language` (a guess) is used only while nobody chose one.
    """
    known = (await conn.execute(select(*_COLUMNS).where(chats.c.id == chat_id))).one_or_none()
    if known is None:
        await conn.execute(
            chats.insert().values(
                id=chat_id, kind=kind, title=title, language=language, follow_ups=True, created_at=now
            )
        )
        return Chat(chat_id, kind, title, language)
    if known.gone_at is not None or known.title != title:
        await conn.execute(
            update(chats).where(chats.c.id == chat_id).values(title=title, gone_at=None, gone_reason=None)
        )
    return replace(_chat(known), title=title, gone=False)


async def get(conn: AsyncConnection, chat_id: int) -> Chat | None:
    """The chat, or None when we never met it."""
    row = (await conn.execute(select(*_COLUMNS).where(chats.c.id == chat_id))).one_or_none()
    return _chat(row) if row else None


async def choose_language(conn: AsyncConnection, chat_id: int, language: str, now: datetime) -> None:
    """From now on this chat reads `language`, whatever Telegram guesses."""
    await conn.execute(
        update(chats).where(chats.c.id == chat_id).values(language=language, language_chosen_at=now)
    )


async def set_timer(conn: AsyncConnection, chat_id: int, seconds: int | None) -> None:
    """From now on this chat's native quizzes stay open for so long, None: for good."""
    await conn.execute(update(chats).where(chats.c.id == chat_id).values(timer=seconds))


async def choose_mode(conn: AsyncConnection, chat_id: int, mode: Mode) -> None:
    """From now on this chat's questions are answered like this."""
    await conn.execute(update(chats).where(chats.c.id == chat_id).values(mode=mode))


async def choose_style(conn: AsyncConnection, chat_id: int, style: Style) -> None:
    """From now on questions look like this in the chat."""
    await conn.execute(update(chats).where(chats.c.id == chat_id).values(style=style))


async def switch_follow_ups(conn: AsyncConnection, chat_id: int, *, on: bool) -> bool:
    """Let cards that fall due come by themselves, or no more; whether that changed anything."""
    other = (chats.c.id == chat_id, chats.c.follow_ups.is_(not on))
    changed = await conn.execute(update(chats).where(*other).values(follow_ups=on))
    return bool(changed.rowcount)


async def mark_gone(conn: AsyncConnection, chat_id: int, reason: str, now: datetime) -> None:
    """Nothing can be sent there any more."""
    await conn.execute(update(chats).where(chats.c.id == chat_id).values(gone_at=now, gone_reason=reason))


async def migrate(conn: AsyncConnection, old_id: int, new_id: int) -> None:
    """A group became a supergroup: everything it has follows it to the new id, once, however often we are told."""
    if await get(conn, old_id) is None:
        return
    if await get(conn, new_id) is not None:
        await conn.execute(chats.delete().where(chats.c.id == new_id))
    await conn.execute(update(chats).where(chats.c.id == old_id).values(id=new_id))
    group = learners.c.kind == "group"
    await conn.execute(learners.delete().where(learners.c.telegram_id == new_id, group))
    await conn.execute(
        update(learners).where(learners.c.telegram_id == old_id, group).values(telegram_id=new_id)
    )


async def forget(conn: AsyncConnection, chat_id: int) -> None:
    """Erase the chat with its subscription, posts and whatever was owed to it."""
    await conn.execute(chats.delete().where(chats.c.id == chat_id))


def _chat(row: Any) -> Chat:
    gone = row.gone_at is not None
    return Chat(row.id, row.kind, row.title, row.language, gone, row.style, row.mode, row.timer)
