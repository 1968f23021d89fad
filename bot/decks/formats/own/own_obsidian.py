"""A note that `bot.decks.export.obsidian` wrote, read back to the letter, also after the plugin has been at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.decks import native, obsidian_lines
from bot.decks.export.obsidian import ROOT, choices_shown
from bot.decks.formats.imported import Imported, finished
from bot.decks.formats.obsidian.schedules import schedules_of
from bot.decks.front import Front, read_front
from bot.decks.markdown import bare, fence, lines_of, regions
from bot.decks.maths import Checker
from bot.decks.problems import Kind, Problem
from bot.decks.slug import slug_of
from bot.decks.tags import kept, merged
from bot.domain.card import Card, Deck
from bot.domain.history import History, Schedule
from bot.domain.identity import question_key
from bot.domain.memory import Memory
from bot.errors import DeckError

_SIGNS = frozenset("\\<>$#`~[]")
_TOLD_ELSEWHERE = frozenset({"answer-missing", "duplicate-id"})


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The lines of a card: those of its question, those of its answer, and the plugin's comment."""

    line: int
    question: Sequence[str]
    body: Sequence[str]
    schedule: str


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines of our own Markdown, and the number of the first in the note."""

    line: int
    lines: list[str]


def read(text: str, path: str, name: str) -> Imported | None:
    """The deck in a note of ours; None when it is none, or was changed beyond what the plugin changes.

    `name` is that of the format it is read for.

    Raises:
        DeckError: there is no card in it, or more than 100,000.
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
    if len(chunks) > native.MOST_CARDS:
        raise DeckError(path, f"has more than {native.MOST_CARDS} cards", mend="split the note")
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
    marks = [
        at
        for at, text in enumerate(piece)
        if obsidian_lines.MARK in text and bare(text) == obsidian_lines.MARK
    ]
    if any(fence(text) for text in piece):
        shields = regions(piece).shields
        marks = [at for at in marks if not shields[at]]
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


def _imported(chunks: Sequence[_Chunk], front: Front, path: str, name: str) -> Imported | None:
    tags = front.matter.tags
    if tags and tags[0].startswith(kept(ROOT)):
        tags = tags[1:]
    reading = _Reading(path, tags)
    if not reading.take(chunks):
        return None
    imported = finished(path, name, reading.cards, reading.problems)
    matter, slug = front.matter, slug_of(path)
    deck = Deck(
        slug, matter.title or slug, matter.language, imported.deck.cards, tags, matter.licence, matter.source
    )
    kept_lines = {(card.key, card.line) for card in deck.cards}
    histories = tuple(each for line, each in reading.histories if (each.key, line) in kept_lines)
    return replace(imported, deck=deck, histories=histories)


@dataclass(frozen=True, slots=True)
class _Answers:
    """Several texts read at once, each as the answer of a stand-in: a card for each, and what is remembered of it."""

    cards: Sequence[Card]
    memories: Mapping[str, Memory | Schedule | None]


class _Reading:
    """The cards, histories and problems of a note."""

    def __init__(self, path: str, tags: Sequence[str]) -> None:
        self.cards: list[Card] = []
        self.histories: list[tuple[int, History]] = []
        self.problems: list[Problem] = []
        self._path = path
        self._tags = tags
        self._checker = Checker()

    def take(self, chunks: Sequence[_Chunk]) -> bool:
        """Read the cards; False when something in one reaches into the next."""
        bodies = [
            _Text(each.line + len(each.question) + 1, list(obsidian_lines.read(each.body))) for each in chunks
        ]
        answers = self._read(bodies)
        if answers is None:
            return False
        asked = [
            _Text(each.line, _asked(each, card)) for each, card in zip(chunks, answers.cards, strict=True)
        ]
        questions = self._read(asked)
        if questions is None:
            return False
        for at, chunk in enumerate(chunks):
            self._keep(chunk, at, questions.cards[at], answers)
        return True

    def _keep(self, chunk: _Chunk, at: int, asked: Card, answers: _Answers) -> None:
        told = answers.cards[at]
        card = replace(
            told,
            key=question_key(asked.answer) if told.key == question_key(_stand_in(at)) else told.key,
            question=asked.answer,
            tags=merged(told.tags, asked.tags, self._tags),
            line=chunk.line,
        )
        if not card.question.strip():
            found = "\n".join((*chunk.question, *chunk.body))
            self._note("left_out", chunk.line, found, "no question stands above it")
            return
        if not card.answer:
            mend = "write the answer; until then the card is kept but never asked"
            self._note("unanswered", chunk.line, card.question, mend)
        self.cards.append(card)
        self._remember(chunk, card, answers.memories.get(told.key))

    def _read(self, texts: Sequence[_Text]) -> _Answers | None:
        """Mistakes are told with their line in the note; None when the texts do not stay apart."""
        lines, places = list[str](), list[int]()
        for at, text in enumerate(texts):
            lines += [f"## {_stand_in(at)}", "", *text.lines, ""]
            places += [text.line, text.line, *range(text.line, text.line + len(text.lines)), text.line]
        if not texts:
            return _Answers((), {})
        parsed = native.parse("\n".join(lines), self._path, self._checker)
        cards = sorted((*parsed.deck.cards, *parsed.dropped), key=lambda card: card.line)
        if [card.question for card in cards] != [_stand_in(at) for at in range(len(texts))]:
            return None
        for problem in parsed.problems:
            if problem.kind not in _TOLD_ELSEWHERE:
                self.problems.append(replace(problem, line=places[max(problem.line, 1) - 1]))
        for number, found in parsed.passed_over:
            self._note("left_out", places[number - 1], found, "a remark, or a heading of a chapter")
        return _Answers(cards, {each.key: each.memory for each in parsed.histories})

    def _remember(self, chunk: _Chunk, card: Card, memory: Memory | Schedule | None) -> None:
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


def _asked(chunk: _Chunk, card: Card) -> list[str]:
    """The lines of the question, without the choices shown below it."""
    lines = list(obsidian_lines.read(chunk.question))
    shown = choices_shown(card.choices)
    return lines[: -len(shown)] if shown and lines[-len(shown) :] == shown else lines


def _is_plain(text: _Text) -> bool:
    """Whether the reader of our Markdown would find nothing but words."""
    return len(text.lines) == 1 and not _SIGNS & set(text.lines[0])


def _said(card: Card) -> tuple[str, tuple[str, ...]]:
    return card.answer, card.tags


def _stand_in(at: int) -> str:
    return f"q{at}"


def _schedule(comment: str) -> Schedule | None:
    """The plugin's schedule of the card; None when the comment cannot be read, or is of several cards."""
    try:
        schedules = schedules_of(comment) if comment else ()
    except ValueError:
        return None
    return schedules[0] if len(schedules) == 1 else None


def _says_the_same(schedule: Schedule | None, memory: Memory) -> bool:
    """Whether the plugin's schedule is the one written with the memory: it changes with every review there.

    The memory's day depends on a zone that the note does not tell, so it may be a day off.
    """
    if schedule is None:
        return False
    near = abs(schedule.due - memory.due.date()) <= timedelta(days=1)
    return near and schedule.interval == max((schedule.due - memory.last_day).days, 1)
