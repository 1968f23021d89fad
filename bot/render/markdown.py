"""Markdown into blocks of marked text: what each kind of paragraph, list, code, table or formula becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from bot.render.html import GAP, Block, joined, line, quoted

BULLETS = ("🔹", "▪️", "▫️")
PICTURE = "🖼"
ALERTS = {"NOTE": "ℹ️", "TIP": "💡", "IMPORTANT": "❗️", "WARNING": "⚠️", "CAUTION": "🛑"}

_DEEPEST = (
    60  # levels of quotes and lists; what is deeper is no text for people and is shown as it was written
)
_WIDEST = 36  # characters in a line of code on a phone; a wider table would be torn
_LONGEST_LINK = 2000

# As in the decks: no space inside the dollars and no digit outside, so that $5 and $10 stay amounts.
_MATHS = re.compile(
    r"\$\$((?:\\.|[^\\])+?)\$\$|(?<!\d)\$(?![\s$])((?:\\.|[^$\\])+)(?<!\s)\$(?!\d)", re.DOTALL
)
_UNSEEN = re.compile(r"<!--.*?-->|<br\s*/?>", re.DOTALL | re.IGNORECASE)
_ALERT = re.compile(r"\[!(\w+)\]\s*")
_LANGUAGE = re.compile(r"[\w+#.-]+")
_STYLES = {"strong": "b", "em": "i", "s": "s"}
_BREAKS = {"softbreak", "hardbreak"}


def blocks(markdown: str, *, hidden: bool = False) -> list[Block]:
    """The blocks of a Markdown text.

    With `hidden` each is under a spoiler. Telegram takes code out of a spoiler, where it would give the answer away,
    so hidden code and formulas are written as plain text.
    """
    writer = _Writer(code=not hidden)
    tree = _tree(markdown)
    written = [writer.block(node) for node in tree.children] if tree else _as_written(markdown)
    seen = [block for block in written if block.visible]
    return [block.wrapped("tg-spoiler") for block in seen] if hidden else seen


def inline(markdown: str) -> Block:
    """A line of Markdown, such as a question: `1. What is +?` is no list; several lines are read as blocks."""
    if "\n" in markdown.strip():
        written = joined(blocks(markdown), "\n")
    else:
        root = SyntaxTreeNode(_parser().parseInline(markdown.strip()))
        written = joined(map(_Writer(code=True).block, root.children), "\n")
    return written if written.visible else line(markdown)


def plain(markdown: str) -> str:
    """What a reader sees of a Markdown text where there is no formatting."""
    return joined(blocks(markdown, hidden=True), "\n").text


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


def _tree(markdown: str) -> SyntaxTreeNode | None:
    """The syntax tree, or nothing where the parser would leave out what is too deep."""
    tokens = _parser().parse(markdown)
    return SyntaxTreeNode(tokens) if all(token.level < _DEEPEST - 1 for token in tokens) else None


def _as_written(markdown: str) -> list[Block]:
    return [line(paragraph.strip("\n")) for paragraph in markdown.split(GAP)]


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
                return self._pre(node.content.rstrip("\n"), _language(node.info))
            case "math_block":
                return self._pre(node.content.strip(), "latex")
            case "table":
                return self._table(node)
            case "heading":
                return self._inline(node).wrapped("b")
            case "blockquote":
                return self._quote(node, depth)
            case "hr":
                return line("———")
            case _:
                return self._inline(node)

    def _list(self, node: SyntaxTreeNode, depth: int) -> Block:
        numbered = node.type == "ordered_list"
        first = int(node.attrs.get("start", 1))
        bullet = BULLETS[min(depth, len(BULLETS) - 1)]
        items = [
            self._item(item, f"{'  ' * depth}{f'{first + place}.' if numbered else bullet} ", depth)
            for place, item in enumerate(node.children)
        ]
        return joined(items, GAP if depth == 0 and _is_loose(node) else "\n")

    def _item(self, item: SyntaxTreeNode, mark: str, depth: int) -> Block:
        body = joined((self.block(child, depth + 1) for child in item.children), "\n")
        return joined([line(mark), body], "") if body.text else body

    def _quote(self, node: SyntaxTreeNode, depth: int) -> Block:
        inside = joined((self.block(child, depth) for child in node.children), "\n")
        alert = _ALERT.match(inside.text)
        if alert and alert[1] in ALERTS:
            inside = joined([line(f"{ALERTS[alert[1]]} "), inside.part(alert.end(), inside.length)], "")
        return inside.wrapped("blockquote")

    def _pre(self, text: str, language: str) -> Block:
        written = line(text)
        if not self._code or not text:
            return written
        marked = written.wrapped("code", f'class="language-{quoted(language)}"') if language else written
        return marked.wrapped("pre")

    def _table(self, node: SyntaxTreeNode) -> Block:
        rows = [row for part in node.children for row in part.children]
        cells = [[self._inline(cell) for cell in row.children] for row in rows]
        text = _aligned([[cell.text.replace("\n", " ") for cell in row] for row in cells])
        if self._code and max(map(len, text.split("\n"))) <= _WIDEST:
            return self._pre(text, "")
        head, *records = cells
        return joined((_record(head, record) for record in records), "\n") if records else joined(head, " · ")

    def _inline(self, node: SyntaxTreeNode) -> Block:
        return joined(map(self._span, node.children), "")

    def _span(self, node: SyntaxTreeNode) -> Block:
        match node.type:
            case "text":
                return line(node.content)
            case "softbreak" | "hardbreak":
                return line("\n")
            case "code_inline":
                return self._mono(node.content)
            case "math_inline_double" if _stands_alone(node):
                return self._pre(node.content.strip(), "latex")
            case "math_inline" | "math_inline_double":
                return self._mono(f"${node.content.strip()}$")
            case "strong" | "em" | "s":
                return self._inline(node).wrapped(_STYLES[node.type])
            case "link":
                return _linked(self._inline(node), str(node.attrs["href"]))
            case "image":
                return _linked(line(f"{PICTURE} {node.content}".rstrip()), str(node.attrs["src"]))
            case _:
                return self._inline(node)

    def _mono(self, text: str) -> Block:
        return line(text).wrapped("code") if self._code else line(text)


def _linked(shown: Block, address: str) -> Block:
    """Only addresses that Telegram opens; it would read `mailto:` as the name of a site."""
    if address.startswith("mailto:"):
        mail = address.removeprefix("mailto:")
        return shown if mail in shown.text else joined([shown, line(f" ({mail})")], "")
    if not address.lower().startswith(("https://", "http://", "tg://")) or len(address) > _LONGEST_LINK:
        return shown
    return shown.wrapped("a", f'href="{quoted(address)}"')


def _language(info: str) -> str:
    found = _LANGUAGE.match(info)
    return found[0] if found else ""


def _is_loose(node: SyntaxTreeNode) -> bool:
    paragraphs = (child for item in node.children for child in item.children if child.type == "paragraph")
    return any(not paragraph.hidden for paragraph in paragraphs)


def _stands_alone(node: SyntaxTreeNode) -> bool:
    beside = (node.previous_sibling, node.next_sibling)
    return all(sibling is None or sibling.type in _BREAKS for sibling in beside)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = "  ".join("─" * width for width in widths)
    head, *body = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join([head, rule, *body])


def _record(head: Iterable[Block], row: Sequence[Block]) -> Block:
    """A row of a table too wide for a phone: its first cell in bold, then each with the head of its column."""
    titled = [
        joined([title, cell], ": ") if title.text else cell
        for title, cell in zip(head, row, strict=True)
        if cell.text
    ]
    if not row[0].text:
        return joined(titled, "\n")
    lead = joined([line(f"{BULLETS[0]} "), row[0].wrapped("b")], "")
    return joined([lead, *titled[1:]], "\n")
