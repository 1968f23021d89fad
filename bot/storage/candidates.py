"""The cards that could be asked next: a window, so that a deck of 100,000 costs what one of 100 does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.memory import Memory
from bot.domain.select import MIDDLE, Candidate
from bot.storage import tongues
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

    No deck named means every deck of the operator's in `language` and all of people's decks that the chat uses; where
    the operator has none in it, or none with a tag that was named, English ones are meant, and any where there is none
    in English either (`domain.chat.readable`). Without a language it means every deck. Without a chat only the
    operator's count. `met` adds to these the cards a learner has answered in other chats that use their deck. `hard`
    leaves only those the learner rated 2 or lower the last time, forgot three times, or that are as difficult as cards
    rated low again and again, `starred` only those with the learner's star. What a learner has hidden, or is set aside,
    is never theirs to be asked.
    """

    decks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    chat_id: int | None = None
    met: bool = False
    hard: bool = False
    starred: bool = False


async def for_learner(conn: AsyncConnection, scope: Scope, learner_id: int, now: datetime) -> list[Candidate]:
    """What a person could be asked: the most overdue, the first never seen, and the next to fall due.

    Where decks or a language are named, a card is remembered with its versions in other languages: see `tongues`.
    """
    asked = await _asked(conn, scope)
    theirs = and_(memories.c.card_id == cards.c.id, memories.c.learner_id == learner_id)
    columns = (cards.c.id, cards.c.family, cards.c.position, memories.c.card_id.label("of"), *_MEMORY)
    seen = _within(select(*columns), scope, asked, learner_id if scope.met else None)
    wanted = (*_wanted(scope, learner_id), *((_is_hard(),) if scope.hard else ()))
    known = [seen.join(memories, theirs).where(*wanted)]
    new = _within(select(*_NEW), scope, asked).outerjoin(memories, theirs)
    new = new.where(memories.c.card_id.is_(None), *_wanted(scope, learner_id))
    if scope.decks or scope.language:
        known.append(tongues.joined(seen, learner_id).where(*wanted))
        new = new.where(~tongues.known(learner_id))
    new = new.order_by(cards.c.position, cards.c.id).limit(0 if scope.hard else WINDOW)
    found = [row for query in known for row in await _by_due(conn, query, now)]
    fresh = [
        Candidate(row.id, row.family, None, row.position, difficulty=row.difficulty or MIDDLE)
        for row in await conn.execute(new)
    ]
    return [*_newest(found), *fresh]


async def _by_due(conn: AsyncConnection, seen: Select[Any], now: datetime) -> list[Any]:
    """The most overdue, and the next to fall due."""
    due = seen.where(memories.c.due <= now).order_by(memories.c.due)
    ahead = seen.where(memories.c.due > now).order_by(memories.c.due)
    return [row for query in (due, ahead) for row in await conn.execute(query.limit(WINDOW))]


def _newest(rows: Sequence[Any]) -> list[Candidate]:
    """A candidate for each card, with the newest of the memories it has in several languages.

    A memory whose own card may be asked is that card's alone.
    """
    own = {row.of for row in rows if row.of == row.id}
    found: dict[int, Candidate] = {}
    for row in sorted(
        (row for row in rows if row.of == row.id or row.of not in own), key=lambda row: row.last_day
    ):
        found[row.id] = Candidate(row.id, row.family, Memory(*row[4:]), row.position, None)
    return list(found.values())


async def for_chat(conn: AsyncConnection, scope: Scope, chat_id: int) -> list[Candidate]:
    """What a group or channel could be asked: what it was never asked, then what it was asked longest ago.

    A card was asked when it was asked in any language.
    """
    here = select(posts.c.card_id, posts.c.created_at).where(posts.c.chat_id == chat_id)
    placed = union_all(here, tongues.placed(chat_id)).subquery()
    last = select(placed.c.card_id, func.max(placed.c.created_at).label("at"))
    asked = last.group_by(placed.c.card_id).subquery()
    query: Select[Any] = select(*_NEW, asked.c.at)
    query = _within(query, scope, await _asked(conn, scope)).outerjoin(asked, asked.c.card_id == cards.c.id)
    query = query.order_by(asked.c.at.is_not(None), asked.c.at, cards.c.position, cards.c.id).limit(WINDOW)
    return [
        Candidate(row.id, row.family, None, row.position, row.at, row.difficulty or MIDDLE)
        for row in await conn.execute(query)
    ]


async def count_new(conn: AsyncConnection, learner_id: int, chat_id: int) -> int:
    """How many cards in use in a chat this learner was never asked."""
    theirs = and_(memories.c.card_id == cards.c.id, memories.c.learner_id == learner_id)
    query = _within(select(func.count()).select_from(cards), Scope(chat_id=chat_id), true())
    asked = ~left_out(learner_id, cards.c.id)
    new = query.outerjoin(memories, theirs).where(memories.c.card_id.is_(None), asked)
    return await conn.scalar(new) or 0


async def _asked(conn: AsyncConnection, scope: Scope) -> ColumnElement[bool]:
    """Whether a card is of the decks, the tags and the language of a scope."""
    if scope.decks:
        return and_(decks.c.slug.in_(scope.decks), _tagged(scope.tags))
    if not scope.language:
        return _tagged(scope.tags)
    chosen = await tongues.usual(conn, scope.language, scope.tags)
    readable = (and_(decks.c.language == each, _tagged(tags)) for each, tags in chosen.items())
    return or_(and_(decks.c.owner.is_not(None), _tagged(scope.tags)), *readable)


def _tagged(tags: Sequence[str]) -> ColumnElement[bool]:
    """Whether a card has one of the tags; every card has where none is named."""
    return cards.c.id.in_(select(card_tags.c.card_id).where(card_tags.c.tag.in_(tags))) if tags else true()


def _within(
    query: Select[Any], scope: Scope, asked: ColumnElement[bool], met_by: int | None = None
) -> Select[Any]:
    query = query.join(decks, decks.c.id == cards.c.deck_id)
    allowed = asked_in(scope.chat_id)
    if met_by is not None:
        allowed |= _answered_where_used(met_by)
    return query.where(cards.c.active, decks.c.active, cards.c.answer != "", allowed, asked)


def _is_hard() -> ColumnElement[bool]:
    return or_(
        memories.c.rating <= HARD_RATING,
        memories.c.lapses >= HARD_LAPSES,
        memories.c.difficulty >= HARD_DIFFICULTY,
    )


def _wanted(scope: Scope, learner_id: int) -> tuple[ColumnElement[bool], ...]:
    asked = (~left_out(learner_id, cards.c.id), ~tongues.left_out(learner_id))
    return (*asked, is_starred(learner_id, cards.c.id)) if scope.starred else asked


def _answered_where_used(learner_id: int) -> ColumnElement[bool]:
    """Whether the learner answered the card in a chat that still uses its deck, such as a group."""
    there = and_(deck_uses.c.chat_id == posts.c.chat_id, deck_uses.c.deck_id == cards.c.deck_id)
    mine = (answers.c.learner_id == learner_id, answers.c.card_id == cards.c.id)
    asked = select(answers.c.id).join(posts, posts.c.id == answers.c.post_id).join(deck_uses, there)
    return asked.where(*mine).correlate(cards).exists()
