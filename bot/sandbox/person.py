"""A person in the sandbox: what they say, tap and vote, and what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.sandbox import acts
from bot.sandbox.objects import Bot, Chat, Message, Photo, Poll, Query, Rich, Service, Text, Toast, User
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

_PATIENCE = 5.0


class Person:
    """The hands and eyes of one user; `chat` is the private chat with the first bot where it is left out.

    What a person does returns when the bot has come to rest.
    """

    def __init__(self, sandbox: Sandbox, user: User) -> None:
        self.user = user
        self._sandbox = sandbox

    async def says(self, text: str, chat: Chat | None = None, *, reply_to: Message | None = None) -> Message:
        """Write `text`."""
        said = acts.say(self._world, self.user, self._chat(chat), text, reply_to=reply_to)
        await self._sandbox.idle()
        return said

    async def sends_file(
        self, name: str, data: bytes | str, mime: str = "text/plain", chat: Chat | None = None
    ) -> Message:
        """Send a file."""
        content = data.encode() if isinstance(data, str) else data
        sent = acts.send_file(self._world, self.user, self._chat(chat), content, name, mime)
        await self._sandbox.idle()
        return sent

    async def sends_photo(self, chat: Chat | None = None) -> Message:
        """Send a photograph of nothing in particular."""
        sent = acts.send_photo(self._world, self.user, self._chat(chat), b"\xff\xd8photo", 40, 30)
        await self._sandbox.idle()
        return sent

    async def sends_quiz(
        self,
        question: str,
        options: Sequence[str],
        *right: int,
        explanation: str = "",
        chat: Chat | None = None,
    ) -> Message:
        """Send a quiz whose options with these numbers, from 0, are right; with none it is a plain poll."""
        sent = acts.send_quiz(self._world, self.user, self._chat(chat), question, options, right, explanation)
        await self._sandbox.idle()
        return sent

    async def closes(self, message: Message) -> None:
        """Close a poll of one's own."""
        acts.close_poll(self._world, self.user, message)
        await self._sandbox.idle()

    async def forwards(self, message: Message, chat: Chat | None = None) -> Message:
        """Forward a message."""
        sent = acts.forward(self._world, self.user, message, self._chat(chat))
        await self._sandbox.idle()
        return sent

    async def adds_bot(self, chat: Chat, payload: str = "", bot: Bot | None = None) -> None:
        """Bring the bot into a group by the link `t.me/BOT?startgroup=payload`."""
        acts.add_to_group(self._world, self.user, bot or self._world.bot, chat, payload)
        await self._sandbox.idle()

    async def opens(self, payload: str = "", bot: Bot | None = None) -> Message:
        """Open the link `t.me/BOT?start=payload` and press Start."""
        said = acts.open_link(self._world, self.user, bot or self._world.bot, payload)
        await self._sandbox.idle()
        return said

    async def taps(self, label: str, chat: Chat | None = None, message: Message | None = None) -> Toast:
        """Press the button `label` (exactly, else containing it) of the newest message that shows one.

        Returns what the answer showed. Raises AssertionError naming the buttons there are when there is no such.
        """
        tapped = self.presses(label, chat, message)
        if isinstance(tapped, Query):
            await self._answer(tapped)
        await self._sandbox.idle()
        return tapped if isinstance(tapped, Toast) else tapped.toast or Toast()

    def presses(self, label: str, chat: Chat | None = None, message: Message | None = None) -> Query | Toast:
        """Press a button and do not wait for anything."""
        at = self._button(label, chat, message)
        return acts.tap(self._world, self.user, *at)

    async def votes(
        self, *choices: str | int, chat: Chat | None = None, message: Message | None = None
    ) -> None:
        """Choose options of the newest poll by their text or number from 0; none takes the vote back."""
        message = message or self._newest_poll(chat)
        acts.vote(self._world, self.user, message, [_option(message, choice) for choice in choices])
        await self._sandbox.idle()

    async def edits(self, message: Message, text: str) -> None:
        """Change a message of one's own."""
        acts.edit(self._world, self.user, message, text)
        await self._sandbox.idle()

    async def blocks_bot(self, bot: Bot | None = None) -> None:
        """Block the bot."""
        acts.block(self._world, self.user, bot or self._world.bot)
        await self._sandbox.idle()

    async def unblocks_bot(self, bot: Bot | None = None) -> None:
        """Unblock the bot."""
        acts.unblock(self._world, self.user, bot or self._world.bot)
        await self._sandbox.idle()

    async def joins(self, chat: Chat) -> None:
        """Join a group or subscribe to a channel."""
        acts.join(self._world, self.user, chat)
        await self._sandbox.idle()

    async def leaves(self, chat: Chat) -> None:
        """Leave a group or a channel."""
        acts.leave(self._world, self.user, chat)
        await self._sandbox.idle()

    def sees(self, fragment: str, chat: Chat | None = None) -> Message:
        """Return the newest message that shows `fragment`, in its text or on a button.

        Raises AssertionError with the transcript when none does.
        """
        found = self._showing(fragment, chat)
        if found is None:
            raise AssertionError(f"{self.user.first_name} does not see {fragment!r}\n{self.transcript(chat)}")
        return found

    def does_not_see(self, fragment: str, chat: Chat | None = None) -> None:
        """Make sure no message shows `fragment`; raises AssertionError with the transcript when one does."""
        if self._showing(fragment, chat) is not None:
            raise AssertionError(f"{self.user.first_name} sees {fragment!r}\n{self.transcript(chat)}")

    async def waits_for(
        self, fragment: str, chat: Chat | None = None, *, patience: float = _PATIENCE
    ) -> Message:
        """Return the newest message that shows `fragment` as soon as one does.

        Raises AssertionError with the transcript after `patience` seconds of the wall.
        """
        try:
            async with asyncio.timeout(patience):
                while (found := self._showing(fragment, chat)) is None:
                    await self._world.changed(self._world.version, patience)
        except TimeoutError:
            return self.sees(fragment, chat)
        return found

    def buttons(self, chat: Chat | None = None) -> list[str]:
        """Return the labels of all buttons in the chat, those of the newest message first."""
        shown = reversed(self.messages(chat))
        return [button["text"] for message in shown for row in message.rows for button in row]

    def last(self, chat: Chat | None = None) -> Message:
        """Return the newest message; raises AssertionError when there is none."""
        messages = self.messages(chat)
        if not messages:
            raise AssertionError(f"{self.user.first_name} sees an empty chat")
        return messages[-1]

    def messages(self, chat: Chat | None = None) -> list[Message]:
        """Return the messages that are there, oldest first."""
        return [message for message in self._chat(chat).messages if not message.deleted]

    def transcript(self, chat: Chat | None = None) -> str:
        """Return the chat as lines: each message with its hour and author, each row of buttons in brackets."""
        return "\n".join(line for message in self.messages(chat) for line in _lines(message, self.user))

    @property
    def _world(self) -> World:
        return self._sandbox.world

    def _chat(self, chat: Chat | None) -> Chat:
        return chat or self._world.private(self.user)

    def _button(self, label: str, chat: Chat | None, message: Message | None) -> tuple[Message, int, int]:
        messages = [message] if message is not None else self.messages(chat)[::-1]
        places = [
            (one, at, place, button["text"])
            for one in messages
            for at, row in enumerate(one.rows)
            for place, button in enumerate(row)
        ]
        for fits in (label.__eq__, lambda text: label in text):
            for one, row, column, text in places:
                if fits(text):
                    return one, row, column
        visible = [text for *_, text in places]
        raise AssertionError(f"no button {label!r} among {visible}\n{self.transcript(chat)}")

    def _newest_poll(self, chat: Chat | None) -> Message:
        for message in reversed(self.messages(chat)):
            if isinstance(message.content, Poll):
                return message
        raise AssertionError(f"{self.user.first_name} sees no poll\n{self.transcript(chat)}")

    def _showing(self, fragment: str, chat: Chat | None) -> Message | None:
        for message in reversed(self.messages(chat)):
            if fragment in "\n".join(_lines(message, self.user)):
                return message
        return None

    async def _answer(self, query: Query) -> None:
        """Wait for the answer of a tap as long as a client shows that it waits."""
        try:
            async with asyncio.timeout(_PATIENCE):
                while query.toast is None:
                    await self._world.changed(self._world.version, _PATIENCE)
        except TimeoutError:
            return


