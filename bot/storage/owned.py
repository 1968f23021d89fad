"""Decks that belong to people, and the chats that use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.card import Deck
from bot.storage.tables import cards, deck_pictures, deck_uses, decks


@dataclass(frozen=True, slots=True)
class OwnedDeck:
    """A person's deck: `owner` is a learner, `file` the name of the file it came from, `cards` how many it has.

    `unanswered` of them have no answer yet and are never asked.
    """

    id: int
    slug: str
    title: str
    language: str
    owner: int
    file: str
    cards: int
    unanswered: int


async def create(conn: AsyncConnection, deck: Deck, owner: int, file: str) -> int:
    """Keep a new deck's own facts (not its cards) for a person; returns its id."""
    values = {
        "slug": deck.slug,
        "title": deck.title,
        "language": deck.language,
        "tags": list(deck.tags),
        "licence": deck.licence,
        "source": deck.source,
        "active": True,
        "owner": owner,
        "file": file,
    }
    deck_id: int = (await conn.execute(decks.insert().values(values).returning(decks.c.id))).scalar_one()
    return deck_id


async def get(conn: AsyncConnection, deck_id: int) -> OwnedDeck | None:
    """The person's deck with this id of ours."""
    return await _one(conn, decks.c.id == deck_id)


async def by_slug(conn: AsyncConnection, slug: str) -> OwnedDeck | None:
    """The person's deck that a link names."""
    return await _one(conn, decks.c.slug == slug)


async def of_owner(conn: AsyncConnection, owner: int) -> Sequence[OwnedDeck]:
    """A person's decks, by title."""
    return await _all(conn, decks.c.owner == owner)


async def used_by(conn: AsyncConnection, chat_id: int) -> Sequence[OwnedDeck]:
    """The decks of people that a chat uses, by title."""
    used = select(deck_uses.c.deck_id).where(deck_uses.c.chat_id == chat_id)
    return await _all(conn, decks.c.owner.is_not(None) & decks.c.id.in_(used))


async def rename(conn: AsyncConnection, deck_id: int, title: str) -> None:
    """Give a deck another title."""
    await conn.execute(update(decks).where(decks.c.id == deck_id).values(title=title))


async def delete(conn: AsyncConnection, deck_id: int) -> None:
    """Erase a deck with its cards, and what anybody remembers of them."""
    await conn.execute(decks.delete().where(decks.c.id == deck_id, decks.c.owner.is_not(None)))


async def use(conn: AsyncConnection, chat_id: int, deck_id: int) -> None:
    """Let a chat be asked from a deck."""
    if chat_id not in await users(conn, deck_id):
        await conn.execute(deck_uses.insert().values(chat_id=chat_id, deck_id=deck_id))


async def stop(conn: AsyncConnection, chat_id: int, deck_id: int) -> None:
    """Let a chat be asked from a deck no more."""
    here = (deck_uses.c.chat_id == chat_id, deck_uses.c.deck_id == deck_id)
    await conn.execute(deck_uses.delete().where(*here))


async def users(conn: AsyncConnection, deck_id: int) -> Sequence[int]:
    """The chats that use a deck."""
    query = select(deck_uses.c.chat_id).where(deck_uses.c.deck_id == deck_id).order_by(deck_uses.c.chat_id)
    return (await conn.scalars(query)).all()


async def keep_pictures(conn: AsyncConnection, deck_id: int, pictures: Mapping[str, bytes]) -> None:
    """Keep the files that a deck's cards name, over those of the same names."""
    for name, data in pictures.items():
        there = (deck_pictures.c.deck_id == deck_id, deck_pictures.c.name == name)
        changed = await conn.execute(update(deck_pictures).where(*there).values(data=data))
        if not changed.rowcount:
            await conn.execute(deck_pictures.insert().values(deck_id=deck_id, name=name, data=data))


async def pictures(conn: AsyncConnection, deck_id: int) -> Mapping[str, bytes]:
    """The files that a deck's cards name."""
    query = select(deck_pictures.c.name, deck_pictures.c.data).where(deck_pictures.c.deck_id == deck_id)
    return {row.name: row.data for row in await conn.execute(query)}


async def named_pictures(conn: AsyncConnection, deck_id: int, names: Sequence[str]) -> Mapping[str, bytes]:
    """Those of a deck's files that have one of these names."""
    here = (deck_pictures.c.deck_id == deck_id, deck_pictures.c.name.in_(names))
    query = select(deck_pictures.c.name, deck_pictures.c.data).where(*here)
    return {row.name: row.data for row in await conn.execute(query)} if names else {}


async def _one(conn: AsyncConnection, which: ColumnElement[bool]) -> OwnedDeck | None:
    found = await _all(conn, which & decks.c.owner.is_not(None))
    return found[0] if found else None


async def _all(conn: AsyncConnection, which: ColumnElement[bool]) -> Sequence[OwnedDeck]:
    kept = func.count(cards.c.id).filter(cards.c.active)
    unanswered = func.count(cards.c.id).filter(cards.c.active, cards.c.answer == "")
    columns: tuple[Any, ...] = tuple(
        decks.c[name] for name in ("id", "slug", "title", "language", "owner", "file")
    )
    query: Select[Any] = (
        select(*columns, kept, unanswered)
        .outerjoin(cards, cards.c.deck_id == decks.c.id)
        .where(which)
        .group_by(decks.c.id)
        .order_by(decks.c.title, decks.c.id)
    )
    return [OwnedDeck(*row) for row in await conn.execute(query)]
