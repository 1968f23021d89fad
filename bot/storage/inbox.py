"""Updates from their arrival until they are handled, so that Telegram need not keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import inbox


@dataclass(frozen=True, slots=True)
class Kept:
    """An update as Telegram sent it; its chat's id is 0 when it comes from no chat."""

    id: int
    chat_id: int
    body: str


async def known(conn: AsyncConnection, update_ids: Sequence[int]) -> frozenset[int]:
    """Which of these updates are kept, or were handled since Telegram sent them last."""
    found = select(inbox.c.id).where(inbox.c.id.in_(update_ids))
    return frozenset((await conn.scalars(found)).all())


async def keep(conn: AsyncConnection, updates: Sequence[Kept]) -> None:
    """Keep a batch, of which nothing is known yet."""
    if updates:
        rows = [
            {"id": each.id, "chat_id": each.chat_id, "body": each.body, "acted": False} for each in updates
        ]
        await conn.execute(inbox.insert(), rows)


async def waiting(conn: AsyncConnection) -> Sequence[Kept]:
    """What is not handled yet, in Telegram's order."""
    rows = await conn.execute(select(inbox).where(inbox.c.body.is_not(None)).order_by(inbox.c.id))
    return [Kept(row.id, row.chat_id, row.body) for row in rows]


async def acts(conn: AsyncConnection, update_id: int) -> bool:
    """Whether what this update asks for is still to be done; once told so, in a transaction that is kept, never again.

    For what must not happen twice when a process died between the change and `done`, such as taking back a rating.
    """
    first = await conn.execute(
        inbox.update().where(inbox.c.id == update_id, ~inbox.c.acted).values(acted=True)
    )
    known = select(inbox.c.id).where(inbox.c.id == update_id)
    return bool(first.rowcount) or await conn.scalar(known) is None


async def acted(conn: AsyncConnection, update_id: int) -> bool:
    """Whether what this update asks for was done before the process died."""
    return bool(await conn.scalar(select(inbox.c.acted).where(inbox.c.id == update_id)))


async def done(conn: AsyncConnection, update_id: int) -> None:
    """This one is handled; only its number stays, until `forget`."""
    await conn.execute(inbox.update().where(inbox.c.id == update_id).values(body=None))


async def forget(conn: AsyncConnection, but: Sequence[int]) -> None:
    """Telegram has sent a batch of these: what is handled and not among them was confirmed and never comes again."""
    await conn.execute(inbox.delete().where(inbox.c.body.is_(None), inbox.c.id.not_in(but)))
