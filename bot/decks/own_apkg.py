"""What an Anki package of ours keeps besides what Anki shows: the card as it was, and the memory to the last bit.

The card is JSON in the note's last field, `quizbot`, which no template shows, with a digest of the fields that are
shown: once somebody has edited these in Anki, they count and the JSON does not. The memory is packed into the card's
custom data, of which Anki allows 100 bytes with keys of at most 8; it counts while the stability and difficulty that
Anki has are those it was written with, as every review there changes them.
"""

from __future__ import annotations

import base64
import json
import struct
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b, sha256
from html import escape, unescape
from typing import Any

from bot.decks import own_json
from bot.decks.memory_comment import is_possible
from bot.domain.card import Card, Deck
from bot.domain.memory import Memory

FIELD = "quizbot"
SHOWN = ("Question", "Answer", "Choices", "Hint", "Explanation")
MOST_RATINGS = 30  # the last ones; what does not fit is in Anki's own log, on its scale of four

_PACKED = struct.Struct(
    "<ddqIIIB"
)  # stability, difficulty, due in microseconds, last day, reps, lapses, rating
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACES = (4, 3)  # to which Anki rounds stability and difficulty


def guid_of(deck: Deck, card: Card) -> str:
    """A note's identity in Anki: the same card of the same deck is the same note, however often it is exported."""
    return sha256(f"quizbot\0{deck.slug}\0{card.key}".encode()).hexdigest()[:16]


def hidden(card: Card, shown: Mapping[str, str]) -> str:
    """The text of the field `quizbot`, beside the fields `shown` (`SHOWN`)."""
    said = {**own_json.card_object(card), "seen": _seen(shown)}
    return escape(json.dumps(said, ensure_ascii=True), quote=False)


def own_card(fields: Mapping[str, str], line: int = 0) -> Card | None:
    """The card that `hidden` kept in a note's fields; None when it is none of ours, or was edited in Anki."""
    said = _hidden(fields.get(FIELD, ""))
    if not said or said.pop("seen", None) != _seen(fields):
        return None
    try:
        return own_json.card_of(own_json.CardFile.model_validate_json(json.dumps(said)), line)
    except ValueError:  # of which pydantic's own is one
        return None


def is_hidden(text: str) -> bool:
    """Whether a field's text is what `hidden` made."""
    return "seen" in _hidden(text)


def _hidden(text: str) -> dict[str, Any]:
    return _object(unescape(text)) if text.startswith("{") else {}


def data_of(memory: Memory, ratings: Sequence[int], last: datetime | None) -> str:
    """The `data` of a row of `cards`: FSRS's state as Anki has it, and our own in the custom data `cd`.

    `ratings` are all of 1-5, in order. `last` is when the last one was given.
    """
    custom = {"q": _packed(memory), "r": "".join(map(str, ratings[-MOST_RATINGS:]))}
    said: dict[str, Any] = {
        "s": round(memory.stability, _PLACES[0]),
        "d": round(memory.difficulty, _PLACES[1]),
    }
    if last:
        said["lrt"] = int(last.timestamp())
    return _compact({**said, "cd": _compact({name: value for name, value in custom.items() if value})})


def own_memory(data: str) -> Memory | None:
    """The memory that `data_of` kept; None when there is none, or the card was reviewed in Anki since."""
    said = _object(data) if '"cd"' in data else {}  # most packages are not ours: they need no reading here
    custom = _object(said.get("cd"))
    memory = _unpacked(custom.get("q"))
    if memory is None or not is_possible(memory):
        return None
    state = (memory.stability, memory.difficulty)
    same = all(
        isinstance(said.get(name), int | float) and abs(said[name] - value) <= 10.0**-places
        for name, value, places in zip("sd", state, _PLACES, strict=True)
    )
    return memory if same else None


def own_ratings(data: str) -> tuple[int, ...]:
    """The last ratings 1-5 that `data_of` kept, in order; at most `MOST_RATINGS`."""
    said = _object(_object(data).get("cd")).get("r")
    return tuple(int(each) for each in said if each in "12345") if isinstance(said, str) else ()


def _seen(fields: Mapping[str, str]) -> str:
    """A digest of what is shown; Anki composes letters with their accents."""
    shown = "\x1f".join(unicodedata.normalize("NFC", fields.get(name, "")) for name in SHOWN)
    return blake2b(shown.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _packed(memory: Memory) -> str:
    due = (memory.due - _EPOCH) // timedelta(microseconds=1)
    days = memory.last_day.toordinal()
    data = _PACKED.pack(
        memory.stability, memory.difficulty, due, days, memory.reps, memory.lapses, memory.rating
    )
    return base64.b64encode(data).decode().rstrip("=")


def _unpacked(text: object) -> Memory | None:
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        stability, difficulty, due, days, reps, lapses, rating = _PACKED.unpack(data)
        at = _EPOCH + timedelta(microseconds=due)
        return Memory(stability, difficulty, at, date.fromordinal(days), reps, lapses, rating)
    except (ValueError, OverflowError, struct.error):
        return None


def _object(text: object) -> dict[str, Any]:
    try:
        said = json.loads(text) if isinstance(text, str) and text else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
