"""A clock that can be moved by hand, shared by the sandbox and whoever is tried in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


class MovableClock:
    """Tell a time that jumps when told to, and in between runs with the wall's or stands still.

    `start` is the first moment (aware; the wall's own when left out). A clock that is not `running` moves
    only by `advance` and `set`, so that sleeping on it depends on nothing but them.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        self._running = running
        self.sleepers = 0
        self._shown = _aware(start or datetime.now(UTC))
        self._since = time.monotonic()
        self._jump = asyncio.Event()
        self._listeners: list[Callable[[], None]] = []

    @property
    def running(self) -> bool:
        """Whether it goes on by itself between jumps."""
        return self._running

    def now(self) -> datetime:
        """Return the moment it shows, aware and in UTC."""
        if not self._running:
            return self._shown
        return self._shown + timedelta(seconds=time.monotonic() - self._since)

    def advance(self, delta: timedelta) -> None:
        """Jump by `delta`; a negative one goes back."""
        self.set(self.now() + delta)

    def set(self, moment: datetime) -> None:
        """Jump to `moment` (aware) and wake every sleeper whose time has come."""
        self._shown = _aware(moment)
        self._since = time.monotonic()
        self._jump.set()
        self._jump = asyncio.Event()
        for listener in list(self._listeners):
            listener()

    def on_jump(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every jump, before the jump returns."""
        self._listeners.append(listener)

    async def moved(self) -> None:
        """Return at the next jump."""
        await self._jump.wait()

    async def sleep(self, seconds: float) -> None:
        """Return when this clock, not the wall's, has passed `seconds`."""
        deadline = self.now() + timedelta(seconds=seconds)
        self.sleepers += 1
        try:
            await asyncio.sleep(0)
            while (left := (deadline - self.now()).total_seconds()) > 0:
                await self._jump_within(left if self._running else None)
        finally:
            self.sleepers -= 1

    async def _jump_within(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._jump.wait()
        except TimeoutError:
            return


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone: give an aware moment, e.g. {_LONG_AGO.isoformat()}")
    return moment.astimezone(UTC)
