"""What people write behind a command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.actions.subscribe import Request
from bot.decks.tags import is_tag, kept
from bot.domain.subscription import MAX_TIMES
from bot.domain.zones import find_zone

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
CHAT = re.compile(r"@[A-Za-z]\w{3,31}|-100\d{5,}")
LONGEST_TAG = 64
STARRED = "starred"


class Nonsense(ValueError):
    """The words behind a command make no sense; the person gets that command's help."""


@dataclass(frozen=True, slots=True)
class QuizWords:
    """`/quiz 10 #cnn deck-slug starred`: how many, of which tags and decks, only those with a star."""

    size: int | None
    tags: tuple[str, ...]
    decks: tuple[str, ...]
    starred: bool = False


@dataclass(frozen=True, slots=True)
class SubscribeWords:
    """`/subscribe @channel 09:00 18:30 Europe/Warsaw #cnn`: which chat (None: this one), when, where, what."""

    chat: str | None
    request: Request


def quiz(words: Sequence[str], decks: Sequence[str], *, most: int) -> QuizWords:
    """Read what stands behind /quiz; `decks` are the slugs there are. Raises `Nonsense`."""
    numbers = [int(word) for word in words if word.isdecimal()]
    tags = tuple(filter(None, map(_tag, words)))
    named = tuple(word.casefold() for word in words if word.casefold() in decks)
    stars = sum(word.casefold() == STARRED for word in words if STARRED not in decks)
    if len(numbers) > 1 or stars > 1 or len(numbers) + len(tags) + len(named) + stars != len(words):
        raise Nonsense(" ".join(words))
    if numbers and not 1 <= numbers[0] <= most:
        raise Nonsense(str(numbers[0]))
    return QuizWords(numbers[0] if numbers else None, tags, named, starred=stars == 1)


def subscribe(words: Sequence[str]) -> SubscribeWords:
    """Read what stands behind /subscribe; raises `Nonsense`."""
    chat = None
    times: list[time] = []
    tags: list[str] = []
    place: list[str] = []
    for word in words:
        if CHAT.fullmatch(word) and chat is None:
            chat = word
        elif tag := _tag(word):
            tags.append(tag)
        elif at := clock(word):
            times.append(at)
        else:
            place.append(word)
    if len(set(times)) > MAX_TIMES:
        raise Nonsense(" ".join(words))
    return SubscribeWords(chat, Request(tuple(times), _zone(place) if place else "", (), tuple(tags)))


def settings(words: Sequence[str]) -> tuple[str | None, str]:
    """Read what stands behind /settings: which chat (None: this one), and a zone or nothing; raises `Nonsense`."""
    folded = [word.casefold() for word in words]
    if "zone" not in folded:
        return only_chat(words), ""
    at = folded.index("zone")
    return only_chat(words[:at]), _zone(words[at + 1 :])


def only_chat(words: Sequence[str]) -> str | None:
    """Read words that may name a chat and nothing else; raises `Nonsense`."""
    if len(words) > 1 or (words and not CHAT.fullmatch(words[0])):
        raise Nonsense(" ".join(words))
    return words[0] if words else None


def clock(word: str) -> time | None:
    """A time of day such as 9, 9:00, 09.30 or 21:15; None when it is none."""
    found = CLOCK.fullmatch(word)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _tag(word: str) -> str:
    """The tag in a word, as decks keep it; empty when the word is none."""
    is_one = word.startswith("#") and len(word) <= LONGEST_TAG + 1 and is_tag(word[1:])
    return kept(word[1:]) if is_one else ""


def _zone(words: Sequence[str]) -> str:
    found = find_zone(" ".join(words))
    if found is None:
        raise Nonsense(" ".join(words))
    return found
