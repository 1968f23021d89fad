r"""How a card of ours stands in an Obsidian note, so that the Spaced Repetition plugin shows all of it.

For the plugin a blank line ends a card and a line of only `?` parts its question from its answer. So a blank line
inside a card is written `<br>`, which Obsidian shows as one, and a line of text that only looks like either gets a
backslash. Fenced code stays as it is, since the plugin reads it as one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.decks.markdown import EDGES, bare, regions

MARK = "?"
BREAK = "<br>"
OURS = "<!-- quizbot: obsidian 1 -->"
"""The line that says a note was written by us, so that it can be read to the letter."""

_EDGE = f"[{re.escape(EDGES)}]*"
_LOOKS_ALIKE = re.compile(rf"{_EDGE}(\\*)(?:<br>|\?\??){_EDGE}")


def written(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a text as they stand inside a card."""
    for line, shield in zip(lines, regions(lines).shields, strict=True):
        if shield == "code":
            yield line
        elif not bare(line):
            yield line + BREAK
        else:
            found = _LOOKS_ALIKE.fullmatch(line)
            yield f"{line[: found.start(1)]}\\{line[found.start(1) :]}" if found else line


def read(lines: Sequence[str]) -> Iterator[str]:
    """What `written` was given."""
    for line, shield in zip(lines, regions(lines).shields, strict=True):
        plain = shield == "code" or ("?" not in line and BREAK not in line)
        found = None if plain else _LOOKS_ALIKE.fullmatch(line)
        if found and found[1]:
            yield line[: found.start(1)] + line[found.start(1) + 1 :]
        else:
            yield line.replace(BREAK, "") if found else line
