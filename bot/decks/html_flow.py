"""One run of HTML on its way to Markdown: inline pieces gather into lines, lines and blocks stand below one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from selectolax.lexbor import LexborNode

from bot.decks.html_inline import Op, indented, joined, marked
from bot.decks.html_maths import Formulas
from bot.decks.literal import inline_marks, line_starts
from bot.decks.markdown import EDGES

_DEEPEST = 60
_WHITE = re.compile(r"\s{2,}|[^\S ]")
_DOUBLE = re.compile(" {2,}")
_LINK = re.compile(r"(?:https?|mailto|tg|ftp):", re.IGNORECASE)
_LANGUAGE = re.compile(r"\b(?:language|lang|hljs|highlight-source)-([\w+#.]{1,30})")
_TICKS = re.compile("`+")
_UPPER = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWER = str.maketrans("0123456789+-=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")


class _Block(NamedTuple):
    """Lines that belong together; `tight` when they may stand right below the lines before."""

    text: str
    tight: bool = True


_GAP = _Block("")


class Flow:
    """The blocks of one element, and the run of inline pieces that is still open.

    `emphasis` are the marks that stand around this element already, `depth` how deep it lies.
    """

    def __init__(
        self,
        formulas: Formulas,
        picture: Callable[[str], str],
        emphasis: frozenset[str] = frozenset(),
        depth: int = 0,
    ) -> None:
        self._formulas = formulas
        self._dollars = bool(formulas)
        self._picture = picture
        self._emphasis = emphasis
        self._depth = depth
        self._blocks: list[_Block] = []
        self._run: list[str] = []

    def markdown(self) -> str:
        """Everything taken so far."""
        self._flush()
        pieces: list[str] = []
        before = _Block("", tight=False)
        for block in self._blocks:
            if pieces and not (block.text == "" == before.text):
                pieces.append("\n" if block.tight and before.tight else "\n\n")
            pieces.append(block.text)
            before = block
        return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip(EDGES) if pieces else ""

    def take_all(self, first: LexborNode | None) -> None:
        """Take a node and those behind it."""
        self._depth += 1
        node = first
        while node is not None:
            self.take(node)
            node = node.next
        self._depth -= 1

    def take(self, node: LexborNode) -> None:
        """Take one node: text, what `_ACTS` says, nothing, or what is inside it."""
        tag = node.tag or ""
        if tag == "-text":
            self._run.append(self._text(node.text_content or ""))
        elif self._depth > _DEEPEST:
            self._run.append(self._text(node.text()))
        elif act := _ACTS.get(tag):
            act(self, node)
        elif tag[:1] not in "-!":
            self.take_all(node.child)

    def take_common(self, ops: list[Op]) -> None:
        """Take HTML that was taken apart without a parser."""
        runs: list[list[str]] = []
        for kind, text in ops:
            match kind:
                case "text":
                    self._run.append(self._text(text))
                case "open":
                    runs.append(self._run)
                    self._run = []
                case "close":
                    inside = joined(self._run)
                    self._run = runs.pop()
                    self._run += _lines_of(marked(inside, text))
                case "break":
                    self._run.append("\n")
                case "line":
                    self._flush()

    # Inline

    def _text(self, text: str) -> str:
        return inline_marks(_WHITE.sub(" ", text), dollars=self._dollars)

    def _inside(self, node: LexborNode, mark: str = "") -> str:
        child = node.child
        if child is None:
            return ""
        if child.next is None and child.tag == "-text":
            text = self._text(child.text_content or "")
            return text if mark else line_starts(text.strip(EDGES))
        flow = Flow(self._formulas, self._picture, self._emphasis | {mark}, self._depth)
        flow.take_all(node.child)
        return flow.markdown() if flow._blocks or not mark else joined(flow._run)

    def skip(self, _node: LexborNode) -> None:
        """Nothing of it is kept."""

    def break_line(self, _node: LexborNode) -> None:
        self._run.append("\n")

    def strong(self, node: LexborNode) -> None:
        self._emphasise(node, "**")

    def slanted(self, node: LexborNode) -> None:
        self._emphasise(node, "*")

    def struck(self, node: LexborNode) -> None:
        self._emphasise(node, "~~")

    def _emphasise(self, node: LexborNode, mark: str) -> None:
        if mark in self._emphasis:
            self.take_all(node.child)
        elif not _is_shaped(node):
            self._run += _lines_of(marked(self._inside(node, mark), mark))
        else:
            self._emphasise_around(node, mark)

    def _emphasise_around(self, node: LexborNode, mark: str) -> None:
        """Take an element with lists, tables or programs in it, which no mark can stand around."""
        child = node.child
        while child is not None:
            if child.tag in _SHAPED or _is_shaped(child):
                self.take(child)
            else:
                flow = Flow(self._formulas, self._picture, self._emphasis | {mark}, self._depth)
                flow.take(child)
                inside = flow.markdown() if flow._blocks else joined(flow._run)
                self._run += _lines_of(marked(inside, mark))
            child = child.next

    def code(self, node: LexborNode) -> None:
        text = self._formulas.as_written(_raw(node))
        if "\n" in text.strip():
            self._fence(text, "")
        elif text.strip():
            ticks = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
            pad = " " if "`" in (text[0], text[-1]) else ""
            self._run.append(f"{ticks}{pad}{_WHITE.sub(' ', text)}{pad}{ticks}")

    def link(self, node: LexborNode) -> None:
        href = (node.attributes.get("href") or "").strip()
        text = " ".join(self._inside(node).split())
        if _LINK.match(href) and text:
            self._run.append(f"[{text}]({quote(href, safe=_URL)})")
        else:
            self._run.append(text)

    def picture(self, node: LexborNode) -> None:
        attributes = node.attributes
        alt = " ".join((attributes.get("alt") or "").split())
        if "latex" in (attributes.get("class") or "") and alt:
            self._run.append(self._formulas.taken_out(alt) if "[" in alt else alt)
        elif name := self._picture(attributes.get("src") or ""):
            self._run.append(f"![{self._text(alt).replace(']', '')}]({name})")
        elif alt:
            self._run.append(self._text(alt))

    def raised(self, node: LexborNode) -> None:
        self._moved(node, _UPPER, "^")

    def lowered(self, node: LexborNode) -> None:
        self._moved(node, _LOWER, "_")

    def _moved(self, node: LexborNode, letters: dict[int, int], mark: str) -> None:
        text = self._inside(node)
        if all(ord(letter) in letters for letter in text):
            self._run.append(text.translate(letters))
        else:
            self._run.append(f"{mark}{text}" if len(text) == 1 else f"{mark}({text})")

    def reading(self, node: LexborNode) -> None:
        if text := self._inside(node):
            self._run.append(f"({text})")

    # Blocks

    def line(self, node: LexborNode) -> None:
        self._flush()
        self.take_all(node.child)
        self._flush()

    def paragraph(self, node: LexborNode) -> None:
        self._add_gap()
        self.take_all(node.child)
        self._add_gap()

    def _add_gap(self) -> None:
        self._flush()
        if self._blocks and self._blocks[-1].text:
            self._blocks.append(_GAP)

    def heading(self, node: LexborNode) -> None:
        hashes = "#" * max(3, int((node.tag or "h3")[1:]))
        if text := " ".join(self._inside(node).split()):
            self._add(f"{hashes} {text}", tight=False)

    def quotation(self, node: LexborNode) -> None:
        if text := self._inside(node):
            self._add("\n".join(f"> {line}".rstrip() for line in text.split("\n")), tight=False)

    def rule(self, _node: LexborNode) -> None:
        self._add("---", tight=False)

    def fence(self, node: LexborNode) -> None:
        found = _LANGUAGE.search(
            " ".join(v or "" for n in _with_code(node) for v in [n.attributes.get("class")])
        )
        self._fence(self._formulas.as_written(_raw(node)), found[1] if found else "")

    def _fence(self, text: str, language: str) -> None:
        ticks = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
        body = text.strip("\n").rstrip()
        if body:
            self._add(f"{ticks}{language}\n{body}\n{ticks}", tight=False)

    def bullets(self, node: LexborNode) -> None:
        self._list(node, lambda _: "- ")

    def numbers(self, node: LexborNode) -> None:
        start = node.attributes.get("start") or ""
        first = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
        self._list(node, lambda at: f"{first + at}. ")

    def _list(self, node: LexborNode, mark: Callable[[int], str]) -> None:
        items: list[str] = []
        count = 0
        for child in _elements(node):
            text = self._inside(child) if child.tag == "li" else self._alone(child)
            if text and child.tag in {"ul", "ol"}:
                items.append(indented(text, "  " + " " * len(mark(0)) if items else ""))
            elif text:
                items.append(mark(count) + indented(text, " " * len(mark(count))).lstrip(" "))
                count += 1
        self._add("\n".join(items), tight=False)

    def _alone(self, node: LexborNode) -> str:
        flow = Flow(self._formulas, self._picture, self._emphasis, self._depth)
        flow.take(node)
        return flow.markdown()

    def table(self, node: LexborNode) -> None:
        rows = [list(map(self._inside, cells)) for cells in _rows(node)]
        rows = [row for row in rows if any(row)]
        width = max(map(len, rows), default=0)
        if width < 2 or any("```" in cell for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self._add(cell, tight=True)
            return
        lines = ["| " + " | ".join(map(self._cell, row + [""] * (width - len(row)))) + " |" for row in rows]
        self._add("\n".join([lines[0], "|" + " --- |" * width, *lines[1:]]), tight=False)

    def _cell(self, text: str) -> str:
        held = self._formulas.put_back(text.replace("|", "\\|"), cell=True)
        return " ".join(held.split())

    def _add(self, text: str, *, tight: bool) -> None:
        self._flush()
        if text:
            self._blocks.append(_Block(text, tight))

    def _flush(self) -> None:
        if not self._run:
            return
        run, self._run = joined(self._run), []
        lines = [_DOUBLE.sub(" ", line.strip(EDGES)) for line in run.split("\n")]
        if any(lines):
            self._blocks.append(_Block(line_starts("\n".join(lines).strip("\n"))))
        if "\n" in run and (run.endswith("\n\n") or not any(lines)):
            self._blocks.append(_GAP)


_SHAPED = frozenset(("pre", "ul", "ol", "table", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"))
_URL = ":/?#@!$&'*+,;=%~-._[]"

_Act = Callable[[Flow, "LexborNode"], None]
_ACTS: dict[str, _Act] = {
    **dict.fromkeys(
        ("script", "style", "iframe", "object", "template", "noscript", "head", "svg", "rp"), Flow.skip
    ),
    **dict.fromkeys(
        ("input", "button", "select", "textarea", "audio", "video", "canvas", "embed"), Flow.skip
    ),
    "br": Flow.break_line,
    **dict.fromkeys(("b", "strong"), Flow.strong),
    **dict.fromkeys(("i", "em", "u", "ins", "cite", "dfn", "var"), Flow.slanted),
    **dict.fromkeys(("s", "strike", "del"), Flow.struck),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), Flow.code),
    "a": Flow.link,
    "img": Flow.picture,
    "sup": Flow.raised,
    "sub": Flow.lowered,
    "rt": Flow.reading,
    **dict.fromkeys(("div", "section", "article", "header", "footer", "center", "dt", "dd", "li"), Flow.line),
    **dict.fromkeys(
        ("details", "summary", "figure", "figcaption", "aside", "main", "address", "nav"), Flow.line
    ),
    **dict.fromkeys(("p", "dl", "fieldset"), Flow.paragraph),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Flow.heading),
    "blockquote": Flow.quotation,
    "hr": Flow.rule,
    "pre": Flow.fence,
    "ul": Flow.bullets,
    "ol": Flow.numbers,
    "table": Flow.table,
}


def _lines_of(text: str) -> list[str]:
    """A text as pieces of a run: its lines, and the breaks between them."""
    if "\n" not in text:
        return [text]
    return [piece for line in text.split("\n") for piece in ("\n", line)][1:]


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.tag != "-text" or (child.text_content or "").strip():
            yield child
        child = child.next


def _is_shaped(node: LexborNode) -> bool:
    """Whether lists, tables or programs are inside an element."""
    waiting = [node.child]
    while waiting:
        child = waiting.pop()
        while child is not None:
            if child.tag in _SHAPED:
                return True
            if child.tag != "-text" and (first := child.child) is not None:
                waiting.append(first)
            child = child.next
    return False


def _rows(table: LexborNode) -> Iterator[list[LexborNode]]:
    for child in _elements(table):
        if child.tag == "tr":
            yield [cell for cell in _elements(child) if cell.tag in {"td", "th"}]
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)
        elif child.tag == "caption":
            yield [child]


def _with_code(pre: LexborNode) -> Iterator[LexborNode]:
    yield pre
    if inner := pre.css_first("code"):
        yield inner


def _raw(node: LexborNode) -> str:
    """The text of code as it stands, with its line breaks."""
    return "".join(_raw_pieces(node, 0))


def _raw_pieces(node: LexborNode, depth: int) -> Iterator[str]:
    child = node.child
    while child is not None:
        if child.tag == "-text":
            yield (child.text_content or "").replace("\xa0", " ")
        elif child.tag == "br":
            yield "\n"
        elif depth < _DEEPEST and child.tag not in {"script", "style"}:
            yield from _raw_pieces(child, depth + 1)
            yield "\n" if child.tag in {"div", "p"} else ""
        child = child.next
