"""Markdown into blocks of marked text: what each kind of paragraph, list, code, table or formula becomes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from markdown_it.tree import SyntaxTreeNode

from bot.render import syntax
from bot.render.figures import Figures
from bot.render.html import GAP, Block, joined, line, quoted
from bot.render.unicode_maths import in_unicode

BULLETS = ("🔹", "▪️", "▫️")

_WIDEST = 36  # characters in a line of code on a phone; a wider table would be torn
_COMMAND = re.compile(r"(?<![\w/<>])/(?=[A-Za-z0-9_])")  # (a + b)/c: `/c` would be a command to be pressed
_STYLES = {"strong": "b", "em": "i", "s": "s"}


def blocks(markdown: str, *, hidden: bool = False, figures: Figures | None = None) -> list[Block]:
    """The blocks of a Markdown text.

    With `hidden` each is under a spoiler. Telegram takes code out of a spoiler, where it would give the answer away,
    so hidden code is written as plain text. A formula that does not read as text becomes a number of `figures`;
    without them there is no other place for it, and it stays as it was written.
    """
    writer = _Writer(code=not hidden, figures=figures)
    tree = syntax.tree(markdown)
    written = [writer.block(node) for node in tree.children] if tree else _as_written(markdown)
    seen = [block for block in written if block.visible]
    return [block.wrapped("tg-spoiler") for block in seen] if hidden else seen


def inline(markdown: str, figures: Figures | None = None) -> Block:
    """A line of Markdown, such as a question: `1. What is +?` is no list; several lines are read as blocks."""
    if "\n" in markdown.strip():
        written = joined(blocks(markdown, figures=figures), "\n")
    else:
        writer = _Writer(code=True, figures=figures)
        written = joined(map(writer.block, syntax.line_tree(markdown).children), "\n")
    return written if written.visible else line(markdown)


def plain(markdown: str) -> str:
    """What a reader sees of a Markdown text where there is no formatting."""
    return joined(blocks(markdown, hidden=True), "\n").text


def _as_written(markdown: str) -> list[Block]:
    return [line(paragraph.strip("\n")) for paragraph in markdown.split(GAP)]


class _Writer:
    """Writes syntax nodes; `code` says whether code may be an entity of its own."""

    def __init__(self, *, code: bool, figures: Figures | None) -> None:
        self._code = code
        self._figures = figures

    def block(self, node: SyntaxTreeNode, depth: int = 0) -> Block:
        """One block-level node."""
        match node.type:
            case "bullet_list" | "ordered_list":
                return self._list(node, depth)
            case "fence" | "code_block":
                return self._pre(node.content.rstrip("\n"), syntax.language(node.info))
            case "math_block":
                return self._formula(node.content, alone=True)
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
        return joined(items, GAP if depth == 0 and syntax.is_loose(node) else "\n")

    def _item(self, item: SyntaxTreeNode, mark: str, depth: int) -> Block:
        body = joined((self.block(child, depth + 1) for child in item.children), "\n")
        return joined([line(mark), body], "") if body.text else body

    def _quote(self, node: SyntaxTreeNode, depth: int) -> Block:
        inside = joined((self.block(child, depth) for child in node.children), "\n")
        alert = syntax.ALERT.match(inside.text)
        if alert and alert[1] in syntax.ALERTS:
            inside = joined(
                [line(f"{syntax.ALERTS[alert[1]]} "), inside.part(alert.end(), inside.length)], ""
            )
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
        fits = max(map(_width, text.split("\n"))) <= _WIDEST
        if self._code and fits:
            return self._pre(text, "")
        if self._figures is not None and not fits:
            self._figures.wide = True
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
            case "math_inline" | "math_inline_double":
                alone = node.type == "math_inline_double" and syntax.stands_alone(node)
                return self._formula(node.content, alone=alone)
            case "strong" | "em" | "s":
                return self._inline(node).wrapped(_STYLES[node.type])
            case "link":
                return _linked(self._inline(node), str(node.attrs["href"]))
            case "image":
                return _linked(line(f"{syntax.PICTURE} {node.content}".rstrip()), str(node.attrs["src"]))
            case _:
                return self._inline(node)

    def _formula(self, latex: str, *, alone: bool) -> Block:
        readable = line(in_unicode(latex.strip()) or "")
        if readable.text and readable.text == in_unicode(latex.strip()):  # nothing in it that Telegram drops
            return line(_COMMAND.sub("/\u2060", readable.text)).wrapped("i")
        if self._figures is not None:
            return line(self._figures.number(latex))
        return self._pre(latex.strip(), "latex") if alone else self._mono(f"${latex.strip()}$")

    def _mono(self, text: str) -> Block:
        return line(text).wrapped("code") if self._code else line(text)


def _linked(shown: Block, address: str) -> Block:
    if mail := syntax.mail_in(address):
        return shown if mail in shown.text else joined([shown, line(f" ({mail})")], "")
    return shown.wrapped("a", f'href="{quoted(address)}"') if syntax.opens(address) else shown


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    rule = "  ".join("─" * width for width in widths)
    head, *body = (
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
    return "\n".join([head, rule, *body])


def _width(text: str) -> int:
    """The columns a text takes in code: two for each Chinese character, none for an accent above a letter."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


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
