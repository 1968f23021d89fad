"""The buttons of questions that are answered in more than a rating, and the page where a chat chooses how."""

from __future__ import annotations

from bot.actions import answer, answering, subscribe
from bot.domain.chat import Chat
from bot.errors import PostOver
from bot.render import settings
from bot.storage import inbox
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped
from bot.tg.touching import after_rating, counted, touch


async def sure(desk: Desk, tapped: Tapped) -> Reply:
    """How sure the reader is, and then the answer."""
    async with desk.database.write() as conn:
        touched = await touch(desk, conn, tapped)
        what = await answering.say_sure(conn, touched, tapped.tap.number(1) or 0, desk.policy, desk.now())
    return Reply(then=desk.show(what))


async def judge(desk: Desk, tapped: Tapped) -> Reply:
    """Right or wrong, after the reader said how sure they were."""
    right = tapped.tap.number(1)
    if right not in {0, 1}:
        raise PostOver(tapped.tap.number(0) or 0)
    async with desk.database.write() as conn:
        touched = await touch(desk, conn, tapped)
        rated = await answering.judge(conn, touched, desk.policy, desk.now(), right=bool(right))
    return Reply(counted(rated), then=after_rating(desk, tapped, rated))


async def tick(desk: Desk, tapped: Tapped) -> Reply:
    """Tick a point of the answer, or take the tick away; a tap that is handled twice does it once."""
    number = tapped.tap.number(1)
    async with desk.database.write() as conn:
        if number is None or not await inbox.acts(conn, tapped.update_id):
            raise PostOver(tapped.tap.number(0) or 0)
        touched = await touch(desk, conn, tapped)
        what = await answering.tick(conn, touched, number, desk.policy, desk.now())
    return Reply(then=desk.show_buttons(what))


async def overrule(desk: Desk, tapped: Tapped) -> Reply:
    """The reader knows better than the judge."""
    async with desk.database.write() as conn:
        touched = await touch(desk, conn, tapped)
        rated = await answering.overrule(conn, touched, desk.policy, desk.now())
    return Reply(counted(rated), then=desk.show(rated.now_shown) if rated.now_shown else None)


async def on(desk: Desk, tapped: Tapped) -> Reply:
    """The next question of a session that waited until its reader had read."""
    async with desk.database.write() as conn:
        rated = await answer.go_on(conn, await touch(desk, conn, tapped), desk.policy, desk.now())
    return Reply(then=after_rating(desk, tapped, rated))


async def choose(desk: Desk, tapped: Tapped, chat: Chat, value: str) -> Reply:
    """The page of the ways to answer, and a choice from it."""
    if value:
        async with desk.database.write() as conn:
            chat = await subscribe.choose_mode(conn, chat, value)
    spoken = speaks(tapped.chat)
    page = settings.mode_page(spoken, chat.id, kind=chat.kind, chosen=chat.mode)
    said = spoken("settings.mode_done") if value else ""
    return Reply(said, then=desk.edit(tapped.chat.id, tapped.message_id, page))
