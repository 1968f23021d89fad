"""Putting our messages into chats: paced, one chat's in order, every refusal turned into an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import structlog
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode, PollType
from telegram.error import RetryAfter, TelegramError

from bot.delivery.clock import Clock
from bot.delivery.outcome import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    Outcome,
    Refused,
    Sent,
    Unchanged,
    Wait,
)
from bot.delivery.pacing import Pacer
from bot.domain.chat import ChatKind
from bot.render.message import Button, Outgoing, OutgoingMessage, OutgoingPoll
from bot.tg.refusals import outcome_of, seconds_of

log = structlog.get_logger(__name__)

LOOK_UPS = 3  # tries
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

T = TypeVar("T")
Buttons = tuple[tuple[Button, ...], ...]


class Sender:
    """The bot's voice. What is meant for one chat goes out in the order it was asked for.

    Every method waits on `clock` until `pacer` lets it go, and returns what came of it instead of raising
    `telegram.error.TelegramError`.
    """

    def __init__(self, bot: telegram.Bot, pacer: Pacer, clock: Clock) -> None:
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
                return await self._ask("sendPoll", self._poll(chat_id, message), chat_id, kind)
            call = self._bot.send_message(
                chat_id,
                message.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                disable_notification=message.silent,
                reply_parameters=_reply(message.reply_to),
                reply_markup=keyboard(message.buttons),
            )
            return await self._ask("sendMessage", call, chat_id, kind)

    def _poll(self, chat_id: int, poll: OutgoingPoll) -> Coroutine[Any, Any, telegram.Message]:
        """A quiz whose options keep our order, and which tells its results at the end where it has one."""
        return self._bot.send_poll(
            chat_id,
            poll.question,
            poll.options,
            type=PollType.QUIZ,
            is_anonymous=poll.anonymous,
            allows_multiple_answers=len(poll.right) > 1,
            allows_revoting=False,
            shuffle_options=False,
            correct_option_ids=poll.right,  # type: ignore[arg-type]  # the library counts to eleven by name
            explanation=poll.explanation or None,
            explanation_parse_mode=ParseMode.HTML if poll.explanation else None,
            open_period=poll.open_for,
            hide_results_until_closes=poll.open_for is not None or None,
            disable_notification=poll.silent,
            reply_markup=keyboard(poll.buttons),
        )

    async def send_file(self, chat_id: int, name: str, data: bytes, *, kind: ChatKind) -> Outcome:
        """Send a file under this name; `Sent` carries its message's id."""
        async with self._turn(chat_id, kind):
            call = self._bot.send_document(chat_id, data, filename=name)
            return await self._ask("sendDocument", call, chat_id, kind)

    async def edit(self, chat_id: int, message_id: int, message: OutgoingMessage) -> Outcome:
        """Make a sent message look like this one; `Unchanged` too when a newer edit of it overtook this one."""

        def call() -> Coroutine[Any, Any, object]:
            return self._bot.edit_message_text(
                message.html,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(message.buttons),
            )

        return await self._edit("editMessageText", call, chat_id, message_id)

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Buttons) -> Outcome:
        """Replace a message's buttons, or take them away; `Unchanged` too when newer ones overtook these."""

        def call() -> Coroutine[Any, Any, object]:
            return self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(buttons))

        return await self._edit("editMessageReplyMarkup", call, chat_id, message_id)

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
        self, method: str, call: Callable[[], Coroutine[Any, Any, object]], chat_id: int, message_id: int
    ) -> Outcome:
        """When a crowd taps faster than a chat may be written to, only a message's newest look is worth a turn."""
        kind = kind_of(chat_id)
        key, ticket = (method, chat_id, message_id), object()
        self._newest[key] = ticket
        try:
            async with self._turn(chat_id, kind):
                if self._newest.get(key) is not ticket:
                    return Unchanged()
                return await self._ask(method, call(), chat_id, kind)
        finally:
            if self._newest.get(key) is ticket:
                del self._newest[key]

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


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Rows of buttons as the library takes them; None when there are none, which in an edit removes them."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.text,
                    callback_data=button.data or None,
                    url=button.url or None,
                    style=button.style or None,
                )
                for button in row
            ]
            for row in buttons
        ]
    )


def _sent(result: object) -> Sent:
    if not isinstance(result, telegram.Message):
        return Sent()
    return Sent(result.message_id, poll_id=result.poll.id if result.poll else "")


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
        case Refused(reason=reason):
            log.error("telegram refused", method=method, chat=chat_id, reason=reason)
        case Later(reason=reason) | Gone(reason=reason) | NoRights(reason=reason) | Missing(reason=reason):
            log.warning("telegram refused", method=method, chat=chat_id, reason=reason)


def _reply(message_id: int | None) -> ReplyParameters | None:
    """A reply, unless what it replies to is gone by then."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id is not None else None
