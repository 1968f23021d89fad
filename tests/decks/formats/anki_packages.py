"""Anki packages made by hand, in each of the three layouts, sound or damaged."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO

import zstandard

SEPARATOR = "\x1f"
CREATED = 1_600_000_000  # Sunday, 13 September 2020
BACK = '{{FrontSide}}\n\n<hr id="answer">\n\n'

_CARDS_AND_NOTES = """
CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer,
  ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer, tags text, flds text,
  sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer, usn integer,
  type integer, queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, left integer,
  odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer, lastIvl integer,
  factor integer, time integer, type integer);
"""
_NOTE_TYPES = """
CREATE TABLE notetypes (id integer primary key, name text COLLATE unicase, mtime_secs integer, usn integer,
  config blob);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord))
  WITHOUT ROWID;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, mtime_secs integer, usn integer,
  config blob, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
CREATE TABLE decks (id integer primary key, name text COLLATE unicase, mtime_secs integer, usn integer, common blob,
  kind blob);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
"""


@dataclass(frozen=True)
class Type:
    """A note type: fields, templates as (front, back)."""

    fields: Sequence[str] = ("Front", "Back")
    templates: Sequence[tuple[str, str]] = (("{{Front}}", BACK + "{{Back}}"),)
    cloze: bool = False
    name: str = "Basic"
    stock: int = 1


@dataclass(frozen=True)
class Scheduled:
    """What a card's row says besides its note."""

    number: int = 0
    deck: int = 1
    type: int = 0
    queue: int = 0
    due: int = 0
    ivl: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    flags: int = 0
    data: str = "{}"
    odue: int = 0
    odid: int = 0


@dataclass(frozen=True)
class Note:
    """A note and its cards."""

    fields: Sequence[str]
    type: int = 1
    tags: str = ""
    cards: Sequence[Scheduled] = (Scheduled(),)


BASIC = Type()
CLOZE = Type(
    ("Text", "Back Extra"),
    (("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}"),),
    cloze=True,
    name="Cloze",
)


@dataclass
class Package:
    """What to put into a package."""

    notes: Sequence[Note]
    types: Mapping[int, Type] = field(default_factory=lambda: {1: BASIC, 2: CLOZE})
    decks: Mapping[int, str] = field(default_factory=lambda: {1: "Default"})
    description: str = ""
    reviews: Sequence[tuple[int, int, int, int]] = ()  # milliseconds, card, button, type
    media: Mapping[str, bytes] = field(default_factory=dict)
    sql: str = ""

    def anki2(self) -> bytes:
        """The oldest layout."""
        return self._zip({"collection.anki2": self.database()}, json.dumps(self._numbers()).encode())

    def anki21(self) -> bytes:
        """The layout with a stub beside the collection."""
        files = {"collection.anki2": stub(), "collection.anki21": self.database()}
        return self._zip(files, json.dumps(self._numbers()).encode())

    def anki21b(self, version: int = 3) -> bytes:
        """The newest layout: zstd and protobuf."""
        pack = zstandard.ZstdCompressor().compress
        files = {
            "meta": b"\x08" + bytes([version]),
            "collection.anki2": stub(),
            "collection.anki21b": pack(self.database(tables=True)),
        }
        entries = b"".join(message(1, message(1, name.encode())) for name in self.media)
        return self._zip(files, pack(entries), pack)

    def database(self, *, tables: bool = False) -> bytes:
        """The collection by itself, its note types in `tables` or as JSON."""
        with closing(sqlite3.connect(":memory:")) as db:
            db.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
            db.executescript(_CARDS_AND_NOTES)
            models, decks = ("", "") if tables else (self._models(), self._decks())
            db.execute(
                "INSERT INTO col VALUES (1,?,0,0,11,0,0,0,'{}',?,?,'{}','{}')", (CREATED, models, decks)
            )
            if tables:
                self._fill_tables(db)
            self._fill(db)
            db.executescript(self.sql)
            db.commit()
            return db.serialize()

    def _fill(self, db: sqlite3.Connection) -> None:
        card = 0
        for number, note in enumerate(self.notes, 1):
            row = (number, f"g{number}", note.type, note.tags, SEPARATOR.join(note.fields))
            db.execute("INSERT INTO notes VALUES (?,?,?,0,0,?,?,0,0,0,'')", row)
            for each in note.cards:
                card += 1
                row_of = (
                    card, number, each.deck, each.number, each.type, each.queue, each.due, each.ivl, each.factor,
                    each.reps, each.lapses, each.odue, each.odid, each.flags, each.data,
                )  # fmt: skip
                db.execute("INSERT INTO cards VALUES (?,?,?,?,0,0,?,?,?,?,?,?,?,0,?,?,?,?)", row_of)
        for at, of, button, kind in self.reviews:
            db.execute("INSERT INTO revlog VALUES (?,?,0,?,0,0,0,0,?)", (at, of, button, kind))

    def _fill_tables(self, db: sqlite3.Connection) -> None:
        db.executescript(_NOTE_TYPES)
        for key, kind in self.types.items():
            config = number(1, int(kind.cloze)) + message(3, b".card {}") + number(9, kind.stock)
            db.execute("INSERT INTO notetypes VALUES (?,?,0,0,?)", (key, kind.name, config))
            for at, name in enumerate(kind.fields):
                db.execute("INSERT INTO fields VALUES (?,?,?,?)", (key, at, name, message(3, b"Arial")))
            for at, (front, back) in enumerate(kind.templates):
                faces = message(1, front.encode()) + message(2, back.encode())
                db.execute("INSERT INTO templates VALUES (?,?,?,0,0,?)", (key, at, f"Card {at}", faces))
        for key, name in self.decks.items():
            kind = message(1, number(1, 1) + message(4, self.description.encode()))
            db.execute("INSERT INTO decks VALUES (?,?,0,0,x'',?)", (key, name.replace("::", SEPARATOR), kind))

    def _models(self) -> str:
        return json.dumps({key: _model(kind) for key, kind in self.types.items()})

    def _decks(self) -> str:
        return json.dumps({key: {"name": name, "desc": self.description} for key, name in self.decks.items()})

    def _numbers(self) -> dict[str, str]:
        return {str(at): name for at, name in enumerate(self.media)}

    def _zip(self, files: Mapping[str, bytes], media: bytes, pack=bytes) -> bytes:
        into = BytesIO()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
            archive.writestr("media", media)
            for at, data in enumerate(self.media.values()):
                archive.writestr(str(at), pack(data))
        return into.getvalue()


def stub() -> bytes:
    """The collection that older programs see in a newer package."""
    return Package([Note(("Please update to the latest Anki version, then import again.", ""))]).database()


def message(key: int, value: bytes) -> bytes:
    """A protobuf field of bytes."""
    return _varint(key << 3 | 2) + _varint(len(value)) + value


def number(key: int, value: int) -> bytes:
    """A protobuf field of a number."""
    return _varint(key << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _model(kind: Type) -> dict[str, object]:
    return {
        "name": kind.name,
        "type": int(kind.cloze),
        "flds": [{"name": name, "ord": at} for at, name in enumerate(kind.fields)],
        "tmpls": [{"ord": at, "qfmt": q, "afmt": a} for at, (q, a) in enumerate(kind.templates)],
        "originalStockKind": kind.stock,
    }
