"""What a button carries: the one grammar of callback data, written here and read back here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = ":"
_NUMBER = re.compile(r"-?[0-9]{1,18}")  # what a database holds; Telegram's own numbers have 16 digits at most


@dataclass(frozen=True, slots=True)
class Tap:
    """A tapped button: what it asks for, and about what."""

    name: str
    about: tuple[str, ...]

    def number(self, index: int) -> int | None:
        """The argument at `index` as a whole number; None when a forged button carries something else."""
        text = self.about[index] if index < len(self.about) else ""
        return int(text) if _NUMBER.fullmatch(text) else None


def data(name: str, *about: object) -> str:
    """The callback data of a button, which `parse` reads back; raises `ValueError` for a part with a colon."""
    parts = [name, *map(str, about)]
    if any(_MARK in part for part in parts):
        raise ValueError(f"a colon parts what a button carries: {parts}")
    return _MARK.join(parts)


def parse(text: str) -> Tap:
    """What `data` wrote; anything else becomes a tap nobody handles."""
    name, *about = text.split(_MARK)
    return Tap(name, tuple(about))
