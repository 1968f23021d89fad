"""What a button carries: the one grammar of callback data, written here and read back here."""

from __future__ import annotations

from dataclasses import dataclass

LIMIT = 64  # bytes, https://core.telegram.org/bots/api#inlinekeyboardbutton


@dataclass(frozen=True, slots=True)
class Tap:
    """A tapped button: what it asks for, and about what."""

    name: str
    about: tuple[str, ...]

    def number(self, index: int) -> int | None:
        """The argument at `index` as a whole number; None when a forged button carries something else."""
        try:
            return int(self.about[index])
        except (IndexError, ValueError):
            return None


def data(name: str, *about: object) -> str:
    """The callback data of a button; raises `ValueError` past 64 bytes."""
    text = ":".join([name, *map(str, about)])
    if len(text.encode()) > LIMIT:
        raise ValueError(f"callback data over {LIMIT} bytes: {text}")
    return text


def parse(text: str) -> Tap:
    """What `data` wrote; anything else becomes a tap nobody handles."""
    name, *about = text.split(":")
    return Tap(name, tuple(about))
