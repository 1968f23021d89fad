"""What a person sees of a text with entities: a safe HTML fragment for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from bot.sandbox import pieces
from bot.sandbox.mathml import inline_formula

_PLAIN = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s"}
_TAGS = frozenset({"hashtag", "cashtag"})
_PRESSED = frozenset({"url", "text_link", "email", "phone_number", "bot_command"}) | _TAGS
_CODE = frozenset({"code", "pre"})
_BLOCKS = frozenset({"blockquote", "expandable_blockquote", "pre"})
_FORMULA_LANGUAGES = frozenset({"latex", "math"})
_OUTERMOST_FIRST = ("expandable_blockquote", "blockquote", "spoiler", "text_link", "pre", "code")


@dataclass(frozen=True, slots=True)
class _Span:
    """An entity with its place in UTF-16 units, the end excluded."""

    start: int
    end: int
    kind: str
    facts: Mapping[str, Any]

    def order(self) -> tuple[int, int, int]:
        known = self.kind in _OUTERMOST_FIRST
        rank = _OUTERMOST_FIRST.index(self.kind) if known else len(_OUTERMOST_FIRST)
        return self.start, -self.end, rank


class _Text:
    """A text counted in UTF-16 units, as Telegram counts it; the units in `unseen` are not shown."""

    def __init__(self, text: str) -> None:
        self._units = text.encode("utf-16-le", "surrogatepass")
        self.size = len(self._units) // 2
        self._unseen: frozenset[int] = frozenset()

    def between(self, start: int, end: int) -> str:
        pieces, at = [], start
        for hidden in sorted(place for place in self._unseen if start <= place < end):
            pieces.append(self._units[2 * at : 2 * hidden])
            at = hidden + 1
        pieces.append(self._units[2 * at : 2 * end])
        return b"".join(pieces).decode("utf-16-le", "replace")

    def hide_line_feeds(self, places: set[int]) -> None:
        self._unseen = frozenset(place for place in places if self.between(place, place + 1) == "\n")


def fragment(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """Promise HTML that shows `text` with its `entities` and can do nothing else.

    `entities` are Bot API `MessageEntity` objects, offsets and lengths in UTF-16 units. Line feeds stay as
    they are (the page shows them with `white-space: pre-wrap`), except the one after a block, which the block
    itself already breaks. A `pre` in the language `latex` or `math`, and a `code` that is `$…$`, become
    MathML. Crossing entities are split where the outer one ends; entities inside code are not shown.
    """
    units = _Text(text)
    spans = _spans(entities, units.size)
    units.hide_line_feeds({span.end for span in spans if span.kind in _BLOCKS})
    return pieces.whole(_inside(units, 0, units.size, spans, pressed=False))


def _spans(entities: Sequence[Mapping[str, Any]], size: int) -> list[_Span]:
    spans = [
        _Span(max(0, one["offset"]), min(size, one["offset"] + one["length"]), one["type"], one)
        for one in entities
    ]
    return [span for span in spans if span.start < span.end]


def _inside(text: _Text, start: int, end: int, spans: Sequence[_Span], *, pressed: bool) -> str:
    """The part of the text from `start` to `end`, with the spans that lie in it."""
    pieces, at = [], start
    waiting = sorted(spans, key=_Span.order)
    while waiting:
        outer, *others = waiting
        inner = [replace(span, end=min(span.end, outer.end)) for span in others if span.start < outer.end]
        beyond = [replace(span, start=max(span.start, outer.end)) for span in others if span.end > outer.end]
        pieces += [escape(text.between(at, outer.start)), _shown(text, outer, inner, pressed=pressed)]
        waiting, at = sorted(beyond, key=_Span.order), outer.end
    return "".join([*pieces, escape(text.between(at, end))])


def _shown(text: _Text, span: _Span, inner: Sequence[_Span], *, pressed: bool) -> str:
    written = text.between(span.start, span.end)
    if span.kind in _CODE:
        return _pre(written, span.facts.get("language", "")) if span.kind == "pre" else _code(written)
    pressable = span.kind in _PRESSED and not pressed
    body = _inside(text, span.start, span.end, inner, pressed=pressed or pressable)
    if span.kind in _PRESSED:
        return _pressable(span, written, body) if pressable else body
    return _formatted(span, body)


def _formatted(span: _Span, body: str) -> str:
    if span.kind in _PLAIN:
        return f"<{_PLAIN[span.kind]}>{body}</{_PLAIN[span.kind]}>"
    match span.kind:
        case "spoiler":
            return pieces.spoiler(body)
        case "blockquote" | "expandable_blockquote":
            return pieces.quote(body, expandable=span.kind == "expandable_blockquote")
        case "mention" | "text_mention":
            return pieces.mention(body)
        case "date_time":
            return pieces.moment(span.facts.get("unix_time"), span.facts.get("date_time_format"), body)
        case _:
            return body


def _pressable(span: _Span, written: str, body: str) -> str:
    if span.kind == "bot_command":
        return pieces.command(written, body)
    if span.kind in _TAGS:
        return pieces.tag(written, body)
    return pieces.link(_address(span, written), body)


def _address(span: _Span, written: str) -> str:
    prefixes = {"email": "mailto:", "phone_number": "tel:"}
    address = prefixes.get(span.kind, "") + str(span.facts.get("url", written)).strip()
    return f"https://{address}" if span.kind == "url" and "://" not in address else address


def _code(written: str) -> str:
    tex = written[1:-1]
    delimited = len(written) > 2 and written[0] == written[-1] == "$" and "$" not in tex
    formula = inline_formula(tex) if delimited else None
    return formula or f"<code>{escape(written)}</code>"


def _pre(written: str, language: str) -> str:
    formula = pieces.formula_block(written) if language.lower() in _FORMULA_LANGUAGES else None
    return formula or pieces.code_block(written, language)
