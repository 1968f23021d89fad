"""A tap on a button, and the answer to it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from bot.actions.meet import Visitor
from bot.domain.chat import Chat
from bot.render.taps import Tap


@dataclass(frozen=True, slots=True)
class Tapped:
    """A tap as it came in: on which message of which chat, by whom."""

    update_id: int
    visitor: Visitor
    chat: Chat
    message_id: int
    query_id: str
    tap: Tap


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tap is answered with (empty text only stops the button's spinner), and what is shown after that."""

    text: str = ""
    alert: bool = False
    then: Awaitable[object] | None = None
