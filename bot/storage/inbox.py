"""Updates that were handled before Telegram heard so: should the process die in between, they come again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import handled_updates


async def handled(conn: AsyncConnection, update_ids: Sequence[int]) -> frozenset[int]:
    """Which of these updates were handled already."""
    known = select(handled_updates.c.id).where(handled_updates.c.id.in_(update_ids))
    return frozenset((await conn.scalars(known)).all())


async def note(conn: AsyncConnection, update_id: int) -> None:
    """This update is handled; should it come again, it is not."""
    await conn.execute(handled_updates.insert().values(id=update_id))


async def confirmed(conn: AsyncConnection, below: int) -> None:
    """Telegram will not send updates below this id again, so nothing need be known of them."""
    await conn.execute(handled_updates.delete().where(handled_updates.c.id < below))
