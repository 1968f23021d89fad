"""The plugin's tags: `#flashcards/networks/tcp` puts cards into a deck, whose levels are their topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.decks.formats.obsidian.blocks import Block
from bot.decks.tags import merged, tag_of

ROOTS = frozenset({"flashcards", "flashcard", "cards", "card", "fiszki", "карточки", "卡片"})
"""First levels that say that there are cards, and nothing about what."""

_MOST = 100  # tags that may hold at one place
_WORD = r"#(?:[^\W\d_]|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)[\w/-]{0,80}"
_LEADING = re.compile(rf"(?:{_WORD}[ \t]+){{1,10}}(?=\S)")
_TRAILING = re.compile(rf"(?:[ \t]{_WORD}){{1,10}}$")


def roots_of(tags: Iterable[str]) -> Iterator[str]:
    """The first level of each tag that puts cards into a deck, with its `#`."""
    for tag in tags:
        root = tag.strip("#").split("/")[0]
        if root.casefold() in ROOTS:
            yield f"#{root}"


def topics_of(tags: Iterable[str]) -> Iterator[str]:
    """The tags as they are kept: of the plugin's own each level below the first, of others the whole."""
    for tag in tags:
        root, *levels = tag.strip("#").split("/")
        names = levels if root.casefold() in ROOTS else [tag]
        yield from (name for level in names if (name := tag_of(level)))


def split_tags(text: str) -> tuple[list[str], str, list[str]]:
    """The hashtags before the first line of a text, the text without them, and those at the end of that line."""
    head, below, rest = text.partition("\n")
    before = _LEADING.match(head)
    head = head[before.end() :] if before else head
    after = _TRAILING.search(head)
    head = head[: after.start()].rstrip() if after else head
    return before[0].split() if before else [], head + below + rest, after[0].split() if after else []


@dataclass(slots=True)  # not frozen, like `Block`
class Held:
    """The tags that hold where a card begins: of its deck, and others. `lines` are those that had no card before."""

    deck: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    lines: tuple[Block, ...] = ()

    def with_own(self, leading: Sequence[str], trailing: Sequence[str]) -> tuple[str, ...]:
        """The tags of a card with hashtags before and behind its question: its own deck wins over that of a line."""
        deck = () if any(roots_of(leading)) else self.deck
        return merged(topics_of(leading), topics_of(trailing), deck, self.other)


class Scope:
    """The tags that lines of tags give to the cards below them.

    Those of a line with one of the plugin's own hold until the next such line. Others add up until a card takes them,
    and hold until the next line behind it.
    """

    def __init__(self) -> None:
        self._deck: tuple[str, ...] = ()
        self._other: dict[str, None] = {}
        self._deck_line: list[Block] = []
        self._other_lines: list[Block] = []

    def begin(self, block: Block) -> list[Block]:
        """A line of tags begins; the lines of tags that from here on can have no card."""
        words = block.text.split()
        if len(words) + len(self._other) > _MOST:
            return [block]
        if any(roots_of(words)):
            ended, self._deck_line = self._deck_line, [block]
            self._deck = tuple(topics_of(words))
            return ended
        if not self._other_lines:
            self._other = {}
        self._other |= dict.fromkeys(topics_of(words))
        self._other_lines.append(block)
        return []

    def take(self) -> Held:
        """What holds for a card that begins here."""
        lines = (*self._deck_line, *self._other_lines)
        self._deck_line, self._other_lines = [], []
        return Held(self._deck, tuple(self._other), lines)

    def unused(self) -> list[Block]:
        """The lines of tags below which no card stands."""
        return [*self._deck_line, *self._other_lines]
