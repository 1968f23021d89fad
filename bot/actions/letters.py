"""What is owed to a chat and is no question, told by the key of its row in the outbox: `exam 7`, `report 7 123`.

It is written when its time comes, from what is true then, so that news which has become pointless is not sent at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import exam, reports
from bot.actions.face import shown
from bot.actions.policy import Policy
from bot.actions.tally import tally
from bot.domain.chat import Chat
from bot.domain.report import OUTCOMES
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.i18n.translator import translator
from bot.render import exam as exam_page
from bot.render import pace as pace_page
from bot.render import post as post_page
from bot.render import reports as report_page
from bot.render.message import OutgoingMessage
from bot.storage import cards, learners, marks, memories, plans
from bot.storage import reports as stored
from bot.storage.database import Connection
from bot.storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Letter:
    """Messages for a chat; instead of being sent, the only one may be put where one it `replaces` stands.

    `clears` is a message whose buttons are taken away before, `counts` the learner and the day whose counter it is.
    """

    messages: tuple[OutgoingMessage, ...]
    replaces: int | None = None
    clears: int | None = None
    counts: tuple[int, date] | None = None


Writer = Callable[[Connection, Chat, Sequence[str], Policy, datetime], Awaitable[Letter | None]]


async def write(conn: Connection, chat: Chat, key: str, policy: Policy, now: datetime) -> Letter | None:
    """What a row with this key says in this chat, None when nothing is left to say; the same however often asked."""
    name, *about = key.split()
    return await LETTERS[name](conn, chat, about, policy, now) if name in LETTERS else None


async def _exam(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, now: datetime
) -> Letter | None:
    over = await exam.expire(conn, int(about[0]), now)
    if over is None:
        return None
    last, summed = over
    page = exam_page.result(translator(chat.language), summed, in_time=False)
    return Letter((page,), clears=last.message_id if last else None)


async def _answer(
    conn: Connection, chat: Chat, about: Sequence[str], policy: Policy, now: datetime
) -> Letter | None:
    try:
        what = await shown(conn, int(about[0]), policy, now)
    except NotFound:
        return None
    return Letter(post_page.answer(what.face, translator(chat.language)))


async def _report(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, _now: datetime
) -> Letter | None:
    report = await stored.find(conn, int(about[0]))
    if report is None or report.settled_at is not None:
        return None
    what = await reports.look_into(conn, report)
    t = translator(chat.language)
    page = report_page.for_owner(t, report, what.stored.card, what.deck, operators=what.operators)
    return Letter((page,))


async def _settled(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, _now: datetime
) -> Letter | None:
    report = await stored.find(conn, int(about[0]))
    outcome = next((each for each in OUTCOMES if each == about[1]), None)
    if report is None or outcome is None:
        return None
    what = await reports.look_into(conn, report)
    return Letter((report_page.for_reader(translator(chat.language), what.stored.card, outcome),))


async def _status(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, now: datetime
) -> Letter | None:
    learner = await _reader(conn, chat, about)
    if learner is None:
        return None
    place = zone(learner.zone)
    day = learner_day(now, place)
    if day.isoformat() != about[1]:
        return None  # that day is over
    pace = await plans.get(conn, learner.id)
    counted = await tally(conn, learner, pace, now)
    next_at = counted.next_at.astimezone(place).time() if counted.next_at and counted.next_at > now else None
    replaces = pace.status_message_id if pace.status_day == day else None
    page = pace_page.status(translator(chat.language), counted.done, counted.total, next_at)
    return Letter((page,), replaces, counts=(learner.id, day))


async def _quiet(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, _now: datetime
) -> Letter | None:
    if await _reader(conn, chat, about) is None:
        return None
    return Letter((pace_page.quiet(translator(chat.language)),))


async def _backlog(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, now: datetime
) -> Letter | None:
    learner = await _reader(conn, chat, about)
    if learner is None:
        return None
    waiting = await memories.count_due(conn, learner.id, now)
    return Letter((pace_page.backlog(translator(chat.language), waiting),))


async def _leech(
    conn: Connection, chat: Chat, about: Sequence[str], _policy: Policy, _now: datetime
) -> Letter | None:
    learner, card_id = await _reader(conn, chat, about), int(about[1])
    if learner is None or not (await marks.get(conn, learner.id, card_id)).set_aside:
        return None  # its learner was quicker
    question = (await cards.get(conn, card_id)).card.question
    return Letter((pace_page.leech(translator(chat.language), card_id, question, int(about[2])),))


async def _reader(conn: Connection, chat: Chat, about: Sequence[str]) -> Learner | None:
    """Whom the letter is for; None when they were forgotten, and whoever is there now is somebody new."""
    learner = await learners.find(conn, "person", chat.id)
    return learner if learner is not None and learner.id == int(about[0]) else None


LETTERS: dict[str, Writer] = {
    "exam": _exam,
    "answer": _answer,
    "report": _report,
    "settled": _settled,
    "status": _status,
    "quiet": _quiet,
    "backlog": _backlog,
    "leech": _leech,
}
