from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.clock import MovableClock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


async def asleep(clock: MovableClock, count: int) -> None:
    for _ in range(count + 1):
        await asyncio.sleep(0)
    assert clock.sleepers == count


async def test_a_frozen_clock_moves_only_by_hand() -> None:
    """A frozen clock shows the moment it was given until it is advanced or set."""
    clock = MovableClock(NOON, running=False)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=1)
    clock.set(NOON)
    assert clock.now() == NOON


async def test_a_running_clock_keeps_its_offset() -> None:
    """A running clock goes on by itself from wherever it was put."""
    clock = MovableClock(NOON)
    assert NOON <= clock.now() < NOON + timedelta(minutes=1)
    clock.advance(timedelta(days=-2))
    assert NOON - timedelta(days=2) <= clock.now() < NOON


async def test_a_clock_without_a_start_shows_the_walls_time() -> None:
    """A clock that is given no start begins at the wall's moment."""
    assert abs(MovableClock().now() - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_jump_wakes_whoever_is_due() -> None:
    """A jump wakes at once exactly those sleepers whose time has come."""
    clock = MovableClock(NOON, running=False)
    short = asyncio.create_task(clock.sleep(60))
    long = asyncio.create_task(clock.sleep(3600))
    await asleep(clock, 2)
    clock.advance(timedelta(seconds=60))
    await short
    assert not long.done()
    clock.advance(timedelta(hours=1))
    await long
    assert clock.sleepers == 0


async def test_a_sleeper_can_be_cancelled() -> None:
    """Cancelling a sleeper ends its sleep."""
    clock = MovableClock(NOON, running=False)
    sleeper = asyncio.create_task(clock.sleep(60))
    await asleep(clock, 1)
    sleeper.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeper
    assert clock.sleepers == 0


async def test_a_running_clock_lets_sleepers_wake_by_themselves() -> None:
    """On a running clock a sleep ends without a jump, and a past deadline ends it at once."""
    clock = MovableClock(NOON)
    await clock.sleep(0.01)
    await clock.sleep(-5)
    assert clock.now() > NOON


async def test_moved_returns_at_the_next_jump() -> None:
    """Who waits for a move and who listens for jumps both hear of it."""
    clock = MovableClock(NOON, running=False)
    heard: list[datetime] = []
    clock.on_jump(lambda: heard.append(clock.now()))
    moved = asyncio.create_task(clock.moved())
    await asyncio.sleep(0)
    clock.advance(timedelta(hours=1))
    await moved
    assert heard == [NOON + timedelta(hours=1)]


def test_a_naive_moment_is_refused() -> None:
    """A moment without a zone is refused with a word on what is wanted."""
    with pytest.raises(ValueError, match="has no zone"):
        MovableClock(datetime(2026, 3, 2), running=False)  # noqa: DTZ001 - the point
