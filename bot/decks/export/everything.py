"""JSON with everything: cards, ratings and memories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.decks import own_json
from bot.domain.card import Deck
from bot.domain.history import History


def write(deck: Deck, histories: Sequence[History], now: datetime) -> bytes:
    """The deck as JSON."""
    return own_json.write(deck, histories, now).encode()
