"""Documentation that lies fails here."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from typer.main import get_command

import bot.errors
from bot.cli.commands import cli
from bot.cli.settings import as_markdown
from bot.config import load
from bot.render.pages import COMMANDS as MENU
from bot.tg.commands import COMMANDS

ROOT = Path(__file__).parents[2]


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_configuration_page_is_fresh() -> None:
    """docs/configuration.md is what `quizbot settings` prints."""
    assert page("docs/configuration.md") == as_markdown(), "run: quizbot settings > docs/configuration.md"


def test_example_settings_load() -> None:
    """config.example.toml has no key that is unknown and no value that is wrong."""
    load(ROOT / "config.example.toml", need_token=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_chat_command_is_documented(name: str) -> None:
    """Each command people can write has a row in docs/commands.md."""
    assert re.search(rf"^\| `/{name}\b", page("docs/commands.md"), re.MULTILINE)


def test_every_command_is_in_the_menu() -> None:
    """Telegram's menu offers every command but /start, which has a button of its own."""
    assert set(MENU) == COMMANDS.keys() - {"start"}


@pytest.mark.parametrize("name", sorted(get_command(cli).commands))  # type: ignore[attr-defined]
def test_every_program_command_is_documented(name: str) -> None:
    """Each command of the program is in the README or in docs/, and has help of its own."""
    texts = [page("README.md"), *(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))]
    assert any(f"quizbot {name}" in text for text in texts)
    assert get_command(cli).commands[name].help  # type: ignore[attr-defined]


def test_error_tree_is_drawn_whole() -> None:
    """The docstring of bot/errors.py names every error there is, and none that is not."""
    drawn = set(re.findall(r"^[│├└─ ]*([A-Z]\w+)", bot.errors.__doc__ or "", re.MULTILINE)) - {
        "Every",
        "Each",
    }
    there = {name for name, value in vars(bot.errors).items() if isinstance(value, type)}
    assert drawn == there


def test_every_dependency_has_its_reason() -> None:
    """docs/dependencies.md says why, for each package we ask for."""
    groups = tomllib.loads(page("pyproject.toml"))["dependency-groups"]
    asked = [*tomllib.loads(page("pyproject.toml"))["project"]["dependencies"], *groups["dev"]]
    names = {re.split(r"[\[<>=;~ ]", each)[0] for each in asked}
    missing = {name for name in names if f"`{name}`" not in page("docs/dependencies.md")}
    assert not missing


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_have_hashes_and_no_addresses(name: str) -> None:
    """Every locked package has a hash, and no lock names where packages come from."""
    text = page(name)
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))


def test_lock_has_what_the_project_asks_for() -> None:
    """The lock was compiled after the last change of the dependencies."""
    locked = set(re.findall(r"^([a-z0-9-]+)==", page("requirements.lock"), re.MULTILINE))
    asked = {
        re.split(r"[\[<>=;~ ]", each)[0].lower()
        for each in tomllib.loads(page("pyproject.toml"))["project"]["dependencies"]
    }
    assert asked <= locked
    assert requires("quizbot") is not None
