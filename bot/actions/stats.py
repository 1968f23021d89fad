"""What /stats tells a person about their learning."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.progress import Progress
from bot.domain.progress import progress as summarise
from bot.domain.said import Sureness
from bot.domain.said import sureness as weigh
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import answers, candidates, memories, surprising
from bot.storage.database import Connection
from bot.storage.learners import Learner

WEAK_SINCE = timedelta(days=60)


async def progress(conn: Connection, learner: Learner, now: datetime) -> Progress:
    """The learner's progress as of `now`."""
    place = zone(learner.zone)
    since = learner_day(now, place) - WEAK_SINCE
    return summarise(
        await answers.count_by_day(conn, learner.id),
        await memories.of_learner(conn, learner.id),
        await answers.ratings_by_tag(conn, learner.id, since),
        new=await candidates.count_new(conn, learner.id, learner.telegram_id),
        now=now,
        zone=place,
    )


async def sureness(conn: Connection, learner: Learner) -> Sureness | None:
    """How well the learner's sureness matches what they know; None while there is too little to tell."""
    return weigh(await surprising.sureness(conn, learner.id))
