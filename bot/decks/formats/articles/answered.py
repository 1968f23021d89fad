"""Headings that ask nothing by themselves and are questions all the same: each has one answer of its own below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from bot.decks.formats.articles.markdown_pieces import Kind, Piece, heading_of

_EXERCISE = re.compile(
    r"[\W_]*(?:exercise|task|problem|zadanie|ćwiczenie|задача|задание|упражнение|aufgabe|übung|exercice|ejercicio|"
    r"练习|习题|题目)[ \t]*(?:№|\#)?[ \t]*\d{1,4}(?!\w)",
    re.IGNORECASE,
)
_FEWEST = 2
_MOST = 0.6


def is_exercise(text: str) -> bool:
    """Whether a heading is that of an exercise with its number: `Task 3: Keys`."""
    return _EXERCISE.match(text) is not None


class _Reader:
    """Whose answer each one is: of the nearest heading above whose words no other has, if nothing asks in between."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._texts = {at: heading_of(piece) for at, piece in enumerate(pieces) if piece.kind is Kind.HEADING}
        self._repeats = Counter(self._texts.values())
        self._levels = {at: pieces[at].level for at in self._texts}
        self._above: list[int] = []
        self._answers: Counter[int] = Counter()
        self._asked: set[int] = set()

    def heading(self, at: int) -> None:
        while self._above and self._levels[self._above[-1]] >= self._levels[at]:
            self._above.pop()
        self._above.append(at)

    def owner(self) -> int:
        """The heading an answer here belongs to, -1 when there is none."""
        return next((at for at in reversed(self._above) if self._repeats[self._texts[at]] == 1), -1)

    def answer(self, *, hidden: bool) -> None:
        at = self.owner()
        if at >= 0 and (hidden or is_exercise(self._texts[at])):
            self._answers[at] += 1

    def question(self) -> None:
        """A line that asks for itself: the heading above it is a chapter, unless it is an exercise."""
        at = self.owner()
        if at >= 0 and not self._answers[at] and not is_exercise(self._texts[at]):
            self._asked.add(at)

    def levels(self) -> frozenset[int]:
        all_of = Counter(self._levels[at] for at, text in self._texts.items() if self._repeats[text] == 1)
        one = Counter(self._levels[at] for at, n in self._answers.items() if n == 1 and at not in self._asked)
        return frozenset(n for n, count in one.items() if count >= _FEWEST and count >= _MOST * all_of[n])


def answered_levels(
    pieces: Sequence[Piece],
    *,
    announces: Callable[[str], bool],
    is_hidden_answer: Callable[[str], bool],
    asks: Callable[[str], bool],
) -> frozenset[int]:
    """The levels of headings most of which have one answer below: a hidden one, or an announced one of an exercise."""
    reader = _Reader(pieces)
    for at, piece in enumerate(pieces):
        if piece.kind is Kind.HEADING and is_hidden_answer(heading_of(piece)):
            reader.answer(hidden=False)
        elif piece.kind is Kind.HEADING:
            reader.heading(at)
        elif piece.kind is Kind.SUMMARY and is_hidden_answer(piece.text):
            reader.answer(hidden=True)
        elif piece.kind is Kind.TEXT and announces(piece.text):
            reader.answer(hidden=False)
        elif piece.kind is Kind.SUMMARY or (piece.kind is Kind.TEXT and asks(piece.text)):
            reader.question()
    return reader.levels()
