"""A quiz must not be known by its look."""

from __future__ import annotations

import pytest

from bot.decks.review import given_away
from bot.render.markdown import plain
from tests.decks.review.decks import filed, quiz

THINGS = ("a lease", "a latch", "a page", "a plan", "a view", "a shard", "a cursor", "a journal", "a trigger")
SHORT, EVEN, LONG = "It waits.", "It is kept.", "It is kept until the last of its readers is gone."
FORMULA = r"$\mathrm{k}+\mathrm{n}$"  # long only as it is written


def told(*cards: str) -> list[tuple[str, str, str]]:
    return [(note.kind, note.found, note.mend) for note in given_away(filed("\n".join(cards)), plain)]


def deck(right: str, wrong: tuple[str, ...], times: int = 8) -> list[str]:
    return [quiz(f"What becomes of {thing}?", right, wrong) for thing in THINGS[:times]]


def test_a_right_option_that_is_the_longest() -> None:
    """The note names the share, how many quizzes there are, and where to look first."""
    ((kind, found, mend),) = told(*deck(LONG, (SHORT, EVEN, "It goes.")))
    assert (kind, found) == ("right-longest", "the right option is the longest in 100% of 8 quizzes")
    assert mend == "shorten it, or say more in a wrong one: lines 1, 8, 15, 22, 29 and 3 more"


def test_a_right_option_that_repeats_the_question() -> None:
    """Whoever only compares words must not be right too often."""
    cards = [
        quiz(f"What becomes of {thing}?", f"Of {thing}, nothing.", ("Rows, all of it.", "Locks, a few.", "Logs, one."))
        for thing in THINGS
    ]  # fmt: skip
    assert [kind for kind, _, _ in told(*cards) if kind == "right-repeats"] == ["right-repeats"]


NOT_TOLD = {
    "seven quizzes": deck(LONG, (SHORT, EVEN, "It goes."), times=7),
    "three options": deck(LONG, (SHORT, EVEN)),
    "two right ones": [card.replace(f"[ ] {SHORT}", f"[x] {SHORT}") for card in deck(LONG, (SHORT, EVEN, "No."))],
    "no options": [f"## What is {thing}?\n\n{LONG}\n" for thing in THINGS],
    "all alike": deck(EVEN, ("It is read.", "It is lost.", "It is held.")),
    "long as it is written, and not as it is read": deck(FORMULA, ("two pages more", "one page and k", "all there is")),
    "in every third": [*deck(LONG, (SHORT, EVEN, "No."))[:3], *deck(SHORT, (LONG, EVEN, "No, it goes."), 9)[3:]],
}  # fmt: skip


@pytest.mark.parametrize("cards", NOT_TOLD.values(), ids=NOT_TOLD.keys())
def test_what_gives_nothing_away(cards: list[str]) -> None:
    """Few quizzes tell nothing, with fewer than four options chance is as good, and alike options are a draw."""
    assert told(*cards) == []
