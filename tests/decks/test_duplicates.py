"""Which cards of a deck ask the same."""

from __future__ import annotations

import pytest

from bot.decks.duplicates import duplicates
from bot.domain.card import Card
from bot.domain.identity import question_key


def card(question: str, answer: str, line: int) -> Card:
    return Card(question_key(question), question, answer, line=line)


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        pytest.param(
            ("What is a lease?", "A lock."),
            ("**What is a lease?**", "Other words."),
            "the same question;",
            id="dress",
        ),
        pytest.param(
            ("What is write skew?", "Two transactions read the same rows and write different ones."),
            ("What does write skew mean?", "Transactions read the same rows, then write different ones."),
            "in other words, likeness 0.",
            id="other-words",
        ),
    ],
)
def test_questions_that_ask_the_same_are_noted(
    first: tuple[str, str], second: tuple[str, str], how: str
) -> None:
    """The later card is noted with the earlier one, and how alike they are."""
    notes = list(duplicates("x.md", [card(*first, 1), card(*second, 5)]))
    assert [(note.kind, note.line, note.expected.startswith("line 1: ")) for note in notes] == [
        ("duplicate", 5, True)
    ]
    assert how in notes[0].mend


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            ("What is a row lock?", "It locks a row."),
            ("What is a page lock?", "It locks a page."),
            id="another-term",
        ),
        pytest.param(
            ("What is RAID 0?", "Stripes of disks."),
            ("What is RAID 1?", "Stripes of disks."),
            id="another-number",
        ),
        pytest.param(
            ("What is a lease?", "A lock."),
            ("What is the cost of a lease?", "Renewals over a network."),
            id="another-answer",
        ),
        pytest.param(("???", "a"), ("!!!", "a"), id="no-words"),
    ],
)
def test_questions_that_only_look_alike_are_not(first: tuple[str, str], second: tuple[str, str]) -> None:
    """One term, number or aspect more is another question."""
    assert list(duplicates("x.md", [card(*first, 1), card(*second, 5)])) == []
