"""The heartbeat: it wakes when told, survives what goes wrong, and says that it lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.actions import subscribe
from bot.actions.sync import sync
from bot.delivery.courier import Courier
from bot.delivery.loop import LONGEST_WAIT, TICKED_AT, Loop
from bot.delivery.outcome import Outcome, Sent
from bot.delivery.pacing import Limits, Pacer
from bot.render.message import OutgoingMessage
from bot.sandbox.clock import MovableClock
from bot.storage import chats, facts
from bot.storage.database import Database
from tests.rooms import MONDAY, deck, policy


@dataclass
class Room:
    """A running loop, the clock it sleeps by, and what it sent."""

    database: Database
    clock: MovableClock
    loop: Loop
    sent: list[int] = field(default_factory=list)
    rested: asyncio.Queue[float] = field(default_factory=asyncio.Queue)
    wakes_when_sending: bool = False

    def now(self) -> datetime:
        return self.clock.now()

    async def sleep(self, seconds: float) -> None:
        self.rested.put_nowait(seconds)
        await self.clock.sleep(seconds)

    takes_rich = True

    async def send(self, chat_id: int, message: OutgoingMessage, **_how: object) -> Outcome:  # noqa: ARG002
        self.sent.append(chat_id)
        if self.wakes_when_sending:
            self.loop.wake()
        return Sent(len(self.sent))

    async def rests(self) -> float:
        """Wait until it has nothing to do; for how many seconds it means to rest."""
        async with asyncio.timeout(5):
            return await self.rested.get()

    async def subscribes(self, chat_id: int) -> None:
        chosen = policy()
        async with self.database.write() as conn:
            chat = await chats.meet(conn, chat_id, "private", "Ana", "en", self.now())
            await subscribe.subscribe(conn, chat, subscribe.Request(), chosen, self.now())

    async def heartbeat(self) -> str | None:
        async with self.database.read() as conn:
            return await facts.recall(conn, TICKED_AT)


@pytest.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    clock = MovableClock(MONDAY, running=False)
    room = Room(database, clock, None)  # type: ignore[arg-type]
    pacer = Pacer(Limits())
    courier = Courier(
        database, room, pacer, room, policy(), owner="here", lease=timedelta(minutes=1), attempts=3
    )
    room.loop = Loop(database, courier, room, policy())
    async with database.write() as conn:
        await sync(conn, [deck()])
    running = asyncio.create_task(room.loop.run())
    yield room
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.fixture
def said() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


async def test_rests_when_nothing_is_owed(room: Room) -> None:
    """With nothing to do it looks again after its longest wait, and writes down that it lives."""
    assert await room.rests() == LONGEST_WAIT.total_seconds()
    assert await room.heartbeat() == MONDAY.isoformat()
    room.clock.advance(LONGEST_WAIT)
    await room.rests()
    assert await room.heartbeat() == (MONDAY + LONGEST_WAIT).isoformat()


async def test_wakes(room: Room) -> None:
    """Woken, it looks at once, and then rests no longer than until the next thing owed."""
    await room.rests()
    room.clock.advance(timedelta(minutes=59, seconds=50))
    await room.rests()
    await room.subscribes(7)
    room.loop.wake()
    assert await room.rests() == 10
    assert room.sent == []
    room.clock.advance(timedelta(seconds=10))
    await room.rests()
    assert room.sent == [7]


async def test_woken_while_at_work(room: Room) -> None:
    """What becomes owed while it is at work is looked for without waiting for the next time."""
    await room.rests()
    await room.subscribes(7)
    room.wakes_when_sending = True
    room.clock.advance(timedelta(hours=1))
    await room.rests()
    assert room.sent == [7]
    assert await room.rests() == LONGEST_WAIT.total_seconds()


async def test_survives_a_failure(room: Room, said: list[EventDict]) -> None:
    """A database that fails costs a line in the log and a few seconds, and no question."""
    await room.rests()
    await room.subscribes(7)
    await _rename(room.database, "deliveries", "lost")
    room.clock.advance(timedelta(hours=1))
    assert await room.rests() == 5
    assert [entry["event"] for entry in said] == ["the delivery loop stumbled"]
    assert await room.heartbeat() == MONDAY.isoformat()
    await _rename(room.database, "lost", "deliveries")
    room.clock.advance(timedelta(seconds=5))
    await room.rests()
    assert room.sent == [7]
    assert await room.heartbeat() != MONDAY.isoformat()


async def test_more_than_one_batch(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are owed at one moment, all get theirs before it rests."""
    monkeypatch.setattr("bot.delivery.tick.BATCH", 5)
    await room.rests()
    for chat_id in range(1, 13):
        await room.subscribes(chat_id)
    room.clock.advance(timedelta(hours=1))
    await room.rests()
    assert sorted(room.sent) == list(range(1, 13))


async def _rename(database: Database, table: str, name: str) -> None:
    async with database.write() as conn:
        await conn.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
