"""A drawing process that does as it is told: `python -m tests.pictures.stubborn MEMORY SECONDS`."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter

from bot.pictures.wire import Refusal
from bot.pictures.worker import serve

_asked: Counter[str] = Counter()


def obey(formulas: tuple[str, ...]) -> bytes | Refusal:
    """Do what the first formula says; else answer with the process, how often it was asked, and the formula."""
    order = formulas[0]
    _asked[order] += 1
    match order:
        case "hang":
            signal.pause()
        case "die":
            os._exit(9)
        case "bomb":
            return bytes(2**34)
        case "chatter":
            print("a library says hello")  # noqa: T201
        case "refuse":
            return Refusal("not this one", 1)
        case "environment":
            return " ".join(os.environ).encode()
        case "much":
            return bytes(300_000)
    return f"{os.getpid()} {_asked[order]} {order}".encode()


if __name__ == "__main__":
    serve(obey, int(sys.argv[1]), float(sys.argv[2]))
