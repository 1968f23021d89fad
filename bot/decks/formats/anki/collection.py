"""The SQLite database of a package, read as a stranger's: nothing in it is run, and no row can stop the others.

A view, a virtual table or one with a column that computes is no table here, only reading is allowed, work is bounded
by a count of steps, and text that is no UTF-8 loses the letters that are damaged.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from bot.decks.formats.anki.notetypes import (
    AnkiDeck,
    NoteType,
    decks_from_json,
    decks_from_table,
    from_json,
    from_tables,
)
from bot.errors import DeckError

_MAGIC = b"SQLite format 3\x00"
_LONGEST_VALUE = 32 * 1024 * 1024
_COMPUTES = re.compile(r"^\s*CREATE\s+VIRTUAL|\bAS\s*\(", re.IGNORECASE)
_STEPS, _MOST_STEPS = 1_000_000, 1_000  # at most a thousand million steps of SQLite's machine
_READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_NAMELESS = AnkiDeck("")
_NEEDED = ("col", "notes", "cards")
_AGAIN = "open it in Anki, check the database there, and export it again"


class Row(NamedTuple):
    """One card with its note; a note without cards has `card` None. Numbers are as Anki keeps them."""

    note: int
    type: int
    tags: str
    fields: str
    card: int | None
    number: int
    deck: int
    kind: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    flags: int
    data: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A database that is open; `created` is when it was, in seconds, from which days are counted."""

    path: str
    types: dict[int, NoteType]
    decks: dict[int, AnkiDeck]
    created: int
    _db: sqlite3.Connection
    _tables: frozenset[str]

    def rows(self) -> Iterator[Row]:
        """Every note with each of its cards, the oldest note first."""
        with _readable(self.path):
            yield from map(Row._make, self._db.execute(_ROWS))

    def decks_used(self) -> list[AnkiDeck]:
        """The decks that have cards, by name."""
        with _readable(self.path):
            every = {deck for (deck,) in self._db.execute(_DECKS)}
        return sorted((self.decks.get(deck, _NAMELESS) for deck in every), key=attrgetter("name"))

    def strays(self) -> int:
        """How many cards have no note."""
        with _readable(self.path):
            return sum(
                1 for _ in self._db.execute("SELECT id FROM cards WHERE nid NOT IN (SELECT id FROM notes)")
            )

    def reviews(self) -> Iterator[tuple[int, int, int]]:
        """Every answer given in Anki: (card, milliseconds, button), the oldest first; none where there is no log."""
        if "revlog" in self._tables:
            with _readable(self.path):
                yield from self._db.execute(_REVIEWS)


_ROWS = """
SELECT n.id, CAST(n.mid AS INTEGER), CAST(n.tags AS TEXT), CAST(n.flds AS TEXT),
       c.id, CAST(c.ord AS INTEGER), CAST(CASE WHEN c.odid THEN c.odid ELSE c.did END AS INTEGER),
       CAST(c.type AS INTEGER), CAST(c.queue AS INTEGER),
       CAST(CASE WHEN c.odid AND c.odue THEN c.odue ELSE c.due END AS INTEGER), CAST(c.ivl AS INTEGER),
       CAST(c.factor AS INTEGER), CAST(c.reps AS INTEGER), CAST(c.lapses AS INTEGER), CAST(c.flags AS INTEGER),
       CAST(c.data AS TEXT)
FROM notes n LEFT JOIN cards c ON c.nid = n.id ORDER BY n.id, c.ord, c.id
"""
_DECKS = "SELECT DISTINCT CAST(CASE WHEN odid THEN odid ELSE did END AS INTEGER) FROM cards"
_REVIEWS = "SELECT CAST(cid AS INTEGER), id, CAST(ease AS INTEGER) FROM revlog WHERE ease BETWEEN 1 AND 4 ORDER BY id"


@contextmanager
def opened(file: Path, path: str) -> Iterator[Collection]:
    """The collection in a database file; `path` names the package in errors.

    Raises:
        DeckError: it is no SQLite database, is damaged, or is no collection.
    """
    with file.open("rb") as head:
        if head.read(len(_MAGIC)) != _MAGIC:
            raise DeckError(path, "the collection is no SQLite database", mend=_AGAIN)
    with _readable(path):
        db = sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True, isolation_level=None)
    with closing(db):
        with _readable(path):
            _guard(db)
            collection = _collection(db, path)
        yield collection


def _guard(db: sqlite3.Connection) -> None:
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    db.create_collation("unicase", _unicase)
    db.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY)
    left = iter(range(_MOST_STEPS))
    db.set_progress_handler(lambda: int(next(left, None) is None), _STEPS)


def _unicase(a: str, b: str) -> int:
    one, other = a.casefold(), b.casefold()
    return (one > other) - (one < other)


def _collection(db: sqlite3.Connection, path: str) -> Collection:
    tables = frozenset(
        name
        for name, kind, sql in db.execute("SELECT name, type, sql FROM sqlite_master")
        if kind == "table" and not _COMPUTES.search(str(sql))
    )
    if missing := [name for name in _NEEDED if name not in tables]:
        raise DeckError(path, f"the collection has no table {missing[0]!r}", mend=_AGAIN)
    head = db.execute("SELECT CAST(crt AS INTEGER), models, decks FROM col LIMIT 1").fetchone()
    if head is None:
        raise DeckError(path, "the collection's table 'col' is empty", mend=_AGAIN)
    created, models, decks = head
    types = _types_in_tables(db) if "notetypes" in tables else {}
    names = _decks_in_table(db) if "decks" in tables else {}
    types = types or from_json(_text(models))
    names = names or decks_from_json(_text(decks))
    return Collection(path, types, names, created or 0, db, tables)


def _types_in_tables(db: sqlite3.Connection) -> dict[int, NoteType]:
    return from_tables(
        db.execute("SELECT id, CAST(name AS TEXT), CAST(config AS BLOB) FROM notetypes"),
        db.execute("SELECT CAST(ntid AS INTEGER), CAST(name AS TEXT) FROM fields ORDER BY ntid, ord"),
        db.execute("SELECT CAST(ntid AS INTEGER), CAST(ord AS INTEGER), CAST(config AS BLOB) FROM templates"),
    )


def _decks_in_table(db: sqlite3.Connection) -> dict[int, AnkiDeck]:
    return decks_from_table(
        db.execute("SELECT CAST(id AS INTEGER), CAST(name AS TEXT), CAST(kind AS BLOB) FROM decks")
    )


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


@contextmanager
def _readable(path: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, OverflowError, RecursionError) as e:
        raise DeckError(path, f"the collection is damaged ({e})", mend=_AGAIN) from e
