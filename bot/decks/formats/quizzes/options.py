"""The options of a quiz as choices of a card: each once, in an order of their own, found by their letter or text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from bot.domain.card import Choice

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежз"
_LABEL = re.compile(r"\(?([A-Za-zа-яА-Я]|\d{1,2})[.):]?")


def sound(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices that say something, each once; a right one is kept before a wrong one that says the same."""
    best: dict[str, Choice] = {}
    for choice in choices:
        key = " ".join(choice.text.casefold().split())
        if key and (key not in best or (choice.right and not best[key].right)):
            best[key] = choice
    return tuple(best.values())


def is_quiz(choices: Sequence[Choice]) -> bool:
    """Whether a card can be asked with them: two or more, one of them right at least."""
    return len(choices) > 1 and any(choice.right for choice in choices)


def mixed(question: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices in an order that only their texts decide, for files that always tell the right one first."""
    return tuple(
        sorted(choices, key=lambda each: blake2b(f"{question}\n{each.text}".encode(), digest_size=8).digest())
    )


def told_by(word: str, options: Sequence[str]) -> int | None:
    """Which option is meant by its text, its letter or its number from 1; None when none is."""
    plain = " ".join(word.casefold().split())
    for i, option in enumerate(options):
        if plain and plain == " ".join(option.casefold().split()):
            return i
    label = _LABEL.fullmatch(word.strip())
    if not label:
        return None
    name = label[1].casefold()
    letters = _LETTERS if name.isascii() else _CYRILLIC
    at = int(name) - 1 if name.isdecimal() else letters.find(name)
    return at if 0 <= at < len(options) else None
