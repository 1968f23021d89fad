"""Showing an answer, rating it, and taking a rating back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.actions import ask, meet
from bot.errors import NotAllowed, NotFound, PostOver
from bot.storage import answers, chats, memories, posts
from bot.storage.database import Connection
from bot.storage.learners import Learner
from tests.actions.conftest import Study
from tests.rooms import MONDAY


async def test_reveal_then_rate_makes_a_memory(ana: Study) -> None:
    """A rating is logged raw with the time it took, and the scheduler's memory is kept."""
    post_id = await ana.starts(1)
    ana.waits(seconds=42)
    assert (await ana.reveals(post_id)).face.shown
    await ana.rates(post_id, 4)
    given = await answers.standing(ana.conn, post_id, ana.learner.id)
    memory = await memories.get(ana.conn, ana.learner.id, (await posts.get(ana.conn, post_id)).card_id)
    assert given is not None
    assert given.rating == 4
    assert memory is not None
    assert memory.due.date() > ana.now.date()


async def test_buttons_say_what_ratings_do(ana: Study) -> None:
    """What a button promised is what its rating does."""
    post_id = await ana.starts(1)
    promised = (await ana.reveals(post_id)).face.outcomes
    assert set(promised) == {1, 2, 3, 4, 5}
    assert (await ana.rates(post_id, 3)).given.back_in == promised[3]


async def test_second_rating_is_refused(ana: Study) -> None:
    """An answered question is over: a second tap, from a second device, counts nothing."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 4)
    with pytest.raises(PostOver):
        await ana.rates(post_id, 1)
    assert sum((await answers.count_by_day(ana.conn, ana.learner.id)).values()) == 1


async def test_somebody_else_s_question(ana: Study, ben: Learner) -> None:
    """Nobody answers in another person's private chat."""
    post_id = await ana.starts(1)
    with pytest.raises(NotAllowed):
        await ana.rates(post_id, 5, ben)


async def test_wrong_message_is_refused(ana: Study) -> None:
    """A tap that names a post under another message is stale or forged."""
    first = await ana.starts(1)
    touch = await ana.touch(first)
    forged = type(touch)(touch.post_id, touch.chat_id, 999, touch.learner)
    with pytest.raises(PostOver):
        await ask_rate(ana, forged)


async def ask_rate(ana: Study, touch: object) -> None:
    from bot.actions.answer import Touch, rate

    assert isinstance(touch, Touch)
    await rate(ana.conn, touch, 5, ana.policy, ana.now)


async def test_question_is_over_after_a_week(ana: Study) -> None:
    """A question a week old can no longer be answered, unless a session waits for it."""
    card_id = (await posts.get(ana.conn, await ana.starts(1))).card_id
    post_id = await ask.place(ana.conn, ana.chat, ana.learner, card_id, "daily", "button", ana.now)
    await ana.receives(post_id)
    ana.waits(days=8)
    with pytest.raises(PostOver):
        await ana.rates(post_id, 5)


async def test_undo_restores_the_memory_exactly(ana: Study) -> None:
    """After an undo the memory equals what it was, to the last bit, and the question waits again."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 3)
    card_id = (await posts.get(ana.conn, post_id)).card_id
    before = await memories.get(ana.conn, ana.learner.id, card_id)
    ana.waits(days=2)
    again = await ana.starts(1)
    assert (await posts.get(ana.conn, again)).card_id == card_id
    await ana.rates(again, 1)
    ana.waits(minutes=9)
    what = await ana.undoes()
    assert await memories.get(ana.conn, ana.learner.id, card_id) == before
    assert what is not None
    assert what.post.state == "revealed"


@pytest.mark.parametrize(("minutes", "allowed"), [(9.9, True), (10.1, False)], ids=["in time", "too late"])
async def test_undo_within_ten_minutes(ana: Study, minutes: float, *, allowed: bool) -> None:
    """A rating can be taken back for ten minutes."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 3)
    ana.waits(minutes=minutes)
    if allowed:
        assert await ana.undoes() is not None
    else:
        with pytest.raises(NotAllowed, match=r"undo\.too_late"):
            await ana.undoes()


async def test_nothing_to_undo(ana: Study) -> None:
    """Who never answered has nothing to take back."""
    with pytest.raises(NotFound):
        await ana.undoes()


async def test_undo_of_another_person_s_answer(ana: Study, ben: Learner) -> None:
    """A forged undo of somebody else's rating is refused."""
    post_id = await ana.starts(1)
    rated = await ana.rates(post_id, 3)
    ana.learner = ben
    with pytest.raises(NotAllowed, match=r"refused\.not_yours"):
        await ana.undoes(rated.given.answer_id)


async def test_undo_twice(ana: Study) -> None:
    """What was taken back cannot be taken back again."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 3)
    await ana.undoes()
    with pytest.raises(NotFound):
        await ana.undoes()


@pytest.fixture
async def group_post(conn: Connection, ana: Study) -> int:
    """A question in a group that Ana and Ben are in."""
    chat = await chats.meet(conn, -9, "group", "Club", "en", MONDAY)
    club = await meet.audience(conn, chat, ana.policy, MONDAY)
    post_id = await ask.place(conn, chat, club, 1, "daily", "spoiler", MONDAY)
    await posts.arrived(conn, await posts.get(conn, post_id), 77, MONDAY)
    return post_id


async def test_group_taps_are_personal(ana: Study, ben: Learner, group_post: int) -> None:
    """In a group every member's tap is their own answer, and the post counts the people."""
    await ana.rates(group_post, 2)
    rated = await ana.rates(group_post, 5, ben)
    assert rated.now_shown is not None
    assert rated.now_shown.face.answered == 2
    hers = await memories.get(ana.conn, ana.learner.id, 1)
    his = await memories.get(ana.conn, ben.id, 1)
    assert hers is not None
    assert his is not None
    assert his.due - hers.due > timedelta(days=1)


async def test_group_second_tap_corrects(ana: Study, group_post: int) -> None:
    """In a group a second tap within ten minutes replaces the first; later it is refused."""
    await ana.rates(group_post, 5)
    rated = await ana.rates(group_post, 2)
    assert rated.now_shown is not None
    assert rated.now_shown.face.answered == 1
    memory = await memories.get(ana.conn, ana.learner.id, 1)
    assert memory is not None
    assert (memory.reps, memory.rating) == (1, 2)
    ana.waits(minutes=11)
    with pytest.raises(PostOver):
        await ana.rates(group_post, 4)


async def test_answered_in_a_group_is_answered(ana: Study, group_post: int) -> None:
    """What somebody answered in a group today is not asked again in private today, nor is its like."""
    await ana.rates(group_post, 4)
    found = await posts.families_on(ana.conn, ana.learner.id, MONDAY.date())
    assert len(found) == 1


async def test_taken_back_in_a_group_is_not_answered(ana: Study, group_post: int) -> None:
    """An answer in a group that was taken back leaves its card to be asked in private today."""
    await ana.rates(group_post, 4)
    await ana.undoes()
    assert not await posts.families_on(ana.conn, ana.learner.id, MONDAY.date())
