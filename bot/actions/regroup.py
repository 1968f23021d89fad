"""Finding the siblings anew after a sync: read, work it out in peace, store what came out.

Working it out takes seconds for many cards, so no transaction is held meanwhile. Versions of the cards say
whether it is done, so a stop half-way leaves it to the next start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.identity import Member
from bot.storage import cards, facts
from bot.storage.database import Connection

_CARDS = "cards_version"
_GROUPED = "families_version"


@dataclass(frozen=True, slots=True)
class Ungrouped:
    """The cards in use at a version whose families are not stored yet."""

    version: str
    members: Sequence[Member]


async def outdate(conn: Connection) -> None:
    """Remember, in the transaction that changed the cards, that their families are to be found anew."""
    await facts.remember(conn, _CARDS, str(int(await facts.recall(conn, _CARDS) or 0) + 1))


async def ungrouped(conn: Connection) -> Ungrouped | None:
    """What `bot.domain.identity.families` has to group; None when the stored families are up to date."""
    version = await facts.recall(conn, _CARDS)
    if version is None or version == await facts.recall(conn, _GROUPED):
        return None
    return Ungrouped(version, await cards.members(conn))


async def regroup(conn: Connection, of: Ungrouped, families: Mapping[int, str]) -> None:
    """Store the families found; where the cards changed meanwhile, they stay to be found anew."""
    await cards.set_families(conn, families)
    await facts.remember(conn, _GROUPED, of.version)
