"""Recomputing every memory from the log of answers."""

from __future__ import annotations

from itertools import groupby

from bot.domain.memory import Memory
from bot.domain.schedule import Rated, Scheduler
from bot.domain.zones import zone
from bot.storage import answers, facts, memories
from bot.storage.answers import Adopted, Given
from bot.storage.database import Connection

RULES = "rules"


async def rebuild(conn: Connection, scheduler: Scheduler) -> int:
    """Replay every answer under the scheduler's rules; returns how many memories came out different."""
    before = await memories.everything(conn)
    given = [answer async for answer in answers.history(conn)]
    after: dict[tuple[int, int], Memory] = {}
    for who, history in groupby(given, key=lambda answer: (answer.learner_id, answer.card_id)):
        memory = scheduler.replay(_event(answer) for answer in history)
        if memory is not None:
            after[who] = memory
    await memories.replace_all(conn, [(*who, memory) for who, memory in after.items()])
    await facts.remember(conn, RULES, scheduler.rules.fingerprint())
    return sum(before.get(who) != after.get(who) for who in before.keys() | after.keys())


async def remembered(conn: Connection, scheduler: Scheduler, learner_id: int, card_id: int) -> Memory | None:
    """The memory that the log of one card comes to; None when nothing of it stands."""
    history = [answer async for answer in answers.history(conn, learner_id, card_id=card_id)]
    return scheduler.replay(_event(answer) for answer in history)


async def rebuild_if_rules_changed(conn: Connection, scheduler: Scheduler) -> int | None:
    """Rebuild when the memories were computed by other rules; None when they were not."""
    known = await facts.recall(conn, RULES)
    if known == scheduler.rules.fingerprint():
        return None
    return await rebuild(conn, scheduler)


def _event(answer: Given | Adopted) -> Rated | Memory:
    if isinstance(answer, Adopted):
        return answer.memory
    return Rated(answer.rating, answer.at, answer.day, zone(answer.zone))
