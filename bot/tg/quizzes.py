"""Votes in polls, and the buttons of quizzes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog
import telegram

from bot.actions import vote
from bot.actions.answer import Touch
from bot.actions.face import shown
from bot.actions.meet import Visitor
from bot.domain.chat import Chat
from bot.domain.vote import rating_of, valid
from bot.errors import NotAllowed, PostOver
from bot.render import back, pages, quiz
from bot.render import post as render
from bot.render.message import OutgoingMessage
from bot.storage import chats, inbox
from bot.storage.learners import Learner
from bot.tg import touching
from bot.tg.desk import STAND_INS, Desk, speaks
from bot.tg.tapped import Reply, Tapped

log = structlog.get_logger(__name__)


async def voted(desk: Desk, given: telegram.PollAnswer) -> None:
    """Count a vote; in private the full answer follows, with what became of it."""
    async with desk.database.write() as conn:
        what = await vote.vote(conn, given.poll_id, _voter(given), given.option_ids, desk.policy, desk.now())
    log.info("vote", heard=what.heard, post=what.post_id, poll=given.poll_id)
    if what.now_shown is not None:
        await desk.show(what.now_shown)
    if what.told is not None:
        await desk.say(what.told, pages.notice(speaks(what.told), "post.over"))


async def closed(desk: Desk, poll: telegram.Poll) -> None:
    """A poll is closed: who could not see its full answer sees it now."""
    if not poll.is_closed:
        return
    async with desk.database.write() as conn:
        what = await vote.closed(conn, poll.id, desk.policy, desk.now())
    log.info("poll closed", poll=poll.id)
    if what is not None:
        await desk.show(what)
    desk.wake()


async def pick(desk: Desk, tapped: Tapped) -> Reply:
    """Choose the only right option, or another."""
    option = tapped.tap.number(1)
    return await _choose(desk, tapped, () if option is None else (option,))


async def toggle(desk: Desk, tapped: Tapped) -> Reply:
    """Tick an option of a quiz with several right ones."""
    option = tapped.tap.number(1)
    async with desk.database.write() as conn:
        touch = await touching.touch(desk, conn, tapped)
        if await inbox.acts(conn, tapped.update_id):
            await vote.toggle(conn, touch, -1 if option is None else option, desk.now())
        post, ticked = await vote.ticked(conn, touch)
        what = await shown(conn, post.id, desk.policy, desk.now())
    if tapped.chat.kind == "private":
        return Reply(then=desk.show_buttons(what))
    return Reply(quiz.chosen(post.options, ticked, speaks(tapped.chat)))


async def check(desk: Desk, tapped: Tapped) -> Reply:
    """Have what was ticked judged."""
    async with desk.database.write() as conn:
        _, ticked = await vote.ticked(conn, await touching.touch(desk, conn, tapped))
    if not ticked:
        return Reply(speaks(tapped.chat)("quiz.none_chosen"), alert=True)
    return await _choose(desk, tapped, ticked)


async def full(desk: Desk, tapped: Tapped) -> Reply:
    """The full answer of a poll, in the person's own chat or as much as an alert holds."""
    async with desk.database.write() as conn:
        post = await vote.may_read(conn, await touching.touch(desk, conn, tapped))
        own = await chats.get(conn, tapped.visitor.user_id)
        what = await shown(conn, post.id, desk.policy, desk.now())
    t = speaks(tapped.chat)
    if own is None or own.gone:
        return Reply(quiz.answer_alert(what.face.card, t), alert=True)
    return Reply(t("quiz.sent"), then=_tell(desk, own, render.answer(what.face, speaks(own))))


async def timer(desk: Desk, tapped: Tapped) -> Reply:
    """How long native quizzes stay open in a group or a channel; only who runs it may say."""
    async with desk.database.read() as conn:
        chat = await chats.get(conn, tapped.tap.number(0) or 0)
    if chat is None or chat.kind == "private":
        raise PostOver(0)
    if not await desk.is_admin(chat, tapped.visitor.user_id):
        raise NotAllowed("refused.not_admin")
    wanted = tapped.tap.number(1)
    if wanted in quiz.TIMERS:
        async with desk.database.write() as conn:
            await chats.set_timer(conn, chat.id, wanted or None)
            chat = replace(chat, timer=wanted or None)
    page = quiz.timer_page(speaks(tapped.chat), chat.id, chosen=chat.timer)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def _choose(desk: Desk, tapped: Tapped, chosen: Sequence[int]) -> Reply:
    if tapped.chat.kind == "channel":
        return await _tell_reader(desk, tapped, chosen)
    async with desk.database.write() as conn:
        touch = await touching.touch(desk, conn, tapped)
        post, rated = await vote.pick(conn, touch, chosen, desk.policy, desk.now())
        own = await chats.get(conn, tapped.visitor.user_id)
    t, rating = speaks(tapped.chat), rated.given.rating
    said = back.counted(t, rated.given, reachable=own is not None and not own.gone)
    text = quiz.verdict(rating, post.options, said, t)
    assert rated.now_shown is not None
    if rated.chat.kind == "group":
        desk.errands.send(desk.show_buttons(rated.now_shown))
        return Reply(text, alert=True)
    return Reply(text, then=desk.show(rated.now_shown))


async def _tell_reader(desk: Desk, tapped: Tapped, chosen: Sequence[int]) -> Reply:
    """In a channel nobody is rated: whoever tries is told, and nobody else."""
    async with desk.database.read() as conn:
        nobody = Learner(0, "person", tapped.visitor.user_id, "UTC")
        touch = Touch(tapped.tap.number(0) or 0, tapped.chat.id, tapped.message_id, nobody)
        post = await vote.quiz_here(conn, touch, "buttons")
    if not valid(post.options, chosen):
        raise PostOver(post.id)
    rating = rating_of(post.options, chosen, None)
    return Reply(quiz.verdict(rating, post.options, "", speaks(tapped.chat)), alert=True)


async def _tell(desk: Desk, chat: Chat, messages: Sequence[OutgoingMessage]) -> None:
    for message in messages:
        await desk.say(chat, message)


def _voter(given: telegram.PollAnswer) -> Visitor | None:
    """Who voted; None for those without a name: channels, and administrators who act as their group."""
    user = given.user
    if user is None or user.id in STAND_INS:
        return None
    return Visitor(user.id, user.id, "private", "", user.language_code)
