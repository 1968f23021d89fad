"""Lists as pages show them, with dots and dashes of every kind, as Markdown lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.decks.markdown import bare, indent

DOTS = "•●◦▪▫‣⁃∙○■□➢➤►✓✔·"
_DOT = re.compile(rf"[{DOTS}]\s*(?=\S)")
_DASH = re.compile(r"(?:[–—]\s+|[-–—](?=[^\W\d]))(?=\S)")
# A piece of a word whose meaning follows: `-itis = inflammation`, `-itis Inflammation`.
_AFFIX = re.compile(r"[-–—][\w/]{1,14}(?:\s*[=:]|\s+[^\W\d_])")
_MARKDOWN = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(?=\S)")
_OPENER = re.compile(rf"[-–—*+\d{DOTS}]")  # what an item of any kind begins with
_NUMBER = re.compile(r"\d{1,3}[.)]")
_INNER = re.compile(rf"\s+(?=[{DOTS}]\s)")
_FEWEST_DASHES = 2


@dataclass(slots=True)  # not frozen, like `Line`
class Listed:
    """A text as Markdown, and the first line that had to be changed with what it became; both empty if none had."""

    text: str
    found: str = ""
    mended: str = ""


@dataclass(slots=True)  # not frozen, like `Line`
class _Item:
    """One line: how far it stands to the right, its Markdown mark if it opens an item, the rest, and how it stood."""

    room: int
    mark: str
    text: str
    found: str


def is_item(line: str) -> bool:
    """Whether a line opens an item of a list by itself."""
    text = bare(line)
    return bool(_MARKDOWN.match(text) or _DOT.match(text))


def listed(lines: Sequence[str]) -> Listed:
    """The lines as Markdown: every item of a list opens with `-` or its number, and lists stand apart from text.

    A dash with a space that Markdown does not know, or without one, opens an item where at least two lines have it,
    and not all of them go on like a part of a word with its meaning.
    """
    texts = [bare(line) for line in lines]
    if not any(map(_OPENER.match, texts)):  # which is most texts
        plain = (line.rstrip() if text else "" for line, text in zip(lines, texts, strict=True))
        return Listed("\n".join(plain).strip("\n"))
    marked = [text for text in texts if _DASH.match(text)]
    dashed = len(marked) >= _FEWEST_DASHES and not all(map(_is_affix, marked))
    items = [item for line in lines for item in _items(line.rstrip(), dashed=dashed)]
    changed = next(
        (item for item in items if item.mark and not bare(item.found).startswith(f"{item.mark} ")), None
    )
    text = "\n".join(_written(items)).strip("\n")
    if not changed:
        return Listed(text)
    return Listed(text, bare(changed.found), f"{changed.mark} {changed.text}")


def _is_affix(text: str) -> bool:
    found = _AFFIX.match(text)
    return (
        found is not None
        and text[1].islower()
        and (text[found.end() - 1] in "=:" or text[found.end() - 1].isupper())
    )


def _items(line: str, *, dashed: bool) -> Iterator[_Item]:
    text, room = bare(line), indent(line)
    if _DOT.match(text):
        for piece in _INNER.split(text):
            yield _Item(room, "-", bare(piece[1:]), piece)
        return
    dash = _DASH.match(text) if dashed else None
    if dash:
        yield _Item(room, "-", text[1:].strip(), line)
    elif found := _MARKDOWN.match(text):
        yield _Item(room, found[0].strip(), text[found.end() :], line)
    else:
        yield _Item(room, "", line, line)


def _written(items: Sequence[_Item]) -> Iterator[str]:
    """The lines, items below the item they stand to the right of, with an empty line around a list."""
    parents: list[tuple[int, int]] = []  # how far an item stood to the right, and where its text stands now
    before = ""
    for item in items:
        if item.mark:
            while parents and parents[-1][0] >= item.room:
                parents.pop()
            if not parents and before == "text":
                yield ""
            column = parents[-1][1] if parents else 0
            yield " " * column + f"{item.mark} {item.text}"
            parents.append((item.room, column + len(item.mark) + 1))
            before = "item"
        elif not bare(item.text):
            yield ""
            before = before and "blank"
        elif parents and item.room > parents[-1][0]:
            yield " " * parents[-1][1] + bare(item.text)
            before = "item"
        else:
            if before == "item":
                yield ""
            yield bare(item.text) if parents else item.text
            parents.clear()
            before = "text"
