"""Obsidian decks for the Spaced Repetition plugin: separator lines, tidy or damaged, cards on one line, and gaps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.decks.formats.enough_lines import lines_within
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.obsidian.blocks import DASHES, Block, Kind, blocks_of
from bot.decks.formats.obsidian.gaps import gaps_in, may_have_gaps, with_gaps
from bot.decks.formats.obsidian.notes import Notebook
from bot.decks.formats.obsidian.one_line import Pair, pairs_of, with_pairs
from bot.decks.formats.obsidian.own_marks import pairs_by_own_mark
from bot.decks.formats.obsidian.properties import Properties, properties_of
from bot.decks.formats.obsidian.roles import DAMAGED, asked_above, layout_of, refined, roles_of
from bot.decks.formats.obsidian.schedules import is_schedule, parted_comments
from bot.decks.formats.obsidian.topics import roots_of, split_tags, topics_of
from bot.decks.formats.own import own_obsidian
from bot.decks.formats.questions import ASKS, asking
from bot.decks.markdown import lines_of
from bot.decks.native import MOST_CARDS
from bot.decks.slug import slug_of

_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*\{\s*\")")
_LEAD = 200
_FEWEST_LETTERS = 3
_FEWEST_ASKED = 3
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class _Note:
    """A document as blocks, with what shows that it is made of cards.

    `pairs` are the cards on one line, by its number, as far as they are sure, and all of them where the document is
    evidently made of cards; `tagged` counts the plugin's tags, `gaps` the paragraphs that may be sentences with gaps.
    """

    blocks: tuple[Block, ...]
    front: Properties
    tagged: int
    schedules: int
    pairs: Mapping[int, Pair]
    gaps: int

    @property
    def marked(self) -> bool:
        return self.tagged + self.schedules > 0


class ObsidianFormat:
    """Markdown notes with cards of the Spaced Repetition plugin."""

    name = "obsidian"
    describe = (
        "Obsidian spaced repetition: Markdown with a line of only ? or ?? between question and answer, "
        "question::answer on one line, or ==gaps=="
    )

    def recognise(self, text: str) -> Recognition:
        """How many cards it has of each kind, and whether the plugin's tags or schedules stand there."""
        if _JSON.match(text[:_LEAD]):
            return Recognition(0.0, ("it is JSON",))
        note = _note(text[:ENOUGH])
        return Recognition(max(_by_marks(note), _by_lines(note)), tuple(_seen(note)))

    def parse(self, text: str, path: str) -> Imported:
        """A card for each question, each reverse and each gap, with schedules; the rest left out with its reason."""
        if own := own_obsidian.read(text, path, self.name):
            return own
        lines_within(text, path)
        note = _note(text)
        named = self.recognise(text).score < _SURE
        blocks = refined(tuple(with_pairs(note.blocks, note.pairs)))
        roles = roles_of(blocks, layout_of(blocks, other_cards=len(note.pairs) + note.gaps > 0))
        gaps = gaps_in(blocks, roles, marked=note.marked or named)
        book = Notebook(path, note.pairs, gaps, note.front)
        book.read(blocks, with_gaps(blocks, roles, gaps))
        imported = finished(
            path, self.name, book.cards, book.problems, title=note.front.title or _title(blocks, path),
            tags=tuple(topics_of(note.front.tags)), mend="put a line with only ? between question and answer",
        )  # fmt: skip
        return _with_front(replace(imported, histories=tuple(book.histories.values())), note.front)


OBSIDIAN = ObsidianFormat()


def _note(text: str) -> _Note:
    blocks = tuple(parted_comments(blocks_of(lines_of(text))))
    front = properties_of(blocks[0].lines) if blocks and blocks[0].kind is Kind.FRONT else Properties()
    tagged = sum(1 for _ in roots_of([*front.tags, *_tags(blocks)]))
    schedules = sum(map(is_schedule, blocks))
    marked = tagged + schedules > 0
    pairs = pairs_of(blocks)
    if not marked and not _is_evident(blocks, len(pairs)):
        pairs = {line: pair for line, pair in pairs.items() if pair.sure}
    if schedules:
        pairs |= pairs_by_own_mark(blocks, pairs)
    gaps = may_have_gaps(blocks, marked=marked)
    if tagged and not pairs and not gaps:
        gaps = may_have_gaps(blocks, marked=True, bold=True)
    return _Note(blocks, front, tagged, schedules, pairs, gaps)


