"""Where a formula that is too wide for a phone goes on in the next row."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks.tex import tokens

_OPENS = frozenset({"{", "\\left", "\\begin", "(", "[", "\\{", "\\bigl", "\\Bigl", "\\biggl", "\\Biggl"})
_CLOSES = frozenset({"}", "\\right", "\\end", ")", "]", "\\}", "\\bigr", "\\Bigr", "\\biggr", "\\Biggr"})
_GAPS = frozenset({"\\quad", "\\qquad"})
_NAMES = "approx le leq ge geq equiv propto to Rightarrow implies iff coloneqq"
_RELATIONS = frozenset({"=", *(f"\\{name}" for name in _NAMES.split())})
_ROWS = frozenset({"&", "\\\\", "\\begin", "\\tag"})


def broken(tex: str) -> str | None:
    """The formula in rows: one for each formula in it, else one for each relation; None where it has no seam."""
    row = tokens(tex)
    if _ROWS & set(row):
        return None
    parts = _parts(row, _GAPS)
    if len(parts) > 1:
        return "\\begin{align*}&" + "\\\\&".join(parts) + "\\end{align*}"
    first, *rest = _parts(row, _RELATIONS) or [""]
    if len(rest) > 1:
        return f"\\begin{{align*}}{first}&" + "\\\\&".join(rest) + "\\end{align*}"
    return None


def _parts(row: list[str], seams: frozenset[str]) -> list[str]:
    """The formula cut outside brackets: before each relation, or at each gap, which is left out."""
    parts = [""]
    for piece, outside in _levels(row):
        if outside and piece in seams:
            parts.append("" if piece in _GAPS else piece)
        else:
            parts[-1] += piece
    return [part for part in parts if part.strip()]


def _levels(row: list[str]) -> Iterator[tuple[str, bool]]:
    level = 0
    for piece in row:
        level += (piece in _OPENS) - (piece in _CLOSES)
        yield piece, level <= 0
