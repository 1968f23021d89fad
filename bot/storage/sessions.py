"""Runs of questions somebody asked for with /quiz, one message long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import sessions


@dataclass(frozen=True, slots=True)
class Session:
    """`size` questions, `done` of them answered; `again` are the cards rated 1, as they will come back.

    `starred`: only cards with the learner's star.
    """

    id: int
    chat_id: int
    learner_id: int
    tags: tuple[str, ...]
    decks: tuple[str, ...]
    size: int
    done: int
    again: tuple[int, ...]
    open: bool
    starred: bool = False

    @property
    def total(self) -> int:
        """How many questions there are in all: those answered, the one that is open, and those that come back."""
        return max(self.size, self.done + self.open + len(self.again))


_COLUMNS = tuple(sessions.c[name] for name in Session.__dataclass_fields__)


async def start(
    conn: AsyncConnection,
    chat_id: int,
    learner_id: int,
    size: int,
    now: datetime,
    *,
    tags: Sequence[str] = (),
    decks: Sequence[str] = (),
    starred: bool = False,
) -> Session:
    """Open a session."""
    values = {
        "chat_id": chat_id,
        "learner_id": learner_id,
        "size": size,
        "done": 0,
        "again": [],
        "open": True,
        "starred": starred,
    }
    insert = sessions.insert().values(tags=list(tags), decks=list(decks), created_at=now, **values)
    made = (await conn.execute(insert.returning(*_COLUMNS))).one()
    return _session(made)


async def get(conn: AsyncConnection, session_id: int) -> Session | None:
    """The session, or None."""
    row = (await conn.execute(select(*_COLUMNS).where(sessions.c.id == session_id))).one_or_none()
    return _session(row) if row else None


async def keep(conn: AsyncConnection, session: Session) -> None:
    """Write down how far the session is."""
    await conn.execute(
        update(sessions)
        .where(sessions.c.id == session.id)
        .values(done=session.done, again=list(session.again), open=session.open)
    )


async def close_all(conn: AsyncConnection, chat_id: int, learner_id: int) -> None:
    """End whatever this learner still had open in this chat."""
    await conn.execute(
        update(sessions)
        .where(sessions.c.chat_id == chat_id, sessions.c.learner_id == learner_id, sessions.c.open)
        .values(open=False)
    )


def _session(row: Any) -> Session:
    return Session(
        row.id,
        row.chat_id,
        row.learner_id,
        tuple(row.tags),
        tuple(row.decks),
        row.size,
        row.done,
        tuple(row.again),
        row.open,
        row.starred,
    )