def _tags(blocks: Sequence[Block]) -> Iterator[str]:
    """The hashtags of lines of tags, and those around the first line of a block."""
    for block in blocks:
        if block.kind is Kind.TAGS:
            yield from block.text.split()
        elif block.kind in (Kind.TEXT, Kind.LIST, Kind.HEADING) and "#" in block.text:
            for line in block.lines:
                before, _, after = split_tags(line)
                yield from (*before, *after)


def _is_evident(blocks: Sequence[Block], pairs: int) -> bool:
    """Whether `word::word` is a card without a sign of the plugin: where at least half of the lines are written so."""
    lines = sum(len(block.lines) for block in blocks if block.kind in (Kind.TEXT, Kind.LIST))
    return pairs > MOST_CARDS or (pairs >= 2 and 2 * pairs >= lines)


def _by_marks(note: _Note) -> float:
    """One tidy separator below words is a deck; digits and glyphs that stand alone are anything."""
    blocks = refined(note.blocks)
    marks = layout_of(blocks).marks
    sure = sum(blocks[i].text not in DAMAGED for i in marks)
    share = sum(_is_worded(asked_above(blocks, i)) for i in marks) / max(1, len(marks))
    damaged = len(marks) - sure
    if not sure and not _is_one_damage(blocks, marks):
        return 0.0
    return min(1.0, 0.35 + 0.2 * sure + 0.1 * damaged + 0.2 * note.marked) * share


def _is_one_damage(blocks: Sequence[Block], marks: Collection[int]) -> bool:
    """Whether a document without a tidy separator has one and the same thing in its place below lines that ask."""
    asked = sum(asking(blocks[i - 1].text.split("\n")[-1]) >= ASKS for i in marks)
    texts = {"-" if blocks[i].text in DASHES else blocks[i].text for i in marks}
    return len(texts) == 1 and asked >= _FEWEST_ASKED and 3 * asked >= 2 * len(marks)


def _by_lines(note: _Note) -> float:
    """Cards on one line and gaps make a deck where the plugin's signs stand, or where there is little else."""
    cards = len(note.pairs) + note.gaps
    texts = [block for block in note.blocks if block.kind in (Kind.TEXT, Kind.LIST, Kind.HEADING)]
    lines = sum(len(block.lines) for block in texts)
    if not cards or any("\t" in block.text or block.text.startswith("#separator:") for block in texts):
        return 0.0
    if note.marked:
        return min(1.0, 0.55 + 0.1 * cards)
    return min(0.95, 0.45 + 0.1 * cards) * min(1.0, 2 * cards / lines)


def _seen(note: _Note) -> Iterator[str]:
    blocks = refined(note.blocks)
    marks = layout_of(blocks).marks
    sure = sum(blocks[i].text not in DAMAGED for i in marks)
    counts = (
        (sure, "lines with only ?"),
        (len(marks) - sure, "damaged separators"),
        (len(note.pairs), "cards on one line"),
        (note.gaps, "sentences with gaps"),
        (note.tagged, "flashcard tags"),
        (note.schedules, "schedule comments"),
    )
    seen = [f"{count} {what}" for count, what in counts if count]
    yield from seen or ["no line with only ?, no question::answer, no ==gap=="]


def _is_worded(block: Block) -> bool:
    """Whether what stands above a separator has words."""
    return sum(map(str.isalpha, block.text)) >= _FEWEST_LETTERS


def _with_front(imported: Imported, front: Properties) -> Imported:
    deck = imported.deck
    language = front.language or deck.language
    return replace(
        imported, deck=replace(deck, language=language, licence=front.licence, source=front.source)
    )


def _title(blocks: Sequence[Block], path: str) -> str:
    """The first heading of the first level that stands above everything else, or the only one, if above the cards."""
    names = [
        at for at, block in enumerate(blocks) if block.kind is Kind.HEADING and block.text.startswith("# ")
    ]
    around = (Kind.FRONT, Kind.TAGS, Kind.COMMENT)
    told = around if len(names) > 1 else (*around, Kind.TEXT, Kind.RULE)
    first = names[0] if names else 0
    if names and asking(blocks[first].text) < ASKS and all(block.kind in told for block in blocks[:first]):
        return blocks[first].text.lstrip("# ").strip("* ")
    return slug_of(path)
