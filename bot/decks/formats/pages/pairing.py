"""Questions and answers in turn, with nothing between them that says which is which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from bot.decks.formats.pages.page_lists import is_item
from bot.decks.formats.pages.page_text import Line
from bot.decks.formats.questions import ASKS, asking, has_question_mark
from bot.decks.markdown import bare

# What a line costs in a part that does not suit it; the cheapest reading of the whole text wins.
_LENGTH = 100.0
_LONGEST_COST = 2.5
_ASKING_ANSWER = 3.0
_MORE = 1.0
_MORE_LIST = 0.5
_UNANSWERED = 4.0
# What a line that does not ask costs as a question: much where questions ask, little in a list of terms.
_NO_QUESTION = (3.0, 2.0, 1.5, 1.0, 0.5)
_WEAK = 0.4
_FEWEST = 2
_FEWEST_TERMS = 4
_CLOZE = re.compile(r"_{3,}|…{2,}|\.{4,}")


@dataclass(slots=True)  # not frozen, like `Line`
class Pair:
    """The lines of a question and of its answer; `sure` when the question `asks` and its answer is one piece."""

    question: tuple[Line, ...]
    answer: tuple[Line, ...]
    asks: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line with the list below it."""

    lines: tuple[Line, ...]
    asks: bool
    weak: bool = False

    @property
    def tail(self) -> bool:
        return len(self.lines) > 1

    @property
    def length(self) -> int:
        return len(self.lines[0].text)


def paired(lines: Sequence[Line], count: int = 0) -> tuple[Pair, ...]:
    """The likeliest cards in lines that alternate; every line that is not empty is in one of them.

    A list belongs to the line above it, and answers it where that line asks. Answers of several lines are seen where
    the next question asks. `count` is how many cards the page says it has, 0 when it does not.
    """
    pieces = list(_pieces(lines))
    if not pieces:
        return ()
    readings = [
        tuple(_pairs(pieces, _parts(pieces, cost))) for cost in (_NO_QUESTION if count else _NO_QUESTION[:1])
    ]
    fitting = next((pairs for pairs in readings if len(pairs) == count), None)
    if fitting is not None or trusted(readings[0]):
        return fitting or readings[0]
    return tuple(_pairs(pieces, ["qa"[i % 2] for i in range(len(pieces))]))


def trusted(pairs: Sequence[Pair], count: int = 0, *, terms: bool = False) -> bool:
    """Whether the cards can be believed: there are as many as the page says, or most of their questions ask.

    With `terms`, also where each answer is one piece and nearly all are longer than their question, or in a longer
    list, nearly all are shorter.
    """
    if count and len(pairs) == count:
        return True
    answered = [pair for pair in pairs if pair.answer]
    if len(answered) < _FEWEST or len(answered) * 10 < len(pairs) * 9:
        return False
    asking_ones = sum(pair.asks for pair in answered)
    longer = sum(2 * len(pair.question[0].text) <= len(pair.answer[0].text) * 3 for pair in answered)
    shorter = sum(2 * len(pair.answer[0].text) <= len(pair.question[0].text) * 3 for pair in answered)
    told = terms and len(answered) == len(pairs) >= _FEWEST_TERMS and longer * 10 >= len(pairs) * 9
    told = told or (
        terms and len(answered) == len(pairs) >= 2 * _FEWEST_TERMS and shorter * 10 >= len(pairs) * 9
    )
    return asking_ones * 10 >= len(pairs) * 6 or told


def asks(text: str) -> bool:
    """Whether a line asks, with a small first letter or by a gap to fill as well."""
    return _asks(text, _strength(text))


def _asks(text: str, strength: int) -> bool:
    return strength >= ASKS or has_question_mark(text) or _CLOZE.search(text) is not None


def _strength(text: str) -> int:
    # In Polish `X a Y` asks for a difference; here every other line has the English article.
    return asking((text[:1].upper() + text[1:]).replace(" a ", " "))


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
    text = bare(run[0].text)
    strength = _strength(text)
    return _Piece(tuple(run), _asks(text, strength), weak=strength > 0)


def _parts(pieces: Sequence[_Piece], no_question: float) -> list[str]:
    """For each piece whether it is a question (`q`), its answer (`a`) or more of it (`m`): the cheapest way through."""
    costs = {"q": 0.0, "a": float("inf"), "m": float("inf")}
    came: list[dict[str, str]] = []
    for i, piece in enumerate(pieces):
        if i:
            step = _ways(costs, answered=pieces[i - 1].tail)
        else:
            step = {"q": (0.0, ""), "a": (float("inf"), "q"), "m": (float("inf"), "q")}
        costs = {to: cost + _cost(piece, to, no_question) for to, (cost, _) in step.items()}
        came.append({to: origin for to, (_, origin) in step.items()})
    part = min(costs, key=lambda to: costs[to] + (_UNANSWERED if to == "q" and not pieces[-1].tail else 0))
    found = []
    for step_back in reversed(came):
        found.append(part)
        part = step_back[part]
    return found[::-1]


def _ways(costs: dict[str, float], *, answered: bool) -> dict[str, tuple[float, str]]:
    """The cheapest way to each part and the part it comes from; `answered` where a list stands below the question."""
    asked = (costs["q"] + (0 if answered else _UNANSWERED), "q")
    told, more = (costs["a"], "a"), (costs["m"], "m")
    return {
        "q": min(asked, told, more, key=itemgetter(0)),
        "a": (costs["q"] + (_MORE if answered else 0), "q"),
        "m": min(told, more, key=itemgetter(0)),
    }


def _cost(piece: _Piece, part: str, no_question: float) -> float:
    if part == "q":
        length = min(piece.length / _LENGTH, _LONGEST_COST)
        return 0.0 if piece.asks else (no_question + length) * (_WEAK if piece.weak else 1)
    more = (_MORE + _MORE_LIST * piece.tail) if part == "m" else 0.0
    return more + (_ASKING_ANSWER if piece.asks else 0.0)


def _pairs(pieces: Sequence[_Piece], parts: Sequence[str]) -> Iterator[Pair]:
    starts = [i for i, part in enumerate(parts) if part == "q"]
    for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
        first, *rest = pieces[start].lines
        answer = (*rest, *(line for piece in pieces[start + 1 : end] for line in piece.lines))
        asked = pieces[start].asks
        yield Pair((first,), tuple(answer), asked, sure=asked and end - start <= 2)
