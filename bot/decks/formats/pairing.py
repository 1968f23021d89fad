"""Questions and answers in turn, with nothing between them that says which is which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.decks.formats.page_lists import is_item
from bot.decks.formats.page_text import Line
from bot.decks.formats.questions import ASKS, asking, has_question_mark
from bot.decks.markdown import bare

# What a line costs in a part that does not suit it; the cheapest reading of the whole text wins.
_NO_QUESTION = 1.5
_LENGTH = 100.0
_LONGEST_COST = 2.5
_ASKING_ANSWER = 3.0
_MORE = 1.5
_UNANSWERED = 4.0
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """The lines of a question and of its answer; `sure` when the question asks and its answer is one piece."""

    question: tuple[Line, ...]
    answer: tuple[Line, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line with the list below it."""

    lines: tuple[Line, ...]
    asks: bool

    @property
    def tail(self) -> bool:
        return len(self.lines) > 1

    @property
    def length(self) -> int:
        return len(self.lines[0].text)


def paired(lines: Sequence[Line]) -> tuple[Pair, ...]:
    """The likeliest cards in lines that alternate; every line that is not empty is in one of them.

    A list belongs to the line above it, and answers it where that line asks. Answers of several lines are seen where
    the next question asks, or is shorter than an answer.
    """
    pieces = list(_pieces(lines))
    return tuple(_pairs(pieces, _parts(pieces)))


def trusted(pairs: Sequence[Pair], count: int = 0) -> bool:
    """Whether the cards can be believed: there are as many as the page says, or most of their questions ask."""
    if count and len(pairs) == count:
        return True
    answered = [pair for pair in pairs if pair.answer]
    if len(answered) < _FEWEST or len(answered) * 10 < len(pairs) * 9:
        return False
    ask = sum(asks(bare(pair.question[0].text)) for pair in answered)
    return ask * 10 >= len(pairs) * 6


def asks(text: str) -> bool:
    """Whether a line asks, with a small first letter as well."""
    return has_question_mark(text) or asking(text[:1].upper() + text[1:]) >= ASKS


def _pieces(lines: Sequence[Line]) -> Iterator[_Piece]:
    run: list[Line] = []
    for line in lines:
        if not bare(line.text):
            continue
        if run and not is_item(line.text):
            yield _piece(run)
            run = []
        run.append(line)
    if run:
        yield _piece(run)


def _piece(run: Sequence[Line]) -> _Piece:
    return _Piece(tuple(run), asks(bare(run[0].text)))


def _parts(pieces: Sequence[_Piece]) -> list[str]:
    """For each piece whether it is a question (`q`), its answer (`a`) or more of it (`m`): the cheapest way through."""
    costs = {"q": 0.0, "a": float("inf"), "m": float("inf")}
    came: list[dict[str, str]] = []
    for i, piece in enumerate(pieces):
        before = pieces[i - 1] if i else None
        step = {to: min(_ways(costs, to, before), key=lambda way: way[0]) for to in "qam"}
        if not i:
            step = {"q": (0.0, ""), "a": (float("inf"), "q"), "m": (float("inf"), "q")}
        costs = {to: cost + _cost(piece, to) for to, (cost, _) in step.items()}
        came.append({to: origin for to, (_, origin) in step.items()})
    part = min(costs, key=lambda to: costs[to] + (_UNANSWERED if to == "q" and not pieces[-1].tail else 0))
    found = []
    for step_back in reversed(came):
        found.append(part)
        part = step_back[part]
    return found[::-1]


def _ways(costs: dict[str, float], to: str, before: _Piece | None) -> Iterator[tuple[float, str]]:
    answered = before is not None and before.tail
    if to == "q":
        yield costs["q"] + (0 if answered else _UNANSWERED), "q"
        yield costs["a"], "a"
        yield costs["m"], "m"
    elif to == "a":
        yield costs["q"] + (_MORE if answered else 0), "q"
    else:
        yield costs["a"], "a"
        yield costs["m"], "m"


def _cost(piece: _Piece, part: str) -> float:
    if part == "q":
        return 0.0 if piece.asks else _NO_QUESTION + min(piece.length / _LENGTH, _LONGEST_COST)
    return (_ASKING_ANSWER if piece.asks else 0.0) + (_MORE if part == "m" else 0.0)


def _pairs(pieces: Sequence[_Piece], parts: Sequence[str]) -> Iterator[Pair]:
    starts = [i for i, part in enumerate(parts) if part == "q"]
    for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
        first, *rest = pieces[start].lines
        answer = (*rest, *(line for piece in pieces[start + 1 : end] for line in piece.lines))
        sure = pieces[start].asks and end - start <= 2
        yield Pair((first,), tuple(answer), sure)
