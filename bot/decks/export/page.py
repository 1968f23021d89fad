"""A card's Markdown as HTML for Anki: formulas between its MathJax marks, and no HTML of the author's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from bot.domain.card import Choice

_NAME = re.compile(r"[^\s:\x00-\x1f]+")  # without a scheme


def html_of(markdown: str) -> str:
    """The text as HTML."""
    if not markdown:
        return ""
    page: str = _parser().render(markdown)
    return page.replace("\x1f", " ").strip()  # that character parts Anki's fields


def choices_html(choices: Sequence[Choice]) -> str:
    """The choices as a list that does not say which is right."""
    return _list([_inline(choice.text) for choice in choices])


def right_html(choices: Sequence[Choice]) -> str:
    """The choices as a list that says which are right, and why the others are not."""
    return _list([f"{'✓' if each.right else '✗'} {_inline(each.text)}{_reason(each)}" for each in choices])


def _reason(choice: Choice) -> str:
    return f" — {_inline(choice.reason)}" if choice.reason else ""


def _inline(text: str) -> str:
    page: str = _parser().renderInline(text)
    return page.replace("\x1f", " ").strip()


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>" if items else ""


class _Parser(MarkdownIt):
    """Leaves the names of files as they are: Anki looks for a picture by the very letters of its name."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # the library's name
        return url if _NAME.fullmatch(url) else super().normalizeLink(url)


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    for kind, (opens, closes) in _MATHS.items():
        parser.add_render_rule(kind, _mathjax(opens, closes))
    return parser


_MATHS = {
    "math_inline": ("\\(", "\\)"),
    "math_inline_double": ("\\[", "\\]"),
    "math_block": ("\\[", "\\]"),
    "math_block_label": ("\\[", "\\]"),
}


def _mathjax(opens: str, closes: str) -> Any:
    def rule(_renderer: Any, tokens: Any, at: int, _options: Any, _env: Any) -> str:
        return f"{opens}{escape(tokens[at].content.strip(), quote=False)}{closes}"

    return rule
