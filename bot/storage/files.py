"""What Telegram has already: pictures by its own names for them."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import sent_files


async def find(conn: AsyncConnection, key: str) -> str | None:
    """Telegram's name for what is seen under this hash; None when it was never sent."""
    name: str | None = await conn.scalar(select(sent_files.c.file_id).where(sent_files.c.key == key))
    return name


async def keep(conn: AsyncConnection, key: str, file_id: str) -> None:
    """Remember Telegram's name, over an older one."""
    changed = await conn.execute(update(sent_files).where(sent_files.c.key == key).values(file_id=file_id))
    if not changed.rowcount:
        await conn.execute(sent_files.insert().values(key=key, file_id=file_id))


async def drop(conn: AsyncConnection, key: str) -> None:
    """Forget a name that Telegram no longer takes."""
    await conn.execute(sent_files.delete().where(sent_files.c.key == key))
