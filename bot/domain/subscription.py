"""What a chat asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.domain.chat import ChatKind

Reveal = Literal["button", "spoiler", "open"]

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))
WEEKENDS = frozenset({5, 6})
REVEALS: tuple[Reveal, ...] = ("button", "spoiler", "open")
MAX_TIMES = 6
MAX_COUNT = 10


@dataclass(frozen=True, slots=True)
class Subscription:
    """Daily questions for one chat.

    `times` are on the clock of `zone` (IANA); `weekdays` count from 0 = Monday; `count` questions come at each time.
    Empty `decks` or `tags` mean any. `reveal` says where the answer is: behind a button, behind a spoiler, or open
    under the question. `next_at` (UTC) is when the next question is owed, None while switched off.
    """

    chat_id: int
    learner_id: int
    times: tuple[time, ...]
    weekdays: frozenset[int]
    zone: str
    count: int
    decks: tuple[str, ...]
    tags: tuple[str, ...]
    reveal: Reveal
    next_at: datetime | None


def fitting_reveal(wanted: Reveal, answer: str) -> Reveal:
    """`wanted`, except that an answer with code or a real formula is not put under a spoiler.

    Telegram takes code out of a spoiler, so it could only be hidden as bare characters nobody can read.
    """
    hard = any(mark in answer for mark in ("```", "$$", "\\"))
    return "button" if wanted == "spoiler" and hard else wanted


def usual_reveal(kind: ChatKind) -> Reveal:
    """Where an answer is hidden unless the chat chose: a spoiler opens for one reader, a button for all of a group."""
    usual: dict[ChatKind, Reveal] = {"private": "button", "group": "spoiler", "channel": "open"}
    return usual[kind]
