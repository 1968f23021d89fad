"""Getting to know who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.actions.policy import Policy
from bot.domain.chat import Chat, ChatKind, nearest_language
from bot.storage import chats, learners
from bot.storage.database import Connection
from bot.storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who acts, and where; `language_code` is Telegram's, of the person or None for a channel."""

    user_id: int
    chat_id: int
    kind: ChatKind
    title: str
    language_code: str | None


async def meet_chat(conn: Connection, visitor: Visitor, now: datetime) -> Chat:
    """The chat the visitor speaks in; a new one gets the language nearest to theirs."""
    guess = nearest_language(visitor.language_code)
    return await chats.meet(conn, visitor.chat_id, visitor.kind, visitor.title, guess, now)


async def meet_person(conn: Connection, visitor: Visitor, policy: Policy, now: datetime) -> Learner:
    """The visitor as a learner, the same person in every chat."""
    zone = policy.zone_for(nearest_language(visitor.language_code))
    return await learners.meet(conn, "person", visitor.user_id, zone, now)


async def audience(conn: Connection, chat: Chat, policy: Policy, now: datetime) -> Learner:
    """Who learns from what is posted in the chat itself: its person, or the group or channel as one."""
    zone = policy.zone_for(chat.language)
    return await learners.meet(conn, "person" if chat.kind == "private" else chat.kind, chat.id, zone, now)
