"""A card as Mochi keeps it: Markdown whose sides are parted by lines of dashes, with gaps in double braces.

Source: mochi.cards/docs, "Cards".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.formats.obsidian.cloze import Sign, deletions_of
from bot.decks.formats.siblings import cloze_cards
from bot.decks.markdown import bare, lines_of, regions
from bot.domain.card import Card

_RULE = re.compile(r"[ \t]*-{3,}[ \t]*")
_HEADING = re.compile(r"\s*#{1,6}[ \t]+(?=\S)")
_ANKI_GAP = re.compile(r"\{\{c\d{1,3}::")


def has_sides(content: str) -> bool:
    """Whether a text is a card with sides or gaps, and no mere text."""
    return "{{" in content or any(_RULE.fullmatch(line) for line in content.split("\n"))


def sides_of(content: str) -> list[str]:
    """The sides of a card, the first without the marks that make a heading of it; a rule inside code parts nothing."""
    lines = lines_of(content)
    shields = regions(lines).shields if "```" in content or "~~~" in content else ()
    sides: list[list[str]] = [[]]
    for at, line in enumerate(lines):
        if _RULE.fullmatch(line) and not (shields and shields[at]):
            sides.append([])
        else:
            sides[-1].append(line)
    front, *back = (bare("\n".join(side)) for side in sides)
    return [unheaded(front), *filter(None, back)]


def unheaded(text: str) -> str:
    """The text without the marks that make a heading of its first line."""
    return text[found.end() :] if (found := _HEADING.match(text)) else text


def with_gaps(card: Card, *, braces: bool) -> Iterator[Card]:
    """The card, or one for each gap of its question, with its answer below the sentence.

    Gaps are Anki's `{{c1::…}}`; `braces` makes them of all double braces, which elsewhere may be somebody's code.
    """
    asks = braces or _ANKI_GAP.search(card.question)
    gaps = deletions_of(card.question, (Sign.BRACES,)) if asks and "{{" in card.question else ()
    if not gaps or card.choices:
        yield card
    else:
        yield from cloze_cards(card, card.question, gaps, card.answer)
