"""Cases that are told before they are asked about: what announces one, and which questions it goes along with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.decks.formats.articles.asked import QUESTION_LABEL, bold_question, is_generic
from bot.decks.formats.articles.markdown_pieces import Kind, Piece, heading_of
from bot.decks.markdown import trimmed

_WORDS = (
    "scenario|(?:use |business )?case(?: study)?|situation|vignette|passage|story|сценарий|ситуация|"
    "кейс|условие|случай|scenariusz|sytuacja|kazus|przypadek|studium przypadku|场景|情景|情境|案例|材料"
)
_NUMBER = r"(?:[ \t]*(?:№|\#)?[ \t]*\d{1,4})?"
_HEADING = re.compile(rf"[\W_\d]*(?:{_WORDS}){_NUMBER}[*_]*(?:[ \t]*[:：.)—–-].*|[\W_]*)", re.IGNORECASE)
_LABEL = re.compile(rf"[ \t]*(?:>[ \t]*)?(\*\*|__)?(?:{_WORDS}){_NUMBER}(?:\1)?[ \t]*[:：]", re.IGNORECASE)
_LONGEST_HEADING = 200
_LONGEST = 2_000
_MOST_QUESTIONS = 10


@dataclass(slots=True)
class Scenario:
    """A case that a heading of some `level` announces, or a label (0): its lines, and how often it was asked about."""

    level: int
    lines: list[str] = field(default_factory=list)
    asked: int = 0

    def with_question(self, question: str) -> str:
        """A question below its case; a long case goes with the first question only, a short one with ten at most."""
        told = trimmed(self.lines)
        self.asked += 1
        goes_along = self.asked == 1 or (len(told) <= _LONGEST and self.asked <= _MOST_QUESTIONS)
        return f"{told}\n\n{question}" if told and goes_along else question

    def goes_on(self, piece: Piece) -> bool:
        """Whether questions below the one a piece asks may be about the same case."""
        return self.level > 0 and (piece.kind is not Kind.HEADING or piece.level > self.level)


def is_scenario(text: str) -> bool:
    """Whether a heading says that a case follows: `Scenario`, `Scenario 2: lost packets`."""
    return len(text) <= _LONGEST_HEADING and _HEADING.fullmatch(text) is not None


def cases_of(pieces: Sequence[Piece]) -> frozenset[int]:
    """The lines of headings and labels below which a case is told."""
    return frozenset((*_headings(pieces), *_labels(pieces)))


def _headings(pieces: Sequence[Piece]) -> Iterator[int]:
    """Headings that say so, or below which exactly one answer is hidden: where more is asked, a chapter begins."""
    heading, folds, hidden = 0, 0, 0
    for piece in (*pieces, Piece(Kind.HEADING, 0, "", 1)):
        if piece.kind is Kind.HEADING:
            if heading and folds == hidden == 1:
                yield heading
            heading, folds, hidden = (piece.line if piece.level > 1 else 0), 0, 0
            if is_scenario(heading_of(piece)):
                yield piece.line
        elif piece.kind is Kind.SUMMARY:
            folds, hidden = folds + 1, hidden + is_generic(piece.text)


def _labels(pieces: Sequence[Piece]) -> Iterator[int]:
    """Lines that begin with such a word, where the first stands above all questions: others may be an answer's."""
    asked = False
    found: list[int] = []
    for piece in pieces:
        if piece.kind is Kind.TEXT and _LABEL.match(piece.text):
            found.append(piece.line)
        asked = asked or piece.kind is Kind.SUMMARY or _asks(piece)
        if asked and not found:
            return
    yield from found


def _asks(piece: Piece) -> bool:
    return piece.kind is Kind.TEXT and bool(QUESTION_LABEL.match(piece.text) or bold_question(piece.text))
