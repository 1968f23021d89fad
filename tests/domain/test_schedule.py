"""When a card comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.memory import Memory
from bot.domain.schedule import Rated, Rules, Scheduler, learner_day
from bot.domain.zones import start_of_day
from bot.errors import ClockError, NotFound

WARSAW = ZoneInfo("Europe/Warsaw")
NEW_YORK = ZoneInfo("America/New_York")
AUCKLAND = ZoneInfo("Pacific/Auckland")
CAIRO = ZoneInfo("Africa/Cairo")
UTC_ZONE = ZoneInfo("UTC")
ZONES = ("Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")
START = date(2026, 1, 1)

# (rating, days since the first) -> (stability, difficulty, days until due), by `fsrs` 6.3.2 used plainly: reviews
# whole days apart at 12:00 UTC, no steps, no fuzz; where it gives 3, 4 and 5 the same day, ours are a day apart.
# The first is the vector that package publishes in its own tests.
HISTORIES = {
    "published": (
        [(1, 0), (4, 0), (4, 1), (4, 4), (4, 12), (4, 33)],
        [
            (0.2120, 6.4133),
            (0.2467, 6.4021),
            (2.0215, 6.3909),
            (7.8637, 6.3798),
            (21.9177, 6.3686),
            (53.6269, 6.3575),
        ],
        [None, 2, 2, 8, 22, 54],
    ),
    "six days running": (
        [(4, 0), (4, 1), (4, 2), (4, 3), (4, 4), (4, 5)],
        [
            (2.3065, 2.1181),
            (7.3153, 2.1112),
            (11.9910, 2.1043),
            (16.4086, 2.0975),
            (20.6497, 2.0906),
            (24.7595, 2.0837),
        ],
        [2, 7, 12, 16, 21, 25],
    ),
    "easy up to the longest": (
        [(5, 0), (5, 8), (5, 60), (5, 400)],
        [(8.2956, 1.0), (65.6242, 1.0), (343.6678, 1.0), (1644.4266, 1.0)],
        [8, 66, 344, 365],
    ),
    "lapse and same-day repeat": (
        [(4, 0), (4, 2), (1, 13), (3, 13), (4, 14), (2, 20)],
        [
            (2.3065, 2.1181),
            (10.9643, 2.1112),
            (1.5383, 7.3922),
            (1.5383, 8.2541),
            (3.0724, 8.2410),
            (0.7478, 9.4071),
        ],
        [2, 11, None, 2, 3, None],
    ),
    "always hard": (
        [(3, 0), (3, 1), (3, 3), (3, 7)],
        [(1.2931, 5.1122), (3.2494, 6.7405), (5.8061, 7.8214), (9.1862, 8.5390)],
        [1, 3, 6, 9],
    ),
    "one long evening": (
        [(1, 0), (2, 0), (4, 0), (5, 0)],
        [(0.2120, 6.4133), (0.0834, 8.8063), (0.1031, 8.7927), (0.2165, 8.3745)],
        [None, None, 2, 3],
    ),
    "never known": (
        [(1, 0), (1, 1), (1, 2), (1, 10)],
        [(0.2120, 6.4133), (0.1009, 8.8063), (0.0550, 9.5929), (0.0442, 9.8514)],
        [None, None, None, None],
    ),
}


def at(local: str, zone: ZoneInfo = WARSAW) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)


def memory(**known: object) -> Memory:
    base = Memory(
        stability=5.0, difficulty=5.0, due=at("2026-01-06"), last_day=START, reps=3, lapses=0, rating=4
    )
    return replace(base, **known)  # type: ignore[arg-type]


def reviews(sequence: list[tuple[int, int]], scheduler: Scheduler, zone: ZoneInfo) -> list[Memory]:
    """A history on the learner's evenings, a minute apart inside a day."""
    known: Memory | None = None
    found = []
    for number, (rating, day) in enumerate(sequence):
        local = datetime.combine(START + timedelta(days=day), time(19, number), tzinfo=zone)
        known = scheduler.review(known, rating, local.astimezone(UTC), zone)
        found.append(known)
    return found


