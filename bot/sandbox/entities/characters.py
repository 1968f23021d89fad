"""What TDLib takes for a letter, a word or a part of an address, by Unicode categories."""

from __future__ import annotations

import unicodedata

_JOINERS_AND_DASHES = frozenset("\u200c\u200d\u2010\u2011\u2012\u2013\u2014\u2015")


def is_letter(character: str) -> bool:
    """A letter of any script."""
    return unicodedata.category(character).startswith("L")


def is_word(character: str) -> bool:
    """A letter, a number of any kind, or an underscore."""
    return character == "_" or unicodedata.category(character)[0] in "LN"


def is_hashtag_letter(character: str) -> bool:
    """A letter, a decimal digit, or one of the few signs a hashtag may hold (all Sinhala among them)."""
    return (
        character in "_\u200c\u00b7"
        or "\u0d80" <= character <= "\u0dff"
        or is_letter(character)
        or unicodedata.category(character) == "Nd"
    )


def is_separator(character: str) -> bool:
    """A space, a line separator or a paragraph separator of Unicode; control characters are none."""
    return unicodedata.category(character).startswith("Z")


def is_address_symbol(character: str) -> bool:
    """Anything but separators and most general punctuation."""
    if "\u2000" <= character <= "\u206f":
        return character in _JOINERS_AND_DASHES
    return not is_separator(character)
