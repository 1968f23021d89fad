"""Cards that a learner forgot so often that they are set aside until the learner decides."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import marks


async def set_aside(conn: AsyncConnection, learner_id: int, card_id: int, *, aside: bool) -> None:
    """Ask the card no more until its learner decides, or as before."""
    await _mark(conn, learner_id, card_id, set_aside=aside)


async def hide(conn: AsyncConnection, learner_id: int, card_id: int) -> None:
    """Never ask the card again."""
    await _mark(conn, learner_id, card_id, set_aside=False, hidden=True)


async def is_aside(conn: AsyncConnection, learner_id: int, card_id: int) -> bool:
    """Whether the card waits for its learner's decision."""
    this = (marks.c.learner_id == learner_id, marks.c.card_id == card_id)
    return bool(await conn.scalar(select(marks.c.set_aside).where(*this)))


async def _mark(conn: AsyncConnection, learner_id: int, card_id: int, **values: bool) -> None:
    this = (marks.c.learner_id == learner_id, marks.c.card_id == card_id)
    changed = await conn.execute(update(marks).where(*this).values(values))
    if not changed.rowcount:
        first = {"starred": False, "hidden": False, "set_aside": False, "note": "", **values}
        await conn.execute(marks.insert().values(learner_id=learner_id, card_id=card_id, **first))
