"""What may become of a session, and what is counted at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bot.domain.session import (
    MOVES,
    SessionEvent,
    SessionState,
    Summary,
    TagScore,
    Went,
    comes,
    left_behind,
    move,
    scores,
)
from bot.errors import IllegalMove

STATES: tuple[SessionState, ...] = ("going", "paused", "over")
EVENTS: tuple[SessionEvent, ...] = ("answered", "paused", "resumed", "ended", "reopened")
NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_moves(state: SessionState, event: SessionEvent) -> None:
    """Whatever is not in the table is refused: a session that is over can only be reopened."""
    if (state, event) in MOVES:
        assert move(state, event) == MOVES[state, event]
    else:
        assert state == "over"
        with pytest.raises(IllegalMove):
            move(state, event)


@pytest.mark.parametrize(
    ("again", "rating", "then"),
    [((), 1, (7,)), ((5,), 1, (5, 7)), ((7, 5), 1, (7, 5)), ((5,), 2, (5,)), ((7,), 5, (7,))],
)
def test_what_comes_back(again: tuple[int, ...], rating: int, then: tuple[int, ...]) -> None:
    """A 1 brings a card back behind the others, once; what was wanted again stays wanted."""
    assert left_behind(again, 7, rating) == then


WENT = Went(1, 1, "?", ("a",), 4)
JUDGED = {
    "rated 4": (WENT, True, False),
    "rated 3": (replace(WENT, rating=3), False, False),
    "rated 2": (replace(WENT, rating=2), False, True),
    "right": (replace(WENT, rating=4, right=True), True, False),
    "half right": (replace(WENT, rating=2, right=False), False, True),
    "sure, unchecked": (replace(WENT, rating=3, sure=5), True, False),
    "unsure": (replace(WENT, rating=2, sure=3), False, True),
    "not answered": (replace(WENT, rating=None), False, False),
}


@pytest.mark.parametrize(("went", "known", "missed"), JUDGED.values(), ids=JUDGED.keys())
def test_known_or_missed(went: Went, known: bool, missed: bool) -> None:
    """Right is known and wrong is missed; without options the rating or the claim says it."""
    assert (went.known, went.missed) == (known, missed)


def test_the_weakest_topic_first() -> None:
    """Topics are ordered by their share of known cards; of equals the one with more cards comes first."""
    went = [
        WENT,
        replace(WENT, tags=("a", "b"), rating=1),
        replace(WENT, tags=("c",), rating=2),
        replace(WENT, tags=("b",), rating=1),
    ]
    assert scores(went) == (TagScore("b", 0, 2), TagScore("c", 0, 1), TagScore("a", 1, 2))


def test_days_are_the_learners_own() -> None:
    """Half past ten in the evening in UTC is tomorrow in Tokyo, and what is due already comes today."""
    went = [replace(WENT, due=NOW + timedelta(days=days)) for days in (-3, 0, 1, 1)]
    assert comes(went, date(2026, 3, 3), "Asia/Tokyo") == ((0, 2), (1, 2))


def test_what_to_go_through_again() -> None:
    """The missed ones, and of an exam those without an answer, too."""
    went = (WENT, replace(WENT, card_id=2, rating=1), replace(WENT, card_id=3, rating=None, post_id=None))
    summed = Summary(1, 1, "quiz", 3, went)
    assert summed.again == (2,)
    assert replace(summed, kind="exam").again == (2, 3)
