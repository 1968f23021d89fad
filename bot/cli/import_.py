"""`quizbot import`."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from bot.decks import formats, writer
from bot.decks.report import rows


def import_file(file: Path, to: Path, format_: str | None) -> None:
    """Read `file` in whatever format it is, write the deck to `to`, print the report."""
    imported = formats.read_file(file, format_)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(writer.write(imported.deck), encoding="utf-8")
    table = Table("line", "what", "found", "what became of it", title=f"{file.name} ({imported.format})")
    for row in rows(imported):
        table.add_row(*row)
    Console().print(table)
    typer.echo(f"{len(imported.deck.cards)} cards written to {to}")
