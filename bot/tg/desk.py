"""What every handler works with, and the few things that all of them do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
import telegram
from telegram.error import BadRequest, Forbidden

from bot.actions.face import Shown, shown
from bot.actions.meet import Visitor
from bot.actions.policy import Policy
from bot.actions.writing import WRITTEN
from bot.delivery.clock import Clock
from bot.delivery.courier import Courier, follow
from bot.delivery.outcome import Gone, Missing, Moved, NotRich, Outcome, Sent, Wait
from bot.domain.chat import Chat, ChatKind
from bot.domain.post import Post
from bot.i18n.translator import Translator, translator
from bot.render import pages
from bot.render import post as render
from bot.render.message import Buttons, Outgoing, OutgoingMessage, OutgoingPoll
from bot.storage import events, posts
from bot.storage.database import Database
from bot.tg.readings import Readings
from bot.tg.sender import Sender, kind_of

log = structlog.get_logger(__name__)

KINDS: dict[str, ChatKind] = {
    "private": "private",
    "group": "group",
    "supergroup": "group",
    "channel": "channel",
}
# Not people: a group's anonymous administrators, a channel writing in a group, Telegram's own forwards.
STAND_INS = frozenset({1087968824, 136817688, 777000})


Place = Callable[[Shown, Sequence[Outgoing]], Awaitable[None]]

FLOODS = 3  # so many in a row are waited out for one message


class Errands:
    """What may be done after the person has been answered: nobody waits for it, and nothing depends on it."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def send(self, errand: Coroutine[Any, Any, None]) -> None:
        """Start an errand; what goes wrong with it is logged."""
        task = asyncio.create_task(self._run(errand))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @property
    def busy(self) -> bool:
        """Whether any is under way."""
        return bool(self._running)

    async def done(self) -> None:
        """Return once none is under way."""
        while self._running:
            await asyncio.wait(self._running)

    def cancel(self) -> None:
        """Give up those under way."""
        for task in self._running:
            task.cancel()

    async def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        try:
            await errand
        except Exception:
            log.exception("an errand failed")


