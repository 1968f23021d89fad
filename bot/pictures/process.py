"""The drawing process as the bot sees it: started, asked, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass

from bot.pictures.wire import MEMORY_OUT, READY, Refusal, answered, question

_REASONS = {
    MEMORY_OUT: "needs more memory than is allowed",
    -signal.SIGALRM: "takes too long to draw",
}
# All that Python needs to start. The process reads what strangers wrote and is told no secrets.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class Ended(Exception):
    """The process has ended by itself, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Process:
    """A process that draws; one question at a time. Whoever gives up on an answer has to `kill` it."""

    process: asyncio.subprocess.Process

    async def ask(self, formulas: tuple[str, ...]) -> bytes | Refusal:
        """The sheet, or why there is none.

        Raises:
            Ended: the process died of it.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(question(formulas))
            await self.process.stdin.drain()
            said = answered(await self._line())
            return said if isinstance(said, Refusal) else await self.process.stdout.readexactly(said)
        except (ConnectionError, asyncio.IncompleteReadError) as e:
            code = await self.process.wait()
            raise Ended(_REASONS.get(code, f"ends the drawing process with {code}")) from e

    async def ready(self) -> None:
        """Wait until it can be asked; raises `Ended` when it cannot."""
        try:
            await self._line()
        except asyncio.IncompleteReadError as e:
            raise Ended(f"ended with {await self.process.wait()} before it was ready") from e

    async def kill(self) -> None:
        """End it at once, whatever it does."""
        if self.process.returncode is None:
            self.process.kill()
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()

    async def _line(self) -> bytes:
        assert self.process.stdout is not None
        return await self.process.stdout.readuntil(READY[-1:])


async def start(worker: str, memory: int, seconds: float) -> Process:
    """The process, ready; `worker` is a module, `memory` in bytes above what it takes when it is ready.

    Raises:
        Ended: it does not get ready.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    command = sys.executable, "-m", worker, str(memory), str(seconds)
    made = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, start_new_session=True
    )
    process = Process(made)
    try:
        await process.ready()
    except BaseException:
        await process.kill()
        raise
    return process
