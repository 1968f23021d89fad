"""A person's deck as a file to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks import writer
from bot.decks.slug import slug_of
from bot.domain.card import Deck
from bot.storage import cards
from bot.storage.database import Connection
from bot.storage.owned import OwnedDeck

FORMATS: Sequence[str] = ("md",)


@dataclass(frozen=True, slots=True)
class File:
    """A file with its name."""

    name: str
    data: bytes


async def file_of(conn: Connection, deck: OwnedDeck, format: str) -> File:  # noqa: A002  # the person's word
    """The cards of a deck that are in use, in one of `FORMATS`.

    The native Markdown is written here; other formats have their place in this function.
    """
    stored = await cards.of_deck(conn, deck.id)
    kept = tuple(each.card for each in stored if each.active)
    name = slug_of(deck.title)
    text = writer.write(Deck(name, deck.title, deck.language, kept))
    return File(f"{name}.{format}", text.encode("utf-8"))
