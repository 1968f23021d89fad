"""What each tag of the HTML parse mode means: which attributes it hears, which entity it leaves behind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.sandbox.entities.links import WrongLinkError, canonical_int, checked_link, mentioned_user
from bot.sandbox.entities.values import Entity

_PLAIN = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = frozenset(_PLAIN) | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}

_PREFIXES = {
    ("a", b"href"): b"",
    ("code", b"class"): b"language-",
    ("span", b"class"): b"tg-",
    ("tg-emoji", b"emoji-id"): b"",
    ("tg-time", b"unix"): b"",
}
_LEADING_INTEGER = re.compile(rb"-?([0-9]*)")
_ABSOLUTE = re.compile(rb"[wdDtT]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A tag with what its attributes said: the main `argument`, and an `option` beside it."""

    name: str
    argument: bytes = b""
    option: bytes = b""

    def with_attribute(self, attribute: bytes, value: bytes | None) -> Span:
        """Hear one attribute (value None: none was written); names are compared as written, the last wins."""
        if (self.name, attribute) == ("blockquote", b"expandable"):
            return replace(self, argument=b"1")
        if value is None:
            return self
        if (self.name, attribute) == ("tg-time", b"format"):
            return replace(self, option=value)
        prefix = _PREFIXES.get((self.name, attribute))
        if prefix is None or not value.startswith(prefix):
            return self
        return replace(self, argument=value.removeprefix(prefix))


def entities_after(known: list[Entity], span: Span, place: tuple[int, int], content: bytes) -> list[Entity]:
    """The entities once a span over `place` (offset, length in UTF-16 units) has closed around `content`.

    Raises ValueError with TDLib's words for an emoji without a number or a date format that does not exist.
    """
    match span.name:
        case "a":
            return known + _link(span.argument or content, place)
        case "pre" | "code":
            return _with_verbatim(known, span, place)
        case "blockquote":
            return [*known, Entity("expandable_blockquote" if span.argument else "blockquote", *place)]
        case "tg-emoji":
            return [*known, Entity("custom_emoji", *place, number=_emoji(span.argument))]
        case "tg-time":
            return known + _time(span, place)
        case plain:
            return [*known, Entity(_PLAIN[plain], *place)]


def _link(url: bytes, place: tuple[int, int]) -> list[Entity]:
    user = mentioned_user(url)
    if user is not None:
        return [Entity("text_mention", *place, number=user)]
    try:
        return [Entity("text_link", *place, argument=_text(checked_link(url)))]
    except WrongLinkError:
        # In HTML a wrong address is no error: the text stays, the link does not.
        return []


def _with_verbatim(known: list[Entity], span: Span, place: tuple[int, int]) -> list[Entity]:
    """`pre` and `code` over the same place, either outside, become one block in the language of the code."""
    inner = known[-1] if known and (known[-1].offset, known[-1].length) == place else None
    language = _text(span.argument) or (inner.argument if inner else "")
    if inner and language and {inner.kind, span.name} == {"pre", "code"}:
        return [*known[:-1], Entity("pre_code", *place, argument=language)]
    return [*known, Entity(span.name, *place, argument=_text(span.argument))]


def _emoji(argument: bytes) -> int:
    identifier = canonical_int(argument)
    if not identifier:
        raise ValueError("Invalid custom emoji identifier specified")
    return identifier


def _time(span: Span, place: tuple[int, int]) -> list[Entity]:
    written = date_format(span.option)
    unix = _wrapped_int32(span.argument)
    return [Entity("date_time", *place, argument=written, number=unix)] if unix > 0 else []


def date_format(option: bytes) -> str:
    """The format as it is told back: `r`, or weekday, date, time; the short form beats the long one."""
    if option == b"r":
        return "r"
    if not _ABSOLUTE.fullmatch(option):
        raise ValueError("Invalid date format used")
    choices = (b"w", b"dD", b"tT")
    chosen = (next((letter for letter in choice if letter in option), None) for choice in choices)
    return "".join(chr(letter) for letter in chosen if letter is not None)


def _wrapped_int32(argument: bytes) -> int:
    """The number a text begins with, in 32 bits that overflow silently, as TDLib reads it."""
    found = _LEADING_INTEGER.match(argument)
    digits = found[1] if found else b""
    value = int(digits or b"0") * (-1 if argument.startswith(b"-") else 1)
    return (value + 2**31) % 2**32 - 2**31


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        problem = "Text contains invalid Unicode characters after decoding HTML entities"
        raise ValueError(f"{problem}, check for unmatched surrogate code units") from error
