"""Turning time into debts: every row of the outbox is written in the transaction of the state it follows from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.actions import ask
from bot.actions.policy import STALE_AFTER, WAITS_FOR, Policy
from bot.domain.plan import Owed, Timetable, follow_up_at, next_slot, owed
from bot.domain.schedule import learner_day
from bot.domain.subscription import Subscription
from bot.domain.zones import zone
from bot.storage import chats, learners, memories, pending, posts, subscriptions
from bot.storage.database import Connection, Database
from bot.storage.memories import DueReader

log = structlog.get_logger(__name__)

BATCH = 50  # follow-ups, or subscriptions, a transaction: short enough that a person's tap never waits long
HORIZON = timedelta(days=8)  # no timetable's next time is further away
QUIET_AFTER_FOLLOW_UP = timedelta(hours=20)  # an ignored follow-up keeps others back this long
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
        readers = await memories.due_readers(
            conn, now, ignored_since=now - QUIET_AFTER_FOLLOW_UP, busy_since=now - IN_SESSION
        )
        reviews = await _owe_reviews(conn, readers, policy, now)
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
        asked = await ask.owe_daily(conn, chat, learner, wanted, plan.send, policy, now)
        if not asked:
            log.info("nothing to ask", chat=chat.id, slot=plan.send.isoformat())
    await subscriptions.schedule(conn, wanted.chat_id, plan.next_at)
    return asked


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


def _polite(reader: DueReader, policy: Policy, now: datetime) -> bool:
    """Whether a follow-up may come now: in waking hours, or as the echo of a miss earlier the same day."""
    place = zone(reader.zone)
    missed = reader.missed_due
    echo = missed is not None and learner_day(missed, place) == learner_day(now, place)
    due = missed if missed is not None and echo else reader.due
    return follow_up_at(due, now, place, policy.waking, same_day=echo) <= now


async def _owe_reviews(conn: Connection, readers: Sequence[DueReader], policy: Policy, now: datetime) -> int:
    """Up to a batch of follow-ups; who cannot have one now takes nobody's place."""
    owing = 0
    for reader in readers:
        if owing < BATCH and _polite(reader, policy, now):
            owing += await _owe_review(conn, reader, policy, now)
    return owing


async def _owe_review(conn: Connection, reader: DueReader, policy: Policy, now: datetime) -> bool:
    chat = await chats.get(conn, reader.chat_id)
    learner = await learners.get(conn, reader.learner_id)
    if chat is None:
        return False
    ignored = await posts.unanswered(conn, chat.id, ("review",))
    for post in ignored:
        await posts.advance(conn, post, "closed", now)
    again = frozenset(post.card_id for post in ignored)
    return await ask.owe_review(conn, chat, learner, policy, now, again=again)


def _timetable(wanted: Subscription) -> Timetable:
    return Timetable(wanted.times, wanted.weekdays, wanted.zone)
