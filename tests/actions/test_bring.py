"""A person's decks: what a file is a newer version of, and who may see what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.actions import bring, shelf
from bot.decks.formats import Imported
from bot.domain.chat import Chat
from bot.errors import NotAllowed
from bot.storage import candidates, cards, chats, learners, owned, pending
from bot.storage.candidates import Scope
from bot.storage.learners import Learner
from tests.actions.conftest import Study
from tests.rooms import MONDAY, card, deck

SUBJECTS = ("bridges", "routers", "ports", "sockets")


def brought(*subjects: str) -> Imported:
    return Imported(deck(*map(card, subjects), slug="file"), (), "some")


async def adds(ana: Study, imported: Imported, name: str = "net.md", slug: str = "key") -> int:
    what = bring.intake(await bring.rivals(ana.conn, ana.learner, name), imported)
    return await bring.add(ana.conn, ana.learner, ana.chat.id, name, imported, what, slug)


async def test_a_newer_version_is_told_by_its_cards(ana: Study) -> None:
    """The same name with a quarter of the cards in common is the same deck, with its link; otherwise it is another."""
    first = await adds(ana, brought(*SUBJECTS))
    assert await adds(ana, brought("sockets", "cables"), slug="other") == first
    kept = await owned.get(ana.conn, first)
    assert kept is not None
    assert (kept.slug, kept.cards) == ("key", 2)
    assert await adds(ana, brought("cats", "dogs"), slug="pets") != first
    assert await adds(ana, brought("sockets", "cables"), "net2.md", slug="copy") != first


async def test_who_may_see_a_deck(ana: Study, ben: Learner) -> None:
    """To everybody but its owner and the chats that use it, a deck is not there."""
    deck_id = await adds(ana, brought(*SUBJECTS))
    bens = await chats.meet(ana.conn, ben.telegram_id, "private", "", "en", MONDAY)
    with pytest.raises(NotAllowed, match="gone"):
        await shelf.seen(ana.conn, bens, ben.telegram_id, deck_id)
    await shelf.take(ana.conn, bens, "key")
    assert not (await shelf.seen(ana.conn, bens, ben.telegram_id, deck_id)).mine
    with pytest.raises(NotAllowed, match="not_yours"):
        await shelf.mine(ana.conn, bens, ben.telegram_id, deck_id)


async def test_where_a_deck_is_asked(ana: Study, ben: Learner) -> None:
    """A deck is asked in the chats that use it, whatever their language, and by its name nowhere else."""
    await adds(ana, Imported(replace(deck(card("bridges"), slug="file"), language="de"), (), "some"))
    other = Chat(ben.telegram_id, "private", "", "en")
    for scope in (Scope(), Scope(language="en"), Scope(("key",)), Scope(tags=("sql",))):
        for chat_id, more in ((ana.chat.id, 1), (other.id, 0), (None, 0)):
            here = replace(scope, chat_id=chat_id)
            found = await candidates.for_learner(ana.conn, here, ben.id, MONDAY)
            texts = [(await cards.get(ana.conn, each.card_id)).card.question for each in found]
            assert sum("bridges" in text for text in texts) == more


async def test_what_nobody_decides_on_is_swept(ana: Study) -> None:
    """A file waits for a day; then it is neither found nor kept."""
    await bring.hold(ana.conn, ana.chat.id, 1, "net.md", b"cards", MONDAY)
    assert await bring.held(ana.conn, ana.chat.id, 1, MONDAY) is not None
    assert await bring.held(ana.conn, ana.chat.id, 2, MONDAY) is None
    later = MONDAY + timedelta(days=1)
    assert await bring.held(ana.conn, ana.chat.id, 1, later) is None
    await pending.sweep(ana.conn, later)
    assert await pending.held(ana.conn, ana.chat.id, "import", MONDAY) is None


async def test_pictures_are_kept_with_their_deck(ana: Study) -> None:
    """What a card's Markdown names is stored, replaced by a newer one, and goes with the deck."""
    for data in (b"old", b"new"):
        deck_id = await adds(ana, replace(brought("bridges"), pictures={"map.png": data}))
    assert await owned.pictures(ana.conn, deck_id) == {"map.png": b"new"}
    kept = await owned.get(ana.conn, deck_id)
    assert kept is not None
    await shelf.delete(ana.conn, kept, MONDAY)
    assert await owned.pictures(ana.conn, deck_id) == {}
    assert await learners.find(ana.conn, "person", ana.chat.id) is not None
