"""When a card is forgotten too often."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.leech import is_leech
from bot.domain.memory import Memory
from tests.rooms import MONDAY

BEFORE = Memory(1.0, 8.0, MONDAY, MONDAY.date(), 20, 0, 4)
CASES = {
    "seven lapses": (6, 7, False),
    "eight": (7, 8, True),
    "nine": (8, 9, False),
    "four more": (11, 12, True),
    "eight already, and passed": (8, 8, False),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES.keys())
def test_is_leech(before: int, after: int, expected: bool) -> None:
    """A card becomes a leech with its eighth lapse, and again with every fourth after that."""
    assert is_leech(replace(BEFORE, lapses=before), replace(BEFORE, lapses=after)) is expected
