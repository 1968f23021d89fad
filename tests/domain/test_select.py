"""Which cards to ask next."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.memory import Memory
from bot.domain.select import Candidate, choose, rotate

NOW = datetime(2026, 5, 10, 11, tzinfo=UTC)
TODAY = date(2026, 5, 10)


def recall(memory: Memory, day: date) -> float:
    """A stand-in that forgets a little every day."""
    return max(0.0, 1.0 - (day - memory.last_day).days / memory.stability / 10)


def seen(due_in_hours: float, *, last: int = 5, stability: float = 5.0, rating: int = 4) -> Memory:
    """A memory due so many hours from now, last reviewed `last` days ago."""
    due = NOW + timedelta(hours=due_in_hours)
    return Memory(stability, 5.0, due, TODAY - timedelta(days=last), 3, 0, rating)


def card(
    card_id: int, memory: Memory | None = None, family: str = "", posted: datetime | None = None
) -> Candidate:
    return Candidate(card_id, family or f"card:{card_id}", memory, card_id, posted)


def ask(*cards: Candidate, **wanted: Any) -> tuple[int, ...]:
    usual = {
        "count": 10,
        "now": NOW,
        "day": TODAY,
        "new_left": 10,
        "families_today": frozenset(),
        "recall": recall,
        "rng": random.Random(1),
    }
    return choose(cards, **{**usual, **wanted})


def test_due_comes_before_new_and_the_most_forgotten_first() -> None:
    """Due cards come before new ones, the least likely to be recalled first."""
    cards = [card(1), card(2, seen(-1, last=2)), card(3, seen(-1, last=9)), card(4, seen(-50, last=3))]
    assert ask(*cards) == (3, 4, 2, 1)


def test_what_is_not_due_does_not_come() -> None:
    """A card that is not due waits, and one due this very moment comes."""
    assert ask(card(1, seen(0.1)), card(2, seen(0))) == (2,)


def test_new_cards_are_limited() -> None:
    """Not more new cards come than are left for today, and none when nothing is left."""
    cards = [card(n) for n in range(6)]
    assert len(ask(*cards, new_left=2)) == 2
    assert ask(*cards, new_left=0) == ()
    assert ask(*cards, new_left=-3) == ()


def test_one_of_a_family() -> None:
    """Of a family only the card that comes first is asked."""
    cards = [card(1, seen(-1, last=2), "f"), card(2, seen(-1, last=9), "f"), card(3, None, "f"), card(4)]
    assert ask(*cards) == (2, 4)


def test_a_family_asked_today_rests() -> None:
    """A card whose family was asked today does not come, be it due or new."""
    cards = [card(1, seen(-1), "f"), card(2, None, "f"), card(3, None, "g")]
    assert ask(*cards, families_today=frozenset({"f"})) == (3,)


def test_a_lapse_in_the_morning_returns_at_noon() -> None:
    """A card answered today and due again comes although its family was asked today, and before all others."""
    echo = card(1, seen(-0.1, last=0, rating=2), "f")
    assert ask(card(2, seen(-90, last=40)), echo, families_today=frozenset({"f"})) == (1, 2)


def test_an_echo_not_due_yet_waits() -> None:
    """A card answered today comes back when it was promised, not before."""
    echo = card(1, seen(2, last=0, rating=2), "f")
    assert ask(echo, families_today=frozenset({"f"}), ahead=True) == ()


def test_echoes_of_one_family_come_one_after_the_other() -> None:
    """Two echoes of a family do not come at once; the one due first comes first."""
    cards = [card(1, seen(-1, last=0), "f"), card(2, seen(-2, last=0), "f"), card(3, seen(-3, last=2), "f")]
    assert ask(*cards, families_today=frozenset({"f"})) == (2,)


def test_who_asks_for_more_gets_what_is_forgotten_next() -> None:
    """With `ahead`, cards that are not due follow, the first to fall due first."""
    cards = [card(1, seen(48)), card(2, seen(24)), card(3), card(4, seen(-1))]
    assert ask(*cards, new_left=0, ahead=True) == (4, 2, 1)
    assert ask(*cards, new_left=0, ahead=True, count=2) == (4, 2)
    assert ask(*cards, new_left=0) == (4,)


def test_who_asks_for_more_is_not_asked_the_same_again() -> None:
    """With `ahead`, a family asked today still rests."""
    assert ask(card(1, seen(24), "f"), ahead=True, families_today=frozenset({"f"})) == ()


@pytest.mark.parametrize("count", [0, -1])
def test_nothing_wanted_nothing_chosen(count: int) -> None:
    """Who wants none gets none."""
    assert ask(card(1), count=count) == ()
    assert rotate([card(1)], count=count, families_today=frozenset(), rng=random.Random(1)) == ()


def test_easier_new_cards_tend_to_come_first() -> None:
    """New cards come in random order, easier ones tending to be first; nothing waits for all of them."""
    grades = {at: 1 + at % 3 for at in range(60)}
    cards = [Candidate(at, f"card:{at}", None, at, difficulty=grade) for at, grade in grades.items()]
    order = [grades[at] for at in ask(*cards, count=60, new_left=60)]
    assert order == [
        grades[at] for at in rotate(cards, count=60, families_today=frozenset(), rng=random.Random(1))
    ]
    first, last = order[:15], order[-15:]
    assert first.count(1) > first.count(2) > first.count(3) == 0
    assert last.count(3) > last.count(2) > last.count(1) == 0
    assert 3 in order[: order.index(1, 20) + 10]


def test_a_rotation_takes_what_was_never_posted_first() -> None:
    """A chat gets what it never had, then what it had longest ago, one of a family, none of today's."""
    cards = [
        card(1, posted=NOW - timedelta(days=1)),
        card(2, posted=NOW - timedelta(days=9)),
        card(3),
        card(4, family="f"),
        card(5, posted=NOW - timedelta(days=20), family="f"),
        card(6, family="today"),
    ]
    found = rotate(cards, count=9, families_today=frozenset({"today"}), rng=random.Random(2))
    assert set(found[:2]) == {3, 4}
    assert found[2:] == (2, 1)


