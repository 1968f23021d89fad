"""Telegram's HTML parse mode: a text with tags in, a plain text and its entities out, or TDLib's own refusal.

Everything is counted in bytes, as TDLib does: offsets in refusals are bytes of the UTF-8 source. A zero byte
is put behind the source because TDLib reads C strings, where a zero is both a space and the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.entities.html_tags import TAGS, Span, entities_after
from bot.sandbox.entities.values import Entity, EntityError, in_order, utf16_length

_PLAIN = re.compile(rb"[^<&]+")
_NAME = re.compile(rb"[^ \t\r\n\0\v>]*")
_BLANKS = re.compile(rb"[ \t\r\n\v]*")
_ATTRIBUTE = re.compile(rb"[^ \t\r\n\0\v=>/\"']*")
_TOKEN = re.compile(rb"[A-Za-z0-9.\-]*")
_TOKEN_END = frozenset(b" \t\r\n\0\v>")
_REFERENCE = re.compile(rb"&(?:#[xX]([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))")
_NAMED = {b"lt": ord("<"), b"gt": ord(">"), b"amp": ord("&"), b"quot": ord('"')}
_LONGEST_NUMERIC = 9
_END = 0


@dataclass(frozen=True, slots=True)
class _OpenTag:
    name: str
    argument: bytes
    option: bytes
    offset: int
    written: int


def read_html(text: str) -> tuple[str, list[Entity]]:
    """Take the tags out of a text, as `parseTextEntities` does: nothing trimmed, merged or found by itself.

    Raises EntityError with TDLib's words for whatever it refuses.
    """
    try:
        source = text.encode()
    except UnicodeEncodeError as error:
        raise EntityError("text must be encoded in UTF-8") from error
    return _Reader(source).read()


def _refuse(problem: str) -> EntityError:
    return EntityError(f"can't parse entities: {problem}")


class _Reader:
    """One pass over the source: text is copied, a start tag opens a span, an end tag closes the newest."""

    def __init__(self, source: bytes) -> None:
        self._source = source + b"\0"
        self._size = len(source)
        self._at = 0
        self._text = bytearray()
        self._units = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < self._size:
            self._step()
        if self._open:
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return _decoded(bytes(self._text)), in_order(_without_language_of_inline_code(self._entities))

    def _step(self) -> None:
        if self._source[self._at] != ord("<"):
            self._copy()
        elif self._source[self._at + 1] == ord("/"):
            self._end_tag()
        else:
            self._start_tag()

    def _copy(self) -> None:
        plain = _PLAIN.match(self._source, self._at, self._size)
        if plain:
            self._at = plain.end()
            self._write(plain[0])
        else:
            self._write(self._reference() or self._take())

    def _write(self, piece: bytes) -> None:
        self._text += piece
        self._units += utf16_length(piece.decode(errors="surrogatepass"))

    def _take(self) -> bytes:
        self._at += 1
        return self._source[self._at - 1 : self._at]

    def _match(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self._source, self._at)
        taken = found[0] if found else b""
        self._at += len(taken)
        return taken

    def _next(self) -> int:
        return self._source[self._at]

    # Character references: `&lt;`, `&#60;`, `&#x3c;`; the semicolon may be missing, all else stays as it is.

    def _reference(self) -> bytes:
        found = _REFERENCE.match(self._source, self._at)
        code = _code_of(found) if found else 0
        if not found or not code:
            return b""
        self._at = found.end() + (self._source[found.end()] == ord(";"))
        return chr(code).encode(errors="surrogatepass")

    # A start tag: `<name`, then attributes until `>`.

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._match(_NAME).decode().translate(_ASCII_LOWER)
        if self._next() == _END:
            raise _refuse(f"Unclosed start tag at byte offset {begin}")
        if name not in TAGS:
            raise _refuse(f'Unsupported start tag "{name}" at byte offset {begin}')
        span = Span(name)
        while self._more_attributes():
            span = span.with_attribute(*self._attribute(name, begin))
        if name == "span" and span.argument != b"spoiler":
            raise _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_OpenTag(name, span.argument, span.option, self._units, len(self._text)))

    def _more_attributes(self) -> bool:
        self._match(_BLANKS)
        if self._next() != ord(">"):
            return True
        self._at += 1
        return False

    def _attribute(self, tag: str, begin: int) -> tuple[bytes, bytes | None]:
        name = self._match(_ATTRIBUTE)
        if not name:
            raise _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._match(_BLANKS)
        if self._next() != ord("="):
            self._expect_more(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return name, None
        self._at += 1
        self._match(_BLANKS)
        self._expect_more(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._next() in b"'\"" else self._token()
        self._expect_more(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _expect_more(self, problem: str) -> None:
        if self._next() == _END:
            raise _refuse(problem)

    def _token(self) -> bytes:
        begin = self._at
        value = self._match(_TOKEN).lower()
        if self._next() not in _TOKEN_END:
            raise _refuse(f"Unexpected end of name token at byte offset {begin}")
        return value

    def _quoted(self) -> bytes:
        quote = self._take()[0]
        value = bytearray()
        while self._next() not in (quote, _END):
            value += (self._reference() if self._next() == ord("&") else b"") or self._take()
        self._at += self._next() == quote
        return bytes(value)

    # An end tag: `</name>`; `</>` closes whatever is open.

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _refuse(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._match(_NAME).decode().translate(_ASCII_LOWER)
        self._match(_BLANKS)
        if self._next() != ord(">"):
            raise _refuse(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        tag = self._open[-1]
        if name not in ("", tag.name):
            raise _refuse(
                f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"'
            )
        self._close(self._open.pop())

    def _close(self, tag: _OpenTag) -> None:
        if self._units == tag.offset:
            return
        content = bytes(self._text[tag.written :])
        span = Span(tag.name, tag.argument, tag.option)
        place = (tag.offset, self._units - tag.offset)
        try:
            self._entities = entities_after(self._entities, span, place, content)
        except ValueError as error:
            raise _refuse(str(error)) from error


_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def _code_of(found: re.Match[bytes]) -> int:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, 0)
    if len(found[0]) > _LONGEST_NUMERIC:
        return 0
    code = int(hexadecimal or b"0", 16) if hexadecimal is not None else int(decimal or b"0")
    # The very last code point is refused, too: TDLib compares with "not less".
    return code if code < 0x10FFFF else 0


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        problem = "Text contains invalid Unicode characters after decoding HTML entities"
        raise _refuse(f"{problem}, check for unmatched surrogate code units") from error


def _without_language_of_inline_code(entities: list[Entity]) -> list[Entity]:
    """A language is remembered on `code` only until a `pre` around it claims it."""
    return [Entity("code", e.offset, e.length) if e.kind == "code" else e for e in entities]
