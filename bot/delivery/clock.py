"""The time, and waiting for it: a real clock in service, a movable one in the sandbox."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Whoever knows the time."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed on this clock."""
        ...


class SystemClock:
    """The machine's own."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""
        await asyncio.sleep(seconds)
