"""When a chat is owed a daily question, and when a follow-up is polite."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import Owed, Timetable, Waking, follow_up_at, next_slot, owed
from bot.domain.zones import instant
from bot.errors import ClockError

GRACE = timedelta(hours=3)
EVERY_DAY = frozenset(range(7))
ZONES = (
    "Europe/Warsaw",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Nuuk",
    "UTC",
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(local: str, zone: str = "Europe/Warsaw") -> datetime:
    return instant(datetime.fromisoformat(local), ZoneInfo(zone))


def daily(*times: str, zone: str = "Europe/Warsaw", days: frozenset[int] = EVERY_DAY) -> Timetable:
    return Timetable(tuple(time.fromisoformat(each) for each in times), days, zone)


NINE = daily("09:00")

# zone, time on the clock, after (UTC), next slot (UTC)
NEXT = {
    "later today": ("Europe/Warsaw", "09:00", "2026-01-10T07:59", "2026-01-10T08:00"),
    "a slot is not its own next": ("Europe/Warsaw", "09:00", "2026-01-10T08:00", "2026-01-11T08:00"),
    "tomorrow is today in utc": ("Asia/Kathmandu", "05:00", "2026-01-10T23:10", "2026-01-10T23:15"),
    "over spring": ("Europe/Warsaw", "09:00", "2026-03-28T08:00", "2026-03-29T07:00"),
    "in the spring gap": ("Europe/Warsaw", "02:30", "2026-03-28T02:00", "2026-03-29T01:00"),
    "after the spring gap": ("Europe/Warsaw", "02:30", "2026-03-29T01:00", "2026-03-30T00:30"),
    "over autumn": ("Europe/Warsaw", "09:00", "2026-10-24T07:00", "2026-10-25T08:00"),
    "the first of two": ("Europe/Warsaw", "02:30", "2026-10-24T23:00", "2026-10-25T00:30"),
    "not the second of two": ("Europe/Warsaw", "02:30", "2026-10-25T00:30", "2026-10-26T01:30"),
    "new york gap": ("America/New_York", "02:30", "2026-03-07T08:00", "2026-03-08T07:00"),
    "new york, the first of two": ("America/New_York", "01:30", "2026-10-31T06:00", "2026-11-01T05:30"),
    "lord howe gap": ("Australia/Lord_Howe", "02:15", "2026-10-02T16:00", "2026-10-03T15:30"),
    "lord howe before": ("Australia/Lord_Howe", "09:00", "2026-10-02T12:00", "2026-10-02T22:30"),
    "lord howe after": ("Australia/Lord_Howe", "09:00", "2026-10-03T12:00", "2026-10-03T22:00"),
    "lord howe, the first of two": ("Australia/Lord_Howe", "01:45", "2026-04-04T00:00", "2026-04-04T14:45"),
    "apia leaves a day out": ("Pacific/Apia", "09:00", "2011-12-29T19:00", "2011-12-30T19:00"),
    "nuuk, a gap up to midnight": ("America/Nuuk", "23:30", "2024-03-30T12:00", "2024-03-31T01:00"),
    "utc": ("UTC", "00:00", "2026-12-31T00:00", "2027-01-01T00:00"),
}


@pytest.mark.parametrize(("zone", "clock", "after", "expected"), NEXT.values(), ids=NEXT.keys())
def test_the_next_slot(zone: str, clock: str, after: str, expected: str) -> None:
    """The next slot is the chat's own time on its own clock, whatever the clock does."""
    found = next_slot(daily(clock, zone=zone), utc(after))
    assert found == utc(expected)
    assert found.tzinfo is UTC


def test_slots_keep_to_weekdays() -> None:
    """Slots come on the weekdays asked for, each time of the day in its order."""
    table = daily("18:00", "09:00", days=frozenset({0, 4}))  # 2026-01-09 is a Friday
    slots = [next_slot(table, at("2026-01-08T12:00"))]
    for _ in range(3):
        slots.append(next_slot(table, slots[-1]))
    assert slots == [at(f"2026-01-{day}T{hour}:00") for day in ("09", "12") for hour in ("09", "18")]


