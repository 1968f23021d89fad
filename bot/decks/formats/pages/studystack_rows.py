"""The rows of a StudyStack page, whichever way an extraction has written its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.decks.formats.pages.columns import (
    cells_of,
    is_rule,
    split_at_bar,
    split_at_room,
    split_at_tab,
    table_rows,
)
from bot.decks.formats.pages.page_text import Line
from bot.decks.formats.pages.pairing import asks, paired, trusted
from bot.decks.formats.pages.run_together import cuts, plainly_cut
from bot.decks.formats.pages.studystack_chrome import (
    counts_rows,
    is_below,
    is_chapter,
    is_chrome,
    is_sign,
    names_a_column,
    names_both_columns,
    names_columns,
    opens_the_table,
)
from bot.decks.markdown import bare

_SHORT_WORDS = 3
_FEWEST_TURNS = 8
_TOP = 8  # how many lines stand above the names of the columns at most
_Cut = Callable[[str], tuple[str, str] | None]
_CUTS: tuple[_Cut, ...] = (split_at_tab, split_at_room, split_at_bar)


@dataclass(slots=True)  # not frozen, like `Line`
class Row:
    """One row: its question and its answer, and what a person should check, if anything."""

    line: int
    question: str
    answer: str
    doubt: str = ""


@dataclass(slots=True)
class Reading:
    """A page taken apart; `how` says by what the rows were told apart, empty when there are none."""

    how: str = ""
    title: str = ""
    rows: list[Row] = field(default_factory=list)
    chrome: list[Line] = field(default_factory=list)
    other: list[list[Line]] = field(default_factory=list)
    signs: int = 0


def read(lines: Sequence[Line], *, sure: bool = False) -> Reading:
    """The page taken apart: by the cells of a saved page, the marks of a table, tabs, room, or turns.

    When it is `sure` to be one, as if somebody has said so, its rows are cut even where none of its buttons is left.
    """
    page = Reading(signs=sum(is_sign(bare(line.text)) for line in lines))
    if _by_cells(lines, page) or _by_marks(lines, page) or _by_text(lines, page, sure=sure):
        _frame(lines, page)
    return page


def _frame(lines: Sequence[Line], page: Reading) -> None:
    """Whatever stands above the table's buttons, or below what closes it, is the page's."""
    last = max((row.line for row in page.rows), default=0)
    top = max((line.number for line in lines if opens_the_table(bare(line.text))), default=0)
    below = (line.number for line in lines if line.number > last and is_below(bare(line.text)))
    bottom = next(below, lines[-1].number)
    around = page.other
    page.other = []
    for run in around:
        inside = [line for line in run if top <= line.number <= bottom]
        page.chrome += [line for line in run if not top <= line.number <= bottom]
        page.other += [inside] if inside else []


# Tables


def _by_cells(lines: Sequence[Line], page: Reading) -> bool:
    rows = [i for i, line in enumerate(lines) if len(line.cells) >= 2]
    if not rows:
        return False
    end = next((i for i in range(rows[0], len(lines)) if is_below(bare(lines[i].text))), len(lines))
    rows = [i for i in rows if i < end]
    page.how = "cells"
    _around(lines, rows, page)
    counted = counts_rows(lines[rows[0]].cells)
    for i in rows:
        cells = lines[i].cells[counted:]
        if names_columns(cells):
            page.chrome.append(lines[i])
        else:
            page.rows.append(Row(lines[i].number, bare(cells[0]), bare("\n\n".join(cells[1:]))))
    return True


def _by_marks(lines: Sequence[Line], page: Reading) -> bool:
    barred = [(i, bare(line.text)) for i, line in enumerate(lines) if "|" in line.text]
    rules = [i for i, text in barred if is_rule(text)]
    piped = [i for i, text in barred if text.startswith("|") and text.count("|") >= 2]
    if not rules and len(piped) < 2:
        return False
    first = max(rules[0] - 1, 0) if rules else piped[0]
    last = _before_another(lines, rules, _end_of_table(lines, first))
    page.how = "marks"
    inside = [line for line in lines[first : last + 1] if bare(line.text)]
    _around(lines, range(first, last + 1), page)
    head = "|" in lines[first].text and bool(rules)
    names = cells_of(lines[first].text, 20) if head else ()
    counted = counts_rows(names)
    width = len(names) if counted or names_columns(names) or _are_many(names) else 2
    for at, line in enumerate(table_rows([line for line in inside if not is_rule(bare(line.text))])):
        cells = cells_of(line.text, max(width, 2))[counted:]
        _take_row(line, cells or ("",), page, first=not at and head)
    page.chrome += [line for line in inside if "|" in line.text and is_rule(bare(line.text))]
    return True


def _end_of_table(lines: Sequence[Line], first: int) -> int:
    """The last line of the table: the last with a mark before what stands below it."""
    last = first
    for i in range(first, len(lines)):
        text = bare(lines[i].text)
        if is_below(text) or ("|" not in text and is_chrome(text)):
            break
        last = i if "|" in text else last
    return last


def _are_many(names: Sequence[str]) -> bool:
    """Whether a head names more than two columns."""
    return len(names) > 2 and all(0 < len(name.split()) <= _SHORT_WORDS for name in names)


def _before_another(lines: Sequence[Line], rules: Sequence[int], last: int) -> int:
    """The last line of the table above another one, where its head names question and answer and the other's not."""
    heads = [rule - 1 for rule in rules if 0 < rule <= last]
    if not heads or not names_columns(cells_of(lines[heads[0]].text)):
        return last
    others = (head for head in heads[1:] if not bare(lines[head - 1].text))
    return next((head - 1 for head in others if not names_columns(cells_of(lines[head].text))), last)


