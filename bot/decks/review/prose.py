"""What of a card is prose of its author: not code, formulas and links, and not the line that names a source."""

from __future__ import annotations

import re

from bot.decks.markdown import outside_fences
from bot.decks.spans import spans
from bot.domain.card import without_source

HAN_AND_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

_LEFT_OUT = " … "  # so that what stands around it is not read in one go
_NOT_PROSE = re.compile(r"[`$~]|\]\(|://")
_ADDRESS = re.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|<?\bhttps?://[^\s<>]+>?")


def prose(text: str) -> str:
    """A Markdown text with an ellipsis in place of each formula, each piece of code and each address."""
    if not _NOT_PROSE.search(text):
        return text
    lines = "\n".join(outside_fences(text.split("\n")))
    pieces, at = [], 0
    for span in spans(lines):
        if span.kind != "unclosed":
            pieces.append(lines[at : span.start])
            at = span.end
    return _ADDRESS.sub(_LEFT_OUT, _LEFT_OUT.join([*pieces, lines[at:]]))


def answer_prose(answer: str) -> str:
    """The same of an answer, without the source that it may end with."""
    return prose(without_source(answer))
