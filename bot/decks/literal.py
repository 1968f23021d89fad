"""Plain text as Markdown that shows it as it stands: a mark gets a backslash only where it would do something."""

from __future__ import annotations

import re

from bot.decks.spans import spans

_SPECIAL = re.compile(r"[\\`*_\[<&~$]|^[ \t]*(?:[#>]|[-=+][-+= \t]*$)", re.MULTILINE)
_MARK = re.compile(r"[\\`*_\[<&~$]")
_SLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_STRIKE = re.compile(r"~(?=~)")
_STAR = re.compile(r"\*(?=\S)|(?<=\S)\*")
_UNDERSCORE = re.compile(r"(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])")
_STARTS = frozenset("#>-*+_=")
_LINE = re.compile(r"^([ \t]*)(?=#{1,6}(?:[ \t]|$)|>|[-*+_=][-*+_= \t]*$)", re.MULTILINE)
_FORMULA = re.compile(r"[\\^_{}=]")


def literal(text: str, *, dollars: bool = False) -> str:
    r"""The text with its Markdown marks made harmless, linear.

    A `$…$` that holds LaTeX is taken for the formula its author meant; `dollars` makes every `$` a dollar, for a text
    that comes to stand beside formulas. `<` before a letter becomes `&lt;`, so that no HTML is ever left.
    """
    if not _SPECIAL.search(text):
        return text
    return line_starts(inline_marks(text, dollars=dollars))


def inline_marks(text: str, *, dollars: bool = False) -> str:
    """As `literal`, for a piece of a line, of which nobody knows whether it begins the line."""
    if not _MARK.search(text):
        return text
    if "$" not in text:
        return _escaped(text)
    if dollars:
        return _escaped(text).replace("$", "\\$")
    pieces: list[str] = []
    done = 0
    for span in spans(text.replace("`", "'")):  # a backtick will be none
        inside = text[span.start : span.end]
        formula = span.kind != "unclosed" and _FORMULA.search(inside)
        pieces += (
            _escaped(text[done : span.start]),
            _TAG.sub("< ", inside) if formula else _escaped(inside).replace("$", "\\$"),
        )
        done = span.end
    return "".join((*pieces, _escaped(text[done:])))


def line_starts(text: str) -> str:
    """The text with a backslash before what would make a line a heading, a quotation, a rule or an empty item."""
    return _LINE.sub(r"\1\\", text) if "\n" in text or text.lstrip()[:1] in _STARTS else text


def _escaped(text: str) -> str:
    if "\\" in text:
        text = _SLASH.sub(r"\\\\", text)
    if text.count("`") > 1:
        text = text.replace("`", "\\`")
    if text.count("*") > 1:
        text = _STAR.sub(r"\\*", text)
    if text.count("_") > 1:
        text = _UNDERSCORE.sub(r"\\_", text)
    if "](" in text or "]:" in text:
        text = text.replace("[", "\\[")
    if "~~" in text:
        text = _STRIKE.sub(r"\\~", text)
    if "&" in text:
        text = _ENTITY.sub("&amp;", text)
    return _TAG.sub("&lt;", text)