@pytest.mark.parametrize("zone", [WARSAW, NEW_YORK, AUCKLAND, UTC_ZONE], ids=str)
@pytest.mark.parametrize(("sequence", "states", "intervals"), HISTORIES.values(), ids=HISTORIES.keys())
def test_histories_are_those_of_plain_fsrs(
    sequence: list[tuple[int, int]],
    states: list[tuple[float, float]],
    intervals: list[int | None],
    zone: ZoneInfo,
) -> None:
    """Stability, difficulty and intervals are those of the FSRS package on the same dates, in every zone."""
    found = reviews(sequence, Scheduler(Rules()), zone)
    assert [(m.stability, m.difficulty) for m in found] == [
        pytest.approx(state, abs=1e-4) for state in states
    ]
    assert [(m.due.astimezone(zone).date() - m.last_day).days or None for m in found] == intervals


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 40)), min_size=1, max_size=8),
    st.sampled_from(ZONES),
    st.integers(0, 23),
)
def test_any_history_is_that_of_plain_fsrs(steps: list[tuple[int, int]], name: str, hour: int) -> None:
    """Any sequence of ratings at any hour gives what the package gives for those dates."""
    zone = ZoneInfo(name)
    plain = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    grades = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4}
    moment = datetime(2026, 2, 1, 12, tzinfo=UTC)
    card = fsrs.Card(card_id=1, due=moment)
    ours: Memory | None = None
    scheduler = Scheduler(Rules())
    for rating, gap in steps:
        moment += timedelta(days=gap)
        card, _ = plain.review_card(card, fsrs.Rating(grades[rating]), review_datetime=moment)
        now = datetime.combine(moment.date(), time(hour), tzinfo=zone).astimezone(UTC)
        ours = scheduler.review(ours, rating, now, zone)
    assert ours is not None
    assert (ours.stability, ours.difficulty) == pytest.approx((card.stability, card.difficulty))


@pytest.mark.parametrize("hours", [23, 24, 25])
def test_six_local_days_count_as_six_days(hours: int) -> None:
    """Reviews a little less than 24 h apart on six local days leave the stability of six days."""
    known: Memory | None = None
    first = at("2026-01-10T12:00")
    for number in range(6):
        known = Scheduler(Rules()).review(known, 4, first + timedelta(hours=hours * number), WARSAW)
    assert known is not None
    assert known.stability == pytest.approx(24.7595, abs=1e-4)


LEARNING_DAYS = {
    "spring forward": ("2026-03-28T12:00", "2026-03-29T11:30"),
    "autumn back": ("2026-10-24T12:00", "2026-10-25T11:30"),
    "just after midnight": ("2026-06-01T23:59", "2026-06-02T00:01"),
}


@pytest.mark.parametrize(("first", "second"), LEARNING_DAYS.values(), ids=LEARNING_DAYS.keys())
def test_the_next_calendar_day_is_one_day_later(first: str, second: str) -> None:
    """The day after is one day later, however many hours there were between."""
    scheduler = Scheduler(Rules())
    found = scheduler.review(scheduler.review(None, 4, at(first), WARSAW), 4, at(second), WARSAW)
    assert found.stability == pytest.approx(7.3153, abs=1e-4)


def test_a_learner_who_flies_east_gains_a_day() -> None:
    """A learner who changes zone is counted by the calendar where they are."""
    scheduler = Scheduler(Rules())
    first = scheduler.review(None, 4, at("2026-01-10T08:00", NEW_YORK), NEW_YORK)
    second = scheduler.review(first, 4, at("2026-01-10T14:00", NEW_YORK), AUCKLAND)
    assert (first.last_day, second.last_day) == (date(2026, 1, 10), date(2026, 1, 11))
    assert second.stability == pytest.approx(7.3153, abs=1e-4)


def test_a_clock_set_back_stays_on_the_same_day() -> None:
    """A day before the last review is that same day: flying west or a wrong clock is no review in the past."""
    scheduler = Scheduler(Rules())
    first = scheduler.review(None, 4, at("2026-01-11T01:00", AUCKLAND), AUCKLAND)
    again = scheduler.review(first, 4, at("2026-01-11T02:00", AUCKLAND), NEW_YORK)
    same = scheduler.review(first, 4, at("2026-01-11T02:00", AUCKLAND), AUCKLAND)
    assert again.last_day == date(2026, 1, 11)
    assert (again.stability, again.difficulty) == (same.stability, same.difficulty)
    assert scheduler.recall(first, date(2026, 1, 1)) == 1.0


DUE = {
    "1 after ten minutes": ("2026-01-10T09:00", 1, "2026-01-10T09:10"),
    "2 after four hours": ("2026-01-10T09:00", 2, "2026-01-10T13:00"),
    "2 not past the evening": ("2026-01-10T19:00", 2, "2026-01-10T22:00"),
    "2 at least half an hour away": ("2026-01-10T21:50", 2, "2026-01-10T22:20"),
    "2 late at night": ("2026-01-10T23:00", 2, "2026-01-10T23:30"),
    "2 before what 3 gives": ("2026-01-10T23:45", 2, "2026-01-10T23:55"),
    "1 before what 2 gives": ("2026-01-10T23:45", 1, "2026-01-10T23:50"),
    "3 when tomorrow starts": ("2026-01-10T23:45", 3, "2026-01-11T00:00"),
    "4 in two days": ("2026-01-10T09:00", 4, "2026-01-12T00:00"),
    "5 in eight days": ("2026-01-10T09:00", 5, "2026-01-18T00:00"),
    "4 over spring": ("2026-03-28T09:00", 4, "2026-03-30T00:00"),
    "5 over autumn": ("2026-10-20T09:00", 5, "2026-10-28T00:00"),
    "2 over spring": ("2026-03-29T01:30", 2, "2026-03-29T06:30"),
    "2 over autumn": ("2026-10-25T01:30", 2, "2026-10-25T04:30"),
}


