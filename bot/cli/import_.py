"""`quizbot import`."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.decks import formats, writer
from bot.decks.report import rows
from bot.errors import DeckError


def import_file(file: Path, to: Path, format_: str | None) -> None:
    """Read `file` in whatever format it is, write the deck to `to`, print the report.

    A different deck that was there is kept beside it as NAME.md.bak.
    Raises `DeckError` when the one cannot be read or the other not be written.
    """
    imported = formats.read_file(file, format_)
    said = _write(to, writer.write(imported.deck))
    title = Text(f"{file.name} ({imported.format})")
    table = Table("line", "what", "found", "what became of it", title=title)
    for row in rows(imported):
        table.add_row(*map(Text, row))  # as it stands: brackets in it are nobody's markup
    Console().print(table)
    typer.echo(f"{len(imported.deck.cards)} cards {said}")


def _write(to: Path, deck: str) -> str:
    """Write the deck, a different one that was there kept beside it; what has become of it, in words."""
    text = deck.encode("utf-8")
    kept = Path(f"{to}.bak")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        before = to.read_bytes() if to.exists() else None
        if before == text:
            return f"are in {to} already, nothing was changed"
        if before is not None:
            kept.write_bytes(before)
        to.write_bytes(text)
    except OSError as e:
        raise DeckError(str(to), f"cannot be written: {e.strerror}") from e
    return f"written to {to}" + (f", what was there is now {kept}" if before is not None else "")
