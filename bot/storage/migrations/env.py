"""How Alembic runs here: on the connection it was given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, once the driver leaves transactions to us
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
