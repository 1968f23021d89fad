"""Lines at the end of an answer that name the chapter which comes next, and are no part of the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks.formats.articles.numbering import han_number
from bot.decks.markdown import bare

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_CHAPTER_LINE = re.compile(
    r"(?:(?:part|chapter|section|часть|глава|раздел|тема|część|rozdział)[ \t]+[\divxlc]+\b.{0,80}|"
    r"第[一二三四五六七八九十\d]+[章节部分篇].{0,40}|[一二三四五六七八九十]{1,3}、.{0,30})",
    re.IGNORECASE,
)
# `一面 2022.8.20`, `1 Basics`, `Day 2: locks`: what stands before the number, the number, the sign behind it.
_COUNTED = re.compile(
    r"([^\W\d一二三四五六七八九十]{0,12}[ \t]?)(?:(\d{1,2})(?!\d)|([一二三四五六七八九十]{1,3}))(.?)"
)
_SENTENCE = (".", "。", "!", "！", "?", "？", ";", "；", ":", "：", "|")
_SHORT = 40
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Chapters:
    """What the lines over the article tell of its chapters: their names in a list of contents, and how they count."""

    listed: frozenset[str] = frozenset()
    counted: tuple[str, int, str] | None = None

    def name_next(self, lines: Sequence[str], at: int, *, restarts: bool) -> bool:
        """Whether the line `at`, the last one of a heading's lines, names what comes next.

        A plain one does only where the numbers restart, or where the list of contents has it.
        """
        text = lines[at].strip()
        if len(text) > _LONGEST:
            return False
        apart = not bare(lines[at - 1])
        plain = apart and len(text) <= _SHORT and not text.endswith(_SENTENCE)
        if (restarts and (plain or self._goes_on(text))) or _HEADING.match(text):
            return True
        named = text in self.listed and apart and any(map(bare, lines[1:at]))
        return named or _CHAPTER_LINE.fullmatch(text) is not None

    def _goes_on(self, text: str) -> bool:
        """Whether a line counts on from the one above the first heading."""
        this, first = _counted(text), self.counted
        return bool(this and first and (this[0], this[2]) == (first[0], first[2]) and this[1] > first[1])


def chapters_of(above: Sequence[str]) -> Chapters:
    """What the lines over an article tell of its chapters."""
    names = [text for line in above if (text := line.strip()) and len(text) <= _LONGEST]
    return Chapters(frozenset(names), _counted(names[-1]) if names else None)


def _counted(text: str) -> tuple[str, int, str] | None:
    found = _COUNTED.match(text)
    if found is None or len(text) > _LONGEST or len(text) == found.end(4):
        return None
    return found[1], int(found[2]) if found[2] else han_number(found[3]), found[4]
