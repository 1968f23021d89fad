"""A card that is forgotten again and again is set aside, and its learner decides what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.memory import Memory
from bot.storage import cards, marks, owned
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner

DECISIONS = frozenset({"rewrite", "split", "keep", "hide"})
FIRST, THEN = 8, 4  # lapses, as in Anki's manual under "Leeches": the threshold, and half of it ever after


def is_leech(before: Memory | None, after: Memory) -> bool:
    """Whether this answer's lapse is one too many."""
    lapsed = after.lapses > (before.lapses if before else 0)
    return lapsed and after.lapses >= FIRST and (after.lapses - FIRST) % THEN == 0


async def watch(
    conn: Connection, learner: Learner, card_id: int, before: Memory | None, after: Memory, now: datetime
) -> None:
    """Set the card aside when this answer made it a leech, and offer what can be done."""
    if learner.kind == "person" and is_leech(before, after):
        await _set_aside(conn, learner.id, card_id, aside=True)
        key = f"leech {learner.id} {card_id} {after.lapses}"
        await enqueue(conn, DeliveryIntent(key, learner.telegram_id, "nudge", now))


@dataclass(frozen=True, slots=True)
class Decided:
    """What to tell about a card that was set aside, and the deck of the learner's own it is in, if it is."""

    key: str
    deck_id: int | None = None


async def decide(conn: Connection, learner: Learner, card_id: int, what: str) -> Decided | None:
    """Do with a card that is set aside what its learner says; None when it is not, or they say nothing known."""
    if what not in DECISIONS or not (await marks.get(conn, learner.id, card_id)).set_aside:
        return None
    if what == "keep":
        await _set_aside(conn, learner.id, card_id, aside=False)
        return Decided("leech.kept")
    if what == "hide":
        await _set_aside(conn, learner.id, card_id, aside=False, hidden=True)
        return Decided("leech.hidden")
    deck = await owned.get(conn, (await cards.get(conn, card_id)).deck_id)
    if deck is None or deck.owner != learner.id:
        return Decided("leech.rewrite_theirs" if what == "rewrite" else "leech.split_theirs")
    return Decided("leech.rewrite_own" if what == "rewrite" else "leech.split_own", deck.id)


async def forgiven(conn: Connection, learner_id: int, card_id: int) -> None:
    """The answer that made the card a leech was taken back."""
    if (await marks.get(conn, learner_id, card_id)).set_aside:
        await _set_aside(conn, learner_id, card_id, aside=False)


async def _set_aside(
    conn: Connection, learner_id: int, card_id: int, *, aside: bool, hidden: bool = False
) -> None:
    mark = await marks.get(conn, learner_id, card_id)
    await marks.put(conn, learner_id, card_id, replace(mark, set_aside=aside, hidden=hidden or mark.hidden))
