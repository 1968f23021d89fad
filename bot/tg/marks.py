"""The row under a revealed card, and the texts that become notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.actions import marks, meet, quiz, tongue
from bot.actions.answer import Touch
from bot.actions.face import Shown, shown
from bot.actions.meet import Visitor
from bot.domain.chat import Chat
from bot.errors import PostOver
from bot.render import marks as render
from bot.render import pages
from bot.render.message import Buttons, OutgoingMessage
from bot.storage import inbox, learners, pending
from bot.storage import marks as stored
from bot.storage.database import Connection
from bot.storage.pending import PendingKind
from bot.tg import sessions
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped


async def mark(desk: Desk, tapped: Tapped) -> Reply:
    """A button of the row; what it does is its second word."""
    about = tapped.tap.about[1:]
    act = _ACTS.get(about[0] if about else "")
    if act is None:
        raise PostOver(tapped.tap.number(0) or 0)
    return await act(desk, tapped)


async def turn(desk: Desk, tapped: Tapped) -> Reply:
    """Show the question in another language."""
    language = (*tapped.tap.about[1:], "")[0]
    async with desk.database.write() as conn:
        what = await _mine(desk, conn, tapped)
        await tongue.turn(conn, what.post, language, desk.now())
        what = await shown(conn, what.post.id, desk.policy, desk.now())
    return Reply(then=desk.show(what))


async def _star(desk: Desk, tapped: Tapped) -> Reply:
    on = tapped.tap.number(2) == 1
    async with desk.database.write() as conn:
        what = await _mine(desk, conn, tapped)
        await marks.star(conn, what.post, on=on)
        what = await shown(conn, what.post.id, desk.policy, desk.now())
    said = speaks(tapped.chat)("mark.starred" if on else "mark.unstarred")
    return Reply(said, then=desk.show_buttons(what))


async def _hide(desk: Desk, tapped: Tapped) -> Reply:
    on = tapped.tap.number(2) == 1
    async with desk.database.write() as conn:
        what = await _mine(desk, conn, tapped)
        await marks.hide(conn, what.post.learner_id, what.post.card_id, on=on)
        what = await shown(conn, what.post.id, desk.policy, desk.now())
    said = speaks(tapped.chat)("mark.hidden" if on else "mark.unhidden")
    return Reply(said, then=desk.show_buttons(what))


async def _go_on(desk: Desk, tapped: Tapped) -> Reply:
    """On to the session's next question, in the same message."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        what = await _mine(desk, conn, tapped)
        if what.face.mark is None or not what.face.mark.hidden:
            raise PostOver(what.post.id)
        onward = await marks.go_on(conn, what.post, tapped.chat, learner, desk.policy, desk.now())
    return Reply(then=sessions.show_onward(desk, tapped, onward))


async def _note(desk: Desk, tapped: Tapped) -> Reply:
    async with desk.database.write() as conn:
        what = await _mine(desk, conn, tapped)
        await marks.ask_for_note(conn, what.post, tapped.update_id, desk.now())
        there = await stored.get(conn, what.post.learner_id, what.post.card_id)
    return Reply(then=desk.say(tapped.chat, render.ask_for_note(speaks(tapped.chat), what.post.id, there)))


