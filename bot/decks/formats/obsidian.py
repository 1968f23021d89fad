"""Obsidian decks whose cards are parted by a `?` line, tidy or damaged by conversion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.decks.formats import own_obsidian
from bot.decks.formats.blocks import Block, Kind, blocks_of
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.jokes import is_no_answer, is_no_question
from bot.decks.formats.questions import ASKS, asking
from bot.decks.formats.roles import DAMAGED, Role, layout_of, refined, roles_of
from bot.decks.latex import mend
from bot.decks.markdown import lines_of
from bot.decks.problems import Kind as Fate
from bot.decks.problems import Problem
from bot.decks.slug import slug_of
from bot.decks.tags import tag_of
from bot.domain.card import Card
from bot.domain.identity import question_key

_LEFT_OUT = {
    Role.CHAPTER: "a chapter heading, not a card",
    Role.JOKE: "it says itself that it is no question",
    Role.STRAY_MARK: "a separator without a question above it",
    Role.OUTSIDE: "text outside any card",
}
_ASIDES = {
    Kind.COMMENT: "a comment; schedules are not read",
    Kind.FRONT: "front matter; give the new deck its own",
    Kind.RULE: "a line across the page",
}
_HEADING = re.compile(r"#{1,6}[ \t]+")
_BIG_HEADING = re.compile(r"#{1,2}(?=[ \t])")
_DASHED_NUMBER = re.compile(r"^([ \t]*)[-*+][ \t]+(\d{1,3}\.)[ \t]+", re.MULTILINE)
_TRAILING_TAGS = re.compile(r"(?:[ \t]#[^\W\d_][\w/-]{0,80}){1,10}$")
_SCHEDULE = re.compile(r"<!--SR:")
_LABEL_WORDS = 3
_FEWEST_LETTERS = 3


@dataclass(slots=True)
class _Draft:
    """The blocks of a card to be."""

    question: list[Block]
    mark: Block | None = None
    answer: list[Block] = field(default_factory=list)
    tags: list[Block] = field(default_factory=list)


class ObsidianFormat:
    """Markdown with a `?` line between question and answer."""

    name = "obsidian"
    describe = "Obsidian spaced repetition: Markdown with a line of only ? between question and answer"

    def recognise(self, text: str) -> Recognition:
        """How many separators it has, and whether what stands above them can ask."""
        blocks = refined(blocks_of(lines_of(text[:ENOUGH])))
        layout = layout_of(blocks)
        sure = sum(blocks[i].text not in DAMAGED for i in layout.marks)
        worded = sum(_is_worded(blocks[i - 1]) for i in layout.marks)
        damaged = len(layout.marks) - sure
        schedules = sum(block.kind is Kind.COMMENT and bool(_SCHEDULE.match(block.text)) for block in blocks)
        # One tidy separator below words is a deck; digits and glyphs that stand alone are anything.
        share = worded / max(1, len(layout.marks))
        score = min(1.0, 0.35 + 0.2 * sure + 0.1 * damaged + 0.2 * bool(schedules)) * share if sure else 0.0
        seen = (
            (sure, "lines with only ?"),
            (damaged, "damaged separators"),
            (schedules, "schedule comments"),
        )
        return Recognition(score, tuple(f"{n} {what}" for n, what in seen if n) or ("no line with only ?",))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each question, with or without its separator; the rest left out with its reason."""
        if own := own_obsidian.read(text, path, self.name):
            return own
        blocks = refined(blocks_of(lines_of(text)))
        reading = _Reading(path)
        reading.read(blocks, roles_of(blocks, layout_of(blocks)))
        return finished(
            path, self.name, reading.cards, reading.problems, title=_title(blocks, path), tags=reading.tags,
            mend="put a line with only ? between question and answer",
        )  # fmt: skip


OBSIDIAN = ObsidianFormat()


