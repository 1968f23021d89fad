"""A single card as its owner sends it in place of one that was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decks import native
from bot.decks.formats import read
from bot.decks.jotted import jotted
from bot.domain.card import Card
from bot.errors import DeckError


def corrected(text: str) -> Card | None:
    """The card in a text, in our own Markdown, with `+` and `-` lines, or in any other format that is recognised.

    None unless there is exactly one, with an answer.
    """
    found = jotted(text) or _read(text)
    return found[0] if len(found) == 1 and found[0].answer else None


def _read(text: str) -> Sequence[Card]:
    if text.lstrip().startswith(
        "## "
    ):  # a single heading is not enough for a format to be sure of a whole file
        return native.parse(text, "card.md").deck.cards
    try:
        return read(text, "card.txt").deck.cards
    except DeckError:
        return ()
