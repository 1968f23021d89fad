"""Sessions and exams as people steer them: what each of their buttons does, and what is shown then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.actions import exam, meet, quiz, session
from bot.actions import round as rounds
from bot.actions.answer import Rated
from bot.actions.face import Shown, shown
from bot.actions.quiz import Onward
from bot.actions.session import At
from bot.domain.chat import Chat
from bot.domain.post import Post
from bot.domain.session import Summary
from bot.errors import PostOver
from bot.render import exam as exam_page
from bot.render import session as page
from bot.render.message import OutgoingMessage
from bot.storage import inbox, learners, posts, sessions
from bot.storage.database import Connection
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped

log = structlog.get_logger(__name__)


async def skip(desk: Desk, tapped: Tapped) -> Reply:
    """Pass over the question."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        onward = await session.skip(conn, at, tapped.tap.number(0), desk.policy, desk.now())
    return Reply(speaks(tapped.chat)("session.skipped"), then=show_onward(desk, tapped, onward))


async def again(desk: Desk, tapped: Tapped) -> Reply:
    """Have the card come back before the session ends, or not."""
    wanted = tapped.tap.number(1) == 1
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        post_id = tapped.tap.number(0)
        what = await session.again(conn, at, post_id, wanted=wanted, policy=desk.policy, now=desk.now())
    said = "session.comes_again" if wanted else "session.comes_no_more"
    return Reply(speaks(tapped.chat)(said), then=desk.show(what))


async def pause(desk: Desk, tapped: Tapped) -> Reply:
    """Let the session wait in its message."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        rests = await session.pause(conn, at, tapped.tap.number(0), desk.now())
    message = page.paused(speaks(tapped.chat), rests.session.id, rests.step)
    return Reply(then=_turn(desk, tapped, rests.waiting, message))


async def resume(desk: Desk, tapped: Tapped) -> Reply:
    """Go on, in this message."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        found = await session.mine(conn, at, tapped.tap.number(0))
        before = await sessions.waiting(conn, found)
        onward = await session.resume(conn, at, found.id, desk.policy, desk.now())
    elsewhere = before if before and before.message_id != tapped.message_id else None
    return Reply(then=_resumed(desk, tapped, onward, elsewhere))


async def end(desk: Desk, tapped: Tapped) -> Reply:
    """End the session, or hand the exam in, and show what it came to."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        found = await session.mine(conn, at, tapped.tap.number(0))
        waiting = await sessions.waiting(conn, found)
        summed = await session.end(conn, at, found.id, desk.now())
    return Reply(then=_turn(desk, tapped, waiting, over_page(tapped.chat, summed)))


async def hand_in(desk: Desk, tapped: Tapped) -> Reply:
    """Ask once more before an exam ends with questions unanswered: a thumb slips."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        found = await session.mine(conn, at, tapped.tap.number(0))
        waiting = await sessions.waiting(conn, found)
    if not found.open or waiting is None or waiting.message_id != tapped.message_id:
        raise PostOver(0)
    left = 1 + len(found.again)
    buttons = exam_page.hand_in(speaks(tapped.chat), found.id, left)
    return Reply(then=desk.edit_buttons(tapped.chat.id, tapped.message_id, buttons))


async def missed(desk: Desk, tapped: Tapped) -> Reply:
    """Go through what went wrong once more, in a message of its own."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        found = await session.mine(conn, at, tapped.tap.number(0))
        if found.open or not await inbox.acts(conn, tapped.update_id):
            raise PostOver(0)
        cards = (await session.summary(conn, found.id, desk.now())).again
        post_id = await quiz.start_list(conn, tapped.chat, at.learner, cards, desk.policy, desk.now())
    return await _posted(desk, tapped, post_id)


async def more(desk: Desk, tapped: Tapped) -> Reply:
    """As many questions again, drawn from what this session was drawn from."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        found = await session.mine(conn, at, tapped.tap.number(0))
        if not await inbox.acts(conn, tapped.update_id):
            raise PostOver(0)
        post_id = await quiz.start(
            conn,
            at.chat,
            at.learner,
            page.MORE,
            desk.policy,
            desk.now(),
            tags=found.tags,
            decks=found.decks,
            hard=found.hard,
            starred=found.starred,
        )
    return await _posted(desk, tapped, post_id)


