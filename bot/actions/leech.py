"""A card that is forgotten again and again is set aside, and its learner decides what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import bring, reports
from bot.domain.card import Card, Deck
from bot.domain.chat import Chat
from bot.domain.leech import FIRST, is_leech
from bot.domain.memory import Memory
from bot.errors import NotAllowed, PostOver
from bot.storage import cards, marks, memories, pending
from bot.storage.cards import StoredCard
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner

WRITTEN = frozenset({"rewrite", "split"})
"""What a text is awaited for."""
DECISIONS = {"keep": "leech.kept", "hide": "leech.hidden"}


async def watch(
    conn: Connection, learner: Learner, card_id: int, before: Memory | None, after: Memory, now: datetime
) -> None:
    """Set the card aside when this answer made it a leech, and offer what can be done."""
    if learner.kind == "person" and is_leech(before, after):
        await _set_aside(conn, learner.id, card_id, aside=True)
        key = f"leech {learner.id} {card_id} {after.lapses}"
        await enqueue(conn, DeliveryIntent(key, learner.telegram_id, "nudge", now))


@dataclass(frozen=True, slots=True)
class Aside:
    """A card that waits for its learner's decision; `theirs` says that its deck is the learner's own."""

    learner: Learner
    stored: StoredCard
    deck: Deck
    theirs: bool
    lapses: int


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The cards that take the place of one that was set aside, as written in this chat.

    `slug` and `title` are those of the person's deck of single cards, should this make it.
    """

    card_id: int
    found: Sequence[Card]
    slug: str
    title: str
    chat: Chat


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What to tell of it, and the deck of the learner's own that has the cards."""

    key: str
    deck_id: int


async def aside(conn: Connection, learner: Learner, card_id: int) -> Aside:
    """The card, set aside for this learner; raises `PostOver` when it is not, or is no more."""
    stored = await cards.find(conn, card_id)
    if stored is None or not (await marks.get(conn, learner.id, card_id)).set_aside:
        raise PostOver(0)
    memory = await memories.get(conn, learner.id, card_id)
    theirs = await cards.owner_of(conn, stored.deck_id) == learner.id
    deck = await cards.get_deck(conn, stored.deck_id)
    return Aside(learner, stored, deck, theirs, memory.lapses if memory else FIRST)


async def decide(conn: Connection, what: Aside, decision: str) -> str:
    """Keep asking the card, or never again; returns the key of what to tell. Raises `PostOver` for anything else."""
    if decision not in DECISIONS:
        raise PostOver(0)
    await _set_aside(conn, what.learner.id, what.stored.id, aside=False, hidden=decision == "hide")
    return DECISIONS[decision]


async def ask_for_text(
    conn: Connection, chat_id: int, token: int, what: str, card_id: int, now: datetime
) -> None:
    """Take the chat's next text for what is to stand in the card's place."""
    await reports.ask_for_words(conn, chat_id, token, f"{what} {card_id} 0", now, reports.MENDING)


async def never_mind(conn: Connection, chat_id: int) -> None:
    """No text is to take a card's place."""
    await pending.drop(conn, chat_id, "report")


def fits(what: str, found: Sequence[Card]) -> bool:
    """Whether these are what was asked for: one card, or with `split` several."""
    return len(found) > 1 if what == "split" else len(found) == 1


async def rewrite(conn: Connection, learner: Learner, what: Rewriting, now: datetime) -> Rewritten:
    """Let what the learner wrote take the place of a card that was set aside.

    In a deck of theirs a card that is one card again stays itself, with its memory, and is asked again; smaller ones
    are new, and it is withdrawn. Anybody else's card stays as it is and is hidden from this learner alone, and what
    they wrote goes to their own single cards. Raises `NotAllowed` when the card waits no more.
    """
    try:
        old = await aside(conn, learner, what.card_id)
    except PostOver as e:
        raise NotAllowed("post.over") from e
    await _set_aside(conn, learner.id, what.card_id, aside=False, hidden=not old.theirs)
    tagged = [replace(card, tags=card.tags or old.stored.card.tags) for card in what.found]
    if not old.theirs:
        place = {"slug": what.slug, "title": what.title, "language": what.chat.language}
        ids = [await bring.add_one(conn, learner, what.chat.id, card, **place) for card in tagged]
        return Rewritten("leech.copied", (await cards.get(conn, ids[0])).deck_id)
    if len(tagged) == 1:
        await reports.mend(conn, old.stored, tagged[0], now)
        return Rewritten("leech.rewritten", old.stored.deck_id)
    await reports.withdraw(conn, old.stored, now)
    for card in tagged:
        await bring.put_one(conn, old.stored.deck_id, card)
    return Rewritten("leech.divided", old.stored.deck_id)


async def forgiven(conn: Connection, learner_id: int, card_id: int) -> None:
    """The answer that made the card a leech was taken back."""
    if (await marks.get(conn, learner_id, card_id)).set_aside:
        await _set_aside(conn, learner_id, card_id, aside=False)


async def _set_aside(
    conn: Connection, learner_id: int, card_id: int, *, aside: bool, hidden: bool = False
) -> None:
    mark = await marks.get(conn, learner_id, card_id)
    await marks.put(conn, learner_id, card_id, replace(mark, set_aside=aside, hidden=hidden or mark.hidden))
