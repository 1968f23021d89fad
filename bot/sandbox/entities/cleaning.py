"""What sending does to the characters of a text: controls and outer blanks go, entities move along."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from bot.sandbox.entities.values import Entity, EntityError, in_order, utf16_borders, utf16_length

_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r"}
# Carriage returns, line and direction separators, and three combining lines that draw over neighbours.
_DROPPED = dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x030A, 0x0333, 0x033F])
_DIRECTION_RUN = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
_BLANK = " \n"
_SPACE_LIKE = re.compile(
    "[\u1680\u180e\u2000-\u200a\u202e\u202f\u205f\u2800\u3000\ufffc\U000e0000-\U000e007f"
    "\u200b-\u200f\ufeff\u00a0 \n\t\r\0\v]*"
)


def check_unicode(text: str) -> None:
    """Raise EntityError for a text that is no Unicode: half a surrogate pair by itself."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EntityError("strings must be encoded in UTF-8") from error


def cleaned_text(text: str) -> str:
    """Control characters become spaces, separators vanish, a run of direction marks keeps only its last."""
    return _DIRECTION_RUN.sub("\u200c", text.translate(_CONTROL | _DROPPED))


def is_blank(text: str) -> bool:
    """Whether nothing visible is left, which Telegram refuses with `text must be non-empty`."""
    return bool(_SPACE_LIKE.fullmatch(text))


def cleaned_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """Move entities (in order, nested or apart) from the given text to the cleaned one; empty ones fall out.

    Raises EntityError when one begins or ends inside a surrogate pair or behind the end.
    """
    starts = utf16_borders(text)
    _check_borders(text, entities, starts)
    kept = accumulate((ord(character) not in _DROPPED for character in text), initial=0)
    dropped_before = [index - count for index, count in enumerate(kept)]

    def moved(offset: int) -> int:
        return offset - dropped_before[bisect_left(starts, offset)]

    shifted = (replace(e, offset=moved(e.offset), length=moved(e.end) - moved(e.offset)) for e in entities)
    return [entity for entity in shifted if entity.length > 0]


def _check_borders(text: str, entities: list[Entity], starts: list[int]) -> None:
    """Report what a walk from left to right meets first: ends before begins, inner before outer."""
    total = starts[-1]
    torn = set(range(total)).difference(starts)
    ends = [(entity.end, 0, -index) for index, entity in enumerate(entities) if entity.end in torn]
    begins = [(entity.offset, 1, index) for index, entity in enumerate(entities) if entity.offset in torn]
    if ends or begins:
        place, is_begin, index = min(ends + begins)
        byte = len(text[: bisect_left(starts, place)].encode())
        raise _torn(entities[abs(index)], bool(is_begin), byte)
    _check_within(entities, total)


def _torn(entity: Entity, is_begin: bool, byte: int) -> EntityError:
    where = f"in a middle of a UTF-16 symbol at byte offset {byte}"
    if is_begin:
        return EntityError(f"entity begins {where}")
    return EntityError(f"entity beginning at UTF-16 offset {entity.offset} ends {where}")


def _check_within(entities: list[Entity], total: int) -> None:
    behind = next((entity for entity in entities if entity.offset > total), None)
    if behind:
        raise EntityError(f"entity begins after the end of the text at UTF-16 offset {behind.offset}")
    over = [entity for entity in entities if entity.end > total]
    if over:
        begin, end = over[-1].offset, over[-1].end
        where = f"after the end of the text at UTF-16 offset {end}"
        raise EntityError(f"entity beginning at UTF-16 offset {begin} ends {where}")


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut outer spaces and line feeds; at the front only as far as the first entity begins, as TDLib does."""
    shorter = text.rstrip(_BLANK)
    clipped = in_order(_clipped(entities, utf16_length(shorter)))
    first = clipped[0].offset if clipped else len(shorter)
    # Blanks are one unit each, so the count of characters and the count of units agree here.
    cut = min(len(shorter) - len(shorter.lstrip(_BLANK)), first)
    return shorter[cut:], [replace(entity, offset=entity.offset - cut) for entity in clipped]


def _clipped(entities: Iterable[Entity], end: int) -> list[Entity]:
    return [replace(e, length=min(e.end, end) - e.offset) for e in entities if e.offset < end]
