"""Cloze deletions: `{{c1::hidden::hint}}` in a field's HTML, one inside another if need be.

A deletion of several numbers, `{{c1,2::…}}`, hides its text on the cards of each. What stands open is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.decks.formats.siblings import GAP

_TOKEN = re.compile(r"\{\{c(\d{1,4}(?:,\d{1,4}){0,20})::|\}\}|::")
_DEEPEST = 8
_OCCLUSIONS = ("::image-occlusion:", '"image-occlusion-container"')
OCCLUDED = "an image occlusion: a picture with parts hidden, which cannot be asked here"


@dataclass(slots=True)
class _Deletion:
    """A deletion while its text is being gathered; `opened` is how it was written."""

    numbers: frozenset[int]
    opened: str
    inside: list[str | _Deletion] = field(default_factory=list)
    hint: list[str] | None = None

    def add(self, piece: str | _Deletion) -> None:
        if self.hint is None:
            self.inside.append(piece)
        elif isinstance(piece, str):
            self.hint.append(piece)
        else:
            self.hint.append(_shown(piece.inside, 0, question=False))


@dataclass(frozen=True, slots=True)
class Cloze:
    """A field with deletions; `numbers` are theirs in rising order."""

    _pieces: tuple[str | _Deletion, ...]
    numbers: tuple[int, ...]

    def asked(self, number: int) -> str:
        """The HTML with the deletions of a number hidden and all others told; empty when there is none."""
        return _shown(self._pieces, number, question=True) if number in self.numbers else ""

    def told(self, number: int) -> str:
        """The HTML with everything told, the deletions of a number in bold; empty when there is none."""
        return _shown(self._pieces, number, question=False) if number in self.numbers else ""

    def open(self) -> str:
        """The HTML with everything told and nothing marked."""
        return _shown(self._pieces, 0, question=False)

    def hidden(self, number: int) -> str:
        """Only what the deletions of a number hide, parted by commas."""
        return ", ".join(
            _shown(each.inside, 0, question=False) for each in _all(self._pieces) if number in each.numbers
        )


def parsed(html: str) -> Cloze:
    """The deletions of a field; linear. One that is never closed is text."""
    stack = [_Deletion(frozenset(), "")]
    at = 0
    for token in _TOKEN.finditer(html):
        _add_text(stack[-1], html[at : token.start()])
        at = token.end()
        top = stack[-1]
        if token[1] and len(stack) <= _DEEPEST:
            stack.append(_Deletion(frozenset(map(int, token[1].split(","))), token[0]))
        elif token[0] == "}}" and len(stack) > 1:
            stack.pop()
            stack[-1].add(top)
        elif token[0] == "::" and len(stack) > 1 and top.hint is None:
            top.hint = []
        else:
            _add_text(top, token[0])
    _add_text(stack[-1], html[at:])
    while len(stack) > 1:
        top = stack.pop()
        for piece in (top.opened, *top.inside, *(("::", *top.hint) if top.hint is not None else ())):
            stack[-1].add(piece)
    pieces = tuple(stack[0].inside)
    return Cloze(pieces, tuple(sorted({number for each in _all(pieces) for number in each.numbers})))


def is_occlusion(html: str) -> bool:
    """Whether a field is of an image occlusion, as it was written or as Anki shows it."""
    return "image-occlusion" in html and any(mark in html for mark in _OCCLUSIONS)


def _add_text(deletion: _Deletion, text: str) -> None:
    if text:
        deletion.add(text)


def _all(pieces: tuple[str | _Deletion, ...] | list[str | _Deletion]) -> Iterator[_Deletion]:
    for piece in pieces:
        if isinstance(piece, _Deletion):
            yield piece
            yield from _all(piece.inside)


def _shown(
    pieces: tuple[str | _Deletion, ...] | list[str | _Deletion], number: int, *, question: bool
) -> str:
    out: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
        elif number not in piece.numbers:
            out.append(_shown(piece.inside, number, question=question))
        elif question:
            hint = "".join(piece.hint or ()).strip()
            out.append(f"[{hint}]" if hint else GAP)
        else:
            out.append(f"<b>{_shown(piece.inside, number, question=False)}</b>")
    return "".join(out)