memories = st.builds(
    seen,
    st.floats(-500, 500),
    last=st.integers(0, 300),
    stability=st.floats(0.1, 400),
    rating=st.integers(1, 5),
)
decks = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.none() | memories, st.none() | st.integers(0, 900)), max_size=25
).map(
    lambda rows: [
        Candidate(n, family, memory, n, None if hours is None else NOW - timedelta(hours=hours))
        for n, (family, memory, hours) in enumerate(rows)
    ]
)
today = st.frozensets(st.sampled_from("abcdefgh"))


@given(decks, today, st.integers(-1, 8), st.integers(-1, 5), st.booleans(), st.integers())
def test_a_choice_keeps_every_promise(
    cards: list[Candidate],
    asked: frozenset[str],
    count: int,
    new_left: int,
    ahead: bool,
    seed: int,
) -> None:
    """Never more than wanted, never two of a family, few enough new, groups in order, the same for a seed."""
    wanted = {"count": count, "new_left": new_left, "families_today": asked, "ahead": ahead}
    found = ask(*cards, **wanted, rng=random.Random(seed))
    chosen = [cards[n] for n in found]

    assert found == ask(*reversed(cards), **wanted, rng=random.Random(seed))
    assert len(found) <= max(0, count)
    assert len({each.family for each in chosen}) == len(chosen)
    assert sum(each.memory is None for each in chosen) <= max(0, new_left)

    def group(each: Candidate) -> int:
        if each.memory is None:
            return 2
        if each.memory.due > NOW:
            return 3
        return 0 if each.memory.last_day == TODAY else 1

    groups = [group(each) for each in chosen]
    assert groups == sorted(groups)
    assert ahead or 3 not in groups
    assert all(each.family not in asked for each in chosen if group(each))
    forgotten = [recall(each.memory, TODAY) for each in chosen if each.memory and group(each) == 1]
    assert forgotten == sorted(forgotten)


@given(decks, today, st.integers(0, 8), st.integers())
def test_a_rotation_keeps_every_promise(
    cards: list[Candidate], asked: frozenset[str], count: int, seed: int
) -> None:
    """Never more than wanted, never two of a family nor one of today's, never posted first, then longest ago."""
    found = rotate(cards, count=count, families_today=asked, rng=random.Random(seed))
    chosen = [cards[n] for n in found]
    assert found == rotate(cards[::-1], count=count, families_today=asked, rng=random.Random(seed))
    assert len(found) == min(count, len({each.family for each in cards} - asked))
    assert len({each.family for each in chosen}) == len(chosen)
    assert not {each.family for each in chosen} & asked
    order = [each.last_posted or datetime.min.replace(tzinfo=UTC) for each in chosen]
    assert order == sorted(order)


def test_new_cards_come_in_another_order_for_another_seed() -> None:
    """Two learners do not meet new cards in the same order."""
    cards = [card(n) for n in range(30)]
    assert ask(*cards, rng=random.Random(1)) != ask(*cards, rng=random.Random(2))


def test_surprises_come_first() -> None:
    """Of what is due, what its learner was sure of and got wrong comes before echoes and before what fades faster."""
    echo = card(1, seen(-1, last=0))
    fading = card(2, seen(-50, last=30))
    surprise = card(3, seen(-1))
    new_day_surprise_of_a_family_asked = card(4, seen(-1), family="asked")
    assert ask(echo, fading, surprise, first=frozenset({3})) == (3, 1, 2)
    assert ask(echo, surprise, card(5, seen(9)), first=frozenset({3, 5}), ahead=True) == (3, 1, 5)
    asked = frozenset({"asked"})
    assert ask(new_day_surprise_of_a_family_asked, first=frozenset({4}), families_today=asked) == ()
