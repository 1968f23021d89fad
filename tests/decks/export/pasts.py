"""Learners' pasts with any deck."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.domain.card import Card, Choice, Deck
from bot.domain.history import History, Reviewed
from bot.domain.identity import question_key
from bot.domain.mark import Mark
from bot.domain.memory import Memory
from bot.domain.zones import start_of_day

ZONES = tuple(map(ZoneInfo, ("UTC", "Europe/Warsaw", "America/New_York", "Pacific/Auckland", "Asia/Kolkata")))
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Europe/Warsaw"))
moments = st.integers(1_700_000_000_000_000, 1_772_000_000_000_000).map(
    lambda microseconds: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
)
days = st.dates(date(2025, 6, 1), date(2026, 3, 2))


@st.composite
def memories(draw: st.DrawFn) -> Memory:
    """Due when a day begins somewhere, or in the middle of one."""
    last = draw(days)
    midnight = start_of_day(last + timedelta(days=draw(st.integers(1, 400))), draw(st.sampled_from(ZONES)))
    reps = draw(st.integers(1, 500))
    return Memory(
        stability=draw(st.floats(0.001, 36500)),
        difficulty=draw(st.floats(1, 10)),
        due=midnight + timedelta(microseconds=draw(st.sampled_from([0, 0, 12345678901]))),
        last_day=last,
        reps=reps,
        lapses=draw(st.integers(0, reps)),
        rating=draw(st.integers(1, 5)),
    )


notes = st.sampled_from(["", "see <b>p. 3</b>", "две\n  строки", "记一下 👩‍💻"])
marks = st.builds(Mark, st.booleans(), st.booleans(), st.booleans(), notes)


@st.composite
def pasts(draw: st.DrawFn, deck: Deck) -> tuple[History, ...]:
    """Of some of the cards of a deck."""
    reviewed = st.builds(Reviewed, st.integers(1, 5), moments)
    known = [card for card in deck.cards if draw(st.booleans())]
    reviews = st.lists(reviewed, max_size=3).map(lambda found: tuple(sorted(found, key=lambda each: each.at)))
    return tuple(History(card.key, draw(reviews), draw(memories()), draw(marks)) for card in known)


def remembered(histories: tuple[History, ...]) -> dict[str, object]:
    """The memory of each card."""
    return {each.key: each.memory for each in histories}


def sample() -> Deck:
    """A small deck with one of everything."""
    question = "What does an index cost?"
    plain = Card(
        question_key(question),
        question,
        "Space.\n\nTime at every write.",
        tags=("sql",),
        likes=3,
        difficulty=1,
    )
    offered = (
        Choice("A $B$-tree", right=True),
        Choice("A heap", right=False, reason="it has no order"),
    )
    choosing = Card(
        "tree", "Which structure keeps keys in order?", "A $B$-tree", offered, ("trees", "sql"),
        hint="Think of ranges.", explanation="Its leaves are chained:\n\n```\n1 -> 2\n\n3\n```", concept="index",
    )  # fmt: skip
    empty = Card(question_key("Why?"), "Why?", "", tags=("sql",))
    return Deck("databases", "Databases", "en", (plain, choosing, empty), ("sql",), "CC0", "own")
