"""Cards on one line: `question::answer`, `one:::other` asked both ways, `question;;answer`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.decks.formats.blocks import Block, Kind
from bot.decks.formats.masks import without_names
from bot.decks.formats.names import is_identifier, is_name, is_signature
from bot.decks.formats.questions import ASKS, asking

_LONGEST = 4_000
# `:@:` and `::@::` are separators that people set who write programs in their cards.
_BOTH_WAYS = {"::": False, ":::": True, ";;": False, ";;;": True, ":@:": False, "::@::": True}
_MARK = re.compile(r"::?@::?|:{2,}|;{2,}")
_DRESS = re.compile(r"(?:[ \t]*(?:>|#{1,6}(?=[ \t])|[-*+](?=[ \t])|\[[ xX]\](?=[ \t])))*[ \t]*")
# Words that name a property of a note, which other plugins write as `status:: done`.
_PROPERTIES_WORDS = (
    "tag tags alias aliases type status state date created updated modified author authors source sources url link "
    "links related parent up down next prev previous topic topics category categories rating id due scheduled "
    "priority project area cssclass cssclasses publish template title collapsed icon cover public exclude "
    "deadline completed done progress jira ticket week mood summary-of see also seealso"
)
_PROPERTIES = frozenset(_PROPERTIES_WORDS.split())
_OPEN = frozenset({Kind.TEXT, Kind.LIST, Kind.HEADING})


@dataclass(frozen=True, slots=True)
class Pair:
    """The two sides of a card on one line, without the marks of a list, a heading or a quotation."""

    question: str
    answer: str
    both_ways: bool


def pair_of(line: str, *, evident: bool = True) -> Pair | None:
    """The card a line is, None when it is none.

    A separator in code, a formula, a link, an address, brackets or a name of a program is none. Between two plain
    words without spaces (`cell::nucleus`) it is one only where the document is `evident`ly made of cards.
    """
    if ("::" not in line and ";;" not in line and ":@:" not in line) or len(line) > _LONGEST:
        return None
    hidden = without_names(line)
    begin = _DRESS.match(line).end()  # type: ignore[union-attr]  # it matches the empty text, too
    for mark in _MARK.finditer(hidden, begin):
        if mark.start() == begin:
            return None
        if mark[0] in _BOTH_WAYS and _parts(line, hidden, begin, mark, evident=evident):
            left, right = _balanced(line[begin : mark.start()].strip(), line[mark.end() :].strip())
            return Pair(left, right, _BOTH_WAYS[mark[0]])
    return None


def _parts(line: str, hidden: str, begin: int, mark: re.Match[str], *, evident: bool) -> bool:
    left, right = line[begin : mark.start()], line[mark.end() :]
    if not _says_something(left) or not _says_something(right):
        return False
    before, after = left.split()[-1], right.split()[0]
    spaced = left[-1].isspace() or right[0].isspace()
    if mark[0] != "::":
        return mark[0] != ";;" or spaced or evident
    if left[-1].isspace() or right[0].isspace():
        prop = left.strip("* ").casefold() in _PROPERTIES and not left[-1].isspace()
        return not prop and not is_signature(left.strip(), right.strip())
    word = re.match(r"\w*", after)[0]  # type: ignore[index]  # it matches the empty text, too
    rest = hidden[mark.end() + len(word) :][:3]
    if not is_identifier(before.rpartition("::")[2]) or not is_identifier(word):
        return evident or asking(left) >= ASKS
    if "::" in before or is_name(before, word, rest):
        return False
    return evident or asking(left) >= ASKS


def _says_something(side: str) -> bool:
    return any(letter.isalnum() for letter in side)


def _balanced(left: str, right: str) -> tuple[str, str]:
    """Bold type that ends behind the separator, as in `**term:** meaning`, ends before it."""
    if left.count("**") % 2 and right.startswith("**"):
        return f"{left}**", right[2:].lstrip()
    return left, right


def with_pairs(blocks: Sequence[Block], *, evident: bool) -> Iterator[Block]:
    """The blocks, with every card on one line as a block of its own.

    What stands right below a separator line is an answer and stays whole, and so does the question above one.
    """
    for i, block in enumerate(blocks):
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        if block.kind not in _OPEN or (i and block.gap == 0 and blocks[i - 1].kind is Kind.MARK):
            yield block
        else:
            asked = after is not None and after.kind is Kind.MARK
            yield from _cut(block, len(block.lines) - asked, evident=evident)


def _cut(block: Block, most: int, *, evident: bool) -> Iterator[Block]:
    """The pieces of a block; only its first `most` lines can be cards."""
    lines, first, at = block.lines, 0, 0
    while at < most:
        if not pair_of(lines[at], evident=evident):
            at += 1
            continue
        end = next(
            (i for i in range(at + 1, most) if not _goes_on(lines[at], lines[i], evident=evident)), most
        )
        if at > first:
            yield _piece(block, first, at)
        yield replace(_piece(block, at, end), kind=Kind.PAIR)
        first = at = end
    if first == 0:
        yield block
    elif first < len(lines):
        yield _piece(block, first, len(lines))


def _piece(block: Block, first: int, end: int) -> Block:
    text = "\n".join(block.lines[first:end])
    line = block.line + first
    return replace(
        block, line=line, text=text, gap=0 if first else block.gap, hollow=block.hollow and not first
    )


def _goes_on(card: str, line: str, *, evident: bool) -> bool:
    """Whether a line belongs to the card above it: it is set in deeper, or goes on with a small letter."""
    inner = line.lstrip()
    deeper = len(line) - len(inner) > len(card) - len(card.lstrip())
    return (deeper or inner[:1].islower()) and not pair_of(line, evident=evident)


def evident_pairs(blocks: Sequence[Block]) -> tuple[int, int]:
    """How many lines of a text are surely cards, and how many more are if the document is made of such."""
    sure = likely = 0
    for block in blocks:
        for line in block.lines if block.kind in _OPEN else ():
            certain = pair_of(line, evident=False) is not None
            sure += certain
            likely += not certain and pair_of(line) is not None
    return sure, likely
