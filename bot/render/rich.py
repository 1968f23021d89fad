"""Markdown into the HTML of rich messages, with real formulas, lists, tables and folds.

Tags, what nests, and limits: https://core.telegram.org/bots/api#rich-message-formatting-options
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from bot.render import syntax
from bot.render.html import GAP, Block, Mark, escape, quoted

LONGEST = 32_768  # characters, the source of formulas included
MOST_BLOCKS = 500  # items of lists and rows of tables count
DEEPEST = 16  # tags in one another
MOST_COLUMNS = 20

_TAG = re.compile(r"<(/?)([a-z0-9-]+)[^>]*?(/?)>")
_SOURCE = re.compile(r"<(tg-math|tg-math-block|code)\b[^>]*>.*?</\1>", re.DOTALL)
_CELL = re.compile(r"</t[hd]>")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    ("p", "pre", "hr", "ul", "ol", "table", "tr", "details", "blockquote", "tg-math-block", *_HEADINGS)
)
_STYLES = {"strong": "b", "em": "i", "s": "s"}
_ALERT_IN_FRONT = re.compile(r"(<p>)?\[!(\w+)\](?:\s|<br/>)*")
_STANDS_APART = frozenset({"pre", "blockquote"})


def blocks(markdown: str) -> str:
    """A Markdown text as blocks of a rich message."""
    tree = syntax.tree(markdown)
    if tree is None:
        return "".join(
            f"<p>{_broken_lines(escape(paragraph.strip()))}</p>" for paragraph in markdown.split(GAP)
        )
    return "".join(map(_block, tree.children))


def question(markdown: str) -> str:
    """A question as a heading; one of several blocks has its first as a heading and the others below it."""
    return _question(markdown) or _wrapped(_broken_lines(escape(markdown.strip())), "h3")


def option(mark: str, markdown: str) -> str:
    """One of several answers, behind its mark."""
    return f"<p>{escape(mark)} {_spans(syntax.spans(syntax.line_tree(markdown)))}</p>"


def fold(summary: str, inside: str) -> str:
    """What is shown when its summary is tapped."""
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>" if inside else ""


def of(block: Block) -> str:
    """A block written for other messages: its code and quotes stand for themselves, the rest is a paragraph."""
    apart = [mark for mark in block.marks if mark.tag in _STANDS_APART]
    outer = [mark for mark in apart if not any(_around(other, mark) for other in apart)]
    written, at = [], 0
    for mark in outer:
        written += [_paragraph(block.part(at, mark.start)), _apart(block.part(mark.start, mark.end))]
        at = mark.end
    return "".join([*written, _paragraph(block.part(at, block.length))])


def fits(written: str) -> bool:
    """Whether Telegram takes a rich message of this HTML: it has something to see, and no more than is allowed."""
    depth = deepest = count = 0
    for closing, name, void in _TAG.findall(written):
        if not closing:
            count += 2 if name == "li" else name in _BLOCKS  # in an item there is a paragraph
            deepest = max(deepest, depth + 1)
        depth += 0 if void else -1 if closing else 1
    columns = max((len(_CELL.findall(row)) for row in written.split("</tr>")), default=0)
    characters = len(html.unescape(_TAG.sub("", written)))
    return characters <= LONGEST and count <= MOST_BLOCKS and deepest <= DEEPEST and columns <= MOST_COLUMNS


def is_rtl(written: str) -> bool:
    """Whether the first heading, which is the question, or else the text begins with a letter from right to left."""
    at = max(written.find("<h3>"), 0)
    kinds = (unicodedata.bidirectional(sign) for sign in _TAG.sub("", _SOURCE.sub("", written[at:])))
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def _question(markdown: str) -> str:
    if "\n" not in markdown.strip():
        return _flow(syntax.line_tree(markdown), "h3")
    tree = syntax.tree(markdown)
    if tree is None or not tree.children or tree.children[0].type not in {"paragraph", "heading"}:
        return blocks(markdown)
    first, *others = tree.children
    return _flow(first, "h3") + "".join(map(_block, others))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "bullet_list":
            return _listed(node)
        case "ordered_list":
            return _listed(node, f'start="{int(node.attrs.get("start", 1))}"')
        case "fence" | "code_block":
            return _pre(node.content.rstrip("\n"), syntax.language(node.info))
        case "math_block":
            return _display(node.content)
        case "table":
            return _table(node)
        case "heading":
            return _flow(node, f"h{min(int(node.tag[1:]) + 3, 6)}")  # the question is a heading of size 3
        case "blockquote":
            return _quote(node)
        case "hr":
            return "<hr/>"
        case _:
            return _flow(node, "" if node.hidden else "p")


def _listed(node: SyntaxTreeNode, numbers: str = "") -> str:
    items = ("".join(map(_block, item.children)) for item in node.children)
    return _wrapped("".join(_wrapped(item, "li") for item in items), "ol" if numbers else "ul", numbers)


def _pre(text: str, language: str) -> str:
    if not text.strip():
        return ""
    named = f'class="language-{quoted(language)}"'
    return _wrapped(_wrapped(escape(text), "code", named) if language else escape(text), "pre")


def _display(latex: str) -> str:
    return f"<tg-math-block>{escape(latex.strip())}</tg-math-block>" if escape(latex).strip() else ""


def _table(node: SyntaxTreeNode) -> str:
    rows = [row for part in node.children for row in part.children]
    return _wrapped("".join(map(_row, rows)), "table", "bordered")


def _row(row: SyntaxTreeNode) -> str:
    return f"<tr>{''.join(map(_cell, row.children))}</tr>"


def _cell(cell: SyntaxTreeNode) -> str:
    return f"<{cell.tag}{_align(cell)}>{_spans(syntax.spans(cell))}</{cell.tag}>"


def _align(cell: SyntaxTreeNode) -> str:
    found = re.search(r"text-align:(center|right)", str(cell.attrs.get("style", "")))
    return f' align="{found[1]}"' if found else ""


def _quote(node: SyntaxTreeNode) -> str:
    inside = "".join(map(_block, node.children))
    alert = _ALERT_IN_FRONT.match(inside)
    if alert and alert[2] in syntax.ALERTS:
        inside = f"{alert[1]}{syntax.ALERTS[alert[2]]} {inside[alert.end() :]}"
    return f"<blockquote>{inside}</blockquote>" if inside else ""


def _flow(node: SyntaxTreeNode, tag: str) -> str:
    """Lines in a block of this tag (none: as they are), and formulas on lines of their own between such blocks."""
    return "".join(
        _display(run[0].content) if _is_display(run[0]) else _wrapped(_spans(run), tag)
        for run in _runs(syntax.spans(node))
    )


def _runs(spans: Sequence[SyntaxTreeNode]) -> Iterator[list[SyntaxTreeNode]]:
    """Spans between display formulas, without the line breaks around these; each such formula by itself."""
    run: list[SyntaxTreeNode] = []
    for span in spans:
        if _is_display(span):
            yield from _trimmed(run)
            yield [span]
            run = []
        else:
            run.append(span)
    yield from _trimmed(run)


def _trimmed(run: list[SyntaxTreeNode]) -> Iterator[list[SyntaxTreeNode]]:
    first, last = 0, len(run)
    while first < last and run[first].type in syntax.BREAKS:
        first += 1
    while first < last and run[last - 1].type in syntax.BREAKS:
        last -= 1
    if first < last:
        yield run[first:last]


def _is_display(span: SyntaxTreeNode) -> bool:
    return span.type == "math_inline_double" and syntax.stands_alone(span)


def _wrapped(text: str, tag: str, attribute: str = "") -> str:
    mark = Mark(0, 0, tag, attribute)
    return f"{mark.opening}{text}{mark.closing}" if text and tag else text


def _spans(spans: Iterable[SyntaxTreeNode]) -> str:
    return "".join(map(_span, spans))


def _span(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return escape(node.content)
        case "softbreak" | "hardbreak":
            return "<br/>"
        case "code_inline":
            return _wrapped(escape(node.content), "code")
        case "math_inline" | "math_inline_double":
            latex = escape(node.content).strip()
            return _wrapped(latex, "tg-math")
        case "strong" | "em" | "s":
            return _wrapped(_spans(syntax.spans(node)), _STYLES[node.type])
        case "link":
            return _linked(_spans(syntax.spans(node)), str(node.attrs["href"]))
        case "image":
            return _linked(escape(f"{syntax.PICTURE} {node.content}".rstrip()), str(node.attrs["src"]))
        case _:
            return _spans(syntax.spans(node))


def _linked(shown: str, address: str) -> str:
    if mail := syntax.mail_in(address):
        return shown if escape(mail) in shown else f"{shown} ({escape(mail)})"
    return f'<a href="{quoted(address)}">{shown}</a>' if syntax.opens(address) else shown


def _paragraph(block: Block) -> str:
    return f"<p>{_broken_lines(block.html.strip())}</p>" if block.text.strip() else ""


def _apart(block: Block) -> str:
    """Code as it is; a quote with paragraphs and code in it."""
    outer, *inner = block.marks
    if outer.tag == "pre":
        return block.html
    return f"<blockquote>{of(Block(block.text, tuple(inner)))}</blockquote>"


def _broken_lines(written: str) -> str:
    return written.replace("\n", "<br/>")


def _around(one: Mark, other: Mark) -> bool:
    return one is not other and one.start <= other.start and other.end <= one.end
