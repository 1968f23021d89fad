"""The pace of sending: how fast into a chat, a group, and altogether."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.pacing import Limits, Pacer
from bot.domain.chat import ChatKind

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANA, GROUP, CHANNEL = 7, -100, -200


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def departures(pacer: Pacer, sends: list[tuple[int, ChatKind]], *, asked: datetime = START) -> list[float]:
    """When each of these leaves, in seconds from the start, all asked for at once and each waiting its turn."""
    left = []
    for chat_id, kind in sends:
        asked = pacer.ready_at(chat_id, kind, asked)
        pacer.spend(chat_id, kind, asked)
        left.append((asked - START).total_seconds())
    return left


@pytest.mark.parametrize(
    ("sends", "expected"),
    [
        pytest.param([(ANA, "private")] * 3, [0, 0, 0], id="a short burst passes"),
        pytest.param([(ANA, "private")] * 5, [0, 0, 0, 1, 2], id="then one a second"),
        pytest.param([(1, "private"), (2, "private")] * 3, [0] * 6, id="chats do not wait for each other"),
        pytest.param([(n, "private") for n in range(31)], [0] * 30 + [1], id="thirty a second altogether"),
        pytest.param(
            [(n, "private") for n in range(61)], [0] * 30 + [1] * 30 + [2], id="and again in the next second"
        ),
        pytest.param(
            [(GROUP, "group")] * 21, [0, 0, *range(18), 60], id="a group's twenty-first waits for the minute"
        ),
        pytest.param([(CHANNEL, "channel")] * 21, [0, 0, *range(18), 60], id="a channel counts as a group"),
        pytest.param([(ANA, "private")] * 24, [0, 0, *range(22)], id="a person has no limit a minute"),
    ],
)
def test_messages_leave_at_the_published_pace(
    sends: list[tuple[int, ChatKind]], expected: list[float]
) -> None:
    """Messages asked for together leave as soon as every limit lets them, and not sooner."""
    assert departures(Pacer(Limits()), sends) == expected


def test_no_minute_holds_more_than_a_groups_twenty() -> None:
    """However long a group is written to, no minute holds over twenty messages, no second over three."""
    left = departures(Pacer(Limits()), [(GROUP, "group")] * 100)
    assert all(later - sooner >= 60 for sooner, later in zip(left, left[20:], strict=False))
    assert all(later - sooner >= 1 for sooner, later in zip(left, left[3:], strict=False))


def test_a_rested_chat_has_its_burst_again() -> None:
    """Three quiet seconds after a burst give the chat another."""
    pacer = Pacer(Limits())
    departures(pacer, [(ANA, "private")] * 3)
    assert departures(pacer, [(ANA, "private")] * 4, asked=after(3)) == [3, 3, 3, 4]


def test_a_flood_stops_everything_until_its_deadline() -> None:
    """After a refusal for flooding nothing leaves for any chat before the deadline, and then everything may."""
    pacer = Pacer(Limits())
    pacer.halt(after(40))
    assert pacer.ready_at(ANA, "private", START) == after(40)
    assert pacer.open_at(after(10)) == after(40)
    assert pacer.ready_at(GROUP, "group", after(39.9)) == after(40)
    assert pacer.ready_at(ANA, "private", after(41)) == after(41)


def test_nobody_shortens_a_flood() -> None:
    """A shorter deadline learnt later, or a message that got through, leaves the longer one in force."""
    pacer = Pacer(Limits())
    pacer.halt(after(40))
    pacer.halt(after(5))
    pacer.spend(ANA, "private", after(1))
    assert pacer.ready_at(ANA, "private", after(6)) == after(40)
    pacer.halt(after(50))
    assert pacer.ready_at(ANA, "private", after(41)) == after(50)


def test_asking_spends_nothing() -> None:
    """A chat that is only asked about stays free and is not remembered."""
    pacer = Pacer(Limits())
    for _ in range(50):
        assert pacer.ready_at(ANA, "private", START) == START
    assert len(pacer) == 0


@pytest.mark.parametrize("kind", ["private", "group"])
def test_idle_chats_are_forgotten(kind: ChatKind) -> None:
    """A pacer that wrote to thousands of chats remembers only those of the last minute."""
    pacer = Pacer(Limits())
    for number in range(5000):
        pacer.spend(-number, kind, after(number))
    assert len(pacer) <= 120


def test_a_chat_still_in_its_minute_is_not_forgotten() -> None:
    """Forgetting idle chats never lets a group have more than its twenty a minute."""
    pacer = Pacer(Limits())
    for number in range(20):
        pacer.spend(GROUP, "group", after(40 + number))
    pacer.spend(ANA, "private", after(70))
    assert pacer.ready_at(GROUP, "group", after(71)) == after(100)


def test_a_clock_set_back_keeps_nobody_waiting_for_the_hours_to_return() -> None:
    """When the clock goes back a day, what is left to wait stays as it was, for a flood, a group and a person."""
    pacer, day = Pacer(Limits()), timedelta(days=1)
    departures(pacer, [(ANA, "private")] * 4)
    departures(pacer, [(GROUP, "group")] * 20)
    now = after(18)
    left_group = pacer.ready_at(GROUP, "group", now) - now
    pacer.halt(now + timedelta(seconds=7))
    assert pacer.ready_at(ANA, "private", now) == now + timedelta(seconds=7)

    assert pacer.ready_at(ANA, "private", now - day) == now - day + timedelta(seconds=7)
    assert pacer.ready_at(GROUP, "group", now - day) == now - day + left_group


def test_a_time_taken_a_moment_too_early_shortens_no_flood() -> None:
    """Two callers whose times are out of order by seconds, as awaiting makes them, leave the deadline where it is."""
    pacer = Pacer(Limits())
    pacer.halt(after(40))
    for _ in range(10):
        assert pacer.open_at(after(12)) == after(40)
        assert pacer.open_at(after(2)) == after(40)


def test_a_clock_set_forward_frees_everything() -> None:
    """When the clock goes forward a day, every limit and flood lies in the past."""
    pacer = Pacer(Limits())
    departures(pacer, [(GROUP, "group")] * 20)
    pacer.halt(after(300))
    tomorrow = after(86_400)
    assert pacer.ready_at(GROUP, "group", tomorrow) == tomorrow


def test_limits_are_settings_of_the_pacer() -> None:
    """Stricter limits than Telegram's are kept just the same."""
    pacer = Pacer(Limits(a_second=1, burst=1, a_minute=2))
    assert departures(pacer, [(GROUP, "group"), (ANA, "private"), (GROUP, "group"), (GROUP, "group")]) == [
        0,
        1,
        2,
        60,
    ]
