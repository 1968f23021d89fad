"""Texts and captions: read from a call, parsed, and refused when Telegram would refuse them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox import refusals
from bot.sandbox.entities import EntityError, Formatted, is_blank, parse_html, parse_plain
from bot.sandbox.objects import Text
from bot.sandbox.parameters import Parameters

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_MOST_RAW_BYTES = 32768


def read_text(parameters: Parameters) -> Text:
    """Return the text of a message with its entities and its link preview options.

    Raises Refusal when it is empty, too long, or not to be parsed.
    """
    raw = parameters.text("text")
    if not raw:
        raise refusals.TEXT_EMPTY.refusal()
    formatted = formatted_text(parameters, "text", "parse_mode", "entities")
    if len(formatted.text) > LONGEST_TEXT:
        raise refusals.MESSAGE_TOO_LONG.refusal()
    return Text(formatted.text, formatted.entities, _preview(parameters))


def read_caption(parameters: Parameters) -> Text | None:
    """Return the caption of a message with its entities, None when there is none."""
    if not parameters.text("caption"):
        return None
    formatted = formatted_text(parameters, "caption", "parse_mode", "caption_entities", may_be_empty=True)
    if len(formatted.text) > LONGEST_CAPTION:
        raise refusals.CAPTION_TOO_LONG.refusal()
    return Text(formatted.text, formatted.entities) if formatted.text else None


def formatted_text(
    parameters: Parameters, text: str, mode: str, entities: str, *, may_be_empty: bool = False
) -> Formatted:
    """Parse the parameter `text` in the way `mode` names, or with the entities beside it.

    Raises Refusal for what cannot be parsed, and unless it `may_be_empty` when nothing visible is left.
    """
    raw = parameters.text(text)
    if len(raw.encode()) > _MOST_RAW_BYTES:
        raise refusals.RAW_TOO_LONG.refusal()
    try:
        formatted = _parsed(parameters, raw, parameters.text(mode), entities)
    except EntityError as error:
        raise refusals.server_error(400, str(error)) from error
    if is_blank(formatted.text):
        if not may_be_empty:
            raise refusals.NOTHING_LEFT.refusal()
        return Formatted("", ())
    return formatted


def _parsed(parameters: Parameters, raw: str, mode: str, entities: str) -> Formatted:
    match mode.lower():
        case "html":
            return parse_html(raw)
        case "markdown" | "markdownv2":
            raise refusals.not_covered(f"parse_mode {mode}")
        case "" | "none":
            given = parameters.structure(entities, refusals.ENTITIES_NOT_JSON)
            if given is not None and not isinstance(given, list):
                raise refusals.ENTITIES_NOT_JSON.refusal()
            return parse_plain(raw, given)
        case _:
            raise refusals.UNKNOWN_PARSE_MODE.refusal()


def _preview(parameters: Parameters) -> Mapping[str, object] | None:
    given = parameters.structure("link_preview_options", refusals.PREVIEW_NOT_JSON)
    if given is not None and not isinstance(given, dict):
        raise refusals.PREVIEW_NOT_JSON.refusal()
    if given is None:
        return {"is_disabled": True} if parameters.boolean("disable_web_page_preview") else None
    return given