class _Reading:
    """The cards and problems of one document as its blocks are gone through."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.cards: list[Card] = []
        self.tags: list[str] = []
        self.problems: list[Problem] = []

    def read(self, blocks: Sequence[Block], roles: Sequence[Role]) -> None:
        draft: _Draft | None = None
        for block, role in zip(blocks, roles, strict=True):
            if role is Role.QUESTION:
                self._finish(draft)
                draft = _Draft([block])
            elif role is Role.ASIDE:
                self._aside(block, draft)
            elif draft and role in (Role.REST, Role.MARK, Role.ANSWER):
                _add(draft, block, role)
            else:
                self._finish(draft)
                draft = None
                self._note(block.line, "left_out", block.text, mend=_why_left_out(block, role))
        self._finish(draft)

    def _aside(self, block: Block, draft: _Draft | None) -> None:
        if block.kind is not Kind.TAGS:
            self._note(block.line, "left_out", block.text, mend=_ASIDES[block.kind])
        elif draft and block.gap == 0:
            draft.tags.append(block)
        else:
            self.tags += _tag_names(block.text)

    def _finish(self, draft: _Draft | None) -> None:
        if draft is None:
            return
        line = draft.question[0].line
        text, tags = _split_tags(self._mended(draft.question, joint=_question_text))
        if is_no_question(text):
            whole = [*draft.question, *([draft.mark] if draft.mark else []), *draft.tags, *draft.answer]
            self._note(line, "left_out", "\n".join(block.text for block in whole), mend=_LEFT_OUT[Role.JOKE])
            return
        self._note_mark(draft)
        tags += [name for block in draft.tags for name in _tag_names(block.text)]
        self.cards.append(
            Card(question_key(text), text, self._answer(draft), tags=tuple(dict.fromkeys(tags)), line=line)
        )

    def _note_mark(self, draft: _Draft) -> None:
        if draft.mark is None:
            where = draft.answer[0].line if draft.answer else draft.question[0].line
            self._note(where, "repaired", "no separator", "?", "check that question and answer are cut here")
        elif draft.mark.text == "??":
            self._note(
                draft.mark.line, "left_out", "??", mend="the reversed card; only the forward one is made"
            )
        elif draft.mark.text != "?":
            self._note(draft.mark.line, "repaired", draft.mark.text, "?")

    def _answer(self, draft: _Draft) -> str:
        """The answer's Markdown; empty, with a note, when what stands there answers nothing."""
        line, question = draft.question[0].line, draft.question[0].text
        found = "\n\n".join(block.text for block in draft.answer)
        if reason := _no_answer(draft.answer, found):
            self._note(
                line,
                "unanswered",
                found or question,
                mend=f"{reason}; the card is not asked until it has one",
            )
            return ""
        return self._mended(draft.answer, joint=_answer_text)

    def _mended(self, blocks: Sequence[Block], *, joint: Callable[[Sequence[tuple[Block, str]]], str]) -> str:
        texts: list[tuple[Block, str]] = []
        for block in blocks:
            if block.kind is Kind.CODE:
                texts.append((block, block.text))
                continue
            mended = mend(block.text, block.line)
            for repair in mended.repairs:
                self._note(repair.line, "repaired", repair.found, repair.mended)
            for each in mended.doubts:
                self._note(each.line, "bad-formula", each.found, mend=f"{each.why}; write it anew")
            texts.append((block, self._reshaped(block, mended.text)))
        return joint(texts)

    def _reshaped(self, block: Block, text: str) -> str:
        """A list whose numbers stand behind dashes without the dashes; columns parted by tabs as a table."""
        if block.kind is Kind.TABLE and (table := _table(text.split("\n"))):
            self._note(block.line, "repaired", block.lines[0], table.split("\n", 1)[0], "a table of tabs")
            return table
        first = _DASHED_NUMBER.search(text) if block.kind is Kind.LIST else None
        if not first:
            return text
        line = block.line + text.count("\n", 0, first.start())
        self._note(line, "repaired", first[0].strip(), first[2], "numbers behind a dash are a numbered list")
        return _DASHED_NUMBER.sub(r"\1\2 ", text)

    def _note(self, line: int, kind: Fate, found: str, expected: str = "", mend: str = "") -> None:
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))


