"""The memory model's parameters for people whose own answers they predict better than the usual ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import answers, fits

Parameters = tuple[float, ...]


async def parameters(conn: AsyncConnection, learner_id: int | None = None) -> Mapping[int, Parameters]:
    """Everybody's own parameters, or one learner's, by learner."""
    query = select(fits.c.learner_id, fits.c.parameters)
    if learner_id is not None:
        query = query.where(fits.c.learner_id == learner_id)
    # An empty list was tried and predicted no better.
    return {row.learner_id: tuple(row.parameters) for row in await conn.execute(query) if row.parameters}


async def keep(
    conn: AsyncConnection, learner_id: int, found: Parameters, answered: int, now: datetime
) -> None:
    """Keep what was fitted to so many answers; nothing found means the usual parameters."""
    await conn.execute(delete(fits).where(fits.c.learner_id == learner_id))
    values = {"parameters": list(found), "answers": answered, "at": now}
    await conn.execute(fits.insert().values(learner_id=learner_id, **values))


async def ripe(conn: AsyncConnection, at_least: int, growth: float) -> Sequence[tuple[int, int]]:
    """Learners, and how many ratings: `at_least` so many, and `growth` times as many as at their last fit."""
    count = func.count()
    query = (
        select(answers.c.learner_id, count)
        .outerjoin(fits, fits.c.learner_id == answers.c.learner_id)
        .where(answers.c.kind == "rating")
        .group_by(answers.c.learner_id, fits.c.answers)
        .having(count >= at_least, count >= growth * func.coalesce(fits.c.answers, 0))
        .order_by(answers.c.learner_id)
    )
    return [(row[0], row[1]) for row in await conn.execute(query)]
