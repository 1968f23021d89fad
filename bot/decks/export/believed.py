"""What an export tells of a learner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.elsewhere import memory_of
from bot.domain.history import History, Schedule
from bot.domain.memory import Memory


def zone_of(now: datetime) -> ZoneInfo:
    """The zone whose days are counted: that of `now`."""
    zone: tzinfo | None = now.tzinfo
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")


def believed(histories: Sequence[History], now: datetime) -> dict[str, Memory]:
    """The memory of each card that has one, by key."""
    zone = zone_of(now)
    return {
        each.key: memory_of(each.memory, zone) if isinstance(each.memory, Schedule) else each.memory
        for each in histories
        if each.memory
    }


def moment(at: datetime) -> str:
    """A moment as text, in UTC."""
    return at.astimezone(UTC).isoformat()
