"""The published limits on sending, by the sandbox's clock (https://core.telegram.org/bots/faq#broadcasting-to-users)."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox import refusals


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` messages in any stretch of `within`."""

    most: int
    within: timedelta


ONE_CHAT = Limit(3, timedelta(seconds=3))
"""One message a second with a short burst; the true burst is not published."""
ONE_GROUP = Limit(20, timedelta(minutes=1))
ONE_BOT = Limit(30, timedelta(seconds=1))


class Flood:
    """Count what each bot sends and refuse what is too much; switched `on` or off at any time.

    `now` tells the time by which is counted. Nothing is counted while it is off.
    """

    def __init__(self, now: Callable[[], datetime], *, on: bool = False) -> None:
        self.on = on
        self._now = now
        self._sent: dict[tuple[int, str, Limit], deque[datetime]] = {}

    def check(self, bot_id: int, chat_id: str) -> None:
        """Count one message to `chat_id` (an id or @username as the call names it).

        Raises the 429 refusal, counting nothing, when a limit is reached.
        """
        if not self.on:
            return
        now = self._now()
        windows = [self._window(bot_id, where, limit) for where, limit in _limits(chat_id)]
        free_at = max(_free_at(window, limit, now) for window, limit in windows)
        if free_at > now:
            raise refusals.flood_wait(max(1, math.ceil((free_at - now).total_seconds())))
        for window, _ in windows:
            window.append(now)

    def _window(self, bot_id: int, where: str, limit: Limit) -> tuple[deque[datetime], Limit]:
        return self._sent.setdefault((bot_id, where, limit), deque(maxlen=limit.most)), limit


def _limits(chat_id: str) -> list[tuple[str, Limit]]:
    limits = [("", ONE_BOT), (chat_id, ONE_CHAT)]
    if chat_id.startswith("-"):
        limits.append((chat_id, ONE_GROUP))
    return limits


def _free_at(window: deque[datetime], limit: Limit, now: datetime) -> datetime:
    return window[0] + limit.within if len(window) == limit.most else now