async def pick(desk: Desk, tapped: Tapped) -> Reply:
    """Answer a question of an exam with an option, or tick it where several are right."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        if not await inbox.acts(conn, tapped.update_id):
            raise PostOver(0)
        post_id, option = tapped.tap.number(0), tapped.tap.number(1)
        went = await exam.pick(conn, at, post_id, option, desk.policy, desk.now())
    if isinstance(went, Shown):
        return Reply(then=desk.show_buttons(went))
    return _noted(desk, tapped, went)


async def give(desk: Desk, tapped: Tapped) -> Reply:
    """Answer a question of an exam with what is ticked."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        rated = await exam.give(conn, at, tapped.tap.number(0), desk.policy, desk.now())
    return _noted(desk, tapped, rated)


async def claim(desk: Desk, tapped: Tapped) -> Reply:
    """Say how sure one is of a question of an exam that has no options."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        post_id, sure = tapped.tap.number(0), tapped.tap.number(1)
        rated = await exam.claim(conn, at, post_id, sure, desk.policy, desk.now())
    return _noted(desk, tapped, rated)


async def review(desk: Desk, tapped: Tapped) -> Reply:
    """Turn to one question of an exam that is over."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        number = tapped.tap.number(1) or 0
        seen = await exam.review(conn, at, tapped.tap.number(0), number, desk.now())
    message = exam_page.review(speaks(tapped.chat), seen)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, message))


async def whole(desk: Desk, tapped: Tapped) -> Reply:
    """A question of an exam that is over with all of its long answer, below."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        number = tapped.tap.number(1) or 0
        seen = await exam.review(conn, at, tapped.tap.number(0), number, desk.now())
    return Reply(then=_say_all(desk, tapped.chat, exam_page.whole(speaks(tapped.chat), seen)))


async def result(desk: Desk, tapped: Tapped) -> Reply:
    """Back to what a session that is over came to."""
    async with desk.database.write() as conn:
        at = await _at(desk, conn, tapped)
        found = await session.mine(conn, at, tapped.tap.number(0))
        if found.open:
            raise PostOver(0)
        summed = await session.summary(conn, found.id, desk.now())
    message = over_page(tapped.chat, summed)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, message))


async def onward_group(desk: Desk, tapped: Tapped) -> Reply:
    """The next question of a group's round, once, whoever and however many ask for it."""
    async with desk.database.write() as conn:
        learner = await meet.audience(conn, tapped.chat, desk.policy, desk.now())
        at = At(tapped.chat, tapped.message_id, learner)
        session_id, post_id = tapped.tap.number(0), tapped.tap.number(1)
        try:
            next_id = await rounds.go_on(conn, at, session_id, post_id, desk.policy, desk.now())
        except PostOver:
            return Reply(speaks(tapped.chat)("round.gone_on"))
        before = await shown(conn, post_id or 0, desk.policy, desk.now())
    desk.errands.send(desk.show_buttons(before))
    return await _posted(desk, tapped, next_id)


async def after(desk: Desk, tapped: Tapped, rated: Rated) -> None:
    """Show what a session shows after an answer: its next question, here or in a message of its own, or its end."""
    if rated.over is not None:
        async with desk.database.read() as conn:
            summed = await session.summary(conn, rated.over, desk.now())
        await _end_here(desk, tapped, over_page(rated.chat, summed))
    elif rated.now_shown is not None:
        await desk.show(rated.now_shown)
    if rated.coming is not None:
        await desk.post(rated.chat, rated.coming)


async def recover(desk: Desk, tapped: Tapped) -> bool:
    """Whether a button that is too old belongs to a session that can go on, or an exam whose time is over.

    A session whose question was deleted with its deck goes on in this message; one that waits says so in its own.
    """
    if tapped.chat.kind != "private" or tapped.tap.name not in STEERED:
        return False
    async with desk.database.write() as conn:
        learner = await learners.find(conn, "person", tapped.visitor.user_id)
        if learner is None:
            return False  # whoever was forgotten is not remembered again for it
        at = At(tapped.chat, tapped.message_id, learner)
        late = await exam.late(conn, at, desk.now())
        summed = await session.end(conn, at, late.id, desk.now()) if late else None
        gone = await posts.find(conn, tapped.tap.number(0)) is None and tapped.tap.name in BY_POST
        onward = await session.orphaned(conn, at, desk.policy, desk.now()) if gone and not summed else None
    if summed is not None:
        await _end_here(desk, tapped, exam_page.result(speaks(tapped.chat), summed, in_time=False))
    elif onward is not None:
        log.info("a session lost its question", chat=tapped.chat.id, session=onward.session_id)
        await show_onward(desk, tapped, onward)
    return summed is not None or onward is not None


