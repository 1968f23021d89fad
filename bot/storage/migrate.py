"""Bringing the schema up to date, in the caller's transaction."""

from __future__ import annotations

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
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = scripts.get_current_head()
    found = MigrationContext.configure(connection).get_current_revision()
    if found == known:
        return
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerDatabase(found, str(known))
    command.upgrade(config, "head")
