"""Notes of a collection made into cards by their templates, and what became of those that made none.

A package has no lines: the line of a card is the number of its note, counted from the oldest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from bot.decks import own_apkg, own_deck
from bot.decks.formats.anki.cloze import OCCLUDED, is_occlusion
from bot.decks.formats.anki.collection import Collection, Row
from bot.decks.formats.anki.fields import Reader, as_question, without_question
from bot.decks.formats.anki.labels import files_under, tags_of
from bot.decks.formats.anki.media import Pictures
from bot.decks.formats.anki.notetypes import AnkiDeck, NoteType
from bot.decks.formats.anki.templates import Filling, Template, is_blank, template
from bot.decks.html import text_of
from bot.decks.native import MOST_CARDS
from bot.decks.pictures import named_in, renamed
from bot.decks.problems import Kind, Problem
from bot.domain.card import Card, Deck
from bot.domain.identity import question_key
from bot.errors import DeckError

_SEPARATOR = "\x1f"
_SUSPENDED = -1
_REPEATS = 8  # times that a card may say all fields of its note
_LONGEST_QUESTION = 100_000
_MOST_TEXT = 128 * 1024 * 1024  # letters of all faces together
_NO_TYPE = "its note type is missing; open the deck in Anki, check the database, and export again"
_NO_CARDS = "the package has no card of this note"
_EMPTY = "the front of its card is empty; Anki shows no such card either"
_NO_TEMPLATE = "its note type has no template for this card"


@dataclass(frozen=True, slots=True)
class Made:
    """A card, and the row of the collection it was made of."""

    card: Card
    row: Row


@dataclass(frozen=True, slots=True)
class _Type:
    """A note type with its templates taken apart; `unshown` are the places of fields that no face shows."""

    kind: NoteType
    templates: Mapping[int, Template]
    unshown: tuple[int, ...]


class Maker:
    """Makes cards of notes; `problems` grow as it goes."""

    def __init__(self, collection: Collection, pictures: Pictures) -> None:
        self.problems: list[Problem] = []
        self._collection = collection
        self._pictures = pictures
        self._reader = Reader(pictures.name)
        self._types = {key: _type(kind) for key, kind in collection.types.items()}
        self.decks = collection.decks_used()
        self._by_deck = files_under([deck.name for deck in self.decks])
        self._tags: dict[tuple[int, str, int, bool], tuple[str, ...]] = {}
        self._unshown: dict[tuple[str, str], list[str]] = {}
        self._line = 0
        self._room = _MOST_TEXT

    def made(self) -> list[Made]:
        """Every card of the collection that has a question.

        Raises:
            DeckError: there are more than 100,000, or the collection is damaged.
        """
        made: list[Made] = []
        for line, (_, rows) in enumerate(groupby(self._collection.rows(), attrgetter("note")), 1):
            self._line = line
            made += self._siblings(list(rows))
            if len(made) > MOST_CARDS:
                raise DeckError(
                    self._collection.path, f"has more than {MOST_CARDS} cards", mend="export it in parts"
                )
        self.problems += self._whole()
        return made

    def _siblings(self, rows: Sequence[Row]) -> list[Made]:
        """The cards of one note, of one concept when there are several."""
        made = list(self._cards(rows))
        if len(made) > 1:
            concept = made[0].card.key
            made = [Made(replace(each.card, concept=concept), each.row) for each in made]
        return made

    def _cards(self, rows: Sequence[Row]) -> Iterator[Made]:
        note = rows[0]
        values = (note.fields or "").split(_SEPARATOR)
        kind = self._types.get(note.type)
        why = _refusal(kind, note, values)
        if kind is None or why:
            self._left_out(values, why)
            return
        fields = dict(zip(kind.kind.fields, values, strict=False))
        if own_apkg.FIELD in fields and (own := self._own(note, fields)):
            yield Made(own, note)
            return
        self._note_unshown(kind, values)
        self._reader.begin(self._line)
        reasons: list[str] = []
        made = 0
        for row in rows:
            found = self._card(kind, row, fields)
            if isinstance(found, Card):
                made += 1
                yield Made(found, row)
            else:
                reasons.append(found)
        if reasons and not made:
            self._left_out(values, reasons[0])

    def _own(self, note: Row, fields: Mapping[str, str]) -> Card | None:
        """The card that our own export has put into a note, with the tags it has in Anki now."""
        card = own_apkg.own_card(fields, self._line)
        if card is None or not card.question.strip():
            return None
        if set((note.tags or "").split()) != {*card.tags}:
            card = replace(card, tags=self._tags_of(note))
        if not card.answer:
            self._note(
                "unanswered", card.question, "write the answer; the card is not asked until it has one"
            )
        return self._pictured(card)

    def _pictured(self, card: Card) -> Card:
        """The card with its pictures taken along; one that is not in the package is told, and named all the same."""
        deck = Deck("", "", "", (card,))
        names = {name: self._pictures.name(name) or name for name in named_in(deck)}
        return renamed(deck, names).cards[0] if names else card

    def _card(self, kind: _Type, row: Row, fields: Mapping[str, str]) -> Card | str:
        """The card of a row, or why there is none."""
        number = row.number or 0
        faces = kind.templates.get(0 if kind.kind.cloze else number)
        if faces is None:
            return _NO_TEMPLATE
        filling = Filling(fields, number + 1, _REPEATS * len(row.fields))
        html = faces.question(filling)
        question = as_question(self._reader.markdown(html)) if filling.filled else ""
        if not question:
            return _EMPTY
        if len(question) > _LONGEST_QUESTION:
            return f"its question has more than {_LONGEST_QUESTION} letters"
        back = faces.answer(filling)
        self._room -= len(html) + len(back)
        if self._room < 0:
            mend = "export it in parts, or take the decoration out of its card templates"
            raise DeckError(self._collection.path, "its templates make too much text of its notes", mend=mend)
        answer = without_question(self._reader.markdown(back), question)
        if not answer:
            self._note(
                "unanswered", question, "the back is empty; the card is not asked until it has an answer"
            )
        hint = "\n\n".join(map(self._reader.markdown, filling.hints))
        return Card(
            question_key(question), question, answer, tags=self._tags_of(row), hint=hint, line=self._line
        )  # fmt: skip

    def _tags_of(self, row: Row) -> tuple[str, ...]:
        flag, suspended = (row.flags or 0) & 7, row.queue == _SUSPENDED
        known = (row.deck, row.tags, flag, suspended)
        if known not in self._tags:
            deck = self._collection.decks.get(row.deck) if self._by_deck else None
            self._tags[known] = tags_of(deck.name if deck else "", row.tags or "", flag, suspended=suspended)
        return self._tags[known]

    # What became of the rest

    def _note(self, kind: Kind, found: str, mend: str) -> None:
        self.problems.append(Problem(self._collection.path, self._line, kind, found, mend=mend))

    def _left_out(self, values: Sequence[str], why: str) -> None:
        text = "\n".join(filter(None, map(text_of, values)))
        self._note("left_out", text or "a note without text", why)

    def _note_unshown(self, kind: _Type, values: Sequence[str]) -> None:
        names = kind.kind.fields
        for place in (*kind.unshown, *range(len(names), len(values))):
            if place < len(values) and not is_blank(values[place]):
                name = names[place] if place < len(names) else f"field {place + 1}"
                if name == own_apkg.FIELD and own_apkg.is_hidden(values[place]):
                    continue  # it repeats what the fields said before they were edited
                self._unshown.setdefault((kind.kind.name, name), []).append(text_of(values[place]))

    def _foreign_description(self, deck: AnkiDeck) -> str:
        return "" if own_deck.in_description(deck.description) else text_of(deck.description)

    def _whole(self) -> Iterator[Problem]:
        """Problems of the package as a whole, each with all it is about."""
        path = self._collection.path
        if told := [text for each in self.decks if (text := self._foreign_description(each))]:
            yield Problem(path, 0, "left_out", "\n\n".join(told), mend="the description of its deck")
        for (kind, name), texts in self._unshown.items():
            why = f"the field {name!r} of the note type {kind!r} is on neither side of its cards"
            yield Problem(path, 0, "left_out", "\n".join(texts), mend=why)
        if sounds := self._reader.sounds:
            mend = "sounds are left out; a question has to be readable"
            yield Problem(path, min(sounds.values()), "left_out", "\n".join(sounds), mend=mend)
        for why, count in Counter(self._pictures.missing.values()).items():
            names = [name for name, reason in self._pictures.missing.items() if reason == why]
            yield Problem(path, 0, "left_out", "\n".join(names), mend=f"{why} ({count})")
        for entry, name in self._pictures.renamed.items():
            yield Problem(path, 0, "repaired", entry, name, "a picture is kept under a plain file name")
        if unused := self._pictures.unused(sounds):
            yield Problem(path, 0, "left_out", "\n".join(unused), mend="files that no card shows")
        if strays := self._collection.strays():
            yield Problem(path, 0, "left_out", f"{strays} cards", mend="their notes are not in the package")


def _refusal(kind: _Type | None, note: Row, values: Sequence[str]) -> str:
    if kind is None:
        return _NO_TYPE
    if kind.kind.occlusion or (kind.kind.cloze and any(map(is_occlusion, values))):
        return OCCLUDED
    return _NO_CARDS if note.card is None else ""


def _type(kind: NoteType) -> _Type:
    templates = {number: template(faces) for number, faces in kind.templates.items()}
    shown = frozenset(name for each in templates.values() for name in each.names)
    unshown = tuple(place for place, name in enumerate(kind.fields) if name not in shown)
    return _Type(kind, templates, unshown)
