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
    braces = [_braces(line) if "{" in line or "}" in line else "" for line in lines]
    closing = _closes_next(braces)
    held: list[tuple[int, str]] = []
    comments: list[tuple[int, str]] = []
    is_open, closed = False, False
    for i, line in enumerate((*lines, "")):
        bare = line.strip()
        titled = bare.startswith("::") and (closed or (held and _TITLE.match(bare)))
        category = bare.startswith("$CATEGORY:")
        if (not bare or titled or category) and held and not (is_open and closing[i]):
            yield from _questions(held, comments, braces)
            held, comments, is_open, closed = [], [], False, False
        if bare.startswith("//"):
            comments.append((i + 1, bare))
        elif category and not held:
            yield Block(i + 1, "", bare, tuple(comments))
            comments = []
        elif bare:
            held.append((i + 1, line))
            is_open = braces[i].endswith("{") if braces[i] else is_open
            closed = not is_open and "}" in line
    if comments:
        yield Block(comments[0][0], "", comments=tuple(comments))


def _questions(
    held: Sequence[tuple[int, str]], comments: Sequence[tuple[int, str]], braces: Sequence[str]
) -> Iterator[Block]:
    """The question of some lines, or several when one ends with its line and another opens braces below it."""
    opening = [number for number, line in held if "{" in line]
    if len(opening) < 2:
        yield Block(held[0][0], "\n".join(line for _, line in held), comments=tuple(comments))
        return
    last = max((number for number in opening if "{" in braces[number - 1]), default=0)
    asked: list[str] = []
    first, is_open = held[0][0], False
    for number, line in held:
        first = first if asked else number
        asked.append(line)
        is_open = braces[number - 1].endswith("{") if braces[number - 1] else is_open
        if line.rstrip().endswith("}") and not is_open and number < last:
            yield Block(first, "\n".join(asked), comments=tuple(comments))
            asked, comments = [], ()
    yield Block(first, "\n".join(asked), comments=tuple(comments))


def _closes_next(braces: Sequence[str]) -> list[bool]:
    """For each line whether the next brace at or below it closes something."""
    found = [False]
    for each in reversed(braces):
        found.append(each[0] == "}" if each else found[-1])
    return found[::-1]


def _braces(line: str) -> str:
    """The braces of a line that no backslash stands before, in order."""
    return "".join(_BRACE.findall(line))
