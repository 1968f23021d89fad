"""Which of the numbers in an article open its headings: those that run up, with text below them.

Every style of number is read as lists inside lists. A list that its parent goes on after is an inner one; one that
starts anew and is not left again may be a new chapter. The style whose headings have most text under them wins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.decks.formats.articles.numbering import Mark, inline_marks, opening_marks

_DEEPEST = 8
_FAR = 60
_LOST = 2
_FEWEST = 2
# What may stand between a heading and its answer on one line.
_TELLS = re.compile(
    r"[?？](?=[^?？\s]|\s+\S)|[（(]1[)）]|(?:答|答案|ответ|answer|ans)[ \t]?[:：.]", re.IGNORECASE
)
_PROSE = 24
_LONG_LINE = 90
_HAN_WEIGHT = 3
_SHORT = 60
_SENTENCE = (".", "。", ";", "；", ",", "，", "!", "！", "?", "？")
_HALF = 0.5
_END = (2**60, 0)
_SOME = 0.4


@dataclass(slots=True, eq=False)
class Run:
    """Marks of one style that run up; `inner` when its parent goes on after it."""

    marks: list[Mark]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    """The marks that open headings, in order; how many have text below, how many ask, and the contents list's marks."""

    marks: tuple[Mark, ...] = ()
    prose: int = 0
    asking: int = 0
    contents: tuple[Mark, ...] = ()


@dataclass(slots=True)
class _Page:
    lines: Sequence[str]
    shielded: Sequence[bool]
    marked: frozenset[int]
    inline: dict[str, dict[int, list[Mark]]] = field(default_factory=dict)

    def inside(self, style: str) -> Mapping[int, list[Mark]]:
        """The inline marks of a style by number, in order."""
        if style not in self.inline:
            found: defaultdict[int, list[Mark]] = defaultdict(list)
            for mark in inline_marks(self.lines, self.shielded, style):
                found[mark.number].append(mark)
            self.inline[style] = found
        return self.inline[style]


def headings_of(lines: Sequence[str], shielded: Sequence[bool]) -> Headings:
    """The numbered headings of an article; none when no numbers run up. `shielded` are the lines of code."""
    by_style: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in opening_marks(lines, shielded):
        by_style[mark.style].append(mark)
    marked = frozenset(mark.line for marks in by_style.values() for mark in marks)
    page = _Page(lines, shielded, marked)
    read = [_of_style(page, marks) for marks in by_style.values()]
    return max(read, key=_worth, default=Headings())


def _worth(headings: Headings) -> float:
    return headings.prose + headings.asking + len(headings.marks) / 4


def _of_style(page: _Page, marks: Sequence[Mark]) -> Headings:
    runs = [run for run in _runs(page, marks) if not run.inner]
    chosen = [run for i, run in enumerate(runs) if _are_headings(page, run, first=i == 0)]
    kept, contents = _without_contents(page, chosen)
    begins = [*(run.marks[0].place for run in kept[1:]), _END]
    heads = tuple(mark for run, end in zip(kept, begins, strict=False) for mark in _with_tail(page, run, end))
    prose = sum(weight >= _PROSE for weight in _weights(page, heads))
    return Headings(heads, prose, sum(mark.looks[3] for mark in heads), contents)


# Lists inside lists


def _runs(page: _Page, marks: Sequence[Mark]) -> list[Run]:
    """The marks as lists, in the order they begin."""
    stack: list[Run] = []
    found: list[Run] = []
    for mark in marks:
        run, missing = _goes_on(page, stack, mark)
        if run is not None:
            for inner in stack[stack.index(run) + 1 :]:
                inner.inner = True
            del stack[stack.index(run) + 1 :]
            run.marks += (*missing, mark)
        elif mark.number <= 1 or not stack:
            opened = Run([*(_filled(page, (-1, 0), mark, 0) or ()), mark])
            found.append(opened)
            stack.append(opened)
            if len(stack) > _DEEPEST:
                del stack[1]
    return found


def _goes_on(page: _Page, stack: Sequence[Run], mark: Mark) -> tuple[Run | None, Sequence[Mark]]:
    """The list a mark goes on with, the one it looks most like, and the marks inside lines that stand between."""
    fitting = [run for run in stack if run.marks[-1].number + 1 == mark.number]
    if fitting:
        return max(reversed(fitting), key=lambda run: _likeness(page, run.marks[-1], mark)), ()
    for run in reversed(stack):
        last = run.marks[-1]
        if last.number < mark.number <= last.number + _FAR:
            missing = _filled(page, last.place, mark, last.number)
            if missing is not None:
                return run, missing
    for run in reversed(stack):
        if 1 < mark.number - run.marks[-1].number <= 1 + _LOST and mark.looks == run.marks[-1].looks:
            return run, ()
    return None, ()


def _likeness(page: _Page, one: Mark, other: Mark) -> int:
    same = sum(a == b for a, b in zip(one.looks[:3], other.looks[:3], strict=True))
    same += one.looks[3] and other.looks[3]
    return same + (_open(page, one) == _open(page, other)) + (_apart(page, one) == _apart(page, other))


