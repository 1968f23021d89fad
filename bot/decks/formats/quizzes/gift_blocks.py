"""A GIFT file as blocks: one question each, with the comments above it; blank lines part them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BRACE = re.compile(r"\\.|([{}])")
_TITLE = re.compile(r"::(?:[^:\n\\]|\\.|:(?!:))+::")


@dataclass(frozen=True, slots=True)
class Block:
    """One question as it is written, `category` where the block is a line of one; comments with their lines."""

    line: int
    text: str
    category: str = ""
    comments: tuple[tuple[int, str], ...] = ()


def blocks_of(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of a file; together they have every line that is not blank, once.

    A blank line ends a question, but not between its braces; a title begins one, and so does what stands behind a
    closed brace and looks like the beginning of one.
    """
    closing = _closes_next(lines)
    held: list[tuple[int, str]] = []
    comments: list[tuple[int, str]] = []
    is_open, closed = False, False
    for i, line in enumerate((*lines, "")):
        bare = line.strip()
        titled = (closed and bare.startswith("::")) or (held and _TITLE.match(bare))
        ends = not bare or titled or bare.startswith("$CATEGORY:")
        if ends and held and not (is_open and closing[i]):
            yield from _questions(held, comments)
            held, comments, is_open, closed = [], [], False, False
        if bare.startswith("//"):
            comments.append((i + 1, bare))
        elif bare.startswith("$CATEGORY:") and not held:
            yield Block(i + 1, "", bare, tuple(comments))
            comments = []
        elif bare:
            held.append((i + 1, line))
            is_open = _is_open(line, before=is_open)
            closed = not is_open and "}" in line
    if comments:
        yield Block(comments[0][0], "", comments=tuple(comments))


def _questions(held: Sequence[tuple[int, str]], comments: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """The question of some lines, or several when one ends with its line and another opens braces below it."""
    opening = [number for number, line in held if "{" in line]
    if len(opening) < 2:
        yield Block(held[0][0], "\n".join(line for _, line in held), comments=tuple(comments))
        return
    last = max((number for number, line in held if "{" in _braces(line)), default=0)
    asked: list[str] = []
    first, is_open = held[0][0], False
    for number, line in held:
        first = first if asked else number
        asked.append(line)
        is_open = _is_open(line, before=is_open)
        if line.rstrip().endswith("}") and not is_open and number < last:
            yield Block(first, "\n".join(asked), comments=tuple(comments))
            asked, comments = [], ()
    yield Block(first, "\n".join(asked), comments=tuple(comments))


def _is_open(line: str, *, before: bool) -> bool:
    braces = _braces(line)
    return braces[-1] == "{" if braces else before


def _closes_next(lines: Sequence[str]) -> list[bool]:
    """For each line whether the next brace at or below it closes something."""
    found = [False] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        braces = _braces(lines[i])
        found[i] = braces[0] == "}" if braces else found[i + 1]
    return found


def _braces(line: str) -> list[str]:
    """The braces of a line that no backslash stands before, in order."""
    if "{" not in line and "}" not in line:
        return []
    return [brace for brace in _BRACE.findall(line) if brace]
