"""The pictures a deck's Markdown refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from bot.domain.card import Card, Deck
from bot.domain.identity import question_key

_PICTURE = re.compile(r"(!\[[^\]\n]{0,300}\]\()([^()\s]{1,300})(\))")


def moved(deck: Deck, names: Collection[str], folder: str) -> Deck:
    """The deck whose pictures of these names are referred to as `folder/name`; other pictures stay as they are."""

    def in_folder(found: re.Match[str]) -> str:
        name = found[2]
        return f"{found[1]}{folder}/{name}{found[3]}" if name in names else found[0]

    return replace(deck, cards=tuple(_moved(card, in_folder) for card in deck.cards))


def _moved(card: Card, in_folder: Callable[[re.Match[str]], str]) -> Card:
    question, answer, hint, explanation = (
        _PICTURE.sub(in_folder, text) for text in (card.question, card.answer, card.hint, card.explanation)
    )
    own = card.key == question_key(card.question)
    key = question_key(question) if own and question != card.question else card.key
    return replace(card, key=key, question=question, answer=answer, hint=hint, explanation=explanation)
