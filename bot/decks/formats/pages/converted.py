"""A page that a converter wrote as Markdown: its escapes, entities and leftover tags as the text a reader saw."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.decks.formats.pages.page_text import Line
from bot.decks.markdown import bare

_ESCAPE = re.compile(r"(?<!\\)\\([_*#+.=~>!-])")
_OWN_SLASH = re.compile(r"(?<!\\)\\(?:[^\W_]|$)")
_SIGN = re.compile(
    r"#{1,6}[ \t]+\S.*|\|?[ \t]*:?-{3,}:?[ \t]*\|.*|={3,}|-{3,}|Markdown Content:|"
    r".*(?:(?<!\S)\*\*[^*\s](?:[^*]*[^*\s])?\*\*(?!\w)|\]\(https?:).*"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|apos|#39|#x27|#34);")
_TAG = re.compile(r"</?(?:su[bp]|strong|em|[biu]|br)[ \t]*/?>", re.IGNORECASE)
_RAISED = re.compile(r"(?<=\S)<(?P<how>su[bp])>(?P<text>[^<>]{1,40})</(?P=how)>", re.IGNORECASE)
_MARKS = {"sup": "^", "sub": "_"}
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_GLANCED = 4_000


def plain(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without what a converter to Markdown added to the words.

    A backslash before a mark goes where the page is Markdown and has no backslash of its own; entities are read where
    the page writes every `&` as one; raised and lowered letters get a `^` or `_`.
    """
    texts = [line.text for line in lines[:_GLANCED]]
    slashed = [text for text in texts if "\\" in text]
    escaped = (
        any(map(_ESCAPE.search, slashed))
        and not any(map(_OWN_SLASH.search, slashed))
        and any(_SIGN.fullmatch(bare(text)) for text in texts)
    )
    anded = [text for text in texts if "&" in text]
    coded = bool(anded) and all(text.count("&") == len(_ENTITY.findall(text)) for text in anded)
    coded = coded and not any("<" in _TAG.sub("", text) for text in texts if "<" in text)
    raised = any("<su" in text for text in texts)
    if not (escaped or coded or raised):
        return tuple(lines)
    return tuple(_plain(line, escaped=escaped, coded=coded, raised=raised) for line in lines)


def _plain(line: Line, *, escaped: bool, coded: bool, raised: bool) -> Line:
    text = line.text
    if raised and "<su" in text:
        text = _RAISED.sub(lambda found: _MARKS[found["how"].lower()] + found["text"], text)
    if escaped and "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if coded and "&" in text:
        text = html.unescape(text)
    return line if text == line.text else replace(line, text=text)


def without_headings(questions: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of every question, without the marks of a heading where the page writes most of its questions as one.

    A single question that opens with a `#` means a number.
    """
    made = [_without_heading(lines) for lines in questions]
    headed = sum(before != after for before, after in zip(map(list, questions), made, strict=True))
    return made if headed > 1 and headed * 2 > len(made) else [list(lines) for lines in questions]


def _without_heading(lines: Sequence[Line]) -> list[Line]:
    full = [i for i, line in enumerate(lines) if bare(line.text)]
    if not full:
        return list(lines)
    first, last = full[0], full[-1]
    text = bare(lines[first].text)
    if found := _HEADING.match(text):
        opened = text[found.end() :].rstrip("#").rstrip() or text
        return [*lines[:first], replace(lines[first], text=opened), *lines[first + 1 :]]
    if first < last and _UNDERLINE.fullmatch(bare(lines[last].text)):
        return list(lines[:last])
    return list(lines)
