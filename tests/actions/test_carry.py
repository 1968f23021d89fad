"""A memory that goes from language to language."""

from __future__ import annotations

from bot.actions.carry import carry
from bot.actions.rebuild import rebuild
from bot.actions.sync import sync
from bot.domain.card import Card, Deck
from bot.domain.mark import Mark
from bot.storage import marks, memories, posts
from tests.actions.conftest import Study


async def test_taken_back_after_it_went_on(ana: Study) -> None:
    """What is taken back leaves the memory from before it, on the card that had it, with its marks; a replay agrees."""
    decks = [Deck(f"d{each}", each, each, (Card(each, each, each, concept="c"),)) for each in ("en", "ru")]
    await sync(ana.conn, decks)
    post_id = await ana.starts(1, decks=("den",))
    card_id = (await posts.get(ana.conn, post_id)).card_id
    await ana.rates(post_id, 3)
    before = await memories.everything(ana.conn)
    ana.waits(days=3)
    rated = await ana.rates(await ana.starts(1, decks=("den",)), 1)
    await marks.put(ana.conn, ana.learner.id, card_id, Mark(starred=True))
    for version in (card_id + 1, card_id, card_id + 1):
        await carry(ana.conn, ana.learner, version, ana.policy, ana.now)
    assert [which for _, which in await memories.everything(ana.conn)] == [card_id + 1]
    await ana.undoes(rated.given.answer_id)
    assert await memories.everything(ana.conn) == before
    assert await marks.get(ana.conn, ana.learner.id, card_id) == Mark(starred=True)
    assert await rebuild(ana.conn, ana.policy.scheduler) == 0
