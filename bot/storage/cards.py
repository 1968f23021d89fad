"""Decks and their cards, as they were last read from their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.card import Card, Choice, Deck
from bot.domain.identity import Member
from bot.storage.tables import card_tags, cards, deck_uses, decks


@dataclass(frozen=True, slots=True)
class StoredDeck:
    """A deck people can subscribe to, with how many of its cards can be asked."""

    id: int
    slug: str
    title: str
    language: str
    cards: int


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A card with the id its memories hang on."""

    id: int
    deck_id: int
    family: str
    language: str
    active: bool
    card: Card


_AT_ONCE = 2_000

_CARD = (*cards.c, decks.c.language)


async def get(conn: AsyncConnection, card_id: int) -> StoredCard:
    """The card with this id of ours."""
    query = select(*_CARD).join(decks, decks.c.id == cards.c.deck_id).where(cards.c.id == card_id)
    return _stored((await conn.execute(query)).one())


async def of_ids(conn: AsyncConnection, card_ids: Sequence[int]) -> list[StoredCard]:
    """These cards, those that are stored."""
    query = select(*_CARD).join(decks, decks.c.id == cards.c.deck_id).where(cards.c.id.in_(card_ids))
    return [_stored(row) for row in await conn.execute(query)]


async def askable(conn: AsyncConnection, card_ids: Sequence[int], chat_id: int) -> frozenset[int]:
    """Which of these cards can still be asked in a chat: they or their deck may have been withdrawn or deleted."""
    query = select(cards.c.id).join(decks, decks.c.id == cards.c.deck_id)
    query = query.where(cards.c.id.in_(card_ids), cards.c.active, decks.c.active, asked_in(chat_id))
    return frozenset((await conn.scalars(query)).all())


async def choices(conn: AsyncConnection, card_ids: Sequence[int]) -> list[StoredCard]:
    """Those of the cards that have options."""
    return [stored for stored in await of_ids(conn, card_ids) if stored.card.choices]


async def find(conn: AsyncConnection, card_id: int | None) -> StoredCard | None:
    """The card with this id of ours, None when there is none."""
    query = select(*_CARD).join(decks, decks.c.id == cards.c.deck_id).where(cards.c.id == card_id)
    row = (await conn.execute(query)).one_or_none()
    return _stored(row) if row else None


async def of_deck(conn: AsyncConnection, deck_id: int) -> list[StoredCard]:
    """Every card the deck ever had, in file order, withdrawn ones too."""
    query = (
        select(*_CARD)
        .join(decks, decks.c.id == cards.c.deck_id)
        .where(cards.c.deck_id == deck_id)
        .order_by(cards.c.position, cards.c.id)
    )
    return [_stored(row) for row in await conn.execute(query)]


async def ids(conn: AsyncConnection, deck_id: int) -> dict[str, int]:
    """The id of every card the deck ever had, by its key."""
    rows = await conn.execute(select(cards.c.key, cards.c.id).where(cards.c.deck_id == deck_id))
    return {row.key: row.id for row in rows}


async def active(conn: AsyncConnection) -> list[StoredCard]:
    """Every card in use, deck by deck."""
    query = (
        select(*_CARD)
        .join(decks, decks.c.id == cards.c.deck_id)
        .where(cards.c.active, decks.c.active)
        .order_by(cards.c.deck_id, cards.c.position)
    )
    return [_stored(row) for row in await conn.execute(query)]


async def members(conn: AsyncConnection) -> list[Member]:
    """Every card in use, as what its family is told by."""
    query = (
        select(cards.c.id, cards.c.question, cards.c.concept)
        .join(decks, decks.c.id == cards.c.deck_id)
        .where(cards.c.active, decks.c.active)
        .order_by(cards.c.deck_id, cards.c.position)
    )
    return [Member(*row) for row in await conn.execute(query)]


