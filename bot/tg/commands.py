"""What each command does: who asks, may they, act, answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog
import telegram
from telegram.error import BadRequest, Forbidden

from bot.actions import anew, answer, ask, forget, meet, quiz, session, stats, subscribe
from bot.actions import exam as exams
from bot.actions import round as rounds
from bot.actions.meet import Visitor
from bot.domain import exam
from bot.domain.chat import Chat, ChatKind
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.errors import NotAllowed, NotFound
from bot.render import pages, settings
from bot.render import session as sessions
from bot.render.message import OutgoingMessage
from bot.storage import cards, inbox, posts
from bot.tg import arguments, pace, shelf
from bot.tg.desk import KINDS, STAND_INS, Desk, speaks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it came in; `speaks_for_chat` is an administrator who writes as the group itself."""

    update_id: int
    visitor: Visitor
    chat: Chat
    words: Sequence[str]
    speaks_for_chat: bool = False


Command = Callable[[Desk, Asked], Awaitable[None]]


async def start(desk: Desk, asked: Asked) -> None:
    """/start, and `?start=deck_…` links."""
    payload = asked.words[0] if asked.words else ""
    slug = payload.removeprefix("deck_") if payload.startswith("deck_") else None
    async with desk.database.write() as conn:
        if asked.chat.kind == "private":
            await meet.meet_person(conn, asked.visitor, desk.policy, desk.now())
    page = await _linked(desk, asked, slug) if slug is not None else None
    if page is None:
        if slug is not None:
            await desk.say(asked.chat, pages.notice(speaks(asked.chat), "start.no_deck"))
        page = await _welcome(desk, asked)
    await desk.say(asked.chat, page)


async def _welcome(desk: Desk, asked: Asked) -> OutgoingMessage:
    t = speaks(asked.chat)
    async with desk.database.write() as conn:
        total = sum(deck.cards for deck in await subscribe.usual_decks(conn, asked.chat))
        wanted = await subscribe.current(conn, asked.chat, desk.policy, desk.now())
    at, on = t.clock(desk.policy.usual_time), wanted.next_at is not None
    return pages.welcome(t, chat_id=asked.chat.id, kind=asked.chat.kind, cards=total, at=at, subscribed=on)


async def _linked(desk: Desk, asked: Asked, slug: str) -> OutgoingMessage | None:
    """What a link to a deck opens; a person's deck joins a group only when its administrator says so."""
    t = speaks(asked.chat)
    async with desk.database.read() as conn:
        deck = next((deck for deck in await cards.list_decks(conn) if deck.slug == slug), None)
    if deck is not None:
        at = t.clock(desk.policy.usual_time)
        return pages.deck_page(
            t, chat_id=asked.chat.id, deck_id=deck.id, title=deck.title, cards=deck.cards, at=at
        )
    if asked.chat.kind == "private":
        return await shelf.opened(desk, asked.chat, asked.visitor.user_id, slug)
    return await shelf.joined(desk, await _allowed(desk, asked, asked.chat), slug)


async def decks(desk: Desk, asked: Asked) -> None:
    """/decks: the person's decks, or people's decks that a group uses."""
    await desk.say(asked.chat, await shelf.shelf_page(desk, asked.chat, asked.visitor.user_id))


async def export(desk: Desk, asked: Asked) -> None:
    """/export: which deck, and then it comes as a file."""
    if asked.chat.kind == "private":
        page = await shelf.export_page(desk, asked.chat, asked.visitor.user_id)
    else:
        page = pages.notice(speaks(asked.chat), "only_private")
    await desk.say(asked.chat, page)


async def help_(desk: Desk, asked: Asked) -> None:
    """/help."""
    await desk.say(asked.chat, pages.help_page(speaks(asked.chat), asked.chat.kind))


async def quiz_(desk: Desk, asked: Asked) -> None:
    """/quiz [n] [#tag] [deck] [hard] [starred]: a session in private, questions for everybody in a group.

    On its own it offers to go on with a session that waits.
    """
    if not asked.words and asked.chat.kind == "private" and await _offered(desk, asked):
        return
    wanted = await _read(desk, asked, arguments.quiz, most=quiz.MAX_SIZE)
    if wanted is not None and (wanted.hard or wanted.starred) and asked.chat.kind != "private":
        await desk.say(asked.chat, pages.notice(speaks(asked.chat), "only_private"))
    elif wanted is not None:
        await _quiz(desk, asked, wanted)


