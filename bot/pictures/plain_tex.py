r"""TeX as people write it, put into the TeX that the drawing libraries understand.

What latex2mathml and ziamath get wrong without a word is said in another way that they get right: the row length in
`\\[1ex]` would be printed, the limits of `\operatorname*` and of `\mathop` lost, `\biggl\{` drawn as a backslash.
Each rule takes a row of tokens and gives one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.decks.tex import closing, tokens

Row = list[str]

_SIZE_NAMES = ("\\big", "\\Big", "\\bigg", "\\Bigg")
_SIZES = {f"{size}{side}" for size in _SIZE_NAMES for side in ("", "l", "r", "m")}
_FITTED = {f"{size}{side[1]}": side for size in _SIZE_NAMES for side in ("\\left", "\\right")}
_ENVIRONMENTS = {
    "aligned": "align*",
    "align": "align*",
    "alignat": "align*",
    "split": "align*",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "multline": "gathered",
    "multline*": "gathered",
    "gather": "gathered",
    "gather*": "gathered",
    "dcases": "cases",
}
_SHELLS = frozenset({"equation", "equation*", "displaymath", "math"})
_LENGTH = re.compile(r"\[\s*-?[\d.]+\s*[a-z]{2}\s*\]")
_NAMED = frozenset({"\\operatorname", "\\operatorname*", "\\mathop"})
_WITH_LIMITS = frozenset({"\\operatorname*", "\\mathop"})
_DIGITS = {"\\mathbf": 0x1D7CE, "\\boldsymbol": 0x1D7CE, "\\mathbb": 0x1D7D8}
_FIXED = {
    "\\bm": ["\\boldsymbol"],
    "\\mathds": ["\\mathbb"],
    "\\bmod": tokens(r"\;\mathrm {mod}\;"),
    "\\arg": tokens(r"\operatorname{arg}\,"),
    "\\argmax": tokens(r"\operatorname*{argmax}"),
    "\\argmin": tokens(r"\operatorname*{argmin}"),
    "\\mathrm": ["\\mathrm", " "],  # without the space latex2mathml takes its first letter only
    "\\cfrac": ["\\dfrac"],
    "\\lt": ["<"],
    "\\gt": [">"],
    "\\nonumber": [],
    "\\notag": [],
    "\\allowbreak": [],
    "\\mathbin": [],
    "\\mathrel": [],
    "\\mathopen": [],
    "\\mathclose": [],
    "\\mathord": [],
    "\\!": [],
}
_ANGLES = {"<": "\\langle", ">": "\\rangle"}
_DROPPED = frozenset({"\\label", "\\hspace", "\\hspace*", "\\vspace", "\\vspace*"})


def plain_tex(tex: str) -> str:
    """The formula in the commands that can be drawn; what is not known is left as it is."""
    row = tokens(tex.strip())
    for rule in _RULES:
        row = rule(row)
    return "".join(row)


def _each(change: Callable[[Row, int], tuple[Row, int]]) -> Callable[[Row], Row]:
    """A rule that looks at every place: what is to stand there, and how many tokens that takes the place of."""

    def rule(row: Row) -> Row:
        written: Row = []
        at = 0
        while at < len(row):
            said, taken = change(row, at)
            written += said
            at += taken
        return written

    return rule


def _argument(row: Row, at: int) -> tuple[Row, int]:
    """The argument that begins at `at`, without braces, and where it ends."""
    while at < len(row) and row[at].isspace():
        at += 1
    if at >= len(row):
        return [], at
    if row[at] != "{":
        return [row[at]], at + 1
    end = closing(row, at)
    return (row[at + 1 : end], end + 1) if end > 0 else ([], at)


def _fixed(row: Row, at: int) -> tuple[Row, int]:
    return _FIXED.get(row[at], [row[at]]), 1


def _dropped(row: Row, at: int) -> tuple[Row, int]:
    if row[at] not in _DROPPED:
        return [row[at]], 1
    return [], _argument(row, at + 1)[1] - at


def _environment(row: Row, at: int) -> tuple[Row, int]:
    if row[at] not in {"\\begin", "\\end"}:
        return [row[at]], 1
    name, end = _argument(row, at + 1)
    known = "".join(name)
    if known.startswith("alignat"):
        known, end = "alignat", _argument(row, end)[1] if row[at] == "\\begin" else end
    if known in _SHELLS:
        return [], end - at
    if known == "rcases":
        return tokens(r"\left.\begin{matrix}" if row[at] == "\\begin" else r"\end{matrix}\right\}"), end - at
    return [row[at], "{", _ENVIRONMENTS.get(known, known), "}"], end - at


def _row_end(row: Row, at: int) -> tuple[Row, int]:
    r"""`\\[1ex]` without its length."""
    if row[at] not in {"\\\\", "\\cr"}:
        return [row[at]], 1
    end = closing(row, at + 1, ("[", "]")) if row[at + 1 : at + 2] == ["["] else -1
    length = end > 0 and _LENGTH.fullmatch("".join(row[at + 1 : end + 1]))
    return ["\\\\"], end + 1 - at if length else 1


def _cell(row: Row, at: int) -> tuple[Row, int]:
    """An empty last cell, with which latex2mathml would lose its table."""
    after = _next(row, at + 1)
    empty = row[at] == "&" and after and row[after] in {"\\end", "\\\\", "&"}
    return (["&", "{", "}"], 1) if empty else ([row[at]], 1)


def _named(row: Row, at: int) -> tuple[Row, int]:
    r"""A name with what stands below and above it: `\operatorname*{arg\,max}_x`."""
    if row[at] not in _NAMED:
        return [row[at]], 1
    name, end = _argument(row, at + 1)
    written = _name(name)
    if row[at] not in _WITH_LIMITS:
        return written, end - at
    limits: dict[str, Row] = {}
    while (after := _next(row, end)) and row[after] in {"\\limits", "_", "^"}:
        limit, end = _argument(row, after + 1) if row[after] != "\\limits" else ([], after + 1)
        limits[row[after]] = limit
    for mark, command in (("_", "\\underset"), ("^", "\\overset")):
        if mark in limits:
            written = [command, "{", *limits[mark], "}", "{", *written, "}"]
    return [*written, "\\,"] if limits else written, end - at


def _next(row: Row, at: int) -> int:
    while at < len(row) and row[at].isspace():
        at += 1
    return at if at < len(row) else 0


def _name(name: Row) -> Row:
    said = "".join(name)
    if said.isalpha():
        return ["\\operatorname", "{", said, "}"]
    if any(piece[0] == "\\" and len(piece) > 2 for piece in name):
        return ["{", *name, "}"]  # `\mathop{\arg\max}`, `\mathop{\sum}`
    return ["\\text", "{", *(" " if piece[0] in "\\~" else piece for piece in name), "}"]


def _binomial(row: Row, at: int) -> tuple[Row, int]:
    if row[at] not in {"\\binom", "\\dbinom", "\\tbinom"}:
        return [row[at]], 1
    above, end = _argument(row, at + 1)
    below, end = _argument(row, end)
    return [
        *tokens(r"\left(\begin{matrix}"),
        *above,
        "\\\\",
        *below,
        *tokens(r"\end{matrix}\right)"),
    ], end - at


def _related(row: Row, at: int) -> tuple[Row, int]:
    r"""A sign with a word above it, set apart as a relation is."""
    if row[at] not in {"\\stackrel", "\\overset"}:
        return [row[at]], 1
    above, end = _argument(row, at + 1)
    sign, end = _argument(row, end)
    return ["\\;", "\\overset", "{", *above, "}", "{", *sign, "}", "\\;"], end - at


def _digits(row: Row, at: int) -> tuple[Row, int]:
    if row[at] not in _DIGITS:
        return [row[at]], 1
    inside, end = _argument(row, at + 1)
    if not all(piece.isascii() and piece.isdigit() for piece in inside):
        return [row[at]], 1
    return [chr(_DIGITS[row[at]] + int(digit)) for digit in inside], end - at


def _negated(row: Row, at: int) -> tuple[Row, int]:
    return (["\\neq", " "], 2) if row[at : at + 2] == ["\\not", "="] else ([row[at]], 1)


def _tagged(row: Row, at: int) -> tuple[Row, int]:
    if row[at] not in {"\\tag", "\\tag*"}:
        return [row[at]], 1
    tag, end = _argument(row, at + 1)
    return ["\\qquad", "\\text", "{", "(", *tag, ")", "}"], end - at


def _text(row: Row, at: int) -> tuple[Row, int]:
    r"""Prose; formulas between dollars inside it come out of it."""
    if row[at] not in {"\\text", "\\mbox", "\\textrm", "\\textnormal"}:
        return [row[at]], 1
    inside, end = _argument(row, at + 1)
    pieces: Row = []
    for number, part in enumerate("".join(inside).replace("\\$", "\ufdd0").split("$")):
        said = part.replace("\ufdd0", "\\$")
        pieces += tokens(said) if number % 2 else [f"\\text{{{_spelled(said)}}}"] if said else []
    return pieces, end - at


def _spelled(prose: str) -> str:
    """Prose without TeX's ways of writing a sign."""
    return re.sub(r"\\([&%#_ ,;])|~", lambda found: (found[1] or " ").replace(",", " "), prose)


