"""Anki's text exports: rows of fields, with or without a head that says which column is what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from bot.decks import own_deck
from bot.decks.formats.anki import cloze, stock
from bot.decks.formats.anki.fields import Reader, as_question, without_question
from bot.decks.formats.anki.labels import files_under, levels_of, tags_of, title_of
from bot.decks.formats.anki.media import safe_name
from bot.decks.formats.anki.own_rows import OwnRow, own_row
from bot.decks.formats.anki.rows import Row, Table, head_of, table_of
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.siblings import both_ways
from bot.decks.html import text_of
from bot.decks.markdown import lines_of
from bot.decks.native import MOST_CARDS
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged
from bot.domain.card import Card
from bot.domain.history import History
from bot.domain.identity import question_key
from bot.errors import DeckError

_MARKUP = re.compile(
    r"<(?:br|div|b|i|u|img|span|p|ul|ol|li|sub|sup|table|pre|code)\b[^<>]{0,300}>|&(?:nbsp|lt|gt|amp|quot);"
)
_ANKI = re.compile(
    r"\{\{c\d{1,3}::|\[sound:[^\[\]]{1,200}\]|\t[\w-]{1,60}(?:::[\w-]{1,60}){1,8}(?: [\w:-]{1,60}){0,8}\Z"
)
_HEAD_LINE = "the head of the export, which says how its columns are laid out"
_TORN = "a line without columns, perhaps a part of the row above"
_NO_COLUMNS = "a line without columns"
_MOST_LINES = 5 * MOST_CARDS
_MOST_TEXT = 10_000_000  # letters that the cards of all deletions may have more than twice those of the file
_SWITCH = "the field that asks for the reverse"
_META = ("guid", "notetype", "deck", "tags")
_FEW = 3  # rows with columns, from which on a line that asks may stand among them without an answer
_NEEDS_HTML = re.compile(r"[&<>\n]")
_ADDRESS = re.compile(r"https?://")


class AnkiText:
    """Rows parted by tabs or another mark, as Anki's “Notes in Plain Text” writes them."""

    name = "anki-text"
    describe = (
        "Anki text export: #separator and its like on top, or rows of tabs with HTML or {{c1::…}} in them"
    )

    def recognise(self, text: str) -> Recognition:
        """Whether it has a head; else, whether its rows are parted by tabs and hold HTML."""
        lines = lines_of(text[:ENOUGH])
        head, count = head_of(lines)
        keys = head.keys() - {"tags", "deck", "columns", "html"}
        if keys or (len(head) > 1):
            return Recognition(1.0, (f"a head with {', '.join(sorted(head))}",))
        rows = [line for line in lines[count:] if line.strip()]
        parted = [line for line in rows if "\t" in line]
        marked = sum(bool(_MARKUP.search(line) or _ANKI.search(line)) for line in parted)
        asked = sum("\t" not in line and asking(line) >= ASKS for line in rows) if len(parted) >= _FEW else 0
        share = (len(parted) + asked) / max(1, len(rows))
        if not parted:
            return Recognition(0.0, ("no #separator and its like on top, no tabs",))
        # A plain table has no HTML in many of its rows; one that names its columns is surer of itself still.
        often = marked * 4 >= len(parted)
        score = (0.6 + 0.32 * (bool(head) or often)) * share if marked and share > 0.5 else 0.2 * share
        return Recognition(score, (f"{len(parted)} rows of tabs", f"{marked} with HTML or cloze deletions"))

    def parse(self, text: str, path: str) -> Imported:
        """A card for each row, or several where its note type makes them.

        Raises:
            DeckError: no row has a question, or there are more than 100,000 cards or 500,000 lines.
        """
        if text.count("\n") > _MOST_LINES:
            raise DeckError(path, f"has more than {_MOST_LINES} lines", mend="split it into several files")
        reading = _Reading(table_of(text), path)
        cards = reading.cards()
        imported = finished(
            path, self.name, cards, [*reading.problems, *reading.whole()],
            title=reading.title, tags=reading.tags, mend="export “Notes in Plain Text” from Anki again",
        )  # fmt: skip
        deck = own_deck.with_facts(imported.deck, reading.facts)
        return replace(imported, deck=deck, histories=tuple(reading.histories.values()))


ANKI_TEXT = AnkiText()


