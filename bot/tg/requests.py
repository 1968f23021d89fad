"""Our messages as requests: which method of Telegram's puts each kind into a chat, or in the place of another."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import telegram
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode, PollType

from bot.render.message import Buttons, OutgoingMessage, OutgoingPoll
from bot.render.rich import is_rtl

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Photo = str | bytes
"""Telegram's own name for a photograph, or its bytes."""

Call = tuple[str, Coroutine[Any, Any, object]]
Request = Callable[[OutgoingMessage, Photo | None], Call]


def sending(bot: telegram.Bot, chat_id: int) -> Request:
    """What places a new message in a chat; the photo is that of the message's picture."""

    def request(message: OutgoingMessage, photo: Photo | None) -> Call:
        if message.rich:
            kwargs = _rich(message) | {"chat_id": chat_id, "disable_notification": message.silent}
            if reply := _reply(message.reply_to):
                kwargs["reply_parameters"] = reply
            return "sendRichMessage", bot.do_api_request("sendRichMessage", kwargs, return_type=Message)
        how: dict[str, Any] = {
            "parse_mode": ParseMode.HTML,
            "disable_notification": message.silent,
            "reply_markup": keyboard(message.buttons),
            "reply_parameters": _reply(message.reply_to),
        }
        if photo is None or message.picture is None:
            return "sendMessage", bot.send_message(
                chat_id, message.html, link_preview_options=NO_PREVIEW, **how
            )
        return "sendPhoto", bot.send_photo(
            chat_id,
            photo,
            message.html or None,
            has_spoiler=message.picture.hidden or None,
            show_caption_above_media=bool(message.html) or None,
            **how,
        )

    return request


def polling(bot: telegram.Bot, chat_id: int, poll: OutgoingPoll) -> Coroutine[Any, Any, telegram.Message]:
    """A quiz whose options keep our order, and which tells its results at the end where it has one."""
    return bot.send_poll(
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


def editing(bot: telegram.Bot, chat_id: int, message_id: int) -> Request:
    """What makes a sent message look like another: a text can become anything, a picture only another picture."""

    def request(message: OutgoingMessage, photo: Photo | None) -> Call:
        place: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
        if message.rich:
            no_text: Any = None  # which the library wants, and Telegram does not beside a rich message
            return "editMessageText", bot.edit_message_text(no_text, api_kwargs=_rich(message), **place)
        markup = keyboard(message.buttons)
        if photo is None or message.picture is None:
            return "editMessageText", bot.edit_message_text(
                message.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=markup,
                **place,
            )
        media = InputMediaPhoto(
            photo,
            message.html or None,
            parse_mode=ParseMode.HTML,
            has_spoiler=message.picture.hidden or None,
            show_caption_above_media=bool(message.html) or None,
        )
        return "editMessageMedia", bot.edit_message_media(media, reply_markup=markup, **place)

    return request


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


def _rich(message: OutgoingMessage) -> dict[str, Any]:
    """Rich messages are newer than the library. Addresses are not looked for: a wrong one would be refused."""
    markup = keyboard(message.buttons)
    content = {"html": message.rich, "skip_entity_detection": True} | (
        {"is_rtl": True} if is_rtl(message.rich) else {}
    )
    return {"rich_message": content} | ({"reply_markup": markup} if markup else {})


def _reply(message_id: int | None) -> ReplyParameters | None:
    """A reply, unless what it replies to is gone by then."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id is not None else None
