"""Cards on one line: `question::answer`, `one:::other` asked both ways, `question;;answer`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.masks import without_names
from bot.decks.formats.obsidian.names import is_address, is_identifier, is_name, is_signature
from bot.decks.formats.questions import ASKS, asking
from bot.decks.native import MOST_CARDS

_LONGEST = 4_000
# `:@:` and `::@::` are separators that people set who write programs in their cards.
_BOTH_WAYS = {"::": False, ":::": True, ";;": False, ";;;": True, ":@:": False, "::@::": True}
_SIGNS = ("::", ";;", ":@:")
_CODE = re.compile(r"`[^`\s]+`")
_WORD = re.compile(r"\w*")
_MARK = re.compile(r"::?@::?|:{2,}|;{2,}")
_DRESS = re.compile(
    r"(?:[ \t]*(?:>|#{1,6}(?=[ \t])|[-*+](?=[ \t])|\d{1,3}[.)](?=[ \t])|\[[ xX]\](?=[ \t])))*[ \t]*"
)
# Words that name a property of a note, which other plugins write as `status:: done`.
_PROPERTIES_WORDS = (
    "tag tags alias aliases type status state date created updated modified author authors source sources url link "
    "links related parent up down next prev previous topic topics category categories rating id due scheduled "
    "priority project area cssclass cssclasses publish template title collapsed icon cover public exclude "
    "deadline completed done progress jira ticket week mood summary-of see also seealso"
)
_PROPERTIES = frozenset(_PROPERTIES_WORDS.split())
_PROPERTY = re.compile(r"[a-z][a-z_-]{1,30}")
_OPEN = frozenset({Kind.TEXT, Kind.LIST, Kind.HEADING})


@dataclass(slots=True)  # not frozen, like `Block`
class Pair:
    """The two sides of a card on one line, without the marks of a list, a heading or a quotation.

    Not `sure` is a separator between two plain words without spaces, as in `cell::nucleus`: it may be part of a name,
    unless the document is evidently made of cards.
    """

    question: str
    answer: str
    both_ways: bool
    sure: bool = True


def pair_of(line: str) -> Pair | None:
    """The card a line is, None when it is none.

    A separator in code, a formula, a link, an address, brackets or a name of a program is none.
    """
    if len(line) > _LONGEST or not any(mark in line for mark in _SIGNS):
        return None
    dress = _DRESS.match(line)
    begin = dress.end() if dress else 0
    if line.startswith(_SIGNS, begin):
        return None
    hidden = without_names(line)
    for mark in _MARK.finditer(hidden, begin):
        if mark[0] not in _BOTH_WAYS:
            continue
        before, after = hidden[begin : mark.start()], hidden[mark.end() :]
        sure = _parts(line[begin : mark.start()], mark[0], line[mark.end() :], before, after)
        if sure is not None:
            left, right = _balanced(line[begin : mark.start()].strip(), line[mark.end() :].strip())
            return Pair(left, right, _BOTH_WAYS[mark[0]], sure)
    return None


def pair_at(line: str, start: int, end: int) -> Pair | None:
    """The card that what stands from `start` to `end` parts, None when one of its sides says nothing."""
    dress = _DRESS.match(line)
    begin = dress.end() if dress else 0
    left, right = _balanced(line[begin:start].strip(), line[end:].strip())
    return Pair(left, right, both_ways=False) if _says_something(left) and _says_something(right) else None


def _parts(left: str, mark: str, right: str, hidden_left: str, hidden: str) -> bool | None:
    """Whether what looks like a separator surely is one, None when it is surely none.

    `hidden_left` stands for `left` and `hidden` for `right` where code and the like must not tell anything.
    """
    if not _says_something(left) or not _says_something(right):
        return None
    spaced = left[-1].isspace() or right[0].isspace()
    if mark != "::":
        return True if mark != ";;" or spaced else asking(left) >= ASKS
    if spaced:
        prop = left.strip("* ").casefold() in _PROPERTIES and not left[-1].isspace()
        return None if prop or is_signature(left.strip(), right.strip()) else True
    before, word = hidden_left.rsplit(maxsplit=1)[-1], _WORD.match(right)
    after = word[0] if word else ""
    if "::" in before or is_address(before, right.split(maxsplit=1)[0]):
        return None
    if is_identifier(before) and is_identifier(after):
        if is_name(before, after, hidden[len(after) : len(after) + 3]):
            return None
        return asking(left) >= ASKS
    return True


def _says_something(side: str) -> bool:
    """Whether a side has words, a sign of its own such as `∑`, or code."""
    return any(letter.isalnum() or letter > "\u2190" for letter in side) or _CODE.search(side) is not None


def _balanced(left: str, right: str) -> tuple[str, str]:
    """Bold type that ends behind the separator, as in `**term:** meaning`, ends before it."""
    if left.count("**") % 2 and right.startswith("**"):
        return f"{left}**", right[2:].lstrip()
    return left, right


def pairs_of(blocks: Sequence[Block]) -> dict[int, Pair]:
    """The card on each line, by the number of the line, as far as a deck has room for them and one more."""
    found: dict[int, Pair] = {}
    for block in blocks:
        if len(found) > MOST_CARDS:
            break
        if block.kind in _OPEN and any(mark in block.text for mark in _SIGNS):
            lines = enumerate(block.lines, block.line)
            pairs = ((number, pair) for number, line in lines if (pair := pair_of(line)))
            found |= _without_properties(dict(islice(pairs, MOST_CARDS + 1)))
    return found


def _without_properties(pairs: dict[int, Pair]) -> dict[int, Pair]:
    """The cards of a block, without lines that link one note to another, as `part-of:: [[Trees]]` and its neighbours.

    Where a line leads to a note, a name in small letters that is joined by a dash, or that several lines begin with,
    is that of a property, and so is any such name beside it.
    """
    links = {pair.question for pair in pairs.values() if pair.answer.startswith(("[[", "![["))}
    if not links:
        return pairs
    names = Counter(pair.question for pair in pairs.values() if _PROPERTY.fullmatch(pair.question))
    said = {name for name, count in names.items() if count > 1 or (name in links and not name.isalpha())}
    said |= links & names.keys() if said else set()
    return {number: pair for number, pair in pairs.items() if pair.question not in said}


def with_pairs(blocks: Sequence[Block], pairs: Mapping[int, Pair]) -> Iterator[Block]:
    """The blocks, with every card on one line as a block of its own.

    What stands right below a separator line is an answer and stays whole, and so does the question above one.
    """
    for i, block in enumerate(blocks):
        after = blocks[i + 1] if i + 1 < len(blocks) else None
        if block.kind not in _OPEN or (i and block.gap == 0 and blocks[i - 1].kind is Kind.MARK):
            yield block
        else:
            asked = after is not None and after.kind is Kind.MARK
            yield from _cut(block, pairs, asked=asked)


def _cut(block: Block, pairs: Mapping[int, Pair], *, asked: bool) -> Iterator[Block]:
    """The pieces of a block; where its last line is `asked`, that line is no card."""
    lines = block.lines
    most = len(lines) - asked
    first = at = 0
    while at < most:
        if block.line + at not in pairs:
            at += 1
            continue
        if at > first:
            yield _piece(block, lines, first, at)
        first = at
        at += 1
        while at < most and block.line + at not in pairs and _goes_on(lines[first], lines[at]):
            at += 1
        yield _piece(block, lines, first, at, Kind.PAIR)
        first = at
    if first == 0:
        yield block
    elif first < len(lines):
        yield _piece(block, lines, first, len(lines))


def _piece(block: Block, lines: Sequence[str], first: int, end: int, kind: Kind | None = None) -> Block:
    return Block(
        kind or block.kind, block.line + first, "\n".join(lines[first:end]),
        0 if first else block.gap, block.hollow and not first,
    )  # fmt: skip


def _goes_on(card: str, line: str) -> bool:
    """Whether a line belongs to the card above it: it is set in deeper, or goes on with a small letter."""
    inner = line.lstrip()
    return len(line) - len(inner) > len(card) - len(card.lstrip()) or inner[:1].islower()
