"""A written answer taken apart into words that can be compared: what is meant, without its dress."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import snowballstemmer
from rapidfuzz.distance import OSA

LONGEST = 4096  # characters that are looked at: a whole Telegram message

_LATIN = {"pl": "polish"}  # which letters are stemmed as what; everything else in Latin letters is English
_FILLERS = (
    "the a an is are it its that this called i think be "
    "это то есть называется называют думаю я "
    "to jest są się nazywa nazywamy myślę ja"
)
_HAN_FILLERS = frozenset("的了是叫做就它这")
_NEGATIONS = (
    "not no never without non nor neither none nothing cannot "
    "не нет ни без никогда нельзя ничего "
    "nie bez nigdy ani brak żaden nic"
)
_HAN_NEGATIONS = frozenset("不没无非未否别勿莫")
# Beginnings that turn a word into its opposite and may stand only two letters apart.
_OPPOSITES = (("hypo", "hyper"), ("intra", "inter"), ("гипо", "гипер"), ("интра", "интер"), ("hipo", "hiper"))

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_ADDRESS = re.compile(r"\]\([^()\s]*\)")
_DRESS = re.compile(r"\*\*+|__+|`+|~~+|^\s{0,3}(?:[-*+]|\#{1,6})\s+", re.MULTILINE)
_POWERS = dict(zip(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ"), (f"^{sign}" for sign in "0123456789n"), strict=True))
_AS_TYPED = {**_POWERS, ord("×"): "x"}
_LETTERS = {ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("’"): "'", ord("⁄"): "/", ord("−"): "-"}
_TOKEN = re.compile(
    r"""
    (?P<number>\d+(?:[.,]\d+)*)
    | (?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])
    | (?P<word>(?:(?![\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\W\d_])+(?:'[^\W\d_]+)?)
    | (?P<sign>[+^=<>%\#&|\\~] | (?<=\b\w)! | (?<=\w)[*/](?=\w) | (?<!\w)-(?=\d)
        | (?<=\d)-(?=\d|[^\W\d_]\b) | (?<=\b\w)-(?=\w\b))
    | (?P<bracket>[()\[\]{}])
    | (?P<other>[^\w\s])
    """,
    re.VERBOSE,
)
_IN_FORMULAS = frozenset("+^=<>*/\\")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:  # noqa: N802 - the library's name
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign as it is compared. A `hard` one means something else as soon as a letter differs."""

    text: str
    stem: str
    hard: bool = False


def cleaned(text: str) -> str:
    """The text as a reader sees it, of at most `LONGEST` characters: one width, no invisible letters, no emoji."""
    wide = unicodedata.normalize("NFKC", text[:LONGEST].translate(_AS_TYPED))[:LONGEST]
    seen = "".join(" " if _is_picture(sign) else sign for sign in wide if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def folded(text: str) -> str:
    """`cleaned`, without case, diacritics, `ё` and traditional characters."""
    return _bare(_simplified(cleaned(text)).casefold())


def words(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in order, without what carries none of its meaning; linear in its length.

    `language` is the deck's and says how Latin letters are stemmed. Chinese is a word a character.
    """
    shown = _DRESS.sub(" ", _ADDRESS.sub("]", text[: 2 * LONGEST]).translate(_AS_TYPED))
    seen = _simplified(cleaned(shown)).casefold().translate({ord("’"): "'"})
    found = list(_words(seen, language))
    if not any(word.text in _IN_FORMULAS for word in found):
        found = [word for word in found if word.text not in "()[]{}"]
    said = [word for word in found if word.text not in _FILLED]
    return tuple(said or found)


def same(a: Word, b: Word) -> bool:
    """Whether two words are one, with another ending or a slip of the pen.

    A slip is one letter from five letters on and two from eight on, never among the first two: there stands what
    turns a word into its opposite (`unstable`, `несходимость`, `minimize`).
    """
    if a.text == b.text:
        return True
    if a.hard or b.hard or a.text[:2] != b.text[:2] or _opposite(a.text, b.text):
        return False
    shorter = min(len(a.text), len(b.text))
    if a.stem == b.stem and shorter >= 3:
        return True
    allowed = 0 if shorter < 5 else 1 if shorter < 8 else 2
    return allowed > 0 and OSA.distance(a.text, b.text, score_cutoff=allowed) <= allowed


def is_han(text: str) -> bool:
    """Whether there is any Chinese in it."""
    return bool(_HAN.search(text))


def negations(of: tuple[Word, ...]) -> tuple[str, ...]:
    """The words of denial, in order."""
    return tuple(word.text for word in of if word.text in _DENIALS)


def _words(text: str, language: str) -> Iterator[Word]:
    for found in _TOKEN.finditer(text):
        token = found[0]
        match found.lastgroup:
            case "number":
                yield Word(token.replace(",", "."), token, hard=True)
            case "word":
                yield from (_word(part, language) for part in _parts(token))
            case "han":
                yield Word(token, token, hard=token in _HAN_NEGATIONS)
            case "sign" | "bracket":
                yield Word(token, token, hard=True)
            case _ if unicodedata.category(token) == "Sm":
                yield Word(token, token, hard=True)
            case _:
                pass


def _parts(token: str) -> tuple[str, ...]:
    """`isn't` says `is` and `not`; of `Bayes's` the ending says nothing."""
    if token in {"cannot", "can't"}:
        return ("can", "not")
    if token.endswith("n't"):
        return (token[:-3], "not")
    head, _, tail = token.partition("'")
    return (head,) if tail in {"s", "re", "m", "ll", "ve", "d", ""} else (token,)


def _word(token: str, language: str) -> Word:
    text = _bare(token)
    hard = len(text) == 1 or text in _DENIALS
    return Word(text, text if hard else _bare(_stemmer(_tongue(token, language)).stemWord(token)), hard)


def _tongue(token: str, language: str) -> str:
    return "russian" if "а" <= token[0] <= "ё" else _LATIN.get(language, "english")


@cache
def _stemmer(name: str) -> _Stemmer:
    made: _Stemmer = snowballstemmer.stemmer(name)
    return made


def _simplified(text: str) -> str:
    return _to_simplified()(text) if _HAN.search(text) else text


@cache
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC  # a second of dictionaries, and only Chinese needs them

    made: Callable[[str], str] = OpenCC("t2s").convert
    return made


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not "\u0300" <= sign <= "\u036f").translate(_LETTERS)


def _is_picture(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Sk", "Cs", "Cc"} and sign != "^"


def _opposite(a: str, b: str) -> bool:
    pairs = (pair for pair in _OPPOSITES if a.startswith(pair) and b.startswith(pair))
    return any(a.startswith(one) != b.startswith(one) for one, _ in pairs)


_FILLED = frozenset(map(_bare, _FILLERS.split())) | _HAN_FILLERS
_DENIALS = frozenset(map(_bare, _NEGATIONS.split())) | _HAN_NEGATIONS
