"""When a message may be sent: pure arithmetic on Telegram's published limits, no sleeping.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.chat import ChatKind

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second for the whole bot, and in one chat (with a short burst); a minute in one group."""

    bot_a_second: int = 30
    chat_burst: int = 3
    group_a_minute: int = 20


class Pacer:
    """Remembers what was sent lately, per chat and in all.

    A flood wait is a deadline that everything obeys and nothing lifts: with a shared flag, any request that ends
    would lift it for all others.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._halted_until = LONG_AGO
        self._bot: deque[datetime] = deque(maxlen=limits.bot_a_second)
        self._chats: dict[int, deque[datetime]] = {}

    def ready_at(self, chat_id: int, kind: ChatKind, now: datetime) -> datetime:
        """The earliest time, not before `now`, at which a message to this chat keeps to every limit."""
        sent = self._chats.get(chat_id, deque())
        ready = [now, self._halted_until, _after_last(self._bot, self._limits.bot_a_second, SECOND)]
        ready.append(_spaced(sent, self._limits.chat_burst))
        if kind != "private":
            ready.append(_after_last(sent, self._limits.group_a_minute, MINUTE))
        return max(ready)

    def spend(self, chat_id: int, at: datetime) -> None:
        """A message goes to this chat at `at`."""
        if chat_id not in self._chats and len(self._chats) > 4 * self._limits.bot_a_second * 60:
            self._forget(at - MINUTE)
        self._bot.append(at)
        self._chats.setdefault(chat_id, deque(maxlen=self._limits.group_a_minute)).append(at)

    def halt(self, until: datetime) -> None:
        """Nothing at all may be sent before `until`; an earlier deadline never shortens a later one."""
        self._halted_until = max(self._halted_until, until)

    def _forget(self, before: datetime) -> None:
        self._chats = {chat_id: sent for chat_id, sent in self._chats.items() if sent[-1] > before}


def _after_last(sent: deque[datetime], count: int, window: timedelta) -> datetime:
    """When the window has room for one more than the last `count`."""
    return sent[-count] + window if len(sent) >= count else LONG_AGO


def _spaced(sent: deque[datetime], burst: int) -> datetime:
    """One a second, except that a burst may run ahead of that and is paid back by the pause that follows.

    The k-th message counted back may have run ahead by `burst - 1` seconds at most.
    """
    ready = LONG_AGO
    for back, at in enumerate(reversed(sent), 1):
        if back >= burst:
            ready = max(ready, at + (back - burst + 1) * SECOND)
    return ready
