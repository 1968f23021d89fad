"""A deck does not ask the same twice."""

from __future__ import annotations

import pytest

from bot.decks.review import asked_twice
from tests.decks.review.decks import filed

SKEW = "Two transactions read the same rows, and each writes another one of them."
SKEW_TOO = "Each of two transactions writes another of the rows that both have read before."
LEASE = "A lock that ends by itself when its holder is gone."

PAIRS = {
    "another form of asking": ("What is write skew?", SKEW, "What does write skew mean?", SKEW_TOO, True),
    "turned round": (
        "Why do long leases slow a failover down?", LEASE,
        "How does a long lease make failover slow?", "The lock of a holder that is gone still has to end.", True,
    ),
    "nearly the same answer": (
        "How can a lock outlive its holder?", LEASE, "What ends the lock of a dead holder?", LEASE, True,
    ),
    "in Russian": (
        "Зачем нужна аренда блокировки?", "Блокировка снимается сама, когда её владелец пропал.",
        "Для чего блокировке нужна аренда?", "Если владелец пропал, блокировка снимается сама.", True,
    ),
    "another question about it": (
        "What is write skew?", SKEW, "Which isolation level prevents write skew?", "Serialisable alone.", False,
    ),
    "the opposite": ("When does a lease end?", LEASE, "When does a lease not end?", LEASE, False),
    "another number": ("What does HTTP 301 say?", "It moved.", "What does HTTP 302 say?", "It moved for now.", False),
}  # fmt: skip


@pytest.mark.parametrize(("first", "answer", "second", "other", "same"), PAIRS.values(), ids=PAIRS.keys())
def test_questions(first: str, answer: str, second: str, other: str, same: bool) -> None:
    """The later card is noted with the line of the earlier one, where question and answer have enough in common."""
    notes = list(asked_twice(filed(f"## {first}\n{answer}\n\n## {second}\n{other}\n")))
    assert [(note.line, note.found) for note in notes] == ([(4, second)] if same else [])
    assert all(note.expected == f"something else than line 1: {first}" for note in notes)


def test_siblings_may_be_alike() -> None:
    """Cards of one concept are never asked on one day."""
    sibling = "<!-- id: {} concept: write-skew -->"
    text = f"## What is write skew?\n{sibling.format('a')}\n{SKEW}\n\n## What does write skew mean?\n"
    assert list(asked_twice(filed(f"{text}{sibling.format('b')}\n{SKEW_TOO}\n"))) == []
