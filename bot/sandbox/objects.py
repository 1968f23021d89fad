"""What the sandbox's world is made of: people, chats with their members, messages and what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from bot.sandbox.updates import UpdateQueue

Json = dict[str, Any]

SEND_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
)
PERMISSIONS = (
    *SEND_RIGHTS,
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_EVERYWHERE = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_RIGHTS = (*_EVERYWHERE, "can_pin_messages", "can_manage_tags")
CHANNEL_RIGHTS = (*_EVERYWHERE, "can_post_messages", "can_edit_messages")
PRESENT = frozenset({"creator", "administrator", "member"})
ADMINISTERS = frozenset({"creator", "administrator"})


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot, as everyone sees them; who they are stays, the language of their app may change."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    language: str | None = None


@dataclass(slots=True, eq=False)
class Bot:
    """A bot: its user, its token, the updates that wait for it, and what it says of itself.

    `menus` maps (scope, language) to commands; `about` maps (field, language) to a text.
    """

    user: User
    token: str
    queue: UpdateQueue
    reads_all: bool = False
    menus: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Member:
    """What someone is in a chat.

    `status` is creator, administrator, member, restricted, left or kicked; `rights` are an administrator's
    rights or what a restricted member may still do.
    """

    user: User
    status: str
    rights: frozenset[str] = frozenset()
    until: int = 0

    @property
    def present(self) -> bool:
        """Whether this is someone inside the chat."""
        return self.status in PRESENT or (self.status == "restricted" and "is_member" in self.rights)

    @property
    def administers(self) -> bool:
        """Whether this is an administrator or the creator."""
        return self.status in ADMINISTERS


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, group, supergroup or channel, with its messages in order.

    A private chat belongs to one `bot` and one person (`user`) and has that person's id; `started` is whether
    the person ever wrote there, `blocked` whether they have blocked the bot.
    """

    id: int
    kind: str
    title: str = ""
    username: str | None = None
    user: User | None = None
    bot: Bot | None = None
    started: bool = False
    blocked: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    permissions: frozenset[str] = frozenset(PERMISSIONS)
    messages: list[Message] = field(default_factory=list)
    pinned: list[Message] = field(default_factory=list)
    last_writing_bot: int | None = None
    actions: list[str] = field(default_factory=list)
    next_message_id: int = 1

    def member(self, user: User) -> Member:
        """Return what `user` is here; a stranger has left."""
        return self.members.get(user.id, Member(user, "left"))

    def find(self, message_id: int) -> Message | None:
        """Return the message with that id unless there is none or it was deleted."""
        return next((one for one in self.messages if one.id == message_id and not one.deleted), None)


@dataclass(frozen=True, slots=True)
class Text:
    """A text message; `preview` holds its link preview options as they were given."""

    text: str
    entities: tuple[Json, ...] = ()
    preview: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """A rich message: its `blocks` as on the wire, and what they say as plain text."""

    blocks: tuple[Json, ...]
    plain: str
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph with its caption."""

    file: File
    width: int
    height: int
    caption: Text | None = None
    spoiler: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file with its caption."""

    file: File
    caption: Text | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """Something that happened in a chat, with its fields as on the wire."""

    fields: Json


@dataclass(slots=True, eq=False)
class PollOption:
    """One answer of a poll and the ids of those who chose it."""

    persistent_id: str
    text: str
    voters: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Poll:
    """A poll or a quiz; without right answers `correct` is empty, without an end `close_at` is None.

    `owner` is the bot that sent it, None when a person did.
    """

    id: str
    owner: Bot | None
    question: str
    options: list[PollOption]
    kind: str = "regular"
    anonymous: bool = True
    multiple: bool = False
    revoting: bool = True
    correct: tuple[int, ...] = ()
    explanation: Text | None = None
    description: Text | None = None
    open_period: int | None = None
    close_at: datetime | None = None
    closed: bool = False
    shuffled: bool = False
    results_hidden: bool = False

    def choices_of(self, user: User) -> list[int]:
        """Return the numbers, from 0, of the options `user` has chosen."""
        return [at for at, option in enumerate(self.options) if user.id in option.voters]

    def tells(self, user: User) -> bool:
        """Whether `user` is shown the results, what is right and why: once they have voted, or it is closed."""
        return self.closed or (bool(self.choices_of(user)) and not self.results_hidden)

    def order_for(self, user: User) -> list[int]:
        """Return the numbers of the options, from 0, in the order in which `user` is shown them."""
        order = list(range(len(self.options)))
        if self.shuffled:
            Random(f"{self.id}/{user.id}").shuffle(order)
        return order

    @property
    def voters(self) -> set[int]:
        """The ids of all who have a vote in it."""
        return {one for option in self.options for one in option.voters}


Content = Text | Rich | Photo | Document | Service | Poll


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message came from: a user, or a channel and the message's id there."""

    date: int
    user: User | None = None
    channel: Chat | None = None
    message_id: int = 0


@dataclass(slots=True, eq=False)
class Message:
    """One message; `markup` is its inline keyboard as on the wire, `author` who wrote it, seen or not."""

    id: int
    chat: Chat
    date: int
    author: User
    content: Content
    markup: Json | None = None
    reply_to: Message | None = None
    origin: Origin | None = None
    edit_date: int | None = None
    deleted: bool = False
    silent: bool = False
    protected: bool = False

    @property
    def sender(self) -> User | None:
        """Who is seen to have sent it; in a channel it is the channel itself."""
        return None if self.chat.kind == "channel" else self.author

    @property
    def words(self) -> Text | None:
        """The text or the caption, whichever the message has; of a rich message its plain text."""
        if isinstance(self.content, Text):
            return self.content
        if isinstance(self.content, Rich):
            return Text(self.content.plain)
        return self.content.caption if isinstance(self.content, Photo | Document) else None

    @property
    def rows(self) -> list[list[Json]]:
        """The rows of buttons under the message."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows


def origin_of(message: Message) -> Origin:
    """Where a message would be said to come from if it were forwarded."""
    if message.sender is None:
        return Origin(message.date, channel=message.chat, message_id=message.id)
    return Origin(message.date, user=message.sender)


@dataclass(frozen=True, slots=True)
class Toast:
    """What answering a tap showed to the person: a passing text, an alert, or a link to open."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(slots=True, eq=False)
class Query:
    """A tap on a button: who, where, what it carries, and how the bot answered."""

    id: str
    bot: Bot
    user: User
    message: Message
    data: str
    asked: datetime
    toast: Toast | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A stored file; `unique` is the same for the same bytes, as `file_unique_id` is."""

    id: str
    unique: str
    data: bytes
    name: str
    mime: str
    path: str