def _why_left_out(block: Block, role: Role) -> str:
    if role is Role.OUTSIDE and "::" in block.text:
        return "text outside any card; the one-line form with :: is not read"
    return _LEFT_OUT.get(role, _LEFT_OUT[Role.OUTSIDE])


def _is_worded(block: Block) -> bool:
    """Whether what stands above a separator has words."""
    return sum(map(str.isalpha, block.text)) >= _FEWEST_LETTERS


def _add(draft: _Draft, block: Block, role: Role) -> None:
    if role is Role.MARK:
        draft.mark = block
    else:
        (draft.question if role is Role.REST else draft.answer).append(block)


def _question_text(texts: Sequence[tuple[Block, str]]) -> str:
    """A question as Markdown: its first line without heading marks or a list's dash, what it shows below
    it."""
    block, first = texts[0]
    dress = _HEADING.match(first) or (re.match(r"[-*+][ \t]+", first) if block.kind is Kind.LIST else None)
    head = first[dress.end() :] if dress else first
    return "\n\n".join([head.strip().rstrip("#").strip() or head.strip(), *(text for _, text in texts[1:])])


def _answer_text(texts: Sequence[tuple[Block, str]]) -> str:
    """An answer as Markdown: its blocks as far apart as they were, no heading as large as a question's."""
    return "".join(_spaced(texts)).strip()


def _spaced(texts: Sequence[tuple[Block, str]]) -> Iterator[str]:
    before = Kind.TEXT
    for block, text in texts:
        # A list right below its paragraph reads well; a formula or a heading needs room on GitHub.
        near = block.gap == 0 and {before, block.kind} <= {Kind.TEXT, Kind.LIST, Kind.MATHS}
        yield "\n" if near else "\n\n"
        yield _BIG_HEADING.sub("###", text, count=1) if block.kind is Kind.HEADING else text
        before = block.kind


def _table(lines: Sequence[str]) -> str:
    """Rows of tabs as a Markdown table; empty when they are not all of one width."""
    rows = [line.strip().split("\t") for line in lines]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return ""
    written = ["| " + " | ".join(cell.strip().replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([written[0], "|" + " --- |" * len(rows[0]), *written[1:]])


def _no_answer(blocks: Sequence[Block], text: str) -> str:
    """Why what stands below a question answers nothing, empty when it may."""
    if not text.strip():
        return "nothing stands below it, perhaps a lost picture"
    if is_no_answer(text):
        return "what stands below it is no answer"
    return "only labels of a lost picture stand below it" if _are_labels(blocks) else ""


def _are_labels(blocks: Sequence[Block]) -> bool:
    """Whether blocks are what is left of a drawing: a few words each, with the room of lost pictures
    between."""
    torn = any(block.hollow or block.gap >= _LABEL_WORDS for block in blocks[1:])
    return len(blocks) >= 2 and torn and all(_is_label(block) for block in blocks)


def _is_label(block: Block) -> bool:
    words = block.text.strip("#* ").split()
    plain = block.kind in (Kind.TEXT, Kind.HEADING) and "\n" not in block.text and "$" not in block.text
    return plain and len(words) <= _LABEL_WORDS and not block.text.rstrip("* ").endswith((".", ":", ";", ","))


def _split_tags(text: str) -> tuple[str, list[str]]:
    """A question without the hashtags at the end of its first line, and these."""
    head, below, rest = text.partition("\n")
    found = _TRAILING_TAGS.search(head)
    if not found:
        return text, []
    return head[: found.start()].rstrip() + below + rest, _tag_names(found[0])


def _tag_names(text: str) -> list[str]:
    return [name for word in text.split() if (name := tag_of(word))]


def _title(blocks: Sequence[Block], path: str) -> str:
    """The first heading of the first level, if it stands above everything else."""
    for block in blocks:
        if block.text.startswith("# ") and block.kind is Kind.HEADING and asking(block.text) < ASKS:
            return block.text.lstrip("# ").strip("* ")
        if block.kind not in (Kind.FRONT, Kind.TAGS, Kind.COMMENT):
            break
    return slug_of(path)
