"""A Brainscape page taken apart: its cards, and everything that is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.decks.formats.pages.page_text import Line


@dataclass(slots=True)
class Draft:
    """The lines of one card; `glued` is the mark its list stuck to, `doubt` what a person should look at.

    `marked` when the mark of its answer was there.
    """

    question: list[Line] = field(default_factory=list)
    answer: list[Line] = field(default_factory=list)
    glued: str = ""
    doubt: str = ""
    marked: bool = False


@dataclass(slots=True)
class Reading:
    """A page taken apart: what stands above the cards, the cards, furniture, and other text around them.

    `how` says by what cards were told apart; `alone` when question and answer have marks on lines of their own.
    """

    how: str = ""
    alone: bool = False
    head: list[Line] = field(default_factory=list)
    cards: list[Draft] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    other: list[list[Line]] = field(default_factory=list)