def _take_row(line: Line, cells: tuple[str, ...], page: Reading, *, first: bool) -> None:
    short = first and len(cells) > 1 and all(len(cell.split()) <= 2 for cell in cells)
    if names_columns(cells) or (short and all(cells)):
        page.chrome.append(line)
    elif "|" not in line.text:
        page.other.append([line])
    else:
        page.rows.append(Row(line.number, cells[0], bare("\n\n".join(cells[1:]))))


def _around(lines: Sequence[Line], rows: Sequence[int], page: Reading) -> None:
    """The title and everything else that stands around the table."""
    inside = frozenset(rows)
    above = [line for line in lines[: rows[0]] if bare(line.text)]
    named = _after_opening(above)
    title = next((line for line in named if not is_chrome(bare(line.text))), None)
    page.title = _name(title.text) if title else ""
    _sort_out([line for i, line in enumerate(lines) if i not in inside and line is not title], page)


def _name(text: str) -> str:
    """A title without the marks of a heading."""
    return bare(text).strip("#* ") or bare(text)


def _after_opening(lines: list[Line]) -> list[Line]:
    at = next((i for i in range(len(lines) - 1, -1, -1) if opens_the_table(bare(lines[i].text))), -1)
    return lines[at + 1 :] or lines


def _sort_out(lines: Sequence[Line], page: Reading) -> None:
    """Lines that are no rows: buttons and forms together, other text as it stands together."""
    run: list[Line] = []
    for line in lines:
        text = bare(line.text)
        if text and is_chrome(text):
            page.chrome.append(line)
        elif text and run and line.number > run[-1].number + 3:
            page.other.append(run)
            run = [line]
        elif text:
            run.append(line)
    if run:
        page.other.append(run)


# No table


def _by_text(lines: Sequence[Line], page: Reading, *, sure: bool) -> bool:
    start, end = _bounds(lines)
    body = list(lines[start:end])
    title, about, rows = _below_names(body) or _headed(body, known=start > 0)
    page.chrome += [line for line in rows if names_both_columns(bare(line.text))]
    rows = [line for line in rows if not names_both_columns(bare(line.text))]
    found = _columns(rows, page) or _turns(rows, page) or ((sure or page.signs > 0) and _together(rows, page))
    if not found:
        page.rows.clear()
        page.chrome.clear()
        return False
    page.title = _name(title[0].text) if title else ""
    _sort_out([*lines[:start], *about, *lines[end:]], page)
    return True


def _bounds(lines: Sequence[Line]) -> tuple[int, int]:
    """Where the text between the buttons above and what stands below the table lies."""
    opening = [i for i, line in enumerate(lines) if opens_the_table(bare(line.text))]
    start = opening[0] + 1 if opening else 0
    if not opening:
        signs = [
            i
            for i, line in enumerate(lines[:200])
            if is_sign(bare(line.text)) and not is_below(bare(line.text))
        ]
        start = signs[-1] + 1 if signs else 0
    end = next((i for i in range(start, len(lines)) if is_below(bare(lines[i].text))), len(lines))
    return start, end


def _below_names(body: list[Line]) -> tuple[list[Line], list[Line], list[Line]] | None:
    """The title, what describes the stack, and its rows, where a line near the top names the columns."""
    full = [line for line in body if bare(line.text)]
    at = next((i for i, line in enumerate(full[:_TOP]) if _names_them(full, i)), -1)
    return (full[:1] if at else [], full[1:at], full[at:]) if at >= 0 else None


def _names_them(full: Sequence[Line], at: int) -> bool:
    text = full[at].text
    if names_both_columns(bare(text)) or any(names_columns(cut(text) or ()) for cut in _CUTS):
        return True
    return len(full) > at + 3 and all(names_a_column(line.text) for line in full[at : at + 2])


