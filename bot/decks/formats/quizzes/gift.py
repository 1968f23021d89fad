r"""Moodle's GIFT: a question, and behind it in braces its answers, `=right ~wrong #feedback`.

Source: https://docs.moodle.org/en/GIFT_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.decks.formats.imported import ENOUGH, MOST_CARDS, Imported, Recognition, finished, too_many
from bot.decks.formats.quizzes.gift_answers import Answers, answers_of, is_truth, told_in
from bot.decks.formats.quizzes.gift_blocks import Block, blocks_of
from bot.decks.formats.quizzes.options import is_quiz
from bot.decks.formats.tables.cells import unread
from bot.decks.markdown import EDGES, lines_of
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged, tag_of
from bot.domain.card import Card
from bot.domain.identity import question_key

GAP = "_____"
"""What stands for a missing word, as Moodle shows it."""

_ANSWERS = re.compile(r"(?<!\\)\{\s*(?:[=~](?!\})|#\s*[=\d-]|(?:T|TRUE|F|FALSE)\s*[#}])")
_TITLES = re.compile(r"^[ \t]*::(?:[^:\n]|\\:|:(?!:))+::", re.MULTILINE)
_CATEGORY = re.compile(r"^[ \t]*\$CATEGORY:", re.MULTILINE)
_TITLE = re.compile(r"\s*::((?:\\.|[^:\\]|:(?!:))*)::", re.DOTALL)
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_TAG = re.compile(r"\[tag:([^\[\]]*)\]")
_CLOSING = ".,;:?!)。，？！"
_NO_TOPIC = frozenset({"$course$", "$module$", "$system$", "$cat1$", "top", ""})
_UNANSWERED = {
    "": "it has no answer, as an essay; the card is not asked until it has one",
    "right": "no option is marked as right with =; mark one, the card is not asked until then",
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question as it is written: around its braces, and inside them."""

    title: str
    before: str
    inside: str
    after: str


class GiftFormat:
    """Moodle's text format for quizzes."""

    name = "gift"
    describe = "Moodle GIFT: questions with their answers in braces, {=right ~wrong #feedback}"

    def recognise(self, text: str) -> Recognition:
        """How many braces hold answers, and whether there are titles and categories."""
        looked = text[:ENOUGH]
        if looked.lstrip(EDGES).startswith(("[{", "{")):
            return Recognition(0.0, ("it begins with a brace",))
        answers = sum(1 for _ in _ANSWERS.finditer(looked))
        titles, categories = (sum(1 for _ in each.finditer(looked)) for each in (_TITLES, _CATEGORY))
        score = min(1.0, 0.6 + 0.1 * answers + 0.2 * bool(titles or categories)) if answers else 0.0
        score = score or (0.5 if titles and categories else 0.2 if titles else 0.0)
        seen = ((answers, "answers in braces"), (titles, "titles between ::"), (categories, "categories"))
        return Recognition(score, tuple(f"{n} {what}" for n, what in seen if n) or ("no answers in braces",))

    def parse(self, text: str, path: str) -> Imported:
        """One card for each question, with its options where it has some."""
        blocks: list[Block] = []
        texts = 0
        for block in blocks_of(lines_of(text)):  # counted before any is read, which takes many times as long
            texts += bool(block.text.strip(EDGES))
            if texts > MOST_CARDS:
                raise too_many(path, block.line)
            blocks.append(block)
        reading = _Reading(path)
        for block in blocks:
            reading.take(block)
        return finished(
            path, self.name, reading.cards, [*reading.problems, *reading.asides()],
            mend="write a question, and its answers behind it: {=right ~wrong}",
        )  # fmt: skip


GIFT = GiftFormat()


