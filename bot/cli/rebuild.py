"""`quizbot rebuild`."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.actions.rebuild import rebuild as replay
from bot.app import policy_of
from bot.cli.serve import settings_from
from bot.storage.database import open_database


async def rebuild(config: Path | None) -> None:
    """Replay every answer and say how many memories came out different."""
    settings = settings_from(config, need_token=False)
    database = await open_database(settings.database)
    try:
        async with database.write() as conn:
            different = await replay(conn, policy_of(settings).scheduler)
    finally:
        await database.close()
    typer.echo(f"memories rebuilt, {different} came out different")
