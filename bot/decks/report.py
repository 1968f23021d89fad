"""What became of a file that was imported, as rows to show: one for each card and each thing that
happened to the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.decks.formats.imported import Imported
from bot.decks.problems import Problem
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


def rows(imported: Imported, *, width: int = 100) -> Iterator[tuple[str, str, str, str]]:
    """The report as rows of a table, by line: line, fate, text, detail, each as text."""
    for row in report(imported, width=width).rows:
        yield str(row.line or ""), row.fate.replace("_", " "), row.text, row.detail


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
