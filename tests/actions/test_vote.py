"""Votes as they come in: counted once, and every odd one defined and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select, update

from bot.actions import answer, quiz, vote
from bot.actions import round as rounds
from bot.actions.meet import Visitor
from bot.actions.sync import sync
from bot.actions.vote import Vote
from bot.domain.card import Card, Choice
from bot.domain.chat import Chat
from bot.errors import NotAllowed, PostOver
from bot.storage import answers, chats, memories, posts
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.tables import chats as chats_table
from bot.storage.tables import events
from tests.actions.conftest import Study
from tests.rooms import MONDAY, deck

CHOICES = (Choice("right", right=True), Choice("wrong", right=False), Choice("worse", right=False))
CARDS = tuple(
    Card(
        key=f"c{number}", question=f"Which of these is number {number}?", answer="The first.", choices=CHOICES
    )
    for number in range(4)
)


def visitor(user_id: int, chat_id: int = 0) -> Visitor:
    """Somebody who votes."""
    return Visitor(user_id, chat_id or user_id, "private", "", "en")


@dataclass
class Polling:
    """A native quiz that stands in a chat."""

    study: Study
    post_id: int

    async def votes(self, *texts: str, by: int = 5, numbers: list[int] | None = None) -> Vote:
        options = (await posts.get(self.study.conn, self.post_id)).options
        chosen = numbers or [at for at, option in enumerate(options) if option.text in texts]
        who = visitor(by) if by else None
        return await vote.vote(self.study.conn, "77", who, chosen, self.study.policy, self.study.now)

    async def happened(self) -> list[str]:
        return list((await self.study.conn.scalars(select(events.c.kind).order_by(events.c.id))).all())


async def polled(ana: Study, chat: Chat | None = None) -> Polling:
    """The first poll of a session of Ana's, or one in a group."""
    await sync(ana.conn, [deck(*CARDS)])
    where = chat or ana.chat
    await ana.conn.execute(update(chats_table).where(chats_table.c.id == where.id).values(mode="poll"))
    where = replace(where, mode="poll")
    if where.kind == "private":
        post_id = await quiz.start(ana.conn, where, ana.learner, 3, ana.policy, ana.now)
    else:
        post_id = await rounds.ask(ana.conn, where, ana.learner, ana.policy, ana.now)
    assert post_id is not None
    post = await posts.get(ana.conn, post_id)
    assert (post.mode, post.reveal, {option.text for option in post.options}) == (
        "poll",
        "button",
        {"right", "wrong", "worse"},
    )
    await posts.arrived(ana.conn, post, 900, ana.now, poll_id="77")
    return Polling(ana, post_id)


@pytest.fixture
async def poll(ana: Study) -> Polling:
    return await polled(ana)


async def test_a_vote_is_a_rating(poll: Polling) -> None:
    """A vote is in the log with its options, and the answer is to be shown; slow thought costs a point."""
    poll.study.waits(seconds=100)
    heard = await poll.votes("right")
    assert heard.heard == "counted"
    assert heard.now_shown is not None
    assert heard.now_shown.face.step == (1, 3)
    post = await posts.get(poll.study.conn, poll.post_id)
    given = await answers.standing(poll.study.conn, post.id, poll.study.learner.id)
    assert given is not None
    assert (given.rating, given.how.mode, given.how.right) == (3, "poll", True)
    assert [post.options[at].text for at in given.how.given or () if isinstance(at, int)] == ["right"]


async def test_a_second_vote_changes_nothing(poll: Polling) -> None:
    """The first vote counts; the second is noted, and brings the answer if that never went out."""
    await poll.votes("wrong")
    again = await poll.votes("right")
    assert again.heard == "again"
    assert again.now_shown is not None  # it stands in no message yet
    await posts.stands_in(poll.study.conn, poll.post_id, [900, 901])
    assert (await poll.votes("right")).now_shown is None
    given = await answers.standing(poll.study.conn, poll.post_id, poll.study.learner.id)
    assert given is not None
    assert given.rating == 1
    assert await poll.happened() == ["again", "again"]


async def test_a_vote_taken_back(poll: Polling) -> None:
    """Within ten minutes the rating is taken back and the answer waits to be rated; later it stands."""
    await poll.votes("right")
    back = await poll.votes()
    assert back.heard == "retracted"
    assert (await posts.get(poll.study.conn, poll.post_id)).state == "revealed"
    assert await memories.get(poll.study.conn, poll.study.learner.id, 1) is None
    assert (await poll.votes("right")).heard == "late"
    assert await poll.happened() == ["retracted", "late"]


