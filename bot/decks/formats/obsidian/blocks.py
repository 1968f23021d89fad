"""A Markdown text as blocks: the pieces a reader sees apart, each with its line and the room above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto


class Kind(Enum):
    """What a block looks like by itself."""

    TEXT = auto()
    HEADING = auto()
    LIST = auto()
    PAIR = auto()  # a whole card on one line
    MATHS = auto()
    CODE = auto()
    TABLE = auto()
    PICTURE = auto()
    MARK = auto()  # `?` and what may stand for it
    TAGS = auto()
    COMMENT = auto()
    RULE = auto()
    FRONT = auto()


@dataclass(slots=True)  # not frozen: a file has a million, and freezing one costs as much as making it
class Block:
    """One or more lines that belong together.

    `line` is the number of the first. `gap` is how many blank lines stand above it, 0 when it follows
    another block directly; `hollow` when one of those has spaces in it, as a converter leaves where a
    picture was.
    """

    kind: Kind
    line: int
    text: str
    gap: int = 0
    hollow: bool = False

    @property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")


MARKS = frozenset(
    {
        "?",
        "??",
        "？",
        "\\?",
        "**?**",
        "- ?",
        "* ?",
        "- ??",
        "* ??",
        "？？",
        "\\?\\?",
        "+ ?",
        "2",
        "7",
        "- 2",
        "-",
        "–",
        "—",
    }
)
"""Lines that part a question from its answer, or may be what a conversion has made of them."""

DASHES = frozenset({"-", "–", "—"})
"""Those of them that are a dash, of whatever length."""

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])(?:[ \t]+\S|$)")
_TAGS = re.compile(r"#[^\W\d_][\w/-]*(?:[ \t]+#[^\W\d_][\w/-]*)*")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|!\[\[[^\]]*\]\]")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|\+{3})")
_DOLLAR = re.compile(r"\\\$|\$\$|(\$)")
_FOR_A_FORMULA = 200
_FOR_A_REMARK = 1_000
_CUT_LINES = 3


def blocks_of(lines: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a Markdown text; together they have every line that is not blank, once."""
    found: list[_Run] = []
    at, gap, hollow = 0, 0, False
    ends = _Ends(lines)
    while at < len(lines):
        if not lines[at].strip():
            gap, hollow, at = gap + 1, hollow or bool(lines[at]), at + 1
            continue
        kind, end = _extent(lines, at, ends)
        if kind is Kind.MARK and lines[at].strip() in DASHES and found and found[-1].kind is Kind.LIST:
            kind = Kind.LIST  # an item with nothing in it
        piece = [line.strip() if kind is Kind.MARK else line.rstrip() for line in lines[at:end]]
        if not (found and gap == 0 and found[-1].goes_on(kind, piece[0])):
            found.append(_Run(kind, at + 1, gap, hollow))
        found[-1].take(piece)
        at, gap, hollow = end, 0, False
    return tuple(run.block() for run in found)


@dataclass(slots=True)
class _Run:
    """A block while its lines are being gathered; `cut` when its last line opens a formula and does not
    close it."""

    kind: Kind
    line: int
    gap: int
    hollow: bool
    lines: list[str] = field(default_factory=list)
    cut: int = 0

    def goes_on(self, kind: Kind, line: str) -> bool:
        """Whether another line belongs to it: more of the same, or the rest of something open."""
        if kind in (Kind.MARK, Kind.CODE, Kind.COMMENT):
            return False
        same = self.kind is kind and kind in (Kind.TEXT, Kind.LIST, Kind.TABLE, Kind.MATHS)
        return same or self.cut > 0 or (self.kind is Kind.LIST and line[:2].isspace())

    def take(self, lines: Sequence[str]) -> None:
        """Adds lines, and notices a formula that a lost `\\r` or `\\n` has cut in two."""
        self.lines += lines
        last = lines[-1]
        odd = "$" in last and sum(bool(dollar[1]) for dollar in _DOLLAR.finditer(last)) % 2 == 1
        if self.cut:
            self.cut = 0 if odd else self.cut - 1
        elif self.kind in (Kind.TEXT, Kind.LIST) and odd and "\\" in last[last.rfind("$") :]:
            self.cut = _CUT_LINES

    def block(self) -> Block:
        """The finished block."""
        return Block(self.kind, self.line, "\n".join(self.lines), self.gap, self.hollow)


