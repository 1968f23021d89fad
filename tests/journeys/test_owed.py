"""What is owed arrives once, whatever happens while it is being sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import telegram

from bot.actions import ask, meet
from bot.sandbox.objects import Poll
from bot.storage import chats, subscriptions
from bot.tg import members
from bot.tg.application import handle
from tests.house import House, house
from tests.journeys.test_quizzes import ONE, a_deck, given, wants
from tests.journeys.test_twice import Memo
from tests.rooms import card, deck

BROKEN = {"ok": False, "error_code": 500, "description": "Internal Server Error"}
BLOCKED = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
QUESTION = "in a database?"


def questions(home: House) -> int:
    """How many questions Ana's private chat shows."""
    return sum(QUESTION in (message.words.text if message.words else "") for message in home.ana.messages())


async def becomes(condition: Callable[[], bool]) -> None:
    """Let the others work until `condition` holds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the world has no event for it
            await asyncio.sleep(0)


@asynccontextmanager
async def in_flight(home: House, *, when: str = "before") -> AsyncIterator[None]:
    """The daily question is on its way, and held there until the block ends."""
    held = asyncio.Event()
    home.sandbox.faults.delay("sendMessage", held, when=when, containing=QUESTION)
    home.world.clock.advance(timedelta(hours=1, minutes=1))
    count = sum(call.method == "sendMessage" for call in home.sandbox.calls)
    settling = asyncio.create_task(home.app.loop.settle())
    await home.sandbox.called("sendMessage", count + 1)
    if when == "after":
        await becomes(lambda: questions(home) > 0)
    try:
        yield
    finally:
        held.set()
        await settling


async def test_asked_question_survives_a_failure(home: House) -> None:
    """A question somebody asked for is tried again when Telegram stumbles, and they are told."""
    home.sandbox.faults.answer("sendMessage", 500, BROKEN, containing=QUESTION)
    await home.ana.says("/quiz 1")
    home.ana.sees("It will come as soon as it can")
    await home.passes(seconds=10)
    assert questions(home) == 1
    await home.ana.taps("Show the answer")


async def test_today_survives_a_failure(home: House) -> None:
    """/today that could not be sent comes later, and the day is not lost."""
    await home.ana.says("/subscribe 09:00")
    home.sandbox.faults.answer("sendMessage", 500, BROKEN, containing=QUESTION)
    await home.ana.says("/today")
    await home.passes(seconds=10)
    assert questions(home) == 1
    await home.until(9)
    assert questions(home) == 1


async def test_today_killed_before_it_was_sent(home: House) -> None:
    """A /today whose process died between decision and sending is sent when the command comes again."""
    await home.ana.says("/subscribe 09:00")
    desk = home.app.desk
    async with desk.database.write() as conn:
        chat = await chats.get(conn, home.users["Ana"].id)
        assert chat is not None
        learner = await meet.audience(conn, chat, desk.policy, desk.now())
        await ask.now_daily(conn, chat, learner, desk.policy, desk.now())
    await home.ana.says("/today")
    assert questions(home) == 1
    await home.passes(hours=2)
    assert questions(home) == 1


@pytest.fixture
async def quizzes(tmp_path: Path) -> AsyncIterator[House]:
    """Ana is asked a native quiz, at nine, and it is nine."""
    async with house(tmp_path, [a_deck(ONE)]) as home:
        await home.ana.says("/subscribe 09:00")
        await wants(home, "poll")
        await home.until(9)
        yield home


def polls(home: House) -> int:
    """How many native quizzes Ana's private chat shows."""
    return sum(isinstance(one.content, Poll) for one in home.ana.messages())


async def test_today_s_poll_is_owed(quizzes: House) -> None:
    """The copy that /today asks for comes although Telegram stumbles, once, however often the command is handled."""
    home, memo = quizzes, Memo(quizzes)
    home.sandbox.faults.answer("sendPoll", 500, BROKEN)
    await home.ana.says("/today")
    home.ana.sees("It will come as soon as it can")
    await memo.again()
    await home.passes(seconds=10)
    await memo.again()
    await home.passes(minutes=2)
    assert polls(home) == 2
    await home.ana.votes("a B-tree")
    assert [rating for rating, *_ in await given(home)] == [4]


