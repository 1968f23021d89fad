"""What became of a file that was imported, as rows to show: one for each card and each thing that
happened to the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.decks.formats.imported import Imported
from bot.decks.problems import Problem
from bot.decks.tags import merged
from bot.domain.card import Card

Fate = Literal["kept", "repaired", "unanswered", "duplicate", "left_out", "doubtful"]

_REMARKED: dict[str, Fate] = {
    "repaired": "repaired",
    "unanswered": "unanswered",
    "duplicate": "duplicate",
    "left_out": "left_out",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report: where, what became of it, what stood there, and what there is to know; each
    on one line."""

    line: int
    fate: Fate
    text: str
    detail: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row of a table: line, fate, text, detail, each as text; the whole file has no line."""
        return str(self.line or ""), self.fate.replace("_", " "), self.text, self.detail


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: `kept` has a row a card, `happened` one a problem; both by line."""

    format: str
    language: str
    kept: tuple[Row, ...]
    happened: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Everything by line, a card before what happened to it."""
        return tuple(sorted((*self.kept, *self.happened), key=lambda row: (row.line, row.fate != "kept")))

    def of(self, fate: Fate) -> tuple[Row, ...]:
        """The rows of one fate."""
        return tuple(row for row in (*self.kept, *self.happened) if row.fate == fate)


def report(imported: Imported, *, width: int = 100) -> Report:
    """The report on an import; texts longer than `width` characters are cut with `…`.

    A card that is never asked because it has no answer is among the kept ones, too. What an author has to
    look at, such as a formula with no certain repair, is `doubtful`.
    """
    return Report(
        imported.format,
        imported.deck.language,
        tuple(_card_row(card, width) for card in imported.deck.cards),
        tuple(_problem_row(problem, width) for problem in imported.problems),
    )


def summary(imported: Imported) -> str:
    """How many of everything, in a line: `13 kept, 2 repaired, 1 duplicate, 4 left out`."""
    counts = imported.counts
    return ", ".join(
        f"{count} {fate.replace('_', ' ')}" for fate, count in counts.items() if count or fate == "kept"
    )


def as_json(imported: Imported, path: str) -> dict[str, Any]:
    """All of an import as one object: `format`, `language`, `counts`, every card and every problem, nothing cut.

    The tags of the deck stand behind each card's own, as everywhere.
    """
    return {
        "path": path,
        "format": imported.format,
        "language": imported.deck.language,
        "title": imported.deck.title,
        "counts": dict(imported.counts),
        "cards": [_card_object(card, imported.deck.tags) for card in imported.deck.cards],
        "problems": [_problem_object(problem) for problem in imported.problems],
    }


def _card_object(card: Card, tags: Sequence[str]) -> dict[str, Any]:
    return {
        "question": card.question,
        "answer": card.answer,
        "choices": [{"text": each.text, "right": each.right, "reason": each.reason} for each in card.choices],
        "tags": list(merged(card.tags, tags)),
        "reactions": card.likes,
        "line": card.line,
        "unanswered": not card.answer,
        "hint": card.hint,
        "explanation": card.explanation,
    }


def _problem_object(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "kind": problem.kind,
        "found": problem.found,
        "expected": problem.expected,
        "mend": problem.mend,
    }


def _card_row(card: Card, width: int) -> Row:
    facts = [
        " ".join(f"#{tag}" for tag in card.tags),
        f"{card.likes} likes" if card.likes is not None else "",
    ]
    return Row(card.line, "kept", _cut(card.question, width), ", ".join(fact for fact in facts if fact))


def _problem_row(problem: Problem, width: int) -> Row:
    facts = [f"→ {_cut(problem.expected, width)}" if problem.expected else "", problem.mend]
    detail = "; ".join(fact for fact in facts if fact)
    return Row(problem.line, _REMARKED.get(problem.kind, "doubtful"), _cut(problem.found, width), detail)


def _cut(text: str, width: int) -> str:
    line = " ".join(text[: 8 * width].split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"
