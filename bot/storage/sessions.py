"""Runs of questions somebody asked for with /quiz, one message long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.post import Post
from bot.domain.session import SessionEvent, SessionKind, SessionState, Went, move
from bot.storage import posts as posted
from bot.storage.answers import standing_rating
from bot.storage.marks import left_out
from bot.storage.tables import answers, cards, memories, posts, sessions


@dataclass(frozen=True, slots=True)
class Session:
    """`size` questions, `done` of them answered; `again` are the cards that will come, or come back, in that order.

    `hard` draws only cards that are hard for the learner, `starred` only those with their star. `until` is when an
    exam's time is over.
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
    kind: SessionKind = "quiz"
    hard: bool = False
    until: datetime | None = None
    paused_at: datetime | None = None
    created_at: datetime | None = None
    starred: bool = False

    @property
    def state(self) -> SessionState:
        """Where it is in its table of moves."""
        if not self.open:
            return "over"
        return "paused" if self.paused_at else "going"

    def late(self, now: datetime) -> bool:
        """Whether an exam's time is over."""
        return self.until is not None and self.until <= now


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
    kind: SessionKind = "quiz",
    hard: bool = False,
    starred: bool = False,
    again: Sequence[int] = (),
    until: datetime | None = None,
) -> Session:
    """Open a session; `again` are the cards of one whose list is drawn before it begins."""
    values = {
        "chat_id": chat_id,
        "learner_id": learner_id,
        "size": size,
        "done": 0,
        "again": list(again),
        "open": True,
        "kind": kind,
        "hard": hard,
        "starred": starred,
        "until": until,
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


async def advance(conn: AsyncConnection, session: Session, event: SessionEvent, now: datetime) -> Session:
    """Carry out one move of the session's table; raises `IllegalMove` when there is none."""
    state = move(session.state, event)
    paused_at = (session.paused_at or now) if state == "paused" else None
    moved = replace(session, open=state != "over", paused_at=paused_at)
    values = {"open": moved.open, "paused_at": moved.paused_at}
    await conn.execute(update(sessions).where(sessions.c.id == session.id).values(values))
    return moved


async def opened(conn: AsyncConnection, chat_id: int, learner_id: int) -> list[Session]:
    """The learner's sessions in this chat that are not over, the newest first."""
    mine = (sessions.c.chat_id == chat_id, sessions.c.learner_id == learner_id, sessions.c.open)
    rows = await conn.execute(select(*_COLUMNS).where(*mine).order_by(sessions.c.id.desc()))
    return [_session(row) for row in rows]


async def waiting(conn: AsyncConnection, session: Session) -> Post | None:
    """The question the session waits on; None when it is over, or its card was deleted."""
    here = await posted.unanswered(conn, session.chat_id, ("quiz",))
    return next((post for post in reversed(here) if post.session_id == session.id), None)


async def last_post(conn: AsyncConnection, session_id: int) -> Post | None:
    """The question that was asked last, whatever became of it."""
    query = select(func.max(posts.c.id)).where(posts.c.session_id == session_id)
    return await posted.find(conn, await conn.scalar(query))


async def asked(conn: AsyncConnection, session_id: int) -> tuple[int, ...]:
    """The cards asked so far, each once, in order."""
    query = select(posts.c.card_id).where(posts.c.session_id == session_id)
    query = query.group_by(posts.c.card_id).order_by(func.min(posts.c.id))
    return tuple((await conn.scalars(query)).all())


async def total(conn: AsyncConnection, session: Session) -> int:
    """How many questions there are in all: those answered, the open one, those to be drawn, those that come back."""
    begun = session.done + session.open
    drawn = max(begun, len(await asked(conn, session.id)))
    fresh = max(0, session.size - drawn) if session.kind == "quiz" and session.open else 0
    return begun + fresh + len(session.again)


async def posed(conn: AsyncConnection, session_id: int, card_id: int) -> int:
    """How often a card was asked in this session."""
    here = (posts.c.session_id == session_id, posts.c.card_id == card_id)
    return await conn.scalar(select(func.count()).where(*here)) or 0


async def last_answered(conn: AsyncConnection, session_id: int) -> datetime | None:
    """When the last answer that stands was given, None before the first."""
    query = select(func.max(answers.c.at)).join(posts, posts.c.id == answers.c.post_id)
    last: datetime | None = await conn.scalar(
        query.where(posts.c.session_id == session_id, standing_rating())
    )
    return last


async def number_of(conn: AsyncConnection, post: Post) -> int:
    """Which question of its session a post is, from 1."""
    earlier = (posts.c.session_id == post.session_id, posts.c.id <= post.id)
    return await conn.scalar(select(func.count()).where(*earlier)) or 0


async def went(conn: AsyncConnection, session: Session) -> tuple[Went, ...]:
    """How it went with each card that was asked, and with those of a list that never were.

    One that was hidden or set aside since comes back at no time.
    """
    due = (memories.c.card_id == cards.c.id) & (memories.c.learner_id == session.learner_id)
    due &= ~left_out(session.learner_id, cards.c.id)
    given = (answers.c.post_id == posts.c.id) & standing_rating()
    query = (
        select(
            cards.c.id,
            posts.c.id,
            cards.c.question,
            cards.c.tags,
            answers.c.rating,
            answers.c.right,
            answers.c.sure,
            memories.c.due,
        )
        .join(posts, posts.c.card_id == cards.c.id)
        .outerjoin(answers, given)
        .outerjoin(memories, due)
        .where(posts.c.session_id == session.id)
        .order_by(posts.c.id, answers.c.id)
    )
    found: dict[int, Went] = {}
    for card_id, post_id, question, tags, *rest in await conn.execute(query):
        if card_id not in found or rest[0] is not None:
            found[card_id] = Went(card_id, post_id, question, tuple(tags), *rest)
    left = [card_id for card_id in session.again if card_id not in found]
    never = await conn.execute(select(cards.c.id, cards.c.question, cards.c.tags).where(cards.c.id.in_(left)))
    unasked = {row.id: Went(row.id, None, row.question, tuple(row.tags)) for row in never}
    return (*found.values(), *(unasked[card_id] for card_id in left if card_id in unasked))


def _session(row: Any) -> Session:
    return Session(
        **{**row._asdict(), "tags": tuple(row.tags), "decks": tuple(row.decks), "again": tuple(row.again)}
    )
