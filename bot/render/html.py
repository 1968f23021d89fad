"""Markdown into Telegram's HTML, block by block, and blocks into messages that fit.

Source of the limits and of which entities nest: https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

LIMIT = 4096  # code points of a message after its entities are parsed
BULLETS = ("🔹", "▪️", "▫️")
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or piece of code: its HTML and how many code points a reader sees."""

    html: str
    length: int


def escape(text: str) -> str:
    """`text` as a reader will see it, whatever it contains."""
    return html.escape(text, quote=False)


def bold(text: str) -> str:
    """`text` in bold."""
    return f"<b>{escape(text)}</b>"


def line(text: str) -> Block:
    """One line of plain text."""
    return Block(escape(text), len(text))


def blocks(markdown: str, *, hidden: bool = False) -> list[Block]:
    """The blocks of a Markdown text.

    With `hidden` each is under a spoiler. Telegram takes code out of a spoiler, where it would give the answer away,
    so hidden code is written as plain text.
    """
    writer = _Writer(code=not hidden)
    written = [writer.block(node) for node in _tree(markdown).children]
    return [_veiled(block) if hidden else block for block in written if block.length]


def inline(markdown: str) -> Block:
    """A single line of Markdown, such as a question."""
    writer = _Writer(code=True)
    return _joined([writer.block(node) for node in _tree(markdown).children], "\n")


def pack(parts: Iterable[Block], limit: int = LIMIT) -> list[str]:
    """Blocks into as few messages as hold them, in order; a block too long for one is cut into plain text."""
    messages: list[str] = []
    current = ""
    used = 0
    for block in (piece for part in parts for piece in _fitting(part, limit)):
        gap = len(GAP) if current else 0
        if current and used + gap + block.length > limit:
            messages.append(current)
            current, used, gap = "", 0, 0
        current = f"{current}{GAP}{block.html}" if current else block.html
        used += gap + block.length
    return [*messages, current] if current else messages


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.use(dollarmath_plugin, allow_space=True, double_inline=True)


def _tree(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser().parse(markdown))


def _joined(parts: Sequence[Block], gap: str) -> Block:
    kept = [part for part in parts if part.length]
    length = sum(part.length for part in kept) + len(gap) * max(0, len(kept) - 1)
    return Block(gap.join(part.html for part in kept), length)


def _veiled(block: Block) -> Block:
    return Block(f"<tg-spoiler>{block.html}</tg-spoiler>", block.length)


def _fitting(block: Block, limit: int) -> Iterable[Block]:
    if block.length <= limit:
        return [block]
    plain = html.unescape(_without_tags(block.html))
    return [line(piece) for piece in _cut(plain, limit)]


def _without_tags(markup: str) -> str:
    pieces = (
        piece.partition(">")[2] if piece_number else piece
        for piece_number, piece in enumerate(markup.split("<"))
    )
    return "".join(pieces)


def _cut(text: str, limit: int) -> Iterable[str]:
    """Pieces of at most `limit`, each ending at a line, a sentence or a word where there is one."""
    while len(text) > limit:
        ends = (text.rfind(mark, limit // 2, limit) for mark in ("\n", ". ", "。", " "))
        at = next((end + 1 for end in ends if end > 0), limit)
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


class _Writer:
    """Writes syntax nodes; `code` says whether code may be an entity of its own."""

    def __init__(self, *, code: bool) -> None:
        self._code = code

    def block(self, node: SyntaxTreeNode, depth: int = 0) -> Block:
        """One block-level node."""
        match node.type:
            case "bullet_list" | "ordered_list":
                return self._list(node, depth)
            case "fence" | "code_block":
                return self._pre(node.content.rstrip("\n"), node.info.split()[0] if node.info.split() else "")
            case "math_block" | "math_block_label":
                return self._pre(node.content.strip(), "latex")
            case "table":
                return self._pre(_aligned(_cells(node)), "")
            case "heading":
                return self._wrapped("b", self._inline(node))
            case "blockquote":
                quoted = _joined([self.block(child, depth) for child in node.children], "\n")
                return self._wrapped("blockquote", quoted)
            case "hr":
                return line("———")
            case _:
                return self._inline(node)

    def _list(self, node: SyntaxTreeNode, depth: int) -> Block:
        first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
        items = []
        for number, item in enumerate(node.children):
            mark = f"{first + number}." if first or node.type == "ordered_list" else BULLETS[min(depth, 2)]
            items.append(self._item(item, f"{'  ' * depth}{mark} ", depth))
        loose = any(
            child.type == "paragraph" and not child.hidden
            for item in node.children
            for child in item.children
        )
        return _joined(items, GAP if loose and depth == 0 else "\n")

    def _item(self, item: SyntaxTreeNode, mark: str, depth: int) -> Block:
        body = _joined([self.block(child, depth + 1) for child in item.children], "\n")
        return Block(escape(mark) + body.html, len(mark) + body.length)

    def _pre(self, text: str, language: str) -> Block:
        if not self._code:
            return line(text)
        tag = f'<code class="language-{html.escape(language)}">' if language else ""
        return Block(f"<pre>{tag}{escape(text)}{'</code>' if tag else ''}</pre>", len(text))

    def _wrapped(self, tag: str, inner: Block) -> Block:
        return Block(f"<{tag}>{inner.html}</{tag}>", inner.length)

    def _inline(self, node: SyntaxTreeNode) -> Block:
        return _joined([self._span(child) for child in node.children], "")

    def _span(self, node: SyntaxTreeNode) -> Block:
        match node.type:
            case "text" | "html_inline" | "html_block":
                return line(node.content)
            case "softbreak" | "hardbreak":
                return line("\n")
            case "code_inline":
                return self._mono(node.content)
            case "math_inline" | "math_inline_double":
                return self._mono(f"${node.content}$")
            case "strong" | "em" | "s":
                return self._wrapped({"strong": "b", "em": "i", "s": "s"}[node.type], self._inline(node))
            case "link":
                return self._link(str(node.attrs.get("href", "")), self._inline(node))
            case "image":
                return self._link(str(node.attrs.get("src", "")), line(f"🖼 {node.content}".rstrip()))
            case _:
                return self._inline(node)

    def _mono(self, text: str) -> Block:
        return Block(f"<code>{escape(text)}</code>", len(text)) if self._code else line(text)

    def _link(self, address: str, shown: Block) -> Block:
        if not address.startswith(("https://", "http://", "tg://", "mailto:")):
            return shown
        return Block(f'<a href="{html.escape(address)}">{shown.html}</a>', shown.length)


def _cells(table: SyntaxTreeNode) -> list[list[str]]:
    rows = [row for part in table.children for row in part.children]
    return [[_plain(cell) for cell in row.children] for row in rows]


def _plain(node: SyntaxTreeNode) -> str:
    if not node.children:
        return node.content if node.type in {"text", "code_inline", "math_inline"} else ""
    return "".join(_plain(child) for child in node.children)


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])
