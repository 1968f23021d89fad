"""Turning time into debts: every row of the outbox is written in the transaction of the state it follows from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.actions import ask
from bot.actions.policy import STALE_AFTER, WAITS_FOR, Policy
from bot.delivery import follow_ups
from bot.domain.plan import Owed, Timetable, next_slot, owed
from bot.domain.schedule import learner_day
from bot.domain.subscription import Subscription
from bot.domain.zones import zone
from bot.storage import chats, learners, memories, pending, plans, posts, subscriptions
from bot.storage.database import Connection, Database
from bot.storage.learners import Learner

log = structlog.get_logger(__name__)

BATCH = 50  # follow-ups, or subscriptions, a transaction: short enough that a person's tap never waits long
HORIZON = timedelta(days=8)  # no timetable's next time is further away
IN_SESSION = timedelta(minutes=10)  # a session that was not touched for longer is no longer going on


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick wrote down; `more` says that there was more than one batch's worth."""

    dailies: int
    reviews: int
    more: bool


async def tick(database: Database, policy: Policy, now: datetime) -> Ticked:
    """Write down what became owed by `now`: follow-ups first, so that the day's question is another card."""
    async with database.write() as conn:
        readers = await memories.due_readers(conn, now, busy_since=now - IN_SESSION)
        reviews = await follow_ups.owe(conn, readers, policy, now, most=BATCH)
    async with database.write() as conn:
        await _bring_back(conn, now)
        await posts.close_stale(conn, now - STALE_AFTER, now - WAITS_FOR)
        await pending.sweep(conn, now)
        due = await subscriptions.owed(conn, now, limit=BATCH)
        dailies = [await _owe_daily(conn, wanted, policy, now) for wanted in due]
    return Ticked(sum(dailies), reviews, more=BATCH in (len(due), reviews))


async def _bring_back(conn: Connection, now: datetime) -> None:
    """A clock that ran ahead and was set back left times that would not come for ages."""
    for wanted in await subscriptions.beyond(conn, now + HORIZON):
        await subscriptions.schedule(conn, wanted.chat_id, next_slot(_timetable(wanted), now))


async def _owe_daily(conn: Connection, wanted: Subscription, policy: Policy, now: datetime) -> int:
    assert wanted.next_at is not None
    plan = owed(_timetable(wanted), wanted.next_at, now, policy.grace)
    _report_skipped(wanted, plan, now)
    asked = 0
    chat = await chats.get(conn, wanted.chat_id)
    if plan.send is not None and chat is not None:
        learner = await learners.get(conn, wanted.learner_id)
        if await _on_break(conn, learner, now):
            await subscriptions.schedule(conn, wanted.chat_id, plan.next_at)
            return 0
        asked = await ask.owe_daily(conn, chat, learner, wanted, plan.send, policy, now)
        if not asked:
            log.info("nothing to ask", chat=chat.id, slot=plan.send.isoformat())
    await subscriptions.schedule(conn, wanted.chat_id, plan.next_at)
    return asked


async def _on_break(conn: Connection, learner: Learner, now: datetime) -> bool:
    pace = await plans.get(conn, learner.id)
    return pace.on_break(learner_day(now, zone(learner.zone))) is not None


def _report_skipped(wanted: Subscription, plan: Owed, now: datetime) -> None:
    if plan.skipped_count:
        newest = plan.skipped[-1]
        log.warning(
            "daily questions skipped",
            chat=wanted.chat_id,
            count=plan.skipped_count,
            newest=newest.isoformat(),
            late=str(now - newest),
        )


def _timetable(wanted: Subscription) -> Timetable:
    return Timetable(wanted.times, wanted.weekdays, wanted.zone)
