"""The plugin's schedules: `<!--SR:!2026-05-01,12,250-->`, an entry for each sibling, on a card's last line or below it.

An entry is `date,interval,ease`, with the interval in days and the ease in hundredths; since the plugin has FSRS, also
`fsrs,due,interval,stability,difficulty,state,reps,lapses,steps,last review`, and both kinds may stand in one comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.markdown import COMMENT_CLOSES, COMMENT_OPENS
from bot.domain.history import Schedule

OPENS = "<!--SR:"

_CUT = frozenset({Kind.TEXT, Kind.LIST, Kind.HEADING, Kind.MATHS, Kind.TABLE, Kind.PICTURE})
_COMMENT = re.compile(r"<!--SR:\s*!?([^<>]*?)\s*-->")
_DAYS = r"\s*(\d{1,5})(?:\.\d{1,12})?\s*"
_DATE = r"\s*(\d{4}-\d\d-\d\d)"
_NUMBER = r"\s*(\d{1,6}(?:\.\d{1,12})?)\s*"
_COUNT = r"\s*(\d{1,6})\s*"
_SM2 = re.compile(rf"{_DATE}\s*,{_DAYS},{_NUMBER}")
_FSRS = re.compile(
    rf"\s*fsrs,{_DATE}[\dTZ:.+-]{{0,30}}\s*,{_DAYS},{_NUMBER},{_NUMBER},{_COUNT},{_COUNT},{_COUNT}(?:,[^,]{{0,40}}){{0,3}}"
)
# What the plugin writes for a sibling that was never asked, to keep the place of those behind it.
_NEVER = "2000-01-01"
_NEW = "0"


def parted_comments(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with a comment at the end of a line, such as a schedule, as a block of its own below that line."""
    for block in blocks:
        if block.kind in _CUT and COMMENT_OPENS in block.text:
            yield from _cut(block)
        else:
            yield block


def _cut(block: Block) -> Iterator[Block]:
    lines, first, gap = block.lines, 0, block.gap
    for i, line in enumerate(lines):
        at = line.rfind(COMMENT_OPENS)
        if at <= 0 or not line.endswith(COMMENT_CLOSES) or not line[:at].strip():
            continue
        text = "\n".join([*lines[first:i], line[:at].rstrip()])
        yield replace(block, line=block.line + first, text=text, gap=gap)
        yield Block(Kind.COMMENT, block.line + i, line[at:])
        first, gap = i + 1, 0
    if first < len(lines):
        yield replace(block, line=block.line + first, text="\n".join(lines[first:]), gap=gap)


def is_schedule(block: Block) -> bool:
    """Whether a block is a comment with schedules."""
    return block.kind is Kind.COMMENT and block.text.startswith(OPENS)


def schedules_of(comment: str) -> tuple[Schedule | None, ...]:
    """The schedules of a comment, one for each sibling in turn, None for one that was never asked.

    Raises:
        ValueError: an entry is none; it says which.
    """
    whole = _COMMENT.fullmatch(comment)
    if not whole:
        raise ValueError(comment)
    return tuple(_schedule(entry) for entry in whole[1].split("!"))


def _schedule(entry: str) -> Schedule | None:
    if found := _SM2.fullmatch(entry):
        if found[1] == _NEVER:
            return None
        return Schedule(date.fromisoformat(found[1]), int(found[2]), ease=float(found[3]) / 100)
    if found := _FSRS.fullmatch(entry):
        due, interval, stability, difficulty, state, reps, lapses = found.groups()
        if state == _NEW or due == _NEVER:
            return None
        return Schedule(
            date.fromisoformat(due), int(interval), stability=float(stability), difficulty=float(difficulty),
            reps=int(reps), lapses=int(lapses),
        )  # fmt: skip
    raise ValueError(entry)