@pytest.mark.parametrize(("now", "rating", "due"), DUE.values(), ids=DUE.keys())
def test_when_a_new_card_comes_back(now: str, rating: int, due: str) -> None:
    """A 1 comes back within the session, a 2 later the same day, the rest when a local day starts."""
    assert Scheduler(Rules()).review(None, rating, at(now), WARSAW).due == at(due)


def test_a_day_that_starts_at_one_starts_at_one() -> None:
    """Where a clock change leaves midnight out, a card is due when that day begins."""
    found = Scheduler(Rules()).review(None, 3, at("2026-04-23T12:00", CAIRO), CAIRO)
    assert found.due == at("2026-04-24T01:00", CAIRO)


def test_a_review_given_in_local_time_is_the_same() -> None:
    """`now` may carry any zone; what is due is in UTC."""
    local = datetime(2026, 3, 29, 1, 30, tzinfo=WARSAW)
    scheduler = Scheduler(Rules())
    assert scheduler.preview(None, local, WARSAW) == scheduler.preview(None, local.astimezone(UTC), WARSAW)
    assert scheduler.review(None, 2, local, WARSAW).due.tzinfo is UTC


@given(
    stability=st.floats(0.01, 2000),
    difficulty=st.floats(1, 10),
    ago=st.integers(0, 500),
    second=st.integers(0, 366 * 86400),
    name=st.sampled_from(ZONES),
    two_passes=st.booleans(),
    five=st.sampled_from(["easy", "good"]),
    seen=st.booleans(),
)
def test_five_buttons_mean_five_things(
    stability: float,
    difficulty: float,
    ago: int,
    second: int,
    name: str,
    two_passes: bool,
    five: str,
    seen: bool,
) -> None:
    """Better ratings are due strictly later, at any moment and under any rules, up to the longest interval."""
    rules = Rules(two_passes=two_passes, five_means=five)  # type: ignore[arg-type]
    zone = ZoneInfo(name)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    today = learner_day(now, zone)
    before = memory(stability=stability, difficulty=difficulty, last_day=today - timedelta(days=ago))
    found = Scheduler(rules).preview(before if seen else None, now, zone)
    longest = start_of_day(today + timedelta(days=rules.maximum_interval), zone)
    assert list(found) == [1, 2, 3, 4, 5]
    assert found[1].due >= now
    assert found[5].due <= longest
    assert all(a.due < b.due or a.due == b.due == longest for a, b in pairwise(found.values()))
    assert all(m.stability > 0 and 1 <= m.difficulty <= 10 and m.rating == r for r, m in found.items())


def test_two_can_pass() -> None:
    """Where 2 passes it is hard like 3, comes back the next day, and is no lapse."""
    found = Scheduler(Rules(two_passes=True)).preview(memory(), at("2026-01-06T09:00"), WARSAW)
    assert (found[2].stability, found[2].lapses) == (found[3].stability, 0)
    assert found[3].due - found[2].due == timedelta(days=1)
    assert found[1].due == at("2026-01-06T09:10")


def test_five_can_be_merely_good() -> None:
    """Where 5 means good it leaves the stability of 4."""
    found = Scheduler(Rules(five_means="good")).preview(memory(), at("2026-01-06T09:00"), WARSAW)
    assert found[5].stability == found[4].stability
    assert (
        Scheduler(Rules()).preview(memory(), at("2026-01-06T09:00"), WARSAW)[5].stability > found[5].stability
    )


def test_a_card_that_fails_twice_running_lapsed_once() -> None:
    """Only forgetting what had been known is a lapse; every rating is a repetition."""
    found = reviews([(1, 0), (1, 0), (4, 0), (2, 5), (1, 5), (3, 5), (1, 9)], Scheduler(Rules()), WARSAW)
    assert [m.lapses for m in found] == [0, 0, 0, 1, 1, 1, 2]
    assert [m.reps for m in found] == [1, 2, 3, 4, 5, 6, 7]


