"""Our words for a message, before anybody knows how it will be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from typing import Literal

DATA_LIMIT = 64  # bytes, https://core.telegram.org/bots/api#inlinekeyboardbutton
LONGEST_BESIDE = 16  # characters of a button that shares its row

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


Buttons = tuple[tuple[Button, ...], ...]


def even_rows(made: Sequence[Button], most: int) -> Buttons:
    """Buttons in as few rows of at most `most` as hold them, none of which is much shorter than the others."""
    count = -(-len(made) // most)
    ends = [len(made) * row // count for row in range(count + 1)]
    return tuple(tuple(made[start:end]) for start, end in pairwise(ends))


def side_by_side(made: Iterable[Button], width: int) -> Buttons:
    """Buttons at most `width` to a row, as many as fit on a phone: a long one has a row of its own."""
    rows: list[list[Button]] = []
    for button in made:
        fits = len(button.text) <= LONGEST_BESIDE
        if rows and fits and len(rows[-1]) < width and len(rows[-1][0].text) <= LONGEST_BESIDE:
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(map(tuple, rows))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be sent: the bytes of a file, or formulas (TeX) that are drawn below one another.

    What is `hidden` is seen when it is tapped.
    """

    data: bytes = b""
    formulas: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def key(self) -> str:
        """32 hex characters that name what is seen, so that it is drawn and uploaded once."""
        return blake2b(self.data or "\0".join(self.formulas).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """Text in Telegram's HTML with rows of buttons; `silent` arrives without a sound.

    With `rich` (the HTML of rich messages) that is sent in its place. With a `picture` the text is its caption, above
    it, and may be empty. `reply_to` is the message of the same chat that it is a reply to.
    """

    html: str
    buttons: Buttons = ()
    silent: bool = False
    rich: str = ""
    picture: Picture | None = None
    reply_to: int | None = None

    def answering(self, message_id: int) -> OutgoingMessage:
        """The same, as a reply to a message."""
        return replace(self, reply_to=message_id)


@dataclass(frozen=True, slots=True)
class OutgoingPoll:
    """A native quiz: plain `options`, the numbers of the `right` ones, an explanation in Telegram's HTML.

    `open_for` is seconds until it closes by itself, None: it stays open.
    """

    question: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str = ""
    anonymous: bool = False
    open_for: int | None = None
    buttons: Buttons = ()
    silent: bool = False


Outgoing = OutgoingMessage | OutgoingPoll
