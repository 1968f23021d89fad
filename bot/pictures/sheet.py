"""Formulas on a white sheet that Telegram takes for a photo: TeX to SVG by ziamath, SVG to PNG by resvg."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from bot.decks.tex import depth, tokens
from bot.pictures.breaking import broken
from bot.pictures.mathml import NotUnderstood, mathml
from bot.pictures.wire import Refusal

NARROWEST = 900  # pixels; Telegram blows up what is narrower until it blurs
WIDEST = 2560  # pixels; Telegram scales down what is wider
FLATTEST = 4  # times as wide as high: a flatter picture is cut off in the chat
TALLEST = 2  # times as high as wide

_SIZE = 52  # pixels of an em
_WIDE = 1200  # pixels of a formula; wider, it goes on in the next row where it can
_MARGIN = 48
_GAP = 44
_DEEPEST = 10  # braces and environments in one another; ziamath takes twice as long for each
_INK, _PALE = "#111111", "#8a8a8a"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A drawable with the corner of its box."""

    drawable: Any
    x: float
    y: float
    height: float


def sheet(formulas: tuple[str, ...]) -> bytes | Refusal:
    """A PNG of the formulas, below one another, or which of them cannot be drawn and why."""
    drawn = []
    for place, formula in enumerate(formulas):
        try:
            drawn.append(drawable(formula))
        except MemoryError:
            raise
        except NotUnderstood as e:
            return Refusal(str(e), place)
        except RecursionError:
            return Refusal("nested too deeply", place)
        except Exception as e:  # noqa: BLE001  the libraries raise whatever they stumble over
            return Refusal(f"is no TeX that can be drawn ({type(e).__name__})", place)
    return _png(drawn)


def page(width: float, height: float) -> tuple[float, float]:
    """The size of the sheet around content of this size, in pixels."""
    width = max(width, NARROWEST, height / TALLEST)
    return width, max(height, width / FLATTEST)


def drawable(formula: str) -> Any:
    """The formula, laid out by ziamath.

    Raises:
        NotUnderstood: it has a command or a letter that we cannot draw.
        Exception: whatever the libraries stumble over.
    """
    if depth(tokens(formula)) > _DEEPEST:
        raise NotUnderstood("nested too deeply")
    laid_out = _in_one_piece(formula)
    if laid_out.getsize()[0] > _WIDE and (rows := broken(formula)):
        return min(laid_out, _in_one_piece(rows), key=lambda one: one.getsize()[0])
    return laid_out


def _in_one_piece(formula: str) -> Any:
    element = mathml(formula)
    letters = [sign for sign in "".join(element.itertext()) if sign.isprintable() and not sign.isspace()]
    if not letters:
        raise NotUnderstood("has nothing in it")
    laid_out = _laid_out(element, _SIZE)
    for letter in letters:
        if not laid_out.font.glyphindex(letter):
            raise NotUnderstood(f"there is no {letter} in the font")
    return laid_out


def _laid_out(element: ET.Element, size: float) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what later Pythons will not have
        from ziamath.config import config
        from ziamath.zmath import Math

        config.svg2 = False  # paths instead of symbols, which resvg draws sooner
        return Math(element, size=size)


def _png(drawn: list[Any]) -> bytes:
    import resvg_py

    sizes = [one.getsize() for one in drawn]
    labels = [_label(place + 1) for place in range(len(drawn))]  # a lone one, too: the text says "(1)"
    indent = max(label.getsize()[0] for label in labels) + _GAP
    width = indent + max(size[0] for size in sizes) + 2 * _MARGIN
    height = sum(size[1] for size in sizes) + _GAP * (len(drawn) - 1) + 2 * _MARGIN
    page_width, page_height = page(width, height)
    svg = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {page_width} {page_height}")
    x, y = (page_width - width) / 2 + _MARGIN, (page_height - height) / 2 + _MARGIN
    for place, (one, size) in enumerate(zip(drawn, sizes, strict=True)):
        labels[place].drawon(svg, x, y + one.node.bbox.ymax, valign="base")
        one.drawon(svg, x + indent, y, valign="top")
        y += size[1] + _GAP
    wide = min(page_width, WIDEST)
    png = resvg_py.svg_to_bytes(
        svg_string=ET.tostring(svg, encoding="unicode"),
        background="white",
        width=round(wide),
        skip_system_fonts=True,
    )
    return bytes(png)


def _label(number: int) -> Any:
    element = ET.fromstring(f'<math><mtext mathcolor="{_PALE}">({number})</mtext></math>')  # noqa: S314  ours
    return _laid_out(element, _SIZE * 0.8)
