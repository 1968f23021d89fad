"""The tags of rich HTML: which stand in a line, which are blocks, and what may be inside each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "b": "bold",
        "strong": "bold",
        "i": "italic",
        "em": "italic",
        "u": "underline",
        "ins": "underline",
        "s": "strikethrough",
        "strike": "strikethrough",
        "del": "strikethrough",
        "mark": "marked",
        "sub": "subscript",
        "sup": "superscript",
        "tg-spoiler": "spoiler",
        "code": "code",
    }
)
HEADINGS: Mapping[str, int] = MappingProxyType({f"h{size}": size for size in range(1, 7)})

INLINE = frozenset(STYLES) | {"a", "br", "tg-math", "tg-time", "tg-emoji", "tg-reference"}
BLOCKS = frozenset(HEADINGS) | {
    "p",
    "pre",
    "footer",
    "hr",
    "ul",
    "ol",
    "table",
    "details",
    "blockquote",
    "aside",
    "tg-math-block",
}
FLOW = INLINE | BLOCKS
VOID = frozenset({"br", "hr", "input"})
RAW = frozenset({"tg-math", "tg-math-block"})
"""Their content is LaTeX: nothing in it is a tag, and nothing is collapsed."""

NOT_COVERED = frozenset(
    {
        "img",
        "video",
        "audio",
        "figure",
        "figcaption",
        "tg-document",
        "tg-collage",
        "tg-slideshow",
        "tg-map",
        "tg-button",
        "tg-button-row",
    }
)

CHILDREN: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys(
        INLINE | {"p", "pre", "footer", "summary", "cite", "caption", "th", "td", *HEADINGS}, INLINE
    )
    | {
        "": FLOW,
        "ul": frozenset({"li"}),
        "ol": frozenset({"li"}),
        "li": FLOW | {"input"},
        "table": frozenset({"caption", "tr"}),
        "tr": frozenset({"th", "td"}),
        "details": FLOW | {"summary"},
        "blockquote": FLOW | {"cite"},
        "aside": INLINE | {"cite"},
        "tg-math": frozenset(),
        "tg-math-block": frozenset(),
    }
)
"""What may stand directly in each tag; the empty name is the message itself."""

TEXTLESS = frozenset({"ul", "ol", "table", "tr"})
"""Between the tags in these there is nothing but blanks."""

KNOWN = frozenset().union(*CHILDREN.values())