async def show_onward(desk: Desk, tapped: Tapped, onward: Onward) -> None:
    """Show where a session went: its next question, or its end."""
    if onward.post_id is None:
        async with desk.database.read() as conn:
            summed = await session.summary(conn, onward.session_id, desk.now())
        await _end_here(desk, tapped, over_page(tapped.chat, summed))
        return
    if not onward.takes_over:
        await desk.post(tapped.chat, onward.post_id)
        return
    async with desk.database.read() as conn:
        what = await shown(conn, onward.post_id, desk.policy, desk.now())
    await desk.show(what)


def over_page(chat: Chat, summed: Summary) -> OutgoingMessage:
    """What a session that is over shows."""
    made = exam_page.result if summed.kind == "exam" else page.summary
    return made(speaks(chat), summed)


Handler = Callable[[Desk, Tapped], Awaitable[Reply]]
TAPS: dict[str, Handler] = {
    "skip": skip,
    "again": again,
    "pause": pause,
    "resume": resume,
    "end": end,
    "handin": hand_in,
    "missed": missed,
    "more": more,
    "select": pick,
    "give": give,
    "claim": claim,
    "review": review,
    "whole": whole,
    "result": result,
    "round": onward_group,
}
BY_POST = frozenset(
    {"show", "hint", "rate", "skip", "again", "select", "give", "claim"}
)  # they name a question
STEERED = BY_POST | {"pause", "resume", "end", "handin"}


async def _at(desk: Desk, conn: Connection, tapped: Tapped) -> At:
    if tapped.chat.kind != "private":
        raise PostOver(tapped.tap.number(0) or 0)
    learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
    return At(tapped.chat, tapped.message_id, learner)


def _noted(desk: Desk, tapped: Tapped, rated: Rated) -> Reply:
    return Reply(speaks(tapped.chat)("exam.noted"), then=after(desk, tapped, rated))


async def _turn(desk: Desk, tapped: Tapped, waiting: Post | None, message: OutgoingMessage) -> None:
    """A page takes the place of the question that stood in the touched message."""
    if waiting is not None and waiting.mode == "poll":  # which cannot become a text
        await desk.say(tapped.chat, message)
        return
    here = waiting is not None and waiting.message_id == tapped.message_id
    if waiting is not None and here:
        await _only_here(desk, waiting)
    await desk.edit(tapped.chat.id, tapped.message_id, message)
    if waiting is not None and not here and waiting.message_id is not None:
        await desk.edit_buttons(tapped.chat.id, waiting.message_id, ())


async def _end_here(desk: Desk, tapped: Tapped, message: OutgoingMessage) -> None:
    """A session's end takes the place of its last question, of which only a poll stays above it."""
    async with desk.database.read() as conn:
        last = await posts.find(conn, tapped.tap.number(0))
    if last is not None and (last.chat_id, last.message_id) == (tapped.chat.id, tapped.message_id):
        await _only_here(desk, last)
    await desk.edit(tapped.chat.id, tapped.message_id, message)


async def _only_here(desk: Desk, post: Post) -> None:
    """Take away what stands before the message with the buttons: pictures, and the beginning of a long answer."""
    before = post.texts[:-1]
    if not before:
        return
    async with desk.database.write() as conn:
        await posts.stands_in(conn, post.id, [each for each in post.messages if each not in before])
    for earlier in before:
        await desk.sender.delete(post.chat_id, earlier)


async def _resumed(desk: Desk, tapped: Tapped, onward: Onward, elsewhere: Post | None) -> None:
    await show_onward(desk, tapped, onward)
    if elsewhere is not None and elsewhere.message_id is not None:
        await desk.edit_buttons(tapped.chat.id, elsewhere.message_id, ())


async def _say_all(desk: Desk, chat: Chat, messages: Sequence[OutgoingMessage]) -> None:
    for message in messages:
        await desk.say(chat, message)


async def _posted(desk: Desk, tapped: Tapped, post_id: int | None) -> Reply:
    if post_id is None:
        return Reply(speaks(tapped.chat)("quiz.nothing"), alert=True)
    return Reply(then=desk.post(tapped.chat, post_id))
