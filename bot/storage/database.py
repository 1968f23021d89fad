"""Opening the database and its transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidRequestError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseUnusable
from bot.storage.migrate import upgrade

BUSY_MS = 5_000

# What everybody else calls a connection, so that only this room says SQLAlchemy.
Connection = AsyncConnection


class Database:
    """Transactions on one database: many readers, one writer at a time.

    SQLite has a single writer anyway; waiting for it here never ends in "database is locked".
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view that changes nothing."""
        async with self.engine.connect() as conn:
            yield conn

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it or nothing."""
        async with self._writer, self.engine.connect() as conn:
            await conn.execution_options(writes=True)
            async with conn.begin():
                yield conn

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def engine_for(url: str) -> AsyncEngine:
    """An engine for `url`, with SQLite in WAL mode, foreign keys on and real transactions.

    Raises `DatabaseUnusable` when the URL is not one, or its folder cannot be made, or there is no driver for it.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as e:
        raise DatabaseUnusable(url, "not a database URL; try sqlite+aiosqlite:///quizbot.db") from e
    try:
        engine = create_async_engine(parsed)
    except (ArgumentError, NoSuchModuleError, InvalidRequestError, ImportError) as e:
        known = "no driver for it; try sqlite+aiosqlite:///quizbot.db"
        raise DatabaseUnusable(parsed.render_as_string(), known) from e
    if parsed.get_backend_name() == "sqlite":
        _make_folder(parsed.database or "")
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


async def open_database(url: str) -> Database:
    """Open and, where needed, create or upgrade the database at `url`.

    Raises `DatabaseUnusable` when it cannot be written and `NewerDatabase` when a newer program wrote it.
    """
    database = Database(engine_for(url))
    try:
        async with database.write() as conn:
            await conn.run_sync(upgrade)
    except DBAPIError as e:
        await database.close()
        raise DatabaseUnusable(str(make_url(url).database), str(e.orig)) from e
    except BaseException:
        await database.close()
        raise
    return database


def _make_folder(file: str) -> None:
    if not file or file == ":memory:":
        return
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise DatabaseUnusable(file, f"its folder cannot be made: {e.strerror}") from e


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions of its own accord: _begin_sqlite does, with the kind we mean.
    connection.isolation_level = None
    try:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except (
        BaseException
    ):  # a file that is no database: the pool never saw the connection, so nobody else closes it
        connection.close()
        raise


def _begin_sqlite(conn: SyncConnection) -> None:
    # A deferred transaction that turns into a writer half-way can fail with "locked" whatever the timeout.
    writes = conn.get_execution_options().get("writes", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
