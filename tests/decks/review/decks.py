"""Decks in few words, for rules about decks."""

from __future__ import annotations

from bot.decks.native import parse
from bot.decks.review import Filed


def filed(text: str, path: str = "cards/sql.en.md") -> Filed:
    """The deck of a text, as if it stood in that file."""
    return Filed(path, parse(text, path).deck)


def quiz(question: str, right: str, wrong: tuple[str, ...]) -> str:
    """A card with one right option, which stands second."""
    first, *others = (f"- [ ] {option}" for option in wrong)
    return "\n".join((f"## {question}", "", first, f"- [x] {right}", *others, ""))
