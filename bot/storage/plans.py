"""How people want to be reminded; whoever has no row goes as the operator set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.breaks import Break
from bot.domain.pace import AS_USUAL, Pace, clock, minutes
from bot.domain.plan import Waking
from bot.storage.tables import plans

COLUMNS = tuple(column for column in plans.c if column.name != "learner_id")


async def get(conn: AsyncConnection, learner_id: int) -> Pace:
    """What the learner chose; as usual when nothing."""
    row = (await conn.execute(select(*COLUMNS).where(plans.c.learner_id == learner_id))).one_or_none()
    return pace_of(row) if row else AS_USUAL


async def put(conn: AsyncConnection, learner_id: int, pace: Pace) -> None:
    """Keep `pace` instead of what was there."""
    values = _values(pace)
    changed = await conn.execute(update(plans).where(plans.c.learner_id == learner_id).values(values))
    if not changed.rowcount:
        await conn.execute(plans.insert().values(learner_id=learner_id, **values))


async def breaks(conn: AsyncConnection, learner_id: int | None = None) -> Mapping[int, tuple[Break, ...]]:
    """The breaks of everybody who ever took one, or of one learner, by learner."""
    query = select(plans.c.learner_id, plans.c.breaks)
    if learner_id is not None:
        query = query.where(plans.c.learner_id == learner_id)
    return {row.learner_id: _breaks(row.breaks) for row in await conn.execute(query)}


async def ignored_again(conn: AsyncConnection, learner_id: int) -> Pace:
    """One more follow-up was left unanswered."""
    pace = await get(conn, learner_id)
    pace = replace(pace, ignored=pace.ignored + 1)
    await put(conn, learner_id, pace)
    return pace


async def answered(conn: AsyncConnection, learner_id: int) -> None:
    """The learner answered something: nothing is ignored in a row any more."""
    silent = (plans.c.learner_id == learner_id, plans.c.ignored > 0)
    await conn.execute(update(plans).where(*silent).values(ignored=0))


async def counts(conn: AsyncConnection, learner_id: int, day: date, message_id: int) -> None:
    """This message counts the learner's day."""
    pace = await get(conn, learner_id)
    await put(conn, learner_id, replace(pace, status_day=day, status_message_id=message_id))


def pace_of(row: Any) -> Pace:
    """The pace in a row that has `COLUMNS`; as usual where an outer join found none."""
    if row.light_days is None:
        return AS_USUAL
    spread = row.hours_from is not None and row.hours_until is not None
    return Pace(
        new_a_day=row.new_a_day,
        reviews_a_day=row.reviews_a_day,
        hours=Waking(clock(row.hours_from), clock(row.hours_until)) if spread else None,
        light_days=frozenset(row.light_days),
        backlog_a_day=row.backlog_a_day,
        breaks=_breaks(row.breaks),
        ignored=row.ignored,
        status_day=row.status_day,
        status_message_id=row.status_message_id,
    )


def _values(pace: Pace) -> dict[str, Any]:
    return {
        "new_a_day": pace.new_a_day,
        "reviews_a_day": pace.reviews_a_day,
        "hours_from": minutes(pace.hours.start) if pace.hours else None,
        "hours_until": minutes(pace.hours.end) if pace.hours else None,
        "light_days": sorted(pace.light_days),
        "backlog_a_day": pace.backlog_a_day,
        "breaks": [[each.first.isoformat(), each.until.isoformat()] for each in pace.breaks],
        "ignored": pace.ignored,
        "status_day": pace.status_day,
        "status_message_id": pace.status_message_id,
    }


def _breaks(kept: list[list[str]]) -> tuple[Break, ...]:
    return tuple(Break(date.fromisoformat(first), date.fromisoformat(until)) for first, until in kept)
