"""The heartbeat: plan, send, wait for the next thing owed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.actions.policy import Policy
from bot.delivery.clock import Clock
from bot.delivery.courier import Courier
from bot.delivery.tick import tick
from bot.storage import deliveries, facts, subscriptions
from bot.storage.database import Database

log = structlog.get_logger(__name__)

LONGEST_WAIT = timedelta(
    seconds=20
)  # follow-ups fall due without a row of their own; also the health check's pulse
AFTER_A_FAILURE = timedelta(seconds=5)
TICKED_AT = "ticked_at"


class Loop:
    """Runs until cancelled; `wake` makes it look at once."""

    def __init__(self, database: Database, courier: Courier, clock: Clock, policy: Policy) -> None:
        self._database = database
        self._courier = courier
        self._clock = clock
        self._policy = policy
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something may have become owed just now."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver for ever; what goes wrong is logged and tried again."""
        while True:
            self._woken.clear()
            try:
                await self.settle()
                wait = await self._until_next()
            except Exception:
                log.exception("the delivery loop stumbled")
                wait = AFTER_A_FAILURE
            await self._rest(wait)

    async def settle(self) -> None:
        """Plan and send until nothing more can be sent now."""
        while True:
            ticked = await tick(self._database, self._policy, self._clock.now())
            while await self._courier.deliver_one():
                pass
            if not (ticked.more or ticked.dailies or ticked.reviews):
                break
        async with self._database.write() as conn:
            await facts.remember(conn, TICKED_AT, self._clock.now().isoformat())

    async def _until_next(self) -> timedelta:
        async with self._database.read() as conn:
            times = [await deliveries.next_due(conn), await subscriptions.next_due(conn)]
        now = self._clock.now()
        return min([LONGEST_WAIT, *(at - now for at in times if at is not None)])

    async def _rest(self, wait: timedelta) -> None:
        sleeper = asyncio.ensure_future(self._clock.sleep(max(0.0, wait.total_seconds())))
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait({sleeper, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sleeper, woken):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(sleeper, woken, return_exceptions=True)
