"""The native format: Markdown in which every `##` heading is a question. All of it is told in docs/decks.md.

A line is one of a dozen kinds (`marks.LineKind`), the reader is in one of five states, and `_MOVES` says what happens
to a line of a kind in a state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

from bot.decks import marks, oneline
from bot.decks.draft import Draft, Option
from bot.decks.front import Front, read_front
from bot.decks.identity import words_of
from bot.decks.markdown import COMMENT_OPENS, bare, lines_of, regions
from bot.decks.maths import Checker
from bot.decks.memory_comment import is_memory
from bot.decks.problems import Kind, Problem
from bot.decks.slug import slug_of
from bot.decks.tags import tags_of_line
from bot.domain.card import Card, Deck
from bot.domain.history import History
from bot.domain.identity import question_key

MOST_CARDS, MOST_LINES = 100_000, 1_000_000  # in one file

State = Literal["before", "between", "answer", "choice", "callout"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A deck and what its author has to know about it, by line; cards that repeat an earlier key are left out.

    These are `dropped`, with those that have no question. `histories` has the memories that stand in comments.
    `passed_over` is all text with its line that is in no card and in no problem, such as what stands above the first
    question, or a remark among authors.
    """

    deck: Deck
    problems: tuple[Problem, ...]
    histories: tuple[History, ...] = ()
    dropped: tuple[Card, ...] = ()
    passed_over: tuple[tuple[int, str], ...] = ()


def parse(text: str, path: str, checker: Checker | None = None) -> Parsed:
    """The deck in a text; never fails, as every mistake is a problem and none stops the others.

    `path` names the file in problems and gives the deck its slug. `checker` is given where several texts make one
    deck, as it limits how many formulas are tried. Linear in the length of the text.
    """
    lines = lines_of(text)
    front = read_front(lines, path)
    reader = _Reader(path)
    reader.take_all(lines[:MOST_LINES], front.body)
    if len(lines) > MOST_LINES:
        reader.refuse(MOST_LINES + 1, "a line", f"at most {MOST_LINES} lines")
    checker = checker or Checker()
    cards = [(draft, draft.card(front.matter.tags, checker)) for draft in reader.drafts]
    kept, repeated = _apart(cards, path)
    problems = [
        *front.problems,
        *reader.problems,
        *(problem for draft, _ in cards for problem in draft.problems),
        *repeated,
        *_whole(lines, cards, checker, path),
    ]
    lines_kept = {card.line for card in kept}
    return Parsed(
        _deck(front, reader.title, kept, path),
        tuple(sorted(problems, key=attrgetter("line"))),
        tuple(
            History(card.key, memory=draft.memory)
            for draft, card in cards
            if draft.memory and card.line in lines_kept
        ),
        tuple(card for _, card in cards if card.line not in lines_kept),
        tuple(reader.passed_over),
    )


def _deck(front: Front, title: str, cards: Iterable[Card], path: str) -> Deck:
    matter, slug = front.matter, slug_of(path)
    return Deck(
        slug=slug,
        title=matter.title or title or slug,
        language=matter.language,
        cards=tuple(cards),
        tags=matter.tags,
        licence=matter.licence,
        source=matter.source,
    )


# Reading lines


class _Line(NamedTuple):
    """One line of the file as the reader meets it; `torn` names what it opens and nothing closes."""

    number: int
    kind: marks.LineKind
    text: str
    comments: tuple[str, ...] = ()
    torn: Literal["", "fence", "comment"] = ""


def _lines(lines: Sequence[str], first: int) -> Iterator[_Line]:
    """The lines of a body, the first of which is line `first` of the file."""
    found = regions(lines)
    for at, (text, shield) in enumerate(zip(lines, found.shields, strict=True)):
        if shield == "code":
            yield _Line(first + at, "code", text)
        elif shield == "comment":
            said = found.comments.get(at)
            yield _Line(first + at, "comment", "", (said,) if said is not None else ())
        elif at in found.torn_comments:
            yield _Line(first + at, "text", text, (), "comment")
        elif at in found.torn_fences:
            yield _Line(first + at, "text", text, (), "fence")
        elif COMMENT_OPENS in text:
            yield _commented(first + at, text)
        else:
            yield _Line(first + at, marks.kind_of(text), text)


