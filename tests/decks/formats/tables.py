"""Tables as the tests of tables read them."""

from __future__ import annotations

from bot.decks import formats
from bot.decks.formats import Imported


def read(text: str) -> Imported:
    """A text, read as a table whatever it looks like."""
    return formats.read(text, "deck.csv", "table")


def pairs(text: str) -> list[tuple[str, str]]:
    """The cards of a text that is recognised as a table."""
    assert formats.recognise(text)[0][0].name == "table"
    assert formats.recognise(text)[0][1].score >= 0.5
    return [(card.question, card.answer) for card in read(text).deck.cards]


def told(imported: Imported, kind: str) -> list[tuple[int, str]]:
    """The problems of one kind, with their lines."""
    return [(each.line, each.found) for each in imported.problems if each.kind == kind]
