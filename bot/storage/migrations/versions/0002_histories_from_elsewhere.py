"""Histories from elsewhere"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = "kind IN ('rating', 'undo', 'import')"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
        return
    op.add_column("answers", sa.Column("memory_after", sa.JSON(none_as_null=True), nullable=True))
    op.drop_constraint(op.f("ck_answers_kind"), "answers", type_="check")
    op.create_check_constraint(op.f("ck_answers_kind"), "answers", KINDS)


def _upgrade_sqlite() -> None:
    """SQLite cannot change a check, so the table is made anew.

    The old one is moved aside first: dropping a table empties it, and were the new one's `undoes` to point at
    it, every line that takes an answer back would be emptied out with it.
    """
    op.drop_index("ix_answers_learner_id", "answers")
    op.drop_index("ix_answers_post_id", "answers")
    op.rename_table("answers", "answers_before")
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.Column("memory_before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("memory_after", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_answers_kind")),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_answers_rating")),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_answers_card_id_cards"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_answers_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_answers_post_id_posts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["answers.id"], name=op.f("fk_answers_undoes_answers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("undoes", name=op.f("uq_answers_undoes")),
    )
    op.execute("INSERT INTO answers SELECT *, NULL FROM answers_before ORDER BY id")
    op.drop_table("answers_before")
    op.create_index("ix_answers_learner_id", "answers", ["learner_id", "card_id", "id"])
    op.create_index("ix_answers_post_id", "answers", ["post_id"])
