"""`quizbot health`, for Docker's HEALTHCHECK."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.cli.serve import settings_from
from bot.delivery.loop import TICKED_AT
from bot.storage import facts
from bot.storage.database import Database, engine_for

PULSE = timedelta(minutes=3)


async def healthy(config: Path | None) -> bool:
    """Whether the delivery loop ticked within the last minutes; not when it has no database yet."""
    settings = settings_from(config, need_token=False)
    database = Database(engine_for(settings.database))
    try:
        async with database.read() as conn:
            ticked_at = await facts.recall(conn, TICKED_AT)
    except DBAPIError:
        return False
    finally:
        await database.close()
    return ticked_at is not None and datetime.now(UTC) - datetime.fromisoformat(ticked_at) < PULSE
