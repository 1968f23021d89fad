"""Text of a field on its way to Markdown: sounds and voices are noted and taken out, pictures get their names."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.decks.html import markdown_of

_SOUND = re.compile(r"\[sound:([^\[\]]{0,300})\]")
_VOICE = re.compile(r"\[/?anki:[^\[\]]{0,200}\]")
_RULE = "---"


class Reader:
    """Reads the HTML of one note after the other; `sounds` are the files it met, each with the note's line."""

    def __init__(self, picture: Callable[[str], str] = str) -> None:
        self.sounds: dict[str, int] = {}
        self._picture = picture
        self._line = 0
        self._read: dict[str, str] = {}

    def begin(self, line: int) -> None:
        """A new note begins; what the faces of one note share is read once."""
        self._line = line
        self._read.clear()

    def markdown(self, html: str) -> str:
        """The HTML as Markdown, without sounds and without lines across its edges."""
        known = self._read.get(html)
        if known is None:
            known = self._read[html] = self._markdown(html)
        return known

    def _markdown(self, html: str) -> str:
        markdown = markdown_of(self._silent(html) if ":" in html else html, self._picture)
        return _without_rules(markdown) if _RULE in markdown else markdown

    def _silent(self, html: str) -> str:
        if "[sound:" in html:
            for name in _SOUND.findall(html):
                self.sounds.setdefault(name, self._line)
            html = _SOUND.sub("", html)
        return _VOICE.sub("", html) if "anki:" in html else html


def _without_rules(markdown: str) -> str:
    while markdown == _RULE or markdown.startswith(f"{_RULE}\n"):
        markdown = markdown[len(_RULE) :].lstrip()
    while markdown.endswith(f"\n{_RULE}"):
        markdown = markdown[: -len(_RULE)].rstrip()
    return markdown


def as_question(markdown: str) -> str:
    """A question that is one heading is the heading's text."""
    return markdown.lstrip("#").lstrip() if markdown.startswith("###") and "\n" not in markdown else markdown


def without_question(answer: str, question: str) -> str:
    """An answer that begins by saying the question again, without that and a line below it."""
    told = answer.removeprefix(question)
    if told == answer or not told.startswith("\n"):
        return answer
    return told.lstrip("\n").removeprefix(f"{_RULE}\n").lstrip("\n")
