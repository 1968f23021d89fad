"""The drawing process itself: `python -m bot.pictures.worker MEMORY SECONDS`, asked through its input."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from bot.pictures.wire import MEMORY_OUT, READY, Refusal, answer, asked

Draw = Callable[[tuple[str, ...]], bytes | Refusal]


_PATIENCE = 1.5  # times what our starter waits


def serve(draw: Draw, memory: int, seconds: float) -> None:
    """Answer with what `draw` makes of each question, until there are no more.

    Whoever started us may be gone, so an alarm ends a drawing that takes much longer than `seconds`.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    limit = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    answers.write(READY)
    answers.flush()
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_REAL, seconds * _PATIENCE)
        try:
            answers.write(answer(draw(asked(line))))
        except MemoryError:
            os._exit(MEMORY_OUT)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.flush()


def _address_space() -> int:
    """Bytes of address space in use; https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html"""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


def main() -> None:
    """Draw formulas until the input ends."""
    from bot.pictures.sheet import sheet

    sheet(("x",))  # loads the fonts, before memory is counted and time runs
    serve(sheet, int(sys.argv[1]), float(sys.argv[2]))


if __name__ == "__main__":
    main()
