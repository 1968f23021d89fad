"""`quizbot fit`."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.actions import fitting
from bot.app import policy_of
from bot.cli.serve import settings_from
from bot.delivery.clock import SystemClock
from bot.delivery.nightly import Fitted, fit_all
from bot.domain.fit import ENOUGH
from bot.storage.database import open_database


async def fit(config: Path | None, *, report: bool) -> int:
    """Fit everybody who has answered enough and say what it came to; with `report` nothing is kept."""
    if not fitting.available():
        typer.echo("fitting needs the optional extra: pip install 'quizbot[fit]'", err=True)
        return 1
    settings = settings_from(config, need_token=False)
    database = await open_database(settings.database)
    count = 0
    try:
        scheduler = policy_of(settings).scheduler
        async for each in fit_all(database, scheduler, SystemClock(), keep=not report):
            count += 1
            typer.echo(_line(each))
    finally:
        await database.close()
    if not count:
        typer.echo(f"nobody has {ENOUGH} ratings, and enough new ones since the last fit")
    return 0


def _line(each: Fitted) -> str:
    before, after = each.found.before, each.found.after
    verdict = "kept" if each.kept else "better" if each.found.better else "not better"
    return (
        f"learner {each.learner_id}: {each.answered} answers, "
        f"log loss {before.log_loss:.4f} -> {after.log_loss:.4f}, "
        f"RMSE {before.rmse:.4f} -> {after.rmse:.4f}, {verdict}"
    )