def _headed(body: list[Line], *, known: bool) -> tuple[list[Line], list[Line], list[Line]]:
    """The title, what describes the stack, and its rows; a title stands below the buttons or apart, and is no row."""
    runs = list(_runs(body))
    if not runs:
        return [], [], []
    title: list[Line] = []
    if len(runs[0]) == 1 and len(runs) > 1:
        title = runs.pop(0)
    elif known and not _is_row(runs[0][0].text) and (bare(body[0].text) or _is_short(runs[0])):
        title, runs[0] = runs[0][:1], runs[0][1:]
    about: list[Line] = []
    while title and len(runs) > 1 and len(runs[0]) == 1 and len(runs[1]) > 1:
        about += runs.pop(0)
    return title, about, [line for run in runs for line in run]


def _is_short(run: Sequence[Line]) -> bool:
    """Whether a line apart from the buttons is short beside those below it, as a title is and a row is not."""
    lengths = sorted(len(line.text) for line in run[1:])
    return bool(lengths) and 2 * len(run[0].text) <= lengths[len(lengths) // 2]


def _is_row(text: str) -> bool:
    parted = split_at_tab(text) or split_at_room(text)
    return bool(parted or (plainly_cut(bare(text)) and not is_chapter(bare(text))))


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if bare(line.text):
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _columns(rows: Sequence[Line], page: Reading) -> bool:
    for cut in _CUTS:
        parted = sum(bool(cut(line.text)) for line in rows)
        if parted >= 2 and parted * 10 >= len(rows) * 5:
            page.how = "columns"
            start = next((i for i, line in enumerate(rows) if names_columns(cut(line.text) or ())), 0)
            page.other += [[line] for line in rows[:start]]
            for line in rows[start:]:
                _take_columns(line, cut, page)
            return True
    return False


def _take_columns(line: Line, cut: _Cut, page: Reading) -> None:
    cells = cut(line.text)
    if cells and names_columns(cells):
        page.chrome.append(line)
    elif cells:
        page.rows.append(Row(line.number, *cells))
    elif line.text[:1].isspace():
        page.rows.append(Row(line.number, "", bare(line.text)))
    else:
        page.rows.append(Row(line.number, bare(line.text), ""))


def _turns(rows: Sequence[Line], page: Reading) -> bool:
    """Question and answer line by line: the names of both columns stand first, or most questions ask."""
    named = len(rows) > 3 and all(names_a_column(line.text) for line in rows[:2])
    body = rows[2:] if named else rows
    if not named and page.signs and _is_uneven(body):
        page.how = "turns"
        page.rows += _alternating(body, "question and answer in turn")
        return True
    pairs = paired(body)
    if not (named or trusted(pairs)) or (not named and _cut_lines(body) * 2 > len(body)):
        return False
    page.how = "turns"
    page.chrome += rows[:2] if named else []
    if named and len(body) % 2 == 0:
        page.rows += _alternating(body)
        return True
    for pair in pairs:
        answer = bare("\n".join(line.text for line in pair.answer))
        doubt = "" if pair.sure else "question and answer in turn"
        page.rows.append(Row(pair.question[0].number, bare(pair.question[0].text), answer, doubt))
    return True


def _alternating(body: Sequence[Line], doubt: str = "") -> Iterator[Row]:
    for asked, told in zip(body[::2], body[1::2], strict=True):
        yield Row(asked.number, bare(asked.text), bare(told.text), doubt)


def _is_uneven(body: Sequence[Line]) -> bool:
    """Whether every other line is long and those between are short, as definitions are beside their terms."""
    if len(body) < _FEWEST_TURNS or len(body) % 2:
        return False
    for first, second in ((body[::2], body[1::2]), (body[1::2], body[::2])):
        shorter = sum(len(a.text) <= len(b.text) for a, b in zip(first, second, strict=True))
        if shorter * 8 >= 3 * len(body):
            return 2 * sum(len(a.text) for a in first) <= sum(len(b.text) for b in second)
    return False


def _cut_lines(lines: Sequence[Line]) -> int:
    return sum(plainly_cut(bare(line.text)) is not None for line in lines)


def _together(rows: Sequence[Line], page: Reading) -> bool:
    """Both columns run together: a row that cannot be cut stays whole, without an answer."""
    if len(rows) < 2:
        return False
    page.how = "lines"
    texts = [bare(line.text) for line in rows]
    for line, text, cells in zip(rows, texts, cuts(texts, asks), strict=True):
        if cells:
            page.rows.append(Row(line.number, *cells, doubt="both columns on one line"))
        else:
            page.rows.append(Row(line.number, text, ""))
    return True
