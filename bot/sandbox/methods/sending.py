"""Methods that place a message: texts, photos, documents, forwards and copies."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox import reach, refusals, wire
from bot.sandbox.files import document_to_send, photo_to_send
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.method import SENDING, Method, method
from bot.sandbox.objects import (
    Bot,
    Chat,
    Content,
    Document,
    Json,
    Message,
    Photo,
    Poll,
    Rich,
    Service,
    origin_of,
)
from bot.sandbox.parameters import Parameters
from bot.sandbox.richly import read_rich
from bot.sandbox.texts import read_caption, read_text
from bot.sandbox.world import World

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_COPYING = "from_chat_id message_id caption parse_mode caption_entities show_caption_above_media"


def place(world: World, bot: Bot, parameters: Parameters, content: Content, right: str) -> Json:
    """Send `content` where a call wants it, with the call's keyboard and reply.

    What may be wrong is checked in the server's order: the keyboard, the chat, the rights, the message replied to.
    """
    return wire.message(_placed(world, bot, parameters, content, right))


def send_message(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Send a text."""
    return place(world, bot, parameters, read_text(parameters), "can_send_messages")


def send_rich_message(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Send a rich message."""
    parameters.required("rich_message")
    return place(world, bot, parameters, read_rich(parameters), "can_send_messages")


def send_photo(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Send a photograph from an upload or by its file_id."""
    file, width, height = photo_to_send(world, parameters)
    content = Photo(
        file,
        width,
        height,
        read_caption(parameters),
        spoiler=parameters.boolean("has_spoiler"),
        above=parameters.boolean("show_caption_above_media"),
    )
    return place(world, bot, parameters, content, "can_send_photos")


def send_document(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Send a file from an upload or by its file_id."""
    file = document_to_send(world, parameters)
    return place(world, bot, parameters, Document(file, read_caption(parameters)), "can_send_documents")


def forward_message(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Forward a message with its origin."""
    message = _source(world, bot, parameters, refusals.FORWARD_NOT_FOUND)
    if message.protected or isinstance(message.content, Service):
        raise refusals.CANNOT_FORWARD.refusal()
    chat = reach.chat_to_write(world, bot, parameters, _right_for(message.content))
    forwarded = world.post(
        chat,
        bot.user,
        message.content,
        origin=message.origin or origin_of(message),
        silent=parameters.boolean("disable_notification"),
        protected=parameters.boolean("protect_content"),
    )
    return wire.message(forwarded)


def copy_message(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Send a message's content anew, with another caption when one is given."""
    message = _source(world, bot, parameters, refusals.COPY_NOT_FOUND)
    content = message.content
    if message.protected or isinstance(content, Service):
        raise refusals.CANNOT_COPY.refusal()
    if isinstance(content, Poll):
        raise refusals.not_covered("copyMessage of a poll")
    if isinstance(content, Photo | Document) and "caption" in parameters.values:
        content = replace(content, caption=read_caption(parameters))
    copied = _placed(world, bot, parameters, content, _right_for(content))
    return {"message_id": copied.id}


def send_chat_action(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Show for a moment what the bot is doing."""
    action = parameters.text("action")
    if action not in _ACTIONS:
        raise refusals.WRONG_ACTION.refusal()
    chat = reach.chat_to_write(world, bot, parameters, "can_send_messages")
    chat.actions.append(action)
    return True


def _placed(world: World, bot: Bot, parameters: Parameters, content: Content, right: str) -> Message:
    markup = read_markup(parameters)
    what = "the rich message" if isinstance(content, Rich) else None
    chat = reach.chat_to_write(world, bot, parameters, right, what)
    if isinstance(content, Poll):
        _check_poll_place(content, chat, parameters)
    replied = reach.message_replied(chat, parameters)
    return world.post(
        chat,
        bot.user,
        content,
        markup=markup,
        reply_to=replied,
        silent=parameters.boolean("disable_notification"),
        protected=parameters.boolean("protect_content"),
    )


def _check_poll_place(poll: Poll, chat: Chat, parameters: Parameters) -> None:
    restricted = parameters.boolean("members_only") or parameters.text("country_codes") not in ("", "[]")
    if chat.kind != "channel":
        if restricted:
            raise refusals.RESTRICTED_VOTERS.refusal()
        return
    if not poll.anonymous:
        raise refusals.CHANNEL_POLLS_ANONYMOUS.refusal()
    if restricted:
        raise refusals.not_covered("polls for some voters only")


def _source(world: World, bot: Bot, parameters: Parameters, otherwise: refusals.Sentence) -> Message:
    chat = reach.chat_to_read(world, bot, parameters.text("from_chat_id"))
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise otherwise.refusal()
    return message


def _right_for(content: Content) -> str:
    if isinstance(content, Photo):
        return "can_send_photos"
    if isinstance(content, Document):
        return "can_send_documents"
    return "can_send_polls" if isinstance(content, Poll) else "can_send_messages"


METHODS: tuple[Method, ...] = (
    method(
        "sendMessage",
        send_message,
        (*SENDING, "text", "parse_mode", "entities", "link_preview_options", "disable_web_page_preview"),
        sends=True,
    ),
    method("sendRichMessage", send_rich_message, (*SENDING, "rich_message"), sends=True, since=(10, 1)),
    method(
        "sendPhoto",
        send_photo,
        (
            *SENDING,
            "photo",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
            "has_spoiler",
        ),
        sends=True,
    ),
    method(
        "sendDocument",
        send_document,
        (
            *SENDING,
            "document",
            "caption",
            "parse_mode",
            "caption_entities",
            "disable_content_type_detection",
        ),
        lacks=("thumbnail",),
        sends=True,
    ),
    method(
        "forwardMessage",
        forward_message,
        "chat_id message_thread_id from_chat_id message_id disable_notification protect_content",
        sends=True,
    ),
    method("copyMessage", copy_message, (*SENDING, *_COPYING.split()), sends=True),
    method("sendChatAction", send_chat_action, "chat_id message_thread_id action"),
)
