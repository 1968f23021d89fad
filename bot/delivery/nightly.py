"""What is done while people sleep: fitting the memory model to those who have answered enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context

import structlog

from bot.actions import fit, fitting
from bot.delivery.clock import Clock
from bot.domain.fit import ENOUGH, GROWTH, Fit
from bot.domain.schedule import Scheduler
from bot.storage import fits
from bot.storage.database import Database

log = structlog.get_logger(__name__)

EVERY = timedelta(days=1)
FIRST_AFTER = timedelta(minutes=10)  # a start is busy enough


@dataclass(frozen=True, slots=True)
class Fitted:
    """One learner's fit, to so many answers, and whether it was kept."""

    learner_id: int
    answered: int
    found: Fit
    kept: bool


async def fit_all(
    database: Database, scheduler: Scheduler, clock: Clock, *, keep: bool = True, at_least: int = ENOUGH
) -> AsyncIterator[Fitted]:
    """Fit everybody who has answered enough since their last fit; nothing is changed unless `keep`."""
    async with database.read() as conn:
        ripe = await fits.ripe(conn, at_least, GROWTH if keep else 0)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for learner_id, answered in ripe:
            async with database.read() as conn:
                told = await fit.told(conn, learner_id, scheduler)
            if not told.held_out:
                continue
            found = await asyncio.get_running_loop().run_in_executor(pool, fitting.fit, told)
            kept = False
            if keep:
                async with database.write() as conn:
                    kept = await fit.settle(conn, learner_id, found, answered, scheduler, clock.now())
            yield Fitted(learner_id, answered, found, kept)


async def every_night(database: Database, scheduler: Scheduler, clock: Clock) -> None:
    """Fit once a day until cancelled; what goes wrong is logged and tried again the next day."""
    if not fitting.available():
        log.info("parameters are not fitted", missing="the extra fit")
        return
    await clock.sleep(FIRST_AFTER.total_seconds())
    while True:
        try:
            async for each in fit_all(database, scheduler, clock):
                log.info("parameters fitted", learner=each.learner_id, answers=each.answered, kept=each.kept)
        except Exception:
            log.exception("fitting stumbled")
        await clock.sleep(EVERY.total_seconds())
