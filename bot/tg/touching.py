"""What the buttons of a question have in common: who touched it, and what is shown after a rating."""

from __future__ import annotations

from bot.actions import meet
from bot.actions.answer import Rated, Touch
from bot.actions.face import Shown
from bot.i18n.translator import translator
from bot.render import pages
from bot.render import post as render
from bot.storage.database import Connection
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Tapped


async def touch(desk: Desk, conn: Connection, tapped: Tapped) -> Touch:
    """The tap as an action knows it; whoever tapped is met."""
    learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
    return Touch(tapped.tap.number(0) or 0, tapped.chat.id, tapped.message_id, learner)


async def after_rating(desk: Desk, tapped: Tapped, rated: Rated) -> None:
    """Show the rated post, or what a session shows next in the same message."""
    if rated.now_shown is None:
        page = pages.session_over(speaks(rated.chat), rated.session_ratings, chat_id=rated.chat.id)
        await desk.edit(rated.chat.id, tapped.message_id, page)
    elif rated.owed is not None:
        await go_on(desk, rated.now_shown, rated.owed)
    elif rated.now_shown.post.id == tapped.tap.number(0):
        await desk.show_buttons(rated.now_shown)
    else:
        await desk.show(rated.now_shown)


def counted(rated: Rated) -> str:
    """What a toast says of a rating that was counted."""
    t = translator(rated.chat.language)
    return t("post.counted", rating=rated.given.rating, interval=t.interval(rated.given.back_in))


async def go_on(desk: Desk, answered: Shown, next_id: int) -> None:
    """Send a session's next question as a message of its own; the last one keeps its rating and its undo."""
    t = translator(answered.chat.language)
    if answered.post.message_id is not None:
        rows = render.buttons(answered.face, t)[:-1]
        await desk.edit_buttons(answered.chat.id, answered.post.message_id, rows)
    await desk.post(answered.chat, next_id)
