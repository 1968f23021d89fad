"""What becomes owed as time passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.actions import answer, ask, meet, subscribe
from bot.actions.answer import Touch
from bot.actions.sync import sync
from bot.delivery.tick import BATCH, tick
from bot.domain.chat import Chat
from bot.domain.zones import zone
from bot.storage import chats, memories, posts, subscriptions
from bot.storage.database import Connection, Database
from bot.storage.deliveries import drop_chat
from bot.storage.learners import Learner
from bot.storage.tables import deliveries
from bot.storage.tables import subscriptions as subscriptions_table
from tests.rooms import MONDAY, deck, policy

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def subscriber(database: Database, chat_id: int = 5, zone: str = "UTC") -> Chat:
    chosen = policy()
    async with database.write() as conn:
        await sync(conn, [deck()])
        chat = await chats.meet(conn, chat_id, "private", "Ana", "en", MONDAY)
        await subscribe.subscribe(conn, chat, subscribe.Request(zone=zone), chosen, MONDAY)
    return chat


async def owed(database: Database) -> list[tuple[str, datetime]]:
    async with database.read() as conn:
        query = select(deliveries.c.kind, deliveries.c.due_at).order_by(deliveries.c.id)
        return [(row.kind, row.due_at) for row in await conn.execute(query)]


async def answered(database: Database, post_id: int, rating: int, at: datetime) -> None:
    """The post arrived and its reader rated it."""
    async with database.write() as conn:
        post = await posts.get(conn, post_id)
        await posts.arrived(conn, post, 1000 + post_id, at)
        await answer.rate(conn, Touch(post_id, 5, 1000 + post_id, await _ana(conn)), rating, policy(), at)


async def _ana(conn: Connection) -> Learner:
    return await meet.audience(conn, Chat(5, "private", "Ana", "en"), policy(), MONDAY)


async def test_nothing_before_the_hour(database: Database) -> None:
    """Before its time a chat is owed nothing."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + 59 * timedelta(minutes=1))
    assert await owed(database) == []


async def test_one_question_at_the_hour(database: Database) -> None:
    """At its time a chat is owed one question, however often we look."""
    await subscriber(database)
    for minutes in (60, 60, 61, 90):
        await tick(database, policy(), MONDAY + minutes * timedelta(minutes=1))
    assert await owed(database) == [("daily", MONDAY + HOUR)]


async def test_late_within_the_grace(database: Database) -> None:
    """A process that was down over the hour still asks when it is back in time."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + 3 * HOUR)
    assert [kind for kind, _ in await owed(database)] == ["daily"]


async def test_too_late_is_skipped_and_said(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """Past the grace the question is skipped, the log says so, and the next day is as usual."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + 5 * HOUR)
    assert await owed(database) == []
    assert "daily questions skipped" in capsys.readouterr().out
    await tick(database, policy(), MONDAY + DAY + HOUR)
    assert len(await owed(database)) == 1


async def test_week_offline_owes_one(database: Database) -> None:
    """After a week down a chat gets one question, not seven."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + 7 * DAY + 2 * HOUR)
    assert len(await owed(database)) == 1


async def test_clock_that_ran_ahead_and_came_back(database: Database) -> None:
    """A year's jump forward and back costs at most the questions of the jump, not a year of silence."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + 365 * DAY)
    await tick(database, policy(), MONDAY + 2 * HOUR)
    async with database.read() as conn:
        wanted = await subscriptions.get(conn, 5)
    assert wanted is not None
    assert wanted.next_at == MONDAY + DAY + HOUR


async def test_spring_forward(database: Database) -> None:
    """On the day the clocks change the question still comes at nine on the wall."""
    await subscriber(database, zone="Europe/Warsaw")
    for day in (28, 29, 30):
        await tick(database, policy(), datetime(2026, 3, day, 8, 30, tzinfo=UTC))
    dues = [due for _, due in await owed(database)]
    assert dues == [
        datetime(2026, 3, 28, 8, tzinfo=UTC),
        datetime(2026, 3, 29, 7, tzinfo=UTC),
        datetime(2026, 3, 30, 7, tzinfo=UTC),
    ]


