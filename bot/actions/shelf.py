"""A person's decks: who may see one, renaming, deleting, and the chats that use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions.bring import short_title
from bot.actions.regroup import outdate
from bot.domain.chat import Chat
from bot.errors import NotAllowed
from bot.storage import learners, owned, pending, subscriptions
from bot.storage.database import Connection
from bot.storage.owned import OwnedDeck
from bot.storage.pending import Pending

NAMING = timedelta(minutes=10)  # how long the next message may be a deck's new name


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A deck as one person sees it: whether it is `mine`, and whether the chat it is looked at from uses it."""

    deck: OwnedDeck
    mine: bool
    used: bool


async def shelf(conn: Connection, chat: Chat, user_id: int) -> Sequence[OnShelf]:
    """The person's own decks and those the chat uses, by title."""
    me = await learners.find(conn, "person", user_id)
    used = await owned.used_by(conn, chat.id)
    mine = await owned.of_owner(conn, me.id) if me else []
    here = {deck.id for deck in used}
    every = {deck.id: deck for deck in (*mine, *used)}
    found = [
        OnShelf(deck, me is not None and deck.owner == me.id, deck.id in here) for deck in every.values()
    ]
    return sorted(found, key=lambda each: (each.deck.title.casefold(), each.deck.id))


async def seen(conn: Connection, chat: Chat, user_id: int, deck_id: int | None) -> OnShelf:
    """The deck, for somebody who may see it.

    Raises `NotAllowed` when it is no more, or neither theirs nor used in the chat: which of these is told to nobody.
    """
    for each in await shelf(conn, chat, user_id):
        if each.deck.id == deck_id:
            return each
    raise NotAllowed("deck.gone")


async def mine(conn: Connection, chat: Chat, user_id: int, deck_id: int | None) -> OwnedDeck:
    """The deck, for its owner; raises `NotAllowed` as `seen` does, and for somebody who only uses it."""
    each = await seen(conn, chat, user_id, deck_id)
    if not each.mine:
        raise NotAllowed("refused.not_yours")
    return each.deck


async def take(conn: Connection, chat: Chat, slug: str) -> OwnedDeck:
    """Let a chat use the deck whose link somebody has; raises `NotAllowed` when it is no more."""
    deck = await owned.by_slug(conn, slug)
    if deck is None:
        raise NotAllowed("deck.gone")
    await owned.use(conn, chat.id, deck.id)
    return deck


async def leave(conn: Connection, chat_id: int, deck: OwnedDeck, now: datetime) -> None:
    """Let a chat use the deck no more."""
    await owned.stop(conn, chat_id, deck.id)
    await _unsubscribe_from(conn, chat_id, deck.slug, now)


async def delete(conn: Connection, deck: OwnedDeck, now: datetime) -> None:
    """Erase a deck, wherever it is used, with what anybody remembers of it."""
    for chat_id in await owned.users(conn, deck.id):
        await _unsubscribe_from(conn, chat_id, deck.slug, now)
    await owned.delete(conn, deck.id)
    await outdate(conn)


async def ask_for_name(conn: Connection, chat_id: int, token: int, deck_id: int, now: datetime) -> None:
    """Take the next message in the chat for the deck's new name, for ten minutes."""
    await pending.drop_texts(conn, chat_id)
    await pending.hold(conn, chat_id, "rename", Pending(token, str(deck_id)), now + NAMING)


async def never_mind(conn: Connection, chat_id: int) -> None:
    """The next message is no name after all."""
    await pending.drop_texts(conn, chat_id)


async def name(conn: Connection, chat: Chat, title: str, now: datetime) -> int | None:
    """Give the deck that waits for a name this one, a single line; returns its id, None when none waits."""
    waiting = await pending.held(conn, chat.id, "rename", now)
    if waiting is None or len(title.strip().splitlines()) != 1:
        return None
    await pending.drop(conn, chat.id, "rename")
    try:
        deck = await mine(conn, chat, chat.id, int(waiting.name))
    except NotAllowed:
        return None
    await owned.rename(conn, deck.id, short_title(title))
    return deck.id


async def _unsubscribe_from(conn: Connection, chat_id: int, slug: str, now: datetime) -> None:
    """A subscription to nothing else is switched off: naming no deck would mean every deck."""
    wanted = await subscriptions.get(conn, chat_id)
    if wanted is None or slug not in wanted.decks:
        return
    rest = tuple(other for other in wanted.decks if other != slug)
    changed = replace(wanted, decks=rest, next_at=wanted.next_at if rest else None)
    await subscriptions.put(conn, changed, now)
