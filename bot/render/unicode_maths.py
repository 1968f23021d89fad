r"""Formulas as plain text, where that reads well: `\alpha_i \le \frac{1}{2}` as αᵢ ≤ 1/2.

Whatever cannot be said in one line without a doubt is not said at all: then there is a picture. Two rules keep the
meaning: a script is written small only when every character of it exists so, and in brackets otherwise; a fraction
and a root get brackets wherever a neighbour could be taken for a part of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.decks.latex import doubt
from bot.decks.tex import closing, depth, tokens
from bot.render.unicode_line import Item, Unreadable, fraction, root, scripted, written
from bot.render.unicode_signs import (
    ACCENTS,
    ALPHABETS,
    CHARACTERS,
    GAPS,
    NAMES,
    NEGATED,
    PRIMES,
    ROOTS,
    SIGNS,
    SPACES,
    TEXTS,
    UNSEEN,
)

LONGEST = 72  # characters that are still read in one go
_LONGEST_TEX = 600
_DEEPEST = 6  # braces
_MOST_BRACKETS = 3  # in one another
_GOES_ON = re.compile(r"\d|\.(?=\d)|,\d{3}(?!\d)|\{,\}(?=\d)")
_ACCENTED = 0x1000  # Latin, Greek, Cyrillic
_BOLD = frozenset(ALPHABETS["\\mathbf"].values())
_PROSE = re.compile(r"\\([ ,;:_%&#$-])|~")


@lru_cache(maxsize=2000)
def in_unicode(latex: str) -> str | None:
    """The formula (TeX without dollars) as a line of text, None where it would not read well or could mislead.

    The text is plain: it may have any of `<&>_*` in it. Linear in the length of the formula.
    """
    if len(latex) > _LONGEST_TEX:
        return None
    row = tokens(latex.strip())
    if depth(row) > _DEEPEST or doubt(latex):
        return None
    try:
        line = written(_Reader(row).items())
    except Unreadable:
        return None
    return line if line and len(line) <= LONGEST and _nested(line) <= _MOST_BRACKETS else None


def _nested(line: str) -> int:
    deepest = level = 0
    for sign in line:
        level += (sign in "([{⟨⌊⌈") - (sign in ")]}⟩⌋⌉")
        deepest = max(deepest, level)
    return deepest


class _Reader:
    """Reads a row of tokens into items, once, from left to right."""

    def __init__(self, row: list[str]) -> None:
        self._row = row
        self._at = 0

    def items(self) -> list[Item]:
        """All that the row says."""
        found: list[Item] = []
        while self._at < len(self._row):
            piece = self._row[self._at]
            if piece in "^_'":
                found.append(self._scripts(found.pop() if found else Item("ord", "")))
            else:
                found += self._next()
        return [item for item in found if item.text or item.kind == "space"]

    def _next(self) -> list[Item]:
        piece = self._take()
        if piece.isspace() or piece in UNSEEN:
            return self._unseen(piece)
        if piece in SPACES:
            return [Item("space", "")]
        if piece in GAPS:
            return [Item("gap", "\u2003")]
        if piece == "{":
            return self._group()
        if piece in SIGNS:
            kind, sign = SIGNS[piece]
            return [Item(kind, sign)]
        if piece[0] == "\\":
            return self._command(piece)
        return [self._character(piece)]

    def _unseen(self, piece: str) -> list[Item]:
        if piece in {"\\left", "\\right"} and self._row[self._at : self._at + 1] == ["."]:
            raise Unreadable(piece)
        return []

    def _command(self, piece: str) -> list[Item]:
        if piece in ALPHABETS:
            return [self._letters(piece)]
        if piece in TEXTS:
            return [Item("text", _prose(self._raw()))]
        if piece in NAMES:
            return [self._name()]
        if piece in ACCENTS:
            return [self._accent(ACCENTS[piece])]
        match piece:
            case "\\frac" | "\\dfrac" | "\\tfrac":
                return [fraction(self._argument(), self._argument())]
            case "\\sqrt":
                return self._root()
            case "\\not":
                return self._negated()
            case "\\pmod":
                return self._modulo()
            case "\\mathbin" | "\\mathrel":
                return self._argument()
        raise Unreadable(piece)

    def _character(self, piece: str) -> Item:
        if piece in CHARACTERS:
            kind, sign = CHARACTERS[piece]
            return Item(kind, sign or piece)
        if piece.isdigit():
            return Item("ord", piece + self._digits())
        if piece in '#$%&^_`"\\}' or not piece.isprintable() or unicodedata.category(piece)[0] in "MC":
            raise Unreadable(piece)
        return Item("ord", piece)

    def _digits(self) -> str:
        """The rest of a number, with a point inside and with `{,}` between thousands."""
        start = self._at
        while self._at < len(self._row):
            rest = self._row[self._at : self._at + 5]
            step = _digit("".join(rest))
            if not step:
                break
            self._at += step
        return "".join(piece for piece in self._row[start : self._at] if piece not in "{}")

    def _group(self) -> list[Item]:
        end = closing(self._row, self._at - 1)
        if end < 0:
            raise Unreadable("{")
        inside = self._row[self._at : end]
        self._at = end + 1
        if inside == [","]:
            return [Item("ord", ",")]
        return _Reader(inside).items()

    def _argument(self) -> list[Item]:
        """What a command or a script is about: a group or the next piece."""
        self._skip()
        if self._row[self._at : self._at + 1] == ["{"]:
            self._at += 1
            return self._group()
        piece = self._take()
        if piece in "^_'}&" or piece.isspace():
            raise Unreadable(piece)
        if piece in SIGNS or piece[0] != "\\":
            return [self._single(piece)]
        return self._command(piece)

    def _single(self, piece: str) -> Item:
        """One piece as an argument: of `\\frac12`, 1."""
        return _Reader([piece]).items()[0]

    def _raw(self) -> str:
        """The argument as it is written."""
        self._skip()
        piece = self._take()
        if piece.isalnum():
            return piece
        if piece != "{":
            raise Unreadable(piece)
        end = closing(self._row, self._at - 1)
        if end < 0:
            raise Unreadable("{")
        inside = "".join(self._row[self._at : end])
        self._at = end + 1
        return inside

    def _letters(self, command: str) -> Item:
        plain = written(self._argument(), tight=True)
        try:
            return Item("ord", "".join(ALPHABETS[command][letter] for letter in plain))
        except KeyError as e:
            raise Unreadable(command) from e

    def _name(self) -> Item:
        raw = self._raw()
        name = _prose(raw) if "\\" in raw or "~" in raw else raw
        name = name.strip()
        return Item("word" if len(name) > 1 else "ord", name)

    def _accent(self, mark: str) -> Item:
        """A hat on one letter, where fonts know how to set it."""
        base = written(self._argument(), tight=True)
        if len(base) != 1 or not base.isalpha() or not (ord(base) < _ACCENTED or base in _BOLD):
            raise Unreadable("accent")
        return Item("ord", unicodedata.normalize("NFC", base + mark))

    def _root(self) -> list[Item]:
        self._skip()
        degree = ""
        if self._row[self._at : self._at + 1] == ["["]:
            end = closing(self._row, self._at, ("[", "]"))
            degree = "".join(self._row[self._at + 1 : end]).strip()
            self._at = end + 1
        if degree not in ROOTS:
            raise Unreadable("\\sqrt")
        return [root(ROOTS[degree], self._argument())]

    def _negated(self) -> list[Item]:
        said = self._argument()
        if len(said) != 1 or said[0].text not in NEGATED:
            raise Unreadable("\\not")
        return [Item("rel", NEGATED[said[0].text])]

    def _modulo(self) -> list[Item]:
        return [Item("space", ""), Item("ord", f"(mod {written(self._argument())})")]

    def _scripts(self, base: Item) -> Item:
        """The base with all that stands above and below it."""
        above: list[Item] = []
        below: list[Item] = []
        primes = 0
        while self._at < len(self._row) and self._row[self._at] in ("^", "_", "'"):
            mark = self._take()
            if mark == "'":
                primes += 1
            elif mark == "^" and not above:
                above = self._argument()
            elif mark == "_" and not below:
                below = self._argument()
            else:
                raise Unreadable("two scripts")
            self._skip()
        if primes > len(PRIMES):
            raise Unreadable("primes")
        return scripted(base, below, above, PRIMES.get(primes, ""))

    def _take(self) -> str:
        if self._at >= len(self._row):
            raise Unreadable("the end")
        self._at += 1
        return self._row[self._at - 1]

    def _skip(self) -> None:
        while self._at < len(self._row) and self._row[self._at].isspace():
            self._at += 1


def _digit(rest: str) -> int:
    """How many of the signs that follow a digit go on with its number: a digit, `.5`, `,000` or `{,}0`."""
    found = _GOES_ON.match(rest)
    return found.end() if found else 0


def _prose(raw: str) -> str:
    """The inside of `\\text{…}`, with its spaces."""
    text = _PROSE.sub(lambda found: (found[1] or " ").replace(",", " ").replace("-", ""), raw)
    if any(sign in "\\${}" or not sign.isprintable() for sign in text):
        raise Unreadable(raw)
    return text
