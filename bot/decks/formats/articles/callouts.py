"""Questions in callouts, as note programs fold them: `> [!question]- What is a page?`, the answer inside or below."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OPENS = re.compile(r"[ ]{0,3}>[ ]?\[!(\w{1,20})\]([+-]?)[ \t]*(.*)")
_INSIDE = re.compile(r"[ ]{0,3}>[ ]?(.*)")
_ASKS = frozenset({"question", "help", "faq"})
_ANSWERS = frozenset({"success", "check", "done", "answer"})
_FEWEST = 2


def count_of(lines: Sequence[str]) -> int:
    """How many callouts ask."""
    return sum(_asks(line) for line in lines)


def unfolded(lines: Sequence[str]) -> list[str]:
    """The lines, with callouts that ask or answer as what folds; line for line the same, but for an end at the end.

    A callout of one line only asks: its answer folds below it.
    """
    if count_of(lines) < _FEWEST:
        return list(lines)
    out: list[str] = []
    inside = False
    for at, line in enumerate(lines):
        opened = _OPENS.fullmatch(line)
        within = _INSIDE.fullmatch(line)
        end = "</details>" if inside and opened else ""
        body = at + 1 < len(lines) and _INSIDE.fullmatch(lines[at + 1]) is not None
        if opened and opened[1].lower() in _ASKS and opened[3] and not body:
            out.append(f"{end}Q: {opened[3]}")
            inside = False
        elif opened and opened[1].lower() in _ASKS | _ANSWERS:
            out.append(f"{end}<details><summary>{opened[3] or 'Answer'}</summary>")
            inside = True
        elif inside and within:
            out.append(within[1])
        else:
            out.append(f"</details>{line}" if inside else line)
            inside = False
    return [*out, "</details>"] if inside else out


def _asks(line: str) -> bool:
    opened = _OPENS.fullmatch(line)
    return opened is not None and opened[1].lower() in _ASKS
