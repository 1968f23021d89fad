"""A memory as a comment under a question, exact to the last bit and on one line.

`<!-- memory: stability=15.7 difficulty=5.1 due=2026-05-01T22:00+00:00 last_day=2026-04-16 reps=4 lapses=0 rating=4 -->`
It belongs to whoever took the deck away, so a deck of the operator's is read as if it were not there.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from math import isfinite

from bot.domain.memory import Memory

_OPENS = re.compile(r"\s*memory:")
_NAMES = tuple(Memory.__dataclass_fields__)
_PAIR = re.compile(r"(\w{1,20})=([\w.:+-]{1,40})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def is_memory(comment: str) -> bool:
    """Whether what stands between `<!--` and `-->` claims to be a memory."""
    return bool(_OPENS.match(comment))


def written(memory: Memory) -> str:
    """The whole comment."""
    return f"<!-- {said(memory)} -->"


def said(memory: Memory) -> str:
    """What stands between `<!--` and `-->`."""
    facts = {name: getattr(memory, name) for name in _NAMES}
    facts["due"] = memory.due.astimezone(UTC).isoformat()
    facts["last_day"] = memory.last_day.isoformat()
    return f"memory: {' '.join(f'{name}={value!s}' for name, value in facts.items())}"


def read(comment: str) -> Memory | None:
    """The memory in what stands between `<!--` and `-->`; None when a part is missing or cannot be."""
    opens = _OPENS.match(comment)
    said = comment[opens.end() :].split() if opens else []
    pairs = [_PAIR.fullmatch(word) for word in said]
    facts = {pair[1]: pair[2] for pair in pairs if pair}
    if len(facts) != len(said) or set(facts) != set(_NAMES):
        return None
    return memory_of(facts)


def memory_of(facts: dict[str, str]) -> Memory | None:
    """The memory whose parts are written like this; None when one of them cannot be."""
    try:
        memory = Memory(
            stability=float(facts["stability"]),
            difficulty=float(facts["difficulty"]),
            due=datetime.fromisoformat(facts["due"]),
            last_day=date.fromisoformat(facts["last_day"]),
            reps=int(facts["reps"]),
            lapses=int(facts["lapses"]),
            rating=int(facts["rating"]),
        )
    except (KeyError, ValueError):
        return None
    return memory if is_possible(memory) else None


def is_possible(memory: Memory) -> bool:
    """Whether the scheduler can go on from a memory that comes from a file."""
    return (
        isfinite(memory.stability)
        and 0 < memory.stability < 1e6
        and 1 <= memory.difficulty <= 10
        and memory.due.tzinfo is not None
        and _FIRST_YEAR <= memory.due.year < _LAST_YEAR
        and _FIRST_YEAR <= memory.last_day.year < _LAST_YEAR
        and 0 <= memory.lapses <= memory.reps < 10**6
        and 1 <= memory.rating <= 5
    )
