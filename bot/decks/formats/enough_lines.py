"""The lines of a text, when they are not more than people write."""

from __future__ import annotations

from bot.decks.markdown import lines_of
from bot.errors import DeckError

MOST_LINES = 200_000


def lines_within(text: str, path: str) -> list[str]:
    """The lines of a text.

    Raises:
        DeckError: they are more than `MOST_LINES`, which no article and no file of questions has.
    """
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        found = f"{len(lines)} lines, where at most {MOST_LINES} are read"
        raise DeckError(path, found, line=MOST_LINES + 1, mend="split the file")
    return lines