def test_a_weekday_that_is_left_out_comes_a_week_later() -> None:
    """A Friday that a zone left out has no slot; the next Friday has."""
    table = daily("09:00", zone="Pacific/Apia", days=frozenset({4}))
    assert next_slot(table, utc("2011-12-28T00:00")) == at("2012-01-06T09:00", "Pacific/Apia")


def test_two_times_in_a_gap_are_one_slot() -> None:
    """Two times that a clock change moves to the same moment are asked once."""
    table = daily("02:10", "02:40", "02:40")
    assert next_slot(table, at("2026-03-29T01:59")) == at("2026-03-29T03:00")
    assert next_slot(table, at("2026-03-29T03:00")) == at("2026-03-30T02:10")


tables = st.builds(
    Timetable,
    st.lists(st.times(), min_size=1, max_size=4, unique=True).map(tuple),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(tables, moments)
def test_slots_go_forward(table: Timetable, after: datetime) -> None:
    """Every next slot is later, within two weeks, and on the clock of the timetable but for a change."""
    slots = [after]
    for _ in range(4):
        slots.append(next_slot(table, slots[-1]))
    assert all(timedelta() < b - a <= timedelta(days=15) for a, b in pairwise(slots))
    for slot in slots[1:]:
        shown = slot.astimezone(ZoneInfo(table.zone))
        before = (slot - timedelta(microseconds=1)).astimezone(ZoneInfo(table.zone))
        changed = shown.utcoffset() != before.utcoffset()
        assert changed or (shown.time() in table.times and shown.weekday() in table.weekdays)


@pytest.mark.parametrize(
    ("times", "days"),
    [((), EVERY_DAY), ((time(9),), frozenset()), ((time(9),), frozenset({7}))],
    ids=["no time", "no weekday", "an eighth weekday"],
)
def test_a_timetable_must_come_round(times: tuple[time, ...], days: frozenset[int]) -> None:
    """A timetable without a time or a weekday is refused."""
    with pytest.raises(ClockError, match="at least one time"):
        Timetable(times, days, "UTC")


def test_a_timetable_of_an_unknown_zone_has_no_slots() -> None:
    """A zone that does not exist is said so when a slot is asked for."""
    with pytest.raises(ClockError, match="Europe/Warsaw"):
        next_slot(daily("09:00", zone="Europe/Warsav"), utc("2026-01-01T00:00"))


# next_at and now, local; the slot sent; the slots skipped; next_at then
OWED: dict[str, tuple[str, str, str | None, list[str], str]] = {
    "not yet": ("2026-01-10T09:00", "2026-01-10T08:59", None, [], "2026-01-10T09:00"),
    "on the minute": ("2026-01-10T09:00", "2026-01-10T09:00", "2026-01-10T09:00", [], "2026-01-11T09:00"),
    "late within the grace": (
        "2026-01-10T09:00",
        "2026-01-10T12:00",
        "2026-01-10T09:00",
        [],
        "2026-01-11T09:00",
    ),
    "too late": ("2026-01-10T09:00", "2026-01-10T12:01", None, ["2026-01-10T09:00"], "2026-01-11T09:00"),
    "down for three days": (
        "2026-01-10T09:00",
        "2026-01-12T10:00",
        "2026-01-12T09:00",
        ["2026-01-10T09:00", "2026-01-11T09:00"],
        "2026-01-13T09:00",
    ),
    "down until the evening": (
        "2026-01-10T09:00",
        "2026-01-11T20:00",
        None,
        ["2026-01-10T09:00", "2026-01-11T09:00"],
        "2026-01-12T09:00",
    ),
    "down over spring": (
        "2026-03-28T09:00",
        "2026-03-29T11:00",
        "2026-03-29T09:00",
        ["2026-03-28T09:00"],
        "2026-03-30T09:00",
    ),
    "down over autumn": (
        "2026-10-24T09:00",
        "2026-10-25T12:00",
        "2026-10-25T09:00",
        ["2026-10-24T09:00"],
        "2026-10-26T09:00",
    ),
    "clock set back a little": ("2026-01-11T09:00", "2026-01-10T08:00", None, [], "2026-01-11T09:00"),
    "clock set back a month": ("2026-02-11T09:00", "2026-01-10T08:00", None, [], "2026-01-10T09:00"),
    "planned off the timetable": (
        "2026-01-10T09:17",
        "2026-01-10T09:20",
        "2026-01-10T09:17",
        [],
        "2026-01-11T09:00",
    ),
}


@pytest.mark.parametrize(("next_at", "now", "send", "skipped", "then"), OWED.values(), ids=OWED.keys())
def test_what_is_owed(next_at: str, now: str, send: str | None, skipped: list[str], then: str) -> None:
    """The newest missed slot within the grace is sent, older ones are skipped, and the next one is planned."""
    expected = Owed(at(send) if send else None, tuple(map(at, skipped)), len(skipped), at(then))
    assert owed(NINE, at(next_at), at(now), GRACE) == expected


def test_a_weekly_slot_may_be_a_week_away() -> None:
    """A slot six days away is no trace of a clock that was set back when slots are weekly."""
    table = daily("09:00", days=frozenset({0}))
    monday, tuesday = at("2026-01-12T09:00"), at("2026-01-06T00:00")
    assert owed(table, monday, tuesday, GRACE).next_at == monday
    assert owed(table, monday + timedelta(days=14), tuesday, GRACE).next_at == monday


JUMPS = {
    "a year": (daily("09:00"), "2027-01-10T10:00", 366),
    "a year, twice a day": (daily("09:00", "18:00"), "2027-01-10T10:00", 731),
    "a year of Mondays": (daily("09:00", days=frozenset({0})), "2027-01-10T10:00", 53),
    "a thousand years": (daily("09:00"), "3026-01-10T10:00", 365_243),
}


@pytest.mark.parametrize(("table", "now", "slots"), JUMPS.values(), ids=JUMPS.keys())
def test_a_clock_that_jumps_far_ahead(table: Timetable, now: str, slots: int) -> None:
    """A jump of years lists the newest skipped slots and counts the rest, without walking through them."""
    found = owed(table, at("2026-01-10T09:00"), at(now), GRACE)
    assert found.skipped_count + (found.send is not None) == slots
    assert len(found.skipped) == 5
    assert list(found.skipped) == sorted(found.skipped)
    assert found.next_at == next_slot(table, at(now))
    assert all(next_slot(table, a) == b for a, b in pairwise(found.skipped))


@given(tables, moments, st.lists(st.integers(-3 * 86_400, 20 * 86_400), min_size=1, max_size=12))
def test_the_same_slot_never_comes_twice(table: Timetable, start: datetime, steps: list[int]) -> None:
    """Whatever a clock does within a day or so back, no slot is sent again, and none is both sent and skipped."""
    now, next_at = start, next_slot(table, start)
    handled: list[datetime] = []
    furthest = start
    for seconds in steps:
        now = max(now + timedelta(seconds=seconds), furthest - timedelta(hours=12))
        furthest = max(furthest, now)
        found = owed(table, next_at, now, GRACE)
        handled += [*found.skipped, *([found.send] if found.send else [])]
        assert found.skipped_count >= len(found.skipped)
        assert found.send is None or found.send <= now <= found.send + GRACE
        assert found.next_at > now
        next_at = found.next_at
    assert len(handled) == len(set(handled))


@given(tables, moments, st.integers(0, 40 * 86_400))
def test_nothing_owed_is_forgotten(table: Timetable, start: datetime, seconds: int) -> None:
    """Every slot between the plan and now is sent or counted as skipped."""
    first, now = next_slot(table, start), start + timedelta(seconds=seconds)
    passed = 0
    slot = first
    while slot <= now:
        passed, slot = passed + 1, next_slot(table, slot)
    found = owed(table, first, now, GRACE)
    counted = found.skipped_count + (found.send is not None)
    assert passed <= counted <= passed + len(table.times) * (passed > 5)  # times that met in a gap count each


WAKING = Waking(time(8), time(22))
FOLLOW_UPS = {
    # due, now, an echo of today?, the moment it is sent
    "inside": ("2026-01-10T14:00", "2026-01-10T09:00", False, "2026-01-10T14:00"),
    "at the start": ("2026-01-10T08:00", "2026-01-10T07:00", False, "2026-01-10T08:00"),
    "at the end": ("2026-01-10T22:00", "2026-01-10T09:00", False, "2026-01-11T08:00"),
    "when the day begins": ("2026-01-10T00:00", "2026-01-09T09:00", False, "2026-01-10T08:00"),
    "overdue, awake": ("2026-01-08T00:00", "2026-01-10T09:30", False, "2026-01-10T09:30"),
    "overdue, asleep": ("2026-01-08T00:00", "2026-01-10T03:00", False, "2026-01-10T08:00"),
    "echo at night": ("2026-01-10T23:30", "2026-01-10T23:20", True, "2026-01-10T23:30"),
    "echo that is late": ("2026-01-10T13:00", "2026-01-10T23:20", True, "2026-01-10T23:20"),
    "night before spring": ("2026-03-29T00:00", "2026-03-28T09:00", False, "2026-03-29T08:00"),
    "night before autumn": ("2026-10-24T23:00", "2026-10-24T09:00", False, "2026-10-25T08:00"),
}


@pytest.mark.parametrize(("due", "now", "echo", "expected"), FOLLOW_UPS.values(), ids=FOLLOW_UPS.keys())
@pytest.mark.parametrize("zone", ["Europe/Warsaw", "America/New_York", "Asia/Kathmandu"])
def test_when_a_follow_up_is_polite(due: str, now: str, echo: bool, expected: str, zone: str) -> None:
    """A follow-up comes when it falls due, or when its reader wakes up; an echo of today comes at once."""
    found = follow_up_at(at(due, zone), at(now, zone), ZoneInfo(zone), WAKING, same_day=echo)
    assert found == at(expected, zone)


HOURS = {
    "by night, awake": (Waking(time(20), time(4)), "2026-01-10T23:00", "2026-01-10T23:00"),
    "by night, after midnight": (Waking(time(20), time(4)), "2026-01-10T03:59", "2026-01-10T03:59"),
    "by night, asleep": (Waking(time(20), time(4)), "2026-01-10T12:00", "2026-01-10T20:00"),
    "always": (Waking(time(8), time(8)), "2026-01-10T03:00", "2026-01-10T03:00"),
    "waking in a gap": (Waking(time(2, 30), time(4)), "2026-03-29T01:00", "2026-03-29T03:00"),
}


@pytest.mark.parametrize(("waking", "due", "expected"), HOURS.values(), ids=HOURS.keys())
def test_waking_hours_may_run_past_midnight(waking: Waking, due: str, expected: str) -> None:
    """Hours may run past midnight, may never end, and may begin in a clock change."""
    zone = ZoneInfo("Europe/Warsaw")
    assert follow_up_at(at(due), at("2026-01-01T00:00"), zone, waking, same_day=False) == at(expected)


@given(moments, moments, st.times(), st.times(), st.sampled_from(ZONES))
def test_a_follow_up_waits_less_than_two_days(
    due: datetime, now: datetime, start: time, end: time, name: str
) -> None:
    """A follow-up is never before it is due, never in the past, and never put off for long."""
    found = follow_up_at(due, now, ZoneInfo(name), Waking(start, end), same_day=False)
    assert timedelta() <= found - max(due, now) <= timedelta(days=2)
