"""Inline code and maths inside a text: where they start and end, and which `$$` was never closed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["code", "maths", "display", "unclosed"]

_OPENER = re.compile(r"\\.|`+|\$\$?", re.DOTALL)
_ESCAPE_OR_DOLLAR = re.compile(r"\\.|\$", re.DOTALL)
_BREAK = re.compile(r"\n[ \t]*(?=\n)")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` with its marks; `inside` is what stands between them, empty when `unclosed`."""

    kind: SpanKind
    start: int
    end: int
    inside: str


def spans(text: str) -> Iterator[Span]:
    """Inline code, `$…$` and `$$…$$` in a text without fenced code, from left to right; linear.

    Marks pair as on GitHub: code and `$…$` stay within a paragraph, no space inside the dollars of `$…$` and no
    digit outside them (so `$5 and $10` is money), `\\$` is a dollar.
    """
    if "`" not in text and "$" not in text:
        return
    closers = _Closers(text)
    at = 0
    while found := _OPENER.search(text, at):
        mark = found.group()
        close = -1 if mark[0] == "\\" else closers.after(found.start(), mark)
        at = found.end()
        if close >= 0:
            yield Span(_KINDS[mark[:2]], found.start(), close + len(mark), text[found.end() : close])
            at = close + len(mark)
        elif mark == "$$":
            yield Span("unclosed", found.start(), found.end(), "")


_KINDS: dict[str, SpanKind] = {"`": "code", "``": "code", "$": "maths", "$$": "display"}


class _Closers:
    """Every mark that could close a span, found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [found.start() for found in _BREAK.finditer(text)]
        self._ticks: defaultdict[int, list[int]] = defaultdict(list)
        for run in re.finditer("`+", text):
            self._ticks[len(run.group())].append(run.start())
        self._dollars = [m.start() for m in _ESCAPE_OR_DOLLAR.finditer(text) if m.group() == "$"]
        self._doubles = [a for a, b in zip(self._dollars, self._dollars[1:], strict=False) if b == a + 1]

    def after(self, start: int, mark: str) -> int:
        """Where the mark that closes the one at `start` stands, -1 when there is none."""
        end = start + len(mark)
        if mark == "$$":
            return _first(self._doubles, end)
        if mark == "$":
            close = self._same_paragraph(start, _first(self._dollars, end))
            return close if self._hugs(start, close) else -1
        return self._same_paragraph(start, _first(self._ticks[len(mark)], end))

    def _same_paragraph(self, start: int, close: int) -> int:
        crossed = bisect_left(self._breaks, close) > bisect_right(self._breaks, start)
        return -1 if crossed else close

    def _hugs(self, start: int, close: int) -> bool:
        if close <= start + 1:
            return False
        spaced = self._text[start + 1].isspace() or self._text[close - 1].isspace()
        before, after = self._text[max(0, start - 1) : start], self._text[close + 1 : close + 2]
        return not (spaced or before.isdigit() or after.isdigit())


def _first(positions: Sequence[int], least: int) -> int:
    at = bisect_left(positions, least)
    return positions[at] if at < len(positions) else -1