async def test_miss_echoes_the_same_day(database: Database) -> None:
    """What was rated 2 comes back later the same day, by itself."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + HOUR)
    await answered(database, 1, 2, MONDAY + HOUR)
    await tick(database, policy(), MONDAY + 4 * HOUR)
    assert len(await owed(database)) == 1
    await tick(database, policy(), MONDAY + 5 * HOUR + timedelta(minutes=1))
    assert [kind for kind, _ in await owed(database)] == ["daily", "review"]


async def test_one_comes_back_in_ten_minutes_even_at_night(database: Database) -> None:
    """The echo of a miss comes at once however late it is: its reader is awake."""
    await subscriber(database)
    night = MONDAY.replace(hour=11)
    await tick(database, policy(), night)
    late = MONDAY.replace(hour=23, minute=30)
    await answered(database, 1, 1, late)
    await tick(database, policy(), late + timedelta(minutes=11))
    assert [kind for kind, _ in await owed(database)] == ["daily", "review"]


async def test_due_cards_wait_for_the_morning(database: Database) -> None:
    """A card that falls due at midnight is not sent before the waking hours."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + HOUR)
    await answered(database, 1, 3, MONDAY + HOUR)
    async with database.write() as conn:
        await subscriptions.schedule(conn, 5, MONDAY + 100 * DAY)
    midnight = MONDAY.replace(hour=0) + 20 * DAY
    await tick(database, policy(), midnight + 3 * HOUR)
    assert len(await owed(database)) == 1
    async with database.write() as conn:
        await subscriptions.schedule(conn, 5, midnight + 30 * DAY)
    await tick(database, policy(), midnight + 8 * HOUR)
    assert "review" in [kind for kind, _ in await owed(database)]


async def test_one_follow_up_open_at_a_time(database: Database) -> None:
    """While a follow-up waits for its answer no other is sent; the next day one comes instead of it."""
    await subscriber(database)
    async with database.write() as conn:
        chat = Chat(5, "private", "Ana", "en")
        from bot.actions.ask import place

        for card_id in (1, 2, 3):
            post_id = await place(conn, chat, await _ana(conn), card_id, "daily", "button", MONDAY)
            await posts.arrived(conn, await posts.get(conn, post_id), 1000 + post_id, MONDAY)
            await answer.rate(conn, Touch(post_id, 5, 1000 + post_id, await _ana(conn)), 1, policy(), MONDAY)
        await subscriptions.schedule(conn, 5, MONDAY + 5 * DAY)
    for minutes in (11, 12, 30, 60):
        await tick(database, policy(), MONDAY + minutes * timedelta(minutes=1))
    counted = ["review", "nudge"]  # with the message that counts the day
    assert [kind for kind, _ in await owed(database)] == counted
    await tick(database, policy(), MONDAY + DAY + HOUR)
    assert [kind for kind, _ in await owed(database)] == 2 * counted


