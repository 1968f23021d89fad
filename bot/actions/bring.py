"""Cards that a person brings: a file or a text is kept until they decide, then it is a deck of theirs.

What waits is the file itself, since reading it again gives the same: neither a restart nor a newer program loses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath

from bot.actions.regroup import outdate
from bot.actions.sync import Plan, Synced, planned, store
from bot.decks.formats import Imported
from bot.decks.jotted import card_of
from bot.decks.markdown import bare
from bot.decks.tags import merged
from bot.domain.card import Card, Choice, Deck
from bot.storage import cards, owned, pending
from bot.storage.cards import StoredCard
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.owned import OwnedDeck
from bot.storage.pending import Pending

WAITS = timedelta(days=1)
AT_ONCE = timedelta(seconds=10)  # parts of one text follow each other closely
NEARLY_FULL = 3_500  # characters: a client cuts at 4096, at a line or a word
LONGEST_TITLE = 80
OWN = "/own"  # no file has this name: the deck of the cards that came one by one


@dataclass(frozen=True, slots=True)
class Rival:
    """A deck of the person's that came from a file of the same name, with its cards."""

    deck: OwnedDeck
    cards: Sequence[StoredCard]


@dataclass(frozen=True, slots=True)
class Intake:
    """What adding a file would do: `deck` is the one it is a newer version of, None when it becomes a new one."""

    deck: OwnedDeck | None
    plan: Plan

    @property
    def changes(self) -> Synced:
        """How many cards it would add, rewrite and withdraw."""
        return self.plan.synced


async def hold(conn: Connection, chat_id: int, token: int, name: str, data: bytes, now: datetime) -> None:
    """Keep a file until its sender decides; an earlier one that still waits makes room for it."""
    await pending.sweep(conn, now)
    await pending.hold(conn, chat_id, "import", Pending(token, name, data), now + WAITS)


async def rejoined(conn: Connection, chat_id: int, text: str, now: datetime) -> str:
    """A pasted text with what came before it, where Telegram has cut a long one into several messages."""
    before = await pending.held(conn, chat_id, "import", now + WAITS - AT_ONCE)
    if before is None or before.name or len(before.data.decode("utf-8", "replace")) < NEARLY_FULL:
        return text
    return f"{before.data.decode('utf-8', 'replace')}\n{text}"


async def held(conn: Connection, chat_id: int, token: int | None, now: datetime) -> Pending | None:
    """The file a button is about; None when it was decided on, is too old, or another one has taken its place."""
    found = await pending.held(conn, chat_id, "import", now)
    return found if found is not None and found.token == token else None


async def let_go(conn: Connection, chat_id: int) -> None:
    """The file that waits will not be added."""
    await pending.drop(conn, chat_id, "import")


async def answer(conn: Connection, stored: StoredCard, choices: Sequence[Choice]) -> Card:
    """Give a card that has no answer its choices with the right ones told; returns the card."""
    card = card_of(stored.card.question, choices, stored.card.explanation)
    card = replace(stored.card, answer=card.answer, choices=card.choices)
    position = [each.id for each in await cards.of_deck(conn, stored.deck_id)].index(stored.id)
    await cards.change(conn, [(stored.id, position, card)])
    return card


def at_home(imported: Imported, name: str) -> Imported:
    """The import as a person's deck has it: with a title to tell it by, and the deck's own tags on each of its cards.

    A text that has no title is named after its file; a pasted one, whose `name` is empty, after the tag that all its
    cards have, or after its first question.
    """
    deck = imported.deck
    found = tuple(replace(card, tags=merged(card.tags, deck.tags)) for card in deck.cards)
    title = deck.title if deck.title != deck.slug else _named_after(name, found)
    return replace(imported, deck=replace(deck, title=short_title(title), cards=found))


def _named_after(name: str, found: Sequence[Card]) -> str:
    if name:
        return PurePath(name).stem.replace("_", " ").strip() or name
    shared = [tag for tag in found[0].tags if all(tag in card.tags for card in found)]
    if shared:
        return shared[-1].replace("_", " ").capitalize()
    return bare(found[0].question.splitlines()[0]).strip("*#_` ")


async def rivals(conn: Connection, learner: Learner, name: str) -> Sequence[Rival]:
    """The decks that a file of this name may be a newer version of."""
    mine = await owned.of_owner(conn, learner.id)
    return [Rival(deck, await cards.of_deck(conn, deck.id)) for deck in mine if deck.file == name]


def intake(rivals: Sequence[Rival], imported: Imported) -> Intake:
    """What adding the cards would do.

    A name alone proves nothing, as every exported channel is a `result.json`: a newer version has a quarter of the
    shorter one's cards in common with the older.
    """
    best = Intake(None, Plan(tuple(enumerate(imported.deck.cards)), (), ()))
    most = 0
    for rival in rivals:
        plan = planned(rival.cards, imported.deck.cards)
        same = len(imported.deck.cards) - len(plan.added)
        if same > most and 4 * same >= min(len(imported.deck.cards), len(rival.cards)):
            best, most = Intake(rival.deck, plan), same
    return best


async def add(
    conn: Connection, learner: Learner, chat_id: int, name: str, imported: Imported, what: Intake, slug: str
) -> int:
    """Make the cards a deck of the person's, used in this chat; returns its id.

    `slug`, drawn by chance, is the key to a new deck: whoever has it may use the deck. A deck that is brought anew
    keeps its title and its link. The file goes on waiting, so that adding it again finds it and changes nothing.
    """
    deck = imported.deck
    if what.deck is None:
        fresh = replace(deck, slug=slug, title=short_title(deck.title))
        deck_id = await owned.create(conn, fresh, learner.id, name)
    else:
        deck_id = what.deck.id
    if await store(conn, deck_id, what.plan) != Synced():
        await outdate(conn)
    await owned.keep_pictures(conn, deck_id, imported.pictures)
    await owned.use(conn, chat_id, deck_id)
    return deck_id


async def add_one(
    conn: Connection, learner: Learner, chat_id: int, card: Card, *, slug: str, title: str, language: str
) -> int:
    """Put one card into the person's own deck, which is made with the first; returns the card's id.

    A question that is there already stays the card it is.
    """
    mine = [deck for deck in await owned.of_owner(conn, learner.id) if deck.file == OWN]
    deck_id = mine[0].id if mine else await _create_own(conn, learner, slug, title, language)
    await owned.use(conn, chat_id, deck_id)
    return await put_one(conn, deck_id, card)


async def put_one(conn: Connection, deck_id: int, card: Card) -> int:
    """Put one card at the end of a deck; returns the card's id, that of the one with this question if it is there."""
    stored = await cards.of_deck(conn, deck_id)
    there = next((kept for kept in stored if kept.card.key == card.key), None)
    if there is None:
        await cards.add(conn, deck_id, [(len(stored), card)])
        await outdate(conn)
    elif not there.card.answer or not there.active:
        await cards.change(conn, [(there.id, stored.index(there), card)])
    again = await cards.of_deck(conn, deck_id)
    return next(kept.id for kept in again if kept.card.key == card.key)


async def _create_own(conn: Connection, learner: Learner, slug: str, title: str, language: str) -> int:
    return await owned.create(conn, Deck(slug, title, language, ()), learner.id, OWN)


def short_title(title: str) -> str:
    """A deck's title on one line that fits a button."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"
