"""Fetching updates: in order, none lost, whatever happens on the way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import telegram
from pydantic import SecretStr
from sqlalchemy import select, text
from structlog.testing import capture_logs
from structlog.typing import EventDict
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TimedOut

from bot.app import bot_of
from bot.config import Settings, Telegram
from bot.delivery.pacing import Limits, Pacer
from bot.sandbox import acts, refusals
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import User
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.storage import inbox, tables
from bot.storage.database import Database
from bot.tg.polling import LONGEST_LINE, LONGEST_PAUSE, Poller, pause_after
from tests.house import MORNING, TOKEN, Skipping

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on making a RetryAfter

BROKEN = {"ok": False, "error_code": 500, "description": "Internal Server Error"}


@dataclass(frozen=True)
class Pausing(Skipping):
    """Skips every pause, and tells that there was one."""

    paused: asyncio.Event = field(default_factory=asyncio.Event)

    async def sleep(self, seconds: float) -> None:
        self.paused.set()
        await super().sleep(seconds)


@dataclass
class Line:
    """A poller whose handler writes down what it was given, and holds what it is told to hold."""

    sandbox: Sandbox
    world: World
    bot: telegram.Bot
    database: Database
    clock: Pausing
    ana: User
    ben: User
    begun: list[str] = field(default_factory=list)
    pacer: Pacer = field(default_factory=lambda: Pacer(Limits()))
    done: list[str] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    def says(self, user: User, *words: str) -> None:
        for word in words:
            acts.say(self.world, user, self.world.private(user), word)

    def hold(self, *words: str) -> None:
        self.held = {word: asyncio.Event() for word in words}

    def let_go(self) -> None:
        for event in self.held.values():
            event.set()

    async def reaches(self, words: list[str], word: str) -> None:
        async with self.moved:
            await self.moved.wait_for(lambda: word in words)

    def poller(self) -> Poller:
        return Poller(self.bot, self.database, self.clock, self.pacer, self._handle, ["message"])

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        poller = self.poller()
        self.sandbox.watch(lambda: poller.busy)
        task = asyncio.create_task(poller.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _handle(self, update: telegram.Update) -> None:
        assert update.message is not None
        word = update.message.text or ""
        await self._note(self.begun, word)
        if word in self.held:
            await self.held[word].wait()
        await self._note(self.done, word)

    async def _note(self, words: list[str], word: str) -> None:
        async with self.moved:
            words.append(word)
            self.moved.notify_all()


@pytest.fixture
async def line(database: Database) -> AsyncIterator[Line]:
    world = World(MovableClock(MORNING, running=False))
    world.add_bot("Quiz Bot", "quiz_test_bot", TOKEN)
    ana, ben = world.add_person("Ana"), world.add_person("Ben")
    async with Sandbox(world, settle=0.005) as sandbox:
        telegram_at = Telegram(api_url=sandbox.api_url, file_url=sandbox.file_url)
        async with bot_of(Settings(token=SecretStr(TOKEN), telegram=telegram_at)) as bot:
            yield Line(sandbox, world, bot, database, Pausing(world.clock), ana, ben)


@pytest.fixture
def said() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


async def test_one_chat_waits_for_nobody_else(line: Line) -> None:
    """One chat's updates are handled one after another, and another chat's meanwhile."""
    line.hold("one")
    line.says(line.ana, "one", "two")
    line.says(line.ben, "three")
    async with line.polling():
        await line.reaches(line.done, "three")
        assert line.begun == ["one", "three"]
        line.let_go()
        await line.sandbox.idle()
    assert line.done == ["three", "one", "two"]


async def test_confirmed_once_kept(line: Line) -> None:
    """Telegram is told of a batch as soon as it is kept, whatever its handling waits for."""
    line.hold("one")
    line.says(line.ana, "one", "two")
    async with line.polling():
        await line.reaches(line.begun, "one")
        line.says(line.ben, "three")
        await line.reaches(line.done, "three")
        line.let_go()
        await line.sandbox.idle()
    assert line.done == ["three", "one", "two"]
    offsets = [
        call.parameters.values.get("offset") for call in line.sandbox.calls if call.method == "getUpdates"
    ]
    assert offsets == [None, "100000003", "100000004"]


async def test_killed_in_the_middle(line: Line) -> None:
    """What was confirmed and not handled when a poller ended is handled, in order, by the next one."""
    line.hold("two")
    line.says(line.ana, "one", "two", "three")
    async with line.polling():
        await line.reaches(line.begun, "two")
        await line.sandbox.called("getUpdates", 2)
    assert line.world.bot.queue.pending == 0
    line.held.clear()
    line.says(line.ana, "four")
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one", "two", "three", "four"]


async def test_killed_before_telegram_heard(line: Line) -> None:
    """A batch that comes again since its confirmation got lost is not handled again."""
    line.says(line.ana, "one", "two")
    updates = await line.bot.get_updates()
    for _ in range(2):
        poller = line.poller()
        await poller.take(updates)
        await poller.drained()
    assert line.done == ["one", "two"]


async def test_nothing_stays(line: Line) -> None:
    """Of what was handled nothing but its number is kept, and that until the next batch."""
    poller = line.poller()
    for word in ("one", "two"):
        line.says(line.ana, word)
        await poller.take((await line.bot.get_updates())[-1:])
        await poller.drained()
    async with line.database.read() as conn:
        assert (await conn.execute(select(tables.inbox.c.id, tables.inbox.c.body))).all() == [
            (100_000_002, None)
        ]


async def test_line_too_long(line: Line, said: list[EventDict]) -> None:
    """A chat that asks for more than its line holds loses the newest, with one line in the log, and no other does."""
    line.hold("0")
    line.says(line.ana, *map(str, range(LONGEST_LINE + 10)))
    line.says(line.ben, "hello")
    async with line.polling():
        await line.reaches(line.done, "hello")
        line.says(line.ana, "still too long")
        await line.sandbox.called("getUpdates", 3)
        line.let_go()
        await line.sandbox.idle()
        line.says(line.ana, "again")
        await line.sandbox.idle()
    assert line.done == ["hello", *map(str, range(LONGEST_LINE)), "again"]
    assert [entry["event"][:18] for entry in said] == ["a chat asks faster"]


NOTHING = {"nothing": True}
UNREADABLE = {
    "in what it carries": {"update_id": 100_000_002, "message": NOTHING},
    "without a number": {"message": NOTHING},
}


@pytest.mark.parametrize("malformed", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_unreadable_among_others(line: Line, said: list[EventDict], malformed: dict[str, Any]) -> None:
    """An update that cannot be read is logged and passed over, and those beside it are handled."""
    line.says(line.ana, "one", "two", "three")
    one, _, three = line.world.bot.queue.batch(3)
    found = {"ok": True, "result": [one, malformed, three]}
    line.sandbox.faults.answer("getUpdates", 200, found, times=2)
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one", "three"]
    assert [(entry["event"], entry["update"]) for entry in said] == [
        ("an update cannot be read and is passed over", malformed.get("update_id"))
    ]


async def test_unreadable_alone(line: Line) -> None:
    """An update that cannot be read is confirmed even when nothing else came with it."""
    line.world.bot.queue.put("message", NOTHING)
    async with line.polling():
        await line.sandbox.idle()
        assert line.world.bot.queue.pending == 0
        line.says(line.ana, "one")
        await line.sandbox.idle()
    assert line.done == ["one"]


async def test_unreadable_for_good(line: Line, said: list[EventDict]) -> None:
    """An update that can be neither read nor confirmed is asked for again after a pause, not in a rush."""
    line.sandbox.faults.answer("getUpdates", 200, {"ok": True, "result": [{"message": NOTHING}]}, times=4)
    line.says(line.ana, "one")
    before = line.world.clock.now()
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one"]
    assert [entry["log_level"] for entry in said] == ["error", "error"]
    assert (line.world.clock.now() - before).total_seconds() == 1 + 2


async def test_unreadable_since(line: Line, said: list[EventDict]) -> None:
    """What was kept by a program that could read it, and this one cannot, is given up and logged."""
    async with line.database.write() as conn:
        await inbox.keep(conn, [inbox.Kept(7, 1, json.dumps({"update_id": 7, "message": NOTHING}))])
    line.says(line.ana, "one")
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one"]
    assert [entry["update"] for entry in said] == [7]
    async with line.database.read() as conn:
        assert await inbox.waiting(conn) == []


async def test_update_of_no_chat(line: Line) -> None:
    """Updates that belong to no chat have a line of their own."""
    handled = asyncio.get_running_loop().create_future()

    async def handle(update: telegram.Update) -> None:
        handled.set_result(update.update_id)

    poller = Poller(line.bot, line.database, line.clock, line.pacer, handle, ["message"])
    await poller.take([telegram.Update(7)])
    await poller.drained()
    assert handled.result() == 7


async def test_votes_come_before_their_poll_ends(line: Line) -> None:
    """A poll's votes, however many, and its end stand in one line, in Telegram's order; how votes stand is no news."""
    handled: list[int] = []

    async def handle(update: telegram.Update) -> None:
        handled.append(update.update_id)

    poller = Poller(line.bot, line.database, line.clock, line.pacer, handle, ["poll", "poll_answer"])
    votes = [_vote(number) for number in range(1, LONGEST_LINE + 20)]
    await poller.take([*votes, _poll(500, closed=False), _poll(501, closed=True)])
    await poller.drained()
    assert handled == [*range(1, LONGEST_LINE + 20), 501]


def _vote(number: int) -> telegram.Update:
    user = telegram.User(number, "Somebody", is_bot=False)
    answer = telegram.PollAnswer("9" * 19, [0], option_persistent_ids=["0"], user=user)
    return telegram.Update(number, poll_answer=answer)


def _poll(number: int, *, closed: bool) -> telegram.Update:
    poll = telegram.Poll(
        "9" * 19,
        "Why?",
        [],
        total_voter_count=0,
        is_closed=closed,
        is_anonymous=False,
        type="quiz",
        allows_multiple_answers=False,
        allows_revoting=False,
        members_only=False,
    )
    return telegram.Update(number, poll=poll)


async def test_handler_that_fails(line: Line, said: list[EventDict]) -> None:
    """Whatever a handler lets through is logged, and the next update of its chat is handled."""
    handled = []

    async def handle(update: telegram.Update) -> None:
        if update.update_id == 7:
            raise ValueError
        handled.append(update.update_id)

    poller = Poller(line.bot, line.database, line.clock, line.pacer, handle, ["message"])
    await poller.take([telegram.Update(7), telegram.Update(8)])
    await poller.drained()
    assert handled == [8]
    assert [entry["update"] for entry in said] == [7]
    async with line.database.read() as conn:
        assert [kept.id for kept in await inbox.waiting(conn)] == [7]


TROUBLE = {
    "another poller": (
        refusals.OTHER_GET_UPDATES.refusal(),
        "error",
        "another program polls with this token",
    ),
    "a flood": (refusals.flood_wait(7), "warning", "telegram is out of reach"),
    "a refusal": (refusals.BODY_NOT_JSON.refusal(), "error", "telegram refused to give updates"),
}


@pytest.mark.parametrize(("refusal", "level", "says"), TROUBLE.values(), ids=TROUBLE.keys())
async def test_refused(
    line: Line, said: list[EventDict], refusal: refusals.Refusal, level: str, says: str
) -> None:
    """A refused request for updates is logged and asked again, and nothing that came meanwhile is lost."""
    line.sandbox.faults.refuse("getUpdates", refusal, times=2)
    line.says(line.ana, "one")
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one"]
    logged = [entry for entry in said if entry["log_level"] == level]
    assert len(logged) == 2
    assert all(entry["event"].startswith(says) for entry in logged)


async def test_network_trouble(line: Line, said: list[EventDict]) -> None:
    """A server that fails and connections that are cut are waited out, longer and longer."""
    line.sandbox.faults.answer("getUpdates", 502, "<h1>Bad Gateway</h1>")
    line.sandbox.faults.answer("getUpdates", 500, BROKEN)
    line.sandbox.faults.cut("getUpdates", when="before")
    line.says(line.ana, "one")
    before = line.world.clock.now()
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one"]
    assert [entry["log_level"] for entry in said] == ["warning"] * len(said)
    assert (line.world.clock.now() - before).total_seconds() >= 1 + 2


async def test_answer_that_is_lost(line: Line) -> None:
    """Updates whose delivery was cut off on the way come again, and are handled once."""
    line.sandbox.faults.cut("getUpdates", when="after")
    line.says(line.ana, "one")
    async with line.polling():
        await line.sandbox.idle()
    assert line.done == ["one"]


async def test_token_taken_back(line: Line) -> None:
    """A token that Telegram no longer knows ends the polling, since nothing but a new one helps."""
    line.sandbox.faults.refuse("getUpdates", refusals.UNAUTHORIZED.refusal())
    with pytest.raises(telegram.error.InvalidToken):
        await line.poller().run()


async def test_database_that_fails_once(line: Line, said: list[EventDict]) -> None:
    """A database that cannot keep a batch is waited out: the batch comes again."""
    async with line.database.write() as conn:
        await conn.execute(text("ALTER TABLE inbox RENAME TO lost"))
    line.says(line.ana, "one")
    async with line.polling():
        await line.clock.paused.wait()
        async with line.database.write() as conn:
            await conn.execute(text("ALTER TABLE lost RENAME TO inbox"))
        await line.sandbox.idle()
    assert line.done == ["one"]
    assert {entry["log_level"] for entry in said} == {"error"}


PAUSES = {
    "at first": (TimedOut(), 1, 1.0),
    "then longer": (NetworkError("down"), 3, 4.0),
    "with a ceiling": (Conflict("taken"), 20, LONGEST_PAUSE),
    "for days": (NetworkError("down"), 100_000, LONGEST_PAUSE),
    "whatever went wrong": (BadRequest("no"), 2, 2.0),
    "in our own house": (OSError("disk full"), 2, 2.0),
}


@pytest.mark.parametrize(("error", "failures", "seconds"), PAUSES.values(), ids=PAUSES.keys())
def test_pause(error: Exception, failures: int, seconds: float) -> None:
    """The pause doubles with each failure up to a minute."""
    assert pause_after(error, failures) == seconds


def test_pause_that_telegram_names() -> None:
    """Who asked too often pauses for as long as Telegram says."""
    assert pause_after(RetryAfter(17), 1) == 17.0
