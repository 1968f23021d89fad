"""A person's deck as a file to keep."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.actions.export import Taken, take
from bot.decks.export import FORMATS, Exporter
from bot.decks.slug import slug_of
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.owned import OwnedDeck

NAMES = tuple(FORMATS)


@dataclass(frozen=True, slots=True)
class File:
    """A file with its name."""

    name: str
    data: bytes


async def file_of(conn: Connection, deck: OwnedDeck, learner: Learner, name: str, now: datetime) -> File:
    """The cards of a deck that are in use, with the learner's past, in the format called `name` of `NAMES`."""
    taken = await take(conn, deck.slug, learner)
    exporter = FORMATS[name]
    data = await asyncio.to_thread(_written, exporter, taken, now)
    return File(f"{slug_of(deck.title)}{exporter.suffix}", data)


def _written(exporter: Exporter, taken: Taken, now: datetime) -> bytes:
    return exporter.write(taken.deck, taken.histories, now.astimezone(taken.zone))