async def _erase(desk: Desk, tapped: Tapped) -> Reply:
    """Delete the note, from the message that asked for a new one."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        post_id = tapped.tap.number(0)
        what = await marks.erase_note(conn, tapped.chat, learner, post_id, desk.policy, desk.now())
    page = pages.notice(speaks(tapped.chat), "note.erased")
    if what is not None:
        desk.errands.send(desk.show(what))
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def _back(desk: Desk, tapped: Tapped) -> Reply:
    """The row again, after its flag was tapped."""
    async with desk.database.write() as conn:
        what = await _mine(desk, conn, tapped)
    return Reply(then=desk.show_buttons(what))


_ACTS: dict[str, Callable[[Desk, Tapped], Awaitable[Reply]]] = {
    "star": _star,
    "hide": _hide,
    "on": _go_on,
    "note": _note,
    "erase": _erase,
    "back": _back,
}


async def unsaid(desk: Desk, tapped: Tapped) -> Reply:
    """The text that was asked for will not come; when it came already, only the button goes."""
    async with desk.database.write() as conn:
        awaited = await _awaited(desk, conn, tapped.chat)
        await pending.drop_texts(conn, tapped.chat.id)
    if not awaited:
        return Reply(then=desk.edit_buttons(tapped.chat.id, tapped.message_id, ()))
    page = pages.notice(speaks(tapped.chat), "note.cancelled")
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def written(desk: Desk, update_id: int, visitor: Visitor, chat: Chat, text: str) -> bool:
    """Take a text for the note that was asked for; False when none was, or this was done before a crash."""
    async with desk.database.read() as conn:
        if not await pending.held(conn, chat.id, "note", desk.now()):
            return await inbox.acted(conn, update_id)
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, visitor, desk.policy, desk.now())
        noted = await marks.note(conn, chat, learner, update_id, text, desk.now())
    if noted is None:
        return False
    await desk.say(chat, render.noted(speaks(chat), noted.written, gone=noted.card_id is None))
    if noted.post_id is not None:
        await desk.post_again(noted.post_id)
    return True


async def insists(desk: Desk, chat: Chat) -> bool:
    """Say that a text was asked for, if one was: a voice message is no note."""
    async with desk.database.read() as conn:
        awaited = await _awaited(desk, conn, chat)
    if awaited:
        await desk.say(chat, pages.notice(speaks(chat), "note.only_text"))
    return awaited


async def starred(desk: Desk, tapped: Tapped) -> Reply:
    """A session of starred cards, from the decks' page."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        if tapped.chat.kind != "private":
            raise PostOver(0)
        size = quiz.USUAL_SIZE
        post_id = await quiz.start(conn, tapped.chat, learner, size, desk.policy, desk.now(), starred=True)
    if post_id is None:
        return Reply(speaks(tapped.chat)("marks.none_starred"), alert=True)
    return Reply(then=desk.post(tapped.chat, post_id))


async def hidden(desk: Desk, tapped: Tapped) -> Reply:
    """Turn a page of the hidden cards."""
    page = await _hidden_page(desk, tapped, tapped.tap.number(0) or 0)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def unhide(desk: Desk, tapped: Tapped) -> Reply:
    """Have a hidden card asked again."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
        done = await marks.show_again(conn, learner, tapped.tap.number(0))
    page = await _hidden_page(desk, tapped, tapped.tap.number(1) or 0)
    said = speaks(tapped.chat)("mark.unhidden") if done else ""
    return Reply(said, then=desk.edit(tapped.chat.id, tapped.message_id, page))


async def ways(desk: Desk, chat: Chat, user_id: int) -> Buttons:
    """The buttons under the decks' page that lead to what a person starred and hid."""
    async with desk.database.read() as conn:
        me = await learners.find(conn, "person", user_id)
        counts = await stored.count(conn, me.id) if me else stored.Counts(0, 0)
    return render.ways(speaks(chat), counts.starred, counts.hidden)


async def _awaited(desk: Desk, conn: Connection, chat: Chat) -> bool:
    kinds: tuple[PendingKind, ...] = ("note", "report")
    return any([await pending.held(conn, chat.id, kind, desk.now()) for kind in kinds])


async def _hidden_page(desk: Desk, tapped: Tapped, page: int) -> OutgoingMessage:
    if tapped.chat.kind != "private":
        raise PostOver(0)
    async with desk.database.read() as conn:
        me = await learners.find(conn, "person", tapped.visitor.user_id)
        found = await stored.hidden(conn, me.id) if me else ()
    return render.hidden_list(speaks(tapped.chat), [(each.id, each.question) for each in found], page)


async def _mine(desk: Desk, conn: Connection, tapped: Tapped) -> Shown:
    return await marks.mine(conn, tapped.chat, await touch_of(desk, conn, tapped), desk.policy, desk.now())


async def touch_of(desk: Desk, conn: Connection, tapped: Tapped) -> Touch:
    """Who touched which post in which message."""
    learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
    return Touch(tapped.tap.number(0) or 0, tapped.chat.id, tapped.message_id, learner)
