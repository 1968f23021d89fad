"""A card that is set aside: what its ratings say of it."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import session
from bot.domain.memory import Memory
from bot.storage import answers, memories, posts
from bot.storage.answers import Adopted
from tests.actions.conftest import Study


async def test_what_the_buttons_say_of_a_leech_is_what_happens(ana: Study) -> None:
    """A lapse too many brings the card back at no time, until it is taken back; the session's end agrees."""
    post_id = await ana.starts(1)
    post = await posts.get(ana.conn, post_id)
    earlier = Memory(6.0, 5.0, ana.now, ana.now.date() - timedelta(days=9), 9, 7, 4)
    taken_over = Adopted(ana.learner.id, post.card_id, ana.now, "UTC", ana.now.date(), earlier)
    await answers.adopt(ana.conn, [taken_over])
    await memories.put(ana.conn, ana.learner.id, post.card_id, earlier)
    aside = {1, 2}

    async def promised() -> set[int]:
        return {rating for rating, back in (await ana.sees(post_id)).face.outcomes.items() if back is None}

    assert await promised() == aside
    rated = await ana.rates(post_id, 1)
    assert rated.given.back_in is None
    assert (await session.summary(ana.conn, post.session_id or 0, ana.now)).comes == ()
    await ana.undoes(rated.given.answer_id)
    assert await promised() == aside
    assert (await ana.rates(post_id, 3)).given.back_in is not None
