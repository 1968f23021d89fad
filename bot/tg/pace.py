"""/pace and /pause, and the buttons under them and under the offer for a backlog."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import meet, pace
from bot.actions.meet import Visitor
from bot.actions.pace import Chosen
from bot.actions.subscribe import Senseless
from bot.domain.chat import Chat
from bot.errors import NotAllowed
from bot.render import pace as render
from bot.render import pages
from bot.render.message import OutgoingMessage
from bot.storage import inbox
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.tg import dates
from bot.tg.arguments import Nonsense
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped


async def page(desk: Desk, chat: Chat, visitor: Visitor) -> OutgoingMessage:
    """What /pace answers."""
    if chat.kind != "private":
        return pages.notice(speaks(chat), "only_private")
    async with desk.database.write() as conn:
        learner = await _learner(desk, conn, visitor)
        return _shown(desk, chat, await pace.current(conn, learner, desk.now()))


async def pause(desk: Desk, chat: Chat, visitor: Visitor, words: Sequence[str]) -> OutgoingMessage:
    """What /pause answers; raises `Nonsense` for words that name no time."""
    if chat.kind != "private":
        return pages.notice(speaks(chat), "only_private")
    async with desk.database.write() as conn:
        learner = await _learner(desk, conn, visitor)
        chosen = await pace.current(conn, learner, desk.now())
        if not words:
            return _shown(desk, chat, chosen, "break")
        if dates.means_off(words):
            return await _back(desk, conn, chat, learner)
        until = dates.until(words, chosen.today)
        if until is None:
            raise Nonsense(" ".join(words))
        try:
            taken = await pace.take_break(conn, learner, until, desk.policy, desk.now())
        except Senseless as e:
            raise Nonsense(str(e)) from e
        return render.break_begun(speaks(chat), taken)


async def tapped(desk: Desk, tap: Tapped) -> Reply:
    """A button of the page, of /pause, or of the offer for a backlog."""
    if tap.chat.kind != "private":
        raise NotAllowed("only_private")
    field, value = (*tap.tap.about, "", "")[:2]
    async with desk.database.write() as conn:
        learner = await _learner(desk, conn, tap.visitor)
        first = value != "" and await inbox.acts(conn, tap.update_id)
        if field == "break" and value:
            message = await _break(desk, conn, tap, learner, value)
        elif field == "plan":
            chosen = await pace.change(conn, learner, "backlog", value, desk.now())
            message = render.backlog_chosen(speaks(tap.chat), chosen.pace.backlog_a_day or 0)
        else:
            message = await _page(desk, conn, tap, learner, field, value if first else "")
    return Reply(then=desk.edit(tap.chat.id, tap.message_id, message))


async def _page(
    desk: Desk, conn: Connection, tap: Tapped, learner: Learner, field: str, value: str
) -> OutgoingMessage:
    if field and field not in render.FIELDS:
        raise Senseless(field)
    if not value:
        return _shown(desk, tap.chat, await pace.current(conn, learner, desk.now()), field)
    chosen = await pace.change(conn, learner, field, value, desk.now())
    return _shown(desk, tap.chat, chosen, field if field == "light" else "")


async def _break(desk: Desk, conn: Connection, tap: Tapped, learner: Learner, value: str) -> OutgoingMessage:
    days = tap.tap.number(1)
    if days is None:
        raise Senseless(value)
    if days == 0:
        return await _back(desk, conn, tap.chat, learner)
    today = (await pace.current(conn, learner, desk.now())).today
    until = pace.days_from(today, days)
    return render.break_begun(
        speaks(tap.chat), await pace.take_break(conn, learner, until, desk.policy, desk.now())
    )


async def _back(desk: Desk, conn: Connection, chat: Chat, learner: Learner) -> OutgoingMessage:
    ended = await pace.end_break(conn, learner, desk.policy, desk.now())
    desk.wake()
    return pages.notice(speaks(chat), "pause.ended" if ended else "pause.none")


async def _learner(desk: Desk, conn: Connection, visitor: Visitor) -> Learner:
    return await meet.meet_person(conn, visitor, desk.policy, desk.now())


def _shown(desk: Desk, chat: Chat, chosen: Chosen, field: str = "") -> OutgoingMessage:
    t, usual = speaks(chat), desk.policy.new_a_day
    if field:
        return render.page(t, chosen.pace, field, usual, chosen.today)
    return render.overview(t, chosen.pace, usual, chosen.today)
