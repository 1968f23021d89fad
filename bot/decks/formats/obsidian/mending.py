"""The problems of a document as its cards are made, and the repairs of their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.decks.formats.articles.inline_html import plain_markdown, without_scripts
from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.card_text import table
from bot.decks.latex import mend
from bot.decks.problems import Kind as Fate
from bot.decks.problems import Problem

_TAGS = "HTML, which a card cannot hold"
_COMMENT = re.compile(r"(?:(?<=\S)[ \t]+)?%%[^%\n]{1,400}%%")
# Behind a block Obsidian writes the name by which links find it.
_BLOCK_NAME = re.compile(r"[ \t]+\^[A-Za-z\d](?:[A-Za-z\d-]{3,60})$")
_AS_IT_IS = frozenset({Kind.CODE, Kind.MATHS})
_DASHED_NUMBER = re.compile(r"^([ \t]*)[-*+][ \t]+(\d{1,3}\.)[ \t]+", re.MULTILINE)


class Mender:
    """Puts blocks right and keeps what there is to know about it, in `problems`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._tags: list[tuple[int, str]] = []
        self.problems: list[Problem] = []

    def finish(self) -> None:
        """Tells the HTML of the whole document at once."""
        if self._tags:
            self.note(self._tags[0][0], "left_out", "\n".join(tag for _, tag in self._tags), mend=_TAGS)
            self._tags.clear()

    def note(self, line: int, kind: Fate, found: str, expected: str = "", mend: str = "") -> None:
        """Adds one problem."""
        self.problems.append(Problem(self._path, line, kind, found, expected, mend))

    def mended(
        self,
        blocks: Sequence[Block],
        *,
        joint: Callable[[Sequence[tuple[Block, str]]], str],
        flat: bool = False,
    ) -> str:
        """The text that `joint` makes of the blocks and their text, formulas, lists and tables put right.

        `flat` keeps what HTML breaks on one line, as a gap has to be.
        """
        return joint([(block, self._text(block, flat=flat)) for block in blocks])

    def _text(self, block: Block, *, flat: bool) -> str:
        if block.kind is Kind.CODE:
            return block.text
        mended = mend(self._bare(block, flat=flat or block.kind is Kind.TABLE), block.line)
        for repair in mended.repairs:
            self.note(repair.line, "repaired", repair.found, repair.mended)
        for each in mended.doubts:
            self.note(each.line, "bad-formula", each.found, mend=f"{each.why}; write it anew")
        return self._reshaped(block, mended.text)

    def _bare(self, block: Block, *, flat: bool) -> str:
        """The text without HTML, comments and the name of the block; `flat` keeps a line one line."""
        text = block.text
        if block.kind not in _AS_IT_IS and ("<" in text or "&" in text):
            text = self._without_html(text, block.line, " " if flat else "\n")
        if "%%" in text and block.kind not in _AS_IT_IS:
            for comment in _COMMENT.findall(text):
                self.note(block.line, "left_out", comment.strip(), mend="a comment, for the author")
            text = _COMMENT.sub("", text)
        if name := _BLOCK_NAME.search(text[-80:]):
            self.note(block.line, "left_out", name[0].strip(), mend="the name of a block, for links")
            text = text[: len(text) - len(name[0])]
        return text

    def _without_html(self, text: str, line: int, between: str) -> str:
        bare = without_scripts(text)
        self._tags += ((line, script) for script in bare.tags)
        plain = [plain_markdown(each) for each in bare.text.split("\n")]
        self._tags += ((line + at, tag) for at, each in enumerate(plain) for tag in each.tags)
        told = (each.text.strip("\n").replace("\n", between) for each in plain)
        return "\n".join(each for each in told if each.strip())

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
