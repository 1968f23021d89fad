"""The whole bot against the sandbox, on a clock that only a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.config import Defaults, Learning, Settings, Telegram
from bot.decks.writer import write
from bot.domain.card import Deck
from bot.domain.chat import LANGUAGES
from bot.i18n.translator import Translator, translator
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Chat, User
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.storage import chats
from bot.tg.application import handle
from tests.rooms import deck
from tests.scratch import blank, trust_the_system

TOKEN = "123456789:a-token-of-the-sandbox-and-of-nobody-else"
SETTLE = 0.004  # seconds; the bot tells what it is doing
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True)
class Skipping:
    """The world's clock as the bot sees it: waiting for a turn to send moves it on instead of waiting."""

    clock: MovableClock

    def now(self) -> datetime:
        return self.clock.now()

    async def sleep(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)


@dataclass
class House:
    """Three people with the bot in a private chat each, a group they share, and a channel Ana runs."""

    sandbox: Sandbox
    app: App
    world: World
    ana: Person
    ben: Person
    chen: Person
    group: Chat
    channel: Chat
    settings: Settings
    users: dict[str, User] = field(default_factory=dict)

    def text(self, person: Person) -> str:
        """The newest message of the person's private chat."""
        words = person.last().words
        return words.text if words else ""

    def count(self, fragment: str, person: Person | None = None) -> int:
        """How many messages of the private chat, Ana's unless named, show this."""
        shown = (person or self.ana).messages()
        return sum(fragment in (one.words.text if one.words else "") for one in shown)

    async def reads(self, language: str, *people: Person) -> Translator:
        """These people, Ana where nobody is named, have chosen a language; returns what speaks it."""
        now = self.world.clock.now()
        async with self.app.desk.database.write() as conn:
            for person in people or (self.ana,):
                await chats.meet(conn, person.user.id, "private", "", language, now)
                await chats.choose_language(conn, person.user.id, language, now)
        return translator(language)

    async def passes(self, **time: float) -> None:
        """Time passes, and what became owed is sent."""
        self.world.clock.advance(timedelta(**time))
        await self.app.loop.settle()

    @asynccontextmanager
    async def started_anew(self) -> AsyncIterator[App]:
        """A bot that was started anew, which knows what is stored and no more, answers in place of the first."""
        before = self.app.poller._handle
        async with open_app(self.settings, self.app.desk.clock) as anew:
            self.app.poller._handle = partial(handle, anew.desk)
            yield anew
            self.app.poller._handle = before

    async def until(self, hour: int, minute: int = 0) -> None:
        """It becomes this time of day, today or tomorrow, in UTC."""
        now = self.world.clock.now()
        then = now.replace(hour=hour, minute=minute, second=0)
        await self.passes(seconds=((then if then > now else then + timedelta(days=1)) - now).total_seconds())


@asynccontextmanager
async def house(
    folder: Path,
    decks: Sequence[Deck] = (),
    *,
    patient: bool = False,
    new_a_day: int = 10,
    owners: Sequence[str] = (),
) -> AsyncIterator[House]:
    """Open the house; the bot polls, and owed messages go out when time passes.

    `owners` are the names of those who run the bot. A `patient` one waits for its turn to send until the test moves the
    clock, instead of moving it on itself.
    """
    cards = folder / "cards"
    cards.mkdir(exist_ok=True)
    for each in decks or [deck()]:
        (cards / f"{each.slug}.md").write_text(write(each), "utf-8")
    world = World(MovableClock(MORNING, running=False))
    bot = world.add_bot("Quiz Bot", "quiz_test_bot", TOKEN)
    users = {name: world.add_person(name) for name in ("Ana", "Ben", "Chen")}
    ana, ben, chen = users.values()
    clock = world.clock if patient else Skipping(world.clock)
    async with (
        Sandbox(world, settle=SETTLE) as sandbox,
        open_app(
            settings := _settings(sandbox, cards, folder, new_a_day, [users[name].id for name in owners]),
            clock,
        ) as app,
    ):
        trust_the_system(app.desk.database)
        sandbox.watch(lambda: app.poller.busy or app.desk.errands.busy)
        polling = asyncio.create_task(app.poller.run())
        group = world.add_group("Interview club", [ana, ben, chen], admins=[ana], bots=[bot])
        channel = world.add_channel("Daily questions", "daily_questions", admins=[ana, bot])
        people = [sandbox.person(user) for user in (ana, ben, chen)]
        await sandbox.idle()
        try:
            yield House(sandbox, app, world, *people, group, channel, settings, users)
        finally:
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling
    assert not sandbox.unknown_parameters


def _settings(sandbox: Sandbox, cards: Path, folder: Path, new_a_day: int, owners: Sequence[int]) -> Settings:
    return Settings(
        token=TOKEN,  # type: ignore[arg-type]
        database=blank(folder),
        cards=(cards,),
        owners=tuple(owners),
        telegram=Telegram(api_url=sandbox.api_url, file_url=sandbox.file_url),
        defaults=Defaults(zone="UTC"),
        learning=Learning(new_a_day=new_a_day),
    )
