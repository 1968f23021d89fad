"""Cards as their owner sends them in place of one that was wrong, or asked too much."""

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
    found = cards_in(text)
    return found[0] if len(found) == 1 else None


def cards_in(text: str) -> Sequence[Card]:
    """The cards in a text, in any of the forms of `corrected`; none unless each has an answer."""
    found = jotted(text) or _read(text)
    return found if all(card.answer for card in found) else ()


def _read(text: str) -> Sequence[Card]:
    if text.lstrip().startswith(
        "## "
    ):  # a single heading is not enough for a format to be sure of a whole file
        return native.parse(text, "card.md").deck.cards
    try:
        return read(text, "card.txt").deck.cards
    except DeckError:
        return ()
