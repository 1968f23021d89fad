"""A term and its definition on one line with nothing but a space between: cut where the cut is plain to see."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Sides = tuple[str, str]

_ASKED = re.compile(r"[^?？]{5,300}[?？](?:\s+[^?？.!]{3,150}[?？])?(?=\s+\S)")
_SIGN = re.compile(r"(\S[^:=]{0,60}?)(?:[ ]+[-–—=][ ]+|:[ ]+)(?=\S)")
_BRACKETS = re.compile(r"\S[^()]{0,60} \([^()]{1,80}\)(?=[ ][^\W\d])")
# A hyphen that hangs on a word: `gastro- stomach`, `-itis inflammation`, `Democracy- rule by the people`.
_HANGING = re.compile(
    r"(?:[-–—][^\W\d]\S{0,20}|\S[^:=]{0,60}?\w[-–—])(?=[ ]+\S)(?![ ]+(?:and|or|to|und|oder|et|ou|и|или|i|lub)\b)"
)
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
_ARTICLES = frozenset({"a", "an", "the"})
_OPENING_SMALL = frozenset(
    {word.lower() for word in _OPENING_WORDS.split()} - {"to"} | {"how", "what", "where", "who", "which"}
)
_KINDS_SMALL = frozenset(word.lower() for word in _KINDS_OF_THINGS.split())
_LONGEST_TERM = 9
_FEWEST = 4  # lines of a file, and words of a term in small letters


def cuts(texts: Sequence[str], asks: Callable[[str], bool]) -> list[Sides | None]:
    """The two sides of each line of a file, none for a line that nothing cuts; `asks` tells a question.

    What most lines show of how the file writes its definitions is believed of the others as well.
    """
    sides = [plainly_cut(text) for text in texts]
    if _in_small_letters(texts, sides):
        mixed = _opens_with(sides, str.isupper) * 20 > len(texts)
        return [
            each or (cut if (cut := _cut_by_small(text, mixed=mixed)) and not asks(text) else None)
            for text, each in zip(texts, sides, strict=True)
        ]
    if sum(each is not None for each in sides) * 10 >= len(texts) * 6:
        return [each or _cut_by_capitals(text) for text, each in zip(texts, sides, strict=True)]
    return sides


def plainly_cut(text: str) -> Sides | None:
    """The two sides of a line whose question ends in a question mark, a colon, a dash, a hyphen or brackets, or whose
    answer opens with an article or another word that only opens sentences; none where no such sign is."""
    if found := _ASKED.match(text):
        return found[0].strip(), text[found.end() :].strip()
    if (found := _HANGING.match(text)) and len(found[0].split()) <= _LONGEST_TERM:
        return found[0].rstrip("–—"), text[found.end() :].strip()
    words = text.split()
    for at in range(1, min(len(words) - 1, _LONGEST_TERM)):
        if words[at] in _OPENING and words[at + 1] not in _OPENING and words[at + 1][:1].islower():
            return " ".join(words[:at]), " ".join(words[at:])
    for sign in (_SIGN, _BRACKETS):
        found = sign.match(text)
        term = (found[1] if sign is _SIGN else found[0]).strip() if found else ""
        if found and len(term.split()) <= _LONGEST_TERM and term.count("(") <= term.count(")"):
            return term, text[found.end() :].strip()
    return None


def _cut_by_capitals(text: str) -> Sides | None:
    """The two sides of a line of capitalised words that goes on in small ones: the last capital opens the answer.

    Only for files in which most lines are plainly cut before a capital; none where the line has no such shape.
    """
    words = text.split()
    last = _last_capital(words)
    return (
        (" ".join(words[:last]), " ".join(words[last:])) if last > 0 and _goes_on_small(words, last) else None
    )


def _last_capital(words: Sequence[str]) -> int:
    """Where the capitalised words that open a line end, small ones such as `of` among them; -1 where there are none."""
    last = -1
    for at, word in enumerate(words[: _LONGEST_TERM + 1]):
        small = word in _SMALL and at + 1 < len(words) and words[at + 1][:1].isupper()
        if word[:1].isupper():
            last = at
        elif not small:
            break
    return last


def _goes_on_small(words: Sequence[str], last: int) -> bool:
    return last + 1 < min(len(words), _LONGEST_TERM + 1) and not words[last + 1][:1].isupper()


def _opens_with(sides: Sequence[Sides | None], how: Callable[[str], bool]) -> int:
    return sum(each is not None and how(each[1][:1]) for each in sides)


def _in_small_letters(texts: Sequence[str], sides: Sequence[Sides | None]) -> bool:
    """Whether a file capitalises its terms alone: many lines have one capital, few look like a definition's beginning.

    Terms come once each; where the first words come again and again, they open definitions.
    """
    lines = [text.split() for text in texts]
    open_ones = [words for words, each in zip(lines, sides, strict=True) if not each]
    single = sum(
        _last_capital(words) == 0 and not _is_acronym(words[0]) and _tells(words, 1) for words in open_ones
    )
    turned = sum(words[0] in _OPENING or words[1] in _SMALL - _ARTICLES for words in open_ones if words[1:])
    firsts = {words[0].casefold() for words in lines if words}
    return (
        len(texts) >= _FEWEST
        and (single + _opens_with(sides, str.islower)) * 10 >= len(texts) * 4
        and turned * 10 <= len(texts) * 2
        and len(firsts) * 10 >= len(texts) * 8
    )


def _is_acronym(word: str) -> bool:
    """Whether a word's capitals say nothing of how its file writes terms: `CNN`, `IoU`."""
    return not word[1:].islower()


def _tells(words: Sequence[str], at: int) -> bool:
    """Whether a definition may begin with the word there: in a small letter and with no preposition."""
    return at < len(words) and words[at][:1].islower() and words[at] not in _SMALL - _ARTICLES


def _cut_by_small(text: str, *, mixed: bool) -> Sides | None:
    """The two sides of a line whose term is capitalised, or whose definition opens with an article or the like.

    Where definitions are `mixed`, a second capital may belong to one: then only the opening word is believed.
    """
    words = text.split()
    last = _last_capital(words)
    apart = 1 if mixed and last > 0 else 2
    at = _opening_word(words, last, apart if last >= 0 else _FEWEST)
    if (
        not at
        and last >= 0
        and not (mixed and last)
        and not _is_acronym(words[last])
        and words[0] not in _OPENING
        and _tells(words, last + 1)
    ):
        at = last + 1
    return (" ".join(words[:at]), " ".join(words[at:])) if at else None


def _opening_word(words: Sequence[str], last: int, apart: int) -> int:
    """Where a definition plainly opens in a small letter, `apart` words at most behind the capital at `last`."""
    for at in range(max(last + 1, 1), min(last + apart + 1, len(words) - 1)):
        opens = words[at] in _OPENING_SMALL or (words[at] in _KINDS_SMALL and (at == last + 1 or last == 0))
        if opens and not _SMALL.intersection(words[last + 1 : at]):
            return at
    return 0
