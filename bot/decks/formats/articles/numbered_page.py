"""The lines of an article with the numbers in them, at the beginnings of lines and inside."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from bot.decks.formats.articles.numbering import INLINE_STYLES, Mark, inline_marks, numbered_inside

_MOST = 20_000  # numbers of one style inside lines; no article that people wrote has more
_NOTHING: Mapping[int, Sequence[Mark]] = {}


class NumberedPage:
    """Lines, those of them that are code, and the number each other one opens with."""

    def __init__(self, lines: Sequence[str], shielded: Sequence[bool], marks: Sequence[Mark]) -> None:
        self.lines = lines
        self.shielded = shielded
        self.marks = marks
        self.marked = frozenset(mark.line for mark in marks)
        self.strays: Sequence[Mark] = ()
        self.weights: dict[tuple[int, int, int, int], int] = {}  # of the text between two places
        self._following: Mapping[int, Sequence[Mark]] | None = None
        self._inside: dict[str, Mapping[int, Sequence[Mark]]] = {}
        self._opening = {style: _by_number(found) for style, found in self.by_style().items()}

    @cached_property
    def _numbered(self) -> Sequence[int]:
        return numbered_inside(self.lines, self.shielded)

    def by_style(self) -> dict[str, list[Mark]]:
        """The numbers that open lines, those of one style together."""
        found: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            found[mark.style].append(mark)
        return dict(found)

    def inside(self, style: str) -> Mapping[int, Sequence[Mark]]:
        """The marks of a style inside lines by their number, in order."""
        if style not in self._inside:
            self._inside[style] = _by_number(islice(inline_marks(self.lines, self._numbered, style), _MOST))
        return self._inside[style]

    def going_on(self, mark: Mark, most: int) -> list[Mark]:
        """A mark that opens a line and the next ones of its style, as long as their numbers run up."""
        found = [mark]
        opening = self._opening.get(mark.style, _NOTHING)
        while len(found) < most:
            following = first_after(opening.get(found[-1].number + 1, ()), found[-1].place)
            if following is None:
                break
            found.append(following)
        return found

    def that_may_follow(self, number: int) -> Sequence[Mark]:
        """The strays and the marks inside lines, of any style, that have the next number; in order."""
        if self._following is None:
            inside = (
                mark for style in INLINE_STYLES for marks in self.inside(style).values() for mark in marks
            )
            both = sorted((*self.strays, *inside), key=lambda mark: mark.place)
            self._following = _by_number(both)
        return self._following.get(number + 1, ())

    def is_led_up_to(self, mark: Mark, since: Mark) -> bool:
        """Whether the number before a mark's stands in its style behind `since`: it goes on with an inner list."""
        for found in (self._opening.get(mark.style, _NOTHING), self.inside(mark.style)):
            before = first_after(found.get(mark.number - 1, ()), since.place)
            if before is not None and before.place < mark.place and _alike(before, mark):
                return True
        return False


def _alike(one: Mark, other: Mark) -> bool:
    """Whether two marks of one style have the same brackets: `(3)` does not lead up to `（4）`."""
    return one.style != "brackets" or one.text.lstrip()[:1] == other.text.lstrip()[:1]


def first_after(marks: Sequence[Mark], place: tuple[int, int]) -> Mark | None:
    """The first of marks, which are in order, that stands behind a place."""
    at = bisect_right(marks, place, key=lambda mark: mark.place)
    return marks[at] if at < len(marks) else None


def _by_number(marks: Iterable[Mark]) -> Mapping[int, Sequence[Mark]]:
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.number].append(mark)
    return dict(found)
