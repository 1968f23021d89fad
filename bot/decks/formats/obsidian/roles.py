"""Which block of a flashcard document asks, which answers and which does neither: the decision, over blocks.

The signs, the surest first: a separator line below a block; a heading or a line that asks, by its mark or
its first words; the room above a block and what a converter left in it; what follows, as a list or a formula
answers and does not ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.decks.formats.obsidian.blocks import Block, Kind, parted
from bot.decks.formats.obsidian.jokes import is_no_question
from bot.decks.formats.obsidian.schedules import is_schedule
from bot.decks.formats.questions import ASKS, asking


class Role(Enum):
    """What a block is to a reader who looks for cards."""

    QUESTION = auto()  # the first block of a card
    REST = auto()  # more of the same question
    MARK = auto()
    ANSWER = auto()
    PAIR = auto()  # a whole card on one line
    CLOZE = auto()  # the first block of a paragraph with gaps
    CLOZE_REST = auto()
    CHAPTER = auto()
    JOKE = auto()
    STRAY_MARK = auto()
    ASIDE = auto()  # tags, comments, front matter, rules
    OUTSIDE = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document writes its cards.

    `compact` when separators touch question and answer, as the plugin wants it: then a blank line ends a
    card, unless the document `closes` its cards with `+++`. Else blank lines stand everywhere and say little.
    `marks` are the indices of the separators. A document without any, whose cards are written in another way,
    has no questions that ask `alone`.
    """

    marks: frozenset[int]
    compact: bool
    closes: bool = False
    alone: bool = True


_CANNOT_ASK = frozenset({Kind.MATHS, Kind.CODE, Kind.TABLE, Kind.PICTURE})
_ASIDES = frozenset({Kind.TAGS, Kind.COMMENT, Kind.RULE, Kind.FRONT})
_ANSWERS = frozenset({Kind.MATHS, Kind.LIST, Kind.TABLE, Kind.CODE, Kind.PICTURE})
DAMAGED = frozenset({"2", "7", "- 2", "-", "–", "—"})
END = "+++"
"""The line that ends a card with blank lines inside, where the plugin is set so."""

_WIDE = 3
_FAR = 3
_SEVERAL = 2
_SURELY = ASKS + 1


