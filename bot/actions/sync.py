"""Bringing the stored cards up to date with the deck files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions.regroup import outdate
from bot.domain.card import Deck
from bot.domain.identity import Known, match
from bot.storage import cards
from bot.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Synced:
    """How many cards a sync added, rewrote and withdrew."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0

    def __add__(self, other: Synced) -> Synced:
        return Synced(
            self.added + other.added, self.changed + other.changed, self.withdrawn + other.withdrawn
        )


async def sync(conn: Connection, decks: Sequence[Deck]) -> Synced:
    """Store exactly these decks; an edited card keeps its memories, a missing one is withdrawn, not deleted.

    Where anything changed, the families are left to be found anew: see `bot.actions.regroup`.
    """
    total = Synced()
    for deck in decks:
        total += await _sync_deck(conn, deck)
    await cards.withdraw_decks_except(conn, [deck.slug for deck in decks])
    if total != Synced():
        await outdate(conn)
    return total


async def sync_one(conn: Connection, deck: Deck) -> int:
    """Store this deck as `sync` would and leave every other as it is; returns the deck's id."""
    if await _sync_deck(conn, deck) != Synced():
        await outdate(conn)
    return await cards.put_deck(conn, deck)


async def _sync_deck(conn: Connection, deck: Deck) -> Synced:
    deck_id = await cards.put_deck(conn, deck)
    known = {kept.id: (at, kept) for at, kept in enumerate(await cards.of_deck(conn, deck_id))}
    who = match(
        [Known(kept.id, kept.card.key, kept.card.question, kept.card.answer) for _, kept in known.values()],
        deck.cards,
    )
    added = [(at, card) for at, card in enumerate(deck.cards) if at not in who]
    changed = [
        (who[at], at, card)
        for at, card in enumerate(deck.cards)
        if at in who
        and (known[who[at]][0], known[who[at]][1].card, known[who[at]][1].active) != (at, card, True)
    ]
    found = set(who.values())
    gone = [card_id for card_id, (_, kept) in known.items() if kept.active and card_id not in found]
    await cards.withdraw(conn, gone)
    await cards.change(conn, changed)
    await cards.add(conn, deck_id, added)
    return Synced(len(added), len(changed), len(gone))
