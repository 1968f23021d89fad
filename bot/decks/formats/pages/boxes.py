"""Tables drawn with signs, as terminals and converters write them: their borders, and rows that wrap inside a box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.decks.formats.pages.page_text import Line
from bot.decks.markdown import bare

_BORDER = re.compile(r"\+(?:[-=:]{2,}\+)+|[┌├└╞╔╠╚][─━═┬┼┴╪╤╧╦╬╩]{2,}[┐┤┘╡╗╣╝]")
_RULE = re.compile(r"-{20,}|-{3,}(?:[ \t]+-{3,})+|-{3,}(?:\+-{3,})+")
_SIDES = "|│║"
_INSIDE = re.compile(r"[ \t][|│║][ \t]")
_LONGEST = 1_000
_ONE_A_LINE = 3  # a box with so many borders has them around its head and around all of its rows


def unboxed(lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[Line]]:
    """The lines with every row of a drawn table on one line, and the borders.

    A box with a border below each row has rows that wrap; elsewhere a line is a row.
    """
    borders = {i for i, line in enumerate(lines) if _is_border(line)}
    if not borders:
        return tuple(lines), []
    boxed = [i for i in sorted(borders) if bare(lines[i].text)[0] != "-"]
    rest = [line for i, line in enumerate(lines) if i not in borders]
    if len(boxed) > _ONE_A_LINE:
        rows = [_row(lines[a + 1 : b]) for a, b in pairwise(boxed)]
        rest = [*lines[: boxed[0]], *(line for row in rows for line in row), *lines[boxed[-1] + 1 :]]
    return tuple(line for line in rest if not _is_border(line)), [lines[i] for i in sorted(borders)]


def _is_border(line: Line) -> bool:
    if len(line.text) > _LONGEST or line.cells:
        return False
    text = bare(line.text)
    return bool(text[:1] and text[0] in "+-┌├└╞╔╠╚" and (_BORDER.fullmatch(text) or _RULE.fullmatch(text)))


def _row(lines: Sequence[Line]) -> list[Line]:
    """The lines between two borders as one, if all of them have the same cells."""
    cells = [_cells(line.text) for line in lines]
    if not cells or len(cells[0]) < 2 or any(len(each) != len(cells[0]) for each in cells):
        return list(lines)
    joined = (" ".join(filter(None, column)) for column in zip(*cells, strict=True))
    return [replace(lines[0], text=f"| {' | '.join(joined)} |")]


def _cells(text: str) -> list[str]:
    inner = bare(text).strip(_SIDES)
    return [bare(cell) for cell in _INSIDE.split(f"{inner} ")]
