"""Recomputing every memory from the log of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.actions.timing import scheduler_of
from bot.domain.breaks import Break, postponed
from bot.domain.memory import Memory
from bot.domain.schedule import Rated, Scheduler
from bot.domain.zones import zone
from bot.storage import answers, facts, fits, memories, plans
from bot.storage.answers import Adopted, Given
from bot.storage.database import Connection

RULES = "rules"


async def rebuild(conn: Connection, scheduler: Scheduler, learner_id: int | None = None) -> int:
    """Replay every answer, or all of one learner, under the scheduler's rules, everybody's own parameters and breaks.

    Returns how many memories came out different.
    """
    before = await memories.everything(conn, learner_id)
    own, breaks = await fits.parameters(conn, learner_id), await plans.breaks(conn, learner_id)
    given = [answer async for answer in answers.history(conn, learner_id)]
    after: dict[tuple[int, int], Memory] = {}
    for who, history in groupby(given, key=lambda answer: (answer.learner_id, answer.card_id)):
        theirs = scheduler.fitted(own.get(who[0]))
        memory = _replayed(theirs, history, breaks.get(who[0], ()))
        if memory is not None:
            after[who] = memory
    await memories.replace_all(conn, [(*who, memory) for who, memory in after.items()], learner_id)
    if learner_id is None:
        await facts.remember(conn, RULES, scheduler.rules.fingerprint())
    return sum(before.get(who) != after.get(who) for who in before.keys() | after.keys())


async def remembered(
    conn: Connection,
    scheduler: Scheduler,
    learner_id: int,
    card_id: int,
    *,
    rested: bool = True,
    until: int | None = None,
) -> Memory | None:
    """The memory that the log of one card comes to, or came to with its line `until`; None when nothing of it stands.

    Unless it is `rested`, it is what it would be had the learner taken no breaks: so the log keeps memories.
    """
    history = [answer async for answer in answers.history(conn, learner_id, card_id=card_id, until=until)]
    breaks = (await plans.breaks(conn, learner_id)).get(learner_id, ()) if rested else ()
    return _replayed(await scheduler_of(conn, learner_id, scheduler), history, breaks)


async def rebuild_if_rules_changed(conn: Connection, scheduler: Scheduler) -> int | None:
    """Rebuild when the memories were computed by other rules; None when they were not."""
    known = await facts.recall(conn, RULES)
    if known == scheduler.rules.fingerprint():
        return None
    return await rebuild(conn, scheduler)


def _replayed(
    scheduler: Scheduler, history: Iterable[Given | Adopted], breaks: tuple[Break, ...]
) -> Memory | None:
    return scheduler.replay((_event(answer, breaks) for answer in _counting(history)), breaks)


def _counting(history: Iterable[Given | Adopted]) -> list[Given | Adopted]:
    """What came after the memory last went to another card."""
    kept: list[Given | Adopted] = []
    for answer in history:
        if isinstance(answer, Adopted) and answer.memory is None:
            kept.clear()
        else:
            kept.append(answer)
    return kept


def _event(answer: Given | Adopted, breaks: tuple[Break, ...]) -> Rated | Memory:
    if isinstance(answer, Adopted):
        assert answer.memory is not None
        return resting(answer.memory, breaks, zone(answer.zone))
    return Rated(answer.rating, answer.at, answer.day, zone(answer.zone), answer.how.moved or 0)


def resting(memory: Memory, breaks: tuple[Break, ...], place: ZoneInfo) -> Memory:
    """A memory from elsewhere, where nobody knew of the learner's breaks."""
    return replace(memory, due=postponed(memory.due, memory.last_day, breaks, place))
