"""What stands in a line of a rich message: elements and texts made into `RichText`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.sandbox.entities.automatic import automatic_entities
from bot.sandbox.entities.html_tags import date_format
from bot.sandbox.entities.links import WrongLinkError, canonical_int, checked_link, mentioned_user
from bot.sandbox.entities.values import Entity
from bot.sandbox.rich import tags
from bot.sandbox.rich.tree import Element, RichError, refuse

RichText = Any
"""A text, a list of `RichText`, or an object with a `type`: https://core.telegram.org/bots/api#richtext."""

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_UNDETECTED = frozenset({"a", "code"})
_MOST_UNIX = 2**31 - 1


def rich_text(children: Sequence[Element | str], *, detect: bool, verbatim: bool = False) -> RichText:
    """Make `RichText` of what stands in one block.

    Blanks collapse as in HTML unless `verbatim`; addresses, mentions, tags and commands are found if `detect`.
    Raises RichError for attributes that Telegram refuses.
    """
    line = _Line(verbatim)
    parts = line.parts(children, detect=detect and not verbatim)
    return joined(parts if verbatim else _right_trimmed(parts))


def joined(parts: Sequence[RichText]) -> RichText:
    """Make one `RichText` of several: of none an empty text, of one itself."""
    return "" if not parts else parts[0] if len(parts) == 1 else list(parts)


class _Line:
    """One walk over a block from left to right: a blank after a blank, or at the beginning, is not shown."""

    def __init__(self, verbatim: bool) -> None:
        self._verbatim = verbatim
        self._blank = True

    def parts(self, children: Sequence[Element | str], *, detect: bool) -> list[RichText]:
        made: list[RichText] = []
        for child in children:
            if isinstance(child, str):
                _append(made, self._text(child))
            elif child.name == "br":
                self._blank = True
                _append(made, "\n")
            else:
                made.append(self._element(child, detect=detect))
        found = [piece for part in made for piece in (_detected(part) if detect else (part,))]
        return [part for part in found if part != ""]

    def _text(self, text: str) -> str:
        if self._verbatim:
            return text
        shown = _BLANKS.sub(" ", text)
        if self._blank:
            shown = shown.removeprefix(" ")
        self._blank = shown.endswith(" ") if shown else self._blank
        return shown

    def _element(self, element: Element, *, detect: bool) -> RichText:
        if element.name in tags.RAW:
            self._blank = False
            return {"type": "mathematical_expression", "expression": source(element)}
        inner = self.parts(element.children, detect=detect and element.name not in _UNDETECTED)
        if element.name in tags.STYLES:
            return {"type": tags.STYLES[element.name], "text": joined(inner)} if inner else ""
        return _MAKERS[element.name](element, joined(inner))


def source(element: Element) -> str:
    """Return the LaTeX of a formula as it was written, outer blanks cut; raises RichError when there is none."""
    expression = "".join(child for child in element.children if isinstance(child, str)).strip()
    if not expression:
        raise refuse(f'Empty tag "{element.name}" at byte offset {element.at}')
    return expression


def _append(made: list[RichText], text: str) -> None:
    if made and isinstance(made[-1], str):
        made[-1] += text
    elif text:
        made.append(text)


def _right_trimmed(parts: list[RichText]) -> list[RichText]:
    """A blank at the end of a block is not shown, however deep in formatting it stands."""
    if not parts:
        return parts
    *before, last = parts
    shorter = _shortened(last)
    return [*before, shorter] if shorter not in ("", []) else _right_trimmed(before)


def _shortened(part: RichText) -> RichText:
    if isinstance(part, str):
        return part.rstrip(" \n")
    if isinstance(part, list):
        return joined(_right_trimmed(part))
    inner = _shortened(part["text"]) if "text" in part else None
    return part if inner is None else part | {"text": inner} if inner != "" else ""


# What each tag with attributes becomes.


def _link(element: Element, text: RichText) -> RichText:
    name, address = element.attributes.get("name"), element.attributes.get("href")
    if name and not text:
        return {"type": "anchor", "name": name}
    if not text or address is None:
        return text
    if address.startswith("#"):
        return {"type": "anchor_link", "text": text, "anchor_name": address[1:]}
    for scheme, kind in (("mailto:", "email_address"), ("tel:", "phone_number")):
        if address.startswith(scheme):
            return {"type": kind, "text": text, kind: address.removeprefix(scheme)}
    return _web_link(address, text)


def _web_link(address: str, text: RichText) -> RichText:
    user = mentioned_user(address.encode())
    if user is not None:
        return {"type": "text_mention", "text": text, "user": {"id": user}}
    try:
        return {"type": "url", "text": text, "url": checked_link(address.encode()).decode()}
    except WrongLinkError:
        return text


def _time(element: Element, text: RichText) -> RichText:
    unix = canonical_int((element.attributes.get("unix") or "").encode())
    if unix is None or not 0 < unix <= _MOST_UNIX:
        raise RichError("RICH_MESSAGE_DATE_INVALID")
    try:
        written = date_format((element.attributes.get("format") or "").encode())
    except ValueError as error:
        raise refuse(str(error)) from error
    return {"type": "date_time", "text": text, "unix_time": unix, "date_time_format": written}


def _emoji(element: Element, text: RichText) -> RichText:
    identifier = canonical_int((element.attributes.get("emoji-id") or "").encode())
    if not identifier or not isinstance(text, str):
        raise refuse("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": str(identifier), "alternative_text": text}


def _reference(element: Element, text: RichText) -> RichText:
    return {"type": "reference", "text": text, "name": element.attributes.get("name") or ""}


_MAKERS: Mapping[str, Callable[[Element, RichText], RichText]] = MappingProxyType(
    {"a": _link, "tg-time": _time, "tg-emoji": _emoji, "tg-reference": _reference}
)


# What is found in a text by itself.

_FOUND = MappingProxyType(
    {
        "url": ("url", "url"),
        "email": ("email_address", "email_address"),
        "mention": ("mention", "username"),
        "hashtag": ("hashtag", "hashtag"),
        "cashtag": ("cashtag", "cashtag"),
        "bot_command": ("bot_command", "bot_command"),
        "bank_card_number": ("bank_card_number", "bank_card_number"),
    }
)


def _detected(part: RichText) -> Iterator[RichText]:
    if not isinstance(part, str):
        yield part
        return
    units, at = part.encode("utf-16-le"), 0
    for entity in automatic_entities(part):
        yield units[2 * at : 2 * entity.offset].decode("utf-16-le")
        yield _found(entity, units[2 * entity.offset : 2 * entity.end].decode("utf-16-le"))
        at = entity.end
    yield units[2 * at :].decode("utf-16-le")


def _found(entity: Entity, written: str) -> RichText:
    kind, field = _FOUND[entity.kind]
    if kind == "url" and "@" in written and "://" not in written:
        # `login:name@example.com` is found as one address, which the closed server then does not accept.
        raise RichError("RICH_MESSAGE_EMAIL_INVALID")
    return {"type": kind, "text": written, field: written.removeprefix("@")}
