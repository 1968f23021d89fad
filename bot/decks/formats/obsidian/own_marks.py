"""Separators of a person's own choice, as the plugin's settings allow: `question >> answer`.

Nothing in a note says which it is, so it is learnt from the lines above schedules, each of which is a card.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.cloze import Sign, deletions_of
from bot.decks.formats.obsidian.masks import without_names
from bot.decks.formats.obsidian.one_line import Pair, pair_at
from bot.decks.formats.obsidian.schedules import is_schedule
from bot.decks.native import MOST_CARDS

_MARK = re.compile(r"[-=<>~|:+*/@&%!→⇒➜➡»⟶]{2,8}|[→⇒➜➡»⟶]")
_OPEN = frozenset({Kind.TEXT, Kind.LIST})
_FEWEST = 2
_MOST = 0.7
_LONGEST = 4_000


def pairs_by_own_mark(blocks: Sequence[Block], pairs: Mapping[int, Pair]) -> dict[int, Pair]:
    """The cards on one line that a separator of the person's own parts, by line; none when no such one is certain."""
    mark = _own_mark(blocks, pairs)
    if not mark:
        return {}
    lines = (
        (number, line)
        for block in blocks
        if block.kind in _OPEN and mark in block.text
        for number, line in enumerate(block.lines, block.line)
        if number not in pairs and mark in line
    )
    found = ((number, _pair(line, mark)) for number, line in lines)
    return dict(islice(((number, pair) for number, pair in found if pair), MOST_CARDS + 1))


def _own_mark(blocks: Sequence[Block], pairs: Mapping[int, Pair]) -> str:
    """What parts nearly all of the lines above schedules that are no card in another way, where no `?` stands alone."""
    if any(block.kind is Kind.MARK for block in blocks):
        return ""
    lines = [
        block.lines[-1]
        for block, below in pairwise(blocks)
        if is_schedule(below) and below.gap == 0 and block.kind in _OPEN and _is_unread(block, pairs)
    ]
    counts = Counter(mark for line in lines for mark in {each[0] for each in _marks(line)})
    mark, count = max(counts.items(), key=lambda each: (each[1], len(each[0])), default=("", 0))
    return mark if count >= _FEWEST and count >= _MOST * len(lines) else ""


def _is_unread(block: Block, pairs: Mapping[int, Pair]) -> bool:
    if block.line + block.text.count("\n") in pairs:
        return False
    return not deletions_of(block.text, (Sign.HIGHLIGHT, Sign.BRACES))


def _marks(line: str) -> list[re.Match[str]]:
    return list(_MARK.finditer(without_names(line))) if len(line) <= _LONGEST else []


def _pair(line: str, mark: str) -> Pair | None:
    at = next((each for each in _marks(line) if each[0] == mark), None)
    return pair_at(line, at.start(), at.end()) if at else None
