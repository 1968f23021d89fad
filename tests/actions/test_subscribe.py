"""What a chat can ask for, and what it then is owed."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.actions import subscribe
from bot.actions.subscribe import Request, Senseless
from bot.storage import deliveries, learners, subscriptions
from bot.storage.deliveries import DeliveryIntent
from tests.actions.conftest import Study
from tests.rooms import MONDAY


async def test_first_subscription_has_the_usual(ana: Study) -> None:
    """Who only says yes gets the usual hour, every day, one question, behind a button."""
    page = await subscribe.subscribe(ana.conn, ana.chat, Request(), ana.policy, ana.now)
    wanted = page.subscription
    assert (wanted.times, len(wanted.weekdays), wanted.count, wanted.reveal) == ((time(9),), 7, 1, "button")
    assert wanted.next_at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def test_second_subscription_changes_only_what_was_named(ana: Study) -> None:
    """A later /subscribe keeps what it does not mention."""
    await subscribe.subscribe(ana.conn, ana.chat, Request(zone="Asia/Tokyo"), ana.policy, ana.now)
    page = await subscribe.subscribe(ana.conn, ana.chat, Request(times=(time(7, 45),)), ana.policy, ana.now)
    assert (page.subscription.zone, page.subscription.times) == ("Asia/Tokyo", (time(7, 45),))


async def test_zone_is_the_learner_s_too(ana: Study) -> None:
    """In private the subscription's zone is where the person's days are counted."""
    await subscribe.subscribe(ana.conn, ana.chat, Request(zone="Asia/Tokyo"), ana.policy, ana.now)
    assert (await learners.get(ana.conn, ana.learner.id)).zone == "Asia/Tokyo"


async def test_unsubscribe_cancels_what_was_owed(ana: Study) -> None:
    """After /unsubscribe nothing comes, not even what already stood in the outbox."""
    await subscribe.subscribe(ana.conn, ana.chat, Request(), ana.policy, ana.now)
    await deliveries.enqueue(ana.conn, DeliveryIntent("k", ana.chat.id, "daily", MONDAY))
    assert await subscribe.unsubscribe(ana.conn, ana.chat, ana.now)
    assert await deliveries.next_due(ana.conn) is None
    assert not await subscribe.unsubscribe(ana.conn, ana.chat, ana.now)


CHANGES = {
    "one more time": ("time", "1830", "times", (time(9), time(18, 30))),
    "the only time is never taken away": ("time", "0900", "times", (time(9),)),
    "workdays": ("days", "work", "weekdays", frozenset(range(5))),
    "no Sundays": ("days", "6", "weekdays", frozenset(range(6))),
    "a zone": ("zone", "Europe/Warsaw", "zone", "Europe/Warsaw"),
    "three at a time": ("count", "3", "count", 3),
    "a spoiler": ("reveal", "spoiler", "reveal", "spoiler"),
    "a deck": ("decks", "1", "decks", ("databases",)),
    "a tag": ("tags", "sql", "tags", ("sql",)),
}


@pytest.mark.parametrize(("field", "value", "name", "expected"), CHANGES.values(), ids=CHANGES.keys())
async def test_every_setting(ana: Study, field: str, value: str, name: str, expected: object) -> None:
    """Each settings button changes its one field, and it is stored."""
    await subscribe.subscribe(ana.conn, ana.chat, Request(), ana.policy, ana.now)
    await subscribe.change(ana.conn, ana.chat, field, value, ana.policy, ana.now)
    stored = await subscriptions.get(ana.conn, ana.chat.id)
    assert getattr(stored, name) == expected


NONSENSE = {
    "an hour that is none": ("time", "2561"),
    "letters for a time": ("time", "noon"),
    "an eighth day": ("days", "8"),
    "a zone on Mars": ("zone", "Mars/Base"),
    "a path for a zone": ("zone", "../../etc/passwd"),
    "no question at all": ("count", "0"),
    "eleven questions": ("count", "11"),
    "an unknown place for the answer": ("reveal", "nowhere"),
    "a deck that is not there": ("decks", "99"),
    "an unknown setting": ("colour", "red"),
}


@pytest.mark.parametrize(("field", "value"), NONSENSE.values(), ids=NONSENSE.keys())
async def test_forged_settings(ana: Study, field: str, value: str) -> None:
    """A value no page offers is refused and changes nothing."""
    before = await subscribe.subscribe(ana.conn, ana.chat, Request(), ana.policy, ana.now)
    with pytest.raises(Senseless):
        await subscribe.change(ana.conn, ana.chat, field, value, ana.policy, ana.now)
    assert await subscriptions.get(ana.conn, ana.chat.id) == before.subscription


async def test_language_is_chosen_from_ours(ana: Study) -> None:
    """A chat may choose any language we speak and no other."""
    assert (await subscribe.choose_language(ana.conn, ana.chat, "zh", ana.now)).chat.language == "zh"
    with pytest.raises(Senseless):
        await subscribe.choose_language(ana.conn, ana.chat, "xx", ana.now)


async def test_switching_on_and_off_from_the_page(ana: Study) -> None:
    """The settings page switches daily questions off and on again."""
    await subscribe.subscribe(ana.conn, ana.chat, Request(), ana.policy, ana.now)
    off = await subscribe.change(ana.conn, ana.chat, "on", "0", ana.policy, ana.now)
    on = await subscribe.change(ana.conn, ana.chat, "on", "1", ana.policy, ana.now)
    assert off.next_at is None
    assert on.next_at is not None


async def test_what_can_be_chosen(ana: Study) -> None:
    """Decks and tags on offer are those that are loaded, the chosen ones marked."""
    wanted = (
        await subscribe.subscribe(ana.conn, ana.chat, Request(tags=("sql",)), ana.policy, ana.now)
    ).subscription
    assert await subscribe.offered(ana.conn, ana.chat, wanted, "decks") == [("1", "Databases · 8", False)]
    assert await subscribe.offered(ana.conn, ana.chat, wanted, "tags") == [("sql", "#sql", True)]
    assert await subscribe.offered(ana.conn, ana.chat, wanted, "time") == []
