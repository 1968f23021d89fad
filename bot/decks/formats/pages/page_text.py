"""A page as the lines a reader sees: a saved HTML page by its visible text and its table rows, other text as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.decks.formats.imported import ENOUGH
from bot.decks.formats.pages.page_tags import LINE, stripped
from bot.decks.markdown import EDGES, bare, lines_of
from bot.errors import DeckError

MOST_LINES = 100_000
"""How many lines a page may have; one of five thousand cards has fewer."""

_GLANCED = 10_000
_WHOLE_PAGE = re.compile(r"<(?:!doctype\s+html|\?xml|html|head|body)\b", re.IGNORECASE)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|\?xml|html|head|body|main|table|section|article|div)[\s>]", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_DROPPED = frozenset({"template", "head", "svg", "object", "canvas", "audio", "video", "math"})
_BLOCK_WORDS = (
    "address article aside blockquote body br button dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr label legend li main nav ol p pre section summary table tbody td textarea tfoot th thead tr "
    "ul"
)
_BLOCKS = frozenset(_BLOCK_WORDS.split())
_AIRY_WORDS = "h1 h2 h3 h4 h5 h6 ol p pre section table ul"
_AIRY = frozenset(_AIRY_WORDS.split())
_RAISED = {"sup": "^", "sub": "_"}


@dataclass(slots=True)  # not frozen: a file has a million, and freezing one costs as much as making it
class Line:
    """One line a reader sees: where it stands in the file, 1-based, its text, and its cells if it is a table row."""

    number: int
    text: str
    cells: tuple[str, ...] = ()


def page_lines(text: str, path: str) -> tuple[Line, ...]:
    """The lines of a page; `path` names the file in the error.

    Of HTML, scripts, styles and everything else that is not shown is dropped, list items get a `-` or their number,
    raised and lowered letters a `^` or `_`, and nothing is fetched. Any other text keeps its lines as they are.

    Raises:
        DeckError: there are over 100,000 lines, tags are nested more than 512 deep, or there are over 150,000 tags.
    """
    lines = lines_of(text)
    if not is_html(text):
        _refuse_long(len(lines), path)
        return tuple(Line(i, line) for i, line in enumerate(lines, 1))
    tree = LexborHTMLParser(stripped("\n".join(lines), path))
    writer = _Writer(len(lines))
    if tree.body:
        for node, entering in _walk(tree.body):
            writer.enter(node) if entering else writer.leave(node)
    shown = writer.finished()
    _refuse_long(len(shown), path)
    return shown


def glance(text: str) -> tuple[Line, ...]:
    """The lines by which a page is recognised: the first ones of what it shows, however late in a saved page they are.

    Raises:
        DeckError: as for `page_lines`.
    """
    if is_html(text):
        return page_lines(text, "")[:_GLANCED]
    return tuple(Line(i, line) for i, line in enumerate(lines_of(text[:ENOUGH])[:_GLANCED], 1))


def _refuse_long(count: int, path: str) -> None:
    if count > MOST_LINES:
        problem = f"has over {MOST_LINES:,} lines"
        raise DeckError(path, problem, line=MOST_LINES, mend="split it, or bring it as a table with tabs")


def is_html(text: str) -> bool:
    """Whether a text is a saved page and not Markdown: it begins with a tag that only pages begin with."""
    return _PAGE.match(text[:2_000].lstrip(EDGES)) is not None


def is_page(text: str) -> bool:
    """Whether a text is a saved page: a repository's file may open with a tag, too, but has headings of Markdown."""
    whole = _WHOLE_PAGE.match(text[:2_000].lstrip(EDGES)) is not None
    return is_html(text) and (whole or "\n#" not in text)


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node when it is entered and, but for text, when it is left; what is not shown is passed over."""
    node = root
    while True:
        shown = node.tag not in _DROPPED and not node.is_comment_node
        if shown:
            yield node, True
        child = node.first_child if shown else None
        if child is not None:
            node = child
            continue
        while True:
            if shown and node.is_element_node:
                yield node, False
            if node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            if node.parent is None:
                return
            node, shown = node.parent, True


@dataclass(slots=True)
class _Row:
    """A table row while its cells are gathered."""

    number: int
    cells: list[list[str]] = field(default_factory=list)


class _Writer:
    """Lines out of nodes that are entered and left in order."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._at = 1
        self._words: list[str] = []
        self._worded = False
        self._start = 1
        self._lines: list[Line] = []
        self._row: _Row | None = None
        self._lists: list[int] = []  # the number of the next item, 0 where dots are shown
        self._bullet = ""
        self._verbatim = 0

    def enter(self, node: LexborNode) -> None:
        """Takes a text, or notices what an element begins."""
        if node.is_text_node:
            self._take(node.text_content or "")
            return
        name = node.tag or ""
        if name in _BLOCKS:
            self._find(node)
            self._break(airy=name in _AIRY)
        self._begin(name)

    def leave(self, node: LexborNode) -> None:
        """Notices what an element ends."""
        name = node.tag or ""
        if name in _BLOCKS:
            self._break(airy=name in _AIRY)
        if name == "tr":
            self._end_row()
        elif name in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif name == "pre":
            self._verbatim -= 1

    def finished(self) -> tuple[Line, ...]:
        """All the lines."""
        self._break()
        self._end_row()
        return tuple(self._lines)

    def _begin(self, name: str) -> None:
        match name:
            case "tr":
                self._end_row()
                self._row = _Row(self._at)
            case "td" | "th" if self._row:
                self._row.cells.append([])
            case "table" if self._row:
                self._spill()
            case "ul" | "ol":
                self._lists.append(int(name == "ol"))
            case "li":
                self._bullet = self._next_bullet()
            case "pre":
                self._verbatim += 1
            case "sup" | "sub" if self._words and not self._words[-1][-1:].isspace():
                self._words.append(_RAISED[name])
            case _:
                pass

    def _find(self, node: LexborNode) -> None:
        number = node.attrs.get(LINE) or ""
        if number.isascii() and number.isdigit() and len(number) < 10:
            self._at = min(max(self._at, int(number)), self._last)

    def _take(self, text: str) -> None:
        lead = len(text) - len(text.lstrip())
        if lead < len(text) and not self._worded:
            self._worded = True
            self._start = min(self._at + text.count("\n", 0, lead), self._last)
        self._at = min(self._at + text.count("\n"), self._last)
        if not self._verbatim:
            self._words.append(_SPACES.sub(" ", text))
            return
        first, *rest = text.split("\n")
        self._words.append(first)
        for line in rest:
            self._break()
            self._words.append(line)

    def _break(self, *, airy: bool = False) -> None:
        text = "".join(self._words).strip()
        self._words, self._worded = [], False
        if text:
            self._put(Line(self._start, self._bullet + text))
            self._bullet = " " * len(self._bullet)
        if airy and self._row is None and self._lines and self._lines[-1].text:
            self._lines.append(Line(self._at, ""))
        if not self._lists:
            self._bullet = ""

    def _put(self, line: Line) -> None:
        if self._row and self._row.cells:
            self._row.cells[-1].append(line.text)
        else:
            self._lines.append(line)

    def _next_bullet(self) -> str:
        if not self._lists:
            return "- "
        number = self._lists[-1]
        self._lists[-1] += bool(number)
        return "  " * min(len(self._lists) - 1, 8) + (f"{number}. " if number else "- ")

    def _end_row(self) -> None:
        if self._row and any(self._row.cells):
            cells = tuple("\n".join(cell) for cell in self._row.cells)
            self._lines.append(Line(self._row.number, "\n".join(cells), cells))
        self._row = None

    def _spill(self) -> None:
        """A row that holds another table only lays the page out: its cells are plain lines."""
        row, self._row = self._row, None
        if row:
            self._lines += [Line(row.number, text) for cell in row.cells for text in cell]


def without_cells(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with every row of a table as one line for each line of its cells."""
    return tuple(
        replace(line, text=bare(text), cells=()) if line.cells else line
        for line in lines
        for text in (line.text.split("\n") if line.cells else (line.text,))
    )
