"""Methods that ask about a chat and its members, and leaveChat."""

from __future__ import annotations

from bot.sandbox import reach, refusals, wire
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot, Chat, Json, Member
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World


def get_chat(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Describe a chat in full."""
    return wire.full_chat(_chat(world, bot, parameters))


def get_chat_member(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Say what someone is in a chat."""
    chat = _chat(world, bot, parameters)
    user_id = parameters.integer("user_id")
    if user_id <= 0:
        raise refusals.USER_NOT_GIVEN.refusal()
    user = world.users.get(user_id)
    if user is None or not (user.is_bot or reach.knows(world, bot, user_id)):
        raise refusals.USER_UNKNOWN.refusal()
    if chat.kind == "private":
        return wire.member(Member(user, "member"), chat.kind)
    if user != bot.user:
        _check_members_seen(bot, chat)
    return wire.member(chat.member(user), chat.kind)


def get_chat_administrators(world: World, bot: Bot, parameters: Parameters) -> list[Json]:
    """List the administrators, other bots left out."""
    chat = _chat(world, bot, parameters)
    if chat.kind == "private":
        raise refusals.NO_ADMINISTRATORS.refusal()
    _check_members_seen(bot, chat)
    ruling = [member for member in chat.members.values() if member.administers]
    return [
        wire.member(member, chat.kind)
        for member in ruling
        if not member.user.is_bot or member.user == bot.user
    ]


def get_chat_member_count(world: World, bot: Bot, parameters: Parameters) -> int:
    """Count who is in a chat, the bot included."""
    chat = _chat(world, bot, parameters)
    return 2 if chat.kind == "private" else sum(member.present for member in chat.members.values())


def leave_chat(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Let the bot leave a group or a channel."""
    chat = reach.chat_to_change(world, bot, parameters)
    if chat.kind == "private":
        raise refusals.CANNOT_LEAVE.refusal()
    world.place(chat, bot.user, "left", by=bot.user)
    return True


def _chat(world: World, bot: Bot, parameters: Parameters) -> Chat:
    return reach.chat_to_read(world, bot, parameters.text("chat_id"))


def _check_members_seen(bot: Bot, chat: Chat) -> None:
    """A channel shows its members only to its administrators."""
    if chat.kind == "channel" and not chat.member(bot.user).administers:
        raise refusals.MEMBERS_HIDDEN.refusal()


METHODS: tuple[Method, ...] = (
    method("getChat", get_chat, "chat_id"),
    method("getChatMember", get_chat_member, "chat_id user_id"),
    method("getChatAdministrators", get_chat_administrators, "chat_id"),
    method("getChatMemberCount", get_chat_member_count, "chat_id"),
    method("leaveChat", leave_chat, "chat_id"),
)
