"""A Markdown file of questions as pieces: its lines without HTML, with what folds and unfolds told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import reduce

from bot.decks.formats.articles.inline_html import is_unsafe, plain_markdown
from bot.decks.formats.articles.leavings import Leavings
from bot.decks.formats.questions import has_question_mark
from bot.decks.markdown import bare, regions


class Kind(Enum):
    """What a piece is by itself."""

    BLANK = auto()
    TEXT = auto()
    CODE = auto()
    HEADING = auto()
    RULE = auto()
    FOLD = auto()  # <details>
    SUMMARY = auto()
    UNFOLD = auto()  # </details>


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the file, or a part of one, as Markdown; `level` is how many hashes a heading has."""

    kind: Kind
    line: int
    text: str
    level: int = 0


TAGS = "HTML, which a card cannot hold"
COMMENTS = "a comment"
_SCRIPTS = "a script or a style"

_FOLDS = re.compile(r"(</?(?:details|summary)(?:\s[^<>]{0,400})?>)", re.IGNORECASE)
_HEADING = re.compile(
    r"[ \t]{0,7}(?:>[ \t]?)?(?:\d{1,4}[.)][ \t]+|[-*+][ \t]+)?(#{1,6})(?:[ \t]+|(?=[^\s#!\d]))(.*)"
)
# What site generators write behind a heading: `{#name}`, `{.class #name}`.
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}]{1,200}\}[ \t]*$")
_HTML_HEADING = re.compile(
    r"(<h([1-6])(?:\s[^<>]{0,400})?>)((?:(?!<h[1-6])[^\n]){1,400}?)(</h\2>)", re.IGNORECASE
)
_SCRIPT = re.compile(r"<(?:script|style)\b[^<>]{0,400}>", re.IGNORECASE)
_RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,}|(?:-[ ]){2,}-|(?:\*[ ]){2,}\*)[ \t]*")
_BEGINS_BOLD = re.compile(r"[ \t]*(?:(?:\d{1,4}[.)]|[-*+])[ \t]+)?\*\*[^\s*]")
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_MOST_TORN = 3
PERMALINK = "\u00b6"
"""What sites of documentation show behind a heading, as a link to it."""
_ASKING_LEVEL = 3
_UNDERLINE = re.compile(r"[ ]{0,3}(={3,}|-{3,})[ ]*")


def pieces_of(lines: Sequence[str], leavings: Leavings) -> list[Piece]:
    """The pieces of a file in order; tags, comments and scripts go to `leavings`."""
    shields = regions(lines).shields
    scripts = _scripts(lines)
    found: list[Piece] = []
    summary: list[Piece] | None = None
    for at, line in enumerate(lines):
        if shields[at] == "code":
            new = [Piece(Kind.CODE, at + 1, line)]
        elif shields[at] == "comment" or at in scripts:
            leavings.add(at + 1, line, COMMENTS if shields[at] else _SCRIPTS)
            new = []
        else:
            new = list(_line(at + 1, line, leavings))
        for piece in new:
            summary = _take(found, piece, summary)
    found += summary or ()
    return _underlined(_joined(found))


def _take(found: list[Piece], piece: Piece, summary: list[Piece] | None) -> list[Piece] | None:
    """Adds a piece; what stands between `<summary>` and its end is gathered and becomes one piece."""
    if piece.kind is Kind.SUMMARY:
        if piece.text == "open":
            found += summary or ()
            return []
        text = " ".join(each.text.strip() for each in summary or () if each.text.strip())
        if summary is not None:
            found.append(Piece(Kind.SUMMARY, summary[0].line if summary else piece.line, text))
        return None
    if summary is not None and piece.kind in (Kind.FOLD, Kind.UNFOLD):
        found += (*summary, piece)
        return None
    (found if summary is None else summary).append(piece)
    return summary


def _line(number: int, line: str, leavings: Leavings) -> Iterator[Piece]:
    """The pieces of one line outside code."""
    if not bare(line):
        yield Piece(Kind.BLANK, number, "")
        return
    if "<" not in line:
        yield _plain(number, plain_markdown(line).text)
        return
    for part in _FOLDS.split(_with_hashes(_unscripted(number, line, leavings), number, leavings)):
        if fold := _FOLDS.fullmatch(part):
            leavings.add(number, part, TAGS)
            yield _fold(number, fold[0].lower())
        elif bare(part):
            plain = plain_markdown(part)
            for tag in plain.tags:
                leavings.add(number, tag, COMMENTS if tag.startswith("<!--") else TAGS)
            yield from (_plain(number, text) for text in plain.text.split("\n"))


def _with_hashes(line: str, number: int, leavings: Leavings) -> str:
    """A line with its headings of HTML as those of Markdown, each on a line of its own."""

    def hashes(found: re.Match[str]) -> str:
        for tag in (found[1], found[4]):
            leavings.add(number, tag, TAGS)
        return f"\n{'#' * int(found[2])} {found[3].strip()}\n"

    return _HTML_HEADING.sub(hashes, line) if "</h" in line.lower() else line


