"""Answers whose reader said before how sure they were."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.said import SURE
from bot.storage.tables import answers
from bot.storage.tongues import VERSIONS


async def cards(conn: AsyncConnection, learner_id: int) -> frozenset[int]:
    """The cards whose last standing answer by this learner was given with confidence and turned out wrong.

    In whichever language it was given: the card and its versions are surprising together, or not at all.
    """
    undone = select(answers.c.undoes).where(answers.c.learner_id == learner_id, answers.c.kind == "undo")
    mine = (answers.c.learner_id == learner_id, answers.c.kind == "rating", answers.c.id.not_in(undone))
    wrong = (answers.c.sure >= SURE, answers.c.right.is_(False))
    query = select(answers.c.id, answers.c.card_id).where(*mine, *wrong)
    missed = {row.id: row.card_id for row in await conn.execute(query)}
    if not missed:
        return frozenset()
    same = {card_id: {card_id} for card_id in missed.values()}
    for row in await conn.execute(select(VERSIONS).where(VERSIONS.c.card_id.in_(same))):
        same[row.card_id].add(row.version_id)
    asked = answers.c.card_id.in_(set().union(*same.values()))
    newest = select(answers.c.card_id, func.max(answers.c.id)).where(*mine, asked)
    last = {row[0]: row[1] for row in await conn.execute(newest.group_by(answers.c.card_id))}
    surprising = (cards for cards in same.values() if max(last.get(each, 0) for each in cards) in missed)
    return frozenset().union(*surprising)


async def sureness(conn: AsyncConnection, learner_id: int) -> Counter[tuple[bool, bool]]:
    """How many standing answers there are by (whether the learner was sure, whether they were right)."""
    undone = select(answers.c.undoes).where(answers.c.learner_id == learner_id, answers.c.kind == "undo")
    was_sure = answers.c.sure >= SURE
    query = select(was_sure, answers.c.right, func.count()).where(
        answers.c.learner_id == learner_id,
        answers.c.kind == "rating",
        answers.c.id.not_in(undone),
        answers.c.sure.is_not(None),
        answers.c.right.is_not(None),
    )
    rows = await conn.execute(query.group_by(was_sure, answers.c.right))
    return Counter({(bool(sure), bool(right)): count for sure, right, count in rows})
