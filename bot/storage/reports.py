"""What readers say is wrong with cards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.report import Reason, Report
from bot.storage.tables import reports

_COLUMNS = tuple(reports.c[name] for name in Report.__dataclass_fields__)


async def add(
    conn: AsyncConnection, card_id: int, learner_id: int, reason: Reason, text: str, now: datetime
) -> int:
    """Keep a report; returns its id."""
    values = {"card_id": card_id, "learner_id": learner_id, "reason": reason, "text": text, "at": now}
    report_id: int = (
        await conn.execute(reports.insert().values(values).returning(reports.c.id))
    ).scalar_one()
    return report_id


async def find(conn: AsyncConnection, report_id: int | None) -> Report | None:
    """The report, None when there is none or its reader was forgotten."""
    row = (await conn.execute(select(*_COLUMNS).where(reports.c.id == report_id))).one_or_none()
    return Report(*row) if row else None


async def standing(conn: AsyncConnection, card_id: int) -> Sequence[Report]:
    """The reports on a card that nobody has decided on, oldest first."""
    query = select(*_COLUMNS).where(reports.c.card_id == card_id, reports.c.settled_at.is_(None))
    return [Report(*row) for row in await conn.execute(query.order_by(reports.c.id))]


async def say(conn: AsyncConnection, report_id: int, text: str) -> None:
    """Keep the reader's own words with their report."""
    await conn.execute(update(reports).where(reports.c.id == report_id).values(text=text))


async def settle(conn: AsyncConnection, card_id: int, now: datetime) -> Sequence[Report]:
    """Somebody has decided on the card; returns the reports that this settles."""
    settled = await standing(conn, card_id)
    ids = [each.id for each in settled]
    await conn.execute(update(reports).where(reports.c.id.in_(ids)).values(settled_at=now))
    return settled


async def count_since(conn: AsyncConnection, learner_id: int, since: datetime) -> int:
    """How many reports a reader has sent since then."""
    query = select(func.count()).where(reports.c.learner_id == learner_id, reports.c.at > since)
    return await conn.scalar(query.select_from(reports)) or 0
