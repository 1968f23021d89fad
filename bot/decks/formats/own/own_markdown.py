"""Our own Markdown, as it comes back from somebody who took a deck away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bot.decks import native
from bot.decks.formats.imported import ENOUGH, Imported, Recognition, finished
from bot.decks.formats.questions import ASKS, asking
from bot.decks.front import read_front
from bot.decks.identity import words_of
from bot.decks.markdown import bare, lines_of, regions
from bot.decks.marks import kind_of, uncommented
from bot.decks.memory_comment import is_memory
from bot.decks.problems import Problem
from bot.domain.card import Card

_HEADING = re.compile(r"#{1,6}[ \t]")
_PROMISING = 0.4  # a text with questions of ours and nothing else of ours


class NativeFormat:
    """Markdown in which every `##` heading is a question, as docs/decks.md tells."""

    name = "native"
    describe = "our own Markdown: ## questions, with front matter, <!-- id: … --> comments or - [x] choices"

    def recognise(self, text: str) -> Recognition:
        """How many `##` headings ask, and whether anything else stands there that only our decks have."""
        lines = lines_of(text[:ENOUGH])
        front = read_front(lines, "")
        body = lines[front.body :]
        open_lines = [
            line
            for line, shield in zip(body, regions(body).shields, strict=True)
            if not shield and bare(line)
        ]
        headings = [line for line in open_lines if _HEADING.match(line)]
        questions = [line for line in headings if line.startswith("## ")]
        asked = sum(asking(line) >= ASKS for line in questions)
        told = front.body > 1 and not front.problems
        signs = sum(map(_is_ours, open_lines))
        seen = [f"{len(questions)} ## headings"] if questions else ["no ## heading"]
        seen += ["front matter"] if told and questions else []
        seen += [f"{signs} ids, choices or callouts"] if signs else []
        if not questions or len(headings) > 2 * len(questions):
            return Recognition(0.0, tuple(seen))
        score = (
            0.6 + 0.2 * told + 0.15 * (signs > 0) if told or signs else _PROMISING * asked / len(questions)
        )
        return Recognition(score, tuple(seen))

    def parse(self, text: str, path: str) -> Imported:
        """The deck as the bot would load it, with the memories in its comments; every mistake is told."""
        mend = "write a line such as ## What is dropout?"
        if "##" not in text:
            return finished(path, self.name, (), (), mend=mend)
        parsed = native.parse(text, path)
        cards = [card for card in (*parsed.deck.cards, *parsed.dropped) if card.question.strip()]
        problems = chain(_told(parsed, path), _passed_over(parsed, text, path))
        in_order = sorted(cards, key=lambda card: card.line)
        imported = finished(path, self.name, in_order, problems, mend=mend)
        deck = replace(parsed.deck, cards=imported.deck.cards)
        return replace(imported, deck=deck, histories=parsed.histories)


NATIVE = NativeFormat()


def _is_ours(line: str) -> bool:
    if kind_of(line) in {"choice", "tip", "note"}:
        return True
    comments = uncommented(line).comments
    return any(is_memory(comment) or any(words_of(comment)) for comment in comments)


def _told(parsed: native.Parsed, path: str) -> Iterator[Problem]:
    """Mistakes as an import tells them; a question that repeats another is told by `finished`, with all its text."""
    for problem in parsed.problems:
        if problem.kind == "answer-missing":
            yield replace(problem, kind="unanswered")
        elif problem.kind not in {"duplicate-question", "no-cards"}:
            yield problem if problem.line else replace(problem, line=1)
    for card in (*parsed.deck.cards, *parsed.dropped):
        if not card.question.strip():
            yield Problem(path, card.line, "left_out", _whole(card), mend="no question stands above it")


def _passed_over(parsed: native.Parsed, text: str, path: str) -> Iterator[Problem]:
    lines = lines_of(text)
    front = read_front(lines, path)
    if front.problems:
        found = "\n".join(lines[: front.body])
        yield Problem(path, 1, "left_out", found, mend="front matter with a mistake; see there")
    if front.matter.title and (title := next(_titles(lines[front.body :]), "")):
        yield Problem(path, 1, "left_out", title, mend="the title in the front matter is used")
    for line, found in _runs(parsed.passed_over):
        yield Problem(path, line, "left_out", found, mend="text outside any card, or a remark among authors")


def _titles(lines: Sequence[str]) -> Iterator[str]:
    return (line for line in lines if line.startswith("# "))


def _runs(passed_over: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Neighbouring lines as one text."""
    first, last, texts = 0, 0, list[str]()
    for line, text in passed_over:
        if texts and line > last + 1:
            yield first, "\n".join(texts)
            texts = []
        first = line if not texts else first
        last = line
        texts.append(text)
    if texts:
        yield first, "\n".join(texts)


def _whole(card: Card) -> str:
    choices = [f"{each.text} {each.reason}" for each in card.choices]
    tags = " ".join(f"#{tag}" for tag in card.tags)
    return "\n".join(filter(None, (card.answer, *choices, card.hint, card.explanation, tags))) or "##"
