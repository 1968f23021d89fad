"""What a comment says about a card: `<!-- id: dropout concept: dropout difficulty: 2 -->`, and `likes: 71`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.card import Card
from bot.domain.identity import question_key
from bot.errors import DeckError

EXPECTED = "1-64 of A-Z a-z 0-9 _ . - (no - or . first, no --)"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_PAIR = re.compile(r"(?<!\w)(\w++)\s*+:\s*+([^\s,;]*+)[,;]?")
_CLAIM = re.compile(r"\s*(?:id|concept|likes|difficulty)\s*:")
_NUMBERS = {"likes": re.compile(r"[0-9]{1,9}"), "difficulty": re.compile("[123]")}
_WORDS = ("id", "concept", *_NUMBERS)


@dataclass(frozen=True, slots=True)
class Word:
    """One `key: value` of such a comment; `sound` when it can be used."""

    key: str
    value: str
    sound: bool


def words_of(comment: str) -> Iterator[Word]:
    """What a comment says about its card; nothing when it is only a remark among authors."""
    if not _CLAIM.match(comment):
        return
    done = 0
    for pair in _PAIR.finditer(comment):
        if between := comment[done : pair.start()].strip():
            yield Word("", between, sound=False)
        done = pair.end()
        yield _word(*pair.groups()) if pair[1] in _WORDS else Word("", pair[0], sound=False)
    if rest := comment[done:].strip():
        yield Word("", rest, sound=False)


def _word(key: str, value: str) -> Word:
    number = _NUMBERS.get(key)
    return Word(key, value, sound=bool(number.fullmatch(value)) if number else is_name(value))


def is_name(text: str) -> bool:
    """Whether a text can be an id or a concept."""
    return bool(_NAME.fullmatch(text)) and "--" not in text


def comment_of(card: Card, path: str) -> str:
    """The comment that keeps a card's key, concept, difficulty and likes; empty when its question says enough.

    `path` is for the error.

    Raises:
        DeckError: the key or the concept has letters that an id cannot have.
    """
    key = "" if card.key == question_key(card.question) else card.key
    for name in filter(None, (key, card.concept)):
        if not is_name(name):
            raise DeckError(path, f"{name!r} cannot be written as an id", mend=f"use {EXPECTED}")
    said = [f"{word}: {name}" for word, name in (("id", key), ("concept", card.concept)) if name]
    numbers = (("difficulty", card.difficulty), ("likes", card.likes))
    said += [f"{word}: {number}" for word, number in numbers if number is not None]
    return f"<!-- {' '.join(said)} -->" if said else ""