def _commented(number: int, text: str) -> _Line:
    line = marks.uncommented(text)
    if line.comments and not bare(line.text):
        return _Line(number, "comment", "", line.comments)
    return _Line(number, marks.kind_of(line.text), line.text, line.comments)


class _Reader:
    """Where the reading stands: the state, the title, and the cards so far, the last of them still open."""

    def __init__(self, path: str) -> None:
        self.title = ""
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.passed_over: list[tuple[int, str]] = []
        self._path = path
        self._state: State = "before"
        self._callout = ""
        self._gap = False  # structure was taken out above, so a second blank line is not the author's

    def take_all(self, lines: Sequence[str], first: int) -> None:
        """Read the lines from index `first` on."""
        for line in _lines(lines[first:], first + 1):
            if line.kind == "question" and len(self.drafts) == MOST_CARDS:
                self.refuse(line.number, line.text, f"at most {MOST_CARDS} cards")
                break
            self.take(line)

    def refuse(self, number: int, found: str, expected: str) -> None:
        """Say that nothing from a line on is read."""
        self.problems.append(Problem(self._path, number, "too-large", found, expected, "split the deck"))

    def take(self, line: _Line) -> None:
        """Move by one line."""
        self._state, act = _MOVES[self._state][line.kind]
        blank_behind_gap = self._gap and line.kind == "blank"
        self._gap = False
        if not (blank_behind_gap and self._ends_blank()):
            act(self, line)
        self._gap = self._gap or blank_behind_gap
        for comment in line.comments:
            self._hear(line, comment)
        if line.torn:
            self._report_torn(line)

    @property
    def _draft(self) -> Draft:
        return self.drafts[-1]

    def _ends_blank(self) -> bool:
        answer = self._draft.answer
        return not answer or not bare(answer[-1][1])

    def skip(self, line: _Line) -> None:
        """Nothing of it is kept."""
        if bare(line.text):
            self.passed_over.append((line.number, line.text))
        self._gap = self._state in {"answer", "callout", "choice"}

    def name(self, line: _Line) -> None:
        title = " ".join(marks.heading_text(line.text, 1).split())
        if self.drafts or self.title:
            self.passed_over.append((line.number, line.text))
        else:
            self.title = title

    def lose(self, line: _Line) -> None:
        self._report(
            line, "text-outside", line.text, "a ## question below a # heading",
            "a # heading ends the card above it: write ### instead, or put the text under a question",
        )  # fmt: skip

    def open(self, line: _Line) -> None:
        question = oneline.read(marks.heading_text(line.text, 2))
        draft = Draft(self._path, line.number, question)
        self.drafts.append(draft)
        if not question:
            draft.wrong(line.number, "question-missing", "##", "a question behind it", "write the question")
        elif marks.is_glued(line.text):
            mend = "put a space behind the hashes"
            draft.wrong(line.number, "bad-heading", line.text, f"## {question}", mend)

    def keep(self, line: _Line) -> None:
        text = line.text if line.kind == "code" or line.torn else marks.unescaped(line.text)
        self._draft.answer.append((line.number, text))

    def choose(self, line: _Line) -> None:
        task = marks.task_of(line.text)
        if task:
            self._draft.options.append(Option(line.number, task.right, [task.text]))
        self._gap = True

    def go_on(self, line: _Line) -> None:
        self._draft.options[-1].go_on(line.text)
        self._gap = True

    def call_out(self, line: _Line) -> None:
        self._gap = True
        if line.kind in self._draft.callouts:
            kind: Kind = "second-hint" if line.kind == "tip" else "second-note"
            self._report(line, kind, line.text, "one a card", "put both into one; they are read as one")
        self._callout = line.kind
        first = (line.number, marks.callout_text(line.text))
        self._draft.callouts.setdefault(line.kind, []).append(first)

    def quote(self, line: _Line) -> None:
        self._draft.callouts[self._callout].append((line.number, marks.quoted_text(line.text)))
        self._gap = True

    def tag(self, line: _Line) -> None:
        self._draft.tags += tags_of_line(line.text)
        self._gap = True

    def _hear(self, line: _Line, comment: str) -> None:
        names = any(words_of(comment))
        if not names and not is_memory(comment):
            self.passed_over.append((line.number, comment))
        elif self._state not in {"before", "between"}:
            self._draft.identify(line.number, comment)
        elif names:
            mend = "put the comment under its question"
            self._report(line, "bad-id", comment, "an id inside a card", mend)
        else:
            self.passed_over.append((line.number, comment))

    def _report_torn(self, line: _Line) -> None:
        if line.torn == "fence":
            mark = bare(line.text)[:3]
            self._report(line, "unclosed-fence", line.text, f"a closing {mark}", "close the code block")
        else:
            self._report(line, "unclosed-comment", line.text, "a line that ends in -->", "close the comment")

    def _report(self, line: _Line, kind: Kind, found: str, expected: str, mend: str) -> None:
        self.problems.append(Problem(self._path, line.number, kind, bare(found), expected, mend))


Move = tuple[State, Callable[[_Reader, _Line], None]]

_IN_CARD: dict[marks.LineKind, Move] = {
    "blank": ("answer", _Reader.keep),
    "title": ("between", _Reader.skip),
    "question": ("answer", _Reader.open),
    "choice": ("choice", _Reader.choose),
    "indented": ("answer", _Reader.keep),
    "tip": ("callout", _Reader.call_out),
    "note": ("callout", _Reader.call_out),
    "quoted": ("answer", _Reader.keep),
    "tags": ("answer", _Reader.tag),
    "comment": ("answer", _Reader.skip),
    "code": ("answer", _Reader.keep),
    "text": ("answer", _Reader.keep),
}
_OUTSIDE: dict[marks.LineKind, Move] = dict.fromkeys(_IN_CARD, ("before", _Reader.skip))
_LOST: dict[marks.LineKind, Move] = dict.fromkeys(_IN_CARD, ("before", _Reader.lose))

_MOVES: dict[State, dict[marks.LineKind, Move]] = {
    "before": {**_OUTSIDE, "title": ("before", _Reader.name), "question": ("answer", _Reader.open)},
    # Text behind a later # heading is reported once, then read like a description.
    "between": {
        **_LOST,
        "blank": ("between", _Reader.skip),
        "title": ("between", _Reader.skip),
        "comment": ("between", _Reader.skip),
        "question": ("answer", _Reader.open),
    },
    "answer": _IN_CARD,
    "choice": {**_IN_CARD, "indented": ("choice", _Reader.go_on)},
    "callout": {**_IN_CARD, "quoted": ("callout", _Reader.quote)},
}


# Judging the whole


def _apart(cards: Sequence[tuple[Draft, Card]], path: str) -> tuple[list[Card], list[Problem]]:
    """The cards that have a question and a key of their own, and what is wrong with the others."""
    keys: dict[str, int] = {}
    questions: dict[str, int] = {}
    kept: list[Card] = []
    problems: list[Problem] = []
    for draft, card in cards:
        if not card.question:
            continue
        key = keys.setdefault(card.key, card.line)
        text = question_key(card.question) if "id" in draft.names else card.key
        question = questions.setdefault(text, card.line)
        if question != card.line:
            mend = "delete one of the two"
            problems.append(_repeats(path, card, "duplicate-question", card.question, question, mend))
        elif key != card.line:
            mend = "give it an id of its own; the card is left out until then"
            problems.append(_repeats(path, card, "duplicate-id", draft.names.get("id", card.key), key, mend))
        if key == card.line:
            kept.append(card)
    return kept, problems


def _repeats(path: str, card: Card, kind: Kind, found: str, first: int, mend: str) -> Problem:
    return Problem(path, card.line, kind, found, f"something else than in line {first}", mend)


def _whole(
    lines: Sequence[str], cards: Sequence[tuple[Draft, Card]], checker: Checker, path: str
) -> Iterator[Problem]:
    if not cards:
        found = "text without a question" if any(bare(line) for line in lines) else "an empty file"
        yield Problem(path, 1, "no-cards", found, "a line such as ## What is dropout?", "write a question")
    if checker.unchecked:
        found = f"{checker.unchecked} formulas more than can be checked at once"
        yield Problem(path, 0, "unchecked", found, mend="split the deck to have them all checked")
