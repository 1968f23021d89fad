"""The updates that wait for a bot: numbered, kept for their time of life, handed out as getUpdates does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    }
)
DEFAULT_KINDS = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
LIFE = timedelta(hours=24)
QUERY_LIFE = timedelta(seconds=150)
_RESULT_CAP = 4 << 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update as it was when it happened, and the moment it is dropped."""

    id: int
    kind: str
    body: str
    until: datetime


class UpdateQueue:
    """Hold one bot's updates; `now` tells the time by which they grow old.

    What the bot allows is applied when something happens, not when it is fetched, and an update leaves only when
    a later offset confirms it or its time is over (https://core.telegram.org/bots/api#getupdates).
    """

    def __init__(self, now: Callable[[], datetime], first_id: int = 1) -> None:
        self._now = now
        self._next_id = first_id
        self._waiting: list[Waiting] = []
        self._bell = asyncio.Event()
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self.allowed_named: list[str] = []

    def put(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue what happened, unless the bot has not asked for this kind."""
        if kind not in self.allowed:
            return
        life = QUERY_LIFE if kind == "callback_query" else LIFE
        body = json.dumps({"update_id": self._next_id, kind: payload}, ensure_ascii=False)
        self._waiting.append(Waiting(self._next_id, kind, body, self._now() + life))
        self._next_id += 1
        self._bell.set()
        self._bell = asyncio.Event()

    def allow(self, kinds: Sequence[str]) -> None:
        """Take what the bot allows from now on; nothing known in it means the default."""
        known = [kind for kind in kinds if kind in KINDS]
        self.allowed = frozenset(known) or DEFAULT_KINDS
        self.allowed_named = known

    def confirm(self, offset: int) -> None:
        """Forget what comes before `offset`; a negative one keeps only that many of the last."""
        self._drop_old()
        if offset < 0:
            self._waiting = self._waiting[offset:]
        else:
            self._waiting = [one for one in self._waiting if one.id >= offset]

    def batch(self, limit: int) -> list[dict[str, Any]]:
        """Return up to `limit` updates, oldest first, without confirming them, near 4 MiB at most."""
        self._drop_old()
        taken: list[dict[str, Any]] = []
        size = 0
        for one in self._waiting[:limit]:
            size += len(one.body.encode())
            if taken and size > _RESULT_CAP:
                break
            taken.append(json.loads(one.body))
        return taken

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    @property
    def pending(self) -> int:
        """How many updates are neither confirmed nor too old."""
        self._drop_old()
        return len(self._waiting)

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The updates that wait, oldest first."""
        self._drop_old()
        return tuple(self._waiting)

    @property
    def arrival(self) -> asyncio.Event:
        """The event that is set when the next update is queued."""
        return self._bell

    def _drop_old(self) -> None:
        now = self._now()
        self._waiting = [one for one in self._waiting if one.until > now]
