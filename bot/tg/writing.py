"""Texts that answer a question: written in private, edited later, or replied to a question in a group.

In private a text is an answer while a question waits to be written to. Cards come first only when they are
unmistakable: a file, a poll, a question with `+` lines under it, a text of six lines or more in a known format, the
rest of a text that Telegram has cut; and so does what was just asked for: a deck's new name, a note, the words of a
report, another text for a card.
A reply to a question is always an answer to that one.
"""

from __future__ import annotations

import structlog
import telegram

from bot.actions import meet, writing
from bot.actions.meet import Visitor
from bot.actions.writing import Judgement, Refusal, Taken, Written
from bot.domain.chat import Chat
from bot.domain.post import Post
from bot.errors import PostOver
from bot.render import answering as render
from bot.render import back, pages
from bot.storage import events, inbox, pending
from bot.tg import bringing
from bot.tg.desk import STAND_INS, Desk, speaks

log = structlog.get_logger(__name__)

REFUSALS: dict[Refusal, str] = {
    "over": "post.over",
    "shown": "typed.shown",
    "counted": "typed.counted",
    "empty": "typed.empty",
}


async def received(desk: Desk, visitor: Visitor, chat: Chat, message: telegram.Message) -> bool:
    """Take what came in private for an answer; False when it answers no question."""
    if message.text is None:
        return await _wordless(desk, chat, message)
    written = _written(message)
    async with desk.database.read() as conn:
        post = await writing.waiting(conn, chat, written.reply_to, desk.now())
        before = await writing.again(conn, chat, written.message_id, desk.policy, desk.now())
    if before is not None:
        await desk.show(before.shown)
        return True
    if post is None or (written.reply_to is None and await _is_no_answer(desk, chat, written.text)):
        return False
    taken = post if not isinstance(post, Post) else await _take(desk, visitor, post, written)
    await _tell(desk, chat, taken)
    return True


async def edited(desk: Desk, visitor: Visitor, message: telegram.Message) -> None:
    """Take an edited answer for what it says now, or say why not; what answered nothing may be edited in peace."""
    if visitor.kind != "private" or message.text is None:
        return
    async with desk.database.write() as conn:
        chat = await meet.meet_chat(conn, visitor, desk.now())
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        taken = await writing.retake(conn, chat, learner, _written(message), desk.policy, desk.now())
    if taken is not None:
        await _tell(desk, chat, taken)


async def replied(desk: Desk, update_id: int, visitor: Visitor, message: telegram.Message) -> None:
    """Judge what a member of a group replied to a question of ours, in a reply that gives nothing away."""
    to = message.reply_to_message
    ours = to is not None and to.from_user is not None and to.from_user.id == desk.bot.id
    if not ours or message.text is None or visitor.user_id in STAND_INS:
        return
    async with desk.database.write() as conn:
        if not await inbox.acts(conn, update_id):
            return
        chat = await meet.meet_chat(conn, visitor, desk.now())
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        what = await writing.take_in_public(conn, chat, learner, _written(message), desk.policy, desk.now())
    if what is None:
        return
    t = speaks(chat)
    if isinstance(what, Judgement):
        counted = back.counted(t, what.given) if what.given else ""
        page = render.in_public(what.judged, t, counted=counted)
    else:
        page = pages.notice(t, REFUSALS[what])
    await desk.say(chat, page.answering(message.message_id))


async def _wordless(desk: Desk, chat: Chat, message: telegram.Message) -> bool:
    """A voice message, a sticker, a photograph while an answer is awaited: it has to be written."""
    if message.poll is not None or (message.document is not None and message.animation is None):
        return False
    to = message.reply_to_message
    async with desk.database.write() as conn:
        post = await writing.waiting(conn, chat, to.message_id if to else None, desk.now())
        if not isinstance(post, Post) or message.effective_attachment is None:
            return False
        await events.note(conn, post.id, post.learner_id, "wordless", desk.now())
    log.info("an answer without words", chat=chat.id, post=post.id)
    await desk.say(chat, pages.notice(speaks(chat), "typed.wordless"))
    return True


async def _is_no_answer(desk: Desk, chat: Chat, text: str) -> bool:
    async with desk.database.read() as conn:
        asked_for = await pending.awaits_text(conn, chat.id, desk.now())
    return asked_for or await bringing.is_unmistakable(desk, chat, text)


async def _take(desk: Desk, visitor: Visitor, post: Post, written: Written) -> Taken | Refusal:
    try:
        async with desk.database.write() as conn:
            learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
            return await writing.take(conn, post, learner, written, desk.policy, desk.now())
    except PostOver:  # it was answered elsewhere in this moment
        return "over"


async def _tell(desk: Desk, chat: Chat, taken: Taken | Refusal) -> None:
    if not isinstance(taken, Taken):
        await desk.say(chat, pages.notice(speaks(chat), REFUSALS[taken]))
    elif taken.moves:
        await desk.post_again(taken.shown.post.id)
    else:
        await desk.show(taken.shown)


def _written(message: telegram.Message) -> Written:
    to = message.reply_to_message
    return Written(message.text or "", message.message_id, to.message_id if to else None)
