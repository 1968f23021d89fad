"""Which paragraphs of a note are sentences with gaps, and by which signs: the decision, over blocks.

Only what is in no other card can be one. Highlights always make gaps, as the plugin is set from the start. Braces make
them in a document that the plugin's tags or schedules mark as its own, or where they are numbered as Anki numbers them.
Bold type is nearly always emphasis: it makes gaps above a schedule, and in a marked document with no other card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.cloze import Sign, deletions_of
from bot.decks.formats.obsidian.roles import Role
from bot.decks.formats.obsidian.schedules import is_schedule

Signs = tuple[Sign, ...]

_SENTENCE = frozenset({Kind.TEXT, Kind.LIST, Kind.MATHS})
_NUMBERED = re.compile(r"\{\{c\d{1,3}:|\{@\{")
_PLAIN: Signs = (Sign.HIGHLIGHT,)
_MARKED: Signs = (Sign.HIGHLIGHT, Sign.BRACES)
_ALL: Signs = (Sign.HIGHLIGHT, Sign.BRACES, Sign.BOLD)


def gaps_in(blocks: Sequence[Block], roles: Sequence[Role], *, marked: bool) -> Mapping[int, Signs]:
    """For each paragraph with gaps the index of its first block, and the signs around what is hidden in it.

    `marked` says that the document has the plugin's tags or schedules, or was called a deck by a person.
    """
    runs = tuple(_runs(blocks, roles))
    found = {
        run.start: signs
        for run in runs
        for signs in [_ALL if _is_scheduled(blocks, run) else _signs(_text(blocks, run), marked=marked)]
        if deletions_of(_text(blocks, run), signs)
    }
    if found or not marked or any(role in (Role.QUESTION, Role.PAIR) for role in roles):
        return found
    return {run.start: _ALL for run in runs if deletions_of(_text(blocks, run), _ALL)}


def with_gaps(blocks: Sequence[Block], roles: Sequence[Role], gaps: Mapping[int, Signs]) -> tuple[Role, ...]:
    """The roles, with those of paragraphs with gaps."""
    changed = list(roles)
    for run in _runs(blocks, roles):
        if run.start in gaps:
            changed[run.start] = Role.CLOZE
            changed[run.start + 1 : run.stop] = [Role.CLOZE_REST] * (len(run) - 1)
    return tuple(changed)


def may_have_gaps(blocks: Sequence[Block], *, marked: bool, bold: bool = False) -> int:
    """How many paragraphs would have gaps if no block were part of another card; `bold` type makes gaps, or not."""
    outside = [Role.OUTSIDE if block.kind in _SENTENCE else Role.ASIDE for block in blocks]
    texts = (_text(blocks, run) for run in _runs(blocks, outside))
    return sum(bool(deletions_of(text, _ALL if bold else _signs(text, marked=marked))) for text in texts)


def _runs(blocks: Sequence[Block], roles: Sequence[Role]) -> Iterator[range]:
    """The paragraphs in no card: neighbours without a blank line between them."""
    start = -1
    for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        outside = role is Role.OUTSIDE and block.kind in _SENTENCE
        if start >= 0 and (not outside or block.gap):
            yield range(start, i)
            start = -1
        if outside and start < 0:
            start = i
    if start >= 0:
        yield range(start, len(blocks))


def _text(blocks: Sequence[Block], run: range) -> str:
    return "\n".join(blocks[i].text for i in run)


def _signs(text: str, *, marked: bool) -> Signs:
    return _MARKED if marked or _NUMBERED.search(text) else _PLAIN


def _is_scheduled(blocks: Sequence[Block], run: range) -> bool:
    after = blocks[run.stop] if run.stop < len(blocks) else None
    return after is not None and after.gap == 0 and is_schedule(after)
