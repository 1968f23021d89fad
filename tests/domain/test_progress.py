"""What /stats shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.memory import Memory
from bot.domain.progress import (
    Progress,
    best_streak,
    consistency,
    days_of_30,
    progress,
    streak,
    weak_tags,
)

TODAY = date(2026, 5, 10)
WARSAW = ZoneInfo("Europe/Warsaw")


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=each) for each in days]


STREAKS = {
    "nothing yet": (ago(), 0, 0),
    "today": (ago(0), 1, 1),
    "today not done yet": (ago(1, 2, 3), 3, 3),
    "today too": (ago(0, 1, 2), 3, 3),
    "yesterday missed": (ago(2, 3, 4, 5), 0, 4),
    "broken once": (ago(0, 1, 3, 4, 5, 6), 2, 4),
    "twice on a day": (ago(0, 0, 1, 1), 2, 2),
    "over new year": ([date(2025, 12, 31), date(2026, 1, 1)], 0, 2),
}


@pytest.mark.parametrize(("days", "now", "best"), STREAKS.values(), ids=STREAKS.keys())
def test_streaks(days: list[date], now: int, best: int) -> None:
    """A streak is days in a row up to today or yesterday; the best one stays."""
    assert (streak(days, TODAY), best_streak(days)) == (now, best)


@given(st.sets(st.integers(0, 60)))
def test_a_streak_is_never_longer_than_the_best(days: set[int]) -> None:
    """The best streak is at least the present one, and not longer than all days."""
    done = ago(*days)
    assert streak(done, TODAY) <= best_streak(done) <= len(days)


def test_the_last_thirty_days() -> None:
    """Today and the 29 days before count, each once, and none of tomorrow's."""
    assert days_of_30(ago(-1, 0, 0, 1, 29, 30, 31), TODAY) == 3


CONSISTENCY = {
    "nothing yet": (ago(), 0.0),
    "begun today": (ago(0), 1.0),
    "begun yesterday, today not done yet": (ago(1), 1.0),
    "one of two": (ago(0, 3), 0.5),
    "one missed of thirty": (ago(*(n for n in range(40) if n != 7)), 29 / 30),
    "today not done in thirty": (ago(*range(1, 40)), 1.0),
    "long ago": (ago(100), 0.0),
    "a clock set back": (ago(-1), 0.0),
}


@pytest.mark.parametrize(("days", "share"), CONSISTENCY.values(), ids=CONSISTENCY.keys())
def test_consistency_forgives(days: list[date], share: float) -> None:
    """Consistency is the share of days done since the first, of at most 30; today may still be done."""
    assert consistency(days, TODAY) == pytest.approx(share)


@given(st.sets(st.integers(-3, 60)))
def test_consistency_is_a_share(days: set[int]) -> None:
    """Consistency is between 0 and 1."""
    assert 0.0 <= consistency(ago(*days), TODAY) <= 1.0


def test_weak_tags_are_the_weakest_with_enough_ratings() -> None:
    """Tags below 3.5 with at least three ratings, the weakest first, more ratings first among equals."""
    ratings = [
        ("cnn", [2, 2, 2]),
        ("nlp", [5, 5, 5]),
        ("rnn", [1, 1]),
        ("gan", [2, 2, 2, 2]),
        ("svm", [1, 2, 1]),
        ("pca", [3, 3, 3]),
        ("half", [3, 4, 3, 4]),
    ]
    assert weak_tags(ratings) == ("svm", "gan", "cnn")
    assert weak_tags(ratings, count=9) == ("svm", "gan", "cnn", "pca")
    assert weak_tags([]) == ()


def test_progress_adds_up() -> None:
    """Everything /stats shows comes from the days, the memories and the tags; tomorrow is the learner's own."""
    now = datetime(2026, 5, 10, 20, tzinfo=UTC)

    def memory(stability: float, hours: float, rating: int) -> Memory:
        return Memory(stability, 5.0, now + timedelta(hours=hours), TODAY, 1, 0, rating)

    memories = [memory(30, 0, 5), memory(21, 2, 4), memory(20.9, 25.9, 3), memory(1, 26, 2), memory(5, -9, 1)]
    by_day = {TODAY: 4, TODAY - timedelta(days=1): 2, TODAY - timedelta(days=2): 0}
    found = progress(by_day, memories, [("cnn", [1, 1, 1])], new=7, now=now, zone=WARSAW)
    assert found == Progress(
        answered_today=4,
        answered_total=6,
        streak=2,
        best_streak=2,
        days_of_30=2,
        due_now=2,
        due_tomorrow=2,
        known=2,
        learning=3,
        new=7,
        average_rating=3.0,
        weak_tags=("cnn",),
        consistency=1.0,
    )


def test_progress_of_a_newcomer_is_empty() -> None:
    """Who never answered has no average and no streak."""
    found = progress({}, [], [], new=40, now=datetime(2026, 5, 10, tzinfo=UTC), zone=WARSAW)
    assert (found.average_rating, found.streak, found.answered_total, found.new) == (None, 0, 0, 40)
