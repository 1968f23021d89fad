"""Which formulas of decks neither a line of text nor a picture can show to people with an old app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.decks.load import read
from bot.decks.maths import flaw, formulas
from bot.decks.problems import Problem
from bot.errors import DeckError, PictureError
from bot.pictures.studio import Studio
from bot.render.unicode_maths import in_unicode

MOST = 500  # different formulas that are drawn in one check: about half a minute


async def undrawn(files: Iterable[Path]) -> list[Problem]:
    """A problem for each formula that is sound TeX and yet can be shown in rich messages only.

    What is no TeX at all is a problem of the deck already, found when it was read.

    Raises:
        PictureError: the drawing process does not start.
    """
    problems: list[Problem] = []
    reasons: dict[str, str] = {}
    async with Studio() as studio:
        for file in files:
            for line, latex in _doubtful(file):
                if latex not in reasons and len(reasons) == MOST:
                    problems.append(_unchecked(file))
                    break
                if latex not in reasons:
                    reasons[latex] = await _reason(studio, latex)
                if reasons[latex]:
                    problems.append(_problem(file, line, latex, reasons[latex]))
    return problems


def _doubtful(file: Path) -> Iterator[tuple[int, str]]:
    """Line and formula, of those that would have to be drawn."""
    try:
        text = read(file)
    except DeckError:
        return
    for formula in formulas(text):
        if in_unicode(formula.latex) is None and not flaw(formula.latex):
            yield formula.line + 1, formula.latex


async def _reason(studio: Studio, latex: str) -> str:
    try:
        await studio.draw((latex,))
    except PictureError as e:
        if not e.formula:
            raise
        return e.reason
    return ""


def _problem(file: Path, line: int, latex: str, reason: str) -> Problem:
    expected = f"LaTeX that can be drawn for apps without formulas: {reason}"
    return Problem(
        str(file), line, "bad-formula", latex, expected, "write it in commands of plain LaTeX, or as text"
    )


def _unchecked(file: Path) -> Problem:
    found = f"more than {MOST} formulas that have to be drawn"
    return Problem(str(file), 0, "unchecked", found, mend="check fewer decks at once to have them all drawn")
