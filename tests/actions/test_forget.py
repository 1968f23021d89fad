"""Erasing a person."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.actions import forget, stats, subscribe
from bot.storage import chats, learners
from bot.storage.learners import Learner
from bot.storage.tables import answers, deliveries, memories, posts, sessions, subscriptions
from tests.actions.conftest import Study


async def test_forget_leaves_nothing(ana: Study, ben: Learner) -> None:
    """After /forget no row of any table is about the person, and others keep theirs."""
    await subscribe.subscribe(ana.conn, ana.chat, subscribe.Request(), ana.policy, ana.now)
    await ana.rates(await ana.starts(3), 2)
    assert await forget.count(ana.conn, 5) == (1, 0)
    await forget.forget(ana.conn, 5, ana.now)
    for table in (answers, memories, posts, sessions, subscriptions, deliveries):
        assert await ana.conn.scalar(select(func.count()).select_from(table)) == 0
    assert await chats.get(ana.conn, 5) is None
    assert await learners.find(ana.conn, "person", 5) is None
    assert await learners.find(ana.conn, "person", 6) == ben


async def test_forget_a_stranger(ana: Study) -> None:
    """Whom we never met there is nothing to erase of."""
    assert await forget.count(ana.conn, 404) == (0, 0)
    await forget.forget(ana.conn, 404, ana.now)
    assert await learners.find(ana.conn, "person", 5) is not None


async def test_stats_of_a_day(ana: Study) -> None:
    """/stats counts today's answers, the streak, and what is still new."""
    await ana.rates(await ana.starts(1), 4)
    found = await stats.progress(ana.conn, ana.learner, ana.now)
    assert (found.answered_today, found.streak, found.learning, found.new) == (1, 1, 1, 7)