async def exam_(desk: Desk, asked: Asked) -> None:
    """/exam [n] [30m] [#tag] [deck]: nothing is told before its end."""
    if asked.chat.kind != "private":
        await desk.say(asked.chat, pages.notice(speaks(asked.chat), "only_private"))
        return
    wanted = await _read(desk, asked, arguments.exam, most=exam.MAX_SIZE)
    if wanted is None or await _offered(desk, asked, exam_only=True):
        return
    async with desk.database.write() as conn:
        learner = await meet.audience(conn, asked.chat, desk.policy, desk.now())
        size, chosen = wanted.size or exam.USUAL_SIZE, {"tags": wanted.tags, "decks": wanted.decks}
        post_id = await exams.start(
            conn, asked.chat, learner, size, wanted.length, desk.policy, desk.now(), **chosen
        )
    if post_id is None:
        await desk.say(asked.chat, pages.notice(speaks(asked.chat), "exam.nothing"))
    else:
        desk.wake()
        await desk.post(asked.chat, post_id)


async def _offered(desk: Desk, asked: Asked, *, exam_only: bool = False) -> bool:
    """Whether a session waits in this chat and was offered; of sessions of any kind, or only an exam."""
    async with desk.database.write() as conn:
        learner = await meet.audience(conn, asked.chat, desk.policy, desk.now())
        rests = await session.interrupted(conn, asked.chat, learner, desk.now())
    if rests is None or (exam_only and rests.session.kind != "exam"):
        return False
    t, in_exam = speaks(asked.chat), rests.session.kind == "exam"
    page = sessions.offer(t, rests.session.id, rests.step, asked.chat.id, in_exam=in_exam)
    await desk.say(asked.chat, page)
    return True


async def _read(
    desk: Desk, asked: Asked, reader: Callable[..., arguments.QuizWords], *, most: int
) -> arguments.QuizWords | None:
    """What stands behind /quiz or /exam; None when the person was told what is unclear."""
    t = speaks(asked.chat)
    async with desk.database.read() as conn:
        there = await cards.list_decks(conn, asked.chat.id)
        tags = await cards.known_tags(conn, asked.chat.id)
    wanted = reader(asked.words, {deck.slug: deck.title for deck in there}, most=most)
    if unknown := set(wanted.tags).difference(tags):
        await desk.say(asked.chat, pages.notice(t, "refused.unknown_tag", tag=min(unknown)))
        return None
    own = tuple(
        deck.slug for deck in there if deck.slug in wanted.either and deck.language == asked.chat.language
    )
    if len(own) == 1:
        return replace(wanted, decks=own, either=())
    if wanted.either and reader is arguments.exam:
        return replace(wanted, decks=wanted.either)  # an exam may ask from all that are called so
    if wanted.either:
        either = [(deck.id, deck.title, deck.cards) for deck in there if deck.slug in wanted.either]
        size = wanted.size or quiz.USUAL_SIZE
        await desk.say(asked.chat, pages.which_deck(t, asked.chat.id, either, size, hard=wanted.hard))
        return None
    return wanted


async def _quiz(desk: Desk, asked: Asked, wanted: arguments.QuizWords) -> None:
    tags, decks, size = wanted.tags, wanted.decks, wanted.size or quiz.USUAL_SIZE
    chat, now, policy = asked.chat, desk.now(), desk.policy
    async with desk.database.write() as conn:
        learner = await meet.audience(conn, chat, policy, now)
        if chat.kind == "private":
            post_id = await quiz.start(
                conn,
                chat,
                learner,
                size,
                policy,
                now,
                tags=tags,
                decks=decks,
                hard=wanted.hard,
                starred=wanted.starred,
            )
        elif (wanted.size or 1) > 1:
            post_id = await rounds.start(conn, chat, learner, size, policy, now, tags=tags, decks=decks)
        else:
            post_id = await rounds.ask(conn, chat, learner, policy, now, tags=tags, decks=decks)
    if post_id is None:
        await desk.say(asked.chat, pages.notice(speaks(asked.chat), _nothing(wanted)))
    else:
        await desk.post(asked.chat, post_id)


