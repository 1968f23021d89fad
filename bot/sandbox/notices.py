"""Which bot learns what: who hears a message, and the updates that other changes make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox import wire
from bot.sandbox.objects import Bot, Chat, Member, Message, Poll, Query, Service, User

if TYPE_CHECKING:
    from bot.sandbox.world import World


def posted(world: World, message: Message) -> None:
    """Tell the bots that hear a new message."""
    _tell(world, message, "channel_post" if message.chat.kind == "channel" else "message")


def edited(world: World, message: Message) -> None:
    """Tell the bots that hear a message that its content is another now."""
    _tell(world, message, "edited_channel_post" if message.chat.kind == "channel" else "edited_message")


def member_changed(world: World, chat: Chat, old: Member, new: Member, by: User) -> None:
    """Tell a bot what it has become in a chat, and administrator bots what someone else has."""
    change = {
        "chat": wire.chat(chat),
        "from": wire.user(by),
        "date": world.seconds,
        "old_chat_member": wire.member(old, chat.kind),
        "new_chat_member": wire.member(new, chat.kind),
    }
    for bot in world.bots:
        if bot.user == new.user:
            bot.queue.put("my_chat_member", change)
        elif chat.bot is None and chat.member(bot.user).administers:
            bot.queue.put("chat_member", change)


def tapped(query: Query) -> None:
    """Tell a bot that one of its buttons was pressed."""
    query.bot.queue.put("callback_query", wire.query(query))


def poll_changed(poll: Poll) -> None:
    """Tell the bot that sent a poll how it stands."""
    if poll.owner is None:
        return
    poll.owner.queue.put("poll", wire.poll(poll))


def voted(poll: Poll, user: User) -> None:
    """Tell the bot that sent a poll who chose what, unless votes are secret, and how the poll stands."""
    poll_changed(poll)
    if poll.owner is None or poll.anonymous:
        return
    chosen = poll.choices_of(user)
    answer = {
        "poll_id": poll.id,
        "user": wire.user(user),
        "option_ids": chosen,
        "option_persistent_ids": [poll.options[at].persistent_id for at in chosen],
    }
    poll.owner.queue.put("poll_answer", answer)


def hears(bot: Bot, message: Message) -> bool:
    """Decide whether a bot is given a message of someone else.

    Private messages and channel posts always; in groups, under privacy mode, only service messages, commands
    addressed to the bot, bare commands while it was the last bot to write there, and replies to its messages
    (https://core.telegram.org/bots/features#privacy-mode). Nobody hears other bots, nor itself, except in
    service messages.
    """
    if isinstance(message.content, Service):
        return True
    if message.author.is_bot:
        return False
    chat = message.chat
    if chat.kind not in ("group", "supergroup") or bot.reads_all or chat.member(bot.user).administers:
        return True
    replied = message.reply_to
    return _commands(bot, message) or (replied is not None and replied.author == bot.user)


def _commands(bot: Bot, message: Message) -> bool:
    words = message.words
    if words is None or not words.text.startswith("/"):
        return False
    _, at, name = words.text.split(maxsplit=1)[0].partition("@")
    if at:
        return name.lower() == (bot.user.username or "").lower()
    return message.chat.last_writing_bot == bot.user.id


def _tell(world: World, message: Message, kind: str) -> None:
    for bot in world.bots_in(message.chat):
        if _own_post(bot, message) or not hears(bot, message):
            continue
        bot.queue.put(kind, wire.message(message))


def _own_post(bot: Bot, message: Message) -> bool:
    return message.author == bot.user and not isinstance(message.content, Service)
