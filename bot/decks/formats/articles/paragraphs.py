"""The lines of an answer as Markdown: paragraphs that a page sets apart, programs in their fences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.decks.formats.articles.code_lines import with_fences
from bot.decks.markdown import regions, trimmed

_SENTENCE = (".", "。", "!", "！", "?", "？", ";", "；", ":", "：")
_SHORT = 40


def as_paragraphs(lines: Sequence[str]) -> str:
    """The Markdown of an answer's lines; empty when they are blank."""
    return trimmed(list(_paragraphs(with_fences(lines)))) if any(map(str.strip, lines)) else ""


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The lines of an answer; those that a reader sees apart get a blank line between them."""
    code, before, begun = False, "", False
    shields = regions(lines).shields
    for at, line in enumerate(lines):
        shielded = shields[at] == "code"
        text = line.rstrip()
        if not text and not begun:
            continue
        if begun and before and text and not (shielded or code) and _breaks(before, text):
            yield ""
        if text or before or shielded:
            yield text
        before, code, begun = text, shielded, True


def _breaks(before: str, line: str) -> bool:
    """Whether two lines that touch are two paragraphs, as pages copy them, and not one that was wrapped."""
    if before[:1].isspace() or line[:1].isspace() or re.match(r"[-*+•>|#]|\d{1,3}[.)]|```", line):
        return False
    return before.endswith(_SENTENCE) or len(before) <= _SHORT
