"""Cards jotted down in a chat: a question with `+ right` and `- wrong` lines, or what a poll asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.decks.draft import answer_of
from bot.decks.markdown import lines_of
from bot.decks.typed import typed
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key

_OPTION = re.compile(r"\s{0,3}([+\-\N{MINUS SIGN}\N{EN DASH}])\s+(\S.*)")
_BLANK = re.compile(r"\n[^\S\n]*\n")


def jotted(text: str) -> tuple[Card, ...]:
    """The cards in a text that has nothing else; none when it is no such text.

    A card is one or more lines of question, then a line with `+` for each right answer and one with `-` for each
    wrong one, at least one of them right; a blank line parts two cards.
    """
    cards = [_card(lines_of(block.strip())) for block in _BLANK.split(text.strip())]
    return () if None in cards else tuple(card for card in cards if card is not None)


def card_of(question: str, choices: Sequence[Choice], explanation: str = "") -> Card:
    """The card that asks `question`; while none of the choices is known to be right, it has no answer."""
    right = [choice for choice in choices if choice.right]
    alone = len(choices) == len(right)  # nothing to choose between
    answer = answer_of(choices) if right else ""
    offered = () if alone else tuple(choices)
    return Card(question_key(question), question, answer, offered, explanation=explanation)


def _card(lines: Sequence[str]) -> Card | None:
    options = [_OPTION.fullmatch(line) for line in lines]
    first = next((at for at, option in enumerate(options) if option), 0)
    found = [option for option in options[first:] if option]
    question = "\n".join(line.strip() for line in lines[:first])
    if not question or len(found) < len(lines) - first or not any(option[1] == "+" for option in found):
        return None
    choices = [Choice(typed(option[2].strip()), option[1] == "+") for option in found]
    return card_of(typed(question), choices)
