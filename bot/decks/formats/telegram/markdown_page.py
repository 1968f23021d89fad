"""A page of t.me/s that a tool has turned into Markdown, taken back to the text a browser would copy of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from bot.decks.formats.imported import ENOUGH

_POSTED = re.compile(r"\]\(\s?(?:https?:)?//t\.me/(?:s/)?(\w{3,40})/\d{1,9}\b")
_FEWEST = 3
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}\)")
_EMOJI = r"(?:[\u203c-\u3299\U0001f000-\U0001faff][\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff]{0,2}){1,6}"
_SLANTED = re.compile(rf"[*_]{{1,3}}\s?({_EMOJI})\s?[*_]{{1,3}}\s?")
_MARKED = re.compile(rf"__(?={_EMOJI}\d)|^[*_\s]+$")


def without_markdown(text: str) -> str:
    """The text of such a page without the links, pictures and marks that the page had, not its authors; else as it is.

    Line ends stay where they are, so that a line keeps its number.
    """
    channel = _channel_in(text[:ENOUGH]) if "](" in text else ""
    if not channel:
        return text
    link = _link_of(channel)
    return "\n".join([_bare(line, link.sub) for line in text.split("\n")])


def _channel_in(text: str) -> str:
    """The channel whose posts the links of a text lead to; empty when there are not several."""
    often = Counter(found[1] for found in _POSTED.finditer(text)).most_common(1)
    return often[0][0] if often and often[0][1] >= _FEWEST else ""


def _link_of(channel: str) -> re.Pattern[str]:
    """What a link of the page itself leads to: the channel, a post, a hashtag, the application."""
    target = rf"(?:(?:https?:)?//(?:t\.me/(?:s/)?{channel}\b|telegram\.org/)|/?\?q=|tg://)[^()\s]{{0,300}}"
    return re.compile(rf"\[([^\[\]\n]{{0,300}})\]\(\s?{target}(?:\s\"[^\"\n]{{0,200}}\")?\s?\)((?=\[))?")


def _bare(line: str, unlinked: Callable[[Callable[[re.Match[str]], str], str], str]) -> str:
    if "](" in line:
        line = _PICTURE.sub("", line) if line.lstrip().startswith("[") else line
        line = unlinked(_said, line)
    if "_" in line or "*" in line:
        line = _MARKED.sub("", _SLANTED.sub(r"\1", line))
    return line


def _said(link: re.Match[str]) -> str:
    return link[1].strip() + (" " if link[2] is not None else "")
