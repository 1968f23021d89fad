"""The demo as a newcomer starts it: a process that prints an address and ends on Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO

ROOT = Path(__file__).parents[2]
LONGEST_START = 60.0  # seconds; two cores may be busy with the rest of the suite
LONGEST_END = 5.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What is left of a process: its exit code, and what it printed on both ways out."""

    code: int
    printed: list[str]
    complained: str


@dataclass(frozen=True, slots=True)
class Playing:
    """A demo that runs at `url`; `heading` is what it printed so far."""

    process: subprocess.Popen[str]
    url: str
    heading: list[str]
    complaints: IO[str]

    def interrupt(self) -> Ended:
        """Press Ctrl-C; a demo that does not end within a few seconds raises `subprocess.TimeoutExpired`."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(LONGEST_END)
        assert self.process.stdout is not None
        lines = [line.strip() for line in [*self.heading, *self.process.stdout]]
        self.complaints.seek(0)
        return Ended(code, [line for line in lines if line], self.complaints.read())


@contextmanager
def playing(folder: Path, *arguments: str | Path) -> Iterator[Playing]:
    """Start `quizbot demo` with these arguments on a free port; whatever still runs at the end is killed."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", *map(str, arguments)]
    with (folder / "complaints").open("w+") as complaints:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints, text=True)  # noqa: S603
        try:
            heading = _until_address(process)
            assert heading, f"no address was printed; on stderr: {(folder / 'complaints').read_text()}"
            yield Playing(process, heading[-1].split()[-1], heading, complaints)
        finally:
            process.kill()
            process.communicate()


def _until_address(process: subprocess.Popen[str]) -> list[str]:
    """The lines up to the one with the address; none when it does not come."""
    assert process.stdout is not None
    watchdog = Timer(LONGEST_START, process.kill)
    watchdog.start()
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if "http://" in line:
                return lines
    finally:
        watchdog.cancel()
    return []
