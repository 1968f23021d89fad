"""Settings: read once by the command line, from the environment over a TOML file over these defaults."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import time as TimeOfDay  # noqa: N812 - `time` is also the name of a key
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.domain.schedule import Rules
from bot.errors import ConfigError

PREFIX = "QUIZBOT_"


_zones = cache(available_timezones)  # walks a folder of six hundred files


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"{name!r} is no IANA time zone such as Europe/Warsaw")
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Telegram(_Section):
    """Where the Bot API is: Telegram's own, or a Bot API server of yours."""

    api_url: str = Field(
        "https://api.telegram.org/bot",
        pattern=r"^https?://\S+$",
        description="What the token is appended to.",
    )
    file_url: str = Field(
        "https://api.telegram.org/file/bot", pattern=r"^https?://\S+$", description="The same for downloads."
    )
    proxy: str | None = Field(
        None, pattern=r"^https?://\S+$", description="An HTTP proxy to reach it through."
    )


class Learning(_Section):
    """How ratings become memories; changing any of these replays the whole history at the next start."""

    retention: float = Field(
        0.9, ge=0.7, le=0.97, description="The chance of recall at which a card comes back."
    )
    two_passes: bool = Field(
        default=False, description="Whether a 2 counts as remembered with difficulty, not as forgotten."
    )
    five_means: Literal["easy", "good"] = Field(
        "easy", description="Whether a 5 stretches the interval beyond a 4."
    )
    soon_minutes: int = Field(10, ge=1, le=120, description="When a card rated 1 comes back.")
    later_hours: float = Field(
        4, ge=0.5, le=12, description="When a card rated 2 comes back, within the same day."
    )
    longest_days: int = Field(365, ge=7, le=3650, description="The longest interval.")
    new_a_day: int = Field(
        10,
        ge=0,
        le=200,
        description="How many never-seen cards come to one person by themselves in a day.",
    )

    def rules(self) -> Rules:
        """The same as the scheduler takes them."""
        return Rules(
            retention=self.retention,
            two_passes=self.two_passes,
            five_means=self.five_means,
            soon=timedelta(minutes=self.soon_minutes),
            later=timedelta(hours=self.later_hours),
            maximum_interval=self.longest_days,
        )


class Delivery(_Section):
    """How what is owed goes out."""

    grace_minutes: int = Field(
        180, ge=1, le=1440, description="How late a daily question may still be sent after the bot was down."
    )
    follow_ups_from: TimeOfDay = Field(
        TimeOfDay(8), description="The hour, on the reader's clock, before which no follow-up comes."
    )
    follow_ups_until: TimeOfDay = Field(
        TimeOfDay(22), description="The hour after which none comes, but for today's own echoes."
    )
    lease_seconds: int = Field(
        60, ge=1, le=600, description="How long a sender that died keeps others waiting."
    )
    attempts: int = Field(12, ge=1, le=100, description="How often a message is tried before it is given up.")


class Defaults(_Section):
    """What a chat has until it chooses."""

    time: TimeOfDay = Field(TimeOfDay(9), description="When the daily question comes.")
    zone: Zone | None = Field(None, description="The time zone; unset: guessed from the reader's language.")


class Log(_Section):
    """What is said to the operator."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least that is worth a line."
    )
    json_lines: bool = Field(default=False, description="One JSON object a line, for machines.")


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__", hide_input_in_errors=True
    )

    token: SecretStr = Field(SecretStr(""), description="The bot's token from @BotFather.")
    database: str = Field("sqlite+aiosqlite:///quizbot.db", description="The database, as an SQLAlchemy URL.")
    cards: tuple[Path, ...] = Field((Path("cards"),), description="Deck files, or folders of them.")
    owners: tuple[int, ...] = Field(
        (), description="Telegram ids of the people who hear what readers say is wrong with these decks."
    )
    telegram: Telegram = Field(default_factory=Telegram)
    learning: Learning = Field(default_factory=Learning)
    delivery: Delivery = Field(default_factory=Delivery)
    defaults: Defaults = Field(default_factory=Defaults)
    log: Log = Field(default_factory=Log)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic passes these by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments over environment over the TOML file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load(path: Path | None, *, need_token: bool = True, **overrides: Any) -> Settings:
    """Read the settings from `path` (None: only the environment) and check them.

    Raises `ConfigError` naming the first key that is wrong and what it may be.
    """

    class FromFile(Settings):
        model_config = SettingsConfigDict(**{**Settings.model_config, "toml_file": path})

    _refuse_unknown_variables()
    if path is not None and not path.is_file():
        raise ConfigError(str(path), "no such file; copy config.example.toml there and put the token in")
    try:
        settings = FromFile(**overrides)
    except ValidationError as e:
        raise _first_problem(e) from None
    except ValueError as e:  # TOML that does not parse
        raise ConfigError(str(path), f"not valid TOML: {e}") from e
    if need_token and not settings.token.get_secret_value():
        raise ConfigError("token", f"no token; put one in the file or in {PREFIX}TOKEN (@BotFather gives it)")
    return settings


def _refuse_unknown_variables() -> None:
    known = {PREFIX + "__".join(path).upper() for path in _paths(Settings, ())}
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise ConfigError(name, f"no such setting; the nearest is {_nearest(name.upper(), known)}")


def _nearest(name: str, known: set[str]) -> str:
    return max(sorted(known), key=lambda each: SequenceMatcher(None, name, each).ratio())


def _paths(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        yield (*path, name)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _paths(field.annotation, (*path, name))


def _first_problem(error: ValidationError) -> ConfigError:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return ConfigError(key, f"unknown key; known here: {', '.join(_siblings(first['loc']))}")
    return ConfigError(key, first["msg"].removeprefix("Value error, "))


def _siblings(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Settings
    for part in loc[:-1]:
        inner = model.model_fields[str(part)].annotation
        assert isinstance(inner, type)
        assert issubclass(inner, BaseModel)
        model = inner
    return list(model.model_fields)
