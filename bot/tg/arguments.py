"""What people write behind a command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.actions.subscribe import Request
from bot.domain.zones import find_zone

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
CHAT = re.compile(r"@[A-Za-z]\w{3,31}|-100\d{5,}")
TAG = re.compile(r"#[\w-]{1,64}")


class Nonsense(ValueError):
    """The words behind a command make no sense; the person gets that command's help."""


@dataclass(frozen=True, slots=True)
class QuizWords:
    """`/quiz 10 #cnn deck-slug`: how many, of which tags and decks."""

    size: int | None
    tags: tuple[str, ...]
    decks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubscribeWords:
    """`/subscribe @channel 09:00 18:30 Europe/Warsaw #cnn`: which chat (None: this one), when, where, what."""

    chat: str | None
    request: Request


def quiz(words: Sequence[str], decks: Sequence[str], *, most: int) -> QuizWords:
    """Read what stands behind /quiz; `decks` are the slugs there are. Raises `Nonsense`."""
    numbers = [int(word) for word in words if word.isdecimal()]
    tags = tuple(word[1:].casefold() for word in words if TAG.fullmatch(word))
    named = tuple(word.casefold() for word in words if word.casefold() in decks)
    if len(numbers) > 1 or len(numbers) + len(tags) + len(named) != len(words):
        raise Nonsense(" ".join(words))
    if numbers and not 1 <= numbers[0] <= most:
        raise Nonsense(str(numbers[0]))
    return QuizWords(numbers[0] if numbers else None, tags, named)


def subscribe(words: Sequence[str]) -> SubscribeWords:
    """Read what stands behind /subscribe; raises `Nonsense`."""
    chat, zone = None, ""
    times: list[time] = []
    tags: list[str] = []
    for word in words:
        if CHAT.fullmatch(word) and chat is None:
            chat = word
        elif TAG.fullmatch(word):
            tags.append(word[1:].casefold())
        elif at := clock(word):
            times.append(at)
        elif not zone and (found := find_zone(word)):
            zone = found
        else:
            raise Nonsense(word)
    return SubscribeWords(chat, Request(tuple(times), zone, (), tuple(tags)))


def clock(word: str) -> time | None:
    """A time of day such as 9, 9:00, 09.30 or 21:15; None when it is none."""
    found = CLOCK.fullmatch(word)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
