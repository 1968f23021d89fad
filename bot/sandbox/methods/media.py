"""Methods that change the media of a message, and what is written under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox import refusals
from bot.sandbox.files import document_to_send, photo_to_send
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods.editing import edited, own_message
from bot.sandbox.methods.method import Method, method
from bot.sandbox.objects import Bot, Document, Json, Photo, Poll
from bot.sandbox.parameters import Parameters
from bot.sandbox.texts import read_caption
from bot.sandbox.world import World

_NOT_COVERED = frozenset({"animation", "audio", "live_photo", "video"})
_CAPTION = ("caption", "parse_mode", "caption_entities")
_KNOWN = frozenset({"type", "media", "show_caption_above_media", "has_spoiler", *_CAPTION})
_IGNORED = frozenset({"disable_content_type_detection"})


def edit_message_caption(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Give a photograph or a document another caption and keyboard."""
    caption = read_caption(parameters)
    markup = read_markup(parameters)
    message = own_message(world, bot, parameters)
    content = message.content
    if not isinstance(content, Photo | Document):
        raise refusals.NO_CAPTION_TO_EDIT.refusal()
    if isinstance(content, Photo):
        content = replace(content, above=parameters.boolean("show_caption_above_media"))
    return edited(world, message, replace(content, caption=caption), markup)


def edit_message_media(world: World, bot: Bot, parameters: Parameters) -> Json:
    """Give a message another photograph or document, with its caption, also in place of a text."""
    content = _media(world, parameters)
    markup = read_markup(parameters)
    message = own_message(world, bot, parameters)
    if isinstance(message.content, Poll):
        raise refusals.NO_MEDIA_TO_EDIT.refusal()
    return edited(world, message, content, markup)


def _media(world: World, parameters: Parameters) -> Photo | Document:
    parameters.required("media")
    given = parameters.structure("media", refusals.MEDIA_NOT_JSON)
    if not isinstance(given, dict):
        raise refusals.BAD_MEDIA.refusal(why="expected an Object")
    kind = given.get("type")
    if kind in _NOT_COVERED:
        raise refusals.not_covered(f"editMessageMedia with media of type {kind}")
    if kind not in ("photo", "document"):
        raise refusals.BAD_MEDIA.refusal(why=f'type "{kind}" is unsupported' if kind else _lacking("type"))
    if foreign := given.keys() - _KNOWN - _IGNORED:
        raise refusals.not_covered(f"{min(foreign)} in media of type {kind}")
    if not isinstance(given.get("media"), str):
        raise refusals.BAD_MEDIA.refusal(why=_lacking("media"))
    return _read(world, kind, _as_call(given, kind, parameters))


def _read(world: World, kind: str, call: Parameters) -> Photo | Document:
    if kind == "document":
        return Document(document_to_send(world, call), read_caption(call))
    file, width, height = photo_to_send(world, call)
    spoiler, above = call.boolean("has_spoiler"), call.boolean("show_caption_above_media")
    return Photo(file, width, height, read_caption(call), spoiler=spoiler, above=above)


def _as_call(given: dict[str, Any], kind: str, parameters: Parameters) -> Parameters:
    """What stands in the object, as if it were the parameters of sending it."""
    named = {kind if name == "media" else name: value for name, value in given.items() if name != "type"}
    return Parameters.of(named, parameters.uploads)


def _lacking(name: str) -> str:
    return refusals.NO_FIELD.format(name=name)


METHODS: tuple[Method, ...] = (
    method(
        "editMessageCaption",
        edit_message_caption,
        "chat_id message_id caption parse_mode caption_entities show_caption_above_media reply_markup",
    ),
    method("editMessageMedia", edit_message_media, "chat_id message_id media reply_markup"),
)
