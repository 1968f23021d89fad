"""The blocks of a rich message, made from the tree of its HTML (https://core.telegram.org/bots/api#richblock)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.sandbox.rich import limits, tags
from bot.sandbox.rich.inline import RichText, rich_text, source
from bot.sandbox.rich.lists import list_items
from bot.sandbox.rich.tree import Element, read_tree, refuse

Block = dict[str, Any]

_ALIGNS = ("left", "center", "right")
_VALIGNS = ("top", "middle", "bottom")


def read_blocks(html: str, *, detect: bool = True) -> tuple[Block, ...]:
    """Read the HTML of a rich message into blocks as on the wire; addresses in the text are found if `detect`.

    Raises RichError for what Telegram refuses, TooMuchError for what is over its limits, NotCoveredError for media
    and buttons.
    """
    tree = read_tree(html)
    limits.check_nesting(tree)
    blocks = tuple(_Reading(detect=detect).blocks(tree.children))
    limits.check_sizes(blocks)
    return blocks


class _Reading:
    """The way from elements to blocks; texts between blocks are paragraphs of their own."""

    def __init__(self, *, detect: bool) -> None:
        self._detect = detect
        self._makers: Mapping[str, Callable[[Element], Block]] = MappingProxyType(
            {
                "p": self._paragraph,
                "pre": self._pre,
                "footer": self._footer,
                "hr": lambda _: {"type": "divider"},
                "ul": self._list,
                "ol": self._list,
                "table": self._table,
                "details": self._details,
                "blockquote": self._quote,
                "aside": self._aside,
                "tg-math-block": self._formula,
            }
            | dict.fromkeys(tags.HEADINGS, self._heading)
        )

    def blocks(self, children: Sequence[Element | str]) -> Iterator[Block]:
        line: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or child.name in tags.INLINE:
                line.append(child)
                continue
            yield from self._loose(line)
            line = []
            if (block := self._makers[child.name](child)).get("text", True):
                yield block
        yield from self._loose(line)

    def _loose(self, line: list[Element | str]) -> Iterator[Block]:
        text = rich_text(line, detect=self._detect)
        if isinstance(text, dict) and text["type"] == "anchor":
            yield text
        elif text:
            yield {"type": "paragraph", "text": text}

    def _text(self, element: Element, *without: str) -> RichText:
        kept = [one for one in element.children if isinstance(one, str) or one.name not in without]
        return rich_text(kept, detect=self._detect)

    def _paragraph(self, element: Element) -> Block:
        return {"type": "paragraph", "text": self._text(element)}

    def _heading(self, element: Element) -> Block:
        return {"type": "heading", "text": self._text(element), "size": tags.HEADINGS[element.name]}

    def _footer(self, element: Element) -> Block:
        return {"type": "footer", "text": self._text(element)}

    def _pre(self, element: Element) -> Block:
        """Code that fills the whole block names its language."""
        code = element.first("code")
        language = (code.attributes.get("class") or "") if code and element.children == [code] else ""
        inner = code.children if code and language.startswith("language-") else element.children
        known = {"type": "pre", "text": rich_text(inner, detect=False, verbatim=True)}
        named = language.removeprefix("language-") if language.startswith("language-") else ""
        return known | ({"language": named} if named else {})

    def _formula(self, element: Element) -> Block:
        return {"type": "mathematical_expression", "expression": source(element)}

    def _list(self, element: Element) -> Block:
        items = list_items(element, lambda children: list(self.blocks(children)))
        if not items:
            raise refuse(f'Empty tag "{element.name}" at byte offset {element.at}')
        return {"type": "list", "items": items}

    def _quote(self, element: Element) -> Block:
        credit = self._credit(element)
        if "expandable" in element.attributes:
            return {"type": "expandable_blockquote", "text": self._lines(element)} | credit
        kept = [one for one in element.children if isinstance(one, str) or one.name != "cite"]
        return {"type": "blockquote", "blocks": list(self.blocks(kept))} | credit

    def _lines(self, element: Element) -> RichText:
        """An expandable quotation holds a text and no blocks."""
        for child in element.elements:
            if child.name in tags.BLOCKS:
                place = f"at byte offset {child.at}"
                raise refuse(f'Unexpected start tag "{child.name}" inside an expandable blockquote {place}')
        return self._text(element, "cite")

    def _aside(self, element: Element) -> Block:
        return {"type": "pullquote", "text": self._text(element, "cite")} | self._credit(element)

    def _credit(self, element: Element) -> Block:
        cite = element.first("cite")
        return {"credit": self._text(cite)} if cite else {}

    def _details(self, element: Element) -> Block:
        summary = element.first("summary")
        if summary is None:
            raise refuse(f'Tag "details" must have tag "summary" at byte offset {element.at}')
        kept = [one for one in element.children if one is not summary]
        known: Block = {"type": "details", "summary": self._text(summary), "blocks": list(self.blocks(kept))}
        return known | ({"is_open": True} if "open" in element.attributes else {})

    def _table(self, element: Element) -> Block:
        rows = [[self._cell(cell) for cell in row.elements] for row in element.elements if row.name == "tr"]
        if not any(rows):
            raise refuse(f'Empty tag "table" at byte offset {element.at}')
        known: Block = {"type": "table", "cells": rows}
        for name in ("bordered", "striped", "compact"):
            if name in element.attributes:
                known[f"is_{name}"] = True
        caption = element.first("caption")
        return known | ({"caption": self._text(caption)} if caption else {})

    def _cell(self, element: Element) -> Block:
        known: Block = {}
        if text := self._text(element):
            known["text"] = text
        if element.name == "th":
            known["is_header"] = True
        for name in ("colspan", "rowspan"):
            if (span := _span(element, name)) > 1:
                known[name] = span
        return known | {
            "align": _one_of(element, "align", _ALIGNS),
            "valign": _one_of(element, "valign", _VALIGNS),
        }


def _span(element: Element, name: str) -> int:
    given = element.attributes.get(name)
    if given is None:
        return 1
    if not given.isdecimal() or not 1 <= int(given) <= limits.MOST_COLUMNS:
        raise refuse(f'Invalid attribute "{name}" in the tag "{element.name}" at byte offset {element.at}')
    return int(given)


def _one_of(element: Element, name: str, known: tuple[str, ...]) -> str:
    given = element.attributes.get(name)
    if given is None:
        return known[0]
    if given not in known:
        raise refuse(f'Invalid attribute "{name}" in the tag "{element.name}" at byte offset {element.at}')
    return given