def asked_in(chat_id: int | None) -> ColumnElement[bool]:
    """Whether a deck may be asked in a chat: all that are the operator's, and of people's those the chat uses."""
    if chat_id is None:
        return decks.c.owner.is_(None)
    used = select(deck_uses.c.deck_id).where(deck_uses.c.chat_id == chat_id)
    return decks.c.owner.is_(None) | decks.c.id.in_(used)


async def of_concept(conn: AsyncConnection, concept: str, chat_id: int) -> list[StoredCard]:
    """The cards of a concept that may be asked in a chat, the operator's first."""
    query = (
        select(*_CARD)
        .join(decks, decks.c.id == cards.c.deck_id)
        .where(cards.c.concept == concept, cards.c.concept != "", cards.c.active, cards.c.answer != "")
        .where(decks.c.active, asked_in(chat_id))
        .order_by(decks.c.owner.is_not(None), cards.c.deck_id, cards.c.position)
    )
    return [_stored(row) for row in await conn.execute(query)]


async def owner_of(conn: AsyncConnection, deck_id: int) -> int | None:
    """The learner a deck belongs to; None for the operator's."""
    owner: int | None = await conn.scalar(select(decks.c.owner).where(decks.c.id == deck_id))
    return owner


async def list_decks(conn: AsyncConnection, chat_id: int | None = None) -> list[StoredDeck]:
    """The decks in use in a chat, by title; without one the operator's."""
    usable = func.count(cards.c.id).filter(cards.c.active, cards.c.answer != "")
    query = (
        select(decks.c.id, decks.c.slug, decks.c.title, decks.c.language, usable)
        .outerjoin(cards, cards.c.deck_id == decks.c.id)
        .where(decks.c.active, asked_in(chat_id))
        .group_by(decks.c.id)
        .order_by(decks.c.title, decks.c.slug)
    )
    return [StoredDeck(*row) for row in await conn.execute(query)]


async def find_deck(conn: AsyncConnection, slug: str) -> int | None:
    """The id of the deck in use with this slug."""
    deck_id: int | None = await conn.scalar(select(decks.c.id).where(decks.c.slug == slug, decks.c.active))
    return deck_id


async def get_deck(conn: AsyncConnection, deck_id: int) -> Deck:
    """The deck's own facts, without its cards."""
    row = (await conn.execute(select(decks).where(decks.c.id == deck_id))).one()
    return Deck(row.slug, row.title, row.language, (), tuple(row.tags), row.licence, row.source)


async def known_tags(
    conn: AsyncConnection, chat_id: int | None = None, of: Sequence[str] = ()
) -> Sequence[str]:
    """The tags of cards in use in a chat, the most used first; without one those of the operator's cards.

    `of` names decks to keep to.
    """
    query = (
        select(card_tags.c.tag)
        .join(cards, cards.c.id == card_tags.c.card_id)
        .join(decks, decks.c.id == cards.c.deck_id)
        .where(cards.c.active, asked_in(chat_id), *((decks.c.slug.in_(of),) if of else ()))
        .group_by(card_tags.c.tag)
        .order_by(func.count().desc(), card_tags.c.tag)
    )
    return (await conn.scalars(query)).all()


async def put_deck(conn: AsyncConnection, deck: Deck) -> int:
    """Keep the facts of a deck of the operator's (not its cards), active again; returns its id."""
    values = {
        "title": deck.title,
        "language": deck.language,
        "tags": list(deck.tags),
        "licence": deck.licence,
        "source": deck.source,
        "active": True,
    }
    deck_id: int | None = await conn.scalar(select(decks.c.id).where(decks.c.slug == deck.slug))
    if deck_id is not None:
        await conn.execute(update(decks).where(decks.c.id == deck_id).values(values))
        return deck_id
    insert = decks.insert().values(slug=deck.slug, **values)
    new_id: int = (await conn.execute(insert.returning(decks.c.id))).scalar_one()
    return new_id


