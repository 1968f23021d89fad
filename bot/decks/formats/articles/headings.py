"""Which of the numbers in an article open its headings: those that run up, with text below them.

Every style of number is read as lists inside lists. A list that its parent goes on after is an inner one; one that
starts anew and is not left again may be a new chapter. The style whose headings have most text under them wins, and
takes in the numbers of other styles that go on with its headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.decks.formats.articles.numbered_page import NumberedPage, first_after
from bot.decks.formats.articles.numbering import INLINE_STYLES, NAMED_STYLES, Mark, opening_marks
from bot.decks.formats.articles.page_around import is_footer
from bot.decks.formats.articles.run_together import has_room
from bot.decks.formats.articles.strays import doubtful, grown, strays_of, with_strays

_DEEPEST = 8
_FAR = 60
_LOST = 2
_AHEAD = 4
_FEWEST = 2
# What may stand between a heading and its answer on one line.
_TELLS = re.compile(
    r"[?？](?=[^?？\s]|\s+\S)|[（(]1[)）]|(?:答|答案|ответ|answer|ans)[ \t]?[:：.]", re.IGNORECASE
)
# Behind `Question 3.` or `Билет 3.` one sentence may be the heading and the next its answer.
_GOES_ON = re.compile(r"(?<=[^\W\d_])[.。!！](?:\s+(?=[^\W\d_])|(?=[\u3400-\u9fff]))|[:：]\s*(?=1[)）.、])")
_PROSE = 24
_LONG_LINE = 90
_HAN_WEIGHT = 3
_SHORT = 60
_NAME = 30
_EXPLAINS = re.compile(r".{2,40}?[:：]\s*\S.{7}")
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
    """The marks that open headings, in order, and those of a list of contents.

    Of the headings, `prose` have a good deal of text below, `answered` have any, and `asking` ask. The `doubtful` go on
    with the headings but do not look like one.
    """

    marks: tuple[Mark, ...] = ()
    prose: int = 0
    asking: int = 0
    contents: tuple[Mark, ...] = ()
    answered: int = 0
    doubtful: tuple[Mark, ...] = ()


def headings_of(lines: Sequence[str], shielded: Sequence[bool]) -> Headings:
    """The numbered headings of an article; none when no numbers run up. `shielded` are the lines of code."""
    page = NumberedPage(lines, shielded, tuple(opening_marks(lines, shielded)))
    lists = {style: _runs(page, marks) for style, marks in page.by_style().items()}
    page.strays = strays_of(page.marks, [run.marks for runs in lists.values() for run in runs])
    read = [_of_lists(page, runs) for runs in lists.values()]
    best = max(read, key=_worth, default=Headings())
    return best if len(best.marks) >= _FEWEST else max([best, *_inside_lines(page)], key=_worth)


def _inside_lines(page: NumberedPage) -> Iterator[Headings]:
    """The headings of an article that stands in one line, or begins inside one."""
    for style in INLINE_STYLES:
        asking = (mark for mark in page.inside(style).get(1, ()) if mark.looks[3] and _is_text(page, mark))
        if first := next(asking, None):
            yield _of_lists(page, [Run([first])])


def _worth(headings: Headings) -> float:
    return headings.prose + headings.asking + len(headings.marks) / 4


def _is_text(page: NumberedPage, mark: Mark) -> bool:
    """Whether a mark stands between words, and not in the HTML of a page."""
    line = page.lines[mark.line]
    return line[mark.start - 1].isspace() and "</" not in line


def _of_lists(page: NumberedPage, lists: Sequence[Run]) -> Headings:
    runs = [run for run in lists if not run.inner]
    for run, end in zip(runs, _ends(runs), strict=True):
        if len(run.marks) < _FEWEST:
            run.marks[:] = grown(page, run.marks, end)
    chosen = _chosen(page, runs)
    kept, contents = _without_contents(page, _above_footer(page, chosen))
    listed = [
        mark for run, end in zip(kept, _ends(kept), strict=True) for mark in grown(page, run.marks, end)
    ]
    heads = with_strays(page, listed)
    weights = _weights(page, heads)
    return Headings(
        heads,
        prose=sum(weight >= _PROSE for weight in weights),
        asking=sum(mark.looks[3] for mark in heads),
        contents=contents,
        answered=sum(map(bool, weights)),
        doubtful=tuple(doubtful(page, heads)),
    )


def _ends(runs: Sequence[Run]) -> list[tuple[int, int]]:
    return [*(run.marks[0].place for run in runs[1:]), _END][: len(runs)]


# Lists inside lists


def _runs(page: NumberedPage, marks: Sequence[Mark]) -> list[Run]:
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


def _goes_on(page: NumberedPage, stack: Sequence[Run], mark: Mark) -> tuple[Run | None, Sequence[Mark]]:
    """The list a mark goes on with, the one it looks most like, and the marks inside lines that stand between."""
    fitting = [run for run in stack if run.marks[-1].number + 1 == mark.number]
    if fitting:
        return max(reversed(fitting), key=lambda run: _likeness(page, run, mark)), ()
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


def _likeness(page: NumberedPage, run: Run, other: Mark) -> int:
    one = run.marks[-1]
    same = sum(a == b for a, b in zip(one.looks[:3], other.looks[:3], strict=True))
    same += one.looks[3] and other.looks[3]
    same += 2 * (_mostly_ask(run.marks[-_AHEAD:]) and _mostly_ask(page.going_on(other, _AHEAD)))
    return same + (_open(page, one) == _open(page, other)) + (_apart(page, one) == _apart(page, other))


def _mostly_ask(marks: Sequence[Mark]) -> bool:
    return sum(mark.looks[3] for mark in marks) * 2 > len(marks)


def _open(page: NumberedPage, mark: Mark) -> bool:
    """Whether a blank line stands above."""
    return mark.line == 0 or not page.lines[mark.line - 1].strip()


def _apart(page: NumberedPage, mark: Mark) -> bool:
    """Whether a line without a number stands below."""
    below = next(
        (i for i in range(mark.line + 1, min(mark.line + 4, len(page.lines))) if page.lines[i].strip()), -1
    )
    return below >= 0 and below not in page.marked


def _filled(page: NumberedPage, after: tuple[int, int], before: Mark, last: int) -> list[Mark] | None:
    """The inline marks that lead from number `last` to `before`; None when one is missing."""
    found: list[Mark] = []
    if before.number - last > _FAR:
        return None
    for number in range(last + 1, before.number):
        mark = first_after(page.inside(before.style).get(number, ()), after)
        if mark is None or mark.place >= before.place:
            return None
        found.append(mark)
        after = mark.place
    return found


# Which lists are headings


def _weights(page: NumberedPage, marks: Sequence[Mark]) -> list[int]:
    """How much text stands between each mark and the next, beyond a heading's own line."""
    ends = [*(mark.place for mark in marks[1:]), (len(page.lines), 0)][: len(marks)]
    return [_known_weight(page, mark, end) for mark, end in zip(marks, ends, strict=True)]


