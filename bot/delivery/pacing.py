"""How fast we may send: pure bookkeeping, nobody waits here.

The numbers are the published ones, https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.chat import ChatKind

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
JUMP = timedelta(
    seconds=30
)  # who took the time a little earlier than the last to ask has not set the clock back
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages: a second by the whole bot, at once into a chat that rested, and a minute into a group.

    After the burst one a second goes into a chat.
    """

    a_second: int = 30
    burst: int = 3
    a_minute: int = 20


@dataclass(slots=True)
class _Chat:
    """`rested` is when the chat has its whole burst again; `minute` holds its newest sends, a minute's worth."""

    rested: datetime
    minute: deque[datetime] = field(default_factory=deque)


class Pacer:
    """Knows what was sent lately and says when the next message may go; a channel counts as a group.

    A clock that is set back takes everything known here back with it, so that nobody waits for the hours to return.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._second: deque[datetime] = deque(maxlen=limits.a_second)
        self._chats: dict[int, _Chat] = {}
        self._halted_until = LONG_AGO
        self._seen = LONG_AGO
        self._swept = LONG_AGO

    def ready_at(self, chat_id: int, kind: ChatKind, now: datetime) -> datetime:
        """The first moment, `now` or later, at which one more message may go into the chat."""
        moments = [self.open_at(now)]
        if len(self._second) == self._limits.a_second:
            moments.append(self._second[0] + SECOND)
        if chat := self._chats.get(chat_id):
            moments.append(chat.rested - (self._limits.burst - 1) * SECOND)
            if kind != "private" and len(chat.minute) == self._limits.a_minute:
                moments.append(chat.minute[0] + MINUTE)
        return max(moments)

    def open_at(self, now: datetime) -> datetime:
        """The first moment, `now` or later, at which the bot may ask for anything at all."""
        if self._seen - now > JUMP:
            self._set_back(self._seen - now)
            self._seen = now
        self._seen = max(self._seen, now)
        return max(now, self._halted_until)

    def spend(self, chat_id: int, kind: ChatKind, at: datetime) -> None:
        """Take note of a message sent into the chat at this moment."""
        self._forget_idle(at)
        self._second.append(at)
        chat = self._chats.setdefault(chat_id, _Chat(at, deque(maxlen=self._limits.a_minute)))
        chat.rested = max(chat.rested, at) + SECOND
        if kind != "private":
            chat.minute.append(at)

    def halt(self, until: datetime) -> None:
        """Telegram's flood limit was hit: nothing goes before `until`, and no later news makes that earlier."""
        self._halted_until = max(self._halted_until, until)

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._chats)

    def _forget_idle(self, now: datetime) -> None:
        """Once a minute, which bounds memory by a minute's worth of sending."""
        if now - self._swept < MINUTE:
            return
        self._swept = now
        self._chats = {chat_id: chat for chat_id, chat in self._chats.items() if _is_busy(chat, now)}

    def _set_back(self, by: timedelta) -> None:
        for moments in (self._second, *(chat.minute for chat in self._chats.values())):
            for position, moment in enumerate(moments):
                moments[position] = moment - by
        for chat in self._chats.values():
            chat.rested -= by
        if self._halted_until > LONG_AGO:
            self._halted_until -= by
        self._swept = LONG_AGO


def _is_busy(chat: _Chat, now: datetime) -> bool:
    return chat.rested > now or any(sent + MINUTE > now for sent in chat.minute)
