"""The cards of an Obsidian note, made of its blocks when the role of each is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from bot.decks.formats.obsidian.blocks import Block, Kind
from bot.decks.formats.obsidian.card_text import answer_text, label_of, no_answer, question_text
from bot.decks.formats.obsidian.cloze import deletions_of, ordered, shown
from bot.decks.formats.obsidian.gaps import Signs
from bot.decks.formats.obsidian.jokes import is_no_question
from bot.decks.formats.obsidian.mending import Mender
from bot.decks.formats.obsidian.one_line import Pair
from bot.decks.formats.obsidian.properties import Properties
from bot.decks.formats.obsidian.roles import END, Role
from bot.decks.formats.obsidian.schedules import is_schedule, schedules_of
from bot.decks.formats.obsidian.topics import Held, Scope, roots_of, split_tags
from bot.decks.formats.siblings import both_ways, cloze_cards
from bot.decks.native import MOST_CARDS
from bot.domain.card import Card
from bot.domain.history import History
from bot.domain.identity import question_key
from bot.errors import DeckError

_LEFT_OUT = {
    Role.CHAPTER: "a chapter heading, not a card",
    Role.JOKE: "it says itself that it is no question",
    Role.STRAY_MARK: "a separator without a question above it",
    Role.OUTSIDE: "text outside any card",
}
_NUMBERS = "the numbers and marks of questions and answers"
_NO_CARD_BELOW = "tags with no card below"
_BOTH_WAYS = frozenset({"??", "- ??", "* ??", "？？", "\\?\\?"})
_SURE_MARKS = frozenset({"?", "??"})


@dataclass(slots=True)
class _Draft:
    """The blocks of a card to be: with a separator line, on one line (`pair`), or with gaps (`signs`)."""

    question: list[Block]
    mark: Block | None = None
    answer: list[Block] = field(default_factory=list)
    tags: list[Block] = field(default_factory=list)
    pair: bool = False
    both_ways: bool = False
    signs: Signs = ()
    held: Held = field(default_factory=Held)
    schedule: Block | None = None  # one that stands inside the card, and not below it

    @property
    def blocks(self) -> list[Block]:
        return [*self.question, *([self.mark] if self.mark else []), *self.tags, *self.answer]


class Notebook:
    """The cards, their histories and the problems of one note, as its blocks are gone through."""

    def __init__(
        self, path: str, pairs: Mapping[int, Pair], gaps: Mapping[int, Signs], front: Properties
    ) -> None:
        self._path = path
        self._mender = Mender(path)
        self._pairs = pairs
        self._gaps = gaps
        self._scope = Scope()
        self._roots: set[str] = set()
        self._siblings: Sequence[Card] = ()
        self._after_card = False
        self._outside: list[Block] = []
        self.problems = self._mender.problems
        self.cards: list[Card] = []
        self.histories: dict[str, History] = {}
        self._note_roots(1, front.tags)
        for line, text in front.unread:
            self._mender.note(line, "left_out", text, mend="front matter of other programs")

    def read(self, blocks: Sequence[Block], roles: Sequence[Role]) -> None:
        """Makes the cards; called once.

        Raises:
            DeckError: there are more than a deck can hold.
        """
        if len(self._pairs) > MOST_CARDS:
            raise self._too_many(max(self._pairs))
        draft: _Draft | None = None
        for i, (block, role) in enumerate(zip(blocks, roles, strict=True)):
            if role is not Role.OUTSIDE and block.kind is not Kind.RULE:
                self._note_outside()
            inside = draft and i + 1 < len(blocks) and roles[i + 1] in (Role.MARK, Role.ANSWER)
            if draft and inside and is_schedule(block):
                draft.schedule = draft.schedule or block
            elif role is Role.ASIDE:
                draft = self._aside(block, draft, blocks[i + 1] if i + 1 < len(blocks) else None)
            elif draft and role in (Role.REST, Role.MARK, Role.ANSWER, Role.CLOZE_REST):
                _add(draft, block, role)
            else:
                self._finish(draft)
                draft = self._begun(block, role, self._gaps.get(i, ()))
        self._finish(draft)
        self._note_outside()
        for block in self._scope.unused():
            self._mender.note(block.line, "left_out", block.text, mend=_NO_CARD_BELOW)
        self._mender.finish()

    def _begun(self, block: Block, role: Role, signs: Signs) -> _Draft | None:
        """The card that begins with a block, none when it is in no card."""
        self._after_card = role in (Role.PAIR, Role.QUESTION, Role.CLOZE)
        if self._after_card:
            draft = (
                _pair_draft(block, self._pairs[block.line])
                if role is Role.PAIR
                else _Draft([block], signs=signs)
            )
            draft.held = self._scope.take()
            return draft
        self._siblings = ()
        if role is Role.CHAPTER:
            self._tags_of_chapter(block)
        if role is Role.OUTSIDE:
            self._outside.append(block)
        else:
            why = _LEFT_OUT.get(role, _LEFT_OUT[Role.OUTSIDE])
            self._mender.note(block.line, "left_out", block.text, mend=why)
        return None

    def _aside(self, block: Block, draft: _Draft | None, after: Block | None) -> _Draft | None:
        """What stands between cards; the card that is still open behind it."""
        if block.kind is Kind.TAGS:
            self._tags(block, draft, after)
            return draft
        if is_schedule(block) and (draft is None or draft.mark or draft.answer or draft.signs):
            self._finish(draft)
            self._schedule(block)
            return None
        if block.kind is Kind.RULE and block.text == END and self._after_card:
            return draft
        if block.kind is Kind.RULE:
            self._outside.append(block)
        elif block.kind is not Kind.FRONT:
            self._mender.note(block.line, "left_out", block.text, mend="a comment, for the author")
        return draft

    def _tags(self, block: Block, draft: _Draft | None, after: Block | None) -> None:
        """Tags right below a card are its own; others, and the plugin's, are for the cards below."""
        words = block.text.split()
        glued = after is not None and after.gap == 0 and after.kind is not Kind.COMMENT
        whole = draft is not None and (draft.pair or bool(draft.signs))
        if draft and block.gap == 0 and not any(roots_of(words)) and not (glued and whole):
            draft.tags.append(block)
            return
        self._note_roots(block.line, words)
        for unused in self._scope.begin(block):
            self._mender.note(unused.line, "left_out", unused.text, mend=_NO_CARD_BELOW)

    def _tags_of_chapter(self, block: Block) -> None:
        """The plugin's tags in a heading are for the cards below, as on a line of their own."""
        before, _, after = split_tags(block.text)
        if any(roots_of((*before, *after))):
            self._tags(replace(block, kind=Kind.TAGS, text=" ".join((*before, *after))), None, None)

    def _note_roots(self, line: int, words: Iterable[str]) -> None:
        for root in roots_of(words):
            if root.casefold() not in self._roots:
                self._roots.add(root.casefold())
                why = "the plugin's own tag; the levels below it are kept as tags"
                self._mender.note(line, "left_out", root, mend=why)

    def _note_outside(self) -> None:
        """Neighbours are left out together."""
        if self._outside:
            text = "\n\n".join(block.text for block in self._outside)
            rules = all(block.kind is Kind.RULE for block in self._outside)
            why = "a line across the page" if rules else _LEFT_OUT[Role.OUTSIDE]
            self._mender.note(self._outside[0].line, "left_out", text, mend=why)
            self._outside.clear()

    def _finish(self, draft: _Draft | None) -> None:
        if draft is None:
            return
        joint = answer_text if draft.signs else question_text
        leading, text, trailing = split_tags(
            self._mender.mended(draft.question, joint=joint, flat=bool(draft.signs))
        )
        below = [word for block in draft.tags for word in block.text.split()]
        self._note_roots(draft.question[0].line, [*leading, *trailing])
        tags = draft.held.with_own(leading, [*trailing, *below])
        card = partial(Card, question_key(text), text, tags=tags, line=draft.question[0].line)
        if not text:  # it was nothing but HTML
            self._leave_out(draft, _LEFT_OUT[Role.OUTSIDE])
        elif is_no_question(text):
            self._leave_out(draft, _LEFT_OUT[Role.JOKE])
        elif draft.signs:
            self._keep_gaps(draft, card(""), text)
        else:
            self._note_mark(draft)
            self._keep(draft, card(self._answer(draft)))
        if draft.schedule:
            self._schedule(draft.schedule)

    def _leave_out(self, draft: _Draft, why: str) -> None:
        found = "\n".join(block.text for block in (*draft.held.lines, *draft.blocks))
        self._mender.note(draft.question[0].line, "left_out", found, mend=why)
        self._siblings = ()

    def _keep(self, draft: _Draft, card: Card) -> None:
        self._siblings = both_ways(card) if draft.both_ways and card.answer else (card,)
        self._take(self._siblings)

    def _keep_gaps(self, draft: _Draft, card: Card, text: str) -> None:
        """One card for each gap; their schedules count by the number of the gap."""
        whole, deletions = shown(text, deletions_of(text, draft.signs))
        made = tuple(cloze_cards(card, whole, deletions))
        if not made:
            self._leave_out(draft, "nothing to ask for is left between the signs of a gap")
            return
        groups = list(dict.fromkeys(each.group for each in deletions))
        self._siblings = tuple(made[groups.index(group)] for group in ordered(groups))
        self._take(made)

    def _take(self, cards: Sequence[Card]) -> None:
        self.cards += cards
        if len(self.cards) > MOST_CARDS:
            raise self._too_many(cards[0].line)

    def _too_many(self, line: int) -> DeckError:
        return DeckError(self._path, f"more than {MOST_CARDS:,} cards", line=line, mend="split the file")

    def _note_mark(self, draft: _Draft) -> None:
        if draft.pair:
            return
        if draft.mark is None:
            where = draft.answer[0].line if draft.answer else draft.question[0].line
            why = "check that question and answer are cut here"
            self._mender.note(where, "repaired", "no separator", "?", why)
        elif draft.mark.text not in _SURE_MARKS:
            mark = "??" if draft.both_ways else "?"
            self._mender.note(draft.mark.line, "repaired", draft.mark.text, mark)

    def _answer(self, draft: _Draft) -> str:
        """The answer's Markdown; empty, with a note, when what stands there answers nothing."""
        line, question = draft.question[0].line, draft.question[0].text
        found = "\n\n".join(block.text for block in draft.answer)
        if reason := no_answer(draft.answer, found):
            why = f"{reason}; the card is not asked until it has one"
            self._mender.note(line, "unanswered", found or question, mend=why)
            return ""
        answer = self._mender.mended(draft.answer, joint=answer_text)
        if label := label_of(answer):
            self._mender.note(draft.answer[0].line, "left_out", label, mend=_NUMBERS)
        answer = answer.removeprefix(label).lstrip("\n")
        if not answer:
            why = f"{no_answer((), '')}; the card is not asked until it has one"
            self._mender.note(line, "unanswered", found, mend=why)
        return answer

    def _schedule(self, block: Block) -> None:
        """The schedules below a card are those of its siblings, in order."""
        siblings, self._siblings = self._siblings, ()
        try:
            schedules = schedules_of(block.text)
        except ValueError as e:
            self._mender.note(block.line, "left_out", block.text, mend=f"a schedule that cannot be read: {e}")
            return
        known = [card.key for card in siblings if card.key in self.histories]
        if len(schedules) > len(siblings) or known:
            why = (
                "schedules of more cards than stand above" if not known else "the card has a schedule already"
            )
            self._mender.note(block.line, "left_out", block.text, mend=why)
        for card, schedule in zip(siblings, schedules, strict=False):
            if schedule:
                self.histories.setdefault(card.key, History(card.key, memory=schedule))


def _pair_draft(block: Block, pair: Pair) -> _Draft:
    """A card on one line; what is set in deeper below it goes on with the answer."""
    answer = "\n".join([pair.answer, *block.lines[1:]])
    question = Block(Kind.TEXT, block.line, pair.question)
    return _Draft(
        [question], answer=[Block(Kind.TEXT, block.line, answer)], pair=True, both_ways=pair.both_ways
    )


def _add(draft: _Draft, block: Block, role: Role) -> None:
    if role is Role.MARK:
        draft.mark = block
        draft.both_ways = block.text in _BOTH_WAYS
    else:
        (draft.question if role in (Role.REST, Role.CLOZE_REST) else draft.answer).append(block)
