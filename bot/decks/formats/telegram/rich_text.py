"""Text with looks, as Telegram keeps it, written as the lines of a post: Markdown, with what only looks like it
escaped."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.telegram.channel_lines import Line, Mark, is_tag_line
from bot.decks.formats.telegram.programs import looks_like_code
from bot.decks.markdown import EDGES, bare
from bot.decks.spans import spans

_MARKS = {"bold": "**", "italic": "*", "strikethrough": "~~"}
_WEB = re.compile(r"(?:https?|tg|mailto):[^\s<>\x00-\x1f]+", re.IGNORECASE)
# What CommonMark reads as structure inside a line; a lone `*` between spaces and `_` inside a word are none.
_ACTIVE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|`|~~|(?<=\S)\*|\*(?=\S)|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)"
)
_ACTIVE_LETTERS = frozenset("\\`~*_<&")
_FIRST = re.compile(r"#{1,6}(?=\s|$)|>|\+(?=\s)|[-=](?=[-= ]*$)|\[(?=[^\]]{1,200}\]:)|\|")
_TICKS = re.compile("`+")
_PUNCTUATION = frozenset(string.punctuation + "«»„“”‘’…—–。，、；：？！（）《》「」【】·")


@dataclass(slots=True)  # not frozen, like `Line`: a file has a million of them
class Run:
    """A piece of text in one look.

    `text` has no half of a surrogate pair in it.
    `styles` has Telegram's names of entities: bold, italic, code, pre, spoiler, blockquote, strikethrough.
    `href` is where a `text_link` leads; `language` belongs to `pre`.
    """

    text: str
    styles: frozenset[str] = frozenset()
    href: str = ""
    language: str = ""


_LOOK = attrgetter("styles", "href", "language")


@dataclass(slots=True)
class _Row:
    """One line: its text, that text without the space around it, and its runs, none when it has no look at all."""

    text: str
    plain: str
    runs: Sequence[Run] = ()


def lines_of_runs(runs: Iterable[Run], number: int) -> tuple[Line, ...]:
    """The text as lines of a post, all of which stand in line `number` of their file.

    Bold, italic, code, quotes and links become Markdown; a spoiler is its text, on a line of its own when it
    answers what stands before it; other looks are dropped, never their text. What reads as a program is fenced.
    """
    lines: list[Line] = []
    block: list[_Row] = []
    for row in _rows(list(_merged(runs))):
        program = bool(row.runs) and "pre" in row.runs[0].styles
        if row.plain and not program:
            block.append(row)
            continue
        lines += _paragraph(block, number)
        lines += _fenced(row.runs[0], number) if program else (Line(number, "", Mark.BLANK),)
        block = []
    return (*lines, *_paragraph(block, number))


def markdown_of_runs(runs: Iterable[Run]) -> str:
    """The text as one line of Markdown, for a question or an option of a poll."""
    lines = (line.text for line in lines_of_runs(runs, 0) if line.mark is not Mark.BLANK)
    return " ".join(lines)


def plain_text(runs: Iterable[Run]) -> str:
    """The text without any looks."""
    return bare("".join([run.text for run in runs]))


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs with the same look next to each other as one, their line ends alike."""
    for look, alike in groupby(runs, key=_LOOK):
        text = "".join([run.text for run in alike]).removeprefix("\ufeff")
        text = text.replace("\u2028", "\n").replace("\r\n", "\n").replace("\r", "\n")
        if text:
            yield Run(text, *look)


def _rows(runs: Sequence[Run]) -> list[_Row]:
    """The lines; a program is one of its own, and the line end behind it belongs to it."""
    if len(runs) == 1 and not runs[0].styles and not runs[0].href:
        return [_Row(text, bare(text)) for text in runs[0].text.removesuffix("\n").split("\n")]
    rows = [(runs_of_row, "".join([run.text for run in runs_of_row])) for runs_of_row in _runs_of_rows(runs)]
    return [_Row(text, bare(text), runs_of_row) for runs_of_row, text in rows]


def _runs_of_rows(runs: Iterable[Run]) -> list[list[Run]]:
    rows: list[list[Run]] = []
    row: list[Run] = []
    after_program = False
    for run in runs:
        if "pre" in run.styles:
            rows += [row, [run]] if row else [[run]]
            row, after_program = [], True
            continue
        for i, text in enumerate(run.text.split("\n")):
            if i:
                rows += [row] if row or not after_program else []
                row, after_program = [], False
            if text and row and _hides_the_answer(run, row):
                rows.append(row)
                row = []
            if text:
                row.append(Run(text, run.styles, run.href, run.language))
    return [*rows, row] if row else rows


