r"""What each line of a native deck is, and how text that only looks like structure is written.

The parser and the writer share this file, so that the backslash one puts before a line or a comment, the other
takes off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.decks.markdown import COMMENT_CLOSES, COMMENT_OPENS, EDGES, bare, fence, indent
from bot.decks.tags import tags_of_line

LineKind = Literal[
    "blank",
    "title",
    "question",
    "choice",
    "indented",
    "tip",
    "note",
    "quoted",
    "tags",
    "comment",
    "code",
    "text",
]

_CHOICE = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+\[([ xX\xa0])\](?:\s+|$)")
_CALLOUT = re.compile(r">\s*\[!(TIP|NOTE)\][+-]?\s*", re.IGNORECASE)
_CALLOUT_MARK = re.compile(r"\[!(TIP|NOTE)\]", re.IGNORECASE)
_STRUCTURE = frozenset({"title", "question", "choice", "tip", "note", "tags"})


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list: ticked or not, and what stands behind the box."""

    right: bool
    text: str


@dataclass(frozen=True, slots=True)
class Commented:
    """A line without the comments at its edges, and what those say."""

    text: str
    comments: tuple[str, ...]


def kind_of(line: str) -> LineKind:
    """What a line is, outside fenced code and comments."""
    text = bare(line)
    if not text:
        return "blank"
    if "[" in text and task_of(text):
        return "choice"
    if text[0] == line[0] and text[0] not in "#>":
        return "text"
    if indent(line) < 4:
        if text[0] == "#":
            return _hashed(text)
        if text[0] == ">":
            callout = _CALLOUT.match(text)
            return "quoted" if not callout else "tip" if callout[1].upper() == "TIP" else "note"
    return "indented" if indent(line) >= 2 else "text"


def _hashed(text: str) -> LineKind:
    if text.startswith("##") and not text.startswith("###"):
        return "question"
    if text == "#" or (text[0] == "#" and text[1] in EDGES):
        return "title"
    return "tags" if tags_of_line(text) else "text"


# Comments


def uncommented(line: str) -> Commented:
    """The line without a comment it begins with and one it ends with; an escaped comment is text again."""
    text, comments = line, []
    start = bare(text)
    if start.startswith(COMMENT_OPENS) and (end := start.find(COMMENT_CLOSES, 4)) >= 0:
        comments.append(start[4:end])
        text = start[end + 3 :]
    stop = bare(text)
    at = stop.rfind(COMMENT_OPENS)
    if at >= 0 and stop.find(COMMENT_CLOSES, at + 4) == len(stop) - 3 and stop[at - 1 : at] != "\\":
        comments.append(stop[at + 4 : -3])
        text = text[: text.rfind(COMMENT_OPENS)]
    return Commented(_without_backslash(text), tuple(comments))


def shielded(line: str) -> str:
    """The line with a backslash before what would be read as a comment; `uncommented` takes it off."""
    for at in reversed(_comment_marks(line)):
        line = f"{line[:at]}\\{line[at:]}"
    return line


def _without_backslash(line: str) -> str:
    for at in reversed(_comment_marks(line)):
        if line[at - 1 : at] == "\\":
            line = line[: at - 1] + line[at:]
    return line


def _comment_marks(line: str) -> list[int]:
    """Where the `<!--` stand that begin a line, backslashes aside, or belong to the comment that ends it."""
    text = bare(line)
    marks = set()
    if text.lstrip("\\").startswith(COMMENT_OPENS):
        marks.add(line.find(COMMENT_OPENS))
    if text.endswith(COMMENT_CLOSES) and COMMENT_OPENS in text:
        marks.add(line.rfind(COMMENT_OPENS))
    return sorted(marks)


# Lines of an answer


def escaped(line: str, *, torn: bool) -> str:
    """A line of an answer outside fences, with a backslash when it would be structure; `torn` opens code for ever."""
    edge, slashes, rest = _parted(line)
    opens = fence(rest) is not None and (torn or bool(slashes))
    return f"{edge}\\{slashes}{rest}" if opens or _is_structure(edge, rest) else line


def unescaped(line: str) -> str:
    """What `escaped` was given; any other line stays as it is."""
    if "\\" not in line:
        return line
    edge, slashes, rest = _parted(line)
    if slashes and (fence(rest) is not None or _is_structure(edge, rest)):
        return edge + slashes[1:] + rest
    return line


def _parted(line: str) -> tuple[str, str, str]:
    rest = line.lstrip(EDGES)
    text = rest.lstrip("\\")
    return line[: len(line) - len(rest)], rest[: len(rest) - len(text)], text


def _is_structure(edge: str, rest: str) -> bool:
    return rest[:1] not in EDGES and kind_of(edge + rest) in _STRUCTURE


# Questions and titles


def heading_text(line: str, level: int) -> str:
    """What a heading of `level` hashes says, without the hashes Markdown allows at its end."""
    text = bare(bare(line)[level:])
    stem = text.rstrip("#")
    if stem == text:
        return text
    if not stem or stem[-1].isspace():
        return bare(stem)
    return stem[:-1] + text[len(stem) :] if _ends_word(stem) else text


def is_glued(line: str) -> bool:
    """Whether the space is missing behind the hashes of a question, so that Markdown sees no heading."""
    return bare(line)[2:3] not in EDGES


def heading_written(text: str) -> str:
    """The text of a heading, so that hashes at its end stay."""
    stem = text.rstrip("#")
    loose = stem != text and (not stem or stem[-1].isspace() or _ends_word(stem))
    return f"{stem}\\{text[len(stem) :]}" if loose else text


def _ends_word(stem: str) -> bool:
    """Whether only backslashes stand between a space and the end."""
    plain = stem.rstrip("\\")
    return plain != stem and (not plain or plain[-1].isspace())


# Hints and notes


def callout_text(line: str) -> str:
    """What stands on the line of `> [!TIP]` behind it."""
    text = bare(line)
    found = _CALLOUT.match(text)
    return text[found.end() :] if found else ""


def quoted_text(line: str) -> str:
    """What a line of a quotation says, without its `>` and one space."""
    text = line.lstrip(EDGES)[1:]
    text = text[1:] if text[:1] in {" ", "\xa0", "\t"} else text
    edge, slashes, rest = _parted(text)
    return edge + slashes[1:] + rest if _CALLOUT_MARK.match(rest) else text


def quoted_written(line: str) -> str:
    """The line as one of a quotation."""
    edge, slashes, rest = _parted(line)
    if _CALLOUT_MARK.match(rest):
        slashes += "\\"
    return f"> {edge}{slashes}{rest}" if line else ">"


# Choices


def task_of(line: str) -> Task | None:
    """The line of a task list this is, if it is one."""
    text = bare(line)
    found = _CHOICE.match(text)
    return Task(found[1] in "xX", bare(text[found.end() :])) if found else None
