"""Anki's own note types by their names, which a text export has in the language of its writer."""

from __future__ import annotations

import re
from functools import lru_cache

# The words of https://github.com/ankitects/anki-core-i18n (notetypes.ftl), as far as they tell the types apart.
_BOTH = re.compile(
    r"revers|[(（][^()（）]{0,60}(?:обратн|зворотн|odwr|翻转|反向|反転|umgekehrt|invers|invertid|obrácen|deux sens)",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(
    r"[(（][^()（）]{0,60}(?:option|opcjonal|opcional|opzional|volitel|wahlweise|по выбору|необов|可选|選擇性|任意)",
    re.IGNORECASE,
)
_SWITCH = 2  # the third field of “Basic (optional reversed card)”: with any text in it, there is a reverse


@lru_cache(256)
def asks_both_ways(kind: str) -> bool:
    """Whether notes of the type also ask for the front by the back."""
    return _BOTH.search(kind) is not None


@lru_cache(256)
def switch_of(kind: str) -> int | None:
    """Which field says whether a note also asks for its front, None when the type has no such field."""
    return _SWITCH if asks_both_ways(kind) and _OPTIONAL.search(kind) else None
