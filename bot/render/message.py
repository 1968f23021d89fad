"""Our words for a message, before anybody knows how it will be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DATA_LIMIT = 64  # bytes, https://core.telegram.org/bots/api#inlinekeyboardbutton

Style = Literal["", "primary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` comes back to us when it is tapped, `url` opens a page; exactly one is set."""

    text: str
    data: str = ""
    url: str = ""
    style: Style = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"button {self.data or self.url!r} has no text")
        if bool(self.data) == bool(self.url):
            raise ValueError(f"button {self.text!r} needs either data or a url")
        if len(self.data.encode()) > DATA_LIMIT:
            raise ValueError(f"button {self.text!r} carries over {DATA_LIMIT} bytes: {self.data}")


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """Text in Telegram's HTML with rows of buttons; `silent` arrives without a sound."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