def _known_weight(page: NumberedPage, mark: Mark, end: tuple[int, int]) -> int:
    """How much text that is, worked out once: each list is weighed several times before one is chosen."""
    between = (mark.line, mark.end, *end)
    if between not in page.weights:
        page.weights[between] = _weight(page, mark, end)
    return page.weights[between]


def _weight(page: NumberedPage, mark: Mark, end: tuple[int, int], *, announced: bool = False) -> int:
    """How much text that is; without the heading's own line where that is `announced` to come again."""
    line, column = end
    own = page.lines[mark.line][mark.end : column if line == mark.line else None]
    told = _TELLS.search(own[:_LONG_LINE]) or (
        mark.style in NAMED_STYLES and _GOES_ON.search(own[:_LONG_LINE])
    )
    total = 0 if announced else max(_width(own[told.end() :]) if told else 0, _width(own) - _LONG_LINE)
    total = _PROSE if has_room(own[:_LONG_LINE]) else total
    for at in range(mark.line + 1, line):
        total += _width(page.lines[at])
        if total >= _PROSE:
            break
    return total + (_width(page.lines[line][:column]) if line < len(page.lines) and line > mark.line else 0)


def _width(text: str) -> int:
    """How much a text says, a Chinese character as much as a few letters."""
    piece = text[:200]
    letters = sum(map(str.isalnum, piece))
    if piece.isascii():
        return letters
    return letters + (_HAN_WEIGHT - 1) * sum(letter > "\u2e80" and letter.isalnum() for letter in piece)


