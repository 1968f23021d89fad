"""TeX as a row of tokens: commands, signs, braces and spaces, nothing understood yet."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|[^\\]|\\$", re.DOTALL)
_STARRED = frozenset({"\\operatorname*", "\\DeclareMathOperator*", "\\hspace*", "\\vspace*", "\\tag*"})


def tokens(tex: str) -> list[str]:
    r"""The tokens of a formula, which together are the formula again.

    A command with its backslash is one, and so is a run of spaces. A star belongs to a command that knows one:
    `\alpha*` are two tokens.
    """
    found: list[str] = []
    for token in _TOKEN.findall(tex):
        if len(token) > 2 and token[-1] == "*" and token[0] == "\\" and token not in _STARRED:
            found += (token[:-1], "*")
        else:
            found.append(token)
    return found


def closing(row: Sequence[str], at: int, ends: tuple[str, str] = ("{", "}")) -> int:
    """Where what opens at `at` closes again, -1 when it does not."""
    opens, closes = ends
    depth = 0
    for place in range(at, len(row)):
        depth += (row[place] == opens) - (row[place] == closes)
        if depth == 0:
            return place
    return -1


def depth(row: Sequence[str]) -> int:
    r"""How deep braces, `\left`s and environments are nested."""
    deepest = level = 0
    for token in row:
        level += (token in _OPENS) - (token in _CLOSES)
        deepest = max(deepest, level)
    return deepest


_OPENS = frozenset({"{", "\\left", "\\begin"})
_CLOSES = frozenset({"}", "\\right", "\\end"})
