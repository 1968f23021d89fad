"""Our messages onto Telegram's wire, and Telegram's refusals back as values."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import Any

import structlog
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
)

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
from bot.render.message import Button, OutgoingMessage

log = structlog.get_logger(__name__)

# Fragments of Telegram's sentences, lower-cased: the library changes their capitals.
UNCHANGED = ("message is not modified", "query is too old")
GONE = ("chat not found", "group chat was deactivated", "peer_id_invalid")
MISSING = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message_id_invalid",
)
NO_RIGHTS = ("not enough rights", "need administrator rights", "have no rights", "chat_write_forbidden")

Rows = Sequence[Sequence[Button]]


class Sender:
    """Sends, edits and answers, each time the pacer says when."""

    def __init__(self, bot: telegram.Bot, pacer: Pacer, clock: Clock) -> None:
        self._bot = bot
        self._pacer = pacer
        self._clock = clock

    async def send(self, chat_id: int, message: OutgoingMessage, *, kind: ChatKind) -> Outcome:
        """Send one message, as soon as the limits allow."""
        await self._turn(chat_id, kind)
        request = self._bot.send_message(
            chat_id,
            message.html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message.buttons) if message.buttons else None,
            disable_notification=message.silent,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return await self._outcome("sendMessage", chat_id, request)

    async def edit(self, chat_id: int, message_id: int, message: OutgoingMessage) -> Outcome:
        """Make a message of ours say this instead."""
        request = self._bot.edit_message_text(
            message.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message.buttons) if message.buttons else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return await self._outcome("editMessageText", chat_id, request)

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Rows) -> Outcome:
        """Give a message of ours other buttons, or none."""
        request = self._bot.edit_message_reply_markup(
            chat_id=chat_id, message_id=message_id, reply_markup=keyboard(buttons) if buttons else None
        )
        return await self._outcome("editMessageReplyMarkup", chat_id, request)

    async def answer_tap(self, query_id: str, text: str = "", *, alert: bool = False) -> Outcome:
        """Stop a tapped button's spinner, and say something if there is something to say."""
        request = self._bot.answer_callback_query(query_id, text or None, show_alert=alert)
        return await self._outcome("answerCallbackQuery", None, request)

    async def _turn(self, chat_id: int, kind: ChatKind) -> None:
        while (wait := self._pacer.ready_at(chat_id, kind, now := self._clock.now()) - now) > timedelta():
            await self._clock.sleep(wait.total_seconds())
        self._pacer.spend(chat_id, now)

    async def _outcome(self, method: str, chat_id: int | None, request: Awaitable[Any]) -> Outcome:
        try:
            result = await request
        except TelegramError as e:
            outcome = outcome_of(e)
        else:
            return Sent(result.message_id if isinstance(result, telegram.Message) else 0)
        if isinstance(outcome, Wait):
            self._pacer.halt(self._clock.now() + timedelta(seconds=outcome.seconds))
        if not isinstance(outcome, Unchanged):
            log.warning("telegram said no", method=method, chat=chat_id, outcome=outcome)
        return outcome


def keyboard(rows: Rows) -> InlineKeyboardMarkup:
    """Our buttons as Telegram's."""
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
            for row in rows
        ]
    )


def outcome_of(error: TelegramError) -> Outcome:
    """What an error of the library's means for us."""
    text = error.message.lower()
    match error:
        case RetryAfter():
            return Wait(_seconds(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return NoRights(text) if _says(text, NO_RIGHTS) else Gone(text)
        case BadRequest():
            return _refusal(text)
        case InvalidToken() | EndPointNotFound() | PassportDecryptionError():
            return Refused(text)
        case Conflict() | NetworkError():
            return Later(text)
        case _:
            return Later(text)


def _refusal(text: str) -> Outcome:
    if _says(text, UNCHANGED):
        return Unchanged()
    for fragments, outcome in ((GONE, Gone), (MISSING, Missing), (NO_RIGHTS, NoRights)):
        if _says(text, fragments):
            return outcome(text)
    return Refused(text)


def _says(text: str, fragments: tuple[str, ...]) -> bool:
    return any(fragment in text for fragment in fragments)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
