"""What the buttons of a question have in common: who touched it, and what is shown after a rating."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import meet
from bot.actions.answer import Rated, Touch
from bot.i18n.translator import translator
from bot.render import back
from bot.storage.database import Connection
from bot.tg import sessions
from bot.tg.desk import Desk
from bot.tg.tapped import Tapped


async def touch(desk: Desk, conn: Connection, tapped: Tapped) -> Touch:
    """The tap as an action knows it; whoever tapped is met."""
    learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
    return Touch(tapped.tap.number(0) or 0, tapped.chat.id, tapped.message_id, learner)


async def after_rating(desk: Desk, tapped: Tapped, rated: Rated) -> None:
    """Show the rated post, or what a session shows next in the same message."""
    if rated.now_shown is not None and rated.now_shown.post.id == tapped.tap.number(0):
        await desk.show_buttons(rated.now_shown)
        rated = replace(rated, now_shown=None)
    await sessions.after(desk, tapped, rated)


def counted(rated: Rated) -> str:
    """What a toast says of a rating that was counted."""
    return back.counted(translator(rated.chat.language), rated.given)
