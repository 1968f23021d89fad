"""One card placed in one chat, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from bot.domain.card import Choice
from bot.domain.mode import Mode
from bot.domain.subscription import Reveal
from bot.errors import IllegalMove

PostKind = Literal["daily", "quiz", "review"]
PostState = Literal["queued", "open", "revealed", "answered", "over"]
PostEvent = Literal["sent", "revealed", "answered", "undone", "closed"]

MOVES: dict[tuple[PostState, PostEvent], PostState] = {
    ("queued", "sent"): "open",
    ("queued", "closed"): "over",
    ("open", "revealed"): "revealed",
    ("open", "answered"): "answered",  # a spoiler was opened where we cannot see it
    ("open", "closed"): "over",
    ("revealed", "revealed"): "revealed",  # two people tapped at once
    ("revealed", "answered"): "answered",
    ("revealed", "closed"): "over",
    ("answered", "undone"): "revealed",
    ("answered", "closed"): "over",
}


@dataclass(frozen=True, slots=True)
class Post:
    """A `daily`, `quiz` or `review` question in a chat.

    `message_id` is the message its buttons hang under, None until Telegram said it arrived; `earlier` are the
    messages before it when a long answer needs several.
    In a group `state` never becomes `answered`: each member's answer is their own.
    `options` are a quiz's choices in the order its readers see, whatever became of the card since; `poll_id` is
    Telegram's, of a native quiz. `draft` is what the reader of a private post has said so far.
    """

    id: int
    chat_id: int
    card_id: int
    learner_id: int
    session_id: int | None
    kind: PostKind
    state: PostState
    reveal: Reveal
    message_id: int | None
    earlier: tuple[int, ...]
    day: date
    sent_at: datetime | None
    mode: Mode = "reveal"
    options: tuple[Choice, ...] = ()
    poll_id: str | None = None
    draft: Any = None

    @property
    def messages(self) -> tuple[int, ...]:
        """All its messages, in order; none before it arrived."""
        return () if self.message_id is None else (*self.earlier, self.message_id)

    @property
    def texts(self) -> tuple[int, ...]:
        """Those of them that are texts: a native quiz stands first, and its answer, once there is one, below it."""
        return self.messages[1:] if self.mode == "poll" else self.messages


def move(state: PostState, event: PostEvent) -> PostState:
    """The state after `event`; raises `IllegalMove` when there is no such move."""
    try:
        return MOVES[state, event]
    except KeyError as e:
        raise IllegalMove("post", state, event) from e
