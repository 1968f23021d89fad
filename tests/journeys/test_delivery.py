"""Daily questions and answers to people, over a network and a Telegram that have their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.sandbox import acts
from bot.sandbox.objects import Chat
from bot.sandbox.person import Person
from bot.sandbox.refusals import Refusal
from bot.storage import chats
from tests.house import House

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on making a RetryAfter

BROKEN = {"ok": False, "error_code": 500, "description": "Internal Server Error"}


@pytest.fixture
def said() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


def questions(person: Person, chat: Chat | None = None) -> int:
    """How many questions stand in the chat."""
    shown = [message.words.text for message in person.messages(chat) if message.words]
    return sum("in a database?" in text for text in shown)


async def test_flood_on_an_answer(home: House) -> None:
    """What a person asked for still arrives, once, when Telegram first says to wait."""
    home.sandbox.faults.flood_wait("sendMessage", 5, times=2)
    before = home.world.clock.now()
    await home.ana.says("/quiz 1")
    await home.passes(seconds=1)
    assert questions(home.ana) == 1
    assert (home.world.clock.now() - before).total_seconds() >= 10
    await home.ana.taps("Show the answer")
    home.ana.sees("It depends on")


async def test_flood_on_an_edit(home: House) -> None:
    """A message shows what a tap did, though Telegram first says to wait."""
    await home.ana.says("/quiz 2")
    home.sandbox.faults.flood_wait("editMessageText", 5)
    await home.ana.taps("Show the answer")
    home.ana.sees("It depends on")
    home.sandbox.faults.flood_wait("editMessageText", 5)
    await home.ana.taps("4 ·")
    home.ana.sees("Question 2 of 2")


async def test_flood_that_does_not_end(home: House, said: list[EventDict]) -> None:
    """A flood that goes on and on keeps nobody's updates waiting for ever."""
    home.sandbox.faults.flood_wait("sendMessage", 5, times=1000)
    await home.ana.says("/help")
    home.ana.does_not_see("What I can do")
    home.sandbox.faults.clear()
    await home.ben.says("/help")
    home.ben.sees("What I can do")
    assert {entry["event"] for entry in said} == {"flood limit"}


async def test_flood_in_the_morning(home: House) -> None:
    """When Telegram says to wait the whole bot waits, and then everybody's question arrives once."""
    everybody = (home.ana, home.ben, home.chen)
    for person in everybody:
        await person.says("/subscribe 09:00")
    home.sandbox.faults.flood_wait("sendMessage", 30)
    home.sandbox.calls.clear()
    await home.until(9)
    assert [call.method for call in home.sandbox.calls if call.method != "getUpdates"] == ["sendMessage"]
    assert [questions(person) for person in everybody] == [0, 0, 0]
    await home.passes(seconds=29)
    assert [questions(person) for person in everybody] == [0, 0, 0]
    await home.passes(seconds=2)
    assert [questions(person) for person in everybody] == [1, 1, 1]
    await home.passes(hours=2)
    assert [questions(person) for person in everybody] == [1, 1, 1]


async def test_server_that_fails(home: House) -> None:
    """A question that met a broken server or a cut connection is sent again, and arrives once."""
    await home.ana.says("/subscribe 09:00")
    home.sandbox.faults.answer("sendMessage", 502, "<h1>Bad Gateway</h1>")
    home.sandbox.faults.answer("sendMessage", 500, BROKEN)
    home.sandbox.faults.cut("sendMessage", when="before")
    await home.until(9)
    for _ in range(3):
        assert questions(home.ana) == 0
        await home.passes(seconds=21)
    assert questions(home.ana) == 1


async def test_answer_lost_on_the_way(home: House) -> None:
    """A question whose receipt was lost arrives at least once and at most twice, and can be answered."""
    await home.ana.says("/subscribe 09:00")
    home.sandbox.faults.cut("sendMessage", when="after")
    await home.until(9)
    await home.passes(minutes=1)
    assert 1 <= questions(home.ana) <= 2
    await home.ana.taps("Show the answer")
    assert "Rated 4" in (await home.ana.taps("4 ·")).text