class _Reading:
    """The cards of one export; `problems` grow as it goes."""

    def __init__(self, table: Table, path: str) -> None:
        self.problems: list[Problem] = []
        self.histories: dict[str, History] = {}
        self._dropped: dict[str, list[tuple[int, str]]] = {}
        self._runs: list[tuple[int, str, list[str]]] = []  # rows one under the other, left out for one reason
        self._in_run = False
        self._known_tags: dict[tuple[str, str], tuple[str, ...]] = {}
        self._room = _MOST_TEXT + 2 * sum(len(row.source) for row in table.rows)
        self._table = table
        self._path = path
        self._meta = {name: table.column(name) for name in _META}
        self._width = max((len(row.fields) for row in table.rows), default=0)
        self._texts = [at for at in range(self._width) if at not in self._meta.values()]
        self._reader = Reader(_address)
        self._html: Callable[[str], str] = str if _is_html(table) else _as_html
        decks = sorted({self._said(row, "deck") for row in table.rows} - {""})
        said = table.head.get("deck", "").strip()
        self.title = said.split("::")[-1] or title_of(decks)
        self.tags = tags_of(said if len(levels_of(said)) > 1 else "", table.head.get("tags", ""))
        self._by_deck = files_under(decks)
        own = own_deck.read(table.head.get("quizbot", ""))
        self.facts = [own] if own else []

    def cards(self) -> list[Card]:
        found: list[Card] = []
        for row in self._table.rows:
            self._reader.begin(row.line)
            made = self._cards(row)
            found += made
            self._in_run = not made
            if len(found) > MOST_CARDS:
                raise DeckError(
                    self._path, f"has more than {MOST_CARDS} cards", line=row.line, mend="split it"
                )
        return found

    def _cards(self, row: Row) -> Sequence[Card]:
        said = [row.fields[at] for at in self._texts if at < len(row.fields)]
        if own := own_row(said, row.line):
            return [self._own(own, row)]
        return self._foreign(row, [self._html(text) for text in said])

    def _own(self, own: OwnRow, row: Row) -> Card:
        """The card of a row of ours; of one that was edited since, what is shown of it."""
        card = own.card or self._edited(own, row)
        if own.memory:
            self.histories.setdefault(card.key, History(card.key, memory=own.memory))
        if own.card and not card.answer:
            self._unanswered(row, card.question)
        tags = self._said(row, "tags").split()
        return card if {*tags} == {*card.tags} else replace(card, tags=tags_of("", " ".join(tags)))

    def _edited(self, own: OwnRow, row: Row) -> Card:
        front, back, hint = (
            self._reader.markdown(self._html(text)) for text in (own.front, own.back, own.hint)
        )
        return replace(self._card(row, as_question(front), back), hint=hint)

    def _foreign(self, row: Row, texts: list[str]) -> Sequence[Card]:
        kind = self._said(row, "notetype") or self._table.head.get("notetype", "")
        if cloze.is_occlusion(row.source):
            return self._leave(row, cloze.OCCLUDED)
        hiding = cloze.parsed(texts[0]) if texts and "{{c" in texts[0] else None
        if len(row.fields) < 2 and not (hiding and hiding.numbers):
            asks = self._width > 1 and asking(row.source) >= ASKS
            torn = _TORN if self._width > 1 else _NO_COLUMNS
            return [self._card(row, self._pair(texts)[0], "")] if asks else self._leave(row, torn)
        both = self._both_ways(kind, row, texts)
        made = self._hiding(hiding, texts) if hiding and hiding.numbers else [self._pair(texts)]
        cards = [self._card(row, question, answer) for question, answer in made if question]
        if not cards:
            return self._leave(row, "its first field is empty")
        return both_ways(cards[0]) if both and cards[0].answer else _related(cards)

    def _leave(self, row: Row, why: str) -> Sequence[Card]:
        """No cards; the row goes into the report, together with those above it that have none either."""
        if self._in_run and self._runs[-1][1] == why:
            self._runs[-1][2].append(row.source)
        else:
            self._runs.append((row.line, why, [row.source]))
        return ()

    def _both_ways(self, kind: str, row: Row, texts: list[str]) -> bool:
        """Whether the note also asks for its front; the field that says so is no text of the card and taken out."""
        switch = stock.switch_of(kind)
        if switch is None or switch >= len(texts):
            return stock.asks_both_ways(kind) and switch is None
        said = text_of(texts.pop(switch))
        if said:
            self._dropped.setdefault(_SWITCH, []).append((row.line, said))
        return bool(said)

    def _pair(self, texts: Sequence[str]) -> tuple[str, str]:
        read = [self._reader.markdown(_open(text)) for text in texts]
        answer = "\n\n".join(filter(None, read[1:]))
        if read and answer.startswith(f"{read[0]}\n\n---\n"):  # a rendered back shows its front above a line
            answer = without_question(answer, read[0])
        return as_question(read[0]) if read else "", answer

    def _hiding(self, field: cloze.Cloze, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The faces of each number; every one repeats the whole text, so that many of them are a bomb."""
        numbers = field.numbers
        self._room -= len(numbers) * sum(map(len, texts))
        if self._room < 0:
            raise DeckError(self._path, "its deletions make too much text of its rows", mend="split it")
        extra = [self._reader.markdown(_open(text)) for text in texts[1:]]
        for number in numbers:
            told = self._reader.markdown(field.told(number))
            yield self._reader.markdown(field.asked(number)), "\n\n".join(filter(None, [told, *extra]))

    def _card(self, row: Row, question: str, answer: str) -> Card:
        if not answer:
            self._unanswered(row, question)
        return Card(question_key(question), question, answer, tags=self._tags(row), line=row.line)

    def _tags(self, row: Row) -> tuple[str, ...]:
        known = self._said(row, "deck") if self._by_deck else "", self._said(row, "tags")
        if known not in self._known_tags:
            self._known_tags[known] = merged(tags_of(*known), self.tags)
        return self._known_tags[known]

    def _unanswered(self, row: Row, question: str) -> None:
        mend = "its other fields are empty; it is not asked until answered"
        self._note(row.line, "unanswered", question, mend)

    def _said(self, row: Row, name: str) -> str:
        at = self._meta[name]
        return row.fields[at].strip() if 0 <= at < len(row.fields) else ""

    def _note(self, line: int, kind: Kind, found: str, mend: str) -> None:
        self.problems.append(Problem(self._path, line, kind, found, mend=mend))

    def whole(self) -> Iterator[Problem]:
        """Problems that are about the file: its head, columns no card shows, sounds."""
        for line, why, sources in self._runs:
            yield self._left_out(line, sources, why)
        asides = [each for each in self._table.asides if not (self.facts and head_of([each[1]])[0])]
        if asides:
            yield self._left_out(asides[0][0], [text for _, text in asides], _HEAD_LINE)
        unused = () if self.facts else ("guid", "notetype", *(() if self._by_deck else ("deck",)))
        for name in unused:
            rows = self._table.rows if self._meta[name] >= 0 else ()
            said = [(row.line, text) for row in rows if (text := self._said(row, name))]
            if said:
                self._dropped[f"the {name} column is not kept"] = said
        for why, said in self._dropped.items():
            yield self._left_out(said[0][0], [text for _, text in said], why)
        if sounds := self._reader.sounds:
            mend = "sounds are left out; a question has to be readable"
            yield self._left_out(min(sounds.values()), list(sounds), mend)

    def _left_out(self, line: int, texts: Sequence[str], mend: str) -> Problem:
        return Problem(self._path, line, "left_out", "\n".join(texts), mend=mend)


def _open(html: str) -> str:
    """A further field of a note, which hides nothing."""
    return cloze.parsed(html).open() if "{{c" in html else html


def _related(cards: Sequence[Card]) -> Sequence[Card]:
    if len(cards) < 2:
        return cards
    return [replace(card, concept=cards[0].key) for card in cards]


def _is_html(table: Table) -> bool:
    said: Mapping[str, bool] = {"true": True, "false": False}
    told = said.get(table.head.get("html", "").strip().lower())
    return any(_MARKUP.search(row.source) for row in table.rows) if told is None else told


def _as_html(text: str) -> str:
    """Text that is no HTML, as Anki makes HTML of it."""
    return escape(text, quote=False).replace("\n", "<br>") if _NEEDS_HTML.search(text) else text


def _address(address: str) -> str:
    return address if _ADDRESS.match(address) else safe_name(text_of(address))
