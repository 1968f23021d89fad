"""What the bot and the drawing process say to each other through a pipe.

A question is a line of JSON with the formulas. The answer is a line of JSON, `{"bytes": n}` followed by n bytes of
PNG, or `{"reason": …, "place": …}`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

READY = b"ready\n"
MEMORY_OUT = 3  # the exit code of a process that reached its limit


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a sheet is not drawn; `place` is the number of the formula to blame, from 0, if it is one."""

    reason: str
    place: int | None = None


def question(formulas: tuple[str, ...]) -> bytes:
    """The line that asks for a sheet."""
    return json.dumps(formulas).encode() + b"\n"


def asked(line: bytes) -> tuple[str, ...]:
    """The formulas in such a line."""
    return tuple(json.loads(line))


def answer(drawn: bytes | Refusal) -> bytes:
    """The answer as it goes through the pipe."""
    if isinstance(drawn, Refusal):
        return json.dumps({"reason": drawn.reason, "place": drawn.place}).encode() + b"\n"
    return json.dumps({"bytes": len(drawn)}).encode() + b"\n" + drawn


def answered(line: bytes) -> int | Refusal:
    """How many bytes of PNG follow this first line of an answer, or the refusal that it is."""
    said = json.loads(line)
    return int(said["bytes"]) if "bytes" in said else Refusal(said["reason"], said["place"])
