"""Decks of people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # By hand: a table with a new foreign key would be made anew on SQLite, and dropping the old one empties `cards`.
    op.execute(
        "ALTER TABLE decks ADD COLUMN owner INTEGER CONSTRAINT fk_decks_owner_learners REFERENCES learners (id)"
    )
    op.add_column("decks", sa.Column("file", sa.Text(), nullable=True))
    op.create_index("ix_decks_owner", "decks", ["owner"])
    _create_uses()
    op.create_table(
        "deck_pictures",
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deck_id"], ["decks.id"], name=op.f("fk_deck_pictures_deck_id_decks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deck_id", "name", name=op.f("pk_deck_pictures")),
    )
    _create_pending()


def _create_uses() -> None:
    op.create_table(
        "deck_uses",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
            name=op.f("fk_deck_uses_chat_id_chats"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["deck_id"], ["decks.id"], name=op.f("fk_deck_uses_deck_id_decks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "deck_id", name=op.f("pk_deck_uses")),
    )
    op.create_index("ix_deck_uses_deck_id", "deck_uses", ["deck_id"])


def _create_pending() -> None:
    op.create_table(
        "pending",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('import', 'rename')", name=op.f("ck_pending_kind")),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
            name=op.f("fk_pending_chat_id_chats"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", "kind", name=op.f("pk_pending")),
    )
    op.create_index("ix_pending_until", "pending", ["until"])
