"""What a bot can reach: the chat a call names, whether it may write or read there, the message it answers."""

from __future__ import annotations

from bot.sandbox import refusals
from bot.sandbox.objects import Bot, Chat, Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

_WORDS_FOR = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_polls": "polls",
}


def chat_named(world: World, bot: Bot, name: str) -> Chat:
    """Return the chat that `name` (an id, or an @username) means to this bot.

    Raises Refusal when there is none, or the bot has never met it.
    """
    if not name:
        raise refusals.CHAT_ID_EMPTY.refusal()
    if name.startswith("@"):
        return _public(world, name[1:])
    try:
        identity = int(name)
    except ValueError:
        raise refusals.CHAT_NOT_FOUND.refusal() from None
    return _person(world, bot, identity) if identity > 0 else _shared(world, bot, identity)


def chat_to_write(
    world: World, bot: Bot, parameters: Parameters, right: str, what: str | None = None
) -> Chat:
    """Return the chat a call wants to send to, when the bot may send there what `right` allows.

    `what` names that in a refusal, where it is not what the right is called after.
    """
    chat = chat_named(world, bot, parameters.text("chat_id"))
    if chat.kind == "private":
        _check_private(chat)
        return chat
    _check_inside(bot, chat)
    member = chat.member(bot.user)
    if chat.kind == "channel":
        if "can_post_messages" not in member.rights:
            raise refusals.NO_RIGHT_IN_CHANNEL.refusal()
    elif not member.administers:
        allowed = member.rights if member.status == "restricted" else chat.permissions
        if right not in allowed:
            raise refusals.NO_RIGHT_TO_SEND.refusal(what=what or _WORDS_FOR[right])
    return chat


def chat_to_read(world: World, bot: Bot, name: str) -> Chat:
    """Return a chat a call asks about: one the bot is in, or a public one."""
    chat = chat_named(world, bot, name)
    if chat.kind != "private" and chat.username is None:
        _check_inside(bot, chat)
    return chat


def chat_to_change(world: World, bot: Bot, parameters: Parameters) -> Chat:
    """Return a chat in which a call wants to change what is there already."""
    chat = chat_named(world, bot, parameters.text("chat_id"))
    if chat.kind == "private":
        _check_private(chat)
    else:
        _check_inside(bot, chat)
    return chat


def message_replied(chat: Chat, parameters: Parameters) -> Message | None:
    """Return the message a call answers, None when it answers none.

    Raises Refusal when it is not there, unless the call may be sent without.
    """
    given = parameters.structure("reply_parameters", refusals.REPLY_NOT_JSON)
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("message_id"), int):
        raise refusals.REPLY_NOT_JSON.refusal()
    if unknown := given.keys() - {"message_id", "allow_sending_without_reply", "chat_id"}:
        raise refusals.not_covered(f"{min(unknown)} in reply_parameters")
    if given.get("chat_id", chat.id) not in (chat.id, str(chat.id)):
        raise refusals.not_covered("replies to another chat")
    message = chat.find(given["message_id"])
    if message is None and not given.get("allow_sending_without_reply"):
        raise refusals.REPLY_NOT_FOUND.refusal()
    return message


def knows(world: World, bot: Bot, user_id: int) -> bool:
    """Whether the bot has met a user: they share a chat, or the user has written to it."""
    for chat in world.chats:
        if chat.bot is bot and chat.user is not None and chat.user.id == user_id and chat.started:
            return True
        if chat.bot is None and user_id in chat.members and bot.user.id in chat.members:
            return True
    return False


def _public(world: World, username: str) -> Chat:
    for chat in world.chats:
        if chat.bot is None and (chat.username or "").lower() == username.lower():
            return chat
    raise refusals.CHAT_NOT_FOUND.refusal()


def _person(world: World, bot: Bot, identity: int) -> Chat:
    user = world.users.get(identity)
    if user is not None and user.is_bot:
        raise refusals.TO_A_BOT.refusal()
    if user is None or not knows(world, bot, identity):
        raise refusals.CHAT_NOT_FOUND.refusal()
    return world.private(user, bot)


def _shared(world: World, bot: Bot, identity: int) -> Chat:
    for chat in world.chats:
        if chat.id == identity and (bot.user.id in chat.members or chat.username):
            return chat
    raise refusals.CHAT_NOT_FOUND.refusal()


def _check_private(chat: Chat) -> None:
    if not chat.started:
        raise refusals.CANNOT_INITIATE.refusal()
    if chat.blocked:
        raise refusals.BLOCKED.refusal()


def _check_inside(bot: Bot, chat: Chat) -> None:
    member = chat.member(bot.user)
    if member.status == "kicked":
        raise refusals.KICKED.refusal(kind=chat.kind)
    if not member.present:
        raise refusals.NOT_A_MEMBER.refusal(kind=chat.kind)
