"""Which cards of a deck ask the same."""

from __future__ import annotations

import pytest

from bot.decks.duplicates import distinct
from bot.domain.card import Card
from bot.domain.identity import question_key


def card(question: str, answer: str, line: int) -> Card:
    return Card(question_key(question), question, answer, line=line)


def test_the_same_question_is_kept_once_with_its_answer() -> None:
    """Of cards with one key the first that has an answer stays; the note on the other has its whole text."""
    empty, full, other = (
        card("What is a lease?", "", 1),
        card("**What is a lease?**", "A lock.", 5),
        card("What is a lease", "B", 9),
    )
    kept, notes = distinct("x.md", [empty, full, other])
    assert kept == (full,)
    assert [(note.line, note.found) for note in notes] == [(1, "What is a lease?"), (9, "What is a lease\nB")]
    assert {note.expected for note in notes} == {"line 5: **What is a lease?**"}


def test_the_same_question_in_other_words_is_kept_and_noted() -> None:
    """The later card is noted with the earlier one, and how alike they are."""
    cards = (
        card("What is write skew?", "Two transactions read the same rows and write different ones.", 1),
        card("What does write skew mean?", "Transactions read the same rows, then write different ones.", 5),
    )
    kept, notes = distinct("x.md", cards)
    assert kept == cards
    assert [(note.kind, note.line, note.expected) for note in notes] == [
        ("duplicate", 5, "line 1: What is write skew?")
    ]
    assert "in other words, likeness 0." in notes[0].mend


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
    cards = (card(*first, 1), card(*second, 5))
    assert distinct("x.md", cards) == (cards, ())


def test_a_term_is_not_another_that_has_it_in_its_name() -> None:
    """Two terms one of which is the other with a word before it are two cards, however alike their answers."""
    answer = "It keeps others from changing a row, and is given back at the end of the transaction."
    cards = [Card("k1", "Lock", answer, line=1), Card("k2", "Gap lock", answer, line=2)]
    assert distinct("x", cards)[1] == ()
