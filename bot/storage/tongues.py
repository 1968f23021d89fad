"""The same concept in several languages: which a chat reads, and what is known of a card through its versions.

A card's versions are the cards of its concept in decks of other languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chat import readable
from bot.domain.memory import Memory
from bot.storage.cards import asked_in
from bot.storage.tables import card_tags, cards, decks, marks, memories, posts

_HERE, _THERE = cards.alias("here"), cards.alias("there")
_DECK_HERE, _DECK_THERE = decks.alias("deck_here"), decks.alias("deck_there")
# As the index on concepts says it: a bound value would not be recognised.
_NAMELESS: ColumnElement[str] = literal_column("''")
_SAME = and_(_THERE.c.concept == _HERE.c.concept, _THERE.c.concept != _NAMELESS, _HERE.c.concept != _NAMELESS)
VERSIONS = (
    select(_HERE.c.id.label("card_id"), _THERE.c.id.label("version_id"))
    .select_from(_HERE)
    .join(_THERE, _SAME)
    .join(_DECK_HERE, _DECK_HERE.c.id == _HERE.c.deck_id)
    .join(_DECK_THERE, _DECK_THERE.c.id == _THERE.c.deck_id)
    .where(_DECK_HERE.c.language != _DECK_THERE.c.language)
    .subquery("versions")
)


async def usual(
    conn: AsyncConnection, language: str, tags: Sequence[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """The languages of the operator's decks that a chat of this `language` reads when it names no deck.

    With `tags` they are found for each tag by itself, and each language has those that are wanted in it.
    """
    ours = (decks.c.active, decks.c.owner.is_(None))
    if not tags:
        spoken = (await conn.scalars(select(decks.c.language).distinct().where(*ours))).all()
        return dict.fromkeys(readable(language, spoken), ())
    query = select(card_tags.c.tag, decks.c.language).distinct()
    query = query.join(cards, cards.c.id == card_tags.c.card_id).join(decks, decks.c.id == cards.c.deck_id)
    found: dict[str, set[str]] = defaultdict(set)
    for row in await conn.execute(query.where(*ours, cards.c.active, card_tags.c.tag.in_(tags))):
        found[row.tag].add(row.language)
    chosen: dict[str, tuple[str, ...]] = {}
    for tag, there in sorted(found.items()):
        for each in readable(language, there):
            chosen[each] = (*chosen.get(each, ()), tag)
    return chosen


async def concepts(
    conn: AsyncConnection, language: str, *, by: Literal["deck", "tag"]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The concepts of the operator's cards by deck or by tag: of those in a language, and of all others."""
    name = decks.c.slug if by == "deck" else card_tags.c.tag
    query = select(name.label("name"), decks.c.language, cards.c.concept).select_from(cards)
    query = query.join(decks, decks.c.id == cards.c.deck_id)
    if by == "tag":
        query = query.join(card_tags, card_tags.c.card_id == cards.c.id)
    query = query.where(decks.c.active, decks.c.owner.is_(None), cards.c.active, cards.c.concept != _NAMELESS)
    here: dict[str, set[str]] = defaultdict(set)
    elsewhere: dict[str, set[str]] = defaultdict(set)
    for row in await conn.execute(query):
        (here if row.language == language else elsewhere)[row.name].add(row.concept)
    return here, elsewhere


async def versions(conn: AsyncConnection, card_id: int) -> Sequence[int]:
    """The card's versions."""
    query = select(VERSIONS.c.version_id).where(VERSIONS.c.card_id == card_id)
    return (await conn.scalars(query.order_by(VERSIONS.c.version_id))).all()


async def remembered(conn: AsyncConnection, learner_id: int, card_id: int) -> dict[int, Memory]:
    """What the learner remembers of the card's versions, by version."""
    columns = (memories.c[name] for name in Memory.__dataclass_fields__)
    query = select(VERSIONS.c.version_id, *columns).join(
        memories, memories.c.card_id == VERSIONS.c.version_id
    )
    query = query.where(VERSIONS.c.card_id == card_id, memories.c.learner_id == learner_id)
    return {row.version_id: Memory(*row[1:]) for row in await conn.execute(query)}


async def marked(conn: AsyncConnection, learner_id: int, card_id: int) -> Sequence[int]:
    """The versions of the card that the learner has marked."""
    query = select(VERSIONS.c.version_id).join(marks, marks.c.card_id == VERSIONS.c.version_id)
    query = query.where(VERSIONS.c.card_id == card_id, marks.c.learner_id == learner_id)
    return (await conn.scalars(query.order_by(VERSIONS.c.version_id))).all()


async def version(
    conn: AsyncConnection, card_id: int, language: str, chat_id: int, but: Sequence[str]
) -> int:
    """The card as a chat reads it: its version in `language` that may be asked there, else itself.

    A card of the decks `but` is meant as it is.
    """
    query = (
        select(VERSIONS.c.version_id)
        .join(_HERE, _HERE.c.id == VERSIONS.c.card_id)
        .join(cards, cards.c.id == VERSIONS.c.version_id)
        .join(decks, decks.c.id == cards.c.deck_id)
        .where(VERSIONS.c.card_id == card_id, decks.c.language == language, asked_in(chat_id))
        .where(_HERE.c.deck_id.not_in(select(_DECK_HERE.c.id).where(_DECK_HERE.c.slug.in_(but))))
        .where(cards.c.active, decks.c.active, cards.c.answer != "")
        .order_by(decks.c.owner.is_not(None), cards.c.key != _HERE.c.key, cards.c.position)
    )
    found: int | None = await conn.scalar(query.limit(1))
    return found or card_id


def joined(query: Select[Any], learner_id: int) -> Select[Any]:
    """Cards, each with what the learner remembers of one of its versions."""
    theirs = and_(memories.c.card_id == VERSIONS.c.version_id, memories.c.learner_id == learner_id)
    return query.join(VERSIONS, VERSIONS.c.card_id == cards.c.id).join(memories, theirs)


def known(learner_id: int) -> ColumnElement[bool]:
    """Whether the learner remembers the card in another language."""
    other = memories.alias()
    theirs = and_(other.c.card_id == VERSIONS.c.version_id, other.c.learner_id == learner_id)
    return cards.c.id.in_(select(VERSIONS.c.card_id).join(other, theirs))


def left_out(learner_id: int) -> ColumnElement[bool]:
    """Whether the learner has hidden the card in another language, or it is set aside there."""
    theirs = and_(marks.c.card_id == VERSIONS.c.version_id, marks.c.learner_id == learner_id)
    never = or_(marks.c.hidden, marks.c.set_aside)
    return cards.c.id.in_(select(VERSIONS.c.card_id).join(marks, theirs).where(never))


def placed(chat_id: int) -> Select[Any]:
    """The cards whose versions were placed in a chat, and when."""
    query = select(VERSIONS.c.card_id, posts.c.created_at).select_from(posts)
    return query.join(VERSIONS, VERSIONS.c.version_id == posts.c.card_id).where(posts.c.chat_id == chat_id)
