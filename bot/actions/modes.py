"""Choosing how a chat answers its questions."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.subscribe import Senseless
from bot.domain.chat import Chat
from bot.domain.mode import offered_modes
from bot.storage import chats
from bot.storage.database import Connection


async def choose(conn: Connection, chat: Chat, value: str) -> Chat:
    """New questions of the chat are answered like this; raises `Senseless` for what its kind does not have."""
    for mode in offered_modes(chat.kind):
        if mode == value:
            await chats.choose_mode(conn, chat.id, mode)
            return replace(chat, mode=mode)
    raise Senseless(value)
