"""A formula as the MathML that ziamath draws."""

from __future__ import annotations

import html
import re
from collections import Counter
from unicodedata import normalize
from xml.etree.ElementTree import Element

from bot.pictures.plain_tex import plain_tex

_COMMAND = re.compile(r"\\[A-Za-z]+|\\$")
_SILENT = re.compile(
    r"\\(?:begin|end)\s*\{array\}\s*(?:\{[^{}]*\})?|\\(?:begin|end|color|textcolor)\s*\{[^{}]*\}"
    r"|\\(?:kern|mkern|mskip|hskip)\s*-?[\d.]+\s*[a-z]{2}|\\[A-Za-z]+|\\."
)  # commands, and arguments that are no letters to be seen
_STIFF = frozenset("↑↓⟨⟩")  # in TeX they do not grow with what is beside them
_TUCKS = frozenset("P")  # under whose bow ziamath draws a subscript so far that a tall one touches the stem
_ACCENTS = {("^", "false"): "ˆ", ("^", None): "\u0302", ("~", None): "\u0303"}


class NotUnderstood(Exception):
    """A formula has something in it that we cannot draw; the text says what."""


def mathml(tex: str) -> Element:
    """The formula as an element.

    Raises:
        NotUnderstood: a command is not known.
        Exception: whatever latex2mathml stumbles over.
    """
    from latex2mathml.converter import convert_to_element

    plain = plain_tex(tex)
    math: Element = convert_to_element(plain, display="block")
    del math.attrib["xmlns"]
    for element in list(math.iter()):
        _settle(element)
    if lost := _letters(plain) - Counter(normalize("NFKD", "".join(math.itertext()))):
        raise NotUnderstood(f"its {min(lost)} would be lost")
    return math


def _letters(tex: str) -> Counter[str]:
    """Every letter and digit that a reader has to see; latex2mathml loses some without a word."""
    return Counter(normalize("NFKD", "".join(filter(str.isalnum, _SILENT.sub("", tex)))))


def _settle(element: Element) -> None:
    element.text = html.unescape(element.text or "")
    if element.tag != "mtext" and (unknown := _COMMAND.search(element.text)):
        raise NotUnderstood(f"{unknown[0]} is not understood")
    if element.text in _STIFF:
        element.set("stretchy", "false")
    if element.tag == "mo":
        element.text = _ACCENTS.get((element.text, element.get("stretchy")), element.text)
    if element.get("columnspacing") == "0em 2em":
        element.set("columnspacing", "0em 0.3em")
        element.set("rowspacing", "0.6em")  # in place of 3pt, in which fractions touch
    if element.tag in {"msub", "msubsup"} and element[0].text in _TUCKS:
        _loosen(element)


def _loosen(scripts: Element) -> None:
    """Set a subscript beside its letter: with a space before it, be it nothing to be seen, it is not drawn nearer."""
    row = Element("mrow")
    row.extend([Element("mspace", width="0.01em"), scripts[1]])
    scripts[1] = row