def _fold(number: int, tag: str) -> Piece:
    closing = tag.startswith("</")
    if "summary" in tag[:9]:
        return Piece(Kind.SUMMARY, number, "close" if closing else "open")
    return Piece(Kind.UNFOLD if closing else Kind.FOLD, number, "")


def _plain(number: int, text: str) -> Piece:
    if not bare(text):
        return Piece(Kind.BLANK, number, "")
    linked = text.rstrip()[: -len(PERMALINK)].rstrip() if text.rstrip().endswith(PERMALINK) else ""
    found = _HEADING.fullmatch(text) if "#" in text else None
    if found:
        return Piece(Kind.HEADING, number, linked or text.rstrip(), len(found[1]))
    if linked:
        level = _ASKING_LEVEL if has_question_mark(linked) else _ASKING_LEVEL - 1
        return Piece(Kind.HEADING, number, f"{'#' * level} {linked}", level)
    return Piece(Kind.RULE if _RULE.fullmatch(text) else Kind.TEXT, number, text.rstrip())


def heading_of(piece: Piece) -> str:
    """What a heading says, with a number that stands before its hashes."""
    found = _HEADING.fullmatch(piece.text)
    if not found:
        return piece.text
    number = re.match(r"[ \t]*(?:>[ \t]?)?(\d{1,4}[.)])", piece.text)
    text = _ATTRIBUTES.sub("", found[2]).rstrip()
    return f"{number[1] if number else ''} {text.rstrip('# ') or text}".strip()


def opens(following: Sequence[Piece]) -> bool:
    """Whether the next thing is one that unfolds."""
    return next((each.kind is Kind.FOLD for each in following if each.kind is not Kind.BLANK), False)


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Bold letters that open a line and close on one of the next few are one line, as a reader sees them."""
    out: list[Piece] = []
    at = 0
    while at < len(found):
        end = _end_of_bold(found, at)
        text = reduce(_one_line, (piece.text for piece in found[at + 1 : end]), found[at].text)
        out.append(replace(found[at], text=text))
        at = end
    return out


def _end_of_bold(found: Sequence[Piece], at: int) -> int:
    """The index after the line on which the bold letters close that open line `at`; the next one where none do."""
    if found[at].kind is Kind.TEXT and _BEGINS_BOLD.match(found[at].text) and _is_torn(found[at].text):
        for end in range(at + 1, min(at + 1 + _MOST_TORN, len(found))):
            if found[end].kind is not Kind.TEXT or _BEGINS_BOLD.match(found[end].text):
                break
            if _is_torn(found[end].text):
                return end + 1
    return at + 1


def _is_torn(text: str) -> bool:
    return text.count("**") % 2 == 1


def _one_line(before: str, text: str) -> str:
    text = text.strip()
    return f"{before}{'' if _HAN.match(before[-1]) and _HAN.match(text) else ' '}{text}"


def _underlined(found: Sequence[Piece]) -> list[Piece]:
    """Headings that are underlined instead of marked with hashes."""
    out: list[Piece] = []
    for piece in found:
        before = out[-1] if out else None
        under = _UNDERLINE.fullmatch(piece.text) if piece.kind in (Kind.RULE, Kind.TEXT) else None
        if under and before and before.kind is Kind.TEXT and before.line == piece.line - 1 and _lone(out):
            level = 1 if under[1][0] == "=" else 2
            out[-1] = Piece(Kind.HEADING, before.line, f"{'#' * level} {before.text.strip()}", level)
        else:
            out.append(piece)
    return out


def _lone(out: Sequence[Piece]) -> bool:
    return len(out) < 2 or out[-2].kind is not Kind.TEXT


def _scripts(lines: Sequence[str]) -> frozenset[int]:
    """The lines of scripts and styles that go over several lines."""
    inside: set[int] = set()
    opened = ""
    start = 0
    for at, line in enumerate(lines):
        if opened and f"</{opened}" in line.lower():
            inside.update(range(start, at + 1))
            opened = ""
        elif not opened and "<" in line and (name := is_unsafe(line)) and f"</{name}" not in line.lower():
            opened, start = name, at
    return frozenset(inside)


def _unscripted(number: int, line: str, leavings: Leavings) -> str:
    """The line without scripts that open and close in it."""
    if not is_unsafe(line):
        return line
    out: list[str] = []
    done = 0
    for script in _SCRIPT.finditer(line):
        end = line.find("</", script.end()) if script.start() >= done else -1
        close = line.find(">", end) if end >= 0 else -1
        if script.start() >= done and close < 0:
            break
        if script.start() >= done:
            out.append(line[done : script.start()])
            leavings.add(number, line[script.start() : close + 1], _SCRIPTS)
            done = close + 1
    return "".join([*out, line[done:]])
