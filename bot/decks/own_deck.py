"""What a file for another program keeps of a deck of ours besides its cards: title, language, tags, licence, source."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from bot.decks.front import FrontMatter
from bot.domain.card import Deck

_MARK = re.compile(r"<!-- quizbot: (\{.{0,20000}?\}) -->")


def written(deck: Deck) -> str:
    """The facts as JSON on one line, in which no HTML can end a comment."""
    said = {
        "title": deck.title, "language": deck.language, "tags": list(deck.tags),
        "licence": deck.licence, "source": deck.source,
    }  # fmt: skip
    facts = {name: value for name, value in said.items() if value}
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def read(text: str) -> FrontMatter | None:
    """The facts in such JSON; None when it is none, or says what we do not know."""
    try:
        return FrontMatter.model_validate_json(text)
    except ValueError:  # of which pydantic's own is one
        return None


def described(deck: Deck) -> str:
    """A description of the deck for people, as HTML, with the facts in a comment."""
    said = [("Licence", deck.licence), ("Source", deck.source)]
    lines = [f"{name}: {escape(value, quote=False)}" for name, value in said if value]
    return f"{'<br>'.join(lines)}<!-- quizbot: {written(deck)} -->"


def in_description(html: str) -> FrontMatter | None:
    """The facts that `described` put into a description; None when there are none."""
    found = _MARK.search(html)
    return read(found[1]) if found else None


def with_facts(deck: Deck, facts: Sequence[FrontMatter]) -> Deck:
    """The deck with what its file says of it, unless it says nothing, or different things of several decks."""
    if len(facts) != 1:
        return deck
    said = facts[0]
    tags = tuple(tag for tag in said.tags if all(tag in card.tags for card in deck.cards))
    return replace(
        deck, title=said.title or deck.title, language=said.language, licence=said.licence,
        source=said.source, tags=tags or deck.tags,
    )  # fmt: skip
