"""What decides when one learner's cards come back: their parameters, their breaks, and how full their days are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.balance import Loads
from bot.domain.memory import Memory
from bot.domain.schedule import Days, Outcome, Scheduler
from bot.domain.zones import zone
from bot.storage import fits, memories, plans
from bot.storage.database import Connection
from bot.storage.learners import Learner


async def scheduler_of(conn: Connection, learner_id: int, usual: Scheduler) -> Scheduler:
    """The scheduler that knows this learner best."""
    return usual.fitted((await fits.parameters(conn, learner_id)).get(learner_id))


async def outcomes(
    conn: Connection, learner: Learner, card_id: int, memory: Memory | None, usual: Scheduler, now: datetime
) -> Mapping[int, Outcome]:
    """What each rating of a card would lead to now, on days as they are: what the buttons say is what happens."""
    place = zone(learner.zone)
    pace = await plans.get(conn, learner.id)
    due = Counter[date]()
    for at, count in await memories.due_after(conn, learner.id, now, but=card_id):
        due[at.astimezone(place).date()] += count
    days = Days(Loads(due, pace.light_days), pace.breaks)
    scheduler = await scheduler_of(conn, learner.id, usual)
    return scheduler.outcomes(memory, now, place, days)
