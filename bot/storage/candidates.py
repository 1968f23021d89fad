"""The cards that could be asked next: a window, so that a deck of 100,000 costs what one of 100 does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.memory import Memory
from bot.domain.select import Candidate
from bot.storage.tables import card_tags, cards, decks, memories, posts

WINDOW = 200

_MEMORY = tuple(memories.c[name] for name in Memory.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cards: of these decks, with any of these tags.

    No deck named means every deck in `language`, and without a language every deck there is.
    """

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""


async def for_learner(conn: AsyncConnection, scope: Scope, learner_id: int, now: datetime) -> list[Candidate]:
    """What a person could be asked: the most overdue, the first never seen, and the next to fall due."""
    scope = await _settled(conn, scope)
    theirs = and_(memories.c.card_id == cards.c.id, memories.c.learner_id == learner_id)
    seen = _within(select(cards.c.id, cards.c.family, cards.c.position, *_MEMORY), scope).join(
        memories, theirs
    )
    due = seen.where(memories.c.due <= now).order_by(memories.c.due)
    ahead = seen.where(memories.c.due > now).order_by(memories.c.due)
    new = _within(select(cards.c.id, cards.c.family, cards.c.position), scope).outerjoin(memories, theirs)
    new = new.where(memories.c.card_id.is_(None)).order_by(cards.c.position, cards.c.id)
    found = [_seen(row) for query in (due, ahead) for row in await conn.execute(query.limit(WINDOW))]
    fresh = [
        Candidate(row.id, row.family, None, row.position, None)
        for row in await conn.execute(new.limit(WINDOW))
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
    query = _within(select(cards.c.id, cards.c.family, cards.c.position, asked.c.at), scope)
    query = query.outerjoin(asked, asked.c.card_id == cards.c.id)
    query = query.order_by(asked.c.at.is_not(None), asked.c.at, cards.c.position, cards.c.id).limit(WINDOW)
    return [Candidate(row.id, row.family, None, row.position, row.at) for row in await conn.execute(query)]


async def count_new(conn: AsyncConnection, learner_id: int) -> int:
    """How many cards in use this learner was never asked."""
    theirs = and_(memories.c.card_id == cards.c.id, memories.c.learner_id == learner_id)
    new = _within(select(func.count()).select_from(cards), Scope()).outerjoin(memories, theirs)
    return await conn.scalar(new.where(memories.c.card_id.is_(None))) or 0


async def _settled(conn: AsyncConnection, scope: Scope) -> Scope:
    if scope.decks or not scope.language:
        return scope
    same = select(decks.c.slug).where(decks.c.active, decks.c.language == scope.language)
    slugs: Sequence[str] = (await conn.scalars(same)).all()
    return Scope(tuple(slugs), scope.tags)


def _within(query: Select[Any], scope: Scope) -> Select[Any]:
    query = query.join(decks, decks.c.id == cards.c.deck_id)
    query = query.where(cards.c.active, decks.c.active, cards.c.answer != "")
    if scope.decks:
        query = query.where(decks.c.slug.in_(scope.decks))
    if scope.tags:
        tagged = select(card_tags.c.card_id).where(card_tags.c.tag.in_(scope.tags))
        query = query.where(cards.c.id.in_(tagged))
    return query


def _seen(row: Any) -> Candidate:
    return Candidate(row.id, row.family, Memory(*row[3:]), row.position, None)
