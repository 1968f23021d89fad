"""What an answer says, point by point: what a reader ticks, and what was missed of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from bot.domain.card import without_source

FEWEST, MOST = 2, 8
LONGEST = 60_000  # characters of an answer that are looked at

_FENCE = re.compile(r"^\s{0,3}(```|~~~).*?(?:^\s{0,3}\1\s*$|\Z)", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(r"(?: {0,3})(?:[-*+•]|\d{1,3}[.)])\s+(.*)")
_ENDS = re.compile(r"(?<=[.!?…])\s+(?=[^\Wa-zа-яё_])|(?<=[。！？；])")
_SOMETHING = re.compile(r"\w")


def points(answer: str) -> tuple[str, ...]:
    """Two to eight points of a Markdown answer, each a line of Markdown; none when it has fewer.

    They are its top-level bullets or numbered lines, else its sentences. What is under a bullet belongs to it; of
    more than eight, neighbours are put together.
    """
    text = _FENCE.sub("", without_source(answer[:LONGEST]))
    found = _bullets(text)
    if len(found) < FEWEST:
        found = _sentences(text)
    return _at_most(found, MOST) if len(found) >= FEWEST else ()


def share_rating(ticked: int, of: int) -> int:
    """The rating that so many points suggest: all 5, three quarters 4, half 3, any 2, none 1."""
    share = ticked / of if of else 0.0
    return next(
        (rating for least, rating in ((1.0, 5), (0.75, 4), (0.5, 3)) if share >= least), 2 if ticked else 1
    )


def _bullets(text: str) -> list[str]:
    """The items of its lists; a line that goes on, or is indented under one, belongs to it."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        item = _ITEM.match(line)
        if item and (not line.startswith("  ") or not found):
            found.append([item[1]])
            inside = True
        elif not line.strip():
            inside = inside and bool(found)
        elif inside and line[:1].isspace():
            found[-1].append(_ITEM.sub(r"\1", line.strip()))
        else:
            inside = False
    return [joined for lines in found if _SOMETHING.search(joined := " ".join(lines).strip())]


def _sentences(text: str) -> list[str]:
    paragraphs = ("".join(f"{line.strip()} " for line in lines) for blank, lines in groupby(
        text.splitlines(), key=lambda line: not line.strip()) if not blank)  # fmt: skip
    found = (sentence.strip() for paragraph in paragraphs for sentence in _ENDS.split(paragraph.strip()))
    return [sentence for sentence in found if _SOMETHING.search(sentence)]


def _at_most(found: Sequence[str], most: int) -> tuple[str, ...]:
    if len(found) <= most:
        return tuple(found)
    bounds = [len(found) * at // most for at in range(most + 1)]
    return tuple(" ".join(found[a:b]) for a, b in pairwise(bounds))
