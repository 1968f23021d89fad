"""Single things worth remembering."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import facts


async def recall(conn: AsyncConnection, name: str) -> str | None:
    """What was last remembered under `name`."""
    value: str | None = await conn.scalar(select(facts.c.value).where(facts.c.name == name))
    return value


async def remember(conn: AsyncConnection, name: str, value: str) -> None:
    """Keep `value` under `name` instead of what was there."""
    changed = await conn.execute(update(facts).where(facts.c.name == name).values(value=value))
    if not changed.rowcount:
        await conn.execute(facts.insert().values(name=name, value=value))
