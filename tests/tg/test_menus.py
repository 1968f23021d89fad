"""The command menus that Telegram shows."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import telegram
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.app import bot_of
from bot.config import Settings, Telegram
from bot.delivery.pacing import Limits, Pacer
from bot.sandbox import refusals
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.tg import menus
from bot.tg.commands import COMMANDS
from bot.tg.sender import Sender
from tests.house import MORNING, TOKEN, Skipping

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # on making a RetryAfter


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    world = World(MovableClock(MORNING, running=False))
    world.add_bot("Quiz Bot", "quiz_test_bot", TOKEN)
    async with Sandbox(world) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[telegram.Bot]:
    telegram_at = Telegram(api_url=sandbox.api_url, file_url=sandbox.file_url)
    async with bot_of(Settings(token=SecretStr(TOKEN), telegram=telegram_at)) as bot:
        yield bot


@pytest.fixture
def sender(sandbox: Sandbox, bot: telegram.Bot) -> Sender:
    return Sender(bot, Pacer(Limits()), Skipping(sandbox.world.clock))


async def test_a_menu_for_each_reader(sandbox: Sandbox, bot: telegram.Bot, sender: Sender) -> None:
    """There is a menu for each of three scopes in each of four languages, English being everybody else's."""
    await menus.publish(bot, sender)
    calls = await sandbox.called("setMyCommands", 12)
    asked = [call.parameters.values for call in calls]
    scopes = {"all_private_chats", "all_group_chats", "all_chat_administrators"}
    expected = {(scope, language) for scope in scopes for language in ("", "ru", "pl", "zh")}
    assert {(json.loads(one["scope"])["type"], one.get("language_code", "")) for one in asked} == expected
    assert len(calls) == 12
    assert not sandbox.unknown_parameters


async def test_what_telegram_takes(sandbox: Sandbox, bot: telegram.Bot, sender: Sender) -> None:
    """Every name and description keeps to Telegram's limits, and every command offered is one we have."""
    await menus.publish(bot, sender)
    calls = await sandbox.called("setMyCommands", 12)
    for call in calls:
        offered = json.loads(call.parameters.values["commands"])
        names = [command["command"] for command in offered]
        assert 0 < len(names) <= 100
        assert len(set(names)) == len(names)
        assert set(names) <= COMMANDS.keys()
        assert all(re.fullmatch("[a-z0-9_]{1,32}", name) for name in names)
        assert all(1 <= len(command["description"]) <= 256 for command in offered)


@pytest.mark.parametrize("refusal", [refusals.flood_wait(300), refusals.WRONG_LANGUAGE.refusal()])
async def test_refused(
    sandbox: Sandbox, bot: telegram.Bot, sender: Sender, refusal: refusals.Refusal
) -> None:
    """Menus that Telegram does not take now are a line in the log, and no reason not to start."""
    sandbox.faults.refuse("setMyCommands", refusal, times=100)
    with capture_logs() as said:
        await menus.publish(bot, sender)
    assert [(entry["event"], entry["log_level"]) for entry in said][-1] == ("menus not published", "warning")


async def test_busy(sandbox: Sandbox, bot: telegram.Bot, sender: Sender) -> None:
    """A flood is waited out, and then every menu is there."""
    sandbox.faults.flood_wait("setMyCommands", 300)
    await menus.publish(bot, sender)
    assert len([call for call in await sandbox.called("setMyCommands", 13) if call.error is None]) == 12
    assert sandbox.world.clock.now() - MORNING >= timedelta(seconds=300)


async def test_unknown_token(sandbox: Sandbox, bot: telegram.Bot, sender: Sender) -> None:
    """A token that Telegram does not know is not a matter of menus."""
    sandbox.faults.refuse("setMyCommands", refusals.UNAUTHORIZED.refusal())
    with pytest.raises(telegram.error.InvalidToken):
        await menus.publish(bot, sender)