@dataclass(frozen=True, slots=True)
class Desk:
    """The hands of the handlers. `wake` tells the delivery loop that something may be owed now."""

    database: Database
    policy: Policy
    clock: Clock
    sender: Sender
    courier: Courier
    bot: telegram.Bot
    wake: Callable[[], None]
    errands: Errands
    readings: Readings

    def now(self) -> datetime:
        """The time by the bot's clock."""
        return self.clock.now()

    async def say(self, chat: Chat, message: Outgoing) -> Outcome:
        """Send a message that belongs to no post; when the group has moved, to where it is now."""
        outcome = await self._asks(chat.id, partial(self.sender.send, chat.id, message, kind=chat.kind))
        if isinstance(outcome, Moved):
            there = outcome.chat_id
            return await self._asks(there, partial(self.sender.send, there, message, kind=chat.kind))
        return outcome

    async def hand(self, chat: Chat, name: str, data: bytes) -> Outcome:
        """Send a file."""
        return await self._asks(chat.id, partial(self.sender.send_file, chat.id, name, data, kind=chat.kind))

    async def edit(self, chat_id: int, message_id: int, message: OutgoingMessage) -> Outcome:
        """Make a message look like this one; where it is of another kind, this one takes its place."""
        outcome = await self._asks(chat_id, partial(self.sender.edit, chat_id, message_id, message))
        if isinstance(outcome, Missing) and outcome.other_kind:
            await self._take_away(chat_id, message_id)
            kind = kind_of(chat_id)
            return await self._asks(chat_id, partial(self.sender.send, chat_id, message, kind=kind))
        return outcome

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Buttons) -> Outcome:
        """Replace a message's buttons, or take them away."""
        return await self._asks(chat_id, partial(self.sender.edit_buttons, chat_id, message_id, buttons))

    async def post(self, chat: Chat, post_id: int) -> None:
        """Send a post that somebody is waiting for before everything owed; say so when it must be tried again."""
        if not await self.courier.deliver_post(post_id):
            self.wake()
            await self.say(chat, pages.notice(speaks(chat), "post.coming"))

    async def post_again(self, post_id: int) -> None:
        """Show a post once more at the end of its chat; its buttons move there."""
        async with self.database.read() as conn:
            what = await shown(conn, post_id, self.policy, self.now())
        await self._in_a_look_it_takes(what, self._send_again)

    async def show(self, what: Shown) -> None:
        """Make the post's messages look as the post is now; a long answer may need more of them, or fewer."""
        await self._in_a_look_it_takes(what, self._change)

    async def _in_a_look_it_takes(self, what: Shown, place: Place) -> None:
        t = translator(what.chat.language)
        try:
            await place(what, render.post(what.face, t, rich_known=self.sender.takes_rich))
        except _TooRich:
            await place(what, render.post(what.face, t, rich_known=False))

    async def _send_again(self, what: Shown, messages: Sequence[Outgoing]) -> None:
        *earlier, newest = await self._send_all(what.chat, messages) or [Sent()]
        if newest.message_id:
            places = [*_poll_of(what.post), *(sent.message_id for sent in (*earlier, newest))]
            places = [newest.message_id] if newest.poll_id else places
            async with self.database.write() as conn:
                if newest.poll_id and what.post.poll_id:  # in which people may still vote
                    await events.note(
                        conn, what.post.id, None, "sent_anew", self.now(), given=what.post.poll_id
                    )
                if what.post.mode in WRITTEN and what.post.message_id:  # to which people may still reply
                    await events.note(
                        conn, what.post.id, None, "moved", self.now(), given=what.post.message_id
                    )
                await posts.stands_in(conn, what.post.id, places, poll_id=newest.poll_id)
            if what.post.message_id is not None:
                await self.edit_buttons(what.chat.id, what.post.message_id, ())

    async def _change(self, what: Shown, messages: Sequence[Outgoing]) -> None:
        """Edit what can be edited. From the first that cannot, messages are sent anew, so that their order stays."""
        texts = [message for message in messages if not isinstance(message, OutgoingPoll)]
        if not texts:  # a poll cannot be edited, only what hangs under it
            await self.show_buttons(what)
            return
        poll, there = _poll_of(what.post), what.post.texts
        kept = await self._edit_all(what.chat, there, texts)
        for message_id in there[len(kept) :]:
            await self._take_away(what.chat.id, message_id)
        added = [sent.message_id for sent in await self._send_all(what.chat, texts[len(kept) :])]
        now_there = [*kept, *added]
        if now_there and len(now_there) < len(texts):  # the rest was refused: the buttons must be somewhere
            await self.edit_buttons(what.chat.id, now_there[-1], texts[-1].buttons)
        elif poll and not there:  # the answer has its own
            await self.edit_buttons(what.chat.id, poll[0], ())
        now_there = [*poll, *now_there]
        if len(now_there) > len(poll) and tuple(now_there) != what.post.messages:
            async with self.database.write() as conn:
                await posts.stands_in(conn, what.post.id, now_there)

    async def show_buttons(self, what: Shown) -> None:
        """Refresh only the buttons: the text has not changed."""
        assert what.post.message_id is not None
        buttons = render.buttons(what.face, translator(what.chat.language))
        await self.edit_buttons(what.chat.id, what.post.message_id, buttons)

    async def is_admin(self, chat: Chat, user_id: int) -> bool:
        """Whether this person may speak for the chat; Telegram is asked each time, since people come and go."""
        if chat.kind == "private":
            return chat.id == user_id
        try:
            asks = partial(self.bot.get_chat_member, chat.id, user_id)
            member = await self.sender.look_up("getChatMember", asks)
        except (BadRequest, Forbidden):
            return False
        return member.status in {"creator", "administrator"}

    async def _asks(self, chat_id: int, ask: Callable[[], Awaitable[Outcome]]) -> Outcome:
        outcome = await _through_floods(ask)
        if isinstance(outcome, Gone | Moved):
            async with self.database.write() as conn:
                await follow(conn, chat_id, outcome, self.now())
        return outcome

    async def _edit_all(
        self, chat: Chat, there: Sequence[int], messages: Sequence[OutgoingMessage]
    ) -> list[int]:
        """Edit messages in order, up to the first that is gone or of another kind; the ids of those before it."""
        kept: list[int] = []
        for message_id, message in zip(there, messages, strict=False):
            outcome = await self._asks(chat.id, partial(self.sender.edit, chat.id, message_id, message))
            if isinstance(outcome, NotRich):
                raise _TooRich
            if isinstance(outcome, Missing):
                break
            kept.append(message_id)
        return kept

    async def _send_all(self, chat: Chat, messages: Sequence[Outgoing]) -> list[Sent]:
        """Send them in order, up to the first that is refused; those that arrived."""
        arrived: list[Sent] = []
        for message in messages:
            outcome = await self.say(chat, message)
            if isinstance(outcome, NotRich):
                raise _TooRich
            if not isinstance(outcome, Sent):
                break
            arrived.append(outcome)
        return arrived

    async def _take_away(self, chat_id: int, message_id: int) -> None:
        """Delete a message, or at least its buttons: after two days only an administrator may delete in a group."""
        if not isinstance(await self.sender.delete(chat_id, message_id), Sent):
            await self.edit_buttons(chat_id, message_id, ())


class _TooRich(Exception):
    """A rich message was not taken; nothing was sent."""


def _poll_of(post: Post) -> tuple[int, ...]:
    """The message of a native quiz, which stands before its answer."""
    return post.messages[:1] if post.mode == "poll" else ()


async def _through_floods(ask: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """Ask, and again once a flood is over: a refusal of that kind had no effect, and a person is waiting."""
    outcome = await ask()
    for _ in range(FLOODS):
        if not isinstance(outcome, Wait):
            break
        outcome = await ask()
    return outcome


def visitor_of(update: telegram.Update) -> Visitor | None:
    """Who acts and where; None for what has no chat or is done by nobody in particular."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return None
    kind = KINDS.get(chat.type, "group")
    title = chat.title or ""  # a private chat has none: people's names are not kept
    return Visitor(user.id, chat.id, kind, title, user.language_code)


def speaks(chat: Chat) -> Translator:
    """The translator for a chat."""
    return translator(chat.language)
