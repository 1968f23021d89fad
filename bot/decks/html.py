"""HTML as Markdown: what a reader sees of it, and nothing that a browser would do.

Scripts, styles, frames and handlers are gone, links go to the web alone, formulas stand between dollars. A browser's
parser reads it; what is nested or long beyond all use, which makes that slow, is stripped of its tags instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

from bot.decks.html_flow import Flow
from bot.decks.html_inline import common
from bot.decks.html_maths import Formulas
from bot.decks.literal import literal
from bot.decks.markdown import EDGES

_MARKUP = re.compile(r"[<&\\\[\xa0\n\r\t`*_~$]")
_FIRST_MARKUP = re.compile(r" *[-=#>]")
_BREAK = re.compile(r"<(?:br\s*/?|/?div)>")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})[^<>]*>")
_SILENT = re.compile(r"<(?:(script|style|iframe|object|noscript|template)\b[^<>]*>|!--)", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_FORMULA = re.compile(r"\\[(\[]|\[latex\]|\[\$|<anki-mathjax")
_CLOSED_ANYWAY = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "p",
        "source",
    }
    | {"td", "th", "tr", "wbr"}
)
_FEW, _DEEP = 100, 80
_LONGEST = 1_000_000  # letters; no field of a card is a book


def markdown_of(html: str, picture: Callable[[str], str] = str) -> str:
    """The HTML as Markdown without blank edges.

    `picture` is given the address of each picture and says under which name it is kept, empty for not at all. A text
    without tags keeps its lines.
    """
    if not _MARKUP.search(html) and not _FIRST_MARKUP.match(html):
        return html.strip(EDGES)
    formulas = Formulas()
    if _FORMULA.search(html):
        html = formulas.taken_out(html)
    plain = html if "<" not in html else _BREAK.sub("\n", " ".join(html.split()))
    if "<" not in plain:
        return formulas.put_back(_lines(literal(_tidy(unescape(plain)), dollars=bool(formulas))))
    if len(html) > _LONGEST or _is_deep(html):
        return formulas.put_back(literal(text_of(html), dollars=bool(formulas)))
    return formulas.put_back(_parsed(html, formulas, picture)).strip(EDGES)


def text_of(html: str) -> str:
    """The words of the HTML on their lines, without tags: no Markdown."""
    pieces, at = [], 0
    while opened := _SILENT.search(html, at):
        pieces.append(html[at : opened.start()])
        end = html.find(f"</{opened[1]}" if opened[1] else "-->", opened.end())
        at = len(html) if end < 0 else end if opened[1] else end + len("-->")
    text = _BREAK.sub("\n", "".join((*pieces, html[at:])))
    return _lines(_tidy(unescape(_TAG.sub(" ", text))))


def _parsed(html: str, formulas: Formulas, picture: Callable[[str], str]) -> str:
    flow = Flow(formulas, picture)
    if (ops := common(html)) is not None:
        flow.take_common(ops)
        return flow.markdown()
    from selectolax.lexbor import LexborHTMLParser

    flow.take_all(LexborHTMLParser(html, is_fragment=True).root)
    return flow.markdown()


def _is_deep(html: str) -> bool:
    """Whether more elements are open at once than any page has; a parser's work grows with their square."""
    if html.count("<") < _FEW:
        return False
    opened: Counter[str] = Counter()
    depth = 0
    for found in _TAG.finditer(html):
        name = found[1].lower()
        if name in _CLOSED_ANYWAY or found[0].endswith("/>"):
            continue
        if found[0][1] != "/":
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > _DEEP:
            return True
    return False


def _tidy(text: str) -> str:
    return _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _lines(text: str) -> str:
    """The lines without blank edges, and never two blank ones together."""
    lines = [line.strip(EDGES) for line in text.split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip(EDGES)