def _option(message: Message, choice: str | int) -> int:
    if isinstance(choice, int):
        return choice
    poll = message.content
    texts = [option.text for option in poll.options] if isinstance(poll, Poll) else []
    if choice not in texts:
        raise AssertionError(f"no option {choice!r} among {texts}")
    return texts.index(choice)


def _lines(message: Message, viewer: User) -> list[str]:
    author = message.chat.title if message.sender is None else message.author.first_name
    hour = datetime.fromtimestamp(message.date, UTC).strftime("%H:%M")
    first, *more = _shown(message, viewer).split("\n")
    rows = ["    " + " ".join(f"[{button['text']}]" for button in row) for row in message.rows]
    return [f"{hour} {author}: {first}", *(f"    {line}" for line in more), *rows]


def _shown(message: Message, viewer: User) -> str:
    content = message.content
    if isinstance(content, Text):
        return content.text
    if isinstance(content, Rich):
        return content.plain
    if isinstance(content, Service):
        return f"({', '.join(content.fields)})"
    if isinstance(content, Poll):
        return _shown_poll(content, viewer)
    kind = "photo" if isinstance(content, Photo) else f"file {content.file.name}"
    return f"<{kind}>" + (f"\n{content.caption.text}" if content.caption else "")


def _shown_poll(poll: Poll, viewer: User) -> str:
    lines = [f"<{poll.kind} poll{', closed' if poll.closed else ''}> {poll.question}"]
    lines += [_shown_option(poll, at, viewer) for at in range(len(poll.options))]
    if poll.tells(viewer) and poll.explanation is not None:
        lines.append(poll.explanation.text)
    return "\n".join(lines)


def _shown_option(poll: Poll, at: int, viewer: User) -> str:
    option = poll.options[at]
    line = f"({'x' if viewer.id in option.voters else ' '}) {option.text}"
    if not poll.tells(viewer):
        return line
    return f"{line} · {len(option.voters)}{' ✓' if at in poll.correct else ''}"
