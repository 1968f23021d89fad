"""Sessions: questions one after another, in one message."""

from __future__ import annotations

import pytest

from bot.actions import answer, quiz
from bot.actions.session import summary
from bot.errors import PostOver
from bot.storage import answers, memories, posts
from tests.actions.conftest import Study
from tests.rooms import SUBJECTS


async def test_session_goes_on_in_the_same_message(ana: Study) -> None:
    """The next question takes over the message, says what the last one led to, and how far we are."""
    first = await ana.starts(3)
    rated = await ana.rates(first, 4)
    assert rated.now_shown is not None
    assert rated.now_shown.post.message_id == (await posts.get(ana.conn, first)).message_id
    assert rated.now_shown.face.before == rated.given
    assert rated.now_shown.face.step == (2, 3)


async def test_session_ends_with_its_ratings(ana: Study) -> None:
    """After the last question the session is over and tells every rating."""
    post_id = await ana.starts(3)
    for rating in (4, 2, 5):
        rated = await ana.rates(post_id, rating)
        if rated.now_shown is not None:
            post_id = rated.now_shown.post.id
    assert rated.now_shown is None
    assert rated.over is not None
    assert [went.rating for went in (await summary(ana.conn, rated.over, ana.now)).went] == [4, 2, 5]


async def test_one_comes_back_within_the_session(ana: Study) -> None:
    """A card rated 1 is asked again once the others are through."""
    post_id = await ana.starts(2)
    missed = (await posts.get(ana.conn, post_id)).card_id
    asked = []
    for rating in (1, 5, 4):
        asked.append((await posts.get(ana.conn, post_id)).card_id)
        rated = await ana.rates(post_id, rating)
        if rated.now_shown is not None:
            post_id = rated.now_shown.post.id
    assert asked[0] == asked[2] == missed
    assert asked[1] != missed
    assert rated.now_shown is None


async def test_no_card_twice_in_a_day(ana: Study) -> None:
    """A session never repeats what was asked today, but for what was missed."""
    seen = []
    post_id = await ana.starts(len(SUBJECTS))
    for _ in SUBJECTS:
        seen.append((await posts.get(ana.conn, post_id)).card_id)
        rated = await ana.rates(post_id, 4)
        if rated.now_shown is not None:
            post_id = rated.now_shown.post.id
    assert len(set(seen)) == len(SUBJECTS)
    assert await quiz.start(ana.conn, ana.chat, ana.learner, 5, ana.policy, ana.now) is None


async def test_due_before_new(ana: Study) -> None:
    """What is about to be forgotten is asked before what was never seen."""
    post_id = await ana.starts(1)
    card_id = (await posts.get(ana.conn, post_id)).card_id
    await ana.rates(post_id, 3)
    ana.waits(days=30)
    again = await ana.starts(1)
    assert (await posts.get(ana.conn, again)).card_id == card_id


async def test_new_session_ends_the_old(ana: Study) -> None:
    """A second /quiz closes the first one's question."""
    first = await ana.starts(3)
    await ana.starts(3)
    with pytest.raises(PostOver):
        await ana.rates(first, 4)


async def test_stale_tap_finds_where_the_session_is(ana: Study) -> None:
    """A button left over from an earlier question leads to the question the message should show."""
    first = await ana.starts(3)
    rated = await ana.rates(first, 4)
    what = await answer.current(ana.conn, await ana.touch(first), ana.policy, ana.now)
    assert what is not None
    assert rated.now_shown is not None
    assert what.post.id == rated.now_shown.post.id


async def test_undo_steps_back(ana: Study) -> None:
    """Taking back the last answer of a session shows that question again, and the count follows."""
    first = await ana.starts(2)
    rated = await ana.rates(first, 1)
    what = await ana.undoes(rated.given.answer_id)
    assert what is not None
    assert (what.post.id, what.face.step, what.face.shown) == (first, (1, 2), True)
    post_id = first
    for rating in (4, 4):
        rated = await ana.rates(post_id, rating)
        if rated.now_shown is not None:
            post_id = rated.now_shown.post.id
    assert rated.over is not None
    assert [went.rating for went in (await summary(ana.conn, rated.over, ana.now)).went] == [4, 4]


async def test_undo_keeps_a_card_that_waits_to_come_back(ana: Study) -> None:
    """Undoing while a missed card is shown for the second time does not lose that card."""
    first = await ana.starts(2)
    missed = (await posts.get(ana.conn, first)).card_id
    second = await ana.rates(first, 1)
    assert second.now_shown is not None
    third = await ana.rates(second.now_shown.post.id, 4)
    assert third.now_shown is not None
    assert third.now_shown.post.card_id == missed
    await ana.undoes(third.given.answer_id)
    redone = await ana.rates(second.now_shown.post.id, 5)
    assert redone.now_shown is not None
    assert redone.now_shown.post.card_id == missed


async def test_by_tag_and_deck(ana: Study) -> None:
    """A session keeps to the tags it was asked for; a tag nobody has gives nothing."""
    assert (
        await quiz.start(ana.conn, ana.chat, ana.learner, 3, ana.policy, ana.now, tags=("networks",)) is None
    )
    assert await ana.starts(3, tags=("sql",))
    assert await ana.starts(3, decks=("databases",))


async def test_memories_follow_every_rating(ana: Study) -> None:
    """Each answered card has one memory, and the log as many lines as there were ratings."""
    post_id = await ana.starts(4)
    for _ in range(4):
        rated = await ana.rates(post_id, 4)
        post_id = rated.now_shown.post.id if rated.now_shown else post_id
    assert len(await memories.everything(ana.conn)) == 4
    assert sum((await answers.count_by_day(ana.conn, ana.learner.id)).values()) == 4


async def test_steps_count_what_comes_back(ana: Study) -> None:
    """A card that comes back is one more question of the session."""
    post_id = await ana.starts(2)
    steps = [(await ana.sees(post_id)).face.step]
    for rating in (1, 4):
        rated = await ana.rates(post_id, rating)
        assert rated.now_shown is not None
        post_id = rated.now_shown.post.id
        steps.append(rated.now_shown.face.step)
    assert steps == [(1, 2), (2, 3), (3, 3)]


async def test_steps_of_a_session_that_is_over(ana: Study) -> None:
    """Seen again after its session is over, the last question is still the last of them all."""
    post_id = await ana.starts(2)
    for rating in (4, 4):
        last, rated = post_id, await ana.rates(post_id, rating)
        post_id = rated.now_shown.post.id if rated.now_shown else post_id
    assert (await ana.sees(last)).face.step == (2, 2)
