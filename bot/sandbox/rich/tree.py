"""Rich HTML read into a tree of elements, or refused in the words of Telegram's parser of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.sandbox.entities.cleaning import check_unicode, cleaned_text
from bot.sandbox.entities.values import EntityError
from bot.sandbox.rich import tags

_TEXT = re.compile(r"[^<]+")
_TAG_NAME = re.compile(r"[^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w.\-]+)))?"""
)
_TAG_END = re.compile(r"\s*(?P<slash>/?)>")
_END_TAG = re.compile(r"</([^\s>]*)\s*>")
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));")
_NAMED: Mapping[str, str] = {
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
}
_SURROGATES = range(0xD800, 0xE000)


class RichError(Exception):
    """The HTML is refused; the message is what Telegram writes after `Bad Request: `."""


class NotCoveredError(Exception):
    """The HTML asks for something Telegram has and the sandbox does not; the message names it."""


@dataclass(slots=True)
class Element:
    """A tag with its attributes (None: no value was written) and what is in it; `at` is its place in bytes."""

    name: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    at: int = 0
    children: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> Iterator[Element]:
        """The elements directly in it."""
        return (child for child in self.children if isinstance(child, Element))

    def first(self, name: str) -> Element | None:
        """The first element of that name directly in it."""
        return next((child for child in self.elements if child.name == name), None)


def read_tree(html: str) -> Element:
    """Read HTML into the element that stands for the message.

    Raises RichError for what Telegram refuses, NotCoveredError for media and buttons.
    """
    try:
        check_unicode(html)
    except EntityError as error:
        raise RichError(error.description) from error
    return _Reader(html).read()


def refuse(problem: str) -> RichError:
    """Make the refusal of a message whose HTML has this problem."""
    return RichError(f"can't parse entities: {problem}")


def decoded(text: str) -> str:
    """Replace numeric references and the thirteen names; all others stay as they are."""
    return _REFERENCE.sub(_character, text)


class _Reader:
    """One pass over the source; the newest open element takes what comes."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._open = [Element("")]
        self._counted = (0, 0)  # a place in characters, and the same in bytes

    def read(self) -> Element:
        while self._at < len(self._source):
            self._step()
        if len(self._open) > 1:
            raise refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return self._open[0]

    def _step(self) -> None:
        if text := _TEXT.match(self._source, self._at):
            self._at = text.end()
            self._text(text[0], text.start())
        elif self._source.startswith("</", self._at):
            self._end_tag()
        else:
            self._start_tag()

    def _text(self, text: str, at: int) -> None:
        newest = self._open[-1]
        if newest.name in tags.TEXTLESS:
            if text.strip():
                raise refuse(f'Unexpected text in the tag "{newest.name}" at byte offset {self._byte(at)}')
            return
        newest.children.append(cleaned_text(decoded(text)))

    def _start_tag(self) -> None:
        begin = self._at
        found = _TAG_NAME.match(self._source, begin + 1)
        name = found[0].lower() if found else ""
        self._at = begin + 1 + len(name)
        self._check_known(name, begin)
        attributes = self._attributes(name, begin)
        element = Element(name, attributes, self._byte(begin))
        self._open[-1].children.append(element)
        if name not in tags.VOID:
            self._open.append(element)

    def _check_known(self, name: str, begin: int) -> None:
        inside = self._open[-1].name
        if name in tags.NOT_COVERED:
            raise NotCoveredError(f"<{name}> in rich messages")
        if name not in tags.KNOWN:
            raise refuse(f'Unsupported start tag "{name}" at byte offset {self._byte(begin)}')
        if name not in tags.CHILDREN[inside]:
            place = f'inside the tag "{inside}"' if inside else "outside of its block"
            raise refuse(f'Unexpected start tag "{name}" {place} at byte offset {self._byte(begin)}')

    def _attributes(self, name: str, begin: int) -> dict[str, str | None]:
        known: dict[str, str | None] = {}
        while not (end := _TAG_END.match(self._source, self._at)):
            found = _ATTRIBUTE.match(self._source, self._at)
            if found is None:
                raise refuse(f'Unclosed start tag "{name}" at byte offset {self._byte(begin)}')
            self._at = found.end()
            given = found["double"] or found["single"] or found["bare"]
            known[found["name"].lower()] = decoded(given) if given is not None else None
        if end["slash"] and name not in tags.VOID:
            raise refuse(f'Unsupported start tag "{name}/" at byte offset {self._byte(begin)}')
        self._at = end.end()
        return known

    def _end_tag(self) -> None:
        found = _END_TAG.match(self._source, self._at)
        where = f"at byte offset {self._byte(self._at)}"
        if found is None:
            raise refuse(f"Unclosed end tag {where}")
        if len(self._open) == 1:
            raise refuse(f"Unexpected end tag {where}")
        name, expected = found[1].lower(), self._open[-1].name
        if name != expected:
            raise refuse(f'Unmatched end tag {where}, expected "</{expected}>", found "</{name}>"')
        self._open.pop()
        self._at = found.end()

    def _byte(self, at: int) -> int:
        """Counted on from the last place asked for: a walk over all tags is one walk over the source."""
        known, byte = self._counted
        byte += len(self._source[known:at].encode())
        self._counted = (at, byte)
        return byte


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name is not None:
        return _NAMED.get(name, reference[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return reference[0] if not 0 < code <= 0x10FFFF or code in _SURROGATES else chr(code)
