"""The lines of a text, when they are neither more nor longer than people write."""

from __future__ import annotations

from bot.decks.markdown import lines_of
from bot.errors import DeckError

MOST_LINES = 100_000
LONGEST_LINE = 1_000_000


def lines_within(text: str, path: str) -> list[str]:
    """The lines of a text.

    Raises:
        DeckError: they are more than `MOST_LINES`, or one has more than `LONGEST_LINE` characters, which no text
            that people wrote for people has.
    """
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        found = f"{len(lines)} lines, where at most {MOST_LINES} are read"
        raise DeckError(path, found, line=MOST_LINES + 1, mend="split the file")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            found = f"a line of {len(line)} characters, where at most {LONGEST_LINE} are read"
            raise DeckError(path, found, line=number, mend="break the line where a question begins")
    return lines
