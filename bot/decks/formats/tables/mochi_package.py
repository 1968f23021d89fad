"""Mochi's own export, `.mochi`: a zip with its decks as JSON, in which types are told by Transit's marks.

Source: mochi.cards/docs, "Export format reference"; cognitect's transit-format, "JSON-Verbose".
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from bot.decks.encodings import LARGEST
from bot.decks.formats.imported import MOST_CARDS, Imported, finished, too_many
from bot.decks.formats.tables.cells import plain
from bot.decks.formats.tables.mochi import sides_of, with_gaps
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card
from bot.domain.history import History, Reviewed, Schedule
from bot.domain.identity import question_key
from bot.errors import DeckError

_MOST_UNPACKED = 200 * 1024 * 1024
_DATA, _EDN = "data.json", "data.edn"
_AGAIN = "export the deck from Mochi once more, as a .mochi file"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, RecursionError,
    OverflowError, KeyError,
)  # fmt: skip
_OURS = re.compile(rb"[\x00/]data\.(?:json|edn)")
_ENTRY, _MOST_ENTRIES = b"PK\x01\x02", 100_000
_PICTURE = re.compile(
    r"(!\[[^\[\]\n]{0,300}\])\((?:@media/)?([\w.-]{1,120}\.(?:png|jpe?g|gif|webp|bmp))\)", re.IGNORECASE
)
_COMPONENT = re.compile(
    r"</?(?:speech|translate|dictionary|transcription|pitch|furigana)(?:\s[^<>]*)?>", re.IGNORECASE
)
_FIELD = re.compile(r"<<([^<>\n]{1,200})>>")
_KNEW, _FORGOT = 4, 1
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Object = Mapping[str, Any]


class MochiPackage:
    """A zip with Mochi's decks: read as bytes, not as text."""

    name = "mochi"
    describe = "Mochi's export: .mochi, a zip that holds data.json"

    def is_package(self, data: bytes) -> bool:
        """Whether bytes are of this kind, even damaged ones."""
        return data[:2] == b"PK" and bool(_OURS.search(data))

    def parse(self, data: bytes, path: str) -> Imported:
        """The decks in a package as one, with the learner's histories and its pictures; `path` names it in problems.

        Raises:
            DeckError: it is too large, damaged, in EDN, or no card is in it.
        """
        if len(data) > LARGEST or data.count(_ENTRY) > _MOST_ENTRIES:
            problem = f"has more than {LARGEST} bytes, or {_MOST_ENTRIES} files in it"
            raise DeckError(path, problem, mend="export it in parts")
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                return _Reading(path, archive).imported(self.name)
        except DeckError:
            raise
        except _BROKEN as e:
            raise DeckError(path, f"the package is damaged ({e})", mend=_AGAIN) from e


MOCHI_PACKAGE = MochiPackage()


