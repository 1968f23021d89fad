"""Methods that change or take away a message that is there: edits, deletions, pins."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox import reach, refusals, wire
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot, Chat, Content, Json, Message, Rich, Service, Text
from bot.sandbox.parameters import Parameters
from bot.sandbox.richly import read_rich
from bot.sandbox.texts import read_text
from bot.sandbox.world import World

_MOST_IDS = 100
_DELETABLE = timedelta(hours=48)
_LINKS = frozenset({"url", "text_link"})


def edit_message_text(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Give a text or a rich message another text, or other rich content, and a keyboard."""
    content = _new_words(parameters)
    markup = read_markup(parameters)
    message = own_message(world, bot, parameters)
    if not isinstance(message.content, Text | Rich):
        raise refusals.NO_TEXT_TO_EDIT.refusal()
    return edited(world, message, content, markup)


def edit_message_reply_markup(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Give a message another keyboard, or none."""
    markup = read_markup(parameters)
    message = own_message(world, bot, parameters)
    return edited(world, message, message.content, markup)


def delete_message(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Delete a message."""
    chat = reach.chat_to_change(world, bot, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise refusals.DELETE_NOT_FOUND.refusal()
    _check_deletable(world, bot, message)
    world.delete(message)
    return True


def delete_messages(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Delete up to a hundred messages; those that are not there are skipped."""
    ids = parameters.structure("message_ids", refusals.IDS_NOT_JSON)
    if not ids:
        raise refusals.NO_IDS.refusal()
    if not isinstance(ids, list) or not all(isinstance(one, int) for one in ids):
        raise refusals.IDS_NOT_JSON.refusal()
    if len(ids) > _MOST_IDS:
        raise refusals.TOO_MANY_IDS.refusal()
    chat = reach.chat_to_change(world, bot, parameters)
    found = [message for one in ids if (message := chat.find(one)) is not None]
    for message in found:
        _check_deletable(world, bot, message)
    for message in found:
        world.delete(message)
    return True


def pin_chat_message(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Pin a message, with the service message that says so."""
    chat = reach.chat_to_change(world, bot, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise refusals.PIN_NOT_FOUND.refusal()
    if isinstance(message.content, Service):
        raise refusals.CANNOT_PIN.refusal()
    _check_may_pin(bot, chat)
    if message not in chat.pinned:
        chat.pinned.append(message)
        world.post(
            chat,
            bot.user,
            Service({"pinned_message": wire.message(message, with_reply=False)}),
            silent=parameters.boolean("disable_notification"),
        )
    return True


def unpin_chat_message(world: World, bot: Bot, parameters: Parameters) -> bool:
    """Unpin a message, the newest pinned one when none is named."""
    chat = reach.chat_to_change(world, bot, parameters)
    pinned = [one for one in chat.pinned if not one.deleted]
    wanted = parameters.integer("message_id") or max((one.id for one in pinned), default=0)
    message = chat.find(wanted)
    if message is None:
        raise refusals.UNPIN_NOT_FOUND.refusal()
    _check_may_pin(bot, chat)
    chat.pinned = [one for one in pinned if one is not message]
    world.touch()
    return True


def is_same(old: Content, new: Content) -> bool:
    """Whether Telegram sees no difference: a link preview counts only where there is a link to show."""
    if isinstance(old, Text) and isinstance(new, Text) and not _has_link(new):
        return (old.text, old.entities) == (new.text, new.entities)
    return old == new


def _has_link(text: Text) -> bool:
    return any(entity["type"] in _LINKS for entity in text.entities) or bool((text.preview or {}).get("url"))


def edited(world: World, message: Message, content: Content, markup: Json | None) -> Json:
    """Give a message new content and another keyboard, and write it as the result of an edit.

    Raises Refusal when both are as they were.
    """
    if is_same(message.content, content) and message.markup == markup:
        raise refusals.NOT_MODIFIED.refusal()
    world.edit(message, message.content if is_same(message.content, content) else content, markup)
    return wire.message(message)


def _new_words(parameters: Parameters) -> Text | Rich:
    if not parameters.has("rich_message"):
        return read_text(parameters)
    if parameters.has("text"):
        raise refusals.not_covered("a text beside a rich message")
    return read_rich(parameters)


def own_message(world: World, bot: Bot, parameters: Parameters) -> Message:
    """Return the message a call wants to edit; raises Refusal unless it is there and may be edited by this bot."""
    chat = reach.chat_to_change(world, bot, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise refusals.EDIT_NOT_FOUND.refusal()
    may_edit_all = chat.kind == "channel" and "can_edit_messages" in chat.member(bot.user).rights
    foreign = message.author != bot.user and not may_edit_all
    if foreign or message.origin is not None or isinstance(message.content, Service):
        raise refusals.CANNOT_EDIT.refusal()
    return message


def _check_deletable(world: World, bot: Bot, message: Message) -> None:
    """The rules of https://core.telegram.org/bots/api#deletemessage."""
    chat = message.chat
    if chat.kind != "private" and "can_delete_messages" in chat.member(bot.user).rights:
        return
    if chat.kind != "private" and message.author != bot.user:
        raise refusals.CANNOT_DELETE.refusal()
    if world.seconds - message.date > _DELETABLE.total_seconds():
        raise refusals.CANNOT_DELETE_FOR_ALL.refusal()


def _check_may_pin(bot: Bot, chat: Chat) -> None:
    if chat.kind == "private":
        return
    member = chat.member(bot.user)
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if right not in (member.rights if member.administers else chat.permissions & {"can_pin_messages"}):
        raise refusals.NO_RIGHT_TO_PIN.refusal()


METHODS: tuple[Method, ...] = (
    method(
        "editMessageText",
        edit_message_text,
        "chat_id message_id text parse_mode entities link_preview_options disable_web_page_preview rich_message "
        "reply_markup",
    ),
    method("editMessageReplyMarkup", edit_message_reply_markup, "chat_id message_id reply_markup"),
    method("deleteMessage", delete_message, "chat_id message_id"),
    method("deleteMessages", delete_messages, "chat_id message_ids"),
    method("pinChatMessage", pin_chat_message, "chat_id message_id disable_notification"),
    method("unpinChatMessage", unpin_chat_message, "chat_id message_id"),
)
