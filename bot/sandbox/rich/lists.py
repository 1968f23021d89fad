"""The items of a list and their labels: bullets, numbers, letters, Roman numerals, boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bot.sandbox.rich.tree import Element, refuse

BULLET = "•"
_TYPES = frozenset("aAiI1")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN = 3999

Item = dict[str, Any]
Blocks = Callable[[Sequence[Element | str]], list[Item]]


def list_items(element: Element, blocks: Blocks) -> list[Item]:
    """Return the items of a `ul` or `ol`; `blocks` makes the content of each.

    Raises RichError for a number or a type that cannot be read.
    """
    items = list(element.elements)
    if element.name == "ul":
        return [{"label": BULLET} | _content(item, blocks) for item in items]
    step = -1 if "reversed" in element.attributes else 1
    number = _number(element, "start", len(items) if step < 0 else 1)
    made = []
    for item in items:
        number = _number(item, "value", number)
        kind = _type(item, _type(element, "1"))
        made.append(
            {"label": f"{written(number, kind)}."} | _content(item, blocks) | {"value": number, "type": kind}
        )
        number += step
    return made


def written(number: int, kind: str) -> str:
    """Write a number as a label of this type; what letters or Roman numerals cannot say is decimal."""
    if kind in "aA" and number > 0:
        letters = _letters(number)
    elif kind in "iI" and 0 < number <= _MOST_ROMAN:
        letters = _roman(number)
    else:
        return str(number)
    return letters.upper() if kind.isupper() else letters


def _content(item: Element, blocks: Blocks) -> Item:
    box = item.first("input")
    kept = [child for child in item.children if child is not box]
    content: Item = {"blocks": blocks(kept)}
    if box is None:
        return content
    if box.attributes.get("type") != "checkbox":
        raise refuse(f'Tag "input" must have type "checkbox" at byte offset {box.at}')
    ticked = {"is_checked": True} if "checked" in box.attributes else {}
    return content | {"has_checkbox": True} | ticked


def _number(element: Element, name: str, otherwise: int) -> int:
    given = element.attributes.get(name)
    if given is None:
        return otherwise
    digits = given.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise refuse(f'Invalid attribute "{name}" in the tag "{element.name}" at byte offset {element.at}')
    return int(given)


def _type(element: Element, otherwise: str) -> str:
    given = element.attributes.get("type")
    if given is None:
        return otherwise
    if given not in _TYPES:
        raise refuse(f'Invalid attribute "type" in the tag "{element.name}" at byte offset {element.at}')
    return given


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral
