"""Markdown files of interview questions: headings that ask, `Q:` and `A:`, what unfolds, lines in bold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.decks.formats.articles.asked import (
    ANSWER_LABEL,
    QUESTION_LABEL,
    Style,
    asks,
    asks_above,
    is_contents,
    is_generic,
    is_item,
    is_lone_label,
    is_meta,
    is_pair,
    number_of,
    score_of,
    stripped,
    style_of,
)
from bot.decks.formats.articles.callouts import unfolded
from bot.decks.formats.articles.formulas import mended
from bot.decks.formats.articles.label_chapters import with_chapters
from bot.decks.formats.articles.leavings import Leavings
from bot.decks.formats.articles.markdown_cards import Draft, from_body, is_placeholder, parts_of, unquoted
from bot.decks.formats.articles.markdown_pieces import Kind, Piece, heading_of, opens, pieces_of
from bot.decks.formats.articles.options import is_first_option
from bot.decks.formats.articles.page_around import is_insert
from bot.decks.formats.articles.repository import (
    is_contents_line,
    is_link_to_top,
    is_way_on,
    tag_of_chapter,
    title_of,
)
from bot.decks.formats.articles.scenarios import Scenario, cases_of, is_scenario
from bot.decks.formats.enough_lines import lines_within
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.pages.page_text import is_page
from bot.decks.formats.questions import ASKS
from bot.decks.markdown import lines_of
from bot.decks.problems import Kind as Fate
from bot.decks.problems import Problem
from bot.decks.tags import merged
from bot.domain.card import Card
from bot.domain.identity import question_key

_PAGE = "text outside any card"
_CONTENTS = "a list of contents, which repeats the questions"
_INSERT = "the page between the answers"
_TOP = "a link back to the top"
_CHAPTER = "a chapter heading; where it is short, it is the tag of the cards under it"
_NUMBERS = "the numbers and marks of questions and answers"
_FRONT = "front matter; give the new deck its own"

_FOREIGN_LINES = 2
_NATIVE = re.compile(r"<!--[ \t]*id:|>[ \t]*\[!TIP\]|^(?:language|licence):", re.MULTILINE)
_FOREIGN = re.compile(r"(?:\?\??|？)$|::[^:].*::|ANSWER:[ \t]*[A-Z]$")


class MarkdownQuestionsFormat:
    """Questions as Markdown repositories have them."""

    name = "markdown-questions"
    describe = (
        "Markdown questions: ### headings that ask, **Q:** and **A:**, <details><summary>, bold questions"
    )

    def recognise(self, text: str) -> Recognition:
        """How many questions stand in the ways such files ask."""
        lines = lines_of(text[:ENOUGH])
        style = style_of(with_chapters(pieces_of(unfolded(lines), Leavings(""))))
        reasons = tuple(f"{n} {what}" for what, n in style.asked.items() if n)
        if not reasons or is_page(text):
            return Recognition(0.0, ("no headings, labels or bold lines that ask",))
        score = score_of(style)
        foreign = sum(_FOREIGN.match(line.strip()[:200]) is not None for line in lines)
        if foreign >= _FOREIGN_LINES:
            return Recognition(score / 4, (*reasons, f"but {foreign} lines of another format"))
        if style.levels == {2} and _NATIVE.search(text[:ENOUGH]):
            return Recognition(score / 4, (*reasons, "but it is written as a deck of this bot is"))
        return Recognition(score, reasons)

    def parse(self, text: str, path: str) -> Imported:
        """One card for each question; contents, links and what is about the file left out."""
        leavings = Leavings(path)
        pieces = with_chapters(pieces_of(unfolded(lines_within(text, path)), leavings))
        reading = _Reading(path, style_of(pieces), cases_of(pieces), leavings)
        for at, piece in enumerate(pieces):
            reading.take(piece, following=pieces[at + 1 : at + 4])
        reading.finish()
        return finished(
            path, self.name, reading.cards, [*reading.problems, *leavings.problems()], title=reading.title,
            mend="make each question a heading such as ### What is a key?, with the answer under it",
        )  # fmt: skip


MARKDOWN_QUESTIONS = MarkdownQuestionsFormat()


class _Reading:
    """The cards and problems of one file as its pieces are gone through."""

    def __init__(self, path: str, style: Style, cases: frozenset[int], leavings: Leavings) -> None:
        self.path = path
        self.style = style
        self.cases = cases
        self.leavings = leavings
        self.cards: list[Card] = []
        self.problems: list[Problem] = []
        self.title = ""
        self._draft: Draft | None = None
        self._tags: dict[int, str] = {}
        self._outside: list[Piece] = []
        self._silent = 0  # so many pieces at the start of `_outside` ask nothing
        self._scenario: Scenario | None = None
        self._contents = 0  # the level of the heading over a list of contents
        self._depth = 0
        self._following: Sequence[Piece] = ()

    def take(self, piece: Piece, *, following: Sequence[Piece]) -> None:
        """Go on by one piece."""
        self._following = following
        self._contents = 0 if is_pair(piece, following) else self._contents
        if piece.kind is Kind.TEXT and self._is_leaving(piece):
            return
        question = self._question(piece, following)
        if question is not None:
            self._open(piece, question)
            return
        if self._is_past(piece):
            self._close()
            self._leave_outside()
            if piece.line in self.cases or not self._scenario:
                self._scenario = Scenario(0)
        _TAKE[piece.kind](self, piece)

    def finish(self) -> None:
        """Close what is open."""
        self._close()
        self._leave_outside()

    # What a piece is

    def _question(self, piece: Piece, following: Sequence[Piece]) -> str | None:
        """The question a piece asks in the way of its file; None when it asks none."""
        if piece.kind is Kind.SUMMARY:
            told = not piece.text or is_generic(piece.text) or is_contents(piece.text)
            return None if told or opens(following) else piece.text
        if self._in_fold() or piece.kind not in (Kind.HEADING, Kind.TEXT):
            return None
        if piece.kind is Kind.HEADING:
            return self._heading_question(piece)
        if self._contents:
            return None
        label = QUESTION_LABEL.match(piece.text)
        if label and (piece.text[label.end() :].strip() or following):
            return piece.text
        if self.style.asks_in_bold(piece.text):
            return piece.text
        if self.style.lists and is_item(piece.text):
            listed = self._draft is not None and self._draft.loose
            return piece.text if listed or asks(piece.text) >= ASKS - 1 else None
        free = self._draft is None or self._draft.answer is not None
        hidden = self.style.hides and free and opens(following)
        return piece.text if hidden and asks(piece.text) >= ASKS - 1 else None

    def _heading_question(self, piece: Piece) -> str | None:
        text = heading_of(piece)
        if is_contents(text) or is_generic(text) or is_meta(text) or is_scenario(text):
            return None
        asking = asks(text) >= ASKS or QUESTION_LABEL.match(text) is not None
        if is_lone_label(text):
            return ""
        if piece.level in self.style.levels:
            return text if asking or piece.level in self.style.every else None
        deeper = self._draft is not None and self.style.levels and piece.level > max(self.style.levels)
        return text if asking and text.rstrip("* ").endswith(("?", "？")) and not deeper else None

    def _in_fold(self) -> bool:
        return self._draft is not None and 0 < self._draft.folded <= self._depth

    def _is_leaving(self, piece: Piece) -> bool:
        """Takes out a line that belongs to no card wherever it stands."""
        top = is_link_to_top(piece.text)
        listed = is_contents_line(piece.text) or (self._contents > 0 and self._draft is None)
        page = is_way_on(piece.text) or is_insert(piece.text)
        if top or listed or page:
            self.leavings.add(piece.line, piece.text, _TOP if top else _CONTENTS if listed else _INSERT)
        return top or listed or page

    def _is_past(self, piece: Piece) -> bool:
        """Whether a line belongs to no card above it: the next case begins, or the answer above was a hidden one."""
        if self._depth or piece.kind not in (Kind.TEXT, Kind.CODE):
            return False
        if self._draft is None:
            return piece.line in self.cases
        return self._draft.answer is not None and (piece.line in self.cases or self._draft.hidden)

    # What is done with it

    def _open(self, piece: Piece, text: str) -> None:
        number = number_of(heading_of(piece)) if piece.kind is Kind.HEADING else 0
        if self._draft and self._draft.is_chapter(piece.level, number):
            self.leavings.add(self._draft.line, self._draft.question, _CHAPTER)
            self._draft = None
        self._close()
        scenario = self._told_above(piece)
        self._leave_outside()
        self._contents = 0
        question = self._stripped(piece.line, text)
        tags = tuple(tag for tag in self._tags.values() if tag)
        name = piece.kind is Kind.HEADING and asks(question) < ASKS
        self._draft = Draft(piece.line, question, tags, scenario, name=name, level=piece.level, number=number)
        self._draft.loose = piece.kind is Kind.TEXT and not QUESTION_LABEL.match(text)
        if piece.kind is Kind.SUMMARY:
            self._draft.answer = []
            self._draft.folded = max(1, self._depth)

    def _told_above(self, piece: Piece) -> Scenario | None:
        """The case a question is about; text between two hidden answers is the case of the second."""
        if self._scenario and not self._scenario.goes_on(piece) and self._scenario.asked:
            self._scenario = None
        if self._scenario and any(each.text.strip() for each in self._outside):
            self._scenario = Scenario(self._scenario.level, [each.text for each in self._outside])
            self._outside, self._silent = [], 0
        return self._scenario

    def _stripped(self, line: int, text: str) -> str:
        question, *marks = stripped(text)
        for mark in marks:
            self.leavings.add(line, mark, _NUMBERS)
        return question

    def heading(self, piece: Piece) -> None:
        text = heading_of(piece)
        deeper = self._draft is not None and (self._depth > 0 or self._is_below(piece.level))
        announces = deeper or (self._draft is not None and self._draft.awaits(piece.level))
        label = ANSWER_LABEL.match(text) if announces else None
        if label or (announces and is_generic(text)):
            self._announce(piece.line, label[0] if label else text)
            self._keep(text[label.end() :] if label else "")
        elif deeper and not self._in_answer() and is_scenario(text):
            self.leavings.add(piece.line, text, _CHAPTER)
        elif deeper and not is_contents(text):
            space = piece.text[: len(piece.text) - len(piece.text.lstrip())]
            self._keep(f"{space}{'#' * max(3, piece.level)} {text}")
        else:
            self._chapter(piece, text)

    def _chapter(self, piece: Piece, text: str) -> None:
        self._close()
        self._leave_outside()
        self._contents = piece.level if is_contents(text) else 0
        self._scenario = Scenario(piece.level) if piece.line in self.cases else None
        if not self.title and not self.cards and piece.level == 1:
            self.title = title_of(text)
        self._tags = {level: tag for level, tag in self._tags.items() if level < piece.level}
        if piece.level > 1 and not self._contents and not is_scenario(text):
            self._tags[piece.level] = tag_of_chapter(text)
        self.leavings.add(piece.line, text, _CONTENTS if self._contents else _CHAPTER)

    def _is_below(self, level: int) -> bool:
        """Whether a heading that asks nothing belongs to the answer: it is smaller than the file's questions."""
        return bool(self.style.levels) and level > max(self.style.levels)

    def text(self, piece: Piece) -> None:
        label = ANSWER_LABEL.match(piece.text)
        if (
            self._draft
            and label
            and not self._in_answer()
            and not is_first_option(label[0], (each.text for each in self._following))
        ):
            self._announce(piece.line, label[0])
            self._keep(piece.text[label.end() :])
        else:
            self.keep(piece)

    def _in_answer(self) -> bool:
        return self._draft is not None and self._draft.answer is not None

    def _announce(self, line: int, text: str) -> None:
        self.leavings.add(line, text, _NUMBERS)
        if self._draft and self._draft.answer is None:
            self._draft.answer = []

    def keep(self, piece: Piece) -> None:
        """Add a piece to the card that is open, or to what stands outside any."""
        if self._draft is None:
            if piece.text.strip() or (self._outside and self._scenario):
                self._outside.append(piece)
        else:
            self._keep(piece.text)

    def _keep(self, text: str) -> None:
        if self._draft:
            (self._draft.body if self._draft.answer is None else self._draft.answer).append(text)

    def rule(self, _piece: Piece) -> None:
        if self._draft and self._depth and not self.style.folds:
            self._keep("---")
        elif self._draft and self.style.asked["headings"] == 0:
            self._keep("")

    def fold(self, _piece: Piece) -> None:
        self._depth += 1

    def unfold(self, _piece: Piece) -> None:
        self._depth = max(0, self._depth - 1)
        if self._draft and self._draft.folded > self._depth:
            self._close()

    def summary(self, piece: Piece) -> None:
        """A summary that only announces the answer."""
        if not is_generic(piece.text):
            self._close()
            self._leave_outside()
            self.leavings.add(piece.line, piece.text, _CONTENTS if is_contents(piece.text) else _CHAPTER)
            return
        if self._draft is None:
            self._ask_above()
        if self._draft:
            self._draft.hidden = self._draft.loose
        self._announce(piece.line, piece.text)

    def _ask_above(self) -> None:
        """The lines above a hidden answer ask its question, when nothing else has."""
        while self._silent < len(self._outside) and not asks_above(self._outside[self._silent]):
            self._silent += 1
        start = 0 if self._silent == len(self._outside) and self._scenario else self._silent
        if start >= len(self._outside):
            return
        first, *rest = self._outside[start:]
        self._outside, self._silent = self._outside[:start], start
        self._open(first, first.text)
        if self._draft:
            self._draft.body += (piece.text for piece in rest)

    def _leave_outside(self) -> None:
        if not self._outside:
            return
        front = self._outside[0].text.strip() in ("---", "+++")
        found = "\n".join(piece.text for piece in self._outside if piece.text.strip())
        self.leavings.add(self._outside[0].line, found, _FRONT if front else _PAGE)
        self._outside, self._silent = [], 0

    # A card that is complete

    def _close(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if not any(map(str.isalnum, draft.question)):
            first, draft.body = from_body(draft.body)
            draft.question = self._stripped(draft.line, first)
        if not any(map(str.isalnum, draft.question)):
            whole = [draft.question, *draft.body, *(draft.answer or ())]
            self.leavings.add(draft.line, "\n".join(whole), _PAGE)
            return
        self.cards.append(self._card(draft))

    def _card(self, draft: Draft) -> Card:
        parts = parts_of(draft)
        asked = draft.with_body(parts.body)
        question = self._mended(draft.scenario.with_question(asked) if draft.scenario else asked, draft.line)
        answer = self._mended(unquoted(parts.answer), draft.line)
        self.leavings.add(draft.line, parts.marks, _NUMBERS)
        if is_placeholder(answer) and not parts.choices:
            mend = "write the answer; the card is not asked until then"
            self._note(draft.line, "unanswered", answer or question, mend=mend)
            answer = ""
        return Card(
            question_key(question), question, answer, choices=parts.choices, tags=merged(draft.tags),
            explanation=self._mended(parts.explanation, draft.line), line=draft.line,
        )  # fmt: skip

    def _mended(self, text: str, line: int) -> str:
        whole, problems = mended(self.path, text, line)
        self.problems += problems
        return whole

    def _note(self, line: int, kind: Fate, found: str, expected: str = "", mend: str = "") -> None:
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))


_TAKE: dict[Kind, Callable[[_Reading, Piece], None]] = {
    Kind.BLANK: _Reading.keep,
    Kind.TEXT: _Reading.text,
    Kind.CODE: _Reading.keep,
    Kind.HEADING: _Reading.heading,
    Kind.RULE: _Reading.rule,
    Kind.FOLD: _Reading.fold,
    Kind.SUMMARY: _Reading.summary,
    Kind.UNFOLD: _Reading.unfold,
}
