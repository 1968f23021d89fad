"""The numbers that open headings: `1.` `2、` `（3）` `Q4:` `一、` `第5题` `**8.**` `## 9.`, and where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.decks.formats.questions import ASKS, asking


@dataclass(frozen=True, slots=True)
class Mark:
    """One number that may open a heading: in line `line` (from 0), `start` to `end`.

    `style` is what marks of one list have in common. `looks` says how it stands there: its indent, hashes, bold
    letters, whether the line asks; marks of one list mostly look alike. A mark that is not the first of its line is
    `inline`.
    """

    line: int
    start: int
    end: int
    style: str
    number: int
    text: str
    looks: tuple[int, int, bool, bool] = (0, 0, False, False)
    inline: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands, so that places can be compared."""
        return self.line, self.start


_WORD = (
    "interview questions?|questions?|quest|que|q|вопрос|задача|билет|в|pytanie|zadanie|питання|frage|pregunta|"
    "问题|面试题|题目|问|题"
)
_HAN_DIGITS = "零一二三四五六七八九"
_HAN = "[一二三四五六七八九十百零]{1,5}"
_DRESS = r"[ \t\u3000]*(?:>[ \t]?)?(#{1,6}[ \t]*)?(?:[-*+•][ \t]+)?(\*\*|__)?[ \t]*"
_AFTER_WORD = r"(?:[ \t]*[.:)、：．）]+|[ \t]*[-–—](?=[ \t])|(?=[ \t*]|$))"
_STYLES = (
    ("word", rf"(?:{_WORD})[ \t]*[-.]?[ \t]*(?:№|\#|no\.?|n\.?)?[ \t]*(\d{{1,4}}){_AFTER_WORD}"),
    ("ordinal", rf"第[ \t]*(\d{{1,4}}|{_HAN})[ \t]*[题问个道][ \t]*[.:：、，]?"),
    ("brackets", r"(?:[（(\[]\d{1,3}[)）\]](?![(\[])|【[ \t]?\d{1,3}[ \t]?】)"),
    ("square", rf"[（(]({_HAN})[)）]"),
    ("keycap", r"((?:\d\ufe0f?\u20e3|🔟){1,3})"),
    ("dot", r"(?:№|\#)?[ \t]*(\d{1,4})[ \t]?\\?[.．](?!\d)"),
    ("comma", r"(\d{1,4})[ \t]?[、]"),
    ("paren", r"(\d{1,4})[ \t]?\\?[)）]"),
    ("colon", r"(?:№|\#)?(\d{1,4})[ \t]?[:：](?![\d/])"),
    ("dash", r"(\d{1,4})[ \t][-–—](?=[ \t])"),
    ("part", r"\d{1,2}[.．](\d{1,3})[.．、]?(?=[ \t*]|[^\W\d])(?![.．]?\d)"),
    ("hash", r"\#(\d{1,4})(?=[ \t])"),
    ("han", rf"({_HAN})[、.．]"),
)
_OPENING = re.compile(
    _DRESS + "(?:" + "|".join(f"(?P<{name}>{body})" for name, body in _STYLES) + ")", re.IGNORECASE
)
_INLINE = {
    "dot": re.compile(r"(?<![\d.．,#$])(\d{1,3})[.．](?=[ \t]+\S|[^\s\d.．,，)）])"),
    "comma": re.compile(r"(?<![\d.,、])(\d{1,3})、(?=[ \t]+\S|[^\s\d])"),
    "paren": re.compile(r"(?<![\d.(（\[])(\d{1,3})[)）](?=[ \t]?[^\s\d.,)）])"),
    "brackets": re.compile(r"[（(](\d{1,3})[)）](?=[ \t]?[^\s\d])"),
    "word": re.compile(r"(?<![^\W\d_])(?:q|question|вопрос|问题)[ \t]?(\d{1,3})[ \t]?[.:)：]", re.IGNORECASE),
}
_NUMBER_INSIDE = re.compile(r"\D\d")
NAMED_STYLES = ("word", "ordinal")
"""The styles whose marks say of themselves that they open a question."""
INLINE_STYLES = tuple(_INLINE)
"""The styles whose numbers are looked for inside lines, too."""
_REFERS = re.compile(
    r"(?:(?:fig|tab|eq|ver|vol|no|рис|табл|стр|rys)\.?|figure|table|chapter|section|step|equation|version|level|type|part|"
    r"page|рисунок|таблица|глава|раздел|шаг|версия|图|表|章|节|步骤|版本|tabela|krok)[ \t]?$",
    re.IGNORECASE,
)
_QUESTION_MARK = re.compile(r"[?？]")
_LOOK_BACK = 12
_HEAD = 240


def opening_marks(lines: Sequence[str], shielded: Sequence[bool]) -> Iterator[Mark]:
    """The number each line opens with, where there is one, outside lines that are `shielded` as code."""
    for at, line in enumerate(lines):
        found = None if shielded[at] else _OPENING.match(line[:_HEAD])
        if found:
            yield _mark(at, line, found)


def numbered_inside(lines: Sequence[str], shielded: Sequence[bool]) -> list[int]:
    """The indexes of the lines, but for `shielded` code, that have a number behind their first letter."""
    return [at for at, line in enumerate(lines) if not shielded[at] and _NUMBER_INSIDE.search(line)]


def inline_marks(lines: Sequence[str], among: Sequence[int], style: str) -> Iterator[Mark]:
    """The numbers of one style inside lines, where a heading may have been run together with what stands before it.

    `among` are the indexes of the lines that have a number inside.
    """
    pattern = _INLINE.get(style)
    if pattern is None:
        return
    for at in among:
        line = lines[at]
        for found in pattern.finditer(line):
            before = line[max(0, found.start() - _LOOK_BACK) : found.start()]
            if before.strip(" \t#*_>") and not _REFERS.search(before):
                place = (at, found.start(), found.end())
                looks = (0, 0, False, _asks(line, found.end()))
                yield Mark(*place, style, int(found[1]), found[0], looks, inline=True)


def _mark(at: int, line: str, found: re.Match[str]) -> Mark:
    style = found.lastgroup or ""
    body = found[style]
    hashes, bold = len((found[1] or "").strip()), bool(found[2])
    indent = len(line) - len(line.lstrip())
    looks = (min(indent, 8) // 2, hashes, bold, _asks(line, found.end()))
    text = line[: found.end()].strip(" \t#*_>-+•")
    return Mark(at, 0, found.end(), style, _number(body, style), text or body, looks)


def _asks(line: str, start: int) -> bool:
    """Whether what stands behind a number asks, up to its question mark if there is one."""
    text = line[start : start + _HEAD]
    mark = _QUESTION_MARK.search(text)
    return asking(text[: mark.end()] if mark else text) >= ASKS


def _number(body: str, style: str) -> int:
    if style == "part":
        return int(re.split("[.．]", body)[1])
    if style == "keycap":
        return int("".join(letter for letter in body.replace("🔟", "10") if letter.isdigit()))
    digits = re.search(r"\d+", body)
    return int(digits[0]) if digits else han_number("".join(re.findall(_HAN, body)[-1:]))


def han_number(text: str) -> int:
    """The number that Chinese digits below a thousand say: `二十一` is 21."""
    total, digit = 0, 0
    for letter in text:
        if letter in _HAN_DIGITS:
            digit = _HAN_DIGITS.index(letter)
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[letter]
            digit = 0
    return total + digit
