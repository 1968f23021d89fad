"""Formatted text as Telegram's server makes it: HTML read, entities put in order, links and tags found.

Proved against TDLib itself (1.8.69): its `parseTextEntities`, `parseMarkdown` and `getTextEntities` are the
oracles. Lengths are the caller's to check, and so is emptiness (`is_blank`): a caption may be empty, a
message may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.sandbox.entities.automatic import automatic_entities
from bot.sandbox.entities.cleaning import check_unicode, cleaned_entities, cleaned_text, is_blank, trimmed
from bot.sandbox.entities.explicit import entities_from_wire
from bot.sandbox.entities.html_parser import read_html
from bot.sandbox.entities.nesting import joined_with_found, untangled
from bot.sandbox.entities.values import Entity, EntityError, Formatted, on_the_wire, utf16_length

__all__ = [
    "EntityError",
    "Formatted",
    "html_entities",
    "is_blank",
    "parse_html",
    "parse_plain",
    "utf16_length",
]


def html_entities(text: str) -> Formatted:
    """Read HTML and stop there: nothing is trimmed, merged or found (what TDLib calls `parseTextEntities`).

    Raises EntityError, beginning with `can't parse entities: `, for what Telegram refuses.
    """
    plain, entities = read_html(text)
    return Formatted(plain, on_the_wire(entities))


def parse_html(text: str) -> Formatted:
    """Read HTML and make of it what a sent message holds.

    Raises EntityError, beginning with `can't parse entities: `, for what Telegram refuses.
    """
    return _as_sent(*read_html(text))


def parse_plain(text: str, entities: Sequence[Mapping[str, object]] | None = None) -> Formatted:
    """Make of a text and the sender's own entities (`MessageEntity` objects) what a sent message holds.

    Raises EntityError for entities that are malformed, or begin or end where no character does.
    """
    check_unicode(text)
    return _as_sent(text, entities_from_wire(entities or ()))


def _as_sent(text: str, entities: list[Entity]) -> Formatted:
    fitting = cleaned_entities(text, untangled(entities))
    plain, placed = trimmed(cleaned_text(text), untangled(fitting))
    return Formatted(plain, on_the_wire(joined_with_found(placed, automatic_entities(plain))))
