"""One term for one thing: the words a deck's authors agreed upon, and where a card uses others."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.decks.problems import Problem
from bot.decks.review.filed import Filed
from bot.decks.review.prose import HAN_AND_KANA, answer_prose, prose
from bot.domain.card import Card

_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_KEY = re.compile(r"\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+)\s*=")
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_UNSPACED = re.compile(f"[{HAN_AND_KANA}]")
_BLANK = r"(?:[^\S\n]+\n?|\n)[^\S\n]*"
_AROUND = 28
_MEND = 'write lines such as "learning rate" = ["step-size", "learning speed"]'


@dataclass(frozen=True, slots=True)
class Variant:
    """The beginning of what is not written, and the term that is written instead; `line` in the glossary."""

    stem: str
    term: str
    line: int
    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def found(self, text: str) -> re.Match[str] | None:
        """Where it first begins a word of a text without capitals; anywhere in scripts without blanks."""
        if self.words[0] not in text:
            return None
        anywhere = _UNSPACED.match(self.words[0])
        places = self.pattern.finditer(text)
        return next((place for place in places if anywhere or _begins_word(text, place.start())), None)


@dataclass(frozen=True, slots=True)
class Glossary:
    """What is not written in the decks of one language."""

    variants: tuple[Variant, ...] = ()


def read_glossary(text: str, path: str) -> tuple[Glossary, tuple[Problem, ...]]:
    """The glossary in a text of TOML, and its mistakes; a line that is wrong does not spoil the others.

    Each key is a term, its value a list of variants, each the beginning of one word or more. No variant may stand in
    a term of the glossary.
    """
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        return Glossary(), (_not_toml(path, text, str(e)),)
    lines = _lines_of_keys(text)
    variants: list[Variant] = []
    problems: list[Problem] = []
    for term, stems in entries.items():
        line = lines.get(term, 0)
        if _is_list_of_stems(stems):
            variants += (_variant(stem, term, line) for stem in stems)
        else:
            expected = "a term and a list of texts"
            problems.append(Problem(path, line, "bad-glossary", f"{term} = {stems}", expected, _MEND))
    sound = tuple(variant for variant in variants if not _term_with(variant, entries))
    problems += (_in_a_term(path, each, term) for each in variants if (term := _term_with(each, entries)))
    return Glossary(sound), tuple(sorted(problems, key=lambda problem: problem.line))


def other_terms(filed: Filed, glossary: Glossary) -> Iterator[Problem]:
    """A mistake for each variant in each card, which names the words around it and the term to be written."""
    for card in filed.deck.cards:
        text = "\n\n".join(filter(None, _texts(card)))
        folded = _folded(text)
        for variant in glossary.variants:
            if found := variant.found(folded):
                around = _around(text if len(text) == len(folded) else folded, found)
                mend = "write the term of the glossary, or take the variant out of it"
                yield Problem(filed.path, card.line, "other-term", around, variant.term, mend)


def _texts(card: Card) -> Iterator[str]:
    options = (text for choice in card.choices for text in (choice.text, choice.reason))
    for text in (card.question, *options, card.hint, card.explanation):
        yield _undressed(prose(text))
    yield _undressed(answer_prose(card.answer))


def _undressed(text: str) -> str:
    return _EMPHASIS.sub("", unicodedata.normalize("NFC", text))


def _folded(text: str) -> str:
    """Capitals and ё do not count."""
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")


def _variant(stem: str, term: str, line: int) -> Variant:
    words = tuple(re.split(r"\s+", _folded(stem.lstrip())))
    return Variant(stem, term, line, words, re.compile(_BLANK.join(map(re.escape, words))))


def _begins_word(text: str, at: int) -> bool:
    before = text[at - 1 : at] if at else ""
    return not before.isalnum() or bool(_UNSPACED.match(before))


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    words = " ".join(text[start:end].split())
    return f"{'…' * (start > 0)}{words}{'…' * (end < len(text))}"


def _term_with(variant: Variant, terms: Mapping[str, object]) -> str:
    return next((term for term in terms if variant.found(_folded(term))), "")


def _is_list_of_stems(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(stem, str) and stem.strip() for stem in value)


def _in_a_term(path: str, variant: Variant, term: str) -> Problem:
    mend = "make the variant longer, or take it out"
    expected = f"a variant that does not stand in the term {term}"
    return Problem(path, variant.line, "bad-glossary", variant.stem, expected, mend)


def _not_toml(path: str, text: str, error: str) -> Problem:
    place = _LINE.search(error)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    return Problem(path, line, "bad-glossary", _LINE.sub("", error), "TOML", _MEND)


def _lines_of_keys(text: str) -> Mapping[str, int]:
    """The line of each term, which the reader of TOML does not tell."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if key := _KEY.match(line):
            found.setdefault(_spelled(key[1]), number)
    return found


def _spelled(key: str) -> str:
    try:
        return next(iter(tomllib.loads(f"{key} = 0")))
    except tomllib.TOMLDecodeError:
        return ""
