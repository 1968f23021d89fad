"""Numbers that no list of their own style leads up to, and which of them open a heading all the same.

An article that several hands have copied changes its marks on the way, `4.` and then `5、`, or numbers two headings
alike. What goes on with the headings, or looks like one and asks, is one; an inner list has its own first number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from bot.decks.formats.articles.numbered_page import NumberedPage
from bot.decks.formats.articles.numbering import Mark

_TRIES = 8
_SHORT = 80
_ENDLESS = 2**60
_SENTENCE = (".", "。", ";", "；", ",", "，", "!", "！", ":", "：")
_NO_HEADINGS = ("part", "hash")


def strays_of(marks: Iterable[Mark], lists: Iterable[Sequence[Mark]]) -> tuple[Mark, ...]:
    """Those of the marks that open lines which stand in no list that begins with its first number."""
    led = {mark.place for listed in lists if listed[0].number <= 1 for mark in listed}
    return tuple(mark for mark in marks if mark.place not in led and mark.style not in _NO_HEADINGS)


def grown(page: NumberedPage, marks: Sequence[Mark], end: tuple[int, int]) -> list[Mark]:
    """The marks of a list with those that its gaps and its end have in lines or in other styles, up to `end`."""
    out: list[Mark] = []
    for mark, following in zip(marks, (*marks[1:], None), strict=True):
        out.append(mark)
        limit, number = (following.place, following.number) if following else (end, _ENDLESS)
        while out[-1].number + 1 < number and (
            found := _next(page, out[-1], limit, lost=following is not None)
        ):
            out.append(found)
    return out


def _next(page: NumberedPage, last: Mark, limit: tuple[int, int], *, lost: bool) -> Mark | None:
    """The mark that goes on with `last` before `limit`; `lost` when a later number shows that there must be one.

    One inside a line that is of another style also has to ask.
    """
    marks = page.that_may_follow(last.number)
    at = bisect_right(marks, last.place, key=lambda mark: mark.place)
    for mark in marks[at : at + _TRIES]:
        if mark.place >= limit:
            return None
        seen = mark.looks[3] or (mark.style == last.style if mark.inline else lost or _is_title(page, mark))
        if seen and not page.is_led_up_to(mark, last):
            return mark
    return None


def _is_title(page: NumberedPage, mark: Mark) -> bool:
    own = page.lines[mark.line][mark.end :].strip()
    return 0 < len(own) <= _SHORT and not own.endswith(_SENTENCE)


def with_strays(page: NumberedPage, heads: Sequence[Mark]) -> tuple[Mark, ...]:
    """The headings in order, with the strays between and behind them that look like the one above and ask."""
    return tuple(sorted({*heads, *_out_of_turn(page, heads)}, key=lambda mark: mark.place))


def _out_of_turn(page: NumberedPage, heads: Sequence[Mark]) -> Iterator[Mark]:
    for mark in page.strays:
        at = bisect_right(heads, mark.place, key=lambda head: head.place)
        if at and mark.looks[3] and (mark.style, mark.looks) == (heads[at - 1].style, heads[at - 1].looks):
            yield mark


def doubtful(page: NumberedPage, heads: Sequence[Mark]) -> Iterator[Mark]:
    """The strays that are no headings although each has the number after that of the heading above it."""
    places = {head.place for head in heads}
    for mark in page.strays:
        above = bisect_right(heads, mark.place, key=lambda head: head.place) - 1
        if above >= 0 and mark.place not in places and heads[above].number + 1 == mark.number:
            yield mark
