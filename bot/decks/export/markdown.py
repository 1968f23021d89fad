"""Our own Markdown, with what is remembered of each card in a comment under its question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.decks import writer
from bot.decks.export.believed import believed
from bot.domain.card import Deck
from bot.domain.history import History


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as its file; raises `DeckError` as `writer.write` does."""
    return writer.write(deck, believed(histories, now)).encode()
