"""The pictures a deck's Markdown refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import PurePosixPath

from bot.domain.card import Card, Deck
from bot.domain.identity import question_key

LARGEST = 10 << 20  # bytes, https://core.telegram.org/bots/api#sendphoto

_ELSEWHERE = re.compile(r":|^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)")  # on the web, or out of the folder
_PICTURE = re.compile(r"(!\[[^\]\n]{0,300}\]\()([^()\s]{1,300})(\))")


def moved(deck: Deck, names: Collection[str], folder: str) -> Deck:
    """The deck whose pictures of these names are referred to as `folder/name`; other pictures stay as they are."""
    return renamed(deck, {name: f"{folder}/{name}" for name in names})


def renamed(deck: Deck, names: Mapping[str, str]) -> Deck:
    """The deck whose pictures have other names, old to new; pictures that are not among them stay as they are."""

    def other(found: re.Match[str]) -> str:
        return f"{found[1]}{names.get(found[2], found[2])}{found[3]}"

    return replace(deck, cards=tuple(_renamed(card, other) for card in deck.cards))


def media_names(pictures: Iterable[str]) -> dict[str, str]:
    """A name without a folder for each picture, no two the same: Anki has one folder for all."""
    names: dict[str, str] = {}
    taken = {""}
    for picture in pictures:
        plain = PurePosixPath(picture.replace("\\", "/")).name
        mark = f"{blake2b(picture.encode(), digest_size=4).hexdigest()}-" if plain in taken else ""
        names[picture] = f"{mark}{plain}"
        taken.add(names[picture])
    return names


def named_in(deck: Deck) -> tuple[str, ...]:
    """What the deck's Markdown refers to as pictures in its own folder, each once."""
    return tuple({name: None for card in deck.cards for name in named_by(card)})


def named_by(card: Card) -> tuple[str, ...]:
    """What a card's Markdown refers to as pictures in its deck's folder, each once."""
    found = {
        name[2]: None
        for text in (card.question, card.answer, card.hint, card.explanation)
        if "![" in text
        for name in _PICTURE.finditer(text)
    }
    return tuple(name for name in found if not _ELSEWHERE.search(name))


def _renamed(card: Card, other: Callable[[re.Match[str]], str]) -> Card:
    question, answer, hint, explanation = (
        _PICTURE.sub(other, text) for text in (card.question, card.answer, card.hint, card.explanation)
    )
    own = card.key == question_key(card.question)
    key = question_key(question) if own and question != card.question else card.key
    return replace(card, key=key, question=question, answer=answer, hint=hint, explanation=explanation)


def is_photo(data: bytes) -> bool:
    """Whether Telegram shows this file as a photo: a PNG or a JPEG of at most 10 MB."""
    return data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) and len(data) <= LARGEST
