"""The cards that could be asked next: a window, so that a deck of 100,000 costs what one of 100 does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.memory import Memory
from bot.domain.select import MIDDLE, Candidate
from bot.storage.cards import asked_in
from bot.storage.marks import is_starred, left_out
from bot.storage.tables import answers, card_tags, cards, deck_uses, decks, memories, posts

WINDOW = 200
HARD_RATING = 2
HARD_LAPSES = 3
HARD_DIFFICULTY = 8.5  # of 10; FSRS starts a card that was not known at 6.4, and each miss adds to it

_NEW = (cards.c.id, cards.c.family, cards.c.position, cards.c.difficulty)
_MEMORY = tuple(memories.c[name] for name in Memory.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cards: of these decks, with any of these tags, in the decks that may be asked in `chat_id`.

    No deck named means every deck of the operator's in `language` and all of people's decks that the chat uses; without
    a language, or where there is none in it, every deck. Without a chat only the operator's count. `met` adds to these
    the cards a learner has answered in other chats that use their deck. `hard` leaves only those the learner rated 2
    or lower the last time, forgot three times, or that are as difficult as cards rated low again and again, `starred`
    only those with the learner's star. What a learner has hidden, or is set aside, is never theirs to be asked.
    """

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    chat_id: int | None = None
    met: bool = False
    hard: bool = False
    starred: bool = False


async def for_learner(conn: AsyncConnection, scope: Scope, learner_id: int, now: datetime) -> list[Candidate]:
    """What a person could be asked: the most overdue, the first never seen, and the next to fall due."""
    scope = await _settled(conn, scope)
    theirs = and_(memories.c.card_id == cards.c.id, memories.c.learner_id == learner_id)
    columns = (cards.c.id, cards.c.family, cards.c.position, *_MEMORY)
    seen = _within(select(*columns), scope, learner_id if scope.met else None).join(memories, theirs)
    seen = seen.where(*_wanted(scope, learner_id), *((_is_hard(),) if scope.hard else ()))
    due = seen.where(memories.c.due <= now).order_by(memories.c.due)
    ahead = seen.where(memories.c.due > now).order_by(memories.c.due)
    new = _within(select(*_NEW), scope).outerjoin(memories, theirs)
    new = new.where(memories.c.card_id.is_(None), *_wanted(scope, learner_id)).order_by(
        cards.c.position, cards.c.id
    )
    found = [_seen(row) for query in (due, ahead) for row in await conn.execute(query.limit(WINDOW))]
    fresh = [
        Candidate(row.id, row.family, None, row.position, difficulty=row.difficulty or MIDDLE)
        for row in await conn.execute(new.limit(0 if scope.hard else WINDOW))
    ]
    return [*found, *fresh]


async def for_chat(conn: AsyncConnection, scope: Scope, chat_id: int) -> list[Candidate]:
    """What a group or channel could be asked: what it was never asked, then what it was asked longest ago."""
    scope = await _settled(conn, scope)
    asked = (
        select(posts.c.card_id, func.max(posts.c.created_at).label("at"))
        .where(posts.c.chat_id == chat_id)
        .group_by(posts.c.card_id)
        .subquery()
    )
    query = _within(select(*_NEW, asked.c.at), scope)
    query = query.outerjoin(asked, asked.c.card_id == cards.c.id)
    query = query.order_by(asked.c.at.is_not(None), asked.c.at, cards.c.position, cards.c.id).limit(WINDOW)
    return [
        Candidate(row.id, row.family, None, row.position, row.at, row.difficulty or MIDDLE)
        for row in await conn.execute(query)
    ]


async def count_new(conn: AsyncConnection, learner_id: int, chat_id: int) -> int:
    """How many cards in use in a chat this learner was never asked."""
    theirs = and_(memories.c.card_id == cards.c.id, memories.c.learner_id == learner_id)
    new = _within(select(func.count()).select_from(cards), Scope(chat_id=chat_id)).outerjoin(memories, theirs)
    asked = ~left_out(learner_id, cards.c.id)
    return await conn.scalar(new.where(memories.c.card_id.is_(None), asked)) or 0


async def _settled(conn: AsyncConnection, scope: Scope) -> Scope:
    if scope.decks or not scope.language:
        return scope
    mine = (decks.c.active, decks.c.owner.is_(None), decks.c.language == scope.language)
    slugs: Sequence[str] = (await conn.scalars(select(decks.c.slug).where(*mine))).all()
    theirs = (decks.c.owner.is_not(None), asked_in(scope.chat_id))
    used: Sequence[str] = (await conn.scalars(select(decks.c.slug).where(*theirs))).all()
    return replace(scope, decks=(*slugs, *used) if slugs else (), language="")


def _within(query: Select[Any], scope: Scope, met_by: int | None = None) -> Select[Any]:
    query = query.join(decks, decks.c.id == cards.c.deck_id)
    allowed = asked_in(scope.chat_id)
    if met_by is not None:
        allowed |= _answered_where_used(met_by)
    query = query.where(cards.c.active, decks.c.active, cards.c.answer != "", allowed)
    if scope.decks:
        query = query.where(decks.c.slug.in_(scope.decks))
    if scope.tags:
        tagged = select(card_tags.c.card_id).where(card_tags.c.tag.in_(scope.tags))
        query = query.where(cards.c.id.in_(tagged))
    return query


def _is_hard() -> ColumnElement[bool]:
    return or_(
        memories.c.rating <= HARD_RATING,
        memories.c.lapses >= HARD_LAPSES,
        memories.c.difficulty >= HARD_DIFFICULTY,
    )


def _wanted(scope: Scope, learner_id: int) -> tuple[ColumnElement[bool], ...]:
    asked = ~left_out(learner_id, cards.c.id)
    return (asked, is_starred(learner_id, cards.c.id)) if scope.starred else (asked,)


def _answered_where_used(learner_id: int) -> ColumnElement[bool]:
    """Whether the learner answered the card in a chat that still uses its deck, such as a group."""
    there = and_(deck_uses.c.chat_id == posts.c.chat_id, deck_uses.c.deck_id == cards.c.deck_id)
    mine = (answers.c.learner_id == learner_id, answers.c.card_id == cards.c.id)
    asked = select(answers.c.id).join(posts, posts.c.id == answers.c.post_id).join(deck_uses, there)
    return asked.where(*mine).correlate(cards).exists()


def _seen(row: Any) -> Candidate:
    return Candidate(row.id, row.family, Memory(*row[3:]), row.position, None)
