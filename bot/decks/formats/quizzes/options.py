"""The options of a quiz as choices of a card: each once, in an order of their own, found by their letter or text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from bot.domain.card import Choice

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежз"
_LISTED = re.compile(r"\(?([A-Za-zА-Яа-я])(?:\\?[.)])\s+(?=\S)")
_OTHERS = re.compile(r"\b[A-HА-Ж]\b(?:[,;&/+\s]|and|or|и|или|i|lub|oraz)+\b[A-HА-Ж]\b")
_LABEL = re.compile(r"\(?([A-Za-zа-яА-Я]|\d{1,2})[.):]?")


def sound(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices that say something, each once; a right one is kept before a wrong one that says the same."""
    best: dict[str, Choice] = {}
    for choice in choices:
        key = " ".join(choice.text.casefold().split())
        if key and (key not in best or (choice.right and not best[key].right)):
            best[key] = choice
    return tuple(best.values())


def without_letters(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices without the letters they were listed under, in the order of these.

    They stay as they are where not every one has its letter, or one of them speaks of others by theirs.
    """
    found = [_LISTED.match(choice.text) for choice in choices]
    letters = "".join(each[1].casefold() for each in found if each)
    if len(letters) < max(2, len(choices)) or any(_OTHERS.search(choice.text) for choice in choices):
        return tuple(choices)
    if not any(sorted(letters) == sorted(alphabet[: len(letters)]) for alphabet in (_LETTERS, _CYRILLIC)):
        return tuple(choices)
    bare = [
        replace(choice, text=choice.text[each.end() :])
        for choice, each in zip(choices, found, strict=True)
        if each
    ]
    return tuple(choice for _, choice in sorted(zip(letters, bare, strict=True), key=lambda each: each[0]))


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