def _nothing(wanted: arguments.QuizWords) -> str:
    """What is said when there is no such question."""
    reasons = {"marks.none_starred": wanted.starred, "quiz.no_hard": wanted.hard, "quiz.no_tag": wanted.tags}
    return next((key for key, asked in reasons.items() if asked), "quiz.nothing")


async def today(desk: Desk, asked: Asked) -> None:
    """/today: the day's question again, or now if its hour has not come."""
    now = desk.now()
    async with desk.database.write() as conn:
        if not await inbox.acts(conn, asked.update_id):
            return  # it is owed since
        learner = await meet.audience(conn, asked.chat, desk.policy, now)
        day = learner_day(now, zone(learner.zone))
        asked_today = await posts.latest(conn, asked.chat.id, "daily", day)
        post_ids = [post.id for post in asked_today]
        for post in asked_today:
            if post.message_id is not None:
                await anew.owe(conn, post, asked.update_id, now)
        if not asked_today:
            post_ids = await ask.now_daily(conn, asked.chat, learner, desk.policy, now)
    for post_id in post_ids:
        await desk.post(asked.chat, post_id)
    if not post_ids:
        await desk.say(asked.chat, pages.notice(speaks(asked.chat), "quiz.nothing"))


async def subscribe_(desk: Desk, asked: Asked) -> None:
    """/subscribe [@channel] [HH:MM …] [zone] [#tag …]."""
    wanted = arguments.subscribe(asked.words)
    chat = await managed(desk, asked, wanted.chat)
    t = speaks(asked.chat)
    async with desk.database.write() as conn:
        unknown = set(wanted.request.tags).difference(await cards.known_tags(conn, chat.id))
        if not unknown:
            page = await subscribe.subscribe(conn, chat, wanted.request, desk.policy, desk.now())
    if unknown:
        await desk.say(asked.chat, pages.notice(t, "refused.unknown_tag", tag=min(unknown)))
        return
    desk.wake()
    await desk.say(asked.chat, pages.subscribed(t, page, ask=chat.kind == "private"))


async def unsubscribe(desk: Desk, asked: Asked) -> None:
    """/unsubscribe [@channel]."""
    chat = await managed(desk, asked, arguments.only_chat(asked.words))
    async with desk.database.write() as conn:
        was_on = await subscribe.unsubscribe(conn, chat, desk.now())
    t = speaks(asked.chat)
    if not was_on:
        page = pages.notice(t, "unsubscribed.was_off")
    elif chat.kind == "private":
        page = pages.notice(t, "unsubscribed.everything")
    else:
        page = pages.notice(t, "unsubscribed.done", chat=chat.title)
    await desk.say(asked.chat, page)


async def settings_(desk: Desk, asked: Asked) -> None:
    """/settings [@channel], and `/settings zone City` for zones that have no button."""
    name, zone_name = arguments.settings(asked.words)
    chat = await managed(desk, asked, name)
    async with desk.database.write() as conn:
        if zone_name:
            page = await subscribe.change(conn, chat, "zone", zone_name, desk.policy, desk.now())
        else:
            wanted = await subscribe.current(conn, chat, desk.policy, desk.now())
            page = await subscribe.view(conn, chat, wanted)
    await desk.say(asked.chat, settings.overview(speaks(asked.chat), page))


async def pace_(desk: Desk, asked: Asked) -> None:
    """/pace: how fast the person goes."""
    await desk.say(asked.chat, await pace.page(desk, asked.chat, asked.visitor))


async def pause(desk: Desk, asked: Asked) -> None:
    """/pause [10d | until 5 May | off]: a break."""
    await desk.say(asked.chat, await pace.pause(desk, asked.chat, asked.visitor, asked.words))


async def stats_(desk: Desk, asked: Asked) -> None:
    """/stats, for the person's eyes only."""
    async with desk.database.write() as conn:
        learner = await meet.meet_person(conn, asked.visitor, desk.policy, desk.now())
        progress = await stats.progress(conn, learner, desk.now())
        sureness = await stats.sureness(conn, learner)
    t = speaks(asked.chat)
    private = asked.chat.kind == "private"
    await desk.say(
        asked.chat, pages.stats(t, progress, sureness) if private else pages.notice(t, "only_private")
    )


