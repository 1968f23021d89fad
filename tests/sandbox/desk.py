"""What the sandbox's tests share: the shape of an answer, and looks into the world."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.objects import Bot, Chat

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN = "5550001:sandbox-token"


@dataclass(frozen=True)
class Answer:
    """What came back from a call."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def result(self) -> Any:
        assert self.status == 200, self.body
        assert self.body["ok"] is True
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        assert self.body["ok"] is False, self.body
        assert self.body["error_code"] == self.status
        return self.status, self.body["description"]


Calls = Callable[..., Coroutine[Any, Any, Answer]]


def waiting(bot: Bot, kind: str | None = None) -> list[dict[str, Any]]:
    """Return the payloads that wait for a bot, of one kind or with their kinds."""
    found = [json.loads(one.body) for one in bot.queue.waiting]
    return found if kind is None else [one[kind] for one in found if kind in one]


def texts(chat: Chat) -> list[str]:
    """Return the texts in a chat, captions included."""
    words = [message.words for message in chat.messages if not message.deleted]
    return [one.text for one in words if one is not None]
