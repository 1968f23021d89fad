"""Which deck or topic of one language is which of another."""

from __future__ import annotations

from collections.abc import Mapping, Set


def counterpart(concepts: Set[str], others: Mapping[str, Set[str]]) -> str | None:
    """The one of `others`, each with its concepts, that is most like one with these `concepts`.

    It has at least half of them. None when there is no such one.
    """
    shared = {name: len(concepts & theirs) for name, theirs in others.items()}
    alike = {
        name: count / len(concepts | others[name])
        for name, count in shared.items()
        if count and 2 * count >= len(concepts)
    }
    return max(sorted(alike), key=lambda name: alike[name], default=None)