def _hides_the_answer(run: Run, row: Sequence[Run]) -> bool:
    return "spoiler" in run.styles and plain_text(row).endswith(("?", "？"))


def _fenced(run: Run, number: int) -> Iterator[Line]:
    word = re.sub(r"[^\w+#.-]", "", run.language)
    return _fence(run.text.strip("\n").split("\n"), word, number)


def _fence(texts: Sequence[str], word: str, number: int) -> Iterator[Line]:
    longest = max((len(ticks) for text in texts for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    for text in (fence + word, *texts, fence):
        yield Line(number, text.rstrip(), Mark.CODE)


def _paragraph(block: Sequence[_Row], number: int) -> list[Line]:
    """The lines of the rows between two blank ones."""
    code = _code_from(block) if len(block) > 1 else len(block)
    lines = [_line(row, number) for row in block[:code]]
    if code < len(block):
        lines += _fence([row.text for row in block[code:]], "", number)
    return lines


def _code_from(block: Sequence[_Row]) -> int:
    """From which row on a paragraph is a program that nobody marked as one, below its question or by itself."""
    plain = [row.plain for row in block]
    for first in (0, 1):
        if (
            looks_like_code(plain[first:])
            and not any(run.styles or run.href for row in block[first:] for run in row.runs)
            and (not first or asking(plain[0]) >= ASKS)
        ):
            return first
    return len(block)


def _line(row: _Row, number: int) -> Line:
    if row.plain[0] in "#＃" and is_tag_line(row.plain):
        return Line(number, row.plain, Mark.TAGS)
    if not any(run.styles or run.href for run in row.runs):
        return Line(number, _unlike_a_mark(escaped(row.plain)), Mark.TEXT)
    quote = "> " if all("blockquote" in run.styles for run in row.runs) else ""
    return Line(number, quote + _markdown(row.runs), Mark.TEXT)


def _markdown(runs: Sequence[Run]) -> str:
    edges = ("", *(run.text for run in runs), "")
    written = [_written(run, edges[i][-1:], edges[i + 2][:1]) for i, run in enumerate(runs)]
    text = "".join(written).strip(EDGES)
    plain = not (runs[0].styles - {"spoiler", "blockquote"}) and not runs[0].href
    return _unlike_a_mark(text) if plain else text


def _unlike_a_mark(text: str) -> str:
    """A line that does not begin as a heading, a quote or a list of Markdown does."""
    return "\\" + text if not text[:1].isalpha() and _FIRST.match(text) else text


def _written(run: Run, before: str, after: str) -> str:
    """One run as Markdown; `before` and `after` are the letters next to it."""
    text = run.text.strip(EDGES)
    if not text:
        return " " if run.text.strip("\u200b\u200c\u200d\u2060\ufeff") else ""
    start = run.text.index(text)
    left, right = run.text[:start], run.text[start + len(text) :]
    around = (left[-1:] or before, right[:1] or after)
    return left + _linked(_looking(text, run.styles, around), text, run.href) + right


def _looking(text: str, styles: frozenset[str], around: tuple[str, str]) -> str:
    if "code" in styles:
        ticks = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
        pad = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{ticks}{pad}{text}{pad}{ticks}"
    found = escaped(text)
    for style, mark in _MARKS.items():
        if style in styles and _takes_marks(text, around):
            found = f"{mark}{found}{mark}"
    return found


def _takes_marks(text: str, around: tuple[str, str]) -> bool:
    """Whether marks around a text would be read as such: CommonMark 0.31, section 6.2, on flanking runs."""
    before, after = around
    opens = text[0] not in _PUNCTUATION or not before.isalnum()
    closes = text[-1] not in _PUNCTUATION or not after.isalnum()
    return opens and closes


def _linked(written: str, text: str, href: str) -> str:
    if not _WEB.fullmatch(href) or bare(href).rstrip("/") == text.rstrip("/"):
        return written
    target = href.replace("(", "%28").replace(")", "%29")
    inside = written.replace("[", "\\[").replace("]", "\\]") if "code" not in written else written
    return f"[{inside}]({target})"


def escaped(text: str) -> str:
    """Plain text as Markdown that reads the same; formulas and code between backticks stay as they are."""
    if "`" not in text and "$" not in text:
        return _escaped(text)
    out: list[str] = []
    at = 0
    for span in spans(text):
        if span.kind != "unclosed":
            out += (_escaped(text[at : span.start]), text[span.start : span.end])
            at = span.end
    return "".join((*out, _escaped(text[at:])))


def _escaped(text: str) -> str:
    if not _ACTIVE_LETTERS.isdisjoint(text):
        text = _ACTIVE.sub(lambda found: "\\" + found[0].replace("~~", "~\\~"), text)
    return text.replace("[", "\\[") if "](" in text else text
