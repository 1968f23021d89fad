"""Where the formulas of a text are, whole or damaged: looser than what the native format takes for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\\.|`+|\$\$?|\n[ \t]*(?=\n)", re.DOTALL)
# No price has one of these inside; the control characters are what damage makes of `\a`, `\b`, `\f`, `\t`,
# `\v`.
_SURELY = re.compile(
    r"[\\{}^\a\b\f\v]|\t(?:heta|imes|ilde|ext|anh|au|frac|riangle|herefore|o)(?![a-z])|\n[ \t]*(?:abla|ight|eq|otin)"
)


@dataclass(frozen=True, slots=True)
class Torn:
    """One formula of a text: `text[start:end]` with its dollars, `body` without them; `closed` when they
    pair."""

    start: int
    end: int
    body: str
    display: bool
    closed: bool = True


def torn_formulas(text: str) -> Iterator[Torn]:
    r"""The formulas between `$` or `$$`, outside inline code, in order; linear.

    A price is none: the closing `$` follows no space and precedes no digit, unless a backslash, a brace or a
    power inside says what it is. Spaces inside the dollars and line breaks are allowed, as damage puts them
    there. An opening mark without its end, before something that has a backslash, is not `closed` and ends
    with its paragraph.
    """
    at, opened = 0, -1
    unclosed_code: set[int] = set()
    while token := _TOKEN.search(text, at):
        mark, at = token.group(), token.end()
        if mark.startswith("\n"):
            yield from _broken_off(text, opened, token.start())
            opened = -1
        elif mark.startswith("`") and opened < 0:
            at = _after_code(text, mark, at, unclosed_code)
        elif mark == "$$" and opened < 0:
            display = _display(text, token.start())
            yield display
            at = display.end
        elif mark.startswith("$"):
            formula = _inline(text, opened, token.start()) if opened >= 0 else None
            if formula:
                yield formula
                at = formula.end
            opened = -1 if formula else token.end() - 1
    yield from _broken_off(text, opened, len(text))


def _after_code(text: str, mark: str, at: int, unclosed: set[int]) -> int:
    """Where inline code that opens with `mark` ends; a run that is never closed is plain text."""
    if len(mark) in unclosed:
        return at
    closing = text.find(mark, at)
    if closing < 0:
        unclosed.add(len(mark))
        return at
    return closing + len(mark)


def _display(text: str, start: int) -> Torn:
    closing = text.find("$$", start + 2)
    if closing >= 0:
        return Torn(start, closing + 2, text[start + 2 : closing], display=True)
    paragraph = text.find("\n\n", start)
    end = paragraph if paragraph >= 0 else len(text)
    return Torn(start, end, text[start + 2 : end], display=True, closed=False)


def _inline(text: str, opened: int, closing: int) -> Torn | None:
    body = text[opened + 1 : closing]
    if not body.strip():
        return None
    tight = not body[0].isspace() and not body[-1].isspace() and not text[closing + 1 : closing + 2].isdigit()
    return Torn(opened, closing + 1, body, display=False) if tight or _SURELY.search(body) else None


def _broken_off(text: str, opened: int, end: int) -> Iterator[Torn]:
    if opened >= 0 and text.find("\\", opened, end) >= 0:
        yield Torn(opened, end, text[opened + 1 : end], display=False, closed=False)