async def test_group_that_muted_the_bot(home: House, said: list[EventDict]) -> None:
    """A question that may not be posted is dropped with a line in the log; others get theirs."""
    await home.ana.says("/subscribe 09:00", home.group)
    await home.ben.says("/subscribe 09:00")
    acts.restrict(home.world, home.ana.user, home.world.bot.user, home.group, [])
    await home.sandbox.idle()
    await home.until(9)
    assert questions(home.ana, home.group) == 0
    assert questions(home.ben) == 1
    given_up = [entry for entry in said if entry["event"] == "delivery given up"]
    assert [entry["chat"] for entry in given_up] == [home.group.id]
    assert "not enough rights" in given_up[0]["reason"].casefold()
    acts.appoint(home.world, home.ana.user, home.world.bot.user, home.group, [])
    await home.until(9)
    assert questions(home.ana, home.group) == 1


GONE = {
    "blocked": Refusal(403, "Forbidden: bot was blocked by the user"),
    "deleted": Refusal(403, "Forbidden: user is deactivated"),
    "nowhere": Refusal(400, "Bad Request: chat not found"),
}


@pytest.mark.parametrize("refusal", GONE.values(), ids=GONE.keys())
async def test_chat_that_is_gone(home: House, refusal: Refusal) -> None:
    """A chat that cannot be reached is asked nothing more until it speaks again; others get theirs."""
    await home.ana.says("/subscribe 09:00")
    await home.ben.says("/subscribe 09:00")
    home.sandbox.faults.refuse("sendMessage", refusal, containing=str(home.ana.user.id))
    await home.until(9)
    await home.until(9)
    assert (questions(home.ana), questions(home.ben)) == (0, 2)
    await home.ana.says("/start")
    await home.until(9)
    assert (questions(home.ana), questions(home.ben)) == (1, 3)


async def test_group_that_moved_while_a_question_was_on_its_way(home: House) -> None:
    """A group that became a supergroup gets its question there, and keeps its hour."""
    await home.ana.says("/subscribe 09:00", home.group)
    new = home.world.add_group("Interview club", [home.ben.user], [home.ana.user], [home.world.bot])
    moved = Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new.id},
    )
    home.sandbox.faults.refuse("sendMessage", moved, containing=str(home.group.id))
    await home.sandbox.idle()
    await home.until(9)
    assert (questions(home.ana, home.group), questions(home.ana, new)) == (0, 1)
    await home.until(9)
    assert questions(home.ana, new) == 2
    async with home.app.desk.database.read() as conn:
        assert await chats.get(conn, home.group.id) is None


async def test_people_go_before_the_morning(home: House) -> None:
    """While the outbox waits for a flood to end, a tap is answered as soon as the flood is over."""
    await home.ana.says("/subscribe 09:00")
    await home.ben.says("/quiz 1")
    home.sandbox.faults.flood_wait("sendMessage", 30)
    await home.until(9)
    await home.ben.taps("Show the answer")
    home.ben.sees("It depends on")
    assert questions(home.ana) == 0


async def test_today_that_does_not_arrive(home: House) -> None:
    """When the day's question cannot be shown again, the one that is there keeps its buttons."""
    await home.ana.says("/subscribe 09:00")
    await home.until(9)
    home.sandbox.faults.cut("sendMessage", when="before")
    await home.ana.says("/today")
    await home.ana.taps("Show the answer")
    home.ana.sees("It depends on")


async def test_a_reply_follows_the_group(home: House) -> None:
    """What is answered to a command arrives where the group is now, when Telegram says that it moved."""
    new = home.world.add_group("Interview club", [home.ben.user], [home.ana.user], [home.world.bot])
    moved = Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new.id},
    )
    home.sandbox.faults.refuse("sendMessage", moved, containing=str(home.group.id))
    await home.ana.says("/help", home.group)
    home.ana.sees("What I can do", new)


async def test_a_flood_met_while_polling(home: House) -> None:
    """A flood that the request for updates meets holds back every message until it is over."""
    home.sandbox.faults.flood_wait("getUpdates", 30)
    before = home.world.clock.now()
    await home.ana.says("/help")
    home.ana.sees("What I can do")
    assert home.world.clock.now() - before >= timedelta(seconds=30)
