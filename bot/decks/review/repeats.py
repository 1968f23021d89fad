"""Which question of a deck asks what another one asks."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks.duplicates import alike_pairs
from bot.decks.problems import Problem
from bot.decks.review.filed import Filed


def asked_twice(filed: Filed) -> Iterator[Problem]:
    """A note at the later of two cards that ask the same in other words; siblings of one concept may."""
    for earlier, later, _ in alike_pairs(filed.deck.cards):
        mend = "keep the better one, ask it about something else, or give both one concept"
        other = f"something else than line {earlier.line}: {earlier.question}"
        yield Problem(filed.path, later.line, "same-question", later.question, other, mend)
