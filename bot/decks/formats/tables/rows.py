"""The rows of a table in text: cells parted by a mark, quoted or not, with a quote that nobody closed put right."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FARTHEST = 100_000  # characters a quoted cell may have when some quote of the file is wrong
_WIDEST = 1_000  # cells a row may have when some quote of the file is wrong; the last one has what follows
_PATIENCE = 1  # times the length of the text that may be read ahead in vain


class Row(NamedTuple):
    """One row: the line it begins on, its cells as they are written, and whether a quote in it was wrong."""

    line: int
    cells: list[str]
    broken: bool = False


def rows_of(
    lines: Sequence[str], delimiter: str, first: int = 1, *, spaced: bool | None = None
) -> Iterator[Row]:
    """The rows of a table, blank ones left out; `first` is the number of the first line.

    The standard reader takes them as long as every quote is as it should be; from the first that is not on, a cell
    whose quote is not closed ends where its line does, so that it costs no other row. Where cells are `spaced`, they
    lose the spaces they begin with; when that is not known, a quote behind a space tells.
    """
    if spaced is None:
        spaced = any(f'{delimiter} "' in line for line in lines)
    reader = csv.reader(
        (f"{line}\n" for line in lines), delimiter=delimiter, strict=True, skipinitialspace=spaced
    )
    done = 0
    try:
        for cells in reader:
            if any(cells):
                yield Row(first + done, cells)
            done = reader.line_num
    except csv.Error:
        yield from _Careful("\n".join(lines[done:]), delimiter).rows(first + done)


class _Careful:
    """A table read cell by cell."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self._patience = _PATIENCE * len(text)

    def rows(self, line: int) -> Iterator[Row]:
        at = 0
        while at < len(self._text):
            end = self._end(at)
            cells, broken = self._text[at:end].split(self._delimiter), False
            if any('"' in cell for cell in cells):
                cells, end, broken = self._row(at, end)
            if any(cells):
                yield Row(line, cells, broken)
            line += self._text.count("\n", at, end) + 1
            at = end + 1

    def _end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return end if end >= 0 else len(self._text)

    def _row(self, at: int, end: int) -> tuple[list[str], int, bool]:
        """The cells of the row at `at`, where it ends, and whether a quote in it was wrong."""
        cells: list[str] = []
        broken = False
        while True:
            begin = start = at
            while self._text[start : start + 1] == " ":
                start += 1
            close = self._closing(start + 1, end) if self._text.startswith('"', start) else -1
            if close >= 0:
                cells.append(self._text[start + 1 : close].replace('""', '"').replace('\\"', '"'))
                end = end if close < end else self._end(close)
                at = self._after(close)
            else:
                at = self._text.find(self._delimiter, start, end)
                at = at if at >= 0 else end
                cell, odd = _literal(self._text[begin:at])
                cells.append(cell)
                broken = broken or odd
            if at < end and len(cells) == _WIDEST:
                cells.append(self._text[at + 1 : end])
                at = end
            if at >= end:
                return cells, end, broken
            at += 1

    def _closing(self, start: int, end: int) -> int:
        """Where the quote that opened before `start` is closed, -1 when it is not."""
        if self._patience <= 0:
            return -1
        limit = start + _FARTHEST
        at = self._text.find('"', start, limit)
        escapes = False  # an author who writes \" once writes it always
        while at >= 0:
            escaped = self._text[at - 1] == "\\"
            if self._ends_cell(at) and not (escapes and escaped):
                return at
            doubled = self._text.startswith('"', at + 1)
            if not doubled and not escaped:
                break
            escapes = escapes or escaped
            at = self._text.find('"', at + 1 + doubled, limit)
        self._patience -= (at if at >= 0 else min(limit, len(self._text))) - start
        return self._closing_loosely(start, end)

    def _closing_loosely(self, start: int, end: int) -> int:
        """The quote on the same line that ends a cell, where those inside it are not doubled as they should be."""
        at = self._text.find('"', start, end)
        while at >= 0 and not self._ends_cell(at):
            at = self._text.find('"', at + 1, end)
        self._patience -= (at if at >= 0 else end) - start
        opens_another = at >= 0 and self._text.find(f'{self._delimiter}"', start, at) >= 0
        return -1 if opens_another else at

    def _ends_cell(self, quote: int) -> bool:
        after = self._after(quote)
        return after == len(self._text) or self._text[after] in (self._delimiter, "\n")

    def _after(self, quote: int) -> int:
        at = quote + 1
        while self._text[at : at + 1] == " ":
            at += 1
        return at


def _literal(cell: str) -> tuple[str, bool]:
    """A cell that is not quoted as a whole, and whether a quote that it opens with is left alone."""
    if cell.lstrip().startswith('"') and cell.count('"') % 2:
        return cell.lstrip()[1:], True
    return cell, False
