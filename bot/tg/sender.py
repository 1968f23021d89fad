"""Putting our messages into chats: paced, one chat's in order, every refusal turned into an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

import structlog
import telegram
from telegram.error import RetryAfter, TelegramError

from bot.delivery.clock import Clock
from bot.delivery.outcome import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    NotRich,
    Outcome,
    Refused,
    Sent,
    Unchanged,
    Wait,
)
from bot.delivery.pacing import Pacer
from bot.domain.chat import ChatKind
from bot.errors import PictureError
from bot.render.looks import without_picture
from bot.render.message import Buttons, Outgoing, OutgoingMessage, OutgoingPoll, Picture
from bot.tg.album import Album
from bot.tg.refusals import NO_RICH, outcome_of, seconds_of
from bot.tg.requests import Request, editing, keyboard, polling, sending

log = structlog.get_logger(__name__)

LOOK_UPS = 3  # tries

T = TypeVar("T")


class Sender:
    """The bot's voice. What is meant for one chat goes out in the order it was asked for.

    Every method waits on `clock` until `pacer` lets it go, and returns what came of it instead of raising
    `telegram.error.TelegramError`. Without an `album` a message's picture is told in words.
    """

    def __init__(self, bot: telegram.Bot, pacer: Pacer, clock: Clock, album: Album | None = None) -> None:
        self.takes_rich = True  # until Telegram's server says that it has never heard of rich messages
        self._album = album
        self._bot = bot
        self._pacer = pacer
        self._clock = clock
        self._queues: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._newest: dict[tuple[str, int, int], object] = {}

    async def send(
        self, chat_id: int, message: Outgoing, *, kind: ChatKind, by: datetime | None = None
    ) -> Outcome:
        """Send a new message, without link previews, or a quiz; `Sent` carries its id.

        When the chat's turn comes only after `by`, nothing is sent, and `Wait` says so.
        """
        async with self._turn(chat_id, kind):
            if by is not None and self._clock.now() >= by:
                return Wait(0)
            if isinstance(message, OutgoingPoll):
                return await self._ask("sendPoll", polling(self._bot, chat_id, message), chat_id, kind)
            return await self._put(sending(self._bot, chat_id), message, chat_id, kind)

    async def send_file(self, chat_id: int, name: str, data: bytes, *, kind: ChatKind) -> Outcome:
        """Send a file under this name; `Sent` carries its message's id."""
        async with self._turn(chat_id, kind):
            call = self._bot.send_document(chat_id, data, filename=name)
            return await self._ask("sendDocument", call, chat_id, kind)

    async def edit(self, chat_id: int, message_id: int, message: OutgoingMessage) -> Outcome:
        """Make a sent message look like this one; `Unchanged` too when a newer edit of it overtook this one."""

        def look() -> Awaitable[Outcome]:
            kind = kind_of(chat_id)
            return self._put(editing(self._bot, chat_id, message_id), message, chat_id, kind)

        return await self._edit("editMessageText", look, chat_id, message_id)

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Buttons) -> Outcome:
        """Replace a message's buttons, or take them away; `Unchanged` too when newer ones overtook these."""

        def look() -> Awaitable[Outcome]:
            call = self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(buttons))
            return self._ask("editMessageReplyMarkup", call, chat_id, kind_of(chat_id))

        return await self._edit("editMessageReplyMarkup", look, chat_id, message_id)

    async def delete(self, chat_id: int, message_id: int) -> Outcome:
        """Take a message away."""
        kind = kind_of(chat_id)
        async with self._turn(chat_id, kind):
            return await self._ask(
                "deleteMessage", self._bot.delete_message(chat_id, message_id), chat_id, kind
            )

    async def answer_tap(self, callback_query_id: str, text: str = "", *, alert: bool = False) -> Outcome:
        """Stop a tapped button's spinner, with a toast or an alert of at most 200 characters.

        It waits for no chat's turn, only for the end of a flood; one that comes too late is `Unchanged`.
        """
        await self._wait(self._pacer.open_at)
        call = self._bot.answer_callback_query(callback_query_id, text or None, show_alert=alert)
        return await self._ask("answerCallbackQuery", call)

    async def look_up(self, method: str, call: Callable[[], Awaitable[T]]) -> T:
        """Ask for something that no message depends on, such as who runs a chat; floods are waited out.

        Raises `telegram.error.TelegramError` as the library does, `RetryAfter` at the third flood in a row.
        """
        for tries in range(1, LOOK_UPS + 1):
            await self._wait(self._pacer.open_at)
            try:
                return await call()
            except RetryAfter as e:
                outcome = Wait(seconds_of(e))
                self._pacer.halt(self._clock.now() + timedelta(seconds=outcome.seconds))
                _report(method, None, outcome)
                if tries == LOOK_UPS:
                    raise
        raise AssertionError("the last try returns or raises")

    async def _edit(
        self, method: str, look: Callable[[], Awaitable[Outcome]], chat_id: int, message_id: int
    ) -> Outcome:
        """When a crowd taps faster than a chat may be written to, only a message's newest look is worth a turn."""
        key, ticket = (method, chat_id, message_id), object()
        self._newest[key] = ticket
        try:
            async with self._turn(chat_id, kind_of(chat_id)):
                return await look() if self._newest.get(key) is ticket else Unchanged()
        finally:
            if self._newest.get(key) is ticket:
                del self._newest[key]

    async def _put(self, request: Request, message: OutgoingMessage, chat_id: int, kind: ChatKind) -> Outcome:
        """Ask for a message in its own way: its picture by name, by its bytes or in words; rich where that is known."""
        if message.picture is not None:
            return await self._put_picture(request, message, message.picture, chat_id, kind)
        outcome = await self._ask(*request(message, None), chat_id, kind)
        if not message.rich or not isinstance(outcome, Refused):
            return outcome
        if NO_RICH.search(outcome.reason.casefold()) and self.takes_rich:
            self.takes_rich = False
            log.warning("no rich messages on this server, all cards are classic", reason=outcome.reason)
        return NotRich(outcome.reason)

    async def _put_picture(
        self, request: Request, message: OutgoingMessage, picture: Picture, chat_id: int, kind: ChatKind
    ) -> Outcome:
        name = await self._album.known(picture) if self._album else None
        outcome: Outcome = Refused("no name")
        if name is not None:
            outcome = await self._ask(*request(message, name), chat_id, kind)
        if self._album and isinstance(outcome, Refused):
            outcome = await self._upload(self._album, request, message, picture, chat_id, kind)
        if isinstance(outcome, Refused | NoRights):  # what the picture says has to be said all the same
            return await self._ask(*request(without_picture(message), None), chat_id, kind)
        return outcome

    async def _upload(
        self,
        album: Album,
        request: Request,
        message: OutgoingMessage,
        picture: Picture,
        chat_id: int,
        kind: ChatKind,
    ) -> Outcome:
        try:
            data = await album.drawn(picture)
        except PictureError as e:
            return Refused(str(e))
        outcome = await self._ask(*request(message, data), chat_id, kind)
        if isinstance(outcome, Sent):
            await album.keep(picture, outcome.file_id)
        return outcome

    @asynccontextmanager
    async def _turn(self, chat_id: int, kind: ChatKind) -> AsyncIterator[None]:
        """Hold the chat's place in its queue from now until the request is answered."""
        queue = self._queues.setdefault(chat_id, asyncio.Lock())
        async with queue:
            await self._wait(partial(self._pacer.ready_at, chat_id, kind))
            yield

    async def _wait(self, ready_at: Callable[[datetime], datetime]) -> None:
        """Sleep until ready, and look again: a flood may have been met meanwhile, or another chat been faster."""
        while (ready := ready_at(now := self._clock.now())) > now:
            await self._clock.sleep((ready - now).total_seconds())

    async def _ask(
        self,
        method: str,
        call: Awaitable[object],
        chat_id: int | None = None,
        kind: ChatKind | None = None,
    ) -> Outcome:
        if chat_id is not None and kind is not None:
            self._pacer.spend(chat_id, kind, self._clock.now())
        try:
            result = await call
        except TelegramError as e:
            outcome = outcome_of(e)
        else:
            return _sent(result)
        if isinstance(outcome, Wait):
            self._pacer.halt(self._clock.now() + timedelta(seconds=outcome.seconds))
        _report(method, chat_id, outcome)
        return outcome


