"""Fetching updates: each is kept in the database before Telegram hears so, and handled in its chat's line."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
import telegram
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery.clock import Clock
from bot.delivery.pacing import Pacer
from bot.storage import inbox
from bot.storage.database import Database
from bot.tg.refusals import seconds_of

log = structlog.get_logger(__name__)

LONG_POLL = 30  # seconds
LONGEST_PAUSE = 60.0
LONGEST_LINE = 50  # updates one chat may have waiting, the one in hand included

_LARGEST = 1 << 63  # what the database no longer holds as a number

Handle = Callable[[telegram.Update], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request gave: the updates that can be read, and the offset that confirms all there were."""

    updates: Sequence[telegram.Update]
    offset: int | None


class Poller:
    """Asks for updates of these kinds and hands each to `handle`: one chat's in order, different chats' at once.

    An update is handled once; twice only when the process or the database failed while it was in hand.
    """

    def __init__(
        self,
        bot: telegram.Bot,
        database: Database,
        clock: Clock,
        pacer: Pacer,
        handle: Handle,
        kinds: Sequence[str],
    ) -> None:
        self._bot = bot
        self._pacer = pacer
        self._database = database
        self._clock = clock
        self._handle = handle
        self._kinds = kinds
        self._offset: int | None = None
        self._resumed = False
        self._lines: dict[int, deque[telegram.Update]] = {}
        self._full: set[int] = set()
        self._workers: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> bool:
        """Whether any chat has an update waiting or in hand."""
        return bool(self._lines)

    async def run(self) -> None:
        """Handle what an earlier process left, then poll until cancelled; trouble on the way is waited out.

        Raises `telegram.error.InvalidToken` when Telegram no longer knows the token.
        """
        failures = 0
        try:
            while True:
                try:
                    await self._round()
                except InvalidToken:
                    raise
                except Exception as e:  # noqa: BLE001 - whatever it was, it is reported, and the bot lives on
                    failures += 1
                    pause = pause_after(e, failures)
                    _report(e, pause)
                    if isinstance(e, RetryAfter):  # a flood is the whole bot's, whichever request met it
                        self._pacer.halt(self._clock.now() + timedelta(seconds=pause))
                    await self._clock.sleep(pause)
                else:
                    failures = 0
        finally:
            await self.stop()

    async def take(self, updates: Sequence[telegram.Update]) -> None:
        """Keep a batch and put it into the lines; once this returns, Telegram may forget it.

        What is known already is passed over. A chat whose line is full loses its newest.
        """
        await self._resume()
        if not updates:
            return
        ids = [update.update_id for update in updates]
        async with self._database.write() as conn:
            await inbox.forget(conn, but=ids)
            known = await inbox.known(conn, ids)
            news = self._admitted(update for update in updates if update.update_id not in known)
            await inbox.keep(
                conn, [inbox.Kept(each.update_id, _chat_of(each), each.to_json()) for each in news]
            )
        self._line_up(news)

    async def drained(self) -> None:
        """Return once nothing waits and nothing is in hand."""
        while self._workers:
            await asyncio.wait(self._workers)

    async def stop(self) -> None:
        """Let go of what is in hand: it stays in the inbox, like what waits behind it."""
        for worker in self._workers:
            worker.cancel()
        await self.drained()
        self._lines.clear()
        self._resumed = False

    async def _round(self) -> None:
        await self._resume()
        batch = await self._fetch()
        await self.take(batch.updates)
        self._offset = batch.offset

    async def _resume(self) -> None:
        """Line up what a process that ended has left."""
        if self._resumed:
            return
        left = []
        async with self._database.write() as conn:
            for kept in await inbox.waiting(conn):
                if update := self._read(json.loads(kept.body)):
                    left.append(update)
                else:
                    await inbox.done(conn, kept.id)
        self._resumed = True
        self._line_up(left)

    def _admitted(self, updates: Iterable[telegram.Update]) -> Sequence[telegram.Update]:
        admitted = []
        lengths = {chat_id: len(line) for chat_id, line in self._lines.items()}
        for update in updates:
            if update.poll is not None and not update.poll.is_closed:
                continue  # how votes stand is no news, and comes with each of them
            chat_id = _chat_of(update)
            length = lengths.setdefault(chat_id, 0)
            if (
                length < LONGEST_LINE or update.poll_answer or update.poll
            ):  # of which a person has one in a poll
                lengths[chat_id] += 1
                admitted.append(update)
            elif chat_id not in self._full:
                self._full.add(chat_id)
                log.warning(
                    "a chat asks faster than it can be answered; its newest updates are dropped", chat=chat_id
                )
        return admitted

    def _line_up(self, updates: Iterable[telegram.Update]) -> None:
        for update in updates:
            chat_id = _chat_of(update)
            if chat_id not in self._lines:
                self._lines[chat_id] = deque()
                worker = asyncio.create_task(self._work_off(chat_id))
                self._workers.add(worker)
                worker.add_done_callback(self._workers.discard)
            self._lines[chat_id].append(update)

    async def _work_off(self, chat_id: int) -> None:
        line = self._lines[chat_id]
        while line:
            await self._finish(line[0])
            line.popleft()
        del self._lines[chat_id]
        self._full.discard(chat_id)

    async def _finish(self, update: telegram.Update) -> None:
        try:
            await self._handle(update)
            async with self._database.write() as conn:
                await inbox.done(conn, update.update_id)
        except Exception:  # the line must go on
            log.exception(
                "an update is not finished; the next start takes it up again", update=update.update_id
            )

    async def _fetch(self) -> Batch:
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=LONG_POLL, allowed_updates=list(self._kinds)
            )
        except TelegramError:
            raise
        except Exception as e:  # noqa: BLE001 - the library gives none of a batch when it cannot read one
            return await self._fetch_readable(e)
        return Batch(updates, max(each.update_id for each in updates) + 1 if updates else self._offset)

    async def _fetch_readable(self, trouble: Exception) -> Batch:
        """What waits, without the updates that cannot be read; `trouble` when that would not get us any further."""
        asked = {} if self._offset is None else {"offset": self._offset}
        # In lower case, for the library warns of its own methods' names; Telegram takes either.
        found: list[dict[str, Any]] = await self._bot.do_api_request("getupdates", asked)
        ids = [raw["update_id"] for raw in found if isinstance(raw.get("update_id"), int)]
        if not ids:
            raise trouble
        return Batch([update for raw in found if (update := self._read(raw))], max(ids) + 1)

    def _read(self, raw: dict[str, Any]) -> telegram.Update | None:
        try:
            return telegram.Update.de_json(raw, self._bot)
        except Exception:  # the library has no name for what it cannot read
            log.exception("an update cannot be read and is passed over", update=raw.get("update_id"))
            return None


def _chat_of(update: telegram.Update) -> int:
    """Whose line an update stands in: its chat's, or its poll's, so that votes come before the poll's end."""
    poll_id = update.poll.id if update.poll else update.poll_answer.poll_id if update.poll_answer else ""
    if poll_id:
        return int(poll_id) % _LARGEST if poll_id.isdecimal() else 0
    return update.effective_chat.id if update.effective_chat else 0


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
