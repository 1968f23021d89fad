"""Running `quizbot` as a person does, without leaving the process."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.cli import main
from tests.cli.running import Ended, Quizbot


@pytest.fixture
def quizbot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Quizbot]:
    """Run `quizbot` with these arguments, in an empty folder and an environment without settings of ours."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("QUIZBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["quizbot", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return Ended(ended.value.code or 0, shown.out, shown.err)

    before = structlog.get_config()
    yield run
    structlog.configure(**before)
