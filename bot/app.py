"""Wiring: the only module that knows every concrete class."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog
import telegram
from telegram.ext import ExtBot

from bot.actions.policy import Policy
from bot.actions.rebuild import rebuild_if_rules_changed
from bot.actions.regroup import regroup, ungrouped
from bot.actions.sync import keep_pictures, sync
from bot.config import Settings
from bot.decks.load import load
from bot.decks.problems import Problem
from bot.delivery.clock import Clock
from bot.delivery.courier import Courier
from bot.delivery.loop import Loop
from bot.delivery.nightly import every_night
from bot.delivery.pacing import Limits, Pacer
from bot.domain.identity import families
from bot.domain.plan import Waking
from bot.domain.schedule import Scheduler
from bot.errors import ConfigError
from bot.pictures.studio import Studio
from bot.storage.database import Database, open_database
from bot.tg import menus
from bot.tg.album import Album
from bot.tg.application import UPDATES, handle
from bot.tg.desk import Desk, Errands
from bot.tg.polling import Poller
from bot.tg.readings import Readings
from bot.tg.sender import Sender
from bot.tg.transport import AiohttpRequest

log = structlog.get_logger(__name__)


def policy_of(settings: Settings) -> Policy:
    """What the operator decided, as the actions need it."""
    return Policy(
        scheduler=Scheduler(settings.learning.rules()),
        new_a_day=settings.learning.new_a_day,
        usual_time=settings.defaults.time,
        usual_zone=settings.defaults.zone,
        grace=timedelta(minutes=settings.delivery.grace_minutes),
        waking=Waking(settings.delivery.follow_ups_from, settings.delivery.follow_ups_until),
        owners=settings.owners,
    )


@dataclass(frozen=True, slots=True)
class App:
    """The bot, put together: `run` it, or in a test feed it by hand."""

    database: Database
    desk: Desk
    loop: Loop
    poller: Poller
    studio: Studio

    async def run(self) -> None:
        """Poll and deliver until cancelled; nobody waits for the menus."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(menus.publish(self.desk.bot, self.desk.sender))
            tasks.create_task(self.poller.run())
            tasks.create_task(self.loop.run())
            tasks.create_task(every_night(self.database, self.desk.policy.scheduler, self.desk.clock))


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    """Everything `settings` describe, opened and in step with the deck files, and closed at the end.

    Raises `StorageError` when the database cannot serve, `DeckError` when a deck cannot be read at all, and
    `telegram.error.InvalidToken` when Telegram does not know the token.
    """
    database = await open_database(settings.database)
    try:
        policy = policy_of(settings)
        await prepare(database, settings, policy)
        async with bot_of(settings) as bot:
            app = put_together(database, bot, policy, settings, clock)
            try:
                yield app
            finally:
                await app.poller.stop()
                app.desk.errands.cancel()
                await app.desk.errands.done()
                await app.studio.close()
    finally:
        await database.close()


async def prepare(database: Database, settings: Settings, policy: Policy) -> Sequence[Problem]:
    """Bring the stored cards and memories in step with the files and the rules; returns the decks' problems."""
    for path in settings.cards:
        if not await asyncio.to_thread(path.exists):  # else all its decks would be taken for withdrawn
            raise ConfigError("cards", f"there is no {path}; name deck files or folders of them")
    loaded = await asyncio.to_thread(load, settings.cards)
    for problem in loaded.problems:
        log.warning("deck problem", problem=str(problem))
    async with database.write() as conn:
        synced = await sync(conn, loaded.decks)
        await keep_pictures(conn, loaded.pictures)
        rebuilt = await rebuild_if_rules_changed(conn, policy.scheduler)
    await _find_families(database)
    log.info("cards ready", decks=len(loaded.decks), added=synced.added, changed=synced.changed)
    if rebuilt:
        log.info("memories rebuilt under new rules", changed=rebuilt)
    return loaded.problems


async def _find_families(database: Database) -> None:
    async with database.read() as conn:
        of = await ungrouped(conn)
    if of is not None:
        found = await asyncio.to_thread(families, of.members)
        async with database.write() as conn:
            await regroup(conn, of, found)


def bot_of(settings: Settings) -> ExtBot[None]:
    """The library's bot on our transport; long polls have connections of their own."""
    return ExtBot(
        token=settings.token.get_secret_value(),
        base_url=settings.telegram.api_url,
        base_file_url=settings.telegram.file_url,
        request=AiohttpRequest(proxy=settings.telegram.proxy),
        get_updates_request=AiohttpRequest(proxy=settings.telegram.proxy),
    )


def put_together(
    database: Database, bot: telegram.Bot, policy: Policy, settings: Settings, clock: Clock
) -> App:
    """The rooms, joined."""
    pacer = Pacer(Limits())
    studio = Studio()
    sender = Sender(bot, pacer, clock, Album(database, studio))
    courier = Courier(
        database,
        sender,
        pacer,
        clock,
        policy,
        owner=str(uuid4()),
        lease=timedelta(seconds=settings.delivery.lease_seconds),
        attempts=settings.delivery.attempts,
    )
    loop = Loop(database, courier, clock, policy)
    desk = Desk(database, policy, clock, sender, courier, bot, loop.wake, Errands(), Readings())

    async def handle_update(update: telegram.Update) -> None:
        await handle(desk, update)

    poller = Poller(bot, database, clock, pacer, handle_update, UPDATES)
    return App(database, desk, loop, poller, studio)
