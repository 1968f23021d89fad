"""From an update to the handler it belongs to, and what happens when a handler raises."""

from __future__ import annotations

import structlog
import telegram

from bot.actions import meet
from bot.actions.meet import Visitor
from bot.delivery.outcome import Sent
from bot.domain.chat import Chat, nearest_language
from bot.errors import NotAllowed
from bot.render import pages
from bot.render.taps import parse
from bot.storage import chats, inbox
from bot.tg import arguments, bringing, members, quizzes, taps, writing
from bot.tg.commands import COMMANDS, asked_of
from bot.tg.desk import Desk, speaks, visitor_of
from bot.tg.tapped import Tapped

log = structlog.get_logger(__name__)

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "poll_answer", "poll")


async def handle(desk: Desk, update: telegram.Update) -> None:
    """Handle one update; whatever goes wrong is said to the person, logged with the update's id, and over."""
    try:
        await _route(desk, update)
    except Exception:
        log.exception("update failed", update=update.update_id)
        await _apologise(desk, update)


async def _route(desk: Desk, update: telegram.Update) -> None:
    if update.my_chat_member is not None:
        await members.changed(desk, update)
    elif update.callback_query is not None:
        await _tap(desk, update, update.callback_query)
    elif update.poll_answer is not None:
        await quizzes.voted(desk, update.poll_answer)
    elif update.poll is not None:
        await quizzes.closed(desk, update.poll)
    elif update.edited_message is not None:
        if (visitor := visitor_of(update)) is not None:
            await writing.edited(desk, visitor, update.edited_message)
    elif update.message is not None and update.message.migrate_to_chat_id is not None:
        await members.migrated(desk, update.message.chat_id, update.message.migrate_to_chat_id)
    elif update.message is not None:
        await _message(desk, update, update.message)


async def _message(desk: Desk, update: telegram.Update, message: telegram.Message) -> None:
    visitor = visitor_of(update)
    command = command_in(message, desk.bot.username)
    if visitor is None or visitor.kind == "channel":
        return
    if command is None and visitor.kind != "private":
        await writing.replied(desk, update.update_id, visitor, message)
        return  # otherwise people talk to each other
    async with desk.database.write() as conn:
        chat = await meet.meet_chat(conn, visitor, desk.now())
        done = command is None and await inbox.acted(conn, update.update_id)
    if done:
        return  # before a crash, so nothing waits for this text any more
    if command is None:
        if await writing.received(desk, visitor, chat, message):
            return
        await bringing.received(desk, update.update_id, visitor, chat, message)
        return
    if visitor.kind == "private":
        await bringing.never_mind(desk, chat)
    name, words = command
    if name not in COMMANDS:
        if visitor.kind == "private":
            await desk.say(chat, pages.notice(speaks(chat), "unknown"))
        return
    try:
        await COMMANDS[name](desk, asked_of(update, chat, visitor, words))
    except arguments.Nonsense:
        await desk.say(chat, pages.command_help(speaks(chat), name))
    except NotAllowed as e:
        log.warning("command refused", chat=chat.id, user=visitor.user_id, command=name, why=e.reason)
        await desk.say(chat, pages.notice(speaks(chat), e.reason))


async def _tap(desk: Desk, update: telegram.Update, query: telegram.CallbackQuery) -> None:
    visitor = visitor_of(update)
    if visitor is None or query.message is None or not query.data:
        await desk.sender.answer_tap(query.id)
        return
    async with desk.database.write() as conn:
        chat = await meet.meet_chat(conn, visitor, desk.now())
    tapped = Tapped(update.update_id, visitor, chat, query.message.message_id, query.id, parse(query.data))
    await taps.handle(desk, tapped)


async def _apologise(desk: Desk, update: telegram.Update) -> None:
    """Tell the person; when even that fails there is nobody left to tell but the log."""
    visitor = visitor_of(update)
    if visitor is None or (update.callback_query is None and update.message is None):
        return
    try:
        chat = await _chat_of(desk, visitor)
        if update.callback_query is not None:
            text = speaks(chat)("failed")
            said = await desk.sender.answer_tap(update.callback_query.id, text, alert=True)
            if isinstance(said, Sent) or chat.kind == "channel":
                return  # a tap can be answered once, and this one may have been before it failed
        await desk.say(chat, pages.notice(speaks(chat), "failed"))
    except Exception:
        log.exception("could not even apologise", update=update.update_id)


async def _chat_of(desk: Desk, visitor: Visitor) -> Chat:
    """The chat as it is known, or as Telegram tells of it where the database cannot be asked."""
    guessed = Chat(visitor.chat_id, visitor.kind, "", nearest_language(visitor.language_code))
    try:
        async with desk.database.read() as conn:
            return await chats.get(conn, visitor.chat_id) or guessed
    except Exception:
        log.exception("the chat's language cannot be looked up", chat=visitor.chat_id)
        return guessed


def command_in(message: telegram.Message, username: str) -> tuple[str, list[str]] | None:
    """The command a message begins with and the words behind it; None when it has none, or one for another bot."""
    if message.text is None:
        return None
    leading = (entity for entity in message.entities if entity.offset == 0)  # it may be bold, too
    first = next((entity for entity in leading if entity.type == "bot_command"), None)
    if first is None:
        return None
    name, _, to = message.text[1 : first.length].partition("@")
    if to and to.casefold() != username.casefold():
        return None
    return name.casefold(), message.text[first.length :].split()
