"""`quizbot health`, for Docker's HEALTHCHECK."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy.exc import DBAPIError

from bot.cli.serve import settings_from
from bot.delivery.loop import TICKED_AT
from bot.storage import facts
from bot.storage.database import Database, engine_for

PULSE = timedelta(minutes=3)


async def healthy(config: Path | None) -> bool:
    """Whether the delivery loop ticked within the last minutes, which is said, too; not when it has no database yet."""
    settings = settings_from(config, need_token=False)
    database = Database(engine_for(settings.database))
    try:
        async with database.read() as conn:
            ticked_at = await facts.recall(conn, TICKED_AT)
    except DBAPIError:
        ticked_at = None
    finally:
        await database.close()
    if ticked_at is None:
        typer.echo("the bot has not run with this database")
        return False
    ago = datetime.now(UTC) - datetime.fromisoformat(ticked_at)
    typer.echo(f"the bot was at work {ago.total_seconds():.0f} seconds ago")
    return ago < PULSE
