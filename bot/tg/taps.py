"""What each button does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.actions import answer, forget, meet, quiz, subscribe
from bot.actions import round as rounds
from bot.actions.answer import Touch
from bot.actions.subscribe import Request, Senseless
from bot.domain.chat import Chat
from bot.domain.post import Post, PostKind
from bot.errors import NotAllowed, NotFound, PostOver
from bot.i18n.translator import translator
from bot.render import back, pages, settings
from bot.render import post as render
from bot.storage import cards, chats, inbox, learners, posts
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.tg import bringing, leeches, marks, modes, pace, quizzes, reports, sessions, shelf
from bot.tg.desk import Desk, speaks
from bot.tg.tapped import Reply, Tapped
from bot.tg.touching import after_rating, touch

log = structlog.get_logger(__name__)

RATINGS = range(1, 6)
FIELDS = frozenset(
    {"", "time", "days", "zone", "count", "decks", "tags", "reveal", "style", "language", "mode"}
)  # pages of settings
HEALED = (
    sessions.BY_POST
    | {"show", "hint", "rate", "next", "undo", "pick", "toggle", "check"}
    | {"sure", "judge", "tick", "overrule", "on", "mark", "tongue", "flag"}
)  # whose number is a question's, or whose message is one's
KINDS: tuple[PostKind, ...] = ("daily", "quiz", "review")


async def handle(desk: Desk, tapped: Tapped) -> None:
    """Do what the button says; what can no longer be done, or not by this person, is said and changes nothing."""
    t = speaks(tapped.chat)
    try:
        reply = await TAPS.get(tapped.tap.name, _stale)(desk, tapped)
    except PostOver:
        log.info("tap too late", chat=tapped.chat.id, user=tapped.visitor.user_id, tap=tapped.tap.name)
        await desk.sender.answer_tap(tapped.query_id, t("post.over"))
        if not await sessions.recover(desk, tapped):
            await _heal(desk, tapped)
        return
    except (NotAllowed, Senseless) as e:
        refusal = e.reason if isinstance(e, NotAllowed) else "post.over"
        log.warning(
            "tap refused", chat=tapped.chat.id, user=tapped.visitor.user_id, tap=tapped.tap.name, why=str(e)
        )
        await desk.sender.answer_tap(tapped.query_id, t(refusal), alert=True)
        return
    await desk.sender.answer_tap(tapped.query_id, reply.text, alert=reply.alert)
    if reply.then is not None:
        await reply.then


async def show(desk: Desk, tapped: Tapped) -> Reply:
    """Reveal the answer, where a button hides it: no reader opens a group's spoiler for everybody."""
    async with desk.database.write() as conn:
        if (await _post_here(conn, tapped)).reveal != "button":
            raise NotAllowed("refused.not_yours")
        what = await answer.reveal(conn, await touch(desk, conn, tapped), desk.policy, desk.now())
    return Reply(then=desk.show(what))


async def hint(desk: Desk, tapped: Tapped) -> Reply:
    """Show the hint to the one who asked."""
    async with desk.database.write() as conn:
        await _post_here(conn, tapped)
        what = await answer.current(conn, await _look(desk, conn, tapped), desk.policy, desk.now())
    in_exam = what is not None and what.face.run is not None and what.face.run.exam
    if what is None or in_exam or what.face.post_id != tapped.tap.number(0) or not what.face.card.hint:
        raise PostOver(tapped.tap.number(0) or 0)
    return Reply(render.hint(what.face.card), alert=True)


async def rate(desk: Desk, tapped: Tapped) -> Reply:
    """Count a rating; in a session, go on to the next question in the same message."""
    rating = tapped.tap.number(1)
    if rating is None or rating not in RATINGS:
        raise PostOver(tapped.tap.number(0) or 0)
    async with desk.database.write() as conn:
        touched = await touch(desk, conn, tapped)
        rated = await answer.rate(conn, touched, rating, desk.policy, desk.now())
        reachable = await _reachable(conn, tapped)
    said = back.counted(translator(rated.chat.language), rated.given, reachable=reachable)
    if rated.chat.kind == "group" and rated.now_shown is not None:
        # A crowd taps faster than a group may be written to, and nobody should wait for the count.
        desk.errands.send(desk.show_buttons(rated.now_shown))
        return Reply(said)
    return Reply(said, then=after_rating(desk, tapped, rated))


async def undo(desk: Desk, tapped: Tapped) -> Reply:
    """Take a rating back; the message becomes that question again."""
    try:
        async with desk.database.write() as conn:
            learner = await meet.meet_person(conn, tapped.visitor, desk.policy, desk.now())
            answer_id = tapped.tap.number(0) or -1
            what = await answer.undo(conn, learner, desk.policy, desk.now(), answer_id=answer_id)
    except NotFound as e:
        raise PostOver(0) from e
    shows = what is not None and what.post.message_id is not None
    return Reply(speaks(tapped.chat)("undo.done"), then=desk.show(what) if what and shows else None)


