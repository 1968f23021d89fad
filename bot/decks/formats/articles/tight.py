r"""Formulas that copying has written three times with no space between: `xnx_nxn`, letters, TeX, and letters again.

The program that typesets most pages leaves them so. Letters and digits must be the same in all three, and the middle
must have a sign of TeX, so that no word is taken for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from bot.decks.formats.articles import twice
from bot.decks.formats.articles.twice import Once, Rewritten, ends_word, looks_end, signature, tex_end

_SIGN = re.compile(r"[\\_^{]")
_START = re.compile(r"(?:(?<=[\u2e80-\uffef\s(\[,;:])|(?<=^))[^\s\u2e80-\uffef,.;:!?)\]]", re.MULTILINE)
_LONGEST = 120
_WINDOW = 3 * _LONGEST + 40
_NO_WIDTH = "\u200b"
_FEWEST = 2
_PATIENCE = 500
_PER_TRY = 200


def is_doubled(text: str) -> bool:
    """Whether a text has formulas written more than once, beyond doubt, with spaces between or without."""
    tight = 0
    for _, end in _found(text):
        tight += _FEWEST if _NO_WIDTH in text[end - 1 : end + 1] else 1
        if tight >= _FEWEST:
            return True
    return twice.is_doubled(text)


def written_once(text: str, *, single: bool) -> Once:
    """The text with every formula once, as `twice.written_once` does it, those without spaces, too."""
    out: list[str] = []
    rewritten: list[Rewritten] = []
    done = line = 0
    for start, end in _found(text):
        line += text.count("\n", done, start)
        whole = (
            text[text.rfind("\n", 0, start) + 1 : start].strip() == text[end:].split("\n", 1)[0].strip() == ""
        )
        tex = " ".join(_tex(text[start:end]).split())
        now = f"$${tex}$$" if whole and "=" in tex else f"${tex}$"
        rewritten.append(Rewritten(line, text[start:end], now))
        out += (text[done:start], now)
        done = end
    once = twice.written_once("".join([*out, text[done:]]), single=single)
    return replace(once, rewritten=tuple(sorted((*rewritten, *once.rewritten), key=lambda each: each.line)))


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Where such formulas begin and end; in a text that only looks like them, as far as is worth the time."""
    signs = [sign.start() for sign in _SIGN.finditer(text)]
    done, patience = 0, _PATIENCE + len(text) // _PER_TRY
    for start in _START.finditer(text) if signs else ():
        at = start.start()
        near = bisect_left(signs, at + 1)
        if at < done or near == len(signs) or signs[near] - at > _LONGEST:
            continue
        for middle in _middles(text, at, signs[near]):
            patience -= 1
            if cut := _cut(text[at : at + _WINDOW].partition("\n")[0], middle - at):
                done = at + cut[1]
                yield at, done
                break
        if patience < 0:
            return


def _middles(text: str, start: int, sign: int) -> Iterator[int]:
    """Where the TeX of a formula that begins at `start` may begin: before the first sign, as the formula does."""
    formula = text[start:sign]
    for at in range(1, len(formula)):
        if formula[at].isspace():
            return
        if formula[at] == formula[0] and formula.startswith(formula[at:].replace(" ", "")[:at]):
            yield start + at
    if text[sign] in "\\{":
        yield sign


def _tex(formula: str) -> str:
    """The TeX of a formula that was found."""
    sign = _SIGN.search(formula, 1)
    cuts = (_cut(formula, at) for at in _middles(formula, 0, sign.start() if sign else 0))
    return next((cut[0] for cut in cuts if cut), formula)


def _cut(text: str, at: int) -> tuple[str, int] | None:
    """The TeX that begins at `at`, and where the formula ends that begins the text."""
    glyphs = signature(text[:at])
    middle = tex_end(text, at, glyphs) if glyphs else -1
    if middle < 0 or len(text[middle - 1 : middle + 1].split()) != 1 or text[middle - 1].isspace():
        return None
    if not _SIGN.search(text, at, middle) or text[middle : middle + 1].isspace():
        return None
    end = looks_end(text, middle, glyphs)
    return (text[at:middle], end) if end >= 0 and ends_word(text, end) else None
