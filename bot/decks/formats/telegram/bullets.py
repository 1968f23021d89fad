"""The paragraphs of a chat post as Markdown: emoji bullets become a list, code is fenced, line ends stay
line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.decks.formats.telegram.channel_lines import Line, Mark, is_joiner, is_symbol
from bot.decks.formats.telegram.programs import maybe_code, programs_in, surely_code

_KEYCAP = re.compile(r"(\d)\ufe0f?\u20e3\s*")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_FENCE = "```\n"
_TITLE_LONGEST = 100
_CLOSES_A_SENTENCE = (".", "!", "?", ";", ",", "…", "。")


@dataclass(slots=True)  # not frozen, like `Line`
class _Item:
    """A bullet with the lines under it, or, without a bullet, one paragraph."""

    bullet: str
    head: str
    below: tuple[str, ...] = ()
    titled: bool = False
    indent: str = ""


def to_markdown(lines: Sequence[Line]) -> str:
    """The body of a post as Markdown.

    A line that opens with an emoji bullet (🔹, ▪️, ✅, …) or a keycap number becomes a list item. A bullet
    that is a title, with its text below it, keeps the channel's look: the title bold, its text as paragraphs
    of the same item. Every other line is a paragraph, as a chat breaks lines where the author did.
    """
    if _is_prose(lines):
        return "\n\n".join([line.text for line in lines if line.text])
    items = _titled(_joined([item for block in _blocks(lines) for item in _items(block)]))
    out: list[str] = []
    for before, item in zip((None, *items), items, strict=False):
        if before is not None:
            out.append("\n" if _tight(before, item) else "\n\n")
        out.append(_written(item))
    return "".join(out)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines are paragraphs of one line that open with a letter: neither a list nor a program."""
    after_text = False
    for line in lines:
        blank = line.mark is Mark.BLANK
        if not blank and (after_text or line.mark is not Mark.TEXT or not line.text[:1].isalpha()):
            return False
        after_text = not blank
    return True


def undecorated(text: str) -> str:
    """A line without the emoji it opens with."""
    return text[_decoration(text) :].lstrip() or text


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """The runs between blank lines; fenced code is a run of its own."""
    runs = groupby(
        lines, key=lambda line: line.mark is Mark.CODE or (None if line.mark is Mark.BLANK else False)
    )
    return [list(run) for kind, run in runs if kind is not None]


def _items(block: Sequence[Line]) -> Iterator[_Item]:
    texts = [line.text for line in block]
    if block[0].mark is Mark.CODE:
        yield _Item("", "\n".join(texts))
        return
    if block[0].indent and len(block) == 1:
        yield from (replace(item, indent=block[0].indent) for item in _bulleted(texts))
        return
    at = 0
    for start, end in programs_in(texts):
        yield from _bulleted(texts[at:start])
        yield _Item("", "\n".join(("```", *[line.indent + line.text for line in block[start:end]], "```")))
        at = end
    yield from _bulleted(texts[at:])


def _joined(items: list[_Item]) -> list[_Item]:
    """The items, with the pieces of a program that has blank lines put together."""
    if not any(item.head.startswith(_FENCE) for item in items):
        return items
    found: list[_Item] = []
    for at, item in enumerate(items):
        above = found[-1].head if found else ""
        below = items[at + 1].head if at + 1 < len(items) else ""
        code = surely_code(item.head) or (below.startswith(_FENCE) and maybe_code(item.head))
        if above.startswith(_FENCE) and not item.bullet and (item.head.startswith(_FENCE) or code):
            piece = item.indent + item.head.removeprefix(_FENCE).removesuffix("\n```")
            found[-1] = _Item("", f"{above.removesuffix('```')}\n{piece}\n```")
        else:
            found.append(item)
    return found


def _bulleted(texts: Sequence[str]) -> Iterator[_Item]:
    """The items of one run: a bullet takes the plain lines below it."""
    current: _Item | None = None
    for text in texts:
        bullet, rest = _bullet(text)
        if current and not bullet and current.bullet:
            current = _Item(current.bullet, current.head, (*current.below, text))
            continue
        if current:
            yield current
        current = _Item(bullet, rest)
    if current:
        yield current


def _bullet(text: str) -> tuple[str, str]:
    """The Markdown mark and the rest of a line; no mark when it is plain."""
    if text[:1].isalpha():
        return "", text
    if keycap := _KEYCAP.match(text):
        return f"{keycap[1]}.", text[keycap.end() :]
    if numbered := _NUMBERED.match(text):
        return numbered[0].strip().replace(")", "."), text[numbered.end() :].strip()
    if text.startswith(("- ", "— ", "– ", "* ")):
        return "-", text[2:].strip()
    length = _decoration(text)
    rest = text[length:].strip()
    return ("-", rest) if length and rest else ("", text)


def _decoration(text: str) -> int:
    """How many characters of emoji a line opens with."""
    at = 0
    while at < len(text) and (
        is_symbol(text[at]) or (at > 0 and (is_joiner(text[at]) or text[at - 1] == "\u200d"))
    ):
        at += 1
    return at


def _titled(items: Sequence[_Item]) -> list[_Item]:
    """Bullets that are titles marked so, and given the paragraphs that belong to them.

    A bullet alone in its run is a title when every such bullet of the post has a paragraph below it: then the
    paragraphs up to the next bullet are its text.
    """
    bullets = sum([bool(item.bullet) for item in items])
    if not bullets:
        return list(items)
    lone = [
        i for i, item in enumerate(items) if item.bullet and not item.below and _could_be_title(item.head)
    ]
    followed = all(i + 1 < len(items) and not items[i + 1].bullet for i in lone)
    if len(lone) >= 2 and len(lone) == bullets and followed:
        return _adopting(items)
    return [
        _Item(item.bullet, item.head, item.below, titled=bool(item.below) and _could_be_title(item.head))
        for item in items
    ]


def _adopting(items: Sequence[_Item]) -> list[_Item]:
    found: list[tuple[_Item, list[str]]] = []
    for item in items:
        if found and not item.bullet and found[-1][0].bullet:
            found[-1][1].append(item.head)
        else:
            found.append((item, []))
    return [_Item(item.bullet, item.head, tuple(below), titled=bool(below)) for item, below in found]


def _could_be_title(text: str) -> bool:
    return len(text) <= _TITLE_LONGEST and not text.endswith(_CLOSES_A_SENTENCE)


def _tight(before: _Item, item: _Item) -> bool:
    return bool(before.bullet and item.bullet and not before.below and not item.below)


def _written(item: _Item) -> str:
    if not item.bullet:
        return item.head
    head = f"**{item.head}**" if item.titled and "*" not in item.head else item.head
    indent = " " * (len(item.bullet) + 1)
    below = ("\n".join(line and indent + line for line in text.split("\n")) for text in item.below)
    return "\n\n".join((f"{item.bullet} {head}", *below))
