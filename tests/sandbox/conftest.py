"""A frozen world with one bot and a few people, served over loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import MORNING, TOKEN, Answer, Calls


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MORNING, running=False)


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock)


@pytest.fixture
def bot(world: World) -> Bot:
    return world.add_bot("Quiz", "quiz_test_bot", TOKEN)


@pytest.fixture
def ana(world: World, bot: Bot) -> User:
    return world.add_person("Ana", username="ana_k")


@pytest.fixture
def ben(world: World, ana: User) -> User:
    return world.add_person("Ben", language="pl")


@pytest.fixture
def private(world: World, ana: User) -> Chat:
    """Ana's chat with the bot, which she has started."""
    return acts.say(world, ana, world.private(ana), "/start").chat


@pytest.fixture
def group(world: World, bot: Bot, ana: User, ben: User) -> Chat:
    """A supergroup that Ana made, with Ben and the bot as members."""
    return world.add_group("Study", [ben], [ana], [bot])


@pytest.fixture
def channel(world: World, bot: Bot, ana: User, ben: User) -> Chat:
    """Ana's public channel, which Ben reads and the bot posts in."""
    return world.add_channel("Daily", "daily_questions", [ana], [bot], [ben])


@pytest.fixture
async def sandbox(world: World, bot: Bot) -> AsyncIterator[Sandbox]:
    async with Sandbox(world, settle=0.002) as server:
        yield server


@pytest.fixture
async def http(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(sandbox: Sandbox, http: aiohttp.ClientSession) -> Calls:
    """Call a method as python-telegram-bot does: urlencoded, objects as JSON, truths as words."""

    async def called(method: str, /, **parameters: Any) -> Answer:
        form = {
            name: given if isinstance(given, str) else json.dumps(given) for name, given in parameters.items()
        }
        async with http.post(f"{sandbox.api_url}{TOKEN}/{method}", data=form) as response:
            return Answer(response.status, await response.json(), dict(response.headers))

    return called
