"""A memory that goes from language to language."""

from __future__ import annotations

from bot.actions.answer import rate
from bot.actions.ask import pick, place
from bot.actions.carry import carry
from bot.actions.rebuild import rebuild
from bot.actions.sync import sync
from bot.domain.card import Card, Deck
from bot.domain.mark import Mark
from bot.domain.mode import How
from bot.storage import marks, memories, posts, surprising
from bot.storage.candidates import Scope
from tests.actions.conftest import Study

DROPOUT, SOFTMAX, _, SOFTMAX_RU = range(9, 13)  # after the cards of the small deck


def decks(*concepts: str) -> list[Deck]:
    """A card of each concept, in two languages."""
    return [
        Deck(f"d{each}", each, each, tuple(Card(key, f"{key} {each}", each, concept=key) for key in concepts))
        for each in ("en", "ru")
    ]


async def test_taken_back_after_it_went_on(ana: Study) -> None:
    """What is taken back leaves the memory from before it, on the card that had it, with its marks; a replay agrees."""
    await sync(ana.conn, decks("dropout"))
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


async def test_a_surprise_in_another_language(ana: Study) -> None:
    """What was wrong although its reader was sure comes first in every language, until they answer it in any."""
    await sync(ana.conn, decks("dropout", "softmax"))

    async def misses(card_id: int, sure: int) -> None:
        post_id = await place(ana.conn, ana.chat, ana.learner, card_id, "quiz", "button", ana.now)
        await ana.receives(post_id)
        how = How("sure", sure, right=False)
        await rate(ana.conn, await ana.touch(post_id), 1, ana.policy, ana.now, how=how)

    await misses(DROPOUT, sure=2)
    await misses(SOFTMAX, sure=5)
    ana.waits(days=1)
    scope = Scope(decks=("dru",), chat_id=ana.chat.id)
    assert await pick(ana.conn, ana.learner, scope, 1, ana.policy, ana.now, chat=ana.chat) == (SOFTMAX_RU,)
    await misses(SOFTMAX_RU, sure=2)
    assert await surprising.cards(ana.conn, ana.learner.id) == frozenset()
