"""Opening a database, whatever state it is in."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection as SyncConnection
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from bot.errors import ClockError, DatabaseUnusable, NewerDatabase
from bot.storage import chats, facts
from bot.storage.database import Database, open_database
from bot.storage.migrate import SCRIPTS
from bot.storage.tables import metadata
from tests.rooms import MONDAY


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def test_migrations_make_the_tables(database: Database) -> None:
    """The migrated schema is exactly what the tables say."""

    def differences(conn: SyncConnection) -> object:
        return compare_metadata(MigrationContext.configure(conn), metadata)

    async with database.read() as conn:
        assert await conn.run_sync(differences) == []


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """An up-to-date database is opened as it is, with all it holds."""
    for count in range(3):
        database = await open_database(url(tmp_path / "quiz.db"))
        async with database.write() as conn:
            kept = int(await facts.recall(conn, "opened") or 0)
            await facts.remember(conn, "opened", str(kept + 1))
        await database.close()
        assert kept == count


async def test_newer_database_is_left_alone(tmp_path: Path) -> None:
    """A database of a newer program is refused in words, and nothing in it changes."""
    database = await open_database(url(tmp_path / "quiz.db"))
    async with database.write() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(NewerDatabase, match=r"9999.*install the newer program"):
        await open_database(url(tmp_path / "quiz.db"))


async def test_failed_migration_leaves_no_trace(tmp_path: Path) -> None:
    """A migration that fails half-way leaves the database as it was: it is one transaction."""
    in_the_way = sqlite3.connect(tmp_path / "quiz.db")
    in_the_way.execute("CREATE TABLE posts (id)")
    with pytest.raises(DatabaseUnusable, match="posts already exists"):
        await open_database(url(tmp_path / "quiz.db"))
    tables = [name for (name,) in in_the_way.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert tables == ["posts"]
    in_the_way.execute("DROP TABLE posts")
    in_the_way.close()
    await (await open_database(url(tmp_path / "quiz.db"))).close()


ANSWERED = (
    "INSERT INTO decks VALUES (1, 'sql', 'SQL', 'en', '[]', '', '', 1)",
    "INSERT INTO cards VALUES (1, 1, 'k', 'Why?', 'So.', '[]', '[]', '', '', '', NULL, 0, 1, 'k', 1)",
    "INSERT INTO learners VALUES (1, 'person', 5, 'UTC', 0)",
    "INSERT INTO answers VALUES (1, NULL, 1, 1, 'rating', 4, NULL, 0, 'UTC', '2026-03-02', NULL, NULL)",
    "INSERT INTO answers VALUES (2, NULL, 1, 1, 'undo', NULL, 1, 1, 'UTC', '2026-03-02', NULL, NULL)",
    "INSERT INTO answers VALUES (3, NULL, 1, 1, 'rating', 2, NULL, 2, 'UTC', '2026-03-02', NULL, NULL)",
)

UNUSABLE = {
    "a folder": lambda folder: url(folder),
    "a file that is no database": lambda folder: url(_written(folder / "notes.txt")),
    "a folder that cannot be made": lambda folder: url(_written(folder / "file") / "quiz.db"),
    "no URL at all": lambda _folder: "quiz.db",
}


def _written(path: Path) -> Path:
    path.write_text("just some notes, long enough to be read as a header " * 40)
    return path


@pytest.mark.parametrize("make", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_unusable(tmp_path: Path, make: object) -> None:
    """What cannot be a database is refused in one line that names it."""
    assert callable(make)
    others = set(threading.enumerate())
    with pytest.raises(DatabaseUnusable) as refused:
        await open_database(make(tmp_path))
    assert "\n" not in str(refused.value)
    await asyncio.to_thread(_driver_threads_end, others)


def _driver_threads_end(others: set[threading.Thread]) -> None:
    """A connection that failed to open reports to the loop once more, which must still be there."""
    for thread in set(threading.enumerate()) - others:
        if "_connection_worker" in thread.name:
            thread.join(5)


async def test_sqlite_is_set_up(tmp_path: Path) -> None:
    """SQLite runs in WAL mode, with foreign keys, a busy timeout, and every commit on the disk."""
    database = await open_database(url(tmp_path / "quiz.db"))
    async with database.read() as conn:
        found = [
            (await conn.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        ]
    await database.close()
    assert found == ["wal", 1, 5000, 2]


async def test_transaction_is_all_or_nothing(database: Database) -> None:
    """An error inside a transaction undoes all of it."""

    async def fails_half_way() -> None:
        async with database.write() as conn:
            await facts.remember(conn, "one", "1")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await fails_half_way()
    async with database.read() as conn:
        assert await facts.recall(conn, "one") is None


async def test_writers_take_turns(database: Database) -> None:
    """Fifty writers at once lose no update and meet no lock."""

    async def add_one() -> None:
        async with database.write() as conn:
            count = int(await facts.recall(conn, "count") or 0)
            await asyncio.sleep(0)
            await facts.remember(conn, "count", str(count + 1))

    await asyncio.gather(*(add_one() for _ in range(50)))
    async with database.read() as conn:
        assert await facts.recall(conn, "count") == "50"


async def test_readers_see_whole_transactions(database: Database) -> None:
    """A reader beside a writer sees what was before, never half of what comes."""
    async with database.write() as conn:
        await facts.remember(conn, "seen", "no")
    async with database.write() as writer, database.read() as reader:
        await facts.remember(writer, "seen", "yes")
        assert await facts.recall(reader, "seen") == "no"


async def test_time_without_a_zone_is_refused(database: Database) -> None:
    """A naive time never reaches the database."""
    naive = datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001 - that is the point
    with pytest.raises(Exception, match="without a zone") as refused:
        async with database.write() as conn:
            await chats.meet(conn, 1, "private", "Ana", "en", naive)
    assert isinstance(refused.value.__cause__ or refused.value, ClockError)


async def test_foreign_keys_hold(database: Database) -> None:
    """A row that points nowhere is refused."""
    with pytest.raises(IntegrityError):
        async with database.write() as conn:
            await conn.execute(text("INSERT INTO card_tags VALUES (99, 'sql')"))


async def test_moments_survive_to_the_microsecond(database: Database) -> None:
    """A stored time reads back equal, whatever zone it was given in."""
    moment = MONDAY.replace(microsecond=123456)
    async with database.write() as conn:
        await chats.meet(conn, 1, "private", "Ana", "en", moment)
        stored = await conn.scalar(text("SELECT created_at FROM chats"))
    assert stored == int(moment.timestamp()) * 1_000_000 + 123456


async def test_a_database_with_answers_is_migrated(tmp_path: Path) -> None:
    """Every line of the log, also of those that take one back, is still there after the log was made anew."""
    engine = create_engine(f"sqlite:///{tmp_path}/quiz.db")
    with engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA foreign_keys=ON")
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        for line in ANSWERED:
            conn.exec_driver_sql(line)
        conn.commit()
    engine.dispose()
    database = await open_database(url(tmp_path / "quiz.db"))
    async with database.read() as conn_:
        found = (
            await conn_.execute(text("SELECT id, kind, undoes, memory_after FROM answers ORDER BY id"))
        ).all()
    await database.close()
    assert [tuple(row) for row in found] == [
        (1, "rating", None, None),
        (2, "undo", 1, None),
        (3, "rating", None, None),
    ]
