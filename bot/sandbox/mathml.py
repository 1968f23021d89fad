"""TeX to MathML that can only show: rebuilt element by element from a list of what is allowed."""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

# What MathML Core draws. Links, scripts, styles and foreign content are not among it.
_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
        math mrow mi mn mo ms mtext mspace mstyle mpadded mphantom menclose mfenced merror none
        msup msub msubsup mfrac msqrt mroot munder mover munderover mmultiscripts mprescripts
        mtable mtr mlabeledtr mtd
        """,
    )
)
_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        """
        display displaystyle scriptlevel mathvariant mathcolor mathbackground mathsize notation frame
        stretchy fence separator form accent accentunder movablelimits symmetric largeop minsize maxsize
        lspace rspace width height depth voffset linethickness
        columnalign rowalign columnlines rowlines columnspacing rowspacing
        """,
    )
)
_VALUE = re.compile(r"[\w#.%+ -]{0,40}")
# A formula that defines macros can grow without bound, and a chat message has no use for one.
_DEFINES = re.compile(
    r"\\(?:(?:re|provide)?newcommand|(?:re)?newenvironment|[egx]?def|DeclareMathOperator)(?![a-z])"
)
_DELIMITERS = (("$$", "$$"), (r"\[", r"\]"), (r"\(", r"\)"), ("$", "$"))


class _UnshowableError(Exception):
    """The converter made something that is not on the list."""


def inline_formula(tex: str) -> str | None:
    """Promise MathML for a formula within a line, or nothing when `tex` cannot be shown as one."""
    return _formula(tex, "inline")


def block_formula(tex: str) -> str | None:
    """Promise MathML for a formula of its own; `$$…$$` and its like around `tex` are not part of it."""
    bare = tex.strip()
    for opening, closing in _DELIMITERS:
        if len(bare) > len(opening) + len(closing) and bare.startswith(opening) and bare.endswith(closing):
            bare = bare[len(opening) : -len(closing)]
            break
    return _formula(bare, "block")


def _formula(tex: str, display: str) -> str | None:
    if not tex.strip() or _DEFINES.search(tex):
        return None
    from latex2mathml.converter import convert_to_element

    try:
        return _written(convert_to_element(tex, display=display))
    except Exception:  # noqa: BLE001 - the converter has no base error and lets IndexError and its like through
        return None


def _written(element: Element) -> str:
    if element.tag not in _ELEMENTS:
        raise _UnshowableError(element.tag)
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    )
    # The converter writes characters as `&#x0003C;` and the like, and its own serialiser leaves them alone.
    text = escape(unescape(element.text or ""))
    return f"<{element.tag}{attributes}>{text}{''.join(map(_written, element))}</{element.tag}>"