async def test_more_than_a_batch(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When more chats are due than one transaction takes, the tick says that there is more."""
    monkeypatch.setattr("bot.delivery.tick.BATCH", 7)
    for chat_id in range(1, 13):
        await subscriber(database, chat_id)
    first = await tick(database, policy(), MONDAY + HOUR)
    second = await tick(database, policy(), MONDAY + HOUR)
    assert (first.dailies, first.more, second.dailies, second.more) == (7, True, 5, False)


async def test_daily_limit_of_new_cards(database: Database) -> None:
    """What comes by itself brings no more new cards a day than the operator allows."""
    await subscriber(database)
    async with database.write() as conn:
        chat = Chat(5, "private", "Ana", "en")
        await subscribe.change(conn, chat, "count", "5", policy(), MONDAY)
    await tick(database, policy(new_a_day=2), MONDAY + HOUR)
    assert len(await owed(database)) == 2


async def test_waiting_cards_starve_nobody(database: Database) -> None:
    """However many ignored their question, whoever is owed a follow-up gets it."""
    for chat_id in range(1, BATCH + 3):
        await subscriber(database, chat_id)
    await tick(database, policy(), MONDAY + HOUR)
    await tick(database, policy(), MONDAY + HOUR)
    async with database.write() as conn:
        for post_id in range(1, BATCH + 3):
            post = await posts.get(conn, post_id)
            await posts.arrived(conn, post, 1000 + post_id, MONDAY)
            lapsed = policy().scheduler.review(None, 1, MONDAY, zone("UTC"))
            await memories.put(conn, post.learner_id, post.card_id, lapsed)
        last = await posts.get(conn, BATCH + 2)
        other = next(card_id for card_id in range(1, 9) if card_id != last.card_id)
        await memories.put(conn, last.learner_id, other, lapsed)
    found = await tick(database, policy(), MONDAY + 2 * HOUR)
    assert found.reviews == 1


async def test_day_after_a_miss(database: Database) -> None:
    """A day after a miss both come: the missed card as a follow-up, and another card as the day's question."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + HOUR)
    await answered(database, 1, 2, MONDAY + HOUR)
    await tick(database, policy(), MONDAY + HOUR + DAY)
    async with database.read() as conn:
        missed, *others = [await posts.get(conn, post_id) for post_id in (1, 2, 3)]
    assert [(post.kind, post.card_id == missed.card_id) for post in others] == [
        ("review", True),
        ("daily", False),
    ]


async def test_unsubscribed_people_get_follow_ups_until_they_say_no(database: Database) -> None:
    """Who only ever took a /quiz is reminded of what they missed; who unsubscribes is left in peace."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + HOUR)
    await answered(database, 1, 1, MONDAY + HOUR)
    async with database.write() as conn:
        await conn.execute(subscriptions_table.delete())
    assert (await tick(database, policy(), MONDAY + 2 * HOUR)).reviews == 1
    async with database.write() as conn:
        assert await subscribe.unsubscribe(conn, Chat(5, "private", "", "en"), MONDAY)
    assert (await tick(database, policy(), MONDAY + 2 * DAY)).reviews == 0


async def test_ignored_follow_up_comes_again(database: Database) -> None:
    """A follow-up that was ignored comes again the next day, though no other card is due."""
    await subscriber(database)
    await tick(database, policy(), MONDAY + HOUR)
    await answered(database, 1, 1, MONDAY + HOUR)
    async with database.write() as conn:
        await conn.execute(subscriptions_table.delete())
    for hours, reviews in ((2, 1), (3, 0), (26, 1), (27, 0)):
        assert (await tick(database, policy(), MONDAY + hours * HOUR)).reviews == reviews


async def test_debts_that_were_dropped_starve_nobody(database: Database) -> None:
    """However many follow-ups were given up today, whoever is still owed one gets it."""
    for chat_id in range(1, BATCH + 3):
        await subscriber(database, chat_id)
    lapsed = policy().scheduler.review(None, 1, MONDAY, zone("UTC"))
    async with database.write() as conn:
        await conn.execute(subscriptions_table.delete())
        for chat_id in range(1, BATCH + 2):
            chat = Chat(chat_id, "private", "Ana", "en")
            learner = await meet.audience(conn, chat, policy(), MONDAY)
            await memories.put(conn, learner.id, 1, lapsed)
            assert await ask.owe_review(conn, chat, learner, policy(), MONDAY + HOUR)
            await drop_chat(conn, chat_id, MONDAY + HOUR, "given up")
        last = await meet.audience(conn, Chat(BATCH + 2, "private", "Ana", "en"), policy(), MONDAY)
        await memories.put(conn, last.id, 1, lapsed)
    assert (await tick(database, policy(), MONDAY + 2 * HOUR)).reviews == 1