async def next_(desk: Desk, tapped: Tapped) -> Reply:
    """Another question, or the next of those that wait: a session in a message of its own."""
    async with desk.database.write() as conn:
        touched = await touch(desk, conn, tapped)
        post = await _post_here(conn, tapped)
        if tapped.chat.kind != "private":
            raise PostOver(post.id)
        post_id = await quiz.start(
            conn, tapped.chat, touched.learner, quiz.USUAL_SIZE, desk.policy, desk.now()
        )
    return await _posted(desk, tapped, post_id)


async def ask(desk: Desk, tapped: Tapped) -> Reply:
    """A question from a welcome, a deck's page or the end of a session; readers of a channel cannot have one there."""
    if tapped.chat.kind == "channel":
        raise NotAllowed("refused.not_admin")
    async with desk.database.write() as conn:
        decks = await _decks(conn, tapped.chat, tapped.tap.number(1))
        learner = await meet.audience(conn, tapped.chat, desk.policy, desk.now())
        if tapped.chat.kind == "private":
            size = min(max(tapped.tap.number(2) or quiz.USUAL_SIZE, 1), quiz.MAX_SIZE)
            hard = tapped.tap.number(3) == 1
            post_id = await quiz.start(
                conn, tapped.chat, learner, size, desk.policy, desk.now(), decks=decks, hard=hard
            )
        else:
            post_id = await rounds.ask(conn, tapped.chat, learner, desk.policy, desk.now(), decks=decks)
    return await _posted(desk, tapped, post_id)


async def subscribe_(desk: Desk, tapped: Tapped) -> Reply:
    """Switch daily questions on at the usual time."""
    chat = await _managed(desk, tapped)
    async with desk.database.write() as conn:
        decks = await _decks(conn, chat, tapped.tap.number(1))
        request = Request(decks=decks)
        page = await subscribe.subscribe(conn, chat, request, desk.policy, desk.now())
    desk.wake()
    t = speaks(tapped.chat)
    message = pages.subscribed(t, page, ask=chat.id == tapped.chat.id)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, message))


async def set_(desk: Desk, tapped: Tapped) -> Reply:
    """Turn a page of the settings, or change one."""
    chat = await _managed(desk, tapped)
    field, value = (*tapped.tap.about[1:], "", "")[:2]
    if field not in FIELDS and not (field == "on" and value):
        raise Senseless(field)
    if field == "language":
        return await _language(desk, tapped, chat, value)
    if field == "mode":
        return await modes.choose(desk, tapped, chat, value)
    async with desk.database.write() as conn:
        if value and await inbox.acts(conn, tapped.update_id):
            page = await subscribe.change(conn, chat, field, value, desk.policy, desk.now())
        else:
            wanted = await subscribe.current(conn, chat, desk.policy, desk.now())
            page = await subscribe.view(conn, chat, wanted)
        offered = await subscribe.offered(conn, chat, page.subscription, field)
    desk.wake()
    t = speaks(tapped.chat)
    several = field in {"time", "days", "decks", "tags"}
    stays = field and (not value or several)
    message = settings.page(t, page, field, offered) if stays else settings.overview(t, page)
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, message))


async def forget_(desk: Desk, tapped: Tapped) -> Reply:
    """Erase the person who confirmed, and nobody else."""
    t = speaks(tapped.chat)
    if tapped.tap.number(0) != tapped.visitor.user_id:
        raise NotAllowed("refused.not_yours")
    if tapped.tap.about[1:] == ("yes",):
        async with desk.database.write() as conn:
            await forget.forget(conn, tapped.visitor.user_id, desk.now())
        key = "forget.done"
    else:
        key = "forget.kept"
    return Reply(then=desk.edit(tapped.chat.id, tapped.message_id, pages.notice(t, key)))


async def count(_desk: Desk, _tapped: Tapped) -> Reply:
    """A button that only tells something."""
    return Reply()


async def _stale(_desk: Desk, tapped: Tapped) -> Reply:
    raise PostOver(tapped.tap.number(0) or 0)


TAPS: dict[str, Callable[[Desk, Tapped], Awaitable[Reply]]] = {
    "show": show,
    "hint": hint,
    "rate": rate,
    "undo": undo,
    "next": next_,
    "ask": ask,
    "sub": subscribe_,
    "set": set_,
    "forget": forget_,
    "bring": bringing.decide,
    "right": bringing.right,
    "decks": shelf.decks,
    "deck": shelf.deck,
    "take": shelf.take,
    "export": shelf.export,
    "exports": shelf.exports,
    "mark": marks.mark,
    "tongue": marks.turn,
    "unsaid": marks.unsaid,
    "starred": marks.starred,
    "hidden": marks.hidden,
    "unhide": marks.unhide,
    "flag": reports.flag,
    "words": reports.words,
    "report": reports.decide,
    "pace": pace.tapped,
    "leech": leeches.decide,
    "count": count,
    "pick": quizzes.pick,
    "toggle": quizzes.toggle,
    "check": quizzes.check,
    "full": quizzes.full,
    "timer": quizzes.timer,
    "sure": modes.sure,
    "judge": modes.judge,
    "tick": modes.tick,
    "overrule": modes.overrule,
    "on": modes.on,
    **sessions.TAPS,
}


async def _look(desk: Desk, conn: Connection, tapped: Tapped) -> Touch:
    """A touch that changes nothing: whoever was forgotten is not remembered again for it."""
    user_id = tapped.visitor.user_id
    nobody = Learner(0, "person", user_id, desk.policy.zone_for(tapped.chat.language))
    known = await learners.find(conn, "person", user_id)
    return Touch(tapped.tap.number(0) or 0, tapped.chat.id, tapped.message_id, known or nobody)


async def _post_here(conn: Connection, tapped: Tapped) -> Post:
    post = await posts.find(conn, tapped.tap.number(0))
    if post is None:
        raise PostOver(0)
    if post.chat_id != tapped.chat.id:
        raise NotAllowed("refused.not_yours")
    return post


async def _heal(desk: Desk, tapped: Tapped) -> None:
    """A message whose buttons are stale shows what it should: its session may have gone on without it.

    What the button carries is not believed: buttons are taken only from a message no question lives in, and in a
    group only when the question is one of its own, lest a member's own client strip them from everybody.
    """
    if tapped.tap.name not in HEALED:
        return
    async with desk.database.write() as conn:
        touch = await _look(desk, conn, tapped)
        asked = await posts.find(conn, touch.post_id)
        waiting = await posts.unanswered(conn, tapped.chat.id, KINDS)
        if any(post.state == "queued" for post in waiting):
            return  # a question may have reached the screen before we wrote down that it did
        living = [post.id for post in waiting if post.message_id == tapped.message_id]
        if tapped.tap.name == "on" and not living:
            return  # what stands there may be the session's end
        now_there = replace(touch, post_id=living[-1]) if living else touch
        what = await answer.current(conn, now_there, desk.policy, desk.now())
    ours = tapped.chat.kind == "private" or (asked is not None and asked.chat_id == tapped.chat.id)
    if what is not None:
        await desk.show(what)
    elif ours and tapped.tap.name != "undo":  # whose number is an answer's, not a question's
        await desk.edit_buttons(tapped.chat.id, tapped.message_id, ())


async def _reachable(conn: Connection, tapped: Tapped) -> bool:
    """Whether what this person rates can come back to them: nobody may be written to who has not pressed Start."""
    private = await chats.get(conn, tapped.visitor.user_id)
    return private is not None and not private.gone


async def _posted(desk: Desk, tapped: Tapped, post_id: int | None) -> Reply:
    if post_id is None:
        return Reply(speaks(tapped.chat)("quiz.nothing"), alert=True)
    return Reply(then=desk.post(tapped.chat, post_id))


async def _decks(conn: Connection, chat: Chat, deck_id: int | None) -> tuple[str, ...]:
    return tuple(deck.slug for deck in await cards.list_decks(conn, chat.id) if deck.id == deck_id)


async def _managed(desk: Desk, tapped: Tapped) -> Chat:
    """The chat whose settings a button changes; raises `NotAllowed` unless the person runs it."""
    chat_id = tapped.tap.number(0)
    async with desk.database.read() as conn:
        chat = tapped.chat if chat_id == tapped.chat.id else await chats.get(conn, chat_id or 0)
    if chat is None:
        raise PostOver(0)
    if not await desk.is_admin(chat, tapped.visitor.user_id):
        raise NotAllowed("refused.not_admin")
    return chat


async def _language(desk: Desk, tapped: Tapped, chat: Chat, value: str) -> Reply:
    said = ""
    if value:
        async with desk.database.write() as conn:
            turned = await subscribe.choose_language(conn, chat, value, desk.now())
        chat, said = turned.chat, "settings.language_follows" if turned.follows else "settings.language_done"
    spoken = speaks(chat if chat.id == tapped.chat.id else tapped.chat)
    page = settings.language_page(spoken, chat.id, chosen=chat.language)
    return Reply(spoken(said) if said else "", then=desk.edit(tapped.chat.id, tapped.message_id, page))
