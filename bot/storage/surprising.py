"""Answers whose reader said before how sure they were."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.said import SURE
from bot.storage.tables import answers


async def cards(conn: AsyncConnection, learner_id: int) -> frozenset[int]:
    """The cards whose last standing answer by this learner was given with confidence and turned out wrong."""
    undone = select(answers.c.undoes).where(answers.c.learner_id == learner_id, answers.c.kind == "undo")
    mine = (answers.c.learner_id == learner_id, answers.c.kind == "rating", answers.c.id.not_in(undone))
    wrong = (answers.c.sure >= SURE, answers.c.right.is_(False))
    missed = select(answers.c.card_id).where(*mine, *wrong)
    if not (found := (await conn.scalars(missed.distinct())).all()):
        return frozenset()
    last = (
        select(func.max(answers.c.id)).where(*mine, answers.c.card_id.in_(found)).group_by(answers.c.card_id)
    )
    return frozenset((await conn.scalars(missed.where(answers.c.id.in_(last)))).all())


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
