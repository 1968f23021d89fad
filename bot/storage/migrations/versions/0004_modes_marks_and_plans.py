"""Modes, marks, reports, plans and fits"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_columns()
    _widen_pending()
    _create_events()
    _create_marks()
    _create_reports()
    _create_plans()
    _create_fits()
    _create_sent_files()


def _add_columns() -> None:
    op.add_column("answers", sa.Column("mode", sa.String(length=9), nullable=True))
    op.add_column("answers", sa.Column("sure", sa.Integer(), nullable=True))
    op.add_column("answers", sa.Column("right", sa.Boolean(), nullable=True))
    op.add_column("answers", sa.Column("given", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("answers", sa.Column("moved", sa.Integer(), nullable=True))
    op.add_column("chats", sa.Column("style", sa.String(length=8), server_default="auto", nullable=False))
    op.add_column("chats", sa.Column("mode", sa.String(length=9), server_default="reveal", nullable=False))
    op.add_column("chats", sa.Column("timer", sa.Integer(), nullable=True))
    op.add_column("posts", sa.Column("mode", sa.String(length=9), server_default="reveal", nullable=False))
    op.add_column("posts", sa.Column("options", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("posts", sa.Column("poll_id", sa.String(length=32), nullable=True))
    op.add_column("posts", sa.Column("draft", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("ix_posts_poll_id", "posts", ["poll_id"], unique=False)
    op.add_column("sessions", sa.Column("kind", sa.String(length=8), server_default="quiz", nullable=False))
    op.add_column("sessions", sa.Column("hard", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("sessions", sa.Column("starred", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.add_column("sessions", sa.Column("until", Moment(), nullable=True))
    op.add_column("sessions", sa.Column("paused_at", Moment(), nullable=True))
    named = sa.text("concept != ''")
    op.create_index("ix_cards_concept", "cards", ["concept"], sqlite_where=named, postgresql_where=named)


def _widen_pending() -> None:
    """SQLite cannot change a check, so the table is made anew; nothing points at it."""
    kinds = "kind IN ('import', 'rename', 'note', 'report')"
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_pending_kind"), "pending", type_="check")
        op.create_check_constraint(op.f("ck_pending_kind"), "pending", kinds)
        return
    op.drop_index("ix_pending_until", "pending")
    op.rename_table("pending", "pending_before")
    op.create_table(
        "pending",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.CheckConstraint(kinds, name=op.f("ck_pending_kind")),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
            name=op.f("fk_pending_chat_id_chats"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", "kind", name=op.f("pk_pending")),
    )
    op.execute("INSERT INTO pending SELECT * FROM pending_before")
    op.drop_table("pending_before")
    op.create_index("ix_pending_until", "pending", ["until"])


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("given", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_events_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_events_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_learner_id", "events", ["learner_id"], unique=False)
    op.create_index("ix_events_post_id", "events", ["post_id"], unique=False)


def _create_marks() -> None:
    op.create_table(
        "marks",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_marks_card_id_cards"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_marks_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "card_id", name=op.f("pk_marks")),
    )


def _create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=9), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('wrong', 'unclear', 'outdated', 'duplicate', 'other')", name=op.f("ck_reports_reason")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_reports_card_id_cards"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_reports_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_card_id", "reports", ["card_id"], unique=False)


def _create_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("new_a_day", sa.Integer(), nullable=True),
        sa.Column("reviews_a_day", sa.Integer(), nullable=True),
        sa.Column("hours_from", sa.Integer(), nullable=True),
        sa.Column("hours_until", sa.Integer(), nullable=True),
        sa.Column("light_days", sa.JSON(), nullable=False),
        sa.Column("backlog_a_day", sa.Integer(), nullable=True),
        sa.Column("breaks", sa.JSON(), nullable=False),
        sa.Column("ignored", sa.Integer(), nullable=False),
        sa.Column("status_day", sa.Date(), nullable=True),
        sa.Column("status_message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_plans_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_plans")),
    )


def _create_fits() -> None:
    op.create_table(
        "fits",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_fits_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk_fits")),
    )


def _create_sent_files() -> None:
    op.create_table(
        "sent_files",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_files")),
    )
