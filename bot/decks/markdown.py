"""Markdown seen as lines: where they end, what lies inside code fences and comments, what is only edge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

# What may surround a text without belonging to it: every Unicode space, then the letters nobody sees.
EDGES = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff"
)
COMMENT_OPENS, COMMENT_CLOSES = "<!--", "-->"

_FENCE = re.compile(r"(`{3,})([^`]*)|(~{3,})(.*)", re.DOTALL)
_QUESTION = re.compile(r"[ \ufeff]{0,3}##(?!#)")
_LONGEST_FENCE = 16  # a longer one counts as this long, which keeps the search for its end linear

Shield = Literal["", "code", "comment"]


@dataclass(frozen=True, slots=True)
class Fence:
    """A line that may open or close fenced code; `info` is what stands behind the marks."""

    mark: str
    length: int
    info: str


_BARE_FENCES = {mark * 3: Fence(mark, 3, "") for mark in "`~"}  # every second fence is one of these


@dataclass(frozen=True, slots=True)
class Regions:
    """What is not to be read as structure, by line index.

    `shields` has an entry for each line; `comments` maps the first line of each comment of several lines to what
    it says; `torn_fences` and `torn_comments` are lines that open something which nothing closes, and which
    therefore shield nothing.
    """

    shields: tuple[Shield, ...]
    comments: dict[int, str]
    torn_fences: frozenset[int]
    torn_comments: frozenset[int]


def lines_of(text: str) -> list[str]:
    """The lines of a text, whichever way they end, without a byte order mark or half a surrogate pair."""
    whole = text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
    return whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def bare(line: str) -> str:
    """The line without spaces and invisible letters at its edges."""
    return line.strip(EDGES)


def indent(line: str) -> int:
    """How many columns a line is moved to the right; a tab goes to the next multiple of four."""
    columns = 0
    for letter in line:
        if letter == "\t":
            columns += 4 - columns % 4
        elif letter in " \xa0":
            columns += 1
        elif letter not in EDGES:
            break
    return columns


def trimmed(lines: Sequence[str]) -> str:
    """The lines as one text without blank edges; indentation that makes code stays."""
    first = next((i for i, line in enumerate(lines) if bare(line)), len(lines))
    text = "\n".join(lines[first:]).rstrip(EDGES)
    return text if indent(text) >= 4 else text.lstrip(EDGES)


def fence(line: str) -> Fence | None:
    """The fence this line is, if it is one."""
    if "```" not in line and "~~~" not in line:
        return None
    if line in _BARE_FENCES:
        return _BARE_FENCES[line]
    found = _FENCE.fullmatch(bare(line))
    if not found:
        return None
    marks = found[1] or found[3]
    return Fence(marks[0], min(len(marks), _LONGEST_FENCE), bare(found[2] or found[4] or ""))


def regions(lines: Sequence[str]) -> Regions:
    """Where code fences and comments of several lines lie; linear in the length of the text."""
    shields: list[Shield] = [""] * len(lines)
    comments: dict[int, str] = {}
    torn: dict[Shield, set[int]] = {"code": set(), "comment": set()}
    openers = _Openers(lines)
    done = -1
    for at in openers.places:
        if at <= done:
            continue
        kind, end = openers.region(at)
        if kind and end < 0:
            torn[kind].add(at)
        elif kind:
            shields[at : end + 1] = [kind] * (end + 1 - at)
            done = end
            if kind == "comment":
                comments[at] = _inside("\n".join(lines[at : end + 1]))
    return Regions(tuple(shields), comments, frozenset(torn["code"]), frozenset(torn["comment"]))


class _Openers:
    """The lines that may open fenced code or a comment, and where what they open ends."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.places = [
            at for at, line in enumerate(lines) if "```" in line or "~~~" in line or COMMENT_OPENS in line
        ]
        self._fences = {at: found for at in self.places if (found := fence(lines[at]))}
        self._closers = _longest_closers_below(self._fences)

    def region(self, at: int) -> tuple[Shield, int]:
        """What opens at a line and where it ends, -1 when nothing closes it; no kind when nothing opens."""
        opener = self._fences.get(at)
        if opener:
            closable = self._closers[at].get(opener.mark, 0) >= opener.length
            return "code", self._fence_end(opener, at) if closable else -1
        text = bare(self._lines[at])
        if text.startswith(COMMENT_OPENS) and text.find(COMMENT_CLOSES, 4) < 0:
            return "comment", _comment_end(self._lines, at)
        return "", at

    def _fence_end(self, opener: Fence, start: int) -> int:
        """The line that closes a fence, -1 when it was forgotten.

        It was forgotten where a question and then another opening fence come first: nobody shows half a fence.
        """
        question = False
        for at in range(start + 1, len(self._lines)):
            each = self._fences.get(at)
            if each is None:
                question = question or bool(_QUESTION.match(self._lines[at]))
            elif each.mark == opener.mark and each.length >= opener.length:
                if not each.info:
                    return at
                if question:
                    return -1
        return -1


def _longest_closers_below(fences: dict[int, Fence]) -> dict[int, dict[str, int]]:
    """For each fence, how long the longest closing fence of each mark below it is."""
    below: dict[str, int] = {}
    found: dict[int, dict[str, int]] = {}
    for at, each in reversed(fences.items()):
        found[at] = below
        if not each.info and each.length > below.get(each.mark, 0):
            below = {**below, each.mark: each.length}
    return found


def _comment_end(lines: Sequence[str], start: int) -> int:
    """The line that closes a comment, -1 when another comment opens before or text follows on that line."""
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if COMMENT_OPENS in line:
            return -1
        if COMMENT_CLOSES in line:
            text = bare(line)
            return at if text.find(COMMENT_CLOSES) == len(text) - 3 else -1
    return -1


def _inside(comment: str) -> str:
    return bare(comment)[len(COMMENT_OPENS) : -len(COMMENT_CLOSES)]


def outside_fences(lines: Sequence[str]) -> Iterator[str]:
    """The lines with those of fenced code emptied, so that what is left can be read as text."""
    for line, shield in zip(lines, regions(lines).shields, strict=True):
        yield "" if shield == "code" else line
