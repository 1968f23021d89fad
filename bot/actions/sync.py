"""Bringing the stored cards up to date with the deck files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.actions.regroup import outdate
from bot.domain.card import Card, Deck
from bot.domain.identity import Known, match
from bot.storage import cards, owned
from bot.storage.cards import StoredCard
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


async def keep_pictures(conn: Connection, pictures: Mapping[str, Mapping[str, bytes]]) -> None:
    """Keep the files that decks in use name, by the deck's slug and the file's name."""
    for slug, files in pictures.items():
        deck_id = await cards.find_deck(conn, slug)
        if deck_id is not None:
            there = await owned.pictures(conn, deck_id)
            changed = {name: data for name, data in files.items() if there.get(name) != data}
            await owned.keep_pictures(conn, deck_id, changed)


async def sync_one(conn: Connection, deck: Deck) -> int:
    """Store this deck as `sync` would and leave every other as it is; returns the deck's id."""
    if await _sync_deck(conn, deck) != Synced():
        await outdate(conn)
    return await cards.put_deck(conn, deck)


async def _sync_deck(conn: Connection, deck: Deck) -> Synced:
    deck_id = await cards.put_deck(conn, deck)
    return await store(conn, deck_id, planned(await cards.of_deck(conn, deck_id), deck.cards))


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes a stored deck the new one: each card with its place in the file, a known one also with its id."""

    added: Sequence[tuple[int, Card]]
    changed: Sequence[tuple[int, int, Card]]
    withdrawn: Sequence[int]

    @property
    def synced(self) -> Synced:
        """How many of each."""
        return Synced(len(self.added), len(self.changed), len(self.withdrawn))


def planned(stored: Sequence[StoredCard], new: Sequence[Card]) -> Plan:
    """How a deck that is stored becomes its new text: every card that can be recognised stays itself."""
    known = {kept.id: (at, kept) for at, kept in enumerate(stored)}
    who = match([Known(kept.id, kept.card.key, kept.card.question, kept.card.answer) for kept in stored], new)
    added = [(at, card) for at, card in enumerate(new) if at not in who]
    changed = [
        (who[at], at, card)
        for at, card in enumerate(new)
        if at in who
        and (known[who[at]][0], known[who[at]][1].card, known[who[at]][1].active) != (at, card, True)
    ]
    found = set(who.values())
    gone = [kept.id for kept in stored if kept.active and kept.id not in found]
    return Plan(added, changed, gone)


async def store(conn: Connection, deck_id: int, plan: Plan) -> Synced:
    """Do what was planned."""
    await cards.withdraw(conn, plan.withdrawn)
    await cards.change(conn, plan.changed)
    await cards.add(conn, deck_id, plan.added)
    return plan.synced
