"""Files people sent lately, as they were read."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.actions.bring import at_home
from bot.decks.formats import Imported, read_bytes

KEPT = 8
PASTED = "text.txt"


class Readings:
    """Reads files on a thread of their own, and remembers the last few, so that a tap need not read one again.

    What it has forgotten, as after a restart, is read anew from the file.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Imported] = OrderedDict()

    async def read(self, token: int, name: str, data: bytes) -> Imported:
        """The cards in a file; `token` tells it from all others, `name` is empty for a pasted text.

        Raises:
            DeckError: there is no card in it, or nobody knows its format.
        """
        found = self._kept.pop(token, None)
        if found is None:
            found = await asyncio.to_thread(_read, data, name or PASTED)
        self._kept[token] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def _read(data: bytes, path: str) -> Imported:
    return at_home(read_bytes(data, path), path if path != PASTED else "")
