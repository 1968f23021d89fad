"""How a table is written: what parts its cells and its rows, found by trying what fits most of the first lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from bot.decks.formats.imported import ENOUGH
from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.tables.columns import Columns, counted, of_cells, of_header, without_books
from bot.decks.formats.tables.rows import Row, rows_of


class Cut(Enum):
    """Where a row ends."""

    LINE = auto()  # with its line, quotes aside
    PARAGRAPH = auto()  # at a blank line
    SEMICOLON = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """What parts the cells (`delimiter`) and the rows (`cut`), what the columns hold, and how well it all fits.

    `header` is how many rows stand before the first that is a card. `fit` is the share of rows that have as many
    cells as most. `sure` when a person can hardly have meant anything else: a header, tabs, questions.
    """

    delimiter: str
    cut: Cut
    columns: Columns
    header: int
    fit: float
    rows: int
    sure: bool


_MARKS = ("\t", ";", "|", ",")
_PAIR_MARKS = (" - ", " – ", " — ", " -> ", " → ", " = ", " : ")
_SIGNS = r"[-/*=~@+#<>$%^&]"
_RUN = re.compile(rf"(?<=\S)(?<!{_SIGNS})[ ]?({_SIGNS})(?P<rest>\1{{2,19}})(?!{_SIGNS})(?=[ ]?\S)")
_LOOKED_AT = 200
_HEADER_WITHIN = 8
_COMPARED = 20  # rows that a header is held against
_MOST = 0.9
_OFTEN = 0.8
_SELDOM = 0.15
_ENOUGH_PAIRS = 3
_LIST = re.compile(r"\s*(?:[-*+>#|]|\d+[.)])\s")


def rows_in(lines: Sequence[str], layout: Layout) -> Iterator[Row]:
    """The rows of a whole file."""
    if layout.cut is Cut.LINE and len(layout.delimiter) == 1:
        return rows_of(lines, layout.delimiter)
    return _pairs(lines, layout.delimiter, layout.cut)


def _pairs(lines: Sequence[str], delimiter: str, cut: Cut) -> Iterator[Row]:
    """Rows of two cells: the first mark of a row parts them."""
    for line, text in _pieces(lines, cut):
        if text.strip():
            yield Row(line, text.split(delimiter, 1))


def _pieces(lines: Sequence[str], cut: Cut) -> Iterator[tuple[int, str]]:
    if cut is Cut.PARAGRAPH:
        yield from _paragraphs(lines)
        return
    for number, line in enumerate(lines, 1):
        for piece in line.split(";") if cut is Cut.SEMICOLON else (line,):
            yield number, piece


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    held: list[str] = []
    for number, line in enumerate((*lines, ""), 1):
        if line.strip():
            held.append(line)
        elif held:
            yield number - len(held), "\n".join(held)
            held = []


def layout_of(lines: Sequence[str]) -> Layout | None:
    """How a table is written; None when nothing parts its lines into cells."""
    lines = _first(lines)
    found = [layout for mark in _MARKS if (layout := _by_mark(lines, mark))]
    named = [layout for layout in found if layout.columns.names]
    if named:
        return max(named, key=lambda layout: (len(layout.columns.names), layout.fit))
    paired = [
        layout
        for mark in (*_MARKS, *_PAIR_MARKS, *_run_in(lines))
        for cut in Cut
        if (cut is not Cut.LINE or len(mark) > 1) and (layout := _by_pairs(lines, mark, cut))
    ]
    every = [*found, *paired]
    return max(every, key=_merit, default=None)


def _run_in(lines: Sequence[str]) -> Iterator[str]:
    """A run of signs that parts nearly every line once, as people choose one that no text has."""
    told = (line for line in lines[:_LOOKED_AT] if line.strip())
    found = [[f"{run[1]}{run['rest']}" for run in _RUN.finditer(line)] for line in told]
    once = Counter(runs[0] for runs in found if len(runs) == 1)
    if once:
        run, often = once.most_common(1)[0]
        if often >= _MOST * len(found):
            yield run


def _first(lines: Sequence[str]) -> list[str]:
    """The lines that are looked at, the last of them cut off when it is very long."""
    found: list[str] = []
    room = ENOUGH
    for line in lines[: 5 * _LOOKED_AT]:
        found.append(line[:room])
        room -= len(line)
        if room <= 0:
            break
    return found


def _merit(layout: Layout) -> tuple[bool, float, int]:
    return layout.sure, layout.fit, layout.rows


def _by_mark(lines: Sequence[str], mark: str) -> Layout | None:
    rows = list(islice(rows_of(lines, mark), _LOOKED_AT))
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        below = rows[at + 1 :]
        if columns := of_header(row.cells, [each.cells for each in below[:_COMPARED]]):
            cells = [each.cells for each in below]
            columns = counted(without_books(columns, cells), cells)
            fit = sum(len(each.cells) > 1 for each in below) / max(1, len(below))
            return Layout(mark, Cut.LINE, columns, at + 1, fit, len(below), sure=True)
        if len([cell for cell in row.cells if cell.strip()]) > 1:
            break
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    if not widths:
        return None
    width, often = _width(widths)
    cells = [row.cells for row in rows]
    columns = counted(of_cells(cells, width), cells)
    # Between two tabs an answer may have line breaks: its other lines have none.
    of = widths.total() if mark == "\t" and 2 * widths.total() > len(rows) else len(rows)
    sure = often >= _OFTEN * of and (mark == "\t" or _ask(rows) or _is_quoted(lines))
    return Layout(mark, Cut.LINE, columns, 0, often / of, len(rows), sure)


def _width(widths: Counter[int]) -> tuple[int, int]:
    """How many columns there are, and how many rows have as many cells.

    Where the rows disagree it is the fewest: what is more was cut by a mark inside a sentence.
    """
    width, often = max(widths.items(), key=lambda each: (each[1], -each[0]))
    if often >= _OFTEN * widths.total():
        return width, often
    few = min((each for each, times in widths.items() if times >= _SELDOM * widths.total()), default=width)
    return few, sum(times for each, times in widths.items() if each >= few)


def _ask(rows: Sequence[Row]) -> bool:
    """Whether most of the first cells are questions."""
    return 2 * sum(asking(row.cells[0].strip()) >= ASKS for row in rows) > len(rows)


def _is_quoted(lines: Sequence[str]) -> bool:
    """Whether most of the rows begin with a quote, as programs write them."""
    first = [line for line in lines[:_LOOKED_AT] if line.strip()]
    return 2 * sum(line.startswith('"') for line in first) > len(first)


def _by_pairs(lines: Sequence[str], mark: str, cut: Cut) -> Layout | None:
    """Pairs as a learning site lets people choose the marks: some between the words, some between the cards."""
    pieces = [text for _, text in islice(_pieces(lines, cut), 5 * _LOOKED_AT) if text.strip()]
    if len(pieces) < _ENOUGH_PAIRS or (cut is Cut.SEMICOLON and not _is_run_on(lines, mark)):
        return None
    if mark == ";" and cut is Cut.SEMICOLON:
        return None
    parted = sum(_parts(text, mark) for text in pieces)
    fit = parted / len(pieces)
    if fit < _MOST or (cut is Cut.PARAGRAPH and not any("\n" in text for text in pieces)):
        return None
    columns = of_cells([text.split(mark, 1) for text in pieces if mark in text], 2)
    return Layout(mark, cut, columns, 0, fit, len(pieces), sure=cut is Cut.SEMICOLON or mark == "\t")


def _parts(text: str, mark: str) -> bool:
    """Whether the mark parts the first line of a piece, which is no item of a list."""
    first = text.split("\n", 1)[0]
    return first.find(mark) > 0 and not _LIST.match(first)


def _is_run_on(lines: Sequence[str], mark: str) -> bool:
    """Whether cards run on in one line: a line has several marks, and a semicolon between any two of them."""
    told = [line for line in lines[:_LOOKED_AT] if line.strip()]
    return all(
        ";" in line
        and line.count(mark) > 1
        and all(mark in piece for piece in line.split(";") if piece.strip())
        for line in told
    )
