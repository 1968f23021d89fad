"""Our own table for spreadsheets, as it comes back, also after somebody edited it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import ValidationError

from bot.decks import marks, memory_comment
from bot.decks.draft import Option, answer_of
from bot.decks.export.csv_table import OF_A_CARD, OF_A_MEMORY, OF_THE_DECK
from bot.decks.formats.imported import MOST_CARDS, Imported, finished, too_many
from bot.decks.formats.quizzes.options import is_quiz, sound
from bot.decks.formats.tables.rows import Row
from bot.decks.front import FrontMatter
from bot.decks.identity import EXPECTED, is_name
from bot.decks.markdown import bare, trimmed
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card, Choice, Deck
from bot.domain.history import History, Schedule
from bot.domain.identity import question_key

_ALWAYS = frozenset(OF_A_CARD) - {"likes", "difficulty"}
_KNOWN = frozenset((*OF_A_CARD, *OF_A_MEMORY, *OF_THE_DECK))
_UNANSWERED = "write the answer; until then the card is kept but never asked"
_MOST_DIGITS = 9


def is_ours(names: Iterable[str]) -> bool:
    """Whether a row of names is one that `quizbot export --format csv` writes, in whatever order."""
    return set(map(_name, names)) >= _ALWAYS


def read(rows: Iterable[Row], names: Sequence[str], path: str, name: str) -> Imported:
    """The deck in the rows below the header, whose cells are `names`; `name` is that of the format it is read for.

    Raises:
        DeckError: there is no card in it, or more than 100,000.
    """
    reading = _Reading(path, tuple(map(_name, names)))
    for row in rows:
        reading.take(row)
    imported = finished(path, name, reading.cards, reading.problems, mend="export the deck anew")
    deck, problems = _about(imported.deck, reading.about, path)
    histories = (reading.histories[card.key] for card in deck.cards if card.key in reading.histories)
    return replace(imported, deck=deck, problems=(*problems, *imported.problems), histories=tuple(histories))


def _name(cell: str) -> str:
    return bare(cell).casefold()


@dataclass(slots=True)
class _Reading:
    """The cards of a table, their memories by key, and what it says of the deck with the line."""

    path: str
    names: tuple[str, ...]
    cards: list[Card] = field(default_factory=list)
    histories: dict[str, History] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    about: dict[str, tuple[int, str]] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        said = dict(zip(self.names, (*row.cells, *[""] * len(self.names)), strict=False))
        for name in OF_THE_DECK:
            if text := bare(said.get(name, "")):
                self.about.setdefault(name, (row.line, text))
        if not bare(said["question"]):
            told = [bare(said[name]) for name in OF_A_CARD[1:] if bare(said.get(name, ""))]
            self._note(row.line, "left_out", "\n".join(told), "a row whose cell for the question is empty")
        else:
            if len(self.cards) == MOST_CARDS:
                raise too_many(self.path, row.line)
            self.cards.append(self._card(row.line, said))
        strange = [bare(said[name]) for name in self.names if name not in _KNOWN]
        self._note(
            row.line, "left_out", "\n".join(filter(None, (*strange, *row.cells[len(self.names) :]))),
            "a column that no card has room for",
        )  # fmt: skip

    def _card(self, line: int, said: Mapping[str, str]) -> Card:
        question, choices = bare(said["question"]), self._choices(line, said["choices"])
        answer = _text(said["answer"]) or answer_of(choices)
        if not answer:
            self._note(line, "unanswered", question, _UNANSWERED)
        key = self._sound(line, said["id"], is_name) or question_key(question)
        likes = self._sound(line, said.get("likes", ""), _counts)
        difficulty = self._sound(line, said.get("difficulty", ""), _grades)
        self._remember(line, key, said)
        return Card(
            key, question, answer, choices,
            tags=merged(tag for word in said["tags"].replace(",", " ").split() if (tag := tag_of(word))),
            hint=_text(said["hint"]),
            explanation=_text(said["explanation"]),
            concept=self._sound(line, said["concept"], is_name),
            likes=int(likes) if likes else None,
            difficulty=int(difficulty) if difficulty else None,
            line=line,
        )  # fmt: skip

    def _choices(self, line: int, cell: str) -> tuple[Choice, ...]:
        """The choices, where they can be asked; else they are told."""
        options: list[Option] = []
        for text in cell.split("\n"):
            if task := marks.task_of(f"- {text}"):
                options.append(Option(line, task.right, [task.text]))
            elif options and bare(text):
                options[-1].go_on(text)
            else:
                self._note(line, "left_out", bare(text), "a choice begins with [x] or [ ]")
        choices = sound(option.choice() for option in options)
        if options and not is_quiz(choices):
            self._note(line, "left_out", cell, "tick the right one of several choices with [x]")
            return ()
        return choices

    def _remember(self, line: int, key: str, said: Mapping[str, str]) -> None:
        cells = [bare(said.get(name, "")) for name in OF_A_MEMORY]
        if not any(cells):
            return
        memory = memory_comment.read(f"memory: {cells[2]}") if cells[2] else _schedule(*cells[:2])
        if memory:
            self.histories.setdefault(key, History(key, memory=memory))
        else:
            self._note(line, "left_out", "\n".join(filter(None, cells)), "a memory that cannot be")

    def _sound(self, line: int, cell: str, fits: Callable[[str], bool]) -> str:
        """What a cell says, when it may say that; else it is told."""
        text = bare(cell)
        if text and not fits(text):
            self._note(
                line, "left_out", text, f"use {EXPECTED}, digits for likes, and 1 to 3 for the difficulty"
            )
            return ""
        return text

    def _note(self, line: int, kind: Kind, found: str, mend: str) -> None:
        if found:
            self.problems.append(Problem(self.path, line, kind, found, mend=mend))


def _text(cell: str) -> str:
    return trimmed(cell.split("\n"))


def _grades(text: str) -> bool:
    return text in {"1", "2", "3"}


def _counts(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS


def _schedule(due: str, interval: str) -> Schedule | None:
    """What the columns for a person say, when the one for us is gone; a spreadsheet may write dates its own way."""
    if not _counts(interval):
        return None
    try:
        return Schedule(date.fromisoformat(due), int(interval))
    except ValueError:
        return None


def _about(deck: Deck, said: Mapping[str, tuple[int, str]], path: str) -> tuple[Deck, tuple[Problem, ...]]:
    """The deck with what its table says of it as a whole; what cannot be is told."""
    values = {name: text for name, (_, text) in said.items()}
    try:
        matter = FrontMatter(
            title=values.get("deck", ""), language=values.get("language", ""), tags=values.get("deck_tags", ()),
            licence=values.get("licence", ""), source=values.get("source", ""),
        )  # fmt: skip
    except ValidationError:
        line = min(line for line, _ in said.values())
        mend = "these facts about the deck cannot be; mend them in the file, or add them later"
        return deck, (Problem(path, line, "left_out", "\n".join(values.values()), mend=mend),)
    language = matter.language if "language" in said else deck.language
    return replace(
        deck, title=matter.title or deck.title, language=language, tags=matter.tags, licence=matter.licence,
        source=matter.source,
    ), ()  # fmt: skip
