"""The short news that the outbox owes somebody, told by the key of its row: `report 7 123`, `settled 7 fixed`.

What is said is looked up when it is sent, so that news which has become pointless is not sent at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.actions import reports
from bot.domain.chat import Chat
from bot.domain.report import OUTCOMES
from bot.i18n.translator import translator
from bot.render import reports as render
from bot.render.message import OutgoingMessage
from bot.storage import reports as stored
from bot.storage.database import Connection

Nudge = Callable[[Connection, Chat, list[str]], Awaitable[OutgoingMessage | None]]


async def message(conn: Connection, chat: Chat, key: str) -> OutgoingMessage | None:
    """What a nudge with this key says in this chat; None when there is nothing left to say."""
    name, *about = key.split()
    return await NUDGES[name](conn, chat, about) if name in NUDGES else None


async def _report(conn: Connection, chat: Chat, about: list[str]) -> OutgoingMessage | None:
    report = await stored.find(conn, int(about[0]))
    if report is None or report.settled_at is not None:
        return None
    what = await reports.look_into(conn, report)
    return render.for_owner(
        translator(chat.language), report, what.stored.card, what.deck, operators=what.operators
    )


async def _settled(conn: Connection, chat: Chat, about: list[str]) -> OutgoingMessage | None:
    report = await stored.find(conn, int(about[0]))
    outcome = next((each for each in OUTCOMES if each == about[1]), None)
    if report is None or outcome is None:
        return None
    what = await reports.look_into(conn, report)
    return render.for_reader(translator(chat.language), what.stored.card, outcome)


NUDGES: dict[str, Nudge] = {"report": _report, "settled": _settled}
