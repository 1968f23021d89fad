"""What choosing options says about how well a card was known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.card import Choice
from bot.domain.vote import how_of, rating_of, valid

ONE = (Choice("a", right=True), Choice("b", right=False), Choice("c", right=False))
TWO = (Choice("a", right=True), Choice("b", right=True), Choice("c", right=False), Choice("d", right=False))
RULES = {
    "right": (ONE, [0], None, 4),
    "right at once": (ONE, [0], 2, 4),
    "right after a long while": (ONE, [0], 91, 3),
    "right after lunch": (ONE, [0], 3600, 4),
    "wrong": (ONE, [1], None, 1),
    "wrong at once": (ONE, [2], 1, 1),
    "all of several": (TWO, [1, 0], None, 4),
    "one of several": (TWO, [1], None, 2),
    "several and one too many": (TWO, [0, 1, 2], None, 2),
    "as many wrong as right": (TWO, [0, 2], None, 1),
    "everything": (TWO, [0, 1, 2, 3], None, 1),
    "none of several": (TWO, [2, 3], None, 1),
}


@pytest.mark.parametrize(("options", "chosen", "seconds", "rating"), RULES.values(), ids=RULES.keys())
def test_ratings(options: tuple[Choice, ...], chosen: list[int], seconds: int | None, rating: int) -> None:
    """Right is 4, right with an effort 3, right in part 2, all else 1."""
    assert rating_of(options, chosen, None if seconds is None else timedelta(seconds=seconds)) == rating


def test_what_can_be_chosen() -> None:
    """Nothing, and options that are not there, can be chosen by nobody."""
    assert [valid(ONE, chosen) for chosen in ([], [3], [-1], [0], [0, 2])] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_what_is_kept() -> None:
    """The log keeps the numbers in order, each once, and whether they were right."""
    how = how_of("poll", TWO, [1, 0, 1])
    assert (how.mode, how.right, how.given) == ("poll", True, [0, 1])
