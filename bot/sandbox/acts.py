"""What a person does in a chat: each act changes the world, tells the bots, and returns at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.sandbox import notices
from bot.sandbox.entities import parse_plain
from bot.sandbox.objects import (
    Bot,
    Chat,
    Document,
    Json,
    Message,
    Photo,
    Poll,
    PollOption,
    Query,
    Service,
    Text,
    Toast,
    User,
    origin_of,
)
from bot.sandbox.world import World

_SENDING = "can_send_messages"
_FIRST_QUERY = 4_382_000_000_000_000_001
_FIRST_POLL = 5_180_000_000_000_000_001


class CannotDo(Exception):
    """A person tried what no Telegram client would let them do."""


def say(world: World, user: User, chat: Chat, text: str, *, reply_to: Message | None = None) -> Message:
    """Let a person write `text`; writing in a private chat for the first time starts the bot."""
    formatted = parse_plain(text)
    if not formatted.text:
        raise CannotDo(f"{user.first_name} cannot send an empty message")
    _may_write(user, chat)
    if chat.kind == "private":
        chat.started = True
    return world.post(chat, user, Text(formatted.text, formatted.entities), reply_to=reply_to)


def send_file(world: World, user: User, chat: Chat, data: bytes, name: str, mime: str) -> Message:
    """Let a person send a file."""
    _may_write(user, chat)
    chat.started = chat.started or chat.kind == "private"
    return world.post(chat, user, Document(world.keep_file(data, name, mime, "documents")))


def send_photo(world: World, user: User, chat: Chat, data: bytes, width: int, height: int) -> Message:
    """Let a person send a photograph."""
    _may_write(user, chat)
    chat.started = chat.started or chat.kind == "private"
    return world.post(
        chat, user, Photo(world.keep_file(data, "photo.jpg", "image/jpeg", "photos"), width, height)
    )


def send_quiz(
    world: World,
    user: User,
    chat: Chat,
    question: str,
    options: Sequence[str],
    right: Iterable[int] = (),
    explanation: str = "",
) -> Message:
    """Let a person send a poll, which is a quiz where some of its options, by their numbers from 0, are right."""
    _may_write(user, chat)
    chat.started = chat.started or chat.kind == "private"
    number = world.next_number("poll", _FIRST_POLL)
    correct = tuple(sorted(right))
    poll = Poll(
        str(number),
        None,
        question,
        [PollOption(f"{number}-{at}", text) for at, text in enumerate(options)],
        "quiz" if correct else "regular",
        revoting=not correct,
        correct=correct,
        explanation=Text(explanation) if explanation and correct else None,
    )
    world.polls[poll.id] = poll
    return world.post(chat, user, poll)


def close_poll(world: World, user: User, message: Message) -> None:
    """Let a person close a poll of theirs, which shows everybody what was right."""
    poll = message.content
    if not isinstance(poll, Poll) or message.author != user or message.origin is not None:
        raise CannotDo(f"message {message.id} is not a poll of {user.first_name}")
    world.close_poll(poll)


def forward(world: World, user: User, message: Message, chat: Chat) -> Message:
    """Let a person forward a message they can see."""
    _reach(user, message.chat)
    _may_write(user, chat)
    if message.deleted or message.protected or isinstance(message.content, Service):
        raise CannotDo(f"message {message.id} cannot be forwarded")
    chat.started = chat.started or chat.kind == "private"
    return world.post(chat, user, message.content, origin=message.origin or origin_of(message))


def edit(world: World, user: User, message: Message, text: str) -> None:
    """Let a person change a message of theirs."""
    if message.author != user or not isinstance(message.content, Text):
        raise CannotDo(f"message {message.id} is not a text of {user.first_name}")
    formatted = parse_plain(text)
    content = Text(formatted.text, formatted.entities)
    if content == message.content:
        return
    world.edit(message, content, message.markup)
    notices.edited(world, message)


def open_link(world: World, user: User, bot: Bot, payload: str = "") -> Message:
    """Let a person open `t.me/BOT?start=payload` and press Start, which also ends a block."""
    chat = world.private(user, bot)
    world.block(chat, blocked=False)
    return say(world, user, chat, f"/start {payload}".rstrip())


def add_to_group(world: World, user: User, bot: Bot, chat: Chat, payload: str = "") -> None:
    """Let a person bring a bot into a group, by `t.me/BOT?startgroup=payload` when there is a payload."""
    _inside(user, chat)
    world.place(chat, bot.user, "member", by=user)
    if payload:
        say(world, user, chat, f"/start@{bot.user.username} {payload}")


def tap(world: World, user: User, message: Message, row: int, column: int) -> Query | Toast:
    """Let a person press a button: a callback button asks its bot, any other acts at once."""
    _reach(user, message.chat)
    try:
        button: Json = message.rows[row][column]
    except IndexError:
        raise CannotDo(f"message {message.id} has no button in row {row}, column {column}") from None
    if message.deleted:
        raise CannotDo(f"message {message.id} is gone")
    if "callback_data" not in button:
        return Toast(url=button.get("url"))
    query = Query(
        str(world.next_number("query", _FIRST_QUERY)),
        _owner(world, message),
        user,
        message,
        button["callback_data"],
        world.clock.now(),
    )
    world.queries[query.id] = query
    notices.tapped(query)
    world.touch()
    return query


def vote(world: World, user: User, message: Message, choices: Sequence[int]) -> None:
    """Let a person choose options by their numbers from 0; choosing none takes the vote back."""
    poll = message.content
    if not isinstance(poll, Poll):
        raise CannotDo(f"message {message.id} is not a poll")
    _reach(user, message.chat)
    _may_vote(user, poll, choices)
    chosen = set(choices)
    for at, option in enumerate(poll.options):
        option.voters = [one for one in option.voters if one != user.id]
        if at in chosen:
            option.voters.append(user.id)
    notices.voted(poll, user)
    world.touch()


def block(world: World, user: User, bot: Bot) -> None:
    """Let a person block a bot they have a chat with."""
    world.block(world.private(user, bot), blocked=True)


def unblock(world: World, user: User, bot: Bot) -> None:
    """Let a person unblock a bot."""
    world.block(world.private(user, bot), blocked=False)


def join(world: World, user: User, chat: Chat) -> None:
    """Let a person join a group or subscribe to a channel."""
    if chat.member(user).status == "kicked":
        raise CannotDo(f"{user.first_name} is banned from {chat.title}")
    if not chat.member(user).present:
        world.place(chat, user, "member", by=user)


def leave(world: World, user: User, chat: Chat) -> None:
    """Let a person leave a group or a channel."""
    _inside(user, chat)
    world.place(chat, user, "left", by=user)


def kick(world: World, admin: User, target: User, chat: Chat) -> None:
    """Let an administrator put someone, or a bot, out of a chat for good."""
    _rules(admin, chat)
    world.place(chat, target, "kicked", by=admin)


def appoint(world: World, admin: User, target: User, chat: Chat, rights: Iterable[str]) -> None:
    """Let an administrator make someone, or a bot, an administrator with these rights; with none, a member."""
    _rules(admin, chat)
    granted = frozenset(rights)
    world.place(chat, target, "administrator" if granted else "member", granted, by=admin)


def restrict(world: World, admin: User, target: User, chat: Chat, allowed: Iterable[str]) -> None:
    """Let an administrator allow someone, or a bot, no more than `allowed` (names of chat permissions)."""
    _rules(admin, chat)
    world.place(chat, target, "restricted", {"is_member", *allowed}, by=admin)


def _may_vote(user: User, poll: Poll, choices: Sequence[int]) -> None:
    if poll.closed:
        raise CannotDo(f"the poll {poll.question!r} is closed")
    if poll.choices_of(user) and not poll.revoting:
        raise CannotDo(f"{user.first_name} has voted already and may not change it")
    if not all(0 <= choice < len(poll.options) for choice in choices):
        raise CannotDo(f"the poll {poll.question!r} has {len(poll.options)} options, not {list(choices)}")
    if len(set(choices)) > 1 and not poll.multiple:
        raise CannotDo(f"the poll {poll.question!r} takes one answer")


def _may_write(user: User, chat: Chat) -> None:
    _reach(user, chat)
    if chat.kind == "private" and chat.blocked:
        raise CannotDo(f"{user.first_name} has blocked the bot: unblock it first")
    member = chat.member(user)
    if chat.kind == "channel" and not _may_post(chat, user):
        raise CannotDo(f"{user.first_name} may not post in {chat.title}")
    if chat.kind in ("group", "supergroup") and not member.administers:
        allowed = member.rights if member.status == "restricted" else chat.permissions
        if _SENDING not in allowed:
            raise CannotDo(f"{user.first_name} may not write in {chat.title}")


def _may_post(chat: Chat, user: User) -> bool:
    member = chat.member(user)
    return member.status == "creator" or "can_post_messages" in member.rights


def _reach(user: User, chat: Chat) -> None:
    if chat.kind == "private":
        if chat.user != user:
            raise CannotDo(f"chat {chat.id} is not {user.first_name}'s")
        return
    _inside(user, chat)


def _inside(user: User, chat: Chat) -> None:
    if not chat.member(user).present:
        raise CannotDo(f"{user.first_name} is not in {chat.title}")


def _rules(user: User, chat: Chat) -> None:
    if not chat.member(user).administers:
        raise CannotDo(f"{user.first_name} is not an administrator of {chat.title}")


def _owner(world: World, message: Message) -> Bot:
    for bot in world.bots:
        if bot.user == message.author:
            return bot
    raise CannotDo(f"message {message.id} was not sent by a bot")
