"""One memory of a concept: it goes with it from a card to that card's version in another language.

Two lines of the log say so: the memory that one card takes over, and that the other has it no more.
"""

from __future__ import annotations

from datetime import datetime

from bot.actions.policy import Policy
from bot.actions.rebuild import remembered, resting
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import answers, marks, memories, plans, tongues
from bot.storage.answers import Adopted
from bot.storage.database import Connection
from bot.storage.learners import Learner


async def carry(conn: Connection, learner: Learner, card_id: int, policy: Policy, now: datetime) -> None:
    """Let a card have what its learner remembers and noted of it in other languages, and those no longer.

    The newest memory stays where there are several. Groups and channels remember nothing.
    """
    if learner.kind != "person":
        return
    await marks.move(conn, learner.id, await tongues.marked(conn, learner.id, card_id), card_id)
    elsewhere = await tongues.remembered(conn, learner.id, card_id)
    if not elsewhere:
        return
    own = await memories.get(conn, learner.id, card_id)
    source, newest = max(elsewhere.items(), key=lambda each: (each[1].last_day, each[1].due))
    if own is None or own.last_day < newest.last_day:
        await _take_over(conn, learner, source, card_id, policy, now)
    day = learner_day(now, zone(learner.zone))
    await answers.adopt(conn, [Adopted(learner.id, each, now, learner.zone, day, None) for each in elsewhere])
    for each in elsewhere:
        await memories.put(conn, learner.id, each, None)


async def _take_over(
    conn: Connection, learner: Learner, source: int, card_id: int, policy: Policy, now: datetime
) -> None:
    memory = await remembered(conn, policy.scheduler, learner.id, source, rested=False)
    if memory is None:
        return
    place = zone(learner.zone)
    breaks = (await plans.breaks(conn, learner.id)).get(learner.id, ())
    day = learner_day(now, place)
    await answers.adopt(conn, [Adopted(learner.id, card_id, now, learner.zone, day, memory)])
    await memories.put(conn, learner.id, card_id, resting(memory, breaks, place))