class _Ends:
    """Where the next line of a sort is, so that looking for the end of something stays linear."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.fence = _next(lines, lambda line: line.lstrip().startswith(("```", "~~~")))
        self.dollars = _next(lines, lambda line: "$$" in line)
        self.comment = _next(lines, lambda line: "-->" in line)
        self.rule = _next(lines, lambda line: line.strip() == "---")
        self.remark = _next(lines, lambda line: "%%" in line)


def _next(lines: Sequence[str], wanted: Callable[[str], bool]) -> list[int]:
    """For each index the first index at or after it whose line is wanted, or -1."""
    found, following = [-1] * (len(lines) + 1), -1
    for i in range(len(lines) - 1, -1, -1):
        following = i if wanted(lines[i]) else following
        found[i] = following
    return found


def _extent(lines: Sequence[str], at: int, ends: _Ends) -> tuple[Kind, int]:
    """The kind of the block that begins at `at`, and the index after its last line."""
    line = lines[at].strip()
    if line[0].isalpha():  # nearly every line, and none of what follows
        return _prose_kind(line), at + 1
    if at == 0 and line == "---" and ends.rule[1] > 0:
        return Kind.FRONT, ends.rule[1] + 1
    if line.startswith(("```", "~~~")) and ends.fence[at + 1] >= 0:
        return Kind.CODE, ends.fence[at + 1] + 1
    if line.startswith("<!--"):
        last = ends.comment[at]
        return Kind.COMMENT, (last if last >= 0 else at) + 1
    if line.startswith("%%") and (end := _after_remark(line, at, ends)):
        return Kind.COMMENT, end
    if line.startswith("$$"):
        return Kind.MATHS, _after_maths(line, at, ends)
    return _plain_kind(line), at + 1


def _after_remark(line: str, at: int, ends: _Ends) -> int:
    """Where a comment of Obsidian's own ends, `%%…%%`; 0 when these signs open none."""
    if line.count("%%") > 1:
        return at + 1 if line.count("%%") == 2 and line.endswith("%%") else 0
    last = ends.remark[at + 1]
    return last + 1 if 0 <= last - at <= _FOR_A_REMARK else 0


def _after_maths(line: str, at: int, ends: _Ends) -> int:
    """A formula ends where its dollars pair; one that is not closed soon is closed by its own line."""
    if line.count("$$") % 2 == 0:
        return at + 1
    last = ends.dollars[at + 1]
    return last + 1 if 0 <= last - at <= _FOR_A_FORMULA else at + 1


def _plain_kind(line: str) -> Kind:
    if line in MARKS:
        return Kind.MARK
    for pattern, kind in ((_HEADING, Kind.HEADING), (_LIST, Kind.LIST)):
        if pattern.match(line):
            return kind
    for pattern, kind in ((_TAGS, Kind.TAGS), (_PICTURE, Kind.PICTURE), (_RULE, Kind.RULE)):
        if pattern.fullmatch(line):
            return kind
    return Kind.TABLE if line.startswith("|") else _prose_kind(line)


def _prose_kind(line: str) -> Kind:
    return Kind.TABLE if line.count("\t") >= 2 else Kind.TEXT


def parted(block: Block, after: int) -> Iterator[Block]:
    """The block as two: its first `after` lines, and the rest."""
    lines = block.lines
    yield replace(block, text="\n".join(lines[:after]))
    yield replace(block, line=block.line + after, text="\n".join(lines[after:]), gap=0, hollow=False)
