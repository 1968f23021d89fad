from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.actions import answer, meet, quiz
from bot.actions.answer import Rated, Touch
from bot.actions.face import Shown, shown
from bot.actions.policy import Policy
from bot.actions.sync import sync
from bot.domain.chat import Chat
from bot.storage import chats, learners, posts
from bot.storage.database import Connection
from bot.storage.learners import Learner
from tests.rooms import MONDAY, deck, policy


@dataclass
class Study:
    """One person at their questions, without Telegram: what they press becomes actions."""

    conn: Connection
    policy: Policy
    chat: Chat
    learner: Learner
    now: datetime = MONDAY
    messages: int = 0

    async def starts(self, size: int = 3, **chosen: tuple[str, ...]) -> int:
        post_id = await quiz.start(self.conn, self.chat, self.learner, size, self.policy, self.now, **chosen)
        assert post_id is not None
        await self.receives(post_id)
        return post_id

    async def receives(self, post_id: int) -> None:
        self.messages += 1
        await posts.arrived(self.conn, await posts.get(self.conn, post_id), self.messages, self.now)

    async def touch(self, post_id: int, learner: Learner | None = None) -> Touch:
        post = await posts.get(self.conn, post_id)
        return Touch(post_id, post.chat_id, post.message_id or 0, learner or self.learner)

    async def reveals(self, post_id: int) -> Shown:
        return await answer.reveal(self.conn, await self.touch(post_id), self.policy, self.now)

    async def rates(self, post_id: int, rating: int, learner: Learner | None = None) -> Rated:
        touch = await self.touch(post_id, learner)
        return await answer.rate(self.conn, touch, rating, self.policy, self.now)

    async def undoes(self, answer_id: int | None = None) -> Shown | None:
        return await answer.undo(self.conn, self.learner, self.policy, self.now, answer_id=answer_id)

    async def sees(self, post_id: int) -> Shown:
        return await shown(self.conn, post_id, self.policy, self.now)

    def waits(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
async def ana(conn: Connection) -> Study:
    """Ana in her private chat, with the small deck."""
    chosen = policy()
    await sync(conn, [deck()])
    chat = await chats.meet(conn, 5, "private", "Ana", "en", MONDAY)
    return Study(conn, chosen, chat, await meet.audience(conn, chat, chosen, MONDAY))


@pytest.fixture
async def ben(conn: Connection) -> Learner:
    """Another person."""
    return await learners.meet(conn, "person", 6, "UTC", MONDAY)