async def withdraw_decks_except(conn: AsyncConnection, slugs: Iterable[str]) -> None:
    """Decks of the operator's that are no longer loaded give no new questions; memories of their cards stay."""
    gone = (decks.c.owner.is_(None), decks.c.slug.not_in(list(slugs)))
    await conn.execute(update(decks).where(*gone).values(active=False))


async def add(conn: AsyncConnection, deck_id: int, new: Sequence[tuple[int, Card]]) -> None:
    """Insert cards, each with its position in the file."""
    if not new:
        return
    for start in range(
        0, len(new), _AT_ONCE
    ):  # rows wait as objects, each several times the size of its card
        rows = [
            {"deck_id": deck_id, "family": card.key, **_values(position, card)}
            for position, card in new[start : start + _AT_ONCE]
        ]
        await conn.execute(cards.insert(), rows)
    by_key = await ids(conn, deck_id)
    await _tag(conn, [(by_key[card.key], card.tags) for _, card in new])


async def change(conn: AsyncConnection, changed: Sequence[tuple[int, int, Card]]) -> None:
    """Write new texts over known cards: (id, position, card) each."""
    if not changed:
        return
    # Two cards may swap keys, so every key is first moved out of the way.
    aside = update(cards).where(cards.c.id == bindparam("at")).values(key=bindparam("aside"))
    await conn.execute(aside, [{"at": card_id, "aside": f"moving {card_id}"} for card_id, _, _ in changed])
    rows = [{"at": card_id, **_values(position, card)} for card_id, position, card in changed]
    await conn.execute(update(cards).where(cards.c.id == bindparam("at")), rows)
    forget = card_tags.delete().where(card_tags.c.card_id == bindparam("at"))
    await conn.execute(forget, [{"at": card_id} for card_id, _, _ in changed])
    await _tag(conn, [(card_id, card.tags) for card_id, _, card in changed])


async def withdraw(conn: AsyncConnection, card_ids: Sequence[int]) -> None:
    """These cards are no longer in their file: not asked again, but not forgotten."""
    if card_ids:
        gone = update(cards).where(cards.c.id == bindparam("at")).values(active=False)
        await conn.execute(gone, [{"at": card_id} for card_id in card_ids])


async def set_families(conn: AsyncConnection, families: Mapping[int, str]) -> None:
    """Say which family each card belongs to; only cards whose family is another are written."""
    stored = {row.id: row.family for row in await conn.execute(select(cards.c.id, cards.c.family))}
    rows = [
        {"at": card_id, "of": family} for card_id, family in families.items() if stored.get(card_id) != family
    ]
    if rows:
        await conn.execute(
            update(cards).where(cards.c.id == bindparam("at")).values(family=bindparam("of")), rows
        )


async def _tag(conn: AsyncConnection, tagged: Iterable[tuple[int, tuple[str, ...]]]) -> None:
    rows = ({"card_id": card_id, "tag": tag} for card_id, tags in tagged for tag in dict.fromkeys(tags))
    while batch := list(islice(rows, _AT_ONCE)):
        await conn.execute(card_tags.insert(), batch)


def _values(position: int, card: Card) -> dict[str, Any]:
    return {
        "key": card.key,
        "question": card.question,
        "answer": card.answer,
        "choices": [[choice.text, choice.right, choice.reason] for choice in card.choices],
        "tags": list(card.tags),
        "hint": card.hint,
        "explanation": card.explanation,
        "concept": card.concept,
        "likes": card.likes,
        "difficulty": card.difficulty,
        "line": card.line,
        "position": position,
        "active": True,
    }


def _stored(row: Any) -> StoredCard:
    card = Card(
        key=row.key,
        question=row.question,
        answer=row.answer,
        choices=tuple(Choice(*choice) for choice in row.choices),
        tags=tuple(row.tags),
        hint=row.hint,
        explanation=row.explanation,
        concept=row.concept,
        likes=row.likes,
        difficulty=row.difficulty,
        line=row.line,
    )
    return StoredCard(row.id, row.deck_id, row.family, row.language, row.active, card)
