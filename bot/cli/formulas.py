"""In which ways the formulas of decks can be shown: in rich messages, as a line of text, as a picture."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.decks.load import read
from bot.decks.maths import flaw, formulas
from bot.decks.problems import Problem
from bot.errors import DeckError, PictureError
from bot.pictures.studio import Studio
from bot.render.unicode_maths import in_unicode

MOST = 1000  # different formulas that are drawn in one check: about half a minute
STUDIOS = 2  # processes that draw; a third would save less than its own start takes


@dataclass(frozen=True, slots=True)
class Place:
    """A formula in a file; `line` is 1-based, `as_text` says whether a line of text can show it."""

    file: Path
    line: int
    latex: str
    as_text: bool


async def undrawn(files: Iterable[Path]) -> list[Problem]:
    """A problem for each formula that is sound TeX and yet cannot be drawn, which says in what ways it can be shown.

    It is a mistake where a line of text cannot show it either, so that people with an old app could not read it.
    What rich messages cannot show is a problem of the deck already, found when it was read. At most 1000 different
    formulas are drawn, those first that have no line of text; that some of these were not is a note.

    Raises:
        PictureError: the drawing process does not start.
    """
    places = list(places_of(files))
    different = dict.fromkeys(place.latex for place in sorted(places, key=lambda place: place.as_text))
    reasons = await _reasons(list(islice(different, MOST)))
    unchecked = {place.file for place in places if not place.as_text and place.latex not in reasons}
    problems = [_problem(place, why) for place in places if (why := reasons.get(place.latex))]
    return [*problems, *map(_unchecked, sorted(unchecked))]


def places_of(files: Iterable[Path]) -> Iterator[Place]:
    """Every formula that rich messages can show, in every place it stands; files that cannot be read have none."""
    flaws: dict[str, str] = {}
    for file in files:
        try:
            text = read(file)
        except DeckError:
            continue
        for formula in formulas(text):
            latex = formula.latex
            if latex not in flaws:
                flaws[latex] = flaw(latex)
            if not flaws[latex]:
                yield Place(file, formula.line + 1, latex, in_unicode(latex) is not None)


async def _reasons(different: Sequence[str]) -> Mapping[str, str]:
    """Why each cannot be drawn, empty where it can."""
    shares = (different[start::STUDIOS] for start in range(STUDIOS))
    drawn = await asyncio.gather(*(_drawn(share) for share in shares if share))
    return {latex: reason for share in drawn for latex, reason in share.items()}


async def _drawn(different: Sequence[str]) -> dict[str, str]:
    async with Studio() as studio:
        return {latex: await _reason(studio, latex) for latex in different}


async def _reason(studio: Studio, latex: str) -> str:
    try:
        await studio.draw((latex,))
    except PictureError as e:
        if not e.formula:
            raise
        return e.reason
    return ""


def _problem(place: Place, reason: str) -> Problem:
    address = str(place.file), place.line
    if place.as_text:
        expected = f"LaTeX that can be drawn as well (rich messages and a line of text show it): {reason}"
        mend = "put the words outside the formula, if it may grow"
        return Problem(*address, "undrawn", place.latex, expected, mend)
    expected = f"LaTeX that a line of text or a picture can show (rich messages do): {reason}"
    mend = "write it in commands of plain LaTeX, or as text"
    return Problem(*address, "bad-formula", place.latex, expected, mend)


def _unchecked(file: Path) -> Problem:
    found = f"more than {MOST} formulas that have to be drawn"
    return Problem(str(file), 0, "unchecked", found, mend="check fewer decks at once to have them all drawn")
