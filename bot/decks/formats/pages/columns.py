"""Lines of text that are rows of a table: cells parted by `|`, by tabs, or by room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.decks.formats.pages.page_text import Line
from bot.decks.markdown import bare

_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*){1,50}\|?|\|[ \t]*:?-{2,}:?[ \t]*\|")
_MARK = re.compile(r"\\.|[|$`(\[{)\]}]")
_OPENS = frozenset("([{")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_ROOM = re.compile(r"(?<=\S)[ \xa0]{2,}(?=\S)")
_BROKEN = 40


def is_rule(text: str) -> bool:
    """Whether a line parts a table's head from its rows: `|---|---|`."""
    return len(text) <= 1_000 and _RULE.fullmatch(text) is not None


def cells_of(text: str, width: int = 2) -> tuple[str, ...]:
    """The cells of one row of a Markdown table, `width` at most; the last one keeps every mark beyond.

    A mark inside brackets, code, a formula or behind a backslash parts nothing, nor does one without a space around it
    where others have one.
    """
    inner = text.strip().removeprefix("|")
    inner = inner if inner.endswith("\\|") else inner.removesuffix("|")
    marks = _marks(inner)[: width - 1]
    starts = [0, *(mark + 1 for mark in marks)]
    ends = [*marks, len(inner)]
    return tuple(_cell(inner[start:end]) for start, end in zip(starts, ends, strict=True))


def _cell(text: str) -> str:
    return bare(_BREAK.sub("\n", text).replace("\\|", "|"))


def _marks(text: str) -> list[int]:
    """Where cells are parted: the marks outside everything, else any."""
    outside, anywhere = [], []
    depth, shut = 0, ""
    for found in _MARK.finditer(text):
        sign = found[0]
        if sign == "|":
            anywhere.append(found.start())
            if not depth and not shut:
                outside.append(found.start())
        elif sign in "$`":
            shut = "" if shut == sign else shut or sign
        elif len(sign) == 1:
            depth = depth + 1 if sign in _OPENS else max(0, depth - 1)
    return next(
        (marks for marks in (_roomy(text, outside), outside, _roomy(text, anywhere)) if marks), anywhere
    )


def _roomy(text: str, marks: Sequence[int]) -> list[int]:
    return [at for at in marks if not text[at - 1 : at].strip() and not text[at + 1 : at + 2].strip()]


def table_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a Markdown table, each row whole: one that was broken goes on until its closing mark.

    A row is broken where it opens with a mark and does not end in one, while the rows of its table do.
    """
    closed = sum(bare(line.text).endswith("|") for line in lines) * 2 > len(lines)
    row: list[Line] = []
    for line in lines:
        text = bare(line.text)
        if row and (text.startswith("|") or len(row) > _BROKEN):
            yield _joined(row)
            row = []
        row.append(line)
        if not closed or text.endswith("|"):
            yield _joined(row)
            row = []
    if row:
        yield _joined(row)


def _joined(row: Sequence[Line]) -> Line:
    return Line(row[0].number, "\n".join(bare(line.text) for line in row))


def split_at_tab(text: str) -> tuple[str, str] | None:
    """The two sides of a line's first tab; none without one."""
    left, tab, right = text.rstrip("\n").partition("\t")
    return (bare(left), bare(right)) if tab else None


def split_at_bar(text: str) -> tuple[str, str] | None:
    """The two sides of the first `|` of a line that parts cells; none without one."""
    cells = cells_of(text) if "|" in text else ()
    return (cells[0], cells[1]) if len(cells) == 2 else None


def split_at_room(text: str) -> tuple[str, str] | None:
    """The two sides of the first two spaces or more inside a line; none without them."""
    found = _ROOM.search(text)
    return (bare(text[: found.start()]), bare(text[found.end() :])) if found else None
