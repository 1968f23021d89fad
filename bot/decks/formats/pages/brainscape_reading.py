"""The cards of a Brainscape page, by the marks that one extraction or another has left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from bot.decks.formats.pages.brainscape_marks import (
    NUMBER,
    Style,
    back_mark,
    is_footer,
    is_furniture,
    ratings,
    style_of,
)
from bot.decks.formats.pages.brainscape_page import Draft, Reading
from bot.decks.formats.pages.brainscape_turns import by_answers, by_turns
from bot.decks.formats.pages.page_lists import is_item
from bot.decks.formats.pages.page_text import Line
from bot.decks.formats.pages.pairing import asks
from bot.decks.markdown import bare, indent

_FEWEST_NUMBERS = 2
_OF_A_CARD = re.compile(rf"(?:{NUMBER.pattern})[.)]?")
_QUESTION_LONGEST = 8
_MARK_LONGEST = 12
_OPTIONS_LONGEST = 16


class _At(Enum):
    HEAD = auto()
    QUESTION = auto()
    ANSWER = auto()
    RATED = auto()


class _Sign(Enum):
    FRONT = auto()
    BACK = auto()
    RATING = auto()
    TEXT = auto()


_GOES = {
    (_At.HEAD, _Sign.FRONT): _At.QUESTION,
    (_At.HEAD, _Sign.BACK): _At.HEAD,
    (_At.HEAD, _Sign.RATING): _At.HEAD,
    (_At.QUESTION, _Sign.FRONT): _At.QUESTION,
    (_At.QUESTION, _Sign.BACK): _At.ANSWER,
    (_At.QUESTION, _Sign.RATING): _At.RATED,
    (_At.ANSWER, _Sign.FRONT): _At.QUESTION,
    (_At.ANSWER, _Sign.BACK): _At.ANSWER,
    (_At.ANSWER, _Sign.RATING): _At.RATED,
    (_At.RATED, _Sign.FRONT): _At.QUESTION,
    (_At.RATED, _Sign.BACK): _At.ANSWER,
    (_At.RATED, _Sign.RATING): _At.RATED,
}


def read(lines: Sequence[Line]) -> Reading:
    """The page taken apart by its marks, else by its card numbers, else by turns; `how` says which, empty for none."""
    rated = ratings(lines)
    style = style_of(lines)
    if style:
        return _Marked(lines, rated, style).read()
    numbers = _numbers(lines, rated)
    if len(numbers) >= _FEWEST_NUMBERS:
        return _by_numbers(lines, rated, numbers)
    page = by_answers(lines, rated, back_mark(lines))
    if page:
        _cut_footer(page.cards[-1], page, last=True)
    return page or by_turns(lines, rated)


# Marks of question and answer


class _Marked:
    """The reading of a page with marks, line by line."""

    def __init__(self, lines: Sequence[Line], rated: frozenset[int], style: Style) -> None:
        self._lines = lines
        self._rated = rated
        self._style = style
        self._at = _At.HEAD
        self._page = Reading("marks", style.alone)
        self._loose: list[Line] = []
        texts = [bare(line.text) for line in lines]
        self._texts = texts
        self._below = _next_full(texts)
        self._above = _last_full(texts)
        fronts = [i for i, text in enumerate(texts) if style.front.fullmatch(text)]
        self._numbered = sum(self._has_number(i) for i in fronts) * 2 > len(fronts)
        self._lost = self._lost_fronts(fronts)

    def read(self) -> Reading:
        for i, line in enumerate(self._lines):
            if i not in self._rated and self._is_number(i):
                self._page.furniture.append(line)
            else:
                self._take(i, line)
        self._drop_loose()
        for card in self._page.cards:
            _split_unmarked(card)
            _cut_footer(card, self._page, last=card is self._page.cards[-1])
        return self._page

    def _take(self, i: int, line: Line) -> None:
        sign, rest = self._sign(i)
        if sign is _Sign.TEXT:
            self._text(line)
            return
        if sign is _Sign.BACK and self._at is _At.RATED:
            self._page.cards.append(Draft(self._without_number()))
            self._loose = []
        self._drop_loose()
        was, self._at = self._at, _GOES[self._at, sign]
        if sign is _Sign.FRONT:
            self._page.cards.append(Draft())
        if sign is _Sign.BACK and self._at is _At.ANSWER:
            self._page.cards[-1].marked = True
        if rest and self._at is _At.ANSWER and was is _At.QUESTION and self._style.alone:
            self._page.cards[-1].glued = line.text[: len(line.text) - len(rest)].strip()
        mark = line.text[: len(line.text.rstrip()) - len(rest)] if rest else line.text
        self._page.furniture.append(replace(line, text=mark))
        if rest:
            self._text(replace(line, text=self._beside(i) + bare(rest)))

    def _without_number(self) -> list[Line]:
        """The text below a rating block without the number of its card, where more than a number is there."""
        full = [line for line in self._loose if bare(line.text)]
        if len(full) < 2 or not NUMBER.fullmatch(bare(full[0].text)):
            return self._loose
        self._page.furniture.append(full[0])
        return self._loose[self._loose.index(full[0]) + 1 :]

    def _beside(self, i: int) -> str:
        """The room that puts an item on a mark's line beside the items below it."""
        below = self._below[i]
        return " " * indent(self._lines[below].text) if below >= 0 and is_item(self._texts[below]) else ""

    def _text(self, line: Line) -> None:
        if bare(line.text) and is_furniture(bare(line.text)):
            self._page.furniture.append(line)
        elif self._at is _At.HEAD:
            self._page.head.append(line)
        elif self._at is _At.RATED:
            self._loose.append(line)
        else:
            card = self._page.cards[-1]
            (card.question if self._at is _At.QUESTION else card.answer).append(line)

    def _drop_loose(self) -> None:
        if any(bare(line.text) for line in self._loose):
            self._page.other.append(self._loose)
        self._loose = []

    def _sign(self, i: int) -> tuple[_Sign, str]:
        if i in self._rated:
            return _Sign.RATING, ""
        if i in self._lost:
            return _Sign.FRONT, ""
        front = self._style.front.fullmatch(self._texts[i])
        if front and self._opens(i):
            return _Sign.FRONT, front["rest"]
        asked = self._at is _At.QUESTION or (
            self._at is _At.RATED and any(bare(line.text) for line in self._loose)
        )
        back = self._style.back.fullmatch(self._texts[i]) if asked else None
        if back and self._asked(i):
            return _Sign.BACK, back["rest"]
        if self._at is _At.QUESTION and self._is_empty_back(i):
            return _Sign.BACK, ""
        return _Sign.TEXT, ""

    def _is_empty_back(self, i: int) -> bool:
        """Whether the mark of an answer stands there with no answer beside it, where others have theirs so."""
        if self._style.alone or not self._style.back.fullmatch(f"{self._texts[i]} x"):
            return False
        below = self._below[i]
        ends = below < 0 or below in self._rated or self._is_number(below)
        return len(self._texts[i]) <= _MARK_LONGEST and ends and self._asked(i)

    def _opens(self, i: int) -> bool:
        """Whether a question's mark opens a card: an answer may be that letter as well."""
        if self._at is not _At.ANSWER or self._has_number(i) or not self._style.alone:
            return True
        below = self._below[i]
        empty = not any(bare(line.text) for line in self._page.cards[-1].answer)
        ends = below < 0 or below in self._rated or self._is_number(below)
        if empty and ends:
            return False
        return not self._numbered or (not empty and self._back_below(i, len(self._texts)))

    def _asked(self, i: int) -> bool:
        """Whether an answer's mark stands below a question: a question may be that letter as well."""
        below = self._below[i]
        if any(bare(line.text) for line in self._page.cards[-1].question):
            return not self._is_option(i)
        return below < 0 or not self._style.back.fullmatch(self._texts[below])

    def _is_option(self, i: int) -> bool:
        """Whether the letter there names the first option of a question: `B` stands below, and the mark below that."""
        if self._texts[i] != "A" or not self._style.alone:
            return False
        at, second = self._below[i], False
        for _ in range(_OPTIONS_LONGEST):
            if at < 0 or at in self._rated or self._is_number(at):
                return False
            if self._texts[at] == "A":
                return second
            second = second or self._texts[at] == "B"
            at = self._below[at]
        return False

    def _is_number(self, i: int) -> bool:
        below = self._below[i]
        return (
            _OF_A_CARD.fullmatch(self._texts[i]) is not None
            and below >= 0
            and below not in self._rated
            and self._style.front.fullmatch(self._texts[below]) is not None
        )

    def _has_number(self, i: int) -> bool:
        return self._number(i) > 0

    def _number(self, i: int) -> int:
        """The number of the card whose question's mark stands there, 0 when it has none."""
        front = self._style.front.fullmatch(self._texts[i])
        above = self._above[i]
        apart = self._texts[above] if above >= 0 and above not in self._rated else ""
        beside = (front and front["number"]) or apart
        return int(beside.rstrip(".)")) if _OF_A_CARD.fullmatch(beside) else 0

    def _lost_fronts(self, fronts: Sequence[int]) -> frozenset[int]:
        """The numbers of cards whose question lost its mark: the next one, between an answer and another's mark."""
        found: set[int] = set()
        for start, end in zip([-1, *fronts], [*fronts, len(self._texts)], strict=True):
            number = self._number(start) if start >= 0 else 0
            beyond = self._number(end) if end < len(self._texts) else number + len(self._texts)
            answered = start < 0
            for i in range(start + 1, end) if (number or start < 0) and beyond > number + 1 else ():
                text = self._texts[i]
                if self._style.back.fullmatch(text):
                    answered = True
                elif (
                    answered and text == str(number + 1) and i not in self._rated and self._back_below(i, end)
                ):
                    number += 1
                    found.add(i)
                    answered = False
        return frozenset(found)

    def _back_below(self, i: int, end: int) -> bool:
        """Whether a question stands there, and the mark of its answer below it."""
        first = at = self._below[i]
        for _ in range(_QUESTION_LONGEST):
            text = self._texts[at] if 0 <= at < end else ""
            if not text or text == self._texts[i] or self._style.front.fullmatch(text) or at in self._rated:
                return False
            if at != first and self._style.back.fullmatch(text):
                return True
            at = self._below[at]
        return False