def test_recall_falls_to_ninety_percent_after_stability() -> None:
    """Recall is 1 on the day of the review and 0.9 after as many days as the stability says."""
    scheduler = Scheduler(Rules())
    known = memory(stability=10.0)
    assert scheduler.recall(known, START) == 1.0
    assert scheduler.recall(known, START + timedelta(days=10)) == pytest.approx(0.9)


def test_a_higher_retention_comes_back_sooner() -> None:
    """Who wants to remember more is asked sooner."""
    now = at("2026-01-06T09:00")
    soon = Scheduler(Rules(retention=0.95)).review(memory(), 4, now, WARSAW)
    late = Scheduler(Rules(retention=0.8)).review(memory(), 4, now, WARSAW)
    assert soon.due < late.due


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_other_ratings_are_refused(rating: int) -> None:
    """There are five ratings."""
    with pytest.raises(NotFound, match=f"no rating {rating}"):
        Scheduler(Rules()).review(None, rating, at("2026-01-10T09:00"), WARSAW)


def test_a_time_without_a_zone_is_refused() -> None:
    """A moment without a zone could be any day."""
    with pytest.raises(ClockError, match="without a zone"):
        learner_day(datetime(2026, 1, 1), WARSAW)  # noqa: DTZ001


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(-2000, 200_000), st.sampled_from(ZONES)), max_size=8),
)
def test_a_replay_is_what_happened(steps: list[tuple[int, int, str]]) -> None:
    """Replaying the log gives the memory that was kept, also over changed zones and clocks set back."""
    scheduler = Scheduler(Rules())
    kept: Memory | None = None
    log = []
    now = datetime(2026, 3, 25, 8, tzinfo=UTC)
    for rating, seconds, name in steps:
        now += timedelta(seconds=seconds)
        zone = ZoneInfo(name)
        kept = scheduler.review(kept, rating, now, zone)
        log.append(Rated(rating, now, learner_day(now, zone), zone))
    assert scheduler.replay(log) == kept


def test_a_replay_under_other_rules_differs() -> None:
    """A replay applies the rules of today to the raw ratings of then."""
    log = [Rated(2, at("2026-01-01T09:00"), START, WARSAW)]
    strict, mild = Scheduler(Rules()).replay(log), Scheduler(Rules(two_passes=True)).replay(log)
    assert strict is not None
    assert mild is not None
    assert strict.stability < mild.stability


def test_the_fingerprint_changes_with_every_rule() -> None:
    """Each rule that changes results changes the fingerprint, and nothing else does."""
    variants = [
        Rules(),
        Rules(retention=0.91),
        Rules(two_passes=True),
        Rules(five_means="good"),
        Rules(soon=timedelta(minutes=11)),
        Rules(later=timedelta(hours=5)),
        Rules(maximum_interval=366),
        Rules(evening=time(21)),
    ]
    assert len({rules.fingerprint() for rules in variants}) == len(variants)
    assert Rules().fingerprint() == Rules().fingerprint() == "ead58dd3c671"


def test_what_a_review_is_worth() -> None:
    """A review is worth what it adds to recall 30 days on: expected over a pass and a lapse, less recall without it."""
    scheduler, day = Scheduler(Rules()), date(2026, 3, 2)
    later = day + timedelta(days=30)
    last = day - timedelta(days=12)
    memory = Memory(8.0, 6.0, start_of_day(day, UTC_ZONE), last, 3, 0, 4)
    known = scheduler.recall(memory, day)
    at = datetime.combine(day, time(12), UTC)
    passed, lapsed = (
        scheduler.recall(scheduler.review(memory, rating, at, UTC_ZONE), later) for rating in (4, 1)
    )
    expected = known * passed + (1 - known) * lapsed - scheduler.recall(memory, later)
    assert scheduler.gain(memory, day) == pytest.approx(expected)


def test_the_order_of_a_backlog() -> None:
    """What is worth most comes first: not what is forgotten most, and last what is known for months anyway."""
    scheduler, day = Scheduler(Rules()), date(2026, 3, 2)
    due = start_of_day(day, UTC_ZONE)
    waiting = {
        "known for months": Memory(400.0, 5.0, due, day - timedelta(days=30), 9, 0, 4),
        "half forgotten": Memory(10.0, 5.0, due, day - timedelta(days=40), 4, 0, 4),
        "forgotten more, and hard": Memory(6.0, 10.0, due, day - timedelta(days=60), 9, 7, 2),
    }
    by_value = sorted(waiting, key=lambda name: -scheduler.gain(waiting[name], day))
    by_recall = sorted(waiting, key=lambda name: scheduler.recall(waiting[name], day))
    assert by_value == ["half forgotten", "forgotten more, and hard", "known for months"]
    assert by_recall == ["forgotten more, and hard", "half forgotten", "known for months"]
