"""Databases that last as long as a test: migrated once for all of them, and never waiting for the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event

from bot.storage.database import Connection, Database, open_database
from bot.storage.migrate import upgrade

_SHARED: list[tuple[Dialect, Any]] = []


def blank(folder: Path) -> str:
    """The URL of an empty database in the folder that has had every migration."""
    Path(folder, "quiz.db").write_bytes(_migrated())
    return f"sqlite+aiosqlite:///{folder}/quiz.db"


@asynccontextmanager
async def opened() -> AsyncIterator[Connection]:
    """A transaction on a database of its own, which is gone afterwards."""
    with TemporaryDirectory() as folder:
        database = await open_database(blank(Path(folder)))
        trust_the_system(database)
        try:
            async with database.write() as conn:
                yield conn
        finally:
            await database.close()


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "quiz.db")
        engine = create_engine(f"sqlite:///{file}")
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA journal_mode=WAL")
            upgrade(conn)
            conn.commit()
        engine.dispose()
        return file.read_bytes()


def trust_the_system(database: Database) -> None:
    """Commits no longer wait for the disk, which takes most of a test's time and matters when the power fails.

    All these databases share a dialect and what was compiled for it, as one would in service.
    """
    engine = database.engine.sync_engine
    engine.dialect, engine._compiled_cache = _compiled(engine)
    event.listen(database.engine.sync_engine, "checkout", _wait_for_no_disk)


def _compiled(engine: Engine) -> tuple[Dialect, Any]:
    """The dialect of the first engine seen and its statements; a statement is known by its dialect."""
    if not _SHARED:
        _SHARED.append((engine.dialect, engine._compiled_cache))
    return _SHARED[0]


def _wait_for_no_disk(connection: Any, record: Any, _proxy: object) -> None:
    if not record.info.get("trusting"):
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()
        record.info["trusting"] = True
