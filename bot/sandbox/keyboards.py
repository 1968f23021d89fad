"""Inline keyboards: read from a call, checked, and kept as the server echoes them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox import refusals
from bot.sandbox.objects import Json
from bot.sandbox.parameters import Parameters

MOST_BUTTONS = 100
MOST_BYTES_OF_DATA = 64
_STYLES = frozenset({"danger", "success", "primary"})
_NOT_COVERED = (
    "login_url",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
    "icon_custom_emoji_id",
    "disabled",
)


def read_markup(parameters: Parameters) -> Json | None:
    """Return the inline keyboard of a call, None when there is none.

    Other keyboards are accepted and, as on the real server, never echoed. Raises Refusal for a malformed one.
    """
    given = parameters.structure("reply_markup", refusals.MARKUP_NOT_JSON)
    if given is None:
        return None
    if not isinstance(given, dict):
        raise refusals.MARKUP_NOT_OBJECT.refusal()
    if "inline_keyboard" not in given:
        return None
    rows = _rows(given["inline_keyboard"])
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise refusals.MARKUP_TOO_LONG.refusal()
    return {"inline_keyboard": rows} if rows else None


def _rows(given: object) -> list[list[Json]]:
    if not isinstance(given, list):
        raise refusals.KEYBOARD_NOT_ARRAY.refusal()
    if not all(isinstance(row, list) for row in given):
        raise refusals.KEYBOARD_ROW_NOT_ARRAY.refusal()
    return [[_button(button) for button in row] for row in given if row]


def _button(given: object) -> Json:
    if not isinstance(given, dict):
        raise _bad(refusals.BUTTON_NOT_OBJECT)
    for name in _NOT_COVERED:
        if name in given:
            raise refusals.not_covered(f"{name} in an inline keyboard button")
    text = _string(given, "text")
    button = {"text": text, **_action(given)}
    if not text.strip():
        raise refusals.BUTTON_TEXT_EMPTY.refusal()
    if style := given.get("style"):
        if style not in _STYLES:
            raise _bad(refusals.BUTTON_STYLE)
        button["style"] = style
    return button


def _action(given: Json) -> Json:
    if "url" in given:
        return {"url": _url(_string(given, "url"))}
    if "callback_data" in given:
        data = _string(given, "callback_data")
        if not 1 <= len(data.encode()) <= MOST_BYTES_OF_DATA:
            raise refusals.BUTTON_DATA_INVALID.refusal()
        return {"callback_data": data}
    if "copy_text" in given:
        return {"copy_text": _copied(given["copy_text"])}
    raise _bad(refusals.TEXT_BUTTON)


def _copied(given: Any) -> Json:
    text = _string(given, "text") if isinstance(given, dict) else ""
    if not 1 <= len(text) <= 256:
        raise refusals.BUTTON_COPY_INVALID.refusal()
    return {"text": text}


def _url(given: str) -> str:
    """Check an address: http(s) and tg only, and a host that can be one."""
    parts = urlsplit(given if "://" in given else f"http://{given}")
    if parts.scheme not in ("http", "https", "tg"):
        raise refusals.BUTTON_URL_INVALID.refusal(url=given, why=refusals.WRONG_PROTOCOL)
    host = parts.hostname or ""
    if parts.scheme != "tg" and "." not in host:
        raise refusals.BUTTON_URL_INVALID.refusal(url=given, why=refusals.WRONG_URL)
    return parts.geturl()


def _string(given: Json, name: str) -> str:
    if name not in given:
        raise _bad(refusals.NO_FIELD.format(name=name))
    value = given[name]
    if not isinstance(value, str):
        raise _bad(refusals.FIELD_NOT_STRING.format(name=name))
    return value


def _bad(why: str) -> refusals.Refusal:
    return refusals.BAD_BUTTON.refusal(why=why)
