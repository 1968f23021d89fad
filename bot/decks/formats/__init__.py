"""The registry of foreign formats: who recognises a text, and reading it with the one that does."""

from __future__ import annotations

from pathlib import Path

from bot.decks import load
from bot.decks.formats.channel import CHANNEL
from bot.decks.formats.imported import Format, Imported, Recognition
from bot.decks.formats.obsidian import OBSIDIAN
from bot.errors import DeckError

__all__ = ["FORMATS", "Format", "Imported", "Recognition", "read", "read_bytes", "read_file", "recognise"]

FORMATS: tuple[Format, ...] = (CHANNEL, OBSIDIAN)

_SURE = 0.5


def recognise(text: str) -> tuple[tuple[Format, Recognition], ...]:
    """Every format with how sure it is that `text` is its own, the surest first."""
    opinions = [(each, each.recognise(text)) for each in FORMATS]
    return tuple(sorted(opinions, key=lambda opinion: -opinion[1].score))


def read(text: str, path: str, format: str | None = None) -> Imported:  # noqa: A002  # the word of the command line
    """The deck in a foreign text, read by the format that recognises it, or by the one named `format`.

    `path` names the file in problems and gives the deck its slug.

    Raises:
        DeckError: no format knows the text (it says why the two nearest do not), the name is unknown, or
        there
            is no card in the text.
    """
    return (_named(format, path) if format else _nearest(text, path)).parse(text, path)


def read_bytes(data: bytes, path: str, format: str | None = None) -> Imported:  # noqa: A002  # as above
    """The deck in a foreign file's bytes; like `read` otherwise.

    Raises:
        DeckError: the bytes are not UTF-8, or as for `read`.
    """
    return read(load.decoded(data, path), path, format)


def read_file(file: Path, format: str | None = None) -> Imported:  # noqa: A002  # as above
    """The deck in a foreign file in UTF-8; like `read` otherwise.

    Raises:
        DeckError: the file cannot be read, or is not UTF-8, or as for `read`.
    """
    return read(load.read(file), str(file), format)


def _named(name: str, path: str) -> Format:
    for each in FORMATS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FORMATS)
    raise DeckError(path, f"no format is called {name!r}", mend=f"choose one of {known}")


def _nearest(text: str, path: str) -> Format:
    opinions = recognise(text)
    best, opinion = opinions[0]
    if opinion.score >= _SURE:
        return best
    why = "; ".join(f"{each.name}: {', '.join(seen.reasons)}" for each, seen in opinions[:2])
    raise DeckError(path, f"no format recognises this text ({why})", mend="name one with --format")
