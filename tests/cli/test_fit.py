"""`quizbot fit`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.actions import fitting
from bot.cli.fit import fit
from tests.scratch import blank


async def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the extra is not installed the command says so."""
    monkeypatch.setattr(fitting, "LIBRARY", "no_such_library")
    assert await fit(None, report=True) == 1
    assert "pip install 'quizbot[fit]'" in capsys.readouterr().err


async def test_nobody_to_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While nobody has answered enough it says that."""
    monkeypatch.setenv("QUIZBOT_DATABASE", blank(tmp_path))
    assert await fit(None, report=True) == 0
    assert "nobody has 400 ratings" in capsys.readouterr().out
