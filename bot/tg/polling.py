"""Fetching updates: none is confirmed to Telegram before it has been handled, so a killed process loses none."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence

import structlog
import telegram
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery.clock import Clock
from bot.storage import inbox
from bot.storage.database import Database
from bot.tg.refusals import seconds_of

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
        """Poll until cancelled; trouble on the way is waited out.

        Raises `telegram.error.InvalidToken` when Telegram no longer knows the token.
        """
        failures = 0
        while True:
            try:
                await self.handle_all(await self._fetch())
            except InvalidToken:
                raise
            except Exception as e:  # noqa: BLE001 - whatever it was, it is reported, and the bot lives on
                failures += 1
                pause = pause_after(e, failures)
                _report(e, pause)
                await self._clock.sleep(pause)
            else:
                failures = 0

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

    async def _fetch(self) -> Sequence[telegram.Update]:
        return await self._bot.get_updates(
            offset=self._offset, timeout=LONG_POLL, allowed_updates=list(self._kinds)
        )


def pause_after(error: Exception, failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling to a minute, or what Telegram asks for."""
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    return min(0.5 * (1 << min(failures, 10)), LONGEST_PAUSE)


def _report(error: Exception, pause: float) -> None:
    if isinstance(error, Conflict):
        log.error("another program polls with this token; stop one of them", pause=pause)
    elif isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest):
        log.warning("telegram is out of reach", reason=error.message, pause=pause)
    elif isinstance(error, TelegramError):
        log.error("telegram refused to give updates", reason=error.message, pause=pause)
    else:
        log.error("a batch of updates failed and will come again", exc_info=error, pause=pause)
