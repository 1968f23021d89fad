"""Which cards an exam asks, and what an answer counts for."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from bot.domain.card import Card, Choice
from bot.domain.exam import choosable, draw, judged, options, several, time_for
from bot.domain.select import Candidate

A, B, C, D = (Choice(text, text in "AB") for text in "ABCD")
ONE = (A, C, D)
TWO = (A, B, C, D)

JUDGED = {
    "the right one": (ONE, (0,), (True, 4)),
    "a wrong one": (ONE, (1,), (False, 1)),
    "both": (TWO, (1, 0), (True, 4)),
    "one of two": (TWO, (0,), (False, 2)),
    "one right, one wrong": (TWO, (0, 2), (False, 1)),
    "both and a wrong one": (TWO, (0, 1, 2), (False, 2)),
    "everything": (TWO, (0, 1, 2, 3), (False, 1)),
    "nothing": (TWO, (), (False, 1)),
}


@pytest.mark.parametrize(("shown", "picked", "came"), JUDGED.values(), ids=JUDGED.keys())
def test_judged(shown: tuple[Choice, ...], picked: tuple[int, ...], came: tuple[bool, int]) -> None:
    """All right options and no other is right; more right than wrong ones are half a knowledge; the rest is none."""
    assert judged(shown, picked) == came


CHOICES = {
    "one right": (ONE, True),
    "several right": (TWO, True),
    "none": ((), False),
    "only right ones": ((A, B), False),
    "no right one": ((C, D), False),
    "too many": (tuple(Choice(str(number), number == 0) for number in range(9)), False),
}


@pytest.mark.parametrize(("choices", "can"), CHOICES.values(), ids=CHOICES.keys())
def test_what_can_be_checked(choices: tuple[Choice, ...], can: bool) -> None:
    """Options that tell nothing right from wrong are not shown, and those shown are all there in some order."""
    card = Card("k", "q", "a", choices=choices)
    assert choosable(card) is can
    assert set(options(card, Random(1))) == (set(choices) if can else set())


def test_several_right() -> None:
    """Ticks are needed where more than one option is right."""
    assert not several(ONE)
    assert several(TWO)


def test_cards_that_can_be_checked_come_in_first() -> None:
    """An exam takes cards with options while there are any, no two of a family, and mixes them."""
    found = [Candidate(number, f"family {number // 2}", None, number) for number in range(20)]
    chosen = draw(found, {1, 3, 5}, 5, Random(3))
    assert len(chosen) == len({number // 2 for number in chosen}) == 5
    assert {1, 3, 5} <= set(chosen)
    assert len(draw(found, (), 50, Random(3))) == 10


@pytest.mark.parametrize(("size", "minutes"), [(1, 1.5), (20, 30), (50, 75)])
def test_usual_time(size: int, minutes: float) -> None:
    """A minute and a half a question, where nobody said how long."""
    assert time_for(size) == timedelta(minutes=minutes)