class _Reading:
    """The cards and problems of one file as its blocks are gone through."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.cards: list[Card] = []
        self.problems: list[Problem] = []
        self._tags: tuple[str, ...] = ()
        self._comments: list[tuple[int, str]] = []
        self._titles: list[tuple[int, str]] = []

    def take(self, block: Block) -> None:
        self._comments += block.comments
        if block.category:
            self._tags = _topics(block.category.partition(":")[2])
            self._note(block.line, "left_out", block.category, "the category: a tag of the cards below it")
        elif block.text.strip(EDGES):
            self._question(block)

    def asides(self) -> Iterator[Problem]:
        """The comments and the titles of the whole file, a note for each."""
        for found, mend in (
            (self._comments, "comments"),
            (self._titles, "titles of questions, which cards do not have"),
        ):
            if found:
                told = "\n".join(text for _, text in found)
                yield Problem(self.path, found[0][0], "left_out", told, mend=mend)

    def _question(self, block: Block) -> None:
        parts = _parts(block.text)
        if isinstance(parts, str):
            self._note(block.line, "left_out", block.text, parts)
            return
        answers = answers_of(parts.inside)
        question = _question_text(parts)
        if not question:
            self._note(block.line, "left_out", block.text, "there is no question before its answers")
            return
        if parts.title and parts.title not in question:
            self._titles.append((block.line, parts.title))
        if hidden := unread(block.text):
            self._note(block.line, "left_out", hidden, "a comment or a script inside a question")
        own = [tag for _, text in block.comments for each in _TAG.findall(text) if (tag := tag_of(each))]
        self._card(block.line, question, answers, merged(own, self._tags))

    def _card(self, line: int, question: str, answers: Answers, tags: tuple[str, ...]) -> None:
        quiz = is_quiz(answers.choices)
        if answers.choices and not quiz:
            question += "\n\n" + "\n".join(f"- {choice.text}" for choice in answers.choices)
        explanation = answers.explanation
        if not quiz:
            explanation = "\n\n".join(
                [explanation, *(each.reason for each in answers.choices if each.reason)]
            )
        card = Card(
            question_key(question), question, answers.text, answers.choices if quiz else (), tags,
            explanation=explanation.strip(EDGES), line=line,
        )  # fmt: skip
        if not card.answer:
            self._note(line, "unanswered", question, _UNANSWERED["right" if answers.choices else ""])
        self.cards.append(card)

    def _note(self, line: int, kind: Kind, found: str, mend: str) -> None:
        self.problems.append(Problem(self.path, line, kind, found, mend=mend))


def _parts(text: str) -> _Parts | str:
    """The parts of a question; why it is none where it is not."""
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    braces = [found.start() for found in _BRACE.finditer(body) if found[1]]
    marks = "".join(body[at] for at in braces)
    if not marks:
        return "a text without answers in braces, which asks nothing"
    if marks != "{}":
        return "its braces do not pair; there has to be one { and one }, any other as \\{ or \\}"
    opens, closes = braces
    name = told_in(title[1]) if title else ""
    return _Parts(name, body[:opens], body[opens + 1 : closes], body[closes + 1 :])


def _unbroken(parts: _Parts) -> _Parts:
    """The parts with the paragraph that the answers stand in ended before them, where they cut it."""
    if (
        parts.before.lower().count("<p") <= parts.before.lower().count("</p")
        or "</p>" not in parts.after.lower()
    ):
        return parts
    behind = re.sub("</p>", "", parts.after, count=1, flags=re.IGNORECASE)
    return replace(parts, before=f"{parts.before.rstrip()}</p>", after=behind)


def _question_text(parts: _Parts) -> str:
    """The question without its braces; where text goes on behind them, a gap stands for the missing word."""
    if "<" in parts.before and parts.after.strip():
        parts = _unbroken(parts)
    before, after = map(told_in, (parts.before, parts.after))
    if not after:
        return before or parts.title
    if is_truth(parts.inside):
        return f"{before}{'' if after[0] in _CLOSING else ' '}{after}".strip(EDGES)
    return f"{before} {GAP}{'' if after[0] in _CLOSING else ' '}{after}".strip(EDGES)


def _topics(path: str) -> tuple[str, ...]:
    """The tags of a category: its path without what every course has."""
    names: Sequence[str] = re.split(r"(?<!/)/(?!/)", path.strip())
    return tuple(tag for name in names if name.strip().casefold() not in _NO_TOPIC and (tag := tag_of(name)))