def _above_footer(page: NumberedPage, runs: Sequence[Run]) -> Sequence[Run]:
    """The lists up to the page's footer; a list below it that tells nothing names other pages."""
    for i, (run, below) in enumerate(pairwise(runs), 1):
        between = page.lines[run.marks[-1].line + 1 : below.marks[0].line]
        if sum(map(is_footer, between)) >= _FEWEST and not any(_weights(page, below.marks)[:-1]):
            return runs[:i]
    return runs


def _chosen(page: NumberedPage, runs: Sequence[Run]) -> list[Run]:
    """The lists that are headings by themselves, and those below a name that explain themselves as the first does."""
    chosen = [run for run in runs if _are_headings(page, run, first=run is runs[0])]
    if not chosen or chosen[0] is not runs[0] or _explained(page, runs[0]) < _HALF:
        return chosen
    looks = runs[0].marks[0].looks[:3]
    sure = set(map(id, chosen))
    return [
        run
        for run in runs
        if id(run) in sure
        or (
            run.marks[0].looks[:3] == looks
            and _below_a_name(page, run.marks[0])
            and _explained(page, run) >= _HALF
        )
    ]


def _are_headings(page: NumberedPage, run: Run, *, first: bool) -> bool:
    """Whether a list is one of headings: most have text below or ask; a later list also needs a chapter above."""
    if len(run.marks) < _FEWEST:
        return False
    # The last one's text has no certain end.
    least = 1 if run.marks[0].style in NAMED_STYLES else _PROSE
    prose = sum(weight >= least for weight in _weights(page, run.marks)[:-1]) / (len(run.marks) - 1)
    asks = sum(mark.looks[3] for mark in run.marks) / len(run.marks)
    if first:
        return prose >= _SOME or asks >= _HALF
    return asks >= _HALF or (prose >= _HALF and _below_a_chapter(page, run.marks[0]))


def _explained(page: NumberedPage, run: Run) -> float:
    """The share of a list's headings with text below, or behind a colon on their own line."""
    weights = _weights(page, run.marks)
    told = (
        weight >= _PROSE or _EXPLAINS.match(page.lines[mark.line], mark.end) is not None
        for mark, weight in zip(run.marks, weights, strict=True)
    )
    return sum(told) / len(run.marks)


def _below_a_name(page: NumberedPage, mark: Mark) -> bool:
    """Whether a few words stand above a mark, with blank lines around them."""
    above = [line.strip() for line in page.lines[max(0, mark.line - 3) : mark.line]]
    name = above[1] if len(above) == 3 and not above[0] and not above[2] else ""
    return 0 < len(name) <= _NAME and not name.endswith((*_SENTENCE, ":", "："))


def _below_a_chapter(page: NumberedPage, mark: Mark) -> bool:
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


def _without_contents(page: NumberedPage, runs: Sequence[Run]) -> tuple[list[Run], tuple[Mark, ...]]:
    """The lists that do more than announce headings which come later, and the marks of those that do not."""
    later: set[str] = set()
    kept: list[Run] = []
    contents: list[Mark] = []
    for run in reversed(runs):
        own = {_title(page, mark) for mark in run.marks}
        bare = not any(
            (
                _weight(page, mark, below.place, announced=True)
                if _title(page, mark) in later
                else _known_weight(page, mark, below.place)
            )
            >= _PROSE
            for mark, below in pairwise(run.marks)
        )
        if len(own) > 1 and bare and sum(title in later for title in own) > len(own) * _HALF:
            contents += run.marks
        else:
            kept.append(run)
        later |= own
    return kept[::-1], tuple(contents)


def _title(page: NumberedPage, mark: Mark) -> str:
    return "".join(filter(str.isalnum, page.lines[mark.line][mark.end :].split("](")[0].casefold()))
