"""What is wrong with a deck, or was changed on the way in: always with an address and a way to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Mistake = Literal[
    "no-cards",
    "too-large",
    "bad-front-matter",
    "unknown-key",
    "bad-title",
    "bad-language",
    "bad-tag",
    "duplicate-slug",
    "bad-heading",
    "question-missing",
    "question-too-long",
    "answer-missing",
    "text-outside",
    "bad-id",
    "second-id",
    "duplicate-id",
    "duplicate-question",
    "too-few-choices",
    "choice-without-right",
    "empty-choice",
    "same-choices",
    "second-hint",
    "second-note",
    "unclosed-front-matter",
    "unclosed-fence",
    "unclosed-comment",
    "unclosed-maths",
    "bad-formula",
    "missing-picture",
    "unreadable",
    "bad-glossary",
    "other-term",
]
"""What an author has to mend in a native deck: an error."""

Remark = Literal[
    "repaired",
    "unanswered",
    "duplicate",
    "left_out",
    "question-long",
    "unchecked",
    "undrawn",
    "right-longest",
    "right-repeats",
    "answer-long",
    "same-question",
    "concept-missing",
    "concept-differs",
]
"""What happened to a card on its way in, and what an author may want to know: a note.

The first four are the kinds of an import's report; `left_out` names text that became no card.
"""

Kind = Literal[Mistake, Remark]
Severity = Literal["error", "note"]

_REMARKS: frozenset[str] = frozenset(get_args(Remark))
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know about one line of one file.

    `line` is 1-based, 0 when the whole file is meant. `found` is the text as it stands there, `expected` what should
    have stood there (for `repaired`: what was put there; for `duplicate`: the card that is already known), `mend` what
    a person does about it; each may be empty where it would say nothing.
    """

    path: str
    line: int
    kind: Kind
    found: str
    expected: str = ""
    mend: str = ""

    @property
    def severity(self) -> Severity:
        """Whether `quizbot check` fails on it (`error`), or only says so (`note`)."""
        return "note" if self.kind in _REMARKS else "error"

    @property
    def address(self) -> str:
        """Where to look: `cards/x.md:14`."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def __str__(self) -> str:
        """One line for a terminal: address, kind, what was found, what was expected, what to do."""
        # What cannot be read has no text to show: `found` then says why.
        shown = _shown(self.found) if self.kind == "unreadable" else f"found {_shown(self.found)}"
        facts = (shown if self.found else "", _expectation(self), self.mend)
        return f"{self.address}: {self.kind}: " + "; ".join(fact for fact in facts if fact)


def _expectation(problem: Problem) -> str:
    if not problem.expected:
        return ""
    verb = "now" if problem.kind == "repaired" else "expected"
    return f"{verb} {_shown(problem.expected, 3 * _SHOWN)}"


def _shown(text: str, most: int = _SHOWN) -> str:
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
