"""The buttons say what will happen, on days as full as they are."""

from __future__ import annotations

from bot.actions.rebuild import rebuild
from bot.storage import answers, memories
from bot.storage.tables import memories as table
from tests.actions.conftest import Study


async def test_what_the_buttons_say_is_what_happens(ana: Study) -> None:
    """A card comes back on the day its button named, though a fuller day was left for it; a replay agrees."""
    for number in range(6):
        post_id = await ana.starts(1)
        promised = (await ana.sees(post_id)).face.outcomes[5]
        assert (await ana.rates(post_id, 5)).given.back_in == promised, number
    due = [row.due for row in await ana.conn.execute(table.select())]
    assert (
        len({at.date() for at in due}) == 5
    )  # a perfect first answer comes back in eight days, give or take two
    moved = [answer.how.moved async for answer in answers.history(ana.conn)]
    assert sorted(moved) == [-2, -1, 0, 0, 1, 2]
    before = await memories.everything(ana.conn)
    assert await rebuild(ana.conn, ana.policy.scheduler) == 0
    assert await memories.everything(ana.conn) == before


async def test_a_card_does_not_make_way_for_itself(ana: Study) -> None:
    """The day a card is due already is no fuller for that card."""
    first = await ana.rates(await ana.starts(1), 5)
    await ana.undoes(first.given.answer_id)
    ana.waits(minutes=1)
    again = await ana.rates((await ana.sees(1)).face.post_id, 5)
    assert again.given.back_in == first.given.back_in
