"""A card while its lines are being gathered, and what is wrong with it when they are all there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.decks import memory_comment, oneline
from bot.decks.identity import EXPECTED, words_of
from bot.decks.markdown import bare, trimmed
from bot.decks.maths import Checker
from bot.decks.problems import Kind, Problem
from bot.decks.tags import merged
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key
from bot.domain.memory import Memory

LONG_QUESTION, LONGEST_QUESTION = 300, 1000  # Telegram: a poll's question is 1-300 characters

Located = tuple[int, str]  # a line of the file, and its text


@dataclass(slots=True)
class Option:
    """A choice while its lines are being gathered; `reasons` come from a line that begins with a dash."""

    line: int
    right: bool
    texts: list[str]
    reasons: list[str] = field(default_factory=list)

    def go_on(self, text: str) -> None:
        """Take one more line of the same choice."""
        reason = oneline.reason_of(text)
        if self.reasons:
            self.reasons.append(bare(text))
        elif reason is not None:
            self.reasons.append(reason)
        else:
            self.texts.append(bare(text))

    def choice(self) -> Choice:
        """The choice its lines make."""
        text, reason = oneline.choice_read(oneline.read(" ".join(self.texts)), right=self.right)
        later = bare(oneline.read(" ".join(self.reasons)))
        return Choice(text, self.right, " — ".join(filter(None, (reason, later))))


@dataclass(slots=True)
class Draft:
    """The lines of one card, sorted by what they are."""

    path: str
    line: int
    question: str
    names: dict[str, str] = field(default_factory=dict)
    answer: list[Located] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    callouts: dict[str, list[Located]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    memory: Memory | None = None

    def wrong(self, line: int, kind: Kind, found: str, expected: str = "", mend: str = "") -> None:
        """Note one thing about a line."""
        self.problems.append(Problem(self.path, line, kind, found, expected, mend))

    def identify(self, line: int, comment: str) -> None:
        """Take what an author says of the card, or a memory, from a comment; the first of each counts."""
        if memory_comment.is_memory(comment):
            self._remember(line, comment)
            return
        for word in words_of(comment):
            if not word.sound:
                found = f"{word.key}: {word.value}" if word.key else word.value
                expected = (
                    f"id: and concept: with {EXPECTED}; likes: with a number, difficulty: with 1, 2 or 3"
                )
                self.wrong(line, "bad-id", found, expected, "write <!-- id: dropout concept: dropout -->")
            elif word.key in self.names:
                mend = f"delete one; {self.names[word.key]} is used"
                self.wrong(line, "second-id", f"{word.key}: {word.value}", f"one {word.key} a card", mend)
            else:
                self.names[word.key] = word.value

    def _remember(self, line: int, comment: str) -> None:
        memory = memory_comment.read(comment)
        if memory and not self.memory:
            self.memory = memory
        else:
            why = "a second memory" if memory else "a memory that cannot be"
            self.wrong(line, "left_out", comment, mend=f"{why}; delete the comment")

    def card(self, deck_tags: Sequence[str], checker: Checker) -> Card:
        """The card its lines make; what is wrong with it is in `problems` afterwards."""
        self._judge_question()
        choices = self._choices()
        answer = trimmed([text for _, text in self.answer]) or answer_of(choices)
        if not answer and self.question:
            self.wrong(
                self.line, "answer-missing", self.question, "an answer or choices below the question",
                "write the answer; until then the card is kept but never asked",
            )  # fmt: skip
        self._judge_formulas(checker)
        return Card(
            key=self.names.get("id") or question_key(self.question),
            question=self.question,
            answer=answer,
            choices=choices if len(choices) > 1 and any(choice.right for choice in choices) else (),
            tags=merged(self.tags, deck_tags),
            hint=self._callout("tip"),
            explanation=self._callout("note"),
            concept=self.names.get("concept", ""),
            likes=self._number("likes"),
            difficulty=self._number("difficulty"),
            line=self.line,
        )

    def _number(self, word: str) -> int | None:
        return int(self.names[word]) if word in self.names else None

    def _callout(self, kind: str) -> str:
        lines = self.callouts.get(kind)
        return trimmed([text for _, text in lines]) if lines else ""

    def _judge_question(self) -> None:
        length = len(self.question)
        found = f"{length} characters"
        if length > LONGEST_QUESTION:
            mend = "shorten the question and move the rest into the answer"
            self.wrong(self.line, "question-too-long", found, f"at most {LONGEST_QUESTION}", mend)
        elif length > LONG_QUESTION:
            mend = "a quiz poll cannot hold it; it is asked as a message instead"
            self.wrong(self.line, "question-long", found, f"at most {LONG_QUESTION}", mend)

    def _choices(self) -> tuple[Choice, ...]:
        """The choices that say something, each once."""
        kept = list(self._different_choices())
        if not self.options:
            return ()
        first = self.options[0].line
        if len(kept) < 2:
            mend = "add another choice, or make it a plain list"
            self.wrong(first, "too-few-choices", _told(kept), "two choices or more", mend)
        if not any(choice.right for choice in kept):
            mend = "mark the right choice with - [x]"
            self.wrong(first, "choice-without-right", _told(kept), "a right choice", mend)
        return tuple(kept)

    def _different_choices(self) -> Iterator[Choice]:
        seen: dict[str, int] = {}
        for option in self.options:
            choice = option.choice()
            text = choice.text
            known = seen.setdefault(" ".join(text.casefold().split()), option.line)
            if not text:
                mend = "write the choice behind its box, or delete the line"
                self.wrong(option.line, "empty-choice", "an empty choice", "text", mend)
            elif known != option.line:
                mend = "delete or change one of the two"
                self.wrong(option.line, "same-choices", text, f"a choice unlike that of line {known}", mend)
            else:
                yield choice

    def _judge_formulas(self, checker: Checker) -> None:
        for lines in self._fields():
            for flaw in checker.flaws([text for _, text in lines]):
                line, text = lines[flaw.line]
                if flaw.unclosed:
                    mend = r"close the formula, or write \$ for a dollar"
                    self.wrong(line, "unclosed-maths", text, "a second $$", mend)
                else:
                    mend = "mend the LaTeX; of the environments, use align, cases or a matrix"
                    self.wrong(
                        line,
                        "bad-formula",
                        flaw.latex,
                        f"LaTeX that rich messages can show: {flaw.reason}",
                        mend,
                    )

    def _fields(self) -> Iterator[Sequence[Located]]:
        """Each text of the card by itself, with the lines it stands on."""
        yield [(self.line, self.question)]
        yield self.answer
        yield from self.callouts.values()
        for option in self.options:
            yield from ([(option.line, text)] for text in (*option.texts, *option.reasons))


def _told(choices: Sequence[Choice]) -> str:
    """All that stands behind the boxes, as a card with too few choices has none."""
    return "; ".join(f"{each.text} — {each.reason}" if each.reason else each.text for each in choices) or "0"


def answer_of(choices: Sequence[Choice]) -> str:
    """The answer of a card that has none but its right choices."""
    right = [choice.text for choice in choices if choice.right]
    return right[0] if len(right) == 1 else "\n".join(f"- {text}" for text in right)
