"""What a learner notes about a card, and how a text they write is taken."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST_NOTE = 1_000  # characters: it stands under an answer, in one message with it

# Zero width, or a switch of the writing direction that would reach past the note. The joiners stay: Persian is
# written with them, and so are emoji of several parts. https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
_UNSEEN = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\ufeff")
_SWITCHES = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a learner noted about a card: it is never asked when `hidden`, not until they decide when `set_aside`."""

    starred: bool = False
    hidden: bool = False
    set_aside: bool = False
    note: str = ""


UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is kept; `cut` says that its end is not."""

    text: str
    cut: bool


def written(text: str, most: int = LONGEST_NOTE) -> Written:
    """What is kept of a text somebody wrote: what can be seen of it, up to `most` characters."""
    # Far more than is kept need not be looked at; a sign and its accents are.
    seen = "".join(map(_seen, text[: 10 * most]))
    lines = "\n".join(line.rstrip() for line in seen.strip().splitlines())
    cut = len(lines) > most or len(text) > 10 * most
    return Written(lines[:most].rstrip(), cut)


def _seen(sign: str) -> str:
    if sign in "\n\t ":
        return sign
    if sign in _UNSEEN or sign in _SWITCHES:
        return ""
    return "" if unicodedata.category(sign) in {"Cc", "Cs"} else sign
