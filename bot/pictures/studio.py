"""Draws formulas in a process of its own, one sheet at a time, and remembers what it has drawn."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from types import TracebackType

import structlog

from bot.decks.maths import LONGEST
from bot.errors import PictureError
from bot.pictures.process import Ended, Process, start
from bot.pictures.wire import Refusal

log = structlog.get_logger(__name__)

MOST = 20  # formulas on one sheet

WORKER = "bot.pictures.worker"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sheet may cost, and what is kept.

    `seconds` of drawing, `start` seconds until the process is ready, `memory` in bytes on top of what the process
    takes before it draws, `kept` sheets (some 20 KB each) and refusals.
    """

    seconds: float = 5
    start: float = 60
    memory: int = 512 * 2**20
    kept: int = 200


class Studio:
    """Formulas in, PNG out; making one costs nothing, as its process starts with the first sheet.

    Use it as an asynchronous context, or `close` it. `worker` is the module that the process runs.
    """

    def __init__(self, limits: Limits | None = None, worker: str = WORKER) -> None:
        self._limits = limits or Limits()
        self._worker = worker
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._drawn: OrderedDict[tuple[str, ...], bytes | Refusal] = OrderedDict()
        self._closed = False

    async def __aenter__(self) -> Studio:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def draw(self, formulas: tuple[str, ...]) -> bytes:
        """A PNG with the formulas (TeX without dollars) below one another, numbered where there are several.

        At least 900 pixels wide, at most four times as wide as high and twice as high as wide. A refusal is
        remembered as a sheet is, so that a formula that hangs costs its time once.

        Raises:
            PictureError: a formula cannot be drawn, or takes too long or too much; or the studio is closed.
        """
        if refusal := _excess(formulas):
            raise _error(formulas, refusal)
        drawn = self._drawn.get(formulas)
        if drawn is None:
            async with self._turn:
                drawn = self._drawn.get(formulas) or await self._answer(formulas)
        self._remember(formulas, drawn)
        if isinstance(drawn, Refusal):
            raise _error(formulas, drawn)
        return drawn

    async def close(self) -> None:
        """End the process once the sheet at hand is drawn; what is asked later is refused."""
        self._closed = True
        async with self._turn:
            await self._stop()

    async def _answer(self, formulas: tuple[str, ...]) -> bytes | Refusal:
        process = await self._started()
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await process.ask(formulas)
        except TimeoutError:
            await self._stop()
            reason = f"takes longer than {self._limits.seconds:g} s to draw"
        except Ended as ended:
            await self._stop()
            reason = ended.reason
        except asyncio.CancelledError:
            await self._stop()  # its answer would be taken for that of the next question
            raise
        log.warning("drawing ended", formulas=[formula[:200] for formula in formulas], reason=reason)
        return Refusal(reason)

    async def _started(self) -> Process:
        if self._closed:
            raise PictureError("", "the studio is closed")
        if self._process is None:
            try:
                async with asyncio.timeout(self._limits.start):
                    self._process = await start(self._worker, self._limits.memory, self._limits.seconds)
            except (TimeoutError, Ended, OSError) as e:
                log.error("the drawing process does not start", worker=self._worker, error=repr(e))  # noqa: TRY400
                raise PictureError("", "the drawing process does not start; see the log") from e
        return self._process

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await process.kill()

    def _remember(self, formulas: tuple[str, ...], drawn: bytes | Refusal) -> None:
        self._drawn[formulas] = drawn
        self._drawn.move_to_end(formulas)
        while len(self._drawn) > self._limits.kept:
            self._drawn.popitem(last=False)


def _excess(formulas: tuple[str, ...]) -> Refusal | None:
    if not 0 < len(formulas) <= MOST:
        return Refusal(f"{len(formulas)} formulas for one sheet; it takes 1 to {MOST}")
    for place, formula in enumerate(formulas):
        if len(formula) > LONGEST:
            return Refusal(f"longer than {LONGEST} characters", place)
    return None


def _error(formulas: tuple[str, ...], refusal: Refusal) -> PictureError:
    place = 0 if len(formulas) == 1 else refusal.place
    return PictureError(formulas[place] if place is not None else "", refusal.reason)
