"""getUpdates: hand out what waits, or wait for it, one request at a time for each bot."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.sandbox import refusals
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot
from bot.sandbox.parameters import Parameters

NAME = "getUpdates"
TAKES: Method = method(NAME, lambda *_: None, "offset limit timeout allowed_updates")
_LONGEST_WAIT = 50


class Polling:
    """The requests of one bot; a new one ends the older, as only one may wait.

    The long poll's timeout is the wall's, for it belongs to the connection. The real server also slows down a
    request that repeats its offset too soon; the sandbox does not.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._current: asyncio.Future[None] | None = None
        self.closing = False

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        """Answer one request.

        Raises Refusal (409) when another one begins while this one waits.
        """
        offset = parameters.integer("offset")
        limit = parameters.integer("limit", 100, 1, 100)
        timeout = parameters.integer("timeout", 0, 0, _LONGEST_WAIT)
        self._allow(parameters)
        self._end_current()
        if offset:
            self._bot.queue.confirm(offset)
        updates = self._bot.queue.batch(limit)
        if updates or not timeout or self.closing:
            return updates
        await self._wait(timeout)
        return self._bot.queue.batch(limit)

    def close(self) -> None:
        """Let the waiting request come back with what there is."""
        self.closing = True
        if self._current is not None and not self._current.done():
            self._current.set_result(None)

    def _allow(self, parameters: Parameters) -> None:
        """A list that cannot be read leaves things as they are, as on the real server."""
        try:
            kinds = parameters.structure("allowed_updates", refusals.BODY_NOT_JSON)
        except refusals.Refusal:
            return
        if isinstance(kinds, list):
            self._bot.queue.allow([kind for kind in kinds if isinstance(kind, str)])

    def _end_current(self) -> None:
        if self._current is not None and not self._current.done():
            self._current.set_exception(refusals.OTHER_GET_UPDATES.refusal())

    async def _wait(self, seconds: float) -> None:
        """Return when something came, when time is over, or when closing."""
        ended = self._current = asyncio.get_running_loop().create_future()
        arrival = asyncio.ensure_future(self._bot.queue.arrival.wait())
        try:
            await asyncio.wait({ended, arrival}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                ended.result()
        finally:
            arrival.cancel()
            ended.cancel()
