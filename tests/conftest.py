"""What every test lives under: nothing leaves loopback, and what is made up is the same in every run.

`HYPOTHESIS_PROFILE=thorough pytest` tries ten times as many examples of everything.
"""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.storage.database import Connection, Database, open_database
from tests.scratch import blank, trust_the_system

LOOPBACK = ("127.", "::1", "localhost")
EXAMPLES = 40

settings.register_profile(
    "default",
    derandomize=True,
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],  # it reads the wall clock
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=10 * EXAMPLES)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# A log's own traceback shows every variable, which takes seconds where one of them is an update.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


class LeftLoopback(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and not str(host).startswith(LOOPBACK):
            raise LeftLoopback(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database in a file, as in service."""
    database = await open_database(blank(tmp_path))
    trust_the_system(database)
    yield database
    await database.close()


@pytest.fixture
async def conn(database: Database) -> AsyncIterator[Connection]:
    """One transaction on it."""
    async with database.write() as conn:
        yield conn