def refined(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with those cut in two that hold the end of one thing and the beginning of another."""
    return tuple(piece for i, block in enumerate(blocks) for piece in _cut(blocks, i, block))


def _cut(blocks: Sequence[Block], i: int, block: Block) -> Iterator[Block]:
    lines = block.text.count("\n") + 1
    before = blocks[i - 1].kind if i else None
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    marked = after is not None and after.kind is Kind.MARK
    if lines == 1 or block.kind not in (Kind.TEXT, Kind.LIST):
        yield block
    elif marked and after and after.gap == 0 and block.gap == 0 and before is Kind.MARK:
        yield from parted(block, lines - 1)
    elif not marked and before is not Kind.MARK and asking(block.text.split("\n", 1)[0]) >= _SURELY:
        yield from parted(block, 1)
    else:
        yield block


def layout_of(blocks: Sequence[Block], *, other_cards: bool = False) -> Layout:
    """Where the separators of a document are, damaged ones included, and whether blank lines mean anything in it.

    `other_cards` says that there are cards without a separator line: on one line, or sentences with gaps.
    """
    sure = [i for i in range(1, len(blocks)) if blocks[i].kind is Kind.MARK and blocks[i].text not in DAMAGED]
    maybe = [i for i in range(1, len(blocks)) if blocks[i].kind is Kind.MARK and blocks[i].text in DAMAGED]
    read = [i for i in maybe if _stands_for_a_mark(blocks, i)]
    if not sure and len(read) < _FAR:
        read = []
    told = sure or read
    glued = sum(blocks[i].gap == 0 and i + 1 < len(blocks) and blocks[i + 1].gap == 0 for i in told)
    marks = frozenset(sure + read)
    compact = glued * 2 > len(told) if marks else other_cards
    closes = any(block.kind is Kind.RULE and block.text == END for block in blocks)
    return Layout(marks, compact, closes, alone=bool(marks) or not other_cards)


def _stands_for_a_mark(blocks: Sequence[Block], i: int) -> bool:
    """Whether a lone digit is a damaged separator and not an answer or a number of something."""
    before, after = blocks[i - 1], blocks[i + 1] if i + 1 < len(blocks) else None
    if after is None or after.kind is Kind.MARK or before.kind not in (Kind.TEXT, Kind.HEADING):
        return False
    asks = asking(before.text.split("\n")[-1]) >= ASKS
    after_a_mark = i >= 2 and blocks[i - 2].kind is Kind.MARK
    if not asks and (after_a_mark or before.text.strip("# ").isdigit()):
        return False
    marked_next = (
        i + 2 < len(blocks) and blocks[i + 2].kind is Kind.MARK and blocks[i + 2].text not in DAMAGED
    )
    return not (
        asks and marked_next and after.kind in (Kind.TEXT, Kind.HEADING) and asking(after.text) >= ASKS
    )


def roles_of(blocks: Sequence[Block], layout: Layout) -> tuple[Role, ...]:
    """The role of each block; `blocks` are refined."""
    roles: dict[int, Role] = {i: Role.ASIDE for i, block in enumerate(blocks) if block.kind in _ASIDES}
    roles |= {i: Role.PAIR for i, block in enumerate(blocks) if block.kind is Kind.PAIR}
    _asked_by_marks(blocks, layout, roles)
    _asked_by_themselves(blocks, layout, roles)
    _headings(blocks, layout, roles)
    _answers(blocks, layout, roles)
    return tuple(roles[i] for i in range(len(blocks)))


def _asked_by_marks(blocks: Sequence[Block], layout: Layout, roles: dict[int, Role]) -> None:
    """A separator makes a question of what stands above it."""
    for mark in sorted(layout.marks):
        first = _question_above(blocks, mark, roles)
        if first is None:
            roles[mark] = Role.STRAY_MARK
            continue
        roles[mark] = Role.MARK
        roles[first] = Role.QUESTION
        roles.update({i: Role.REST for i in range(first + 1, mark) if i not in roles})


def _question_above(blocks: Sequence[Block], mark: int, roles: dict[int, Role]) -> int | None:
    """Where the question of a separator begins: the block above, or the line that asks about what is
    there."""
    last = mark - 1
    while last >= 0 and blocks[last].kind in (Kind.TAGS, Kind.COMMENT) and blocks[last + 1].gap == 0:
        last -= 1
    if last < 0 or last in roles or blocks[last].kind is Kind.MARK:
        return None
    if blocks[last].kind not in _CANNOT_ASK:
        return last
    for i in range(last - 1, max(-1, last - 1 - _FAR), -1):
        if i in roles or (blocks[i].kind not in _CANNOT_ASK and not _can_ask(blocks[i])):
            break
        glued = all(blocks[k].gap == 0 for k in range(i + 1, last + 1))
        if _can_ask(blocks[i]) and (glued or asking(blocks[i].text) > 0):
            return i if i == 0 or roles.get(i - 1) is not Role.MARK else last
    return last


def asked_above(blocks: Sequence[Block], mark: int) -> Block:
    """The block above a separator that may be its question: tags and a schedule may stand between the two."""
    above = mark - 1
    while above > 0 and blocks[above].kind in (Kind.TAGS, Kind.COMMENT) and blocks[above + 1].gap == 0:
        above -= 1
    return blocks[above]


def _can_ask(block: Block) -> bool:
    return block.kind in (Kind.TEXT, Kind.HEADING)


def _asked_by_themselves(blocks: Sequence[Block], layout: Layout, roles: dict[int, Role]) -> None:
    """A line that asks is a question even when its separator is lost."""
    for i, block in enumerate(blocks):
        if (
            i in roles
            or not _can_ask(block)
            or (i and roles.get(i - 1) is Role.MARK and not _goes_alone(blocks, i))
        ):
            continue
        if is_no_question(block.text):
            roles[i] = Role.JOKE
        elif layout.alone and _asks_alone(blocks, i, compact=layout.compact):
            roles[i] = Role.QUESTION


def _goes_alone(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line right below a separator asks anew, as the room above it is that of an answer which is lost."""
    block, after = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    wide = block.gap >= _WIDE and block.gap > blocks[i - 1].gap
    return wide and asking(block.text) >= ASKS and after is not None and after.kind in (Kind.TEXT, *_ANSWERS)


def _asks_alone(blocks: Sequence[Block], i: int, *, compact: bool) -> bool:
    block, after = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    strength = asking(block.text)
    if compact:
        return strength >= _SURELY and after is not None and after.gap == 0
    room = block.gap >= _WIDE or block.hollow
    answered = after is not None and after.kind in _ANSWERS
    return strength > 0 and strength + room + answered >= ASKS


def _headings(blocks: Sequence[Block], layout: Layout, roles: dict[int, Role]) -> None:
    """What a heading is that nobody has called a question: decided from the end, as it depends on what
    follows."""
    asking_levels = Counter(
        _level(blocks[i])
        for i, role in roles.items()
        if role is Role.QUESTION and blocks[i].kind is Kind.HEADING
    )
    following: Role | None = Role.CHAPTER  # the end of the document closes like a chapter
    for i in range(len(blocks) - 1, -1, -1):
        if blocks[i].kind is Kind.HEADING and i not in roles:
            after_mark = i > 0 and roles.get(i - 1) is Role.MARK
            alike = asking_levels[_level(blocks[i])] >= _SEVERAL and _is_told(blocks, i)
            asked = alike if layout.compact else bool(asking_levels)
            roles[i] = _heading(blocks[i].text, layout, following, after_mark=after_mark, asked=asked)
        if roles.get(i) is not Role.ASIDE:
            following = roles.get(i)


def _heading(text: str, layout: Layout, following: Role | None, *, after_mark: bool, asked: bool) -> Role:
    level = len(text) - len(text.lstrip("#"))
    minor = level >= _WIDE or text.strip("# ").startswith("**")
    if following in (Role.QUESTION, Role.PAIR, Role.CHAPTER, Role.JOKE):
        return Role.ANSWER if after_mark and minor else Role.CHAPTER
    if after_mark or (minor and not layout.compact):
        return Role.ANSWER
    return Role.QUESTION if asked else Role.CHAPTER


def _level(block: Block) -> int:
    return len(block.text) - len(block.text.lstrip("#"))


def _is_told(blocks: Sequence[Block], i: int) -> bool:
    """Whether words, a list or the like touch a heading from below, as an answer does that has lost its separator."""
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    touches = after is not None and after.gap == 0 and after.kind in (Kind.TEXT, *_ANSWERS)
    return touches and after is not None and "==" not in after.text and "{{" not in after.text


def _answers(blocks: Sequence[Block], layout: Layout, roles: dict[int, Role]) -> None:
    """What is left answers the question above it, until something closes the card."""
    open_card, answered, compact = False, False, layout.compact
    for i, block in enumerate(blocks):
        role = roles.get(i)
        if role is Role.QUESTION:
            open_card, answered, compact = True, False, layout.compact
        elif role is Role.MARK:
            open_card, compact = True, layout.compact or _touches(blocks, i)
        elif role is None and i and block.gap == 0 and block.text[0].isspace() and _is_deeper(blocks[i - 1]):
            roles[i] = Role.ANSWER
        elif open_card and answered and is_schedule(block) and _is_within(blocks, i, roles):
            roles[i + 1] = Role.ANSWER
        elif role in (Role.PAIR, Role.CHAPTER, Role.JOKE) or _closes(block):
            open_card = False
        elif role in (None, Role.ANSWER):
            ends = compact and not layout.closes and answered and _ends_here(blocks, i)
            open_card = open_card and not ends
            roles[i] = Role.ANSWER if open_card else Role.OUTSIDE
            answered = True


def _touches(blocks: Sequence[Block], mark: int) -> bool:
    """Whether a separator touches question and answer: then a blank line ends its card, whatever others do."""
    return blocks[mark].gap == 0 and mark + 1 < len(blocks) and blocks[mark + 1].gap == 0


def _is_deeper(before: Block) -> bool:
    """Whether what is set in below a block belongs to it: below a card on one line."""
    return before.kind is Kind.PAIR and not before.text[0].isspace()


def _closes(block: Block) -> bool:
    """Whether a block that is in no card ends the one above it: a schedule is the last line of its card."""
    return block.kind in (Kind.RULE, Kind.FRONT) or is_schedule(block)


def _is_within(blocks: Sequence[Block], i: int, roles: dict[int, Role]) -> bool:
    """Whether the answer goes on below a schedule, which touches it on both sides."""
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    touches = after is not None and after.gap == 0 and blocks[i].gap == 0
    return touches and after is not None and after.kind in (Kind.TEXT, *_ANSWERS) and i + 1 not in roles


def _ends_here(blocks: Sequence[Block], i: int) -> bool:
    """Whether the blank line above a block ends a compact card: not above what goes on with its answer."""
    block = blocks[i]
    return (
        block.gap > 0 and block.kind not in _ANSWERS and not blocks[i - 1].text.rstrip().endswith((":", "："))
    )
