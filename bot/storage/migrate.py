"""Bringing the schema up to date, in the caller's transaction."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.errors import NewerDatabase

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Run every migration the database has not had; raises `NewerDatabase` when it had one we do not know."""
    scripts = _scripts()
    known = scripts.get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    if found == known:
        return
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(found, str(known))
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config
