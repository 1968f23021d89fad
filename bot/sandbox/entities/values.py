"""The words of formatted text: an entity, its place, its rank, and how it is written on the wire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

CONTINUOUS_AUTOMATIC = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
STYLELESS = frozenset({"pre", "pre_code", "code", "date_time"})

# Which of two entities with the same place comes first (the lower), as TDLib ranks them.
_RANKS = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre_code": 10,
    "pre": 11,
    "code": 20,
    "date_time": 48,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
} | dict.fromkeys(CONTINUOUS_AUTOMATIC, 50)


class EntityError(Exception):
    """A text or its entities are refused; `description` is what Telegram writes after `Bad Request: `.

    The first letter follows the server's case rule (lower, unless the second is a capital or `_`);
    the capitals inside stay TDLib's own: `can't parse entities: Unclosed start tag at byte offset 0`.
    """

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities as the Bot API writes them; offsets and lengths are in UTF-16 units."""

    text: str
    entities: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity; `argument` is a URL, language or date format, `number` a user, emoji or Unix time."""

    kind: str
    offset: int
    length: int
    argument: str = ""
    number: int = 0

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.offset, -self.length, _RANKS[self.kind])


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Outer before inner, left before right."""
    return sorted(entities, key=lambda entity: entity.order)


def utf16_length(text: str) -> int:
    """How many UTF-16 units a text takes: the measure of every offset and length in the Bot API."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_borders(text: str) -> list[int]:
    """Where each character begins, in UTF-16 units, and where the last one ends."""
    return list(accumulate((1 + (character > "\uffff") for character in text), initial=0))


def on_the_wire(entities: Iterable[Entity]) -> tuple[dict[str, object], ...]:
    """Entities as a bot reads them; bank cards are found (they keep others away) but never told to bots."""
    return tuple(_wire(entity) for entity in entities if entity.kind != "bank_card_number")


def _wire(entity: Entity) -> dict[str, object]:
    kind = "pre" if entity.kind == "pre_code" else entity.kind
    return {"type": kind, "offset": entity.offset, "length": entity.length, **_facts(entity)}


def _facts(entity: Entity) -> dict[str, object]:
    match entity.kind:
        case "text_link":
            return {"url": entity.argument}
        case "text_mention":
            return {"user": {"id": entity.number}}
        case "pre_code":
            return {"language": entity.argument}
        case "custom_emoji":
            return {"custom_emoji_id": str(entity.number)}
        case "date_time":
            written = {"date_time_format": entity.argument} if entity.argument else {}
            return {"unix_time": entity.number, **written}
        case _:
            return {}
