"""The bot in a process of its own, which can be told to kill itself at the n-th boundary between two steps."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

import bot.app
from bot.config import Delivery, Settings, Telegram
from bot.storage import database
from bot.tg.transport import AiohttpRequest
from tests.scratch import trust_the_system

POLLED = "getUpdates"


@dataclass
class Boundaries:
    """Counts the boundaries a run passes, writes each down, and dies at the one it was told."""

    die_at: int | None
    record: Path
    passed: int = 0

    def reach(self, name: str) -> None:
        self.passed += 1
        with self.record.open("a") as file:
            file.write(f"{name}\n")
        if self.passed == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Later:
    """The machine's clock, moved on, so that what a dead process leased is free again; waiting moves it on, too."""

    ahead: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def sleep(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)
        await asyncio.sleep(0)


def run(settings: dict[str, Any], die_at: int | None, record: str, minutes_ahead: int) -> None:
    """Handle the updates that wait, send what is owed, and end."""
    boundaries = Boundaries(die_at, Path(record))
    _watch_database(boundaries.reach)
    _watch_requests(boundaries.reach)
    chosen = Settings(
        token=settings["token"],
        database=settings["database"],
        cards=(Path(settings["cards"]),),
        telegram=Telegram(api_url=settings["api_url"], file_url=settings["file_url"]),
        # Follow-ups come at any hour, as nobody knows at which this runs.
        delivery=Delivery(lease_seconds=60, follow_ups_from=time(0), follow_ups_until=time(0)),
    )
    asyncio.run(_work(chosen, Later(timedelta(minutes=minutes_ahead))))


async def _work(settings: Settings, clock: Later) -> None:
    async with bot.app.open_app(settings, clock) as app:
        updates = await app.desk.bot.get_updates(allowed_updates=["message", "callback_query"])
        await app.poller.take(updates)
        if updates:  # as the poller does, while the lines are worked off
            await app.desk.bot.get_updates(offset=updates[-1].update_id + 1)
        await app.poller.drained()
        await app.loop.settle()


def _watch_database(reach: Callable[[str], None]) -> None:
    engine_for = database.engine_for

    def watched(url: str) -> Any:
        engine = engine_for(url)
        trust_the_system(database.Database(engine))  # which outlives the process
        event.listen(engine.sync_engine, "begin", lambda _conn: reach("before a transaction"))
        event.listen(engine.sync_engine, "commit", lambda _conn: reach("before a commit"))
        return engine

    database.engine_for = watched  # type: ignore[assignment]


def _watch_requests(reach: Callable[[str], None]) -> None:
    do_request = AiohttpRequest.do_request

    async def watched(self: AiohttpRequest, url: str, *args: Any, **options: Any) -> tuple[int, bytes]:
        method = url.rsplit("/", 1)[-1]
        reach(f"before {method}")
        answer = await do_request(self, url, *args, **options)
        reach(f"after {method}")
        return answer

    AiohttpRequest.do_request = watched  # type: ignore[method-assign]
