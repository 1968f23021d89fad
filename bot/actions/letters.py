"""What is owed to a chat and is no question, told by the key of its row in the outbox: `exam 7`, `report 7 123`.

It is written when its time comes, from what is true then, so that news which has become pointless is not sent at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.actions import exam, reports
from bot.domain.chat import Chat
from bot.domain.report import OUTCOMES
from bot.i18n.translator import translator
from bot.render import exam as exam_page
from bot.render import reports as report_page
from bot.render.message import OutgoingMessage
from bot.storage import reports as stored
from bot.storage.database import Connection

Writer = Callable[[Connection, Chat, Sequence[str], datetime], Awaitable[OutgoingMessage | None]]


async def write(conn: Connection, chat: Chat, key: str, now: datetime) -> OutgoingMessage | None:
    """What a row with this key says in this chat, None when nothing is left to say; the same however often asked."""
    name, *about = key.split()
    return await LETTERS[name](conn, chat, about, now) if name in LETTERS else None


async def _exam(conn: Connection, chat: Chat, about: Sequence[str], now: datetime) -> OutgoingMessage | None:
    over = await exam.expire(conn, int(about[0]), now)
    return exam_page.result(translator(chat.language), over[1], in_time=False) if over else None


async def _report(
    conn: Connection, chat: Chat, about: Sequence[str], _now: datetime
) -> OutgoingMessage | None:
    report = await stored.find(conn, int(about[0]))
    if report is None or report.settled_at is not None:
        return None
    what = await reports.look_into(conn, report)
    return report_page.for_owner(
        translator(chat.language), report, what.stored.card, what.deck, operators=what.operators
    )


async def _settled(
    conn: Connection, chat: Chat, about: Sequence[str], _now: datetime
) -> OutgoingMessage | None:
    report = await stored.find(conn, int(about[0]))
    outcome = next((each for each in OUTCOMES if each == about[1]), None)
    if report is None or outcome is None:
        return None
    what = await reports.look_into(conn, report)
    return report_page.for_reader(translator(chat.language), what.stored.card, outcome)


LETTERS: dict[str, Writer] = {"exam": _exam, "report": _report, "settled": _settled}