def _sized(row: Row) -> Row:
    r"""Brackets of a given size: in pairs they fit what is inside, alone a command loses its size."""
    if _pair_up(row):
        row = [_FITTED.get(piece, piece) for piece in row]
    return [
        piece
        for place, piece in enumerate(row)
        if not (piece in _SIZES and "".join(row[place + 1 : place + 2]).startswith("\\"))
    ]


def _pair_up(row: Row) -> bool:
    r"""Whether every `\bigl` has its `\bigr` within the same braces and cells."""
    level: list[int] = [0]
    for piece in row:
        if piece in _SIZES and piece[-1] in "lr":
            level[-1] += 1 if piece[-1] == "l" else -1
            if level[-1] < 0:
                return False
        elif piece == "{":
            level.append(0)
        elif piece in {"}", "&", "\\\\"}:
            if level[-1]:
                return False
            if piece == "}" and len(level) > 1:
                level.pop()
    return level == [0]


def _angles(row: Row, at: int) -> tuple[Row, int]:
    if row[at] in {"\\left", "\\right"} and row[at + 1 : at + 2] and row[at + 1] in _ANGLES:
        return [row[at], _ANGLES[row[at + 1]], " "], 2
    return (["\\Vert", " "], 2) if row[at : at + 2] == ["|", "|"] else ([row[at]], 1)


_RULES: tuple[Callable[[Row], Row], ...] = (
    _each(_fixed),
    _each(_dropped),
    _each(_environment),
    _each(_row_end),
    _each(_cell),
    _each(_binomial),
    _each(_related),
    _each(_named),
    _each(_digits),
    _each(_negated),
    _each(_tagged),
    _each(_text),
    _sized,
    _each(_angles),
)