async def test_killed_between_today_s_poll_and_its_record(quizzes: House) -> None:
    """A copy that Telegram took and nobody wrote down comes once more, as any message in flight, and is voted in."""
    home = quizzes
    desk, held, handed = home.app.desk, asyncio.Event(), list[telegram.Update]()

    async def keeps(update: telegram.Update) -> None:
        handed.append(update)

    home.app.poller._handle, handles = keeps, home.app.poller._handle
    await home.ana.says("/today")
    home.app.poller._handle = handles
    home.sandbox.faults.delay("sendPoll", held, when="after")
    count = sum(call.method == "sendPoll" for call in home.sandbox.calls)
    dying = asyncio.create_task(handle(desk, handed[0]))
    await home.sandbox.called("sendPoll", count + 1)
    await becomes(lambda: polls(home) == 2)
    dying.cancel()
    held.set()
    await home.passes(minutes=2)
    await handle(desk, handed[0])
    assert polls(home) == 3
    await home.ana.votes("a B-tree")
    assert [rating for rating, *_ in await given(home)] == [4]


async def test_unsubscribed_while_it_was_being_sent(home: House) -> None:
    """Who unsubscribes while a question is failing does not get it later."""
    await home.ana.says("/subscribe 09:00")
    home.sandbox.faults.answer("sendMessage", 500, BROKEN, containing=QUESTION)
    async with in_flight(home):
        unsubscribing = asyncio.create_task(home.ana.says("/unsubscribe"))
        await becomes(lambda: "Daily questions and follow-ups are off" in home.ana.transcript())
    await unsubscribing
    await home.passes(hours=1)
    assert questions(home) == 0


async def test_group_that_moves_while_it_is_written_to(home: House) -> None:
    """A group that moved keeps everything, whether we hear it from the group, from the refusal, or from both."""
    await home.ana.says("/subscribe 09:00", home.group)
    moved = -1009999999999
    body = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": moved},
    }
    home.sandbox.faults.answer("sendMessage", 400, body, containing=QUESTION)
    async with in_flight(home):
        await members.migrated(home.app.desk, home.group.id, moved)
    async with home.app.database.read() as conn:
        assert await chats.get(conn, home.group.id) is None
        assert await subscriptions.get(conn, moved) is not None


async def test_blocked_while_we_answer(home: House) -> None:
    """A chat that turns out to be blocked while a command is answered is switched off at once."""
    await home.ana.says("/subscribe 09:00")
    home.sandbox.faults.answer("sendMessage", 403, BLOCKED)
    await home.ana.says("/help")
    async with home.app.database.read() as conn:
        chat = await chats.get(conn, home.users["Ana"].id)
    assert chat is not None
    assert chat.gone


async def test_quick_tap_on_a_question_that_has_just_arrived(home: House) -> None:
    """A tap between the question's arrival and our record of it takes no button away."""
    await home.ana.says("/subscribe 09:00")
    async with in_flight(home, when="after"):
        answered = sum(call.method == "answerCallbackQuery" for call in home.sandbox.calls)
        home.ana.presses("Show the answer")
        await home.sandbox.called("answerCallbackQuery", answered + 1)
    await home.sandbox.idle()
    await home.ana.taps("Show the answer")
    home.ana.sees("It depends on")


async def test_long_answer_shown_and_taken_back(tmp_path: Path) -> None:
    """An answer of several messages is edited message by message: undoing it again and again adds none."""
    long = "\n\n".join(f"Paragraph {number} " + "word " * 150 for number in range(9))
    async with house(tmp_path, [deck(card("joins", answer=long))]) as home:
        await home.ana.says("/subscribe 09:00")
        await home.until(9)
        await home.ana.taps("Show the answer")
        count = len(home.ana.messages())
        for _ in range(3):
            await home.ana.taps("4 ·")
            await home.ana.taps("Undo")
        assert len(home.ana.messages()) == count
        texts = [message.words.text for message in home.ana.messages() if message.words]
        assert sum("Paragraph 0" in text for text in texts) == 1
        assert sum("Paragraph 8" in text for text in texts) == 1
