"""A term and its definition on one line with nothing but a space between: cut where the cut is plain to see."""

from __future__ import annotations

import re

_ASKED = re.compile(r"[^?？]{5,300}[?？](?=\s+\S)")
_SIGN = re.compile(r"(\S[^:=]{0,60}?)(?:[ ]+[-–—=][ ]+|:[ ]+)(?=\S)")
_BRACKETS = re.compile(r"\S[^()]{0,60} \([^()]{1,80}\)(?=[ ][^\W\d])")
_OPENING_WORDS = (
    "A An The To Any When Is Are Was Were It This These Those One Someone Something Having Being Used Refers"
)
# Nouns that definitions begin with and terms hardly end with.
_KINDS_OF_THINGS = (
    "Process Study Branch Type Kind Ability Amount Measure Method Inflammation Removal Collection Tendency "
    "Наука Процесс Раздел Вид Способность Совокупность Количество Способ Явление Свойство "
    "Nauka Proces Rodzaj Zdolność Ilość Sposób Zjawisko Zbiór Dział"
)
_OPENING = frozenset((*_OPENING_WORDS.split(), *_KINDS_OF_THINGS.split()))
_SMALL_WORDS = "of and or the in on for to a an de la by with & vs vs. from"
_SMALL = frozenset(_SMALL_WORDS.split())
_LONGEST_TERM = 9


def plainly_cut(text: str) -> tuple[str, str] | None:
    """The two sides of a line whose question ends in a question mark, a colon, a dash or brackets, or whose answer
    opens with an article or another word that only opens sentences; none where no such sign is."""
    if found := _ASKED.match(text):
        return found[0].strip(), text[found.end() :].strip()
    words = text.split()
    for at in range(1, min(len(words) - 1, _LONGEST_TERM)):
        if words[at] in _OPENING and words[at + 1] not in _OPENING and words[at + 1][:1].islower():
            return " ".join(words[:at]), " ".join(words[at:])
    for sign in (_SIGN, _BRACKETS):
        found = sign.match(text)
        if found and len((found[1] if sign is _SIGN else found[0]).split()) <= _LONGEST_TERM:
            return (found[1] if sign is _SIGN else found[0]).strip(), text[found.end() :].strip()
    return None


def cut_by_capitals(text: str) -> tuple[str, str] | None:
    """The two sides of a line of capitalised words that goes on in small ones: the last capital opens the answer.

    Only for files in which most lines are plainly cut before a capital; none where the line has no such shape.
    """
    words = text.split()
    last = 0
    for at, word in enumerate(words[: _LONGEST_TERM + 1]):
        small = word in _SMALL and at + 1 < len(words) and words[at + 1][:1].isupper()
        if word[:1].isupper():
            last = at
        elif not small:
            plain = last and at == last + 1
            return (" ".join(words[:last]), " ".join(words[last:])) if plain else None
    return None