def _next_full(texts: Sequence[str]) -> list[int]:
    """For each line the next one below it that is not empty, -1 where there is none."""
    found, below = [-1] * len(texts), -1
    for i in range(len(texts) - 1, -1, -1):
        found[i] = below
        below = i if texts[i] else below
    return found


def _last_full(texts: Sequence[str]) -> list[int]:
    """For each line the next one above it that is not empty, -1 where there is none."""
    found, above = [-1] * len(texts), -1
    for i, text in enumerate(texts):
        found[i] = above
        above = i if text else above
    return found


def _split_unmarked(card: Draft) -> None:
    """A card whose answer lost its mark: what stands below a first line that asks, or a first paragraph, answers."""
    if card.marked or any(bare(line.text) for line in card.answer):
        return
    full = [i for i, line in enumerate(card.question) if bare(line.text)]
    if len(full) < 2:
        return
    gap = next((i for i in range(full[0], full[-1]) if not bare(card.question[i].text)), 0)
    end = full[0] + 1 if asks(bare(card.question[full[0]].text)) else gap
    if end:
        card.question, card.answer = card.question[:end], card.question[end:]
        card.doubt = "no mark of the answer"


def _cut_footer(card: Draft, page: Reading, *, last: bool) -> None:
    """Below the last answer the page goes on."""
    if not last:
        return
    for lines, first in ((card.answer, 0), (card.question, 1)):
        at = next((i for i in range(first, len(lines)) if is_footer(bare(lines[i].text))), len(lines))
        if lines[at:]:
            page.other.insert(0, lines[at:])
            del lines[at:]


