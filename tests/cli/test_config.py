"""A wrong setting is one line that names the key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, load
from bot.errors import ConfigError

WRONG = {
    "an unknown key": ('tokn = "x"', "tokn: unknown key; known here: token, database"),
    "an unknown key in a section": (
        "[learning]\nspeed = 3",
        "learning.speed: unknown key; known here: retention",
    ),
    "a section that is none": ("[colours]\nred = 1", "colours: unknown key"),
    "a bad zone": ('[defaults]\nzone = "Mars/Base"', "defaults.zone: 'Mars/Base' is no IANA time zone"),
    "a number out of range": (
        "[learning]\nretention = 2.0",
        "learning.retention: Input should be less than or equal to 0.97",
    ),
    "a word that is none of the words": (
        '[log]\nlevel = "loud"',
        "log.level: Input should be 'debug', 'info'",
    ),
    "an hour that is none": ('[defaults]\ntime = "25:00"', "defaults.time: "),
    "an address that is none": ('[telegram]\napi_url = "telegram"', "telegram.api_url: "),
    "no TOML at all": ("[learning", "not valid TOML"),
    "no token": ("", "token: no token"),
}


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUIZBOT_TOKEN", raising=False)


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG.keys())
def test_wrong_settings(tmp_path: Path, text: str, says: str) -> None:
    """Each mistake is named with its key, in one line."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as refused:
        load(path)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named, with what to do."""
    with pytest.raises(ConfigError, match=r"config\.example\.toml"):
        load(tmp_path / "none.toml")


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment overrides the file, section by section."""
    path = tmp_path / "config.toml"
    path.write_text('token = "1:from-file"\n[learning]\nnew_a_day = 3\nretention = 0.8')
    monkeypatch.setenv("QUIZBOT_LEARNING__NEW_A_DAY", "7")
    settings = load(path)
    assert (settings.learning.new_a_day, settings.learning.retention) == (7, 0.8)


def test_unknown_environment_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable with our prefix that sets nothing is a mistake, not a silence."""
    monkeypatch.setenv("QUIZBOT_TOKN", "1:abc")
    with pytest.raises(ConfigError, match="QUIZBOT_TOKN"):
        load(None)


def test_secrets_are_hidden() -> None:
    """A printed settings object does not tell the token, and neither does a wrong one."""
    assert "secret-part" not in repr(Settings(token="1:secret-part"))  # type: ignore[arg-type]


def test_wrong_secret_is_not_repeated(tmp_path: Path) -> None:
    """An error about a value never repeats the value of a secret."""
    path = tmp_path / "config.toml"
    path.write_text('token = ["1:secret-part"]')
    with pytest.raises(ConfigError) as refused:
        load(path)
    assert "secret-part" not in str(refused.value)
    assert refused.value.__cause__ is None
