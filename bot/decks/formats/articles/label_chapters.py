"""Chapters between labelled questions that have a number and no hashes: `2. Locks`, then `Q: What is a lock?`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.decks.formats.articles.asked import QUESTION_LABEL
from bot.decks.formats.articles.markdown_pieces import Kind, Piece

_NUMBERED = re.compile(r"[ \t]{0,3}(\d{1,2})(?:[.)][ \t]+|[.．、][ \t]*)(?=[^\W\d])")
_LONGEST = 60
_FEWEST = 2
_LEVEL = 2


def with_chapters(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with short numbered lines that stand right above a labelled question as headings.

    Their numbers run up from 1 over the whole file; the last item of a list in an answer is none.
    """
    found: list[int] = []
    told = [at for at, piece in enumerate(pieces) if piece.kind is not Kind.BLANK]
    before = ""
    for at, below in pairwise(told):
        piece, after = pieces[at], pieces[below]
        number = _number(piece)
        asked = after.kind is Kind.TEXT and QUESTION_LABEL.match(after.text) is not None
        if number == len(found) + 1 and asked and not _goes_on(before, number):
            found.append(at)
        before = piece.text
    if len(found) < _FEWEST:
        return list(pieces)
    chapters = set(found)
    return [_as_heading(piece) if at in chapters else piece for at, piece in enumerate(pieces)]


def _number(piece: Piece) -> int:
    found = _NUMBERED.match(piece.text) if piece.kind is Kind.TEXT and len(piece.text) <= _LONGEST else None
    return int(found[1]) if found else 0


def _goes_on(before: str, number: int) -> bool:
    """Whether a number goes on with that of the line above it, as an item of a list does."""
    above = _NUMBERED.match(before)
    return above is not None and int(above[1]) == number - 1


def _as_heading(piece: Piece) -> Piece:
    return replace(piece, kind=Kind.HEADING, level=_LEVEL, text=f"{'#' * _LEVEL} {piece.text.strip()}")