def _open(page: _Page, mark: Mark) -> bool:
    """Whether a blank line stands above."""
    return mark.line == 0 or not page.lines[mark.line - 1].strip()


def _apart(page: _Page, mark: Mark) -> bool:
    """Whether a line without a number stands below."""
    below = next(
        (i for i in range(mark.line + 1, min(mark.line + 4, len(page.lines))) if page.lines[i].strip()), -1
    )
    return below >= 0 and below not in page.marked


def _filled(page: _Page, after: tuple[int, int], before: Mark, last: int) -> list[Mark] | None:
    """The inline marks that lead from number `last` to `before`; None when one is missing."""
    found: list[Mark] = []
    if before.number - last > _FAR:
        return None
    for number in range(last + 1, before.number):
        mark = _first_after(page.inside(before.style).get(number, ()), after)
        if mark is None or mark.place >= before.place:
            return None
        found.append(mark)
        after = mark.place
    return found


def _first_after(marks: Sequence[Mark], place: tuple[int, int]) -> Mark | None:
    at = bisect_right(marks, place, key=lambda mark: mark.place)
    return marks[at] if at < len(marks) else None


def _with_tail(page: _Page, run: Run, end: tuple[int, int]) -> Iterator[Mark]:
    """The marks of a list, then those inside lines that go on with it before the next list begins."""
    yield from run.marks
    last = run.marks[-1]
    inside = page.inside(last.style)
    while True:
        following = _first_after(inside.get(last.number + 1, ()), last.place)
        if following is None or following.place >= end or _in_a_list(inside, last, following):
            return
        yield following
        last = following


def _in_a_list(inside: Mapping[int, Sequence[Mark]], last: Mark, mark: Mark) -> bool:
    """Whether the number before it stands between, too: then it belongs to a list inside an answer."""
    before = _first_after(inside.get(last.number, ()), last.place)
    return before is not None and before.place < mark.place


# Which lists are headings


def _weights(page: _Page, marks: Sequence[Mark]) -> list[int]:
    """How much text stands between each mark and the next, beyond a heading's own line."""
    ends = [*(mark.place for mark in marks[1:]), (len(page.lines), 0)][: len(marks)]
    return [_weight(page, mark, end) for mark, end in zip(marks, ends, strict=True)]


def _weight(page: _Page, mark: Mark, end: tuple[int, int]) -> int:
    line, column = end
    own = page.lines[mark.line][mark.end : column if line == mark.line else None]
    told = _TELLS.search(own[:_LONG_LINE])
    total = max(_width(own[told.end() :]) if told else 0, _width(own) - _LONG_LINE)
    for at in range(mark.line + 1, line):
        total += _width(page.lines[at])
        if total >= _PROSE:
            break
    return total + (_width(page.lines[line][:column]) if line < len(page.lines) and line > mark.line else 0)


def _width(text: str) -> int:
    """How much a text says, a Chinese character as much as a few letters."""
    piece = text[:200]
    return sum(_HAN_WEIGHT if letter > "\u2e80" else 1 for letter in piece if letter.isalnum())


def _are_headings(page: _Page, run: Run, *, first: bool) -> bool:
    """Whether a list is one of headings: most have text below or ask; a later list also needs a chapter above."""
    if len(run.marks) < _FEWEST:
        return False
    # The last one's text has no certain end.
    prose = sum(weight >= _PROSE for weight in _weights(page, run.marks)[:-1]) / (len(run.marks) - 1)
    asks = sum(mark.looks[3] for mark in run.marks) / len(run.marks)
    if first:
        return prose >= _SOME or asks >= _HALF
    return asks >= _HALF or (prose >= _HALF and _below_a_chapter(page, run.marks[0]))


def _below_a_chapter(page: _Page, mark: Mark) -> bool:
    """Whether the line above a mark reads like the name of a chapter."""
    above = next(
        (
            page.lines[i].strip()
            for i in range(mark.line - 1, max(-1, mark.line - 4), -1)
            if page.lines[i].strip()
        ),
        "",
    )
    return (
        not above
        or above.startswith("#")
        or (len(above) <= _SHORT and not above.endswith((*_SENTENCE, ":", "：")))
    )


def _without_contents(page: _Page, runs: Sequence[Run]) -> tuple[list[Run], tuple[Mark, ...]]:
    """The lists that do more than announce headings which come later, and the marks of those that do not."""
    later: set[str] = set()
    kept: list[Run] = []
    contents: list[Mark] = []
    for run in reversed(runs):
        own = {_title(page, mark) for mark in run.marks}
        bare = not any(weight >= _PROSE for weight in _weights(page, run.marks)[:-1])
        if len(own) > 1 and bare and sum(title in later for title in own) > len(own) * _HALF:
            contents += run.marks
        else:
            kept.append(run)
        later |= own
    return kept[::-1], tuple(contents)


def _title(page: _Page, mark: Mark) -> str:
    return "".join(filter(str.isalnum, page.lines[mark.line][mark.end :].split("](")[0].casefold()))
