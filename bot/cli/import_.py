"""`quizbot import`: files from elsewhere become decks, and everything that happened to their text is told."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from bot.decks import formats, pictures, writer
from bot.decks.formats import Imported
from bot.decks.report import Row, as_json, report, summary
from bot.errors import DeckError

_FILES = frozenset({".apkg", ".csv", ".htm", ".html", ".json", ".markdown", ".tsv", ".txt"})
MOST_ROWS = 1_000  # of a table on a screen; `--json` has them all


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the files are to be imported: where to (None: nowhere), as which format, and how it is told.

    `learner` is whose past they tell, by Telegram's id (None: nobody's); it goes to the database of `config`.
    """

    to: Path | None = None
    format: str | None = None
    strict: bool = False
    json: bool = False
    learner: int | None = None
    config: Path | None = None


def import_files(files: Sequence[Path], wanted: Wanted) -> int:
    """Import each file by itself and tell what became of it; one that cannot be read stops none of the others.

    A different deck that was in the way is kept beside the new one as NAME.md.bak.
    Returns the exit code: 2 when a file could not be imported, 1 when `strict` and anything was repaired, else 0.
    """
    places = Places(wanted.to, several=len(files) > 1)
    failed = repaired = False
    with _progress(len(files)) as step:
        for file in files:
            step(file)
            try:
                imported = formats.read_file(file, wanted.format)
                place = places.of(imported, file) if wanted.to else None
                said = _place(imported, place) if place else "not written: no --to"
                said += _hand_over(imported, place, wanted)
            except DeckError as e:
                failed = True
                sys.stderr.write(f"quizbot: {e}\n")
                continue
            repaired = repaired or imported.counts["repaired"] > 0
            _tell(imported, file, said, as_object=wanted.json)
    return 2 if failed else int(wanted.strict and repaired)


def once(files: Sequence[Path]) -> tuple[Path, ...]:
    """The files without those that are named a second time, by whatever path."""
    return tuple({file.resolve(): file for file in reversed(files)}.values())[::-1]


def misplaced(to: Path, *, several: bool) -> str:
    """Why decks cannot be written to a place, and what to name instead; empty when they can."""
    if to.is_dir():
        return ""
    if to.suffix == ".md":
        return f"{to} is one file, and there are several decks: name a folder" if several else ""
    if to.is_file() or to.suffix.lower() in _FILES:
        return f"{to} is no place for a deck: name a folder, or a file that ends in .md"
    return ""


def list_formats() -> None:
    """Print how each format is recognised."""
    table = Table("format", "how it is recognised")
    for name, how in formats.described():
        table.add_row(name, Text(how))
    Console().print(table)


class Places:
    """Where each file's deck goes: the file `to` names, or one of its own in the folder `to`; no two to one place."""

    def __init__(self, to: Path | None, *, several: bool) -> None:
        self._to = to
        self._folder = to is not None and (several or to.suffix != ".md" or to.is_dir())
        self._taken: dict[Path, Path] = {}

    def of(self, imported: Imported, file: Path) -> Path:
        """The deck file for an import; raises `DeckError` when it would be written over that of an earlier file."""
        assert self._to is not None
        place = self._to / f"{imported.deck.slug}.md" if self._folder else self._to
        first = self._taken.setdefault(place, file)
        if first != file:
            raise DeckError(
                str(file), f"would be written to {place}, as {first} was", mend="rename one of them"
            )
        return place


def _place(imported: Imported, to: Path) -> str:
    """Write the deck and its pictures, a different deck that was there kept beside; what became of it, in words."""
    deck = imported.deck
    if imported.pictures:
        deck = pictures.moved(deck, imported.pictures.keys(), to.stem)
    text = writer.write(deck).encode("utf-8")
    kept = Path(f"{to}.bak")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _save_pictures(imported, to.parent / to.stem)
        before = to.read_bytes() if to.exists() else None
        if before == text:
            return f"in {to} already, nothing was changed"
        if before is not None:
            kept.write_bytes(before)
        to.write_bytes(text)
    except OSError as e:
        raise DeckError(str(to), f"cannot be written: {e.strerror}") from e
    return f"written to {to}" + (f", what was there is now {kept}" if before is not None else "")


def _hand_over(imported: Imported, place: Path | None, wanted: Wanted) -> str:
    """Give the learner what the file tells of them; what became of it, in words."""
    told = len(imported.histories)
    if wanted.learner is None or place is None:
        return f"; {told} schedules not taken over: no --learner" if told else ""
    from bot.cli.adopt import adopt

    count = asyncio.run(adopt(wanted.learner, wanted.config, imported, place))
    known = f", {told - count} cards have a past already" if told > count else ""
    return f"; {count} schedules taken over{known}"


def _save_pictures(imported: Imported, folder: Path) -> None:
    if imported.pictures:
        folder.mkdir(exist_ok=True)
    for name, data in imported.pictures.items():
        (folder / name).write_bytes(data)


def _tell(imported: Imported, file: Path, said: str, *, as_object: bool) -> None:
    if as_object:
        typer.echo(json.dumps(as_json(imported, str(file)), ensure_ascii=False))
        return
    rows = report(imported).rows
    table = Table(
        "line", "what", "found", "what became of it", title=Text(f"{file.name} ({imported.format})")
    )
    for row in _most_telling(rows):
        table.add_row(*map(Text, row.cells))  # as it stands: brackets in it are nobody's markup
    Console().print(table)
    if len(rows) > MOST_ROWS:
        typer.echo(f"{len(rows) - MOST_ROWS} more lines are not shown; --json has them all")
    typer.echo(f"{summary(imported)}; {said}")


def _most_telling(rows: Sequence[Row]) -> Sequence[Row]:
    """All rows, or when they are too many first those of which something was not simply kept."""
    if len(rows) <= MOST_ROWS:
        return rows
    chosen = sorted(rows, key=lambda row: row.fate == "kept")[:MOST_ROWS]
    return sorted(chosen, key=lambda row: row.line)


@contextmanager
def _progress(files: int) -> Iterator[Callable[[Path], None]]:
    """A line on the terminal that says which file is being read, and for how long; nothing where nobody looks."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("reading", total=files)
        started = iter(range(files))

        def step(file: Path) -> None:
            progress.update(task, description=f"reading {file.name}", completed=next(started))

        yield step
