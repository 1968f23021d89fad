"""Damaged formulas of an imported text put right, its fenced code left alone."""

from __future__ import annotations

from itertools import groupby

from bot.decks.latex import Doubt, Mended, mend
from bot.decks.markdown import lines_of, regions
from bot.decks.problems import Problem


def mended(path: str, text: str, line: int) -> tuple[str, tuple[Problem, ...]]:
    """The Markdown `text` with every certainly damaged formula put right, and a problem for each that is damaged.

    `line` is where the text begins in its file; problems stand at it, as a card's lines may have been moved.
    """
    if "$" not in text and "ightarrow" not in text:
        return text, ()
    lines = lines_of(text)
    shields = regions(lines).shields
    pieces: list[str] = []
    problems: list[Problem] = []
    for code, part in groupby(range(len(lines)), key=lambda at: shields[at] == "code"):
        piece = "\n".join(lines[at] for at in part)
        found = Mended(piece) if code else mend(piece)
        pieces.append(found.text)
        problems += (Problem(path, line, "repaired", each.found, each.mended) for each in found.repairs)
        problems += (_doubtful(path, line, each) for each in found.doubts)
    return "\n".join(pieces), tuple(problems)


def _doubtful(path: str, line: int, doubt: Doubt) -> Problem:
    return Problem(path, line, "bad-formula", doubt.found, mend=f"{doubt.why}; write it anew")
