"""The rows of an Anki text export: its head of `#` lines, its separator, quoted fields of several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.decks.formats.anki.tags_column import keys_column, tags_column
from bot.decks.formats.tables.names import Role, key_of, role_of
from bot.decks.markdown import lines_of

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
_KEYS = (
    "separator|html|tags|columns|notetype|deck|quizbot|if matches"
    "|notetype column|deck column|tags column|guid column"
)
_HEAD = re.compile(rf"#\s?({_KEYS})\s?:(.*)", re.IGNORECASE)
_OLD_TAGS = "tags:"
_QUOTE = '"'


class Row(NamedTuple):
    """One record: the line it begins on, its fields without their quotes, and how it stands in the file."""

    line: int
    fields: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Table:
    """An export taken apart: what its head says, by key; the lines that are no rows; the rows."""

    head: Mapping[str, str]
    asides: tuple[tuple[int, str], ...]
    separator: str
    rows: tuple[Row, ...]

    def column(self, name: str) -> int:
        """Where a column of the head stands, from 0; -1 when the head does not name it.

        Where it names none, tags and the keys of a database are told by their looks.
        """
        value = self.head.get(f"{name} column", "").strip()
        if value.isdecimal() and len(value) < 4:
            return int(value) - 1
        labels = [label.strip().lower() for label in self.head.get("columns", "").split(self.separator)]
        if name in labels:
            return labels.index(name)
        if name == "tags":  # in the language of the program
            labelled = [i for i, label in enumerate(labels) if role_of(key_of(label), ()) is Role.TAGS]
            if labelled:
                return labelled[0]
        if any(key.endswith(" column") for key in self.head) or "columns" in self.head:
            return -1
        if name == "guid":
            return keys_column([row.fields for row in self.rows])
        return tags_column([row.fields for row in self.rows]) if name == "tags" else -1


def head_of(lines: list[str]) -> tuple[dict[str, str], int]:
    """What the `#` lines at the top say, and how many lines they are."""
    found: dict[str, str] = {}
    for at, line in enumerate(lines):
        entry = _HEAD.fullmatch(line)
        if at == 0 and line.startswith(_OLD_TAGS):
            found["tags"] = line[len(_OLD_TAGS) :]
        elif entry:
            found[entry[1].lower()] = entry[2]
        elif not line.startswith("#"):
            return found, at
    return found, len(lines)


def table_of(text: str) -> Table:
    """The export in a text; linear. A quote that is not closed is a letter like any other."""
    lines = lines_of(text)
    head, count = head_of(lines)
    asides = [(at, line) for at, line in enumerate(lines[:count], 1) if line.strip()]
    body = "\n".join(lines[count:])
    separator = separator_of(head, body)
    rows = []
    for row in _records(body, separator, count + 1):
        if row.source.startswith("#"):
            asides.append((row.line, row.source))
        elif row.source.strip():
            rows.append(row)
    return Table(head, tuple(asides), separator, tuple(rows))


def separator_of(head: Mapping[str, str], body: str) -> str:
    """What parts the fields: as the head says, else the first that the rows have."""
    said = head.get("separator", "")
    if said in SEPARATORS.values():
        return said
    if said.strip().lower() in SEPARATORS:
        return SEPARATORS[said.strip().lower()]
    return next((mark for mark in ("\t", ";", ",", "|") if mark in body[:8192]), "\t")


def _records(body: str, separator: str, line: int) -> Iterator[Row]:
    scanner = _Scanner(body, separator)
    while scanner.at < len(body):
        start = scanner.at
        fields = scanner.record()
        source = body[start : scanner.at].rstrip("\n")
        yield Row(line, fields, source)
        line += body.count("\n", start, scanner.at)


class _Scanner:
    """Goes through a text once."""

    def __init__(self, text: str, separator: str) -> None:
        self.at = 0
        self._text = text
        self._separator = separator
        self._end = re.compile(rf"[{re.escape(separator)}\n]")
        self._quoting = True

    def record(self) -> tuple[str, ...]:
        """The fields of the record that begins here; afterwards `at` is behind its line end."""
        end = self._text.find("\n", self.at)
        line = self._text[self.at : end if end >= 0 else len(self._text)]
        if _QUOTE in line and not line.startswith("#"):
            return tuple(self._quoted())
        self.at += len(line) + 1  # which is most rows, and much quicker
        return (line,) if line.startswith("#") else tuple(line.split(self._separator))

    def _quoted(self) -> Iterator[str]:
        more = True
        while more:
            yield self._field()
            more = self.at < len(self._text) and self._text[self.at] != "\n"
            self.at += 1

    def _field(self) -> str:
        start = self.at
        close = self._closing(start + 1) if self._quoting and self._text.startswith(_QUOTE, start) else -1
        if close >= 0 and (close + 1 == len(self._text) or self._end.match(self._text, close + 1)):
            self.at = close + 1
            return self._text[start + 1 : close].replace('""', _QUOTE)
        found = self._end.search(self._text, start)
        self.at = found.start() if found else len(self._text)
        return self._text[start : self.at]

    def _closing(self, at: int) -> int:
        """Where the quoted field ends that begins before `at`; -1 when nothing ends it, and then nothing ever will."""
        while True:
            close = self._text.find(_QUOTE, at)
            if close < 0:
                self._quoting = False
                return -1
            if not self._text.startswith(_QUOTE, close + 1):
                return close
            at = close + 2
