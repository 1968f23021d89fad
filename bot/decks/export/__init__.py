"""Decks as files of other programs: a module a format, each a pure function to bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from types import MappingProxyType

from bot.decks.export import anki_text, apkg, csv_table, everything, markdown, obsidian
from bot.domain.card import Deck
from bot.domain.history import History

__all__ = ["FORMATS", "Exporter", "by_name_of"]

Write = Callable[[Deck, Sequence[History], datetime], bytes]
_NONE: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format: its `name`, how its files end, and whether pictures go into the file or `beside` it."""

    name: str
    suffix: str
    _write: Write
    beside: bool = True

    def write(
        self,
        deck: Deck,
        histories: Sequence[History],
        now: datetime,
        pictures: Mapping[str, bytes] = _NONE,
    ) -> bytes:
        """Such a file.

        `histories` are one learner's past with cards of the deck. `now` is aware, and in the zone in which that
        learner's days are counted: programs that only know days are told the days of that zone. `pictures` are those
        that the cards' Markdown refers to, by what stands there.

        Raises:
            DeckError: a key or a concept has letters that an id cannot have.
        """
        if self.beside:
            return self._write(deck, histories, now)
        return apkg.write(deck, histories, now, pictures)


_ALL = (
    Exporter("native", ".md", markdown.write),
    Exporter("obsidian", ".md", obsidian.write),
    Exporter("apkg", ".apkg", apkg.write, beside=False),
    Exporter("anki-text", ".txt", anki_text.write),
    Exporter("csv", ".csv", csv_table.write),
    Exporter("json", ".json", everything.write),
)
FORMATS: Mapping[str, Exporter] = MappingProxyType({each.name: each for each in _ALL})


def by_name_of(file: str) -> Exporter | None:
    """The format that the name of a file asks for, None when it asks for none; `.md` is our own Markdown."""
    suffix = PurePath(file).suffix.lower()
    return next((each for each in _ALL if each.suffix == suffix), None)