async def undo(desk: Desk, asked: Asked) -> None:
    """/undo: the person's last rating, wherever it was given."""
    t = speaks(asked.chat)
    try:
        async with desk.database.write() as conn:
            learner = await meet.meet_person(conn, asked.visitor, desk.policy, desk.now())
            first = await inbox.acts(conn, asked.update_id)
            what = await answer.undo(conn, learner, desk.policy, desk.now()) if first else None
    except NotFound:
        await desk.say(asked.chat, pages.notice(t, "undo.nothing"))
        return
    if what is not None and what.post.message_id is not None:
        await desk.show(what)
    await desk.say(asked.chat, pages.notice(t, "undo.done"))


async def privacy(desk: Desk, asked: Asked) -> None:
    """/privacy."""
    await desk.say(asked.chat, pages.privacy(speaks(asked.chat)))


async def forget_(desk: Desk, asked: Asked) -> None:
    """/forget, which asks first, and only in private."""
    if asked.chat.kind != "private":
        await desk.say(asked.chat, pages.notice(speaks(asked.chat), "only_private"))
        return
    async with desk.database.read() as conn:
        answers, decks = await forget.count(conn, asked.visitor.user_id)
    page = pages.forget_question(speaks(asked.chat), asked.visitor.user_id, answers, decks)
    await desk.say(asked.chat, page)


COMMANDS: dict[str, Command] = {
    "start": start,
    "help": help_,
    "quiz": quiz_,
    "exam": exam_,
    "today": today,
    "subscribe": subscribe_,
    "unsubscribe": unsubscribe,
    "settings": settings_,
    "pace": pace_,
    "pause": pause,
    "decks": decks,
    "export": export,
    "stats": stats_,
    "undo": undo,
    "privacy": privacy,
    "forget": forget_,
}


async def managed(desk: Desk, asked: Asked, name: str | None) -> Chat:
    """The chat a command is about: this one, or the channel named; raises `NotAllowed` unless the person runs it."""
    if name is None:
        return await _allowed(desk, asked, asked.chat)
    try:
        chat_id = name if name.startswith("@") else int(name)
        found = await desk.sender.look_up("getChat", partial(desk.bot.get_chat, chat_id))
    except (BadRequest, Forbidden) as e:
        raise NotAllowed("refused.unknown_chat") from e
    kind: ChatKind = KINDS.get(found.type, "group")
    visitor = Visitor(asked.visitor.user_id, found.id, kind, found.title or name, asked.visitor.language_code)
    # The bot first: a channel it is not in does not tell who runs it.
    if not await _may_post(desk, found.id):
        raise NotAllowed("refused.bot_cannot_post")
    if not await desk.is_admin(Chat(found.id, kind, visitor.title, "en"), visitor.user_id):
        raise NotAllowed("refused.not_admin_there")
    async with desk.database.write() as conn:
        return await meet.meet_chat(conn, visitor, desk.now())


async def _allowed(desk: Desk, asked: Asked, chat: Chat) -> Chat:
    if asked.speaks_for_chat or await desk.is_admin(chat, asked.visitor.user_id):
        return chat
    raise NotAllowed("refused.not_admin")


async def _may_post(desk: Desk, chat_id: int) -> bool:
    asks = partial(desk.bot.get_chat_member, chat_id, desk.bot.id)
    try:
        me = await desk.sender.look_up("getChatMember", asks)
    except (BadRequest, Forbidden):
        return False
    return me.status == "administrator" and getattr(me, "can_post_messages", None) is not False


def asked_of(update: telegram.Update, chat: Chat, visitor: Visitor, words: Sequence[str]) -> Asked:
    """The command in an update."""
    message = update.effective_message
    sender_chat = message.sender_chat if message else None
    as_the_group = sender_chat is not None and sender_chat.id == chat.id and visitor.user_id in STAND_INS
    return Asked(update.update_id, visitor, chat, words, speaks_for_chat=as_the_group)
