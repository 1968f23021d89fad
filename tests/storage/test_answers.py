"""The log of answers, which grows for ever."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event

from bot.storage import answers
from bot.storage.database import Connection

ASKED = {
    "a rating": lambda conn: answers.get(conn, 1),
    "that of a post": lambda conn: answers.standing(conn, 1, 1),
    "the newest": lambda conn: answers.latest(conn, 1),
    "the newest of a card": lambda conn: answers.latest(conn, 1, 1, 2),
    "those of a deck": lambda conn: answers.answered(conn, 1, 1),
    "a day's": lambda conn: answers.new_on(conn, 1, date(2026, 3, 2)),
    "by day": lambda conn: answers.count_by_day(conn, 1),
    "by tag": lambda conn: answers.ratings_by_tag(conn, 1, date(2026, 3, 2)),
}


@pytest.mark.parametrize("name", ASKED)
async def test_nobody_s_log_is_read_for_another(conn: Connection, name: str) -> None:
    """A question about one learner or one post finds its lines by an index, however many others there are."""
    asked: list[tuple[str, object]] = []
    event.listen(conn.sync_connection, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    await ASKED[name](conn)
    ((query, values),) = asked
    plan = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)
    assert [row.detail for row in plan if row.detail.startswith("SCAN answers")] == []
