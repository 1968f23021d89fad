"""Logs for operators: a line each, secrets never in them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import structlog

from bot.tg import redact

QUIET = ("httpx", "httpcore", "aiohttp.access", "telegram", "alembic", "asyncio", "aiosqlite")


def set_up(level: str, *, json_lines: bool, secrets: Sequence[str]) -> None:
    """Send our logs and every library's to stderr, without `secrets`."""
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer = (
        structlog.processors.JSONRenderer()
        if json_lines
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact.processor(secrets),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=number, stream=sys.stderr, format="%(asctime)s [%(levelname)s] %(name)s: %(message)s"
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    redact.install(secrets)
