"""The sandbox's world: who is there, which chats they share, what was said; and nothing of HTTP."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from bot.sandbox import notices, wire
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import (
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    Bot,
    Chat,
    Content,
    File,
    Json,
    Member,
    Message,
    Origin,
    Poll,
    Query,
    Service,
    User,
)
from bot.sandbox.updates import UpdateQueue

_FIRST_PERSON = 700_000_001
_FIRST_GROUP = 4_000_001
_FIRST_SUPERGROUP = 2_000_000_001
_SUPERGROUP_ZERO = -1_000_000_000_000
_FIRST_UPDATE = 100_000_001


class World:
    """Everything there is, changed only through these methods; `version` grows with every visible change."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.version = 0
        self.bots: list[Bot] = []
        self.users: dict[int, User] = {}
        self.chats: list[Chat] = []
        self.polls: dict[str, Poll] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, File] = {}
        self.on_open: Callable[[str], Awaitable[None]] | None = None  # told the browser's language, `pl-PL`
        self._bell = asyncio.Event()
        self._counts: dict[str, int] = {}
        clock.on_jump(self._jumped)

    @property
    def bot(self) -> Bot:
        """The first bot, in most worlds the only one."""
        return self.bots[0]

    @property
    def seconds(self) -> int:
        """The moment by the clock, in whole Unix seconds."""
        return int(self.clock.now().timestamp())

    def next_number(self, what: str, first: int = 1) -> int:
        """Return the next of the numbers that count `what`, beginning with `first`."""
        number = self._counts.get(what, first)
        self._counts[what] = number + 1
        return number

    def touch(self) -> None:
        """Say that something visible has changed."""
        self.version += 1
        self._bell.set()
        self._bell = asyncio.Event()

    async def changed(self, after: int, timeout: float) -> int:  # noqa: ASYNC109 - the page's long poll
        """Return the version once it is above `after`, or as it is after `timeout` seconds of the wall."""
        try:
            async with asyncio.timeout(timeout):
                while self.version <= after:
                    await self._bell.wait()
        except TimeoutError:
            pass
        return self.version

    def add_bot(self, name: str, username: str, token: str, *, reads_all: bool = False) -> Bot:
        """Add a bot with its `token` (its id stands before the colon); `reads_all` ends privacy mode."""
        user = User(int(token.partition(":")[0]), name, is_bot=True, username=username)
        bot = Bot(user, token, UpdateQueue(self.clock.now, _FIRST_UPDATE), reads_all)
        self.users[user.id] = user
        self.bots.append(bot)
        self.touch()
        return bot

    def add_person(self, name: str, *, language: str = "en", username: str | None = None) -> User:
        """Add a person whom no bot knows yet."""
        user = User(self.next_number("person", _FIRST_PERSON), name, username=username, language=language)
        self.users[user.id] = user
        self.touch()
        return user

    def add_group(
        self,
        title: str,
        members: Iterable[User] = (),
        admins: Iterable[User | Bot] = (),
        bots: Iterable[Bot] = (),
        *,
        supergroup: bool = True,
    ) -> Chat:
        """Add a group: its first human administrator made it, and its bots learn that they were added.

        A bot among `admins` is an administrator with every right, one among `bots` is a plain member.
        """
        number = self.next_number("supergroup", _FIRST_SUPERGROUP) if supergroup else 0
        identity = _SUPERGROUP_ZERO - number if number else -self.next_number("group", _FIRST_GROUP)
        chat = Chat(identity, "supergroup" if supergroup else "group", title)
        return self._fill(chat, members, admins, bots, frozenset(GROUP_RIGHTS))

    def add_channel(
        self,
        title: str,
        username: str | None = None,
        admins: Iterable[User | Bot] = (),
        bots: Iterable[Bot] = (),
        members: Iterable[User] = (),
    ) -> Chat:
        """Add a channel: its first human administrator made it, and a bot in it is an administrator."""
        identity = _SUPERGROUP_ZERO - self.next_number("supergroup", _FIRST_SUPERGROUP)
        chat = Chat(identity, "channel", title, username)
        return self._fill(chat, members, [*admins, *bots], (), frozenset(CHANNEL_RIGHTS))

    def private(self, user: User, bot: Bot | None = None) -> Chat:
        """Return the private chat of a person and a bot (the first one), still empty when they never met."""
        bot = bot or self.bot
        for chat in self.chats:
            if chat.user == user and chat.bot is bot:
                return chat
        chat = Chat(user.id, "private", user=user, bot=bot)
        self.chats.append(chat)
        return chat

    def bots_in(self, chat: Chat) -> list[Bot]:
        """Return the bots that are in a chat."""
        if chat.bot is not None:
            return [chat.bot]
        return [bot for bot in self.bots if chat.member(bot.user).present]

    def place(self, chat: Chat, user: User, status: str, rights: Iterable[str] = (), *, by: User) -> None:
        """Make `user` in `chat` what `status` says, `by` someone, and tell the bots concerned."""
        old = chat.member(user)
        new = Member(user, status, frozenset(rights))
        chat.members[user.id] = new
        notices.member_changed(self, chat, old, new, by)
        if new.present != old.present and chat.kind != "channel":
            shown = wire.user(user)
            fields: Json = {"new_chat_members": [shown]} if new.present else {"left_chat_member": shown}
            self.post(chat, by if by.id in chat.members else user, Service(fields))
        self.touch()

    def block(self, chat: Chat, *, blocked: bool) -> None:
        """Let the person of a private chat block or unblock the bot, which learns of it."""
        if chat.bot is None or chat.user is None:
            raise ValueError(f"chat {chat.id} is not private")
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        statuses = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = (Member(chat.bot.user, status) for status in statuses)
        notices.member_changed(self, chat, old, new, chat.user)
        self.touch()

    def post(
        self,
        chat: Chat,
        author: User,
        content: Content,
        *,
        markup: Json | None = None,
        reply_to: Message | None = None,
        origin: Origin | None = None,
        silent: bool = False,
        protected: bool = False,
    ) -> Message:
        """Place a message at the end of a chat and tell the bots that hear it."""
        message = Message(
            chat.next_message_id,
            chat,
            self.seconds,
            author,
            content,
            markup=markup,
            reply_to=reply_to,
            origin=origin,
            silent=silent,
            protected=protected,
        )
        chat.next_message_id += 1
        chat.messages.append(message)
        notices.posted(self, message)
        if author.is_bot:
            chat.last_writing_bot = author.id
        self.touch()
        return message

    def edit(self, message: Message, content: Content, markup: Json | None) -> None:
        """Give a message other content; the date of the edit is written when the content is another."""
        if content is not message.content:
            message.edit_date = self.seconds
        message.content = content
        message.markup = markup
        self.touch()

    def delete(self, message: Message) -> None:
        """Take a message away; bots are not told."""
        message.deleted = True
        self.touch()

    def settle(self) -> None:
        """Do what the clock has made due: close the polls whose time is over."""
        now = self.clock.now()
        for poll in self.polls.values():
            if not poll.closed and poll.close_at is not None and poll.close_at <= now:
                self.close_poll(poll)

    @property
    def next_due(self) -> datetime | None:
        """The moment at which something will fall due by itself, if anything will."""
        ends = [
            poll.close_at for poll in self.polls.values() if not poll.closed and poll.close_at is not None
        ]
        return min(ends, default=None)

    def close_poll(self, poll: Poll) -> None:
        """Close a poll and tell its bot."""
        poll.closed = True
        notices.poll_changed(poll)
        self.touch()

    def keep_file(self, data: bytes, name: str, mime: str, folder: str) -> File:
        """Store bytes under a new identifier; equal bytes share their unique one."""
        number = self.next_number("file")
        unique = "AQAD" + hashlib.sha256(data).hexdigest()[:12]
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{folder}/file_{number}.{suffix}"
        file = File(f"AgACAgIAAx{number:06d}{unique[4:]}", unique, data, name, mime, path)
        self.files[file.id] = file
        return file

    def _jumped(self) -> None:
        self.settle()
        self.touch()

    def _fill(
        self,
        chat: Chat,
        members: Iterable[User],
        admins: Iterable[User | Bot],
        bots: Iterable[Bot],
        rights: frozenset[str],
    ) -> Chat:
        """Let the people in quietly, they were there before; then the bots, who are told."""
        ruling = list(admins)
        people = [one for one in ruling if isinstance(one, User)]
        for user in [*people, *members]:
            chat.members.setdefault(user.id, Member(user, "member"))
        for user in people:
            chat.members[user.id] = Member(user, "administrator", rights)
        if people:
            chat.members[people[0].id] = Member(people[0], "creator")
        self.chats.append(chat)
        by = next((member.user for member in chat.members.values()), None)
        for bot in ruling:
            if isinstance(bot, Bot):
                self.place(chat, bot.user, "administrator", rights, by=by or bot.user)
        for bot in bots:
            self.place(chat, bot.user, "member", by=by or bot.user)
        self.touch()
        return chat
