"""`quizbot export`: decks leave as files, with one person's past when one is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from bot.actions.export import Taken, take
from bot.cli.serve import settings_from
from bot.decks import export, pictures
from bot.domain.card import Deck
from bot.errors import DeckError, NotFound
from bot.storage import cards, learners
from bot.storage.database import Connection, open_database


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to leave: decks by slug (none: all), where to, and whose past goes along, by Telegram's id.

    Without a `format` the name of the file says it.
    """

    decks: Sequence[str]
    to: Path
    format: str = ""
    learner: int | None = None


async def export_decks(wanted: Wanted, config: Path | None) -> None:
    """Write each deck to a file of its own, or the only one to the file named.

    Raises:
        DeckError: the format is unknown, a file cannot be written, or cannot hold several decks.
        NotFound: there is no such deck or learner.
    """
    exporter = _exporter(wanted)
    settings = settings_from(config, need_token=False)
    database = await open_database(settings.database)
    try:
        async with database.read() as conn:
            taken = await _taken(conn, wanted)
    finally:
        await database.close()
    in_folder = _is_folder(wanted)
    if len(taken) > 1 and not in_folder:
        raise DeckError(
            str(wanted.to), f"is one file for {len(taken)} decks", mend="name a folder, or one deck"
        )
    for each in taken:
        place = wanted.to / f"{each.deck.slug}{exporter.suffix}" if in_folder else wanted.to
        shown = _pictures(each.deck, settings.cards)
        _write(place, exporter.write(each.deck, each.histories, datetime.now(each.zone), shown))
        for name, data in shown.items() if exporter.beside else ():
            _write(place.parent / name, data)
        typer.echo(f"{place}: {len(each.deck.cards)} cards, {len(each.histories)} with a past")


def _pictures(deck: Deck, roots: Sequence[Path]) -> dict[str, bytes]:
    """The pictures of a deck, from the folders the decks are read from; nothing outside them is taken."""
    folders = [root.resolve() if root.is_dir() else root.resolve().parent for root in roots]
    found: dict[str, bytes] = {}
    for name in pictures.named_in(deck):
        for folder in folders:
            file = (folder / name).resolve()
            if file.is_relative_to(folder) and file.is_file():
                found[name] = file.read_bytes()
                break
    return found


async def _taken(conn: Connection, wanted: Wanted) -> list[Taken]:
    learner = None
    if wanted.learner is not None:
        learner = await learners.find(conn, "person", wanted.learner)
        if learner is None:
            raise NotFound("learner", wanted.learner)
    slugs = wanted.decks or [deck.slug for deck in await cards.list_decks(conn)]
    if not slugs:
        raise NotFound("deck", "in the database: start the bot once, so that it reads them")
    return [await take(conn, slug, learner) for slug in dict.fromkeys(slugs)]


def _exporter(wanted: Wanted) -> export.Exporter:
    if wanted.format:
        if wanted.format not in export.FORMATS:
            known = ", ".join(export.FORMATS)
            raise DeckError(
                str(wanted.to), f"no format is called {wanted.format!r}", mend=f"choose one of {known}"
            )
        return export.FORMATS[wanted.format]
    found = export.by_name_of(wanted.to.name)
    if found is None and wanted.to.suffix and not wanted.to.is_dir():
        endings = ", ".join(dict.fromkeys(each.suffix for each in export.FORMATS.values()))
        problem = f"has a name that no format goes by ({endings})"
        raise DeckError(str(wanted.to), problem, mend="rename it, or name the format with --format")
    return found or export.FORMATS["native"]


def _is_folder(wanted: Wanted) -> bool:
    """A name without an ending is a folder's; any other is one only if there is such a folder."""
    return wanted.to.is_dir() or not wanted.to.suffix


def _write(place: Path, data: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    except OSError as e:
        raise DeckError(str(place), f"cannot be written: {e.strerror}") from e
