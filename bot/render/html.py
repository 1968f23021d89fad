"""Text with marks into Telegram's HTML, and blocks of it into messages that fit.

Source of the tags and of what nests: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

LIMIT = 4096  # code points of a message after its entities are parsed
GAP = "\n\n"

# Telegram silently ignores entities after the hundredth, so that the end of a hidden answer would be readable, and
# refuses about 9,500 bytes of them: https://github.com/rubenlagus/TelegramBots/issues/854,
# https://github.com/tdlib/telegram-bot-api/issues/165. Some room is left for the hashtags and links it finds itself.
_ENTITIES = 80
_MARKUP = 8000

# Telegram drops these, whatever stands around them; other control characters become spaces.
_DROPPED = dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x030A, 0x0333, 0x033F])
_CLEANED = {code: " " for code in range(32) if chr(code) != "\n"} | _DROPPED
_BLANK = frozenset(
    "\u115f\u1160\u2800\u3164\ufffc"
)  # letters and symbols by their category, yet nothing to see


class Mark(NamedTuple):
    """One tag around `text[start:end]` of a block."""

    start: int
    end: int
    tag: str
    attribute: str = ""

    @property
    def opening(self) -> str:
        """The start tag."""
        return f"<{self.tag} {self.attribute}>" if self.attribute else f"<{self.tag}>"

    @property
    def closing(self) -> str:
        """The end tag."""
        return f"</{self.tag}>"


class Size(NamedTuple):
    """What a block takes of a message: code points, entities at most, characters of markup."""

    text: int
    entities: int
    markup: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or piece of code: what a reader sees, and the marks on it, each before those inside it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def html(self) -> str:
        """The block in Telegram's HTML."""
        return "".join(_written(self))

    @property
    def length(self) -> int:
        """How many code points a reader sees."""
        return len(self.text)

    @property
    def size(self) -> Size:
        """What the block takes of a message."""
        markup = sum(len(mark.opening) + len(mark.closing) for mark in self.marks)
        return Size(len(self.text), sum(_entities(self.marks)), markup)

    @property
    def visible(self) -> bool:
        """Whether there is anything to see: Telegram refuses a message of spaces and invisible letters."""
        return any(unicodedata.category(sign)[0] not in "CZ" and sign not in _BLANK for sign in self.text)

    def wrapped(self, tag: str, attribute: str = "") -> Block:
        """The block inside one more tag, which takes the place of those of its kind within: quotes do not nest."""
        if not self.text:
            return self
        inner = (mark for mark in self.marks if mark.tag != tag)
        return Block(self.text, (Mark(0, len(self.text), tag, attribute), *inner))

    def part(self, start: int, end: int) -> Block:
        """The text from `start` to `end`, with the marks that reach into it."""
        return Block(
            self.text[start:end],
            tuple(
                mark._replace(start=max(0, mark.start - start), end=min(end, mark.end) - start)
                for mark in self.marks
                if mark.start < end and mark.end > start
            ),
        )


def escape(text: str) -> str:
    """`text` as a reader will see it, whatever it contains."""
    return html.escape(_cleaned(text), quote=False)


def bold(text: str) -> str:
    """`text` in bold."""
    return f"<b>{escape(text)}</b>"


def line(text: str) -> Block:
    """Plain text."""
    return Block(_cleaned(text))


def with_moment(sentence: str, at: datetime, written: str, form: str = "wDt") -> Block:
    """A sentence with a moment in place of its NUL, as each reader's own clock shows it.

    `written` is for apps that do not know how; `form` says what of it is shown: weekday, date, time.
    https://core.telegram.org/bots/api#date-time-entity-formatting
    """
    before, _, after = sentence.partition("\0")
    shown = line(written).wrapped("tg-time", f'unix="{int(at.timestamp())}" format="{form}"')
    return joined([line(before), shown, line(after)], "")


def quoted(value: str) -> str:
    """`value` as it may stand between the quotes of an attribute."""
    return html.escape(_cleaned(value))


def joined(parts: Iterable[Block], gap: str) -> Block:
    """Blocks as one, with `gap` between those that are not empty."""
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for part in (part for part in parts if part.text):
        at += len(gap) if texts else 0
        texts.append(part.text)
        marks += (mark._replace(start=mark.start + at, end=mark.end + at) for mark in part.marks)
        at += len(part.text)
    return Block(gap.join(texts), tuple(marks))


def pack(parts: Iterable[Block], limit: int = LIMIT) -> list[str]:
    """Blocks into as few messages as hold them, in order.

    A block too long for a message of `limit` code points is cut at a line, a sentence or a word, and goes on in the
    next one with the same marks. What has nothing to see is left out.
    """
    messages: list[list[Block]] = []
    room = Size(0, 0, 0)
    for block in (piece for part in parts for piece in _pieces(part, limit) if piece.visible):
        size = block.size
        if not messages or not _fits(_sum(room, Size(len(GAP), 0, 0), size), limit):
            messages.append([])
            room = Size(-len(GAP), 0, 0)
        messages[-1].append(block)
        room = _sum(room, Size(len(GAP), 0, 0), size)
    return [joined(message, GAP).html for message in messages]


def _cleaned(text: str) -> str:
    return text.encode("utf-8", "replace").decode().translate(_CLEANED)


def _written(block: Block) -> Iterator[str]:
    opened: list[Mark] = []
    at = 0
    for mark in [*block.marks, Mark(len(block.text), len(block.text), "")]:
        while opened and opened[-1].end <= mark.start:
            inner = opened.pop()
            yield html.escape(block.text[at : inner.end], quote=False) + inner.closing
            at = inner.end
        yield html.escape(block.text[at : mark.start], quote=False)
        at = mark.start
        if mark.tag:
            opened.append(mark)
            yield mark.opening


def _entities(marks: Sequence[Mark]) -> Iterator[int]:
    """At most how many entities each mark makes: Telegram cuts whatever is around it before and behind it."""
    around: list[int] = []
    for mark in marks:
        while around and around[-1] <= mark.start:
            around.pop()
        yield 1 + 2 * len(around)
        around.append(mark.end)


def _sum(*sizes: Size) -> Size:
    return Size(*map(sum, zip(*sizes, strict=True)))


def _fits(size: Size, limit: int) -> bool:
    return size.text <= limit and size.entities <= _ENTITIES and size.markup <= _MARKUP


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    while block.length > 1 and not _fits(block.size, limit):
        at = _end_of_piece(block.text, limit if block.length > limit else block.length // 2)
        yield from _pieces(block.part(0, len(block.text[:at].rstrip())), limit)
        rest = block.text[at:]
        block = block.part(len(block.text) - len(rest.lstrip("\n")), len(block.text))
    if block.text:
        yield block


def _end_of_piece(text: str, limit: int) -> int:
    """Where a piece of at most `limit` ends: behind a line, a sentence or a word, where there is one."""
    marks = ("\n", ". ", "。", " ")
    found = ((text.rfind(mark, limit // 2, limit), mark) for mark in marks)
    return next((at + len(mark) for at, mark in found if at > 0), limit)
