"""A deck with the place it was read from, as a review has to name places."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.card import Deck


@dataclass(frozen=True, slots=True)
class Filed:
    """`path` is the file as a person named it: `cards/deep-learning.en.md`."""

    path: str
    deck: Deck
