"""Where the bot talks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from bot.domain.mode import Mode

ChatKind = Literal["private", "group", "channel"]

Style = Literal["auto", "rich", "classic"]
"""How questions look: as rich messages, as texts every client shows, or rich only where a card needs it."""

STYLES: tuple[Style, ...] = get_args(Style)
LANGUAGES = ("en", "ru", "pl", "zh")


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat, group or channel; `id` is Telegram's. `gone` means nothing can be sent there any more.

    `timer` is how many seconds a native quiz stays open there, None: for good.
    """

    id: int
    kind: ChatKind
    title: str
    language: str
    gone: bool = False
    style: Style = "auto"
    mode: Mode = "reveal"
    timer: int | None = None


def nearest_language(code: str | None) -> str:
    """The language of ours nearest to an IETF code such as `pt-BR` or `zh-hans`; English when none is near."""
    primary = (code or "").replace("_", "-").split("-")[0].lower()
    neighbours = {"uk": "ru", "be": "ru", "kk": "ru"}  # where Telegram users commonly read Russian
    primary = neighbours.get(primary, primary)
    return primary if primary in LANGUAGES else "en"


def readable(language: str, there: Collection[str]) -> frozenset[str]:
    """Which of the languages that are there a chat of this `language` is asked in unless it chose: its own.

    Where nothing is in its own, it is English; where nothing is in English either, whatever there is. Codes are IETF's,
    and `en-GB` is English.
    """
    for wanted in (language, "en"):
        if found := frozenset(code for code in there if code.partition("-")[0].casefold() == wanted):
            return found
    return frozenset(there)
