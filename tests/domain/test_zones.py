"""Time zones by name, by what people type, and as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.zones import find_zone, instant, nearest_zones, start_of_day, zone
from bot.errors import ClockError

TYPED = {
    "iana": ("Europe/Warsaw", "Europe/Warsaw"),
    "iana in small letters": ("europe/warsaw", "Europe/Warsaw"),
    "iana of a state": ("poland", "Poland"),
    "city": ("Warsaw", "Europe/Warsaw"),
    "city in small letters": (" warsaw ", "Europe/Warsaw"),
    "city of two words": ("new york", "America/New_York"),
    "city with an underscore": ("New_York", "America/New_York"),
    "city three levels down": ("Buenos Aires", "America/Argentina/Buenos_Aires"),
    "city without a zone of its own": ("Kraków", "Europe/Warsaw"),
    "city without accents": ("lodz", "Europe/Warsaw"),
    "in russian": ("Варшава", "Europe/Warsaw"),
    "in russian, with a hyphen": ("Санкт-Петербург", "Europe/Moscow"),
    "in polish": ("Londyn", "Europe/London"),
    "in chinese": ("北京", "Asia/Shanghai"),
    "utc": ("utc", "UTC"),
    "gmt": ("GMT", "UTC"),
    "no offset": ("+0", "UTC"),
    "east": ("UTC+3", "Etc/GMT-3"),
    "east with a space": ("utc + 3", "Etc/GMT-3"),
    "east by clock": ("+03:00", "Etc/GMT-3"),
    "east in four digits": ("+0300", "Etc/GMT-3"),
    "west": ("gmt-11", "Etc/GMT+11"),
    "west with a real minus": ("−5", "Etc/GMT+5"),
    "half an hour": ("+5:30", "Asia/Kolkata"),
    "three quarters": ("UTC+05:45", "Asia/Kathmandu"),
    "an offset nobody has": ("+5:10", None),
    "an offset too far": ("UTC+15", None),
    "a number": ("9", None),
    "nowhere": ("Atlantis", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "name"), TYPED.values(), ids=TYPED.keys())
def test_what_a_person_means(text: str, name: str | None) -> None:
    """A zone, a city or an offset is understood, and nothing is guessed."""
    assert find_zone(text) == name


def test_every_zone_can_be_typed() -> None:
    """Whatever is found is a zone, and every zone is found by its own name."""
    for name in (
        "America/Kentucky/Louisville",
        "Asia/Ho_Chi_Minh",
        "Etc/GMT+5",
        "Europe/Kyiv",
        "Pacific/Apia",
    ):
        assert find_zone(name) == name
        assert zone(name).key == name


def test_named_cities_lead_to_zones() -> None:
    """Every city we add leads to a zone that exists."""
    for city in (
        "Mumbai",
        "Hanoi",
        "Ташкент",
        "Екатеринбург",
        "台北",
        "Haifa",
        "Almaty",
        "Milan",
        "NYC",
        "Владивосток",
    ):
        assert find_zone(city) in available_timezones()


UNKNOWN = {
    "typo": ("Europ/Warsaw", "Europe/Warsaw"),
    "typo in a city": ("Warsw", "Europe/Warsaw"),
    "folder": ("Europe", "IANA name|did you mean"),
    "path": ("../etc/passwd", "such as Europe/Warsaw"),
    "nothing": ("", "such as Europe/Warsaw"),
    "very long": ("x" * 5000, "such as Europe/Warsaw"),
}


@pytest.mark.parametrize(("name", "hint"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_zone_names_the_nearest(name: str, hint: str) -> None:
    """A zone that does not exist is refused with what to write instead."""
    with pytest.raises(ClockError, match=hint):
        zone(name)


def test_suggestions_are_few_and_different() -> None:
    """Suggestions are zones, at most as many as asked for, each once."""
    near = nearest_zones("Amsterdan", 2)
    assert near[0] == "Europe/Amsterdam"
    assert len(near) == len(set(near)) <= 2


INSTANTS = {
    "winter": ("Europe/Warsaw", "2026-01-10T09:00", "2026-01-10T08:00"),
    "summer": ("Europe/Warsaw", "2026-07-10T09:00", "2026-07-10T07:00"),
    "gap": ("Europe/Warsaw", "2026-03-29T02:30", "2026-03-29T01:00"),
    "first minute of a gap": ("Europe/Warsaw", "2026-03-29T02:00", "2026-03-29T01:00"),
    "twice": ("Europe/Warsaw", "2026-10-25T02:30", "2026-10-25T00:30"),
    "new york gap": ("America/New_York", "2026-03-08T02:15", "2026-03-08T07:00"),
    "new york twice": ("America/New_York", "2026-11-01T01:15", "2026-11-01T05:15"),
    "half-hour gap": ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:30"),
    "half hour twice": ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
    "a quarter off": ("Asia/Kathmandu", "2026-01-01T09:00", "2026-01-01T03:15"),
    "a day left out": ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00"),
    "a gap at midnight": ("Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:00"),
}


@pytest.mark.parametrize(("name", "local", "expected"), INSTANTS.values(), ids=INSTANTS.keys())
def test_a_wall_clock_as_an_instant(name: str, local: str, expected: str) -> None:
    """A time left out is the moment after the change, one that occurs twice is the first."""
    found = instant(datetime.fromisoformat(local), ZoneInfo(name))
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001
    st.sampled_from(
        ["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Nuuk"]
    ),
)
def test_a_time_that_exists_is_shown_again(local: datetime, name: str) -> None:
    """The clocks show the time asked for, or the first one after a change of at most a day."""
    shown = instant(local, ZoneInfo(name)).astimezone(ZoneInfo(name)).replace(tzinfo=None)
    assert timedelta() <= shown - local <= timedelta(days=1)


def test_a_day_starts_at_its_first_moment() -> None:
    """A day begins at midnight, or where the clocks go on after a change."""
    assert start_of_day(date(2026, 4, 24), ZoneInfo("Africa/Cairo")) == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert start_of_day(date(2026, 1, 1), ZoneInfo("UTC")) == datetime(2026, 1, 1, tzinfo=UTC)
