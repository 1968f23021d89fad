"""One memory of a concept: it goes with it from a card to that card's version in another language.

Two lines of the log say so: the memory that one card takes over, and that the other has it no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.actions.policy import Policy
from bot.actions.rebuild import remembered, resting
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import answers, marks, memories, plans, tongues
from bot.storage.answers import Adopted, Given
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
    await _let_go(conn, learner, elsewhere, now)


async def carry_back(
    conn: Connection, learner: Learner, undone: Given, policy: Policy, now: datetime
) -> None:
    """Let the card of a rating that was taken back have the memory from before it, which went on to other languages."""
    card_id = undone.card_id
    await marks.move(conn, learner.id, await tongues.marked(conn, learner.id, card_id), card_id)
    await _let_go(conn, learner, [card_id, *await tongues.remembered(conn, learner.id, card_id)], now)
    await _take_over(conn, learner, card_id, card_id, policy, now, until=undone.id)


async def _let_go(conn: Connection, learner: Learner, card_ids: Iterable[int], now: datetime) -> None:
    day = learner_day(now, zone(learner.zone))
    for each in card_ids:
        await answers.adopt(conn, [Adopted(learner.id, each, now, learner.zone, day, None)])
        await memories.put(conn, learner.id, each, None)


async def _take_over(
    conn: Connection,
    learner: Learner,
    source: int,
    card_id: int,
    policy: Policy,
    now: datetime,
    *,
    until: int | None = None,
) -> None:
    memory = await remembered(conn, policy.scheduler, learner.id, source, rested=False, until=until)
    if memory is None:
        return
    place = zone(learner.zone)
    breaks = (await plans.breaks(conn, learner.id)).get(learner.id, ())
    day = learner_day(now, place)
    await answers.adopt(conn, [Adopted(learner.id, card_id, now, learner.zone, day, memory)])
    await memories.put(conn, learner.id, card_id, resting(memory, breaks, place))
