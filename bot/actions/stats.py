"""What /stats tells a person about their learning."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.progress import Progress, summarise
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import answers, memories
from bot.storage.database import Connection
from bot.storage.learners import Learner

WEAK_SINCE = timedelta(days=60)


async def progress(conn: Connection, learner: Learner, now: datetime) -> Progress:
    """The learner's progress as of `now`."""
    today = learner_day(now, zone(learner.zone))
    return summarise(
        days=await answers.count_by_day(conn, learner.id),
        memories=await memories.of_learner(conn, learner.id),
        ratings_by_tag=dict(await answers.ratings_by_tag(conn, learner.id, today - WEAK_SINCE)),
        today=today,
        now=now,
        zone=zone(learner.zone),
    )