def _sent(result: object) -> Sent:
    if not isinstance(result, telegram.Message):
        return Sent()
    photo, poll = result.photo, result.poll
    return Sent(result.message_id, photo[-1].file_id if photo else "", poll.id if poll else "")


def kind_of(chat_id: int) -> ChatKind:
    """What a chat's id tells about it: groups and channels, which are paced alike, have negative ones."""
    return "private" if chat_id > 0 else "group"


def _report(method: str, chat_id: int | None, outcome: Outcome) -> None:
    match outcome:
        case Unchanged():
            log.debug("nothing to change", method=method, chat=chat_id)
        case Wait(seconds=seconds):
            log.warning("flood limit", method=method, chat=chat_id, reason=f"retry after {seconds:g} s")
        case Moved(chat_id=new_id):
            log.warning("telegram refused", method=method, chat=chat_id, reason=f"moved to {new_id}")
        case Refused(reason=reason) if NO_RICH.search(reason.casefold()):
            log.debug("telegram refused", method=method, chat=chat_id, reason=reason)  # said once, elsewhere
        case Refused(reason=reason):
            log.error("telegram refused", method=method, chat=chat_id, reason=reason)
        case Later(reason=reason) | Gone(reason=reason) | NoRights(reason=reason) | Missing(reason=reason):
            log.warning("telegram refused", method=method, chat=chat_id, reason=reason)
