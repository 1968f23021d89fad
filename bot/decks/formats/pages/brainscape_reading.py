"""The cards of a Brainscape page, by the marks that one extraction or another has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.decks.formats.pages.brainscape_marks import (
    NUMBER,
    Style,
    back_mark,
    card_count,
    is_footer,
    is_furniture,
    is_title,
    ratings,
    style_of,
)
from bot.decks.formats.pages.page_lists import is_item
from bot.decks.formats.pages.page_text import Line
from bot.decks.formats.pages.pairing import paired, trusted
from bot.decks.formats.questions import has_question_mark
from bot.decks.markdown import bare, indent

_FEWEST_NUMBERS = 2
_HEAD_LONGEST = 12


@dataclass(slots=True)
class Draft:
    """The lines of one card; `glued` is the mark its list stuck to, `doubt` what a person should look at."""

    question: list[Line] = field(default_factory=list)
    answer: list[Line] = field(default_factory=list)
    glued: str = ""
    doubt: str = ""


@dataclass(slots=True)
class Reading:
    """A page taken apart: what stands above the cards, the cards, furniture, and other text around them.

    `how` says by what cards were told apart; `alone` when question and answer have marks on lines of their own.
    """

    how: str = ""
    alone: bool = False
    head: list[Line] = field(default_factory=list)
    cards: list[Draft] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    other: list[list[Line]] = field(default_factory=list)


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
    (_At.RATED, _Sign.BACK): _At.RATED,
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
    return _by_turns(lines, rated)


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
        fronts = [i for i, text in enumerate(texts) if style.front.fullmatch(text)]
        self._numbered = sum(self._has_number(i) for i in fronts) * 2 > len(fronts)
        self._last_front = fronts[-1] if fronts else -1

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
        self._drop_loose()
        was, self._at = self._at, _GOES[self._at, sign]
        if sign is _Sign.FRONT:
            self._page.cards.append(Draft())
        if rest and self._at is _At.ANSWER and was is _At.QUESTION and self._style.alone:
            self._page.cards[-1].glued = line.text[: len(line.text) - len(rest)].strip()
        mark = line.text[: len(line.text.rstrip()) - len(rest)] if rest else line.text
        self._page.furniture.append(replace(line, text=mark))
        if rest:
            self._text(replace(line, text=self._beside(i) + bare(rest)))

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
        front = self._style.front.fullmatch(self._texts[i])
        if front and self._opens(i):
            return _Sign.FRONT, front["rest"]
        back = self._style.back.fullmatch(self._texts[i]) if self._at is _At.QUESTION else None
        if back and self._asked(i):
            return _Sign.BACK, back["rest"]
        return _Sign.TEXT, ""

    def _opens(self, i: int) -> bool:
        """Whether a question's mark opens a card: an answer may be that letter as well."""
        if self._at is not _At.ANSWER or self._has_number(i) or not self._style.alone:
            return True
        below = self._below[i]
        empty = not any(bare(line.text) for line in self._page.cards[-1].answer)
        ends = below < 0 or below in self._rated or self._is_number(below)
        return not ((empty and ends) or self._numbered)

    def _asked(self, i: int) -> bool:
        """Whether an answer's mark stands below a question: a question may be that letter as well."""
        below = self._below[i]
        if any(bare(line.text) for line in self._page.cards[-1].question):
            return True
        return below < 0 or not self._style.back.fullmatch(self._texts[below])

    def _is_number(self, i: int) -> bool:
        below = self._below[i]
        return (
            NUMBER.fullmatch(self._texts[i]) is not None
            and below >= 0
            and below not in self._rated
            and self._style.front.fullmatch(self._texts[below]) is not None
        )

    def _has_number(self, i: int) -> bool:
        front = self._style.front.fullmatch(self._texts[i])
        above = i - 1
        while above >= 0 and not self._texts[above]:
            above -= 1
        return bool(front and front["number"]) or (
            above >= 0 and NUMBER.fullmatch(self._texts[above]) is not None
        )


def _next_full(texts: Sequence[str]) -> list[int]:
    """For each line the next one below it that is not empty, -1 where there is none."""
    found, below = [-1] * len(texts), -1
    for i in range(len(texts) - 1, -1, -1):
        found[i] = below
        below = i if texts[i] else below
    return found


def _split_unmarked(card: Draft) -> None:
    """A card whose answer lost its mark: what stands below a first paragraph that asks is the answer."""
    if any(bare(line.text) for line in card.answer):
        return
    full = [i for i, line in enumerate(card.question) if bare(line.text)]
    if len(full) > 1 and has_question_mark(card.question[full[0]].text):
        card.question, card.answer = card.question[: full[0] + 1], card.question[full[0] + 1 :]
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


# Nothing but turns


def _by_turns(lines: Sequence[Line], rated: frozenset[int]) -> Reading:
    """Cards in a page that has no marks at all: believed only where they can be checked."""
    page = Reading()
    body: list[Line] = []
    for i, line in enumerate(lines):
        if i in rated or (bare(line.text) and is_furniture(bare(line.text))):
            page.furniture.append(line)
        else:
            body.append(line)
    start = _after_head(body)
    end = next((i for i in range(start + 2, len(body)) if is_footer(bare(body[i].text))), len(body))
    count = card_count(lines)
    drafts = _by_gaps(body[start:end], count) or _by_lines(body[start:end], count, named=start > 0)
    if drafts:
        page.how, page.cards = "turns", drafts
        page.head, page.other = body[:start], [body[end:]] if body[end:] else []
    return page


def _after_head(body: Sequence[Line]) -> int:
    """Where the cards begin: below the deck's title and what describes it, which ends in the number of cards."""
    top = [i for i, line in enumerate(body[: 4 * _HEAD_LONGEST]) if bare(line.text)][:_HEAD_LONGEST]
    counted = next((i + 1 for i in top if card_count(body[i : i + 1])), 0)
    return counted or next((i + 1 for i in top if is_title(bare(body[i].text))), 0)


def _by_gaps(body: Sequence[Line], count: int) -> list[Draft]:
    """Cards that two empty lines part, each with a question and an answer that one empty line parts."""
    groups = [list(_paragraphs(group)) for group in _parted(body, 2)]
    if len(groups) < 2 or sum(len(group) >= 2 for group in groups) * 10 < len(groups) * 9:
        return []
    drafts = [Draft(group[0], _joined(group[1:])) for group in groups]
    asked = sum(has_question_mark(draft.question[0].text) for draft in drafts) * 2 >= len(drafts)
    return drafts if asked or count == len(drafts) else []


def _joined(paragraphs: Sequence[list[Line]]) -> list[Line]:
    lines = [line for lines in paragraphs for line in (replace(lines[0], text=""), *lines)]
    return lines[1:]


def _by_lines(body: Sequence[Line], count: int, *, named: bool) -> list[Draft]:
    pairs = paired(body, count)
    if not trusted(pairs, count, terms=named):
        return []
    doubt = "no marks of question and answer"
    return [Draft(list(pair.question), list(pair.answer), doubt="" if pair.sure else doubt) for pair in pairs]


def _parted(lines: Sequence[Line], gap: int) -> Iterator[list[Line]]:
    """The runs of lines between at least `gap` empty ones."""
    run: list[Line] = []
    empty = 0
    for line in lines:
        if not bare(line.text):
            empty += 1
            continue
        if run and empty >= gap:
            yield run
            run = []
        run += [replace(line, text="")] * bool(run and empty)
        run.append(line)
        empty = 0
    if run:
        yield run


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    return _parted(lines, 1)
