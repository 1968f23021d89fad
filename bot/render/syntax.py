"""Markdown into a syntax tree: the one reader that both looks of a card are written from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

PICTURE = "🖼"
ALERTS = {"NOTE": "ℹ️", "TIP": "💡", "IMPORTANT": "❗️", "WARNING": "⚠️", "CAUTION": "🛑"}
ALERT = re.compile(r"\[!(\w+)\]\s*")
BREAKS = frozenset({"softbreak", "hardbreak"})
FORMULAS = frozenset({"math_inline", "math_inline_double", "math_block"})

_DEEPEST = (
    60  # levels of quotes and lists; what is deeper is no text for people and is shown as it was written
)
_LONGEST_LINK = 2000

# As in the decks: no space inside the dollars and no digit outside, so that $5 and $10 stay amounts.
_MATHS = re.compile(
    r"\$\$((?:\\.|[^\\])+?)\$\$|(?<!\d)\$(?![\s$])((?:\\.|[^$\\])+)(?<!\s)\$(?!\d)", re.DOTALL
)
_UNSEEN = re.compile(r"<!--.*?-->|<br\s*/?>", re.DOTALL | re.IGNORECASE)
_LANGUAGE = re.compile(r"[\w+#.-]+")


def tree(markdown: str) -> SyntaxTreeNode | None:
    """The syntax tree, or nothing where the parser would leave out what is too deep."""
    tokens = _parser().parse(markdown)
    return SyntaxTreeNode(tokens) if all(token.level < _DEEPEST - 1 for token in tokens) else None


def line_tree(markdown: str) -> SyntaxTreeNode:
    """The tree of one line, in which `1.` or `+` in front begins no list."""
    return SyntaxTreeNode(_parser().parseInline(markdown.strip()))


def images(markdown: str) -> Iterator[str]:
    """The addresses of a text's pictures, as its author wrote them."""
    root = tree(markdown) if "![" in markdown else None
    for node in root.walk() if root else ():
        if node.type == "image":
            yield unquote(str(node.attrs["src"]))


def spans(node: SyntaxTreeNode) -> Sequence[SyntaxTreeNode]:
    """What stands in the lines of a paragraph, heading or cell."""
    return [
        span for child in node.children for span in (child.children if child.type == "inline" else [child])
    ]


def language(info: str) -> str:
    """The language a fence names, empty when it names none."""
    found = _LANGUAGE.match(info)
    return found[0] if found else ""


def is_loose(node: SyntaxTreeNode) -> bool:
    """Whether a list's items are paragraphs of their own."""
    paragraphs = (child for item in node.children for child in item.children if child.type == "paragraph")
    return any(not paragraph.hidden for paragraph in paragraphs)


def stands_alone(node: SyntaxTreeNode) -> bool:
    """Whether a formula has its line of a paragraph to itself."""
    beside = (node.previous_sibling, node.next_sibling)
    return all(sibling is None or sibling.type in BREAKS for sibling in beside)


def mail_in(address: str) -> str:
    """The mail address a link is about, empty when it is about a page."""
    return address.removeprefix("mailto:") if address.startswith("mailto:") else ""


def opens(address: str) -> bool:
    """Whether Telegram opens this address; it would read `mailto:` as the name of a site."""
    return address.lower().startswith(("https://", "http://", "tg://")) and len(address) <= _LONGEST_LINK


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    parser.inline.ruler.at("math_inline", _maths)
    parser.inline.ruler.before("autolink", "unseen", _unseen)
    parser.block.ruler.at("reference", _reference)
    return parser


def _maths(state: StateInline, silent: bool) -> bool:
    """Formulas, in place of the plugin's rule, which looks at the end of the text when a formula begins it."""
    found = _MATHS.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        display = found[1] is not None
        token = state.push("math_inline_double" if display else "math_inline", "math", 0)
        token.content = found[1] if display else found[2]
    state.pos = found.end()
    return True


def _unseen(state: StateInline, silent: bool) -> bool:
    """Comments, which nobody sees, and the one tag that stands for a line break."""
    found = _UNSEEN.match(state.src, state.pos)
    if found is None:
        return False
    if not silent and not found[0].startswith("<!"):
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Addresses of links; a footnote looks like one, and its text would be lost."""
    return not state.src.startswith("[^", state.bMarks[start] + state.tShift[start]) and reference(
        state, start, end, silent
    )
