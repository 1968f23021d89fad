"""`kill -9` at any instant loses nothing that was owed, and repeats at most the one message in flight."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.actions import answer, ask, meet, subscribe
from bot.actions.sync import sync
from bot.decks.writer import write
from bot.domain.mode import RATED
from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Chat
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.storage import cards, posts, subscriptions
from bot.storage.database import Connection, open_database
from tests.kill import child
from tests.rooms import deck, policy

PARTS = 4  # shared among the workers
MISSED = "avoid locks"
DECK = deck(slug="cards")
TOKEN = "123456789:a-token-of-the-sandbox-and-of-nobody-else"
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.kill.child"])


@dataclass
class Street:
    """A sandbox whose chats are owed a question each, and whose one person has just said /start."""

    sandbox: Sandbox
    chats: tuple[Chat, ...]
    folder: Path
    attempt: int = 0

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/quiz.db"

    async def run(self, die_at: int | None) -> tuple[int, list[str]]:
        """Run the bot once; its exit code and the boundaries it passed."""
        record = self.folder / "boundaries"
        record.write_text("")
        settings = {
            "token": TOKEN,
            "database": self.url,
            "cards": str(self.folder / "cards.md"),
            "api_url": self.sandbox.api_url,
            "file_url": self.sandbox.file_url,
        }
        process = SPAWN.Process(target=child.run, args=(settings, die_at, str(record), 2 * self.attempt))
        self.attempt += 1
        process.start()
        await asyncio.to_thread(process.join, 30)
        assert process.exitcode is not None, "the bot did not end"
        return process.exitcode, record.read_text().splitlines()

    def messages(self) -> list[int]:
        """How often each owed message arrived: a question in each chat, a follow-up, the answer to a command."""
        private, group, channel = map(_texts, self.chats)
        owed = [(chat, "When would") for chat in (group, channel)]
        owed += [(private, fragment) for fragment in (MISSED, "Taken back")]
        daily = sum("When would" in text and MISSED not in text for text in private)
        return [daily, *(sum(fragment in text for text in texts) for texts, fragment in owed)]

    def undone(self) -> int:
        """How many ratings were taken back."""
        with closing(sqlite3.connect(self.folder / "quiz.db")) as connection:
            query = "SELECT count(*) FROM answers WHERE kind = 'undo'"
            return int(connection.execute(query).fetchone()[0])


def _texts(chat: Chat) -> list[str]:
    return [message.words.text for message in chat.messages if message.words and message.author.is_bot]


@asynccontextmanager
async def street(folder: Path, template: Path | None = None) -> AsyncIterator[Street]:
    """A person, a group and a channel are owed a question each, the person a follow-up as well.

    The person has rated two cards in the last minutes, and has just said /undo.

    With a `template`, the folder of an earlier street before anything ran there, its database is taken over.
    """
    world = World(MovableClock())
    bot = world.add_bot("Quiz Bot", "quiz_test_bot", TOKEN)
    ana = world.add_person("Ana")
    group = world.add_group("Club", [ana], admins=[ana], bots=[bot])
    channel = world.add_channel("Daily", "daily", admins=[ana, bot])
    private = world.private(ana, bot)
    async with Sandbox(world) as sandbox:
        await _hear_of_chats(sandbox)
        acts.say(world, ana, private, "/undo")
        place = Street(sandbox, (private, group, channel), folder)
        if template is None:
            (folder / "cards.md").write_text(write(DECK), "utf-8")
            await _owe(place)
        else:
            shutil.copytree(template, folder, dirs_exist_ok=True)
        yield place


async def _hear_of_chats(sandbox: Sandbox) -> None:
    """The bot has been told before that it was let into its chats."""
    async with aiohttp.ClientSession(f"{sandbox.api_url}{TOKEN}/") as session:
        async with session.get("getUpdates") as answer:
            updates = (await answer.json())["result"]
        await session.get("getUpdates", params={"offset": updates[-1]["update_id"] + 1})


async def _owe(place: Street) -> None:
    """Everybody subscribed before their hour, and the hour has come."""
    now = datetime.now(UTC)
    database = await open_database(place.url)
    async with database.write() as conn:
        await sync(conn, [DECK])
        for chat, kind in zip(place.chats, ("private", "group", "channel"), strict=True):
            visitor = meet.Visitor(place.chats[0].id, chat.id, kind, "", "en")  # type: ignore[arg-type]
            known = await meet.meet_chat(conn, visitor, now)
            request = subscribe.Request(
                times=((now - timedelta(minutes=1)).time().replace(second=0, microsecond=0),)
            )
            await subscribe.subscribe(conn, known, request, policy(), now - timedelta(days=1))
            await subscriptions.schedule(conn, chat.id, now - timedelta(minutes=1))
        await _rates(conn, place, "locks", 1, now - timedelta(days=1))
        await _rates(conn, place, "views", 4, now - timedelta(minutes=3))
        await _rates(conn, place, "joins", 4, now - timedelta(minutes=2))
    await database.close()


async def _rates(conn: Connection, place: Street, subject: str, rating: int, at: datetime) -> None:
    """The person answered the card about a subject."""
    visitor = meet.Visitor(place.chats[0].id, place.chats[0].id, "private", "", "en")
    learner = await meet.meet_person(conn, visitor, policy(), at)
    chat = await meet.meet_chat(conn, visitor, at)
    known = await cards.active(conn)
    card_id = next(stored.id for stored in known if subject in stored.card.question)
    post_id = await ask.place(conn, chat, learner, card_id, "daily", "button", at)
    await answer._count(conn, await posts.get(conn, post_id), learner, rating, policy(), at, RATED)
    for event in ("sent", "answered"):
        await posts.advance(conn, await posts.get(conn, post_id), event, at)


@pytest.mark.parametrize("part", range(PARTS))
async def test_kill_at_every_boundary(tmp_path: Path, part: int) -> None:
    """Killed between any two steps and started again, the bot delivers everything, one message twice at most."""
    template = _folder(tmp_path, "template")
    async with street(template):
        pass
    async with street(_folder(tmp_path, "whole"), template) as place:
        code, boundaries = await place.run(None)
        assert code == 0
        assert place.messages() == [1, 1, 1, 1, 1]
        assert place.undone() == 1
    table = []
    for at, name in _telling(boundaries)[part::PARTS]:
        async with street(_folder(tmp_path, str(at)), template) as place:
            code, _ = await place.run(at)
            assert code == -signal.SIGKILL
            code, _ = await place.run(None)
            assert code == 0
            table.append((at, name, place.messages()))
            assert place.undone() == 1, f"taken back {place.undone()} times when killed at {at} {name}"
    report = "\n".join(
        f"{at:3} {name:22} lost {sum(count == 0 for count in found)} twice {sum(found) - len(found)}"
        for at, name, found in table
    )
    logging.getLogger(__name__).info("kill points:\n%s", report)  # pytest --log-cli-level=info shows them
    for _, _, found in table:
        assert all(found), report
        assert sum(found) - len(found) <= 1, report


def _telling(boundaries: list[str]) -> list[tuple[int, str]]:
    """The boundaries to be killed at, counted from 1.

    Only a commit or a request leaves anything behind, so between two of these every boundary finds the same state: the
    last stands for all of them, and the first of each kind is killed at, too.
    """
    numbered = list(enumerate(boundaries, 1))
    first = {name: at for at, name in reversed(numbered)}
    leaving = {"before a commit", *(name for name in first if f"after{name[6:]}" in first)}
    last = len(numbered)
    return [(at, name) for at, name in numbered if name in leaving or first[name] == at or at == last]


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder
