"""What people were asked about and have not answered yet: a file that may be added, a deck to be renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import pending

PendingKind = Literal["import", "rename", "note", "report"]
_TEXTS = ("rename", "note", "report")  # are answered in words


@dataclass(frozen=True, slots=True)
class Pending:
    """`token` is the update that began it; `name` and `data` are the file's, or `name` says what a text is for."""

    token: int
    name: str
    data: bytes = b""


async def hold(
    conn: AsyncConnection, chat_id: int, kind: PendingKind, what: Pending, until: datetime
) -> None:
    """Keep `what` instead of what the chat was asked before."""
    await drop(conn, chat_id, kind)
    values = {"token": what.token, "name": what.name, "data": what.data, "until": until}
    await conn.execute(pending.insert().values(chat_id=chat_id, kind=kind, **values))


async def held(conn: AsyncConnection, chat_id: int, kind: PendingKind, now: datetime) -> Pending | None:
    """What the chat was asked, None when that is answered or too old."""
    query = select(pending.c.token, pending.c.name, pending.c.data).where(
        pending.c.chat_id == chat_id, pending.c.kind == kind, pending.c.until > now
    )
    row = (await conn.execute(query)).one_or_none()
    return Pending(*row) if row else None


async def drop(conn: AsyncConnection, chat_id: int, kind: PendingKind) -> None:
    """The chat has answered, or will not."""
    await conn.execute(pending.delete().where(pending.c.chat_id == chat_id, pending.c.kind == kind))


async def drop_texts(conn: AsyncConnection, chat_id: int) -> None:
    """Whatever the chat's next text was going to be, it will not."""
    await conn.execute(pending.delete().where(pending.c.chat_id == chat_id, pending.c.kind.in_(_TEXTS)))


async def awaits_text(conn: AsyncConnection, chat_id: int, now: datetime) -> bool:
    """Whether the chat's next text was asked for."""
    query = select(pending.c.chat_id).where(pending.c.chat_id == chat_id, pending.c.kind.in_(_TEXTS))
    return await conn.scalar(query.where(pending.c.until > now).limit(1)) is not None


async def sweep(conn: AsyncConnection, now: datetime) -> None:
    """Forget what nobody answered in time."""
    await conn.execute(pending.delete().where(pending.c.until <= now))
