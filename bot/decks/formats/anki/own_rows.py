"""Rows of a text that hold a card of ours: in our own export, and in Anki's export of notes that came from us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks import memory_comment, own_apkg
from bot.domain.card import Card
from bot.domain.memory import Memory

# Where the hidden field stands, and what stands before it; behind it our export has the day and the memory.
_LAYOUTS = {len(names): names for names in (own_apkg.SHOWN[:2], own_apkg.SHOWN)}
_MEMORY = 2


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of ours: its card unless it was edited since, what is shown of it as HTML, and its memory if it has one."""

    card: Card | None
    front: str
    back: str
    hint: str
    memory: Memory | None


def own_row(texts: Sequence[str], line: int) -> OwnRow | None:
    """The row with these fields, None when none of them is what we hide in a note."""
    for at, names in _LAYOUTS.items():
        if len(texts) > at and texts[at].startswith("{") and own_apkg.is_hidden(texts[at]):
            fields = dict(zip(names, texts, strict=False))
            card = own_apkg.own_card({**fields, own_apkg.FIELD: texts[at]}, line)
            memory = memory_comment.read(texts[at + _MEMORY]) if len(texts) > at + _MEMORY else None
            front, back = (fields[names[0]] + fields.get("Choices", "")), fields[names[1]]
            back += f"<br>{more}" if (more := fields.get("Explanation", "")) else ""
            return OwnRow(card, front, back, fields.get("Hint", ""), memory)
    return None
