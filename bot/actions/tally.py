"""How far a person's day is: what came, what was answered, what is to come and when; and the message that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.pace import Pace, turn
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import memories, plans, posts
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the day's `total` due cards `asked` have come and `done` are answered; the next comes at `next_at` (UTC).

    None means nothing is left, or it comes as soon as the one before is answered.
    """

    done: int
    asked: int
    total: int
    next_at: datetime | None


async def tally(conn: Connection, learner: Learner, pace: Pace, now: datetime) -> Tally:
    """The learner's day as of `now`."""
    place = zone(learner.zone)
    day = learner_day(now, place)
    came = await posts.reviews_on(conn, learner.id, day)
    left = await memories.count_due(conn, learner.id, now, but=came.keys())
    limit = pace.reviews_on(day)
    total = len(came) + (left if limit is None else max(0, min(left, limit - len(came))))
    next_at = None
    if pace.hours is not None and len(came) < total:
        next_at = turn(pace.hours, day, place, len(came), total)
    return Tally(sum(came.values()), len(came), total, next_at)


async def count_day(conn: Connection, learner: Learner, day: date, why: str, at: datetime) -> None:
    """Owe the message that counts the learner's day, or bring it up to date, once for each `why`."""
    key = f"status {learner.id} {day} {why}"
    await enqueue(conn, DeliveryIntent(key, learner.telegram_id, "nudge", at))


async def recount_day(conn: Connection, learner: Learner, why: str, now: datetime) -> None:
    """Bring the counter up to date where there is one today."""
    day = learner_day(now, zone(learner.zone))
    if (await plans.get(conn, learner.id)).status_day == day:
        await count_day(conn, learner, day, why, now)
