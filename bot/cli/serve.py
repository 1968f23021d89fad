"""`quizbot run`."""

from __future__ import annotations

import asyncio
import re
import signal
from contextlib import suppress
from pathlib import Path

import structlog
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.app import open_app
from bot.cli.logs import set_up
from bot.config import Settings, load
from bot.delivery.clock import Clock, SystemClock
from bot.errors import ConfigError
from bot.tg.polling import pause_after

log = structlog.get_logger(__name__)

USUAL = Path("config.toml")
# Somebody answered, but not as a Bot API does: with another page, or a redirection. A 5xx or 429 passes by itself.
NO_BOT_API = re.compile(r"is this a Bot API server|\((3\d\d|4(?!29)\d\d)\)$")


def settings_from(config: Path | None, *, need_token: bool = True) -> Settings:
    """The settings of the file named, of config.toml if there is one, or of the environment alone."""
    return load(config or (USUAL if USUAL.exists() else None), need_token=need_token)


def serve(config: Path | None) -> None:
    """Run until SIGINT or SIGTERM."""
    settings = settings_from(config)
    set_up(
        settings.log.level, json_lines=settings.log.json_lines, secrets=[settings.token.get_secret_value()]
    )
    with runner() as loop:
        loop.run(run_until_stopped(settings, SystemClock()))


def runner() -> asyncio.Runner:
    """An event loop: uvloop's where there is one, since it is twice as fast here."""
    try:
        import uvloop
    except ImportError:  # Windows, or another interpreter
        return asyncio.Runner()
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


async def run_until_stopped(settings: Settings, clock: Clock) -> None:
    """Open the application and run it; a signal ends it cleanly.

    A Telegram that is down or out of reach is waited for. Raises `ConfigError` when Telegram does not know the
    token, or what answers at the API's address is no Bot API.
    """
    try:
        await until_signal(asyncio.ensure_future(_run(settings, clock)))
    except TelegramError as e:
        raise _said(e) from e
    except ExceptionGroup as e:  # what ended one of the tasks that run side by side
        refused, others = e.split(TelegramError)
        if refused is None or others is not None:
            raise
        raise _said(_first(refused)) from e


async def _run(settings: Settings, clock: Clock) -> None:
    failures = 0
    while True:
        try:
            async with open_app(settings, clock) as app:
                log.info("running", bot=app.desk.bot.username)
                return await app.run()
        except (NetworkError, RetryAfter) as e:  # from opening: what happens later is the tasks' own matter
            if isinstance(e, BadRequest) or NO_BOT_API.search(e.message):
                raise
            failures += 1
            pause = pause_after(e, failures)
            log.warning("telegram is out of reach", reason=e.message, pause=pause)
        await clock.sleep(pause)


def _first(group: ExceptionGroup[TelegramError]) -> TelegramError:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


def _said(error: TelegramError) -> ConfigError:
    if isinstance(error, InvalidToken):
        return ConfigError("token", "Telegram does not know this token; @BotFather shows the right one")
    return ConfigError("telegram.api_url", f"no Bot API there: {error.message}")


async def until_signal(work: asyncio.Future[None]) -> None:
    """Wait for `work`; SIGINT and SIGTERM cancel it and count as a clean end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, work.cancel)
    with suppress(asyncio.CancelledError):
        await work
