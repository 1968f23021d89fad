"""When a card has been forgotten so often that asking it on is of no use."""

from __future__ import annotations

from bot.domain.memory import Memory

FIRST, THEN = 8, 4  # lapses, as in Anki's manual under "Leeches": the threshold, and half of it ever after


def is_leech(before: Memory | None, after: Memory) -> bool:
    """Whether this answer's lapse is one too many."""
    lapsed = after.lapses > (before.lapses if before else 0)
    return lapsed and after.lapses >= FIRST and (after.lapses - FIRST) % THEN == 0
