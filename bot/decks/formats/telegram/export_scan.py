"""The messages of Telegram Desktop's `result.json`, each with its line, whole or torn off."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.decks.markdown import lines_of

_LIST = re.compile(r'(?<!\\)"messages"\s{0,99}:\s{0,99}\[')
_MESSAGE = re.compile(r'\{\s{0,99}"id"\s{0,99}:\s{0,99}-?\d{1,20}\s{0,99},\s{0,99}"type"\s{0,99}:\s{0,99}"')
_BARE_LIST = re.compile(r"[\ufeff\s]*\[(?=\s*\{)")  # as programs write that read a channel themselves
_NAME = re.compile(r'(?<!\\)"(name|type)"\s{0,99}:\s{0,99}("(?:[^"\\]|\\.){0,400}")')
_GAP = re.compile(r"[\s,]*")
# Telegram Desktop writes control characters as `\x0B`, which JSON does not know (export_output_json.cpp,
# SerializeString).
_HEX = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_LENIENT = json.JSONDecoder(strict=False)
_DAMAGED = object()
# How often an element may fail that had all the rest of the text to be read from: an error costs its whole length.
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Message:
    """One element of a list of messages: what it holds, in which line it begins, of which chat it is.

    `why` tells why an element is no message, and is empty for one that is; then `torn` is its text.
    """

    line: int
    chat: int
    content: dict[str, Any]
    torn: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat of an export: its name and its kind, such as `public_channel`; both may be empty."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What an export holds; `broken` is the line of the first damage, 0 when there is none."""

    chats: tuple[Chat, ...]
    messages: tuple[Message, ...]
    broken: int = 0


def scan(text: str) -> Scan:
    """The messages of an export, of one chat or of a whole account, in order.

    A damaged message does not hide the others: reading goes on at the next thing that looks like one. A file whose
    head or tail is missing is read as far as it goes. Linear in the length of the text.
    """
    text = "\n".join(lines_of(text))
    text = _HEX.sub(_known_escape, text) if "\\x" in text else text
    reader = _Reader(text)
    while (found := _LIST.search(text, reader.at)) is not None:
        reader.open_chat(found.start())
        reader.take_list(found.end())
    if not reader.chats and (first := _MESSAGE.search(text)):
        reader.open_chat(0)
        reader.take_list(first.start())
    elif not reader.chats and (bare := _BARE_LIST.match(text)):
        reader.open_chat(0)
        reader.take_list(bare.end())
    broken = next((message.line for message in reader.messages if message.why), 0)
    return Scan(tuple(reader.chats), tuple(reader.messages), broken)


def _known_escape(found: re.Match[str]) -> str:
    return f"\\u00{found[1]}" if found[1] else found[0]


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= 20 else 0  # Python refuses numbers of thousands of digits


class _Reader:
    """The place in the text where reading stands, and what was found before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.chats: list[Chat] = []
        self.messages: list[Message] = []
        self._decoder = json.JSONDecoder(strict=False, parse_int=_whole)
        self._patience = _PATIENCE
        self._line, self._counted = 1, 0

    def open_chat(self, start: int) -> None:
        """Begin a chat, whose name and kind stand between the chat before and `start`."""
        said = {found[1]: found[2] for found in _NAME.finditer(self.text, self.at, start)}
        self.chats.append(Chat(_string(said.get("name", "")), _string(said.get("type", ""))))

    def take_list(self, start: int) -> None:
        """Read the elements of a list of messages, from `start` to its end or the end of the text."""
        self.at = start
        while self._skip_gap() and self.text[self.at] != "]":
            self._take_element()

    def _skip_gap(self) -> bool:
        gap = _GAP.match(self.text, self.at)
        self.at = gap.end() if gap else self.at
        return self.at < len(self.text)

    def _take_element(self) -> None:
        start = self.at
        value = self._decoded(start)
        whole = isinstance(value, dict)
        torn = "" if whole else self.text[start : self.at].rstrip(", \n\t")
        why = "" if whole else "no whole message" if value is _DAMAGED else "no message"
        content = value if isinstance(value, dict) else {}
        self.messages.append(Message(self._line_of(start), len(self.chats) - 1, content, torn, why))

    def _decoded(self, start: int) -> object:
        """The element at `start`, and the place behind it; a damaged one ends where the next message begins."""
        bound = self._next_message(start + 1) if _MESSAGE.match(self.text, start) else 0
        if bound and (found := self._tried(self.text[start:bound], 0)):
            self.at = start + found[1]
            return found[0]
        if self._patience:
            if found := self._tried(self.text, start):
                self.at = found[1]
                return found[0]
            self._patience -= 1
        self.at = bound or self._next_message(start + 1)
        return _DAMAGED

    def _tried(self, text: str, at: int) -> tuple[object, int] | None:
        try:
            return self._decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None

    def _next_message(self, after: int) -> int:
        found = _MESSAGE.search(self.text, after)
        return found.start() if found else len(self.text)

    def _line_of(self, at: int) -> int:
        self._line += self.text.count("\n", self._counted, at)
        self._counted = at
        return self._line


def _string(written: str) -> str:
    try:
        value = _LENIENT.decode(written) if written else ""
    except ValueError:
        return ""
    return str(value).encode("utf-8", "replace").decode()
