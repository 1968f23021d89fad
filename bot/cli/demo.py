"""`quizbot demo`: the real bot against the sandbox, in a browser, with a clock that can be moved."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import available_timezones

import typer
from pydantic import SecretStr

from bot.actions import meet, subscribe
from bot.app import App, open_app
from bot.cli.logs import set_up
from bot.cli.serve import runner, until_signal
from bot.config import Defaults, Delivery, Settings, Telegram
from bot.domain.chat import Chat, ChatKind
from bot.errors import ConfigError
from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World

# A name for the bot inside the sandbox; it opens nothing anywhere else.
TOKEN = "1000000001:the-sandbox-takes-any-token-you-give"  # noqa: S105
BUNDLED = Path(__file__).parents[2] / "cards"


@dataclass(frozen=True, slots=True)
class Stage:
    """The sandbox with its chats: one private, a group of three, a channel; `opened` is for whom, once it is."""

    world: World
    clock: MovableClock
    chats: tuple[tuple[int, ChatKind, str], ...]
    opened: list[str] = field(default_factory=list)


def demo(cards: Sequence[Path] | None, db: Path | None, port: int) -> None:
    """Play until Ctrl-C; the state is gone afterwards unless `db` keeps it."""
    set_up("warning", json_lines=False, secrets=[TOKEN])
    with tempfile.TemporaryDirectory(prefix="quizbot-") as folder, runner() as loop:
        loop.run(_play(cards or [BUNDLED], db or Path(folder) / "demo.db", port))


async def _play(cards: Sequence[Path], db: Path, port: int) -> None:
    stage = build_stage(MovableClock())
    async with AsyncExitStack() as stack:
        try:
            sandbox = await stack.enter_async_context(Sandbox(stage.world, port=port, flood=True))
        except OSError as e:
            raise ConfigError("--port", f"{port} cannot be had: {e.strerror}; 0 takes a free one") from e
        app = await stack.enter_async_context(open_app(settings_for(sandbox, cards, db), stage.clock))
        stage.world.on_open = partial(open_stage, app, stage)
        typer.echo(f"\n  Open {sandbox.url}\n\n  Ctrl-C ends it.\n")
        await until_signal(asyncio.ensure_future(app.run()))


def build_stage(clock: MovableClock) -> Stage:
    """Three people, a group they are all in, and a channel one of them runs, where the bot is; it comes into the group
    when the page is opened."""
    world = World(clock)
    bot = world.add_bot("Quiz Bot", "quiz_demo_bot", TOKEN)
    ana, ben, chen = (world.add_person(name) for name in ("Ana", "Ben", "Chen"))
    group = world.add_group("Interview club", members=[ana, ben, chen], admins=[ana])
    channel = world.add_channel(
        "Questions of the day", username="questions_of_the_day", admins=[ana], bots=[bot]
    )
    world.private(ana, bot)
    return Stage(world, clock, ((group.id, "group", group.title), (channel.id, "channel", channel.title)))


def settings_for(sandbox: Sandbox, cards: Sequence[Path], db: Path) -> Settings:
    """Settings that point the bot at the sandbox."""
    return Settings(
        token=SecretStr(TOKEN),
        database=f"sqlite+aiosqlite:///{db.resolve()}",
        cards=tuple(cards),
        telegram=Telegram(api_url=sandbox.api_url, file_url=sandbox.file_url),
        defaults=Defaults(zone=local_zone()),
        # A day's jump of the clock must not be too late for the day's question, nor land in a silent hour.
        delivery=Delivery(grace_minutes=1440, follow_ups_from=time(0), follow_ups_until=time(0)),
    )


async def open_stage(app: App, stage: Stage, language: str) -> None:
    """A browser opens the page: the first one's language is everybody's.

    The group and the channel have then asked for daily questions already, so that moving the clock shows theirs, and
    the bot greets the group in that language.
    """
    if stage.opened:
        return
    stage.opened.append(language)
    for user in stage.world.users.values():
        if not user.is_bot:
            user.language = language.lower() or "en"
    desk = app.desk
    async with desk.database.write() as conn:
        for chat_id, kind, title in stage.chats:
            visitor = meet.Visitor(0, chat_id, kind, title, language)
            chat: Chat = await meet.meet_chat(conn, visitor, desk.now() - timedelta(minutes=1))
            await subscribe.subscribe(conn, chat, subscribe.Request(), desk.policy, desk.now())
    _enter_groups(stage.world)


def _enter_groups(world: World) -> None:
    """Whoever made a group brings the bot into it, where it is not yet."""
    for group in world.chats:
        maker = next((one.user for one in group.members.values() if one.status == "creator"), None)
        entered = group.member(world.bot.user).present
        if group.kind in ("group", "supergroup") and maker is not None and not entered:
            acts.add_to_group(world, maker, world.bot, group)


def local_zone() -> str:
    """The machine's own zone, so that 09:00 in the chat is 09:00 on the wall; UTC when it does not say."""
    linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    name = os.environ.get("TZ") or linked
    return name if name in available_timezones() and not name.startswith("Etc/") else "UTC"