async def test_a_vote_taken_back_too_late(poll: Polling) -> None:
    """After ten minutes a vote that is taken back has counted."""
    await poll.votes("right")
    poll.study.waits(minutes=11)
    assert (await poll.votes()).heard == "retracted"
    assert (await posts.get(poll.study.conn, poll.post_id)).state == "answered"
    assert await poll.happened() == ["retracted"]


async def test_odd_votes(poll: Polling, ben: Learner) -> None:
    """Votes by nobody, by a stranger, for options or polls there are not: noted, and nobody is rated."""
    assert (await poll.votes("right", by=0)).heard == "nobody"
    assert (await poll.votes("right", by=6)).heard == "stranger"
    assert (await poll.votes(numbers=[7])).heard == "invalid"
    study = poll.study
    unknown = await vote.vote(study.conn, "78", visitor(5), [0], study.policy, study.now)
    assert unknown == Vote("unknown")
    assert (await posts.get(study.conn, poll.post_id)).state == "open"
    assert await poll.happened() == ["nobody", "stranger", "invalid"]


async def test_a_vote_in_a_question_that_is_over(poll: Polling) -> None:
    """Whoever began something else and then votes is told that the question is over."""
    await quiz.make_room(poll.study.conn, poll.study.chat, poll.study.learner, poll.study.now)
    heard = await poll.votes("right")
    assert (heard.heard, heard.told and heard.told.id) == ("over", 5)
    assert await poll.happened() == ["over"]


async def test_a_group_s_poll(ana: Study) -> None:
    """Members vote each for themselves until it closes; closing it twice happens once, and then votes are late."""
    group = await chats.meet(ana.conn, -100, "group", "Club", "en", MONDAY)
    poll = await polled(ana, group)
    assert (await poll.votes("right", by=6)).heard == "counted"
    assert (await poll.votes("wrong", by=7)).now_shown is None
    assert await posts.count_answered(ana.conn, poll.post_id) == 2
    for _ in range(2):
        assert await vote.closed(ana.conn, "77", ana.policy, ana.now) is None
    assert await vote.closed(ana.conn, "78", ana.policy, ana.now) is None
    late = await poll.votes("right", by=8)
    assert (late.heard, late.told) == ("over", None)
    assert await poll.happened() == ["closed", "over"]


async def test_a_private_poll_that_is_closed(poll: Polling) -> None:
    """Closed by hand it shows its answer, which can be rated like any other."""
    study = poll.study
    what = await vote.closed(study.conn, "77", study.policy, study.now)
    assert what is not None
    assert what.face.shown
    await study.rates(poll.post_id, 3)
    assert await vote.closed(study.conn, "77", study.policy, study.now) is None
    assert await poll.happened() == ["closed"]


async def test_a_deck_that_changed_meanwhile(poll: Polling) -> None:
    """A vote means what stood in the poll, whatever the deck says by then."""
    turned = tuple(replace(choice, right=not choice.right) for choice in CHOICES)
    await sync(poll.study.conn, [deck(*(replace(card, choices=turned) for card in CARDS))])
    await poll.votes("right")
    given = await answers.standing(poll.study.conn, poll.post_id, poll.study.learner.id)
    assert given is not None
    assert (given.rating, given.how.right) == (4, True)


async def test_a_session_goes_on_when_told(poll: Polling) -> None:
    """The next poll is owed when its reader goes on, once, however often that is pressed."""
    study = poll.study
    with pytest.raises(PostOver):
        await answer.go_on(study.conn, await study.touch(poll.post_id), study.policy, study.now)
    await poll.votes("wrong")
    touch = await study.touch(poll.post_id)
    with pytest.raises(NotAllowed):
        await answer.go_on(study.conn, replace(touch, chat_id=6), study.policy, study.now)
    onward = await answer.go_on(study.conn, touch, study.policy, study.now)
    assert onward.coming is not None
    with pytest.raises(PostOver):
        await answer.go_on(study.conn, touch, study.policy, study.now)


async def test_forged_buttons(poll: Polling, conn: Connection) -> None:
    """Buttons do not answer a poll, nor a question that is none of theirs."""
    touch = await poll.study.touch(poll.post_id)
    for forged in (touch, replace(touch, post_id=99), replace(touch, message_id=1)):
        with pytest.raises(PostOver):
            await vote.pick(conn, forged, [0], poll.study.policy, poll.study.now)
        with pytest.raises(PostOver):
            await vote.toggle(conn, forged, 0, poll.study.now)
    with pytest.raises(NotAllowed):
        await vote.may_read(conn, touch)
