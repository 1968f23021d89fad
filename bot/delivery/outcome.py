"""What Telegram said to a request, as values: nobody above the sender sees an exception of the library's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there; `message_id` is 0 where the request makes no message.

    `file_id` is Telegram's name for the picture in it, `poll_id` for the poll; empty where there is none.
    """

    message_id: int = 0
    file_id: str = ""
    poll_id: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The message already looked like that, or there was nothing left to do."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Too much: nothing may be sent by this bot for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Later:
    """The network or Telegram's servers failed; after a timeout the message may even have arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with this id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing can be sent to this chat any more: blocked, deleted, kicked, or never met."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoRights:
    """The bot is in the chat but may not do this there."""

    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The message to change is not there, or can no longer be changed.

    It may be there, but of an `other_kind`: a picture, which no edit makes a text.
    """

    reason: str
    other_kind: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never accept this request: a mistake of ours."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotRich:
    """It cannot be sent as a rich message; nothing was sent, and as a classic one it may be."""

    reason: str


Outcome = Sent | Unchanged | Wait | Later | Moved | Gone | NoRights | Missing | Refused | NotRich
