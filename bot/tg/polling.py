"""Fetching updates: none is confirmed to Telegram before it has been handled, so a killed process loses none."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog
import telegram
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError

from bot.delivery.clock import Clock
from bot.storage import inbox
from bot.storage.database import Database

log = structlog.get_logger(__name__)

LONG_POLL = 30  # seconds
LONGEST_PAUSE = 60.0

Handle = Callable[[telegram.Update], Awaitable[None]]


class Poller:
    """Asks for updates of these kinds and hands each to `handle`: one chat's in order, different chats' at once."""

    def __init__(
        self, bot: telegram.Bot, database: Database, clock: Clock, handle: Handle, kinds: Sequence[str]
    ) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._handle = handle
        self._kinds = kinds
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever; trouble on the way is waited out."""
        failures = 0
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=self._offset, timeout=LONG_POLL, allowed_updates=list(self._kinds)
                )
            except telegram.error.InvalidToken:
                raise
            except TelegramError as e:
                failures += 1
                await self._pause(e, failures)
                continue
            failures = 0
            await self.handle_all(updates)

    async def handle_all(self, updates: Sequence[telegram.Update]) -> None:
        """Handle a batch; only then the next request confirms it.

        Each update of a larger batch is noted as soon as it is handled: should the process die before the
        confirmation, the whole batch comes again, and only what was in flight is done twice.
        """
        if not updates:
            return
        async with self._database.write() as conn:
            await inbox.confirmed(conn, updates[0].update_id)
            done = await inbox.handled(conn, [update.update_id for update in updates])
        lines: dict[int, list[telegram.Update]] = defaultdict(list)
        for update in updates:
            chat = update.effective_chat
            if update.update_id not in done:
                lines[chat.id if chat else 0].append(update)
        await asyncio.gather(*(self._in_order(line, alone=len(updates) == 1) for line in lines.values()))
        self._offset = updates[-1].update_id + 1

    async def _in_order(self, line: Iterable[telegram.Update], *, alone: bool) -> None:
        for update in line:
            await self._handle(update)
            if not alone:  # the next request confirms a single one at once
                async with self._database.write() as conn:
                    await inbox.note(conn, update.update_id)

    async def _pause(self, error: TelegramError, failures: int) -> None:
        if isinstance(error, RetryAfter):
            pause = float(telegram_seconds(error))
        else:
            pause = min(0.5 * 2**failures, LONGEST_PAUSE)
        if isinstance(error, Conflict):
            log.error("another program polls with this token; stop one of them", pause=pause)
        elif not isinstance(error, NetworkError):
            log.error("telegram refused to give updates", reason=error.message, pause=pause)
        else:
            log.warning("telegram is out of reach", reason=error.message, pause=pause)
        await self._clock.sleep(pause)


def telegram_seconds(error: RetryAfter) -> float:
    """The seconds a flood error asks for, whichever of its two forms the library gives them in."""
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
