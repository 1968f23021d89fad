"""A note that `bot.decks.export.obsidian` wrote, read back to the letter, also after the plugin has been at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.decks import native, obsidian_lines
from bot.decks.export.obsidian import ROOT, choices_shown
from bot.decks.formats.imported import Imported, finished
from bot.decks.front import Front, read_front
from bot.decks.markdown import bare, lines_of, regions
from bot.decks.maths import Checker
from bot.decks.problems import Kind, Problem
from bot.decks.slug import slug_of
from bot.decks.tags import kept, merged
from bot.domain.card import Card, Deck
from bot.domain.history import History, Schedule
from bot.domain.identity import question_key
from bot.domain.memory import Memory

_SCHEDULE = re.compile(r"<!--SR:!(\d{4}-\d\d-\d\d),(\d{1,5}),(\d{2,4})-->")
_STAND_IN = "q"
_ABOVE = 2  # the lines above a text that is read as the answer of a stand-in


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of a card: those of its question, those of its answer, and the plugin's comment."""

    line: int
    question: Sequence[str]
    body: Sequence[str]
    schedule: str


def read(text: str, path: str, name: str) -> Imported | None:
    """The deck in a note of ours; None when it is none, or was changed beyond what the plugin changes.

    `name` is that of the format it is read for.

    Raises:
        DeckError: there is no card in it.
    """
    if obsidian_lines.OURS not in text:
        return None
    lines = lines_of(text)
    front = read_front(lines, path)
    first = next((i for i in range(front.body, len(lines)) if bare(lines[i])), len(lines))
    if front.problems or lines[first : first + 1] != [obsidian_lines.OURS]:
        return None
    chunks = [_chunk(at, piece) for at, piece in _pieces(lines, first + 1)]
    if not chunks or None in chunks:
        return None
    return _imported([each for each in chunks if each], front, path, name)


def _pieces(lines: Sequence[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines without a blank one outside code, with the number of the first."""
    piece: list[str] = []
    shields = regions(lines[first:]).shields
    for at in range(first, len(lines)):
        if bare(lines[at]) or shields[at - first] == "code":
            piece.append(lines[at])
        elif piece:
            yield at - len(piece) + 1, piece
            piece = []
    if piece:
        yield len(lines) - len(piece) + 1, piece


def _chunk(line: int, piece: list[str]) -> _Chunk | None:
    shields = regions(piece).shields
    marks = [at for at, text in enumerate(piece) if not shields[at] and bare(text) == obsidian_lines.MARK]
    if len(marks) != 1 or marks[0] == 0:
        return None
    at = marks[0]
    body, schedule = _cut_schedule(piece[at + 1 :])
    return _Chunk(line, piece[:at], body, schedule)


def _cut_schedule(body: list[str]) -> tuple[list[str], str]:
    """The plugin puts its comment at the end of the last line, or on a line of its own."""
    last = body[-1] if body else ""
    at = last.rfind("<!--SR:")
    if at < 0 or not last.endswith("-->") or last[at - 1 : at] == "\\":
        return body, ""
    rest = last[:at].rstrip()
    return [*body[:-1], *([rest] if rest else [])], last[at:]


def _imported(chunks: Sequence[_Chunk], front: Front, path: str, name: str) -> Imported:
    tags = front.matter.tags
    if tags and tags[0].startswith(kept(ROOT)):
        tags = tags[1:]
    reading = _Reading(path, tags)
    for chunk in chunks:
        reading.take(chunk)
    imported = finished(path, name, reading.cards, reading.problems)
    matter, slug = front.matter, slug_of(path)
    deck = Deck(
        slug, matter.title or slug, matter.language, imported.deck.cards, tags, matter.licence, matter.source
    )
    kept_lines = {(card.key, card.line) for card in deck.cards}
    histories = tuple(each for line, each in reading.histories if (each.key, line) in kept_lines)
    return replace(imported, deck=deck, histories=histories)


class _Reading:
    """The cards, histories and problems of a note as its cards are gone through."""

    def __init__(self, path: str, tags: Sequence[str]) -> None:
        self.cards: list[Card] = []
        self.histories: list[tuple[int, History]] = []
        self.problems: list[Problem] = []
        self._path = path
        self._tags = tags
        self._checker = Checker()

    def take(self, chunk: _Chunk) -> None:
        body = self._read(chunk.body, chunk.line + len(chunk.question) + 1, chunk.line)
        card = body.deck.cards[0]
        shown = choices_shown(card.choices)
        asked = list(obsidian_lines.read(chunk.question))
        if shown and asked[-len(shown) :] == shown:
            asked = asked[: -len(shown)]
        question = self._read(asked, chunk.line, 0, written=False).deck.cards[0]
        card = replace(
            card,
            key=question_key(question.answer) if card.key == question_key(_STAND_IN) else card.key,
            question=question.answer,
            tags=merged(card.tags, question.tags, self._tags),
            line=chunk.line,
        )
        if not card.question.strip():
            found = "\n".join((*chunk.question, *chunk.body))
            self._note("left_out", chunk.line, found, "no question stands above it")
            return
        self.cards.append(card)
        self._remember(chunk, card, body.histories)

    def _read(
        self, lines: Sequence[str], line: int, unanswered: int, *, written: bool = True
    ) -> native.Parsed:
        """Lines read as the answer of a card of ours; mistakes in them are told with their line here."""
        plain = obsidian_lines.read(lines) if written else lines
        parsed = native.parse("\n".join((f"## {_STAND_IN}", "", *plain)), self._path, self._checker)
        for problem in parsed.problems:
            if problem.kind != "answer-missing":
                here = max(problem.line - _ABOVE - 1 + line, line)
                self.problems.append(replace(problem, line=here))
            elif unanswered:
                self._note(
                    "unanswered", unanswered, "?", "write the answer; the card is not asked until it has one"
                )
        for at, text in parsed.passed_over:
            self._note(
                "left_out", max(at - _ABOVE - 1 + line, line), text, "a remark, or a heading of a chapter"
            )
        return parsed

    def _remember(self, chunk: _Chunk, card: Card, told: Sequence[History]) -> None:
        memory = told[0].memory if told else None
        schedule = _schedule(chunk.schedule)
        if chunk.schedule and not schedule:
            end = chunk.line + len(chunk.question) + len(chunk.body) + 1
            self._note("left_out", end, chunk.schedule, "a schedule that cannot be read")
        stands = isinstance(memory, Memory) and (not chunk.schedule or _says_the_same(schedule, memory))
        believed = memory if stands else schedule
        if believed:
            self.histories.append((card.line, History(card.key, memory=believed)))

    def _note(self, kind: Kind, line: int, found: str, mend: str) -> None:
        self.problems.append(Problem(self._path, line, kind, found, mend=mend))


def _schedule(comment: str) -> Schedule | None:
    found = _SCHEDULE.fullmatch(comment)
    if not found:
        return None
    try:
        due = date.fromisoformat(found[1])
    except ValueError:
        return None
    return Schedule(due, int(found[2]), ease=max(int(found[3]), 130) / 100)


def _says_the_same(schedule: Schedule | None, memory: Memory) -> bool:
    """Whether the plugin's schedule is the one written with the memory: it changes with every review there.

    The memory's day depends on a zone that the note does not tell, so it may be a day off.
    """
    if schedule is None:
        return False
    near = abs(schedule.due - memory.due.date()) <= timedelta(days=1)
    return near and schedule.interval == max((schedule.due - memory.last_day).days, 1)
