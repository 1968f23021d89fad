"""Several options in one cell of a table, as lists of programs, lines, or with a mark between."""

from __future__ import annotations

import json
import re

_MOST = 200
_MARKS = re.compile(r"\n|\|")
_LABEL = re.compile(r"\(?([A-Ha-hА-Еа-е1-8])(?:[.)][ \t]+|[)）、．])")
_QUOTED = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*+)'|"((?:[^"\\]|\\.)*+)")\s*(?:,|\]\Z)""", re.DOTALL)
_SLASH = re.compile(r"\\(.)", re.DOTALL)


def listed(cell: str) -> list[tuple[str, str]]:
    """The options in one cell, each with the letter it stood behind, empty when it had none."""
    parts = _parts(cell.strip())
    if len(parts) > _MOST:
        return [("", cell)]
    found = [(_LABEL.match(part), part) for part in parts]
    return [(label[1].casefold(), part[label.end() :]) if label else ("", part) for label, part in found]


def key_in(cell: str) -> str:
    """What a cell calls right, without the marks of a program's list around it."""
    return ", ".join(_of_program(cell.strip())) or cell if cell.lstrip().startswith("[") else cell


def wrong_ones(cell: str) -> list[str]:
    """The wrong options in one cell: a comma may belong to one of them, but not in a list of a program's."""
    if cell.lstrip().startswith("[") and (found := _of_program(cell.strip())):
        return found
    return [part for part in re.split(r"[;|\n]", cell) if part.strip()]


def _parts(text: str) -> list[str]:
    if text.startswith("[") and (found := _of_program(text)):
        return found
    parts = _MARKS.split(text)
    for mark in (";", ","):
        parts = parts if len(parts) > 1 else text.split(mark)
    return [part.strip() for part in parts]


def _of_program(text: str) -> list[str]:
    """The strings of a list in JSON or Python, none when it is something else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _of_python(text)
    return [str(each) for each in found] if all(isinstance(each, str | int | float) for each in found) else []


def _of_python(text: str) -> list[str]:
    found: list[str] = []
    at = 1
    while at < len(text):
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            return []
        found.append(_SLASH.sub(r"\1", quoted[1] if quoted[1] is not None else quoted[2]))
        at = quoted.end()
    return found
