"""The problems of a document as its cards are made, and the repairs of their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.card_text import table
from bot.decks.latex import mend
from bot.decks.problems import Kind as Fate
from bot.decks.problems import Problem

_DASHED_NUMBER = re.compile(r"^([ \t]*)[-*+][ \t]+(\d{1,3}\.)[ \t]+", re.MULTILINE)


class Mender:
    """Puts blocks right and keeps what there is to know about it, in `problems`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.problems: list[Problem] = []

    def note(self, line: int, kind: Fate, found: str, expected: str = "", mend: str = "") -> None:
        """Adds one problem."""
        self.problems.append(Problem(self._path, line, kind, found, expected, mend))

    def mended(self, blocks: Sequence[Block], *, joint: Callable[[Sequence[tuple[Block, str]]], str]) -> str:
        """The text that `joint` makes of the blocks and their text, formulas, lists and tables put right."""
        return joint([(block, self._text(block)) for block in blocks])

    def _text(self, block: Block) -> str:
        if block.kind is Kind.CODE:
            return block.text
        mended = mend(block.text, block.line)
        for repair in mended.repairs:
            self.note(repair.line, "repaired", repair.found, repair.mended)
        for each in mended.doubts:
            self.note(each.line, "bad-formula", each.found, mend=f"{each.why}; write it anew")
        return self._reshaped(block, mended.text)

    def _reshaped(self, block: Block, text: str) -> str:
        """A list whose numbers stand behind dashes without the dashes; columns parted by tabs as a table."""
        if block.kind is Kind.TABLE and (tabs := table(text.split("\n"))):
            self.note(block.line, "repaired", block.lines[0], tabs.split("\n", 1)[0], "a table of tabs")
            return tabs
        first = _DASHED_NUMBER.search(text) if block.kind is Kind.LIST else None
        if not first:
            return text
        line = block.line + text.count("\n", 0, first.start())
        self.note(line, "repaired", first[0].strip(), first[2], "numbers behind a dash are a numbered list")
        return _DASHED_NUMBER.sub(r"\1\2 ", text)