@dataclass(slots=True)
class _Reading:
    path: str
    archive: zipfile.ZipFile
    left: int = _MOST_UNPACKED
    cards: list[Card] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _read: int = 0

    def imported(self, name: str) -> Imported:
        found = _plainly(json.loads(self._data()))
        found = found if isinstance(found, dict) else {}
        decks = [deck for deck in _list(found.get("decks")) if isinstance(deck, dict)]
        templates = {str(each.get("id")): each for each in _objects(found.get("templates"))}
        names = {str(deck.get("id")): _text(deck.get("name")) for deck in decks}
        for deck in decks:
            tags = [_text(deck.get("name"))] if len(decks) > 1 else []
            for card in _objects(deck.get("cards")):
                self._take(card, templates, deck, tags)
        for card in _objects(found.get("cards")):
            self._take(card, templates, {}, [names.get(str(card.get("deck-id")), "")])
        title = next(iter(names.values()), "") if len(decks) == 1 else ""
        imported = finished(self.path, name, self.cards, self.problems, title=title, mend=_AGAIN)
        kept = {card.key for card in imported.deck.cards}
        own = {each.key: each for each in self.histories if each.key in kept}
        return replace(imported, histories=tuple(own.values()), pictures=self.pictures)

    def _data(self) -> bytes:
        names = sorted(self.archive.namelist(), key=len)
        entry = next((name for name in names if name.rpartition("/")[2] == _DATA), "")
        if not entry:
            found = (
                f"holds its cards as {_EDN}"
                if any(name.endswith(_EDN) for name in names)
                else f"has no {_DATA}"
            )
            raise DeckError(self.path, found, mend="export the deck anew with today's Mochi, or as CSV")
        return self._unpacked(entry)

    def _unpacked(self, entry: str) -> bytes:
        with self.archive.open(entry) as stream:
            data = stream.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            problem = f"unpacks to more than {_MOST_UNPACKED >> 20} MB"
            raise DeckError(self.path, problem, mend="export it in parts")
        return data

    def _take(self, card: Object, templates: Mapping[str, Object], deck: Object, tags: Sequence[str]) -> None:
        """Make what cards there are of one of Mochi's; `line` is its place in the package."""
        self._read += 1
        template = templates.get(str(card.get("template-id") or deck.get("template-id")))
        front, *back = sides_of(_content(card, template))
        question, answer = self._shown(front), "\n\n".join(map(self._shown, back))
        away = next((word for word in ("trashed?", "archived?") if card.get(word)), "")
        if not question or away:
            why = f"Mochi says that it is {away[:-1]}" if away else "a card whose first side is empty"
            self._note("left_out", "\n".join(filter(None, (question, answer))), why)
            return
        every = merged(tag_of(_text(tag)) for tag in (*_list(card.get("tags")), *tags) if tag_of(_text(tag)))
        whole = Card(question_key(question), question, answer, tags=every, line=self._read)
        made = list(with_gaps(whole, braces=True))
        for each in made:
            if len(self.cards) == MOST_CARDS:
                raise too_many(self.path, self._read)
            if not each.answer:
                self._note(
                    "unanswered", each.question, "a card of one side; it is not asked until it has an answer"
                )
            self.cards.append(each)
        if len(made) == 1 and (history := _history(made[0].key, card)):
            self.histories.append(history)

    def _shown(self, side: str) -> str:
        """A side as our Markdown, its pictures unpacked."""
        text = plain(_COMPONENT.sub("", side) if "<" in side else side)
        if text.unread:
            self._note("left_out", text.unread, "a comment or a script inside a card")
        return _PICTURE.sub(self._pictured, text.text)

    def _pictured(self, found: re.Match[str]) -> str:
        name = found[2]
        entry = next((each for each in (name, f"media/{name}") if each in self.archive.NameToInfo), "")
        if entry and name not in self.pictures:
            self.pictures[name] = self._unpacked(entry)
        if not entry:
            self._note("left_out", name, "the picture is not in the package")
        return f"{found[1]}({name})"

    def _note(self, kind: Kind, found: str, mend: str) -> None:
        if found:
            self.problems.append(Problem(self.path, self._read, kind, found, mend=mend))


def _content(card: Object, template: Object | None) -> str:
    """What a card shows: its own text, or its fields as its template arranges them."""
    own = _text(card.get("content"))
    fields = {
        str(key): _text(each.get("value"))
        for key, each in _dict(card.get("fields")).items()
        if isinstance(each, dict)
    }
    if own.strip() or not fields:
        return own or _text(card.get("name"))
    if template is None or not _text(template.get("content")).strip():
        first = fields.pop("name", "") or _text(card.get("name"))
        return "\n---\n".join([first, *filter(None, fields.values())])
    names = {
        _text(each.get("name")): fields.get(str(key), "")
        for key, each in _dict(template.get("fields")).items()
        if isinstance(each, dict)
    }
    return _FIELD.sub(lambda found: names.get(found[1].strip(), ""), _text(template.get("content")))


def _history(key: str, card: Object) -> History | None:
    """The reviews of a card, of which Mochi knows whether it was remembered, and when it comes again."""
    reviews: list[Reviewed] = []
    memory: Schedule | None = None
    for each in _objects(card.get("reviews")):
        if (at := _moment(each.get("date"))) is None:
            continue
        reviews.append(Reviewed(_KNEW if each.get("remembered?") else _FORGOT, at))
        interval = each.get("interval")
        if isinstance(interval, int | float) and 0 <= interval < 36_500:
            due = _moment(each.get("due")) or at + timedelta(days=interval)
            memory = Schedule(due.date(), round(interval), reps=len(reviews))
    return History(key, tuple(sorted(reviews, key=lambda each: each.at)), memory) if reviews else None


def _moment(value: object) -> datetime | None:
    """A moment, which Mochi writes in milliseconds."""
    with suppress(ValueError, OverflowError, TypeError):
        at = _EPOCH + timedelta(milliseconds=int(str(value).removeprefix("~t")))
        return at if _EPOCH < at < _LATEST else None
    return None


# Transit


def _plainly(value: Any) -> Any:
    """The value without Transit's marks: keywords as words, sets and lists as lists, dates as milliseconds."""
    if isinstance(value, list):
        return [_plainly(each) for each in value]
    if isinstance(value, str):
        return (
            value[2:] if value.startswith("~:") else value[1:] if value[:2] in {"~~", "~^", "~`"} else value
        )
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (tag := next(iter(value))).startswith("~#"):
        return _plainly(value[tag])
    return {str(key).removeprefix("~:"): _plainly(each) for key, each in value.items()}


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Object]:
    return (each for each in _list(value) if isinstance(each, dict))
