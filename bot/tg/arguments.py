"""What people write behind a command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta

from bot.actions.subscribe import Request
from bot.decks.tags import is_tag, kept
from bot.domain.exam import LONGEST, SHORTEST
from bot.domain.subscription import MAX_TIMES
from bot.domain.zones import find_zone

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
SPAN = re.compile(
    r"(?:(\d{1,2})\s?(?:h|hr|hrs|hours?|ч|час|часа|godz|g|小时|时))?"
    r"(?:(\d{1,3})\s?(?:m|min|mins|minutes?|minut[ay]?|м|мин|минут[аы]?|分钟|分))?"
)
HARD = frozenset({"hard", "трудные", "сложные", "trudne", "难题", "難題"})
CHAT = re.compile(r"@[A-Za-z]\w{3,31}|-100\d{5,}")
LONGEST_TAG = 64
LONGEST_NUMBER = 4  # digits
QUOTES = "\"'«»„“”‘’「」《》 "
STARRED = frozenset({"starred", "звёзды", "избранные", "gwiazdki", "星标", "收藏"})


class Nonsense(ValueError):
    """The words behind a command make no sense; the person gets that command's help."""


@dataclass(frozen=True, slots=True)
class QuizWords:
    """`/quiz 10 #cnn Deck title hard starred`: how many, of which tags and decks, only hard ones, only with a star.

    `either` are decks of which only one was meant. `length` is how long an exam takes, None where nobody said.
    """

    size: int | None
    tags: tuple[str, ...]
    decks: tuple[str, ...]
    either: tuple[str, ...] = ()
    hard: bool = False
    length: timedelta | None = None
    starred: bool = False


@dataclass(frozen=True, slots=True)
class SubscribeWords:
    """`/subscribe @channel 09:00 18:30 Europe/Warsaw #cnn`: which chat (None: this one), when, where, what."""

    chat: str | None
    request: Request


def quiz(words: Sequence[str], decks: Mapping[str, str], *, most: int) -> QuizWords:
    """Read what stands behind /quiz; `decks` are the titles there are, by slug. Raises `Nonsense`.

    A deck is named by its slug, its title, or the beginning of its title; a title may have spaces and numbers in it.
    "hard" and "starred" are words of ours in four languages, unless a deck is called that.
    """
    hard, starred = (
        [word for word in words if word.casefold() in kind and not _titled([word], decks)]
        for kind in (HARD, STARRED)
    )
    ours = [word for word in (*hard, *starred) if not _slugs([word], decks)]
    found = _quiz([word for word in words if word not in ours], decks, most=most)
    return replace(
        found, hard=any(word in ours for word in hard), starred=any(word in ours for word in starred)
    )


def exam(words: Sequence[str], decks: Mapping[str, str], *, most: int) -> QuizWords:
    """Read what stands behind /exam: `20 30m #cnn Deck title`, in any order. Raises `Nonsense`."""
    spans = [(word, length) for word in words if (length := span(word)) is not None]
    if len(spans) > 1 or any(not SHORTEST <= length <= LONGEST for _, length in spans):
        raise Nonsense(" ".join(words))
    rest = [word for word in words if word not in dict(spans)]
    return replace(_quiz(rest, decks, most=most), length=spans[0][1] if spans else None)


def span(word: str) -> timedelta | None:
    """A length of time such as 30m, 1h30m, 45мин or 30分钟; None when it is none."""
    found = SPAN.fullmatch(word.casefold())
    if found is None or not any(found.groups()):
        return None
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def _quiz(words: Sequence[str], decks: Mapping[str, str], *, most: int) -> QuizWords:
    tags = tuple(filter(None, map(_tag, words)))
    rest = [word for word in words if not _tag(word)]
    readings = [(size, name) for size, name in _sized(rest) if size is None or 1 <= size <= most]
    for size, name in readings:
        if not name:
            return QuizWords(size, tags, ())
    for named in (_slugs, _titled, _begun):
        for size, name in readings:
            found = named(name, decks)
            if len(found) == 1 or (found and named is _slugs):
                return QuizWords(size, tags, found)
            if found:
                return QuizWords(size, tags, (), found)
    raise Nonsense(" ".join(words))


def _sized(words: Sequence[str]) -> Iterator[tuple[int | None, Sequence[str]]]:
    """The ways to read words as a number, if any, and a name."""
    yield None, words
    if words and _is_number(words[0]):
        yield int(words[0]), words[1:]
    if words and _is_number(words[-1]):
        yield int(words[-1]), words[:-1]


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) <= LONGEST_NUMBER


def _slugs(name: Sequence[str], decks: Mapping[str, str]) -> tuple[str, ...]:
    """The decks, when each word is the slug of one."""
    slugs = tuple(word.casefold() for word in name)
    return slugs if all(slug in decks for slug in slugs) else ()


def _titled(name: Sequence[str], decks: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(slug for slug, title in decks.items() if _bare(title.split()) == _bare(name))


def _begun(name: Sequence[str], decks: Mapping[str, str]) -> tuple[str, ...]:
    start = _bare(name)
    return tuple(slug for slug, title in decks.items() if start and _bare(title.split()).startswith(start))


def _bare(words: Sequence[str]) -> str:
    """A title without what people put around it, for comparing."""
    return " ".join(words).strip(QUOTES).casefold()


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
