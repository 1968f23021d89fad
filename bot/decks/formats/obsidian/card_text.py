"""The blocks of a card as its Markdown: questions undressed, answers with room, tables of tabs, places left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.decks.formats.articles.asked import ANSWER_LABEL
from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.jokes import is_no_answer

_HEADING = re.compile(r"#{1,6}[ \t]+")
_BIG_HEADING = re.compile(r"#{1,2}(?=[ \t])")
_ITEM = re.compile(r"[-*+][ \t]+|\d{1,3}[.)][ \t]+(?![^\n]*\n)")
_BOLD = re.compile(r"\*\*(\S[^\n]*\S)\*\*")
_LABEL_WORDS = 3
_FLOWING = (Kind.TEXT, Kind.LIST, Kind.MATHS)


def question_text(texts: Sequence[tuple[Block, str]]) -> str:
    """A question as Markdown: its first line without heading marks or a list's dash, what it shows below
    it."""
    block, first = texts[0]
    dress = _HEADING.match(first) or (_ITEM.match(first) if block.kind is Kind.LIST else None)
    head = (first[dress.end() :] if dress else first).strip()
    bold = _BOLD.fullmatch(head)
    head = bold[1] if bold and "**" not in bold[1] else head
    return "\n\n".join([head.rstrip("#").strip() or head, *(text for _, text in texts[1:])])


def label_of(text: str) -> str:
    """The line above an answer that only says that it is one, as `**Answer:**`; empty when there is none."""
    first, _, rest = text.partition("\n")
    label = ANSWER_LABEL.fullmatch(first) if rest.strip() else None
    return first if label and first.strip("*_ ").endswith((":", "：")) else ""


def answer_text(texts: Sequence[tuple[Block, str]]) -> str:
    """An answer as Markdown: its blocks as far apart as they were, no heading as large as a question's."""
    return "".join(_spaced(texts)).strip()


def _spaced(texts: Sequence[tuple[Block, str]]) -> Iterator[str]:
    before = Kind.TEXT
    for block, text in texts:
        # A list right below its paragraph reads well; a formula or a heading needs room on GitHub.
        near = block.gap == 0 and before in _FLOWING and block.kind in _FLOWING
        yield "\n" if near else "\n\n"
        yield _BIG_HEADING.sub("###", text, count=1) if block.kind is Kind.HEADING else text
        before = block.kind


def table(lines: Sequence[str]) -> str:
    """Rows of tabs as a Markdown table; empty when they are not all of one width."""
    rows = [line.strip().split("\t") for line in lines]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return ""
    written = ["| " + " | ".join(cell.strip().replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([written[0], "|" + " --- |" * len(rows[0]), *written[1:]])


def no_answer(blocks: Sequence[Block], text: str) -> str:
    """Why what stands below a question answers nothing, empty when it may."""
    if not text.strip():
        return "nothing stands below it, perhaps a lost picture"
    if is_no_answer(text):
        return "what stands below it is no answer"
    return "only labels of a lost picture stand below it" if _are_labels(blocks) else ""


def _are_labels(blocks: Sequence[Block]) -> bool:
    """Whether blocks are what is left of a drawing: a few words each, with the room of lost pictures
    between."""
    torn = any(block.hollow or block.gap >= _LABEL_WORDS for block in blocks[1:])
    return len(blocks) >= 2 and torn and all(_is_label(block) for block in blocks)


def _is_label(block: Block) -> bool:
    words = block.text.strip("#* ").split()
    plain = block.kind in (Kind.TEXT, Kind.HEADING) and "\n" not in block.text and "$" not in block.text
    return plain and len(words) <= _LABEL_WORDS and not block.text.rstrip("* ").endswith((".", ":", ";", ","))