# Card numbers alone


def _numbers(lines: Sequence[Line], rated: frozenset[int]) -> list[int]:
    """The lines that number the cards 1, 2, 3, …; a number is also an answer, so the later of two alike counts."""
    full = [i for i, line in enumerate(lines) if bare(line.text) and i not in rated]
    texts = [bare(lines[i].text) for i in full]
    places: list[int] = []
    for at in range(len(full) - 1):
        room = not places or at - places[-1] > 1
        if room and texts[at] == str(len(places) + 1) != texts[at + 1]:
            places.append(at)
    return [full[at] for at in places]


def _by_numbers(lines: Sequence[Line], rated: frozenset[int], numbers: Sequence[int]) -> Reading:
    page = Reading("numbers", head=list(lines[: numbers[0]]))
    back = back_mark(lines[numbers[0] :])
    for start, end in zip(numbers, [*numbers[1:], len(lines)], strict=True):
        page.furniture.append(lines[start])
        body = _without_rating(range(start + 1, end), lines, rated, page)
        page.cards.append(_at_mark(body, back, page) or _first_paragraph(body))
    _cut_footer(page.cards[-1], page, last=True)
    return page


def _without_rating(places: range, lines: Sequence[Line], rated: frozenset[int], page: Reading) -> list[Line]:
    """The lines of a card up to its rating block; what stands behind that is no part of it."""
    body: list[Line] = []
    loose: list[Line] = []
    seen = False
    for i in places:
        if i in rated or is_furniture(bare(lines[i].text)):
            page.furniture.append(lines[i])
            seen = seen or i in rated
        else:
            (loose if seen else body).append(lines[i])
    if any(bare(line.text) for line in loose):
        page.other.append(loose)
    return body


def _at_mark(body: Sequence[Line], back: str, page: Reading) -> Draft | None:
    """A card whose question lost its mark while its answer has one; none where it has not."""
    marks = [i for i, line in enumerate(body) if back and bare(line.text).rstrip(":") == back]
    at = next((i for i in marks if any(bare(line.text) for line in body[:i])), -1)
    if at < 0:
        return None
    page.furniture.append(body[at])
    return Draft(list(body[:at]), list(body[at + 1 :]))


def _first_paragraph(body: Sequence[Line]) -> Draft:
    """A card whose first paragraph asks; without paragraphs, its first line."""
    full = [i for i, line in enumerate(body) if bare(line.text)]
    if not full:
        return Draft(doubt="a number without a card")
    gap = next((i for i in range(full[0], full[-1]) if not bare(body[i].text)), full[0] + 1)
    return Draft(list(body[:gap]), list(body[gap:]), doubt="no marks of question and answer")
