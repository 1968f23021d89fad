"""Skipping, wanting a card again, pausing, going on and ending; hard cards, and exams without a chat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.actions import answer, exam, quiz, session
from bot.actions.answer import Rated
from bot.actions.quiz import Onward
from bot.actions.session import At
from bot.actions.sync import sync
from bot.domain.card import Choice
from bot.errors import NotAllowed, PostOver
from bot.storage import learners, posts, sessions, tables
from bot.storage.sessions import Session
from tests.actions.conftest import Study
from tests.rooms import card, deck

NAMES = ("joins", "indexes", "locks", "views")


@dataclass
class Run:
    """A session somebody steers: what they touch is the question that waits."""

    study: Study
    session: Session
    post_id: int

    async def at(self, message_id: int = 0) -> At:
        here = (await posts.get(self.study.conn, self.post_id)).message_id
        return At(self.study.chat, message_id or here or 0, self.study.learner)

    async def card(self) -> int:
        return (await posts.get(self.study.conn, self.post_id)).card_id

    async def rates(self, rating: int) -> Rated:
        rated = await self.study.rates(self.post_id, rating)
        self.post_id = rated.now_shown.post.id if rated.now_shown else self.post_id
        return rated

    async def skips(self) -> Onward:
        study = self.study
        onward = await session.skip(study.conn, await self.at(), self.post_id, study.policy, study.now)
        self.post_id = onward.post_id or self.post_id
        return onward

    async def wants_again(self, *, wanted: bool = True) -> None:
        study, at = self.study, await self.at()
        await session.again(study.conn, at, self.post_id, wanted=wanted, policy=study.policy, now=study.now)

    async def pauses(self) -> session.Resting:
        return await session.pause(self.study.conn, await self.at(), self.session.id, self.study.now)

    async def resumes(self, message_id: int = 0) -> Onward:
        study, at = self.study, await self.at(message_id)
        onward = await session.resume(study.conn, at, self.session.id, study.policy, study.now)
        self.post_id = onward.post_id or self.post_id
        return onward

    async def stands(self) -> Session:
        found = await sessions.get(self.study.conn, self.session.id)
        assert found is not None
        return found


async def run(study: Study, size: int, **chosen: tuple[str, ...]) -> Run:
    post_id = await study.starts(size, **chosen)
    post = await posts.get(study.conn, post_id)
    found = await sessions.get(study.conn, post.session_id or 0)
    assert found is not None
    return Run(study, found, post_id)


async def test_a_skipped_question_comes_at_the_end(ana: Study) -> None:
    """It is not rated, leaves the number of questions as it was, comes once more, and is then let go."""
    going = await run(ana, 3)
    skipped = await going.card()
    await going.skips()
    assert (await ana.sees(going.post_id)).face.step == (1, 3)
    await going.rates(4)
    await going.rates(4)
    assert await going.card() == skipped
    assert (await ana.sees(going.post_id)).face.step == (3, 3)
    assert (await going.skips()).post_id is None
    summed = await session.summary(ana.conn, going.session.id, ana.now)
    assert (len(summed.answered), summed.size, summed.again) == (2, 3, ())
    assert (await ana.conn.scalars(select(tables.events.c.kind))).all() == ["skipped", "skipped"]


async def test_the_only_question_skipped(ana: Study) -> None:
    """Where nothing else is left, a skipped question ends the session instead of coming at once."""
    going = await run(ana, 1)
    assert (await going.skips()).post_id is None
    assert not (await going.stands()).open


async def test_a_skipped_question_is_over(ana: Study) -> None:
    """Neither rated nor skipped twice: the second of two taps finds it gone."""
    going = await run(ana, 3)
    at, first = await going.at(), going.post_id
    await going.skips()
    with pytest.raises(PostOver):
        await session.skip(ana.conn, at, first, ana.policy, ana.now)
    with pytest.raises(PostOver):
        await ana.rates(first, 4)


async def test_again_today(ana: Study) -> None:
    """A card wanted again comes once more at the end of the session, however well it was known; not if unsaid."""
    going = await run(ana, 2)
    wanted = await going.card()
    await going.wants_again()
    await going.wants_again()
    assert (await ana.sees(going.post_id)).face.step == (1, 3)
    await going.rates(5)
    await going.wants_again()
    await going.wants_again(wanted=False)
    await going.rates(4)
    assert await going.card() == wanted
    assert (await going.rates(4)).now_shown is None


async def test_paused_for_nine_days(ana: Study) -> None:
    """The question that waits is asked as it was, can be rated, and is counted in its own time."""
    going = await run(ana, 3)
    await going.rates(4)
    rests = await going.pauses()
    assert rests.step == (1, 3)
    ana.waits(days=9)
    await posts.close_stale(ana.conn, ana.now - timedelta(days=7), ana.now - timedelta(days=30))
    waiting = going.post_id
    assert (await going.resumes(77)).post_id == waiting
    assert (await posts.get(ana.conn, waiting)).message_id == 77
    rated = await going.rates(4)
    assert rated.now_shown is not None
    assert rated.now_shown.face.step == (3, 3)


async def test_left_alone_for_a_month(ana: Study) -> None:
    """The question is over then, so that its card can come by itself; the session still goes on with another."""
    going = await run(ana, 3)
    await going.rates(4)
    left = going.post_id
    ana.waits(days=31)
    await posts.close_stale(ana.conn, ana.now - timedelta(days=7), ana.now - timedelta(days=30))
    with pytest.raises(PostOver):
        await going.rates(4)
    assert (await going.resumes()).post_id not in {None, left}


async def test_a_poll_keeps_its_message(ana: Study) -> None:
    """A poll cannot be edited into a text nor a text into a poll: what follows it comes in a message of its own."""
    going = await run(ana, 3)
    await ana.conn.execute(tables.posts.update().values(mode="poll"))
    assert (await going.rates(4)).coming is None  # what was right is read first
    rated = await answer.go_on(ana.conn, await ana.touch(going.post_id), ana.policy, ana.now)
    assert rated.coming is not None
    assert rated.now_shown is not None
    assert rated.now_shown.post.id != rated.coming
    going.post_id = rated.coming
    await ana.receives(rated.coming)
    await ana.conn.execute(tables.posts.update().values(mode="poll"))
    asked = await going.card()
    onward = await going.resumes(77)
    assert await going.card() == asked
    assert (onward.takes_over, (await posts.get(ana.conn, going.post_id)).message_id) == (True, 77)


async def test_an_answer_ends_the_pause(ana: Study) -> None:
    """Answered in a message that still shows it, a paused question counts, and the session goes on."""
    going = await run(ana, 3)
    await going.pauses()
    await going.rates(4)
    assert (await going.stands()).state == "going"


async def test_a_new_session_lets_the_old_one_wait(ana: Study) -> None:
    """One with an answer is paused and can be taken up; of several that wait only the newest is kept."""
    first = await run(ana, 3)
    await first.rates(4)
    second = await run(ana, 3)
    assert (await first.stands()).state == "paused"
    await second.rates(4)
    third = await run(ana, 2)
    assert [(await each.stands()).state for each in (first, second, third)] == ["over", "paused", "going"]
    rests = await session.interrupted(ana.conn, ana.chat, ana.learner, ana.now)
    assert rests is not None
    assert rests.session.id == second.session.id


async def test_somebody_elses_session(ana: Study) -> None:
    """A forged button neither pauses, ends, nor skips what is another person's."""
    going = await run(ana, 3)
    stranger = await learners.meet(ana.conn, "person", 6, "UTC", ana.now)
    at = replace(await going.at(), learner=stranger)
    with pytest.raises(NotAllowed):
        await session.pause(ana.conn, at, going.session.id, ana.now)
    with pytest.raises(NotAllowed):
        await session.end(ana.conn, at, going.session.id, ana.now)
    with pytest.raises(NotAllowed):
        await session.skip(ana.conn, at, going.post_id, ana.policy, ana.now)
    with pytest.raises(PostOver):
        await session.pause(ana.conn, at, 10**9, ana.now)


async def test_hard_cards(ana: Study) -> None:
    """Only what was rated low comes, even on the same day, each once."""
    going = await run(ana, 4)
    hard = set()
    for rating in (2, 4, 2, 5):
        hard |= {await going.card()} if rating == 2 else set()
        await going.rates(rating)
    post_id = await quiz.start(ana.conn, ana.chat, ana.learner, 9, ana.policy, ana.now, hard=True)
    assert post_id is not None
    await ana.receives(post_id)
    drilled = set()
    for _ in hard:
        drilled.add((await posts.get(ana.conn, post_id)).card_id)
        rated = await ana.rates(post_id, 4)
        post_id = rated.now_shown.post.id if rated.now_shown else post_id
    assert drilled == hard
    assert rated.now_shown is None
    assert await quiz.start(ana.conn, ana.chat, ana.learner, 9, ana.policy, ana.now, hard=True) is None


async def test_a_deck_withdrawn_in_the_middle(ana: Study) -> None:
    """The open question still counts; then the session ends, and says that its deck is gone."""
    going = await run(ana, 3, decks=("databases",))
    await sync(ana.conn, [deck(card("other"), slug="other")])
    assert (await going.rates(1)).now_shown is None
    summed = await session.summary(ana.conn, going.session.id, ana.now)
    assert summed.lost_deck
    assert len(summed.answered) == 1


async def test_missed_ones_again(ana: Study) -> None:
    """A session of what was missed asks these cards and no others, though they were asked today."""
    going = await run(ana, 3)
    missed = await going.card()
    await going.rates(2)
    await going.rates(4)
    await going.rates(4)
    again = (await session.summary(ana.conn, going.session.id, ana.now)).again
    assert again == (missed,)
    post_id = await quiz.start_list(ana.conn, ana.chat, ana.learner, again, ana.policy, ana.now)
    assert post_id is not None
    await ana.receives(post_id)
    assert (await posts.get(ana.conn, post_id)).card_id == missed
    assert (await ana.rates(post_id, 4)).now_shown is None


# Exams


async def sits(ana: Study, size: int = 4, *, minutes: int = 30) -> Run:
    """Ana sits an exam of two cards with options and others without."""
    options = (Choice("yes", right=True), Choice("no", right=False), Choice("never", right=False))
    both = (Choice("one", right=True), Choice("two", right=True), Choice("three", right=False))
    made = [
        replace(card(name), choices=picked)
        for name, picked in zip(NAMES, (options, both, (), ()), strict=True)
    ]
    await sync(ana.conn, [deck(*made)])
    length = timedelta(minutes=minutes)
    post_id = await exam.start(ana.conn, ana.chat, ana.learner, size, length, ana.policy, ana.now)
    assert post_id is not None
    await ana.receives(post_id)
    found = await sessions.get(ana.conn, (await posts.get(ana.conn, post_id)).session_id or 0)
    assert found is not None
    return Run(ana, found, post_id)


async def answers(going: Run) -> Rated:
    """Whatever is asked is answered: right, or as known."""
    ana, at = going.study, await going.at()
    post = await posts.get(ana.conn, going.post_id)
    right = [number for number, option in enumerate(post.options) if option.right]
    if not right:
        rated = await exam.claim(ana.conn, at, post.id, 5, ana.policy, ana.now)
    elif len(right) == 1:
        rated = await exam.pick(ana.conn, at, post.id, right[0], ana.policy, ana.now)  # type: ignore[assignment]
    else:
        for number in right:
            await exam.pick(ana.conn, at, post.id, number, ana.policy, ana.now)
        rated = await exam.give(ana.conn, at, post.id, ana.policy, ana.now)
    going.post_id = rated.now_shown.post.id if rated.now_shown else going.post_id
    return rated


async def test_an_exam_from_end_to_end(ana: Study) -> None:
    """Every way of answering leads on, nothing is told, and the end knows what was right and what was only claimed."""
    going = await sits(ana)
    ends = [(await answers(going)).now_shown is None for _ in range(4)]
    assert ends == [False, False, False, True]
    summed = await session.summary(ana.conn, going.session.id, ana.now)
    assert sorted((went.right or False, went.sure or 0) for went in summed.went) == [
        (False, 5),
        (False, 5),
        (True, 0),
        (True, 0),
    ]
    assert summed.again == ()


async def test_nothing_is_told_during_an_exam(ana: Study) -> None:
    """Forged buttons neither reveal an answer nor rate, pause, or bring a card back."""
    going = await sits(ana)
    at = await going.at()
    with pytest.raises(PostOver):
        await ana.reveals(going.post_id)
    with pytest.raises(PostOver):
        await ana.rates(going.post_id, 5)
    with pytest.raises(PostOver):
        await going.pauses()
    with pytest.raises(PostOver):
        await going.wants_again()
    with pytest.raises(PostOver):
        await exam.pick(ana.conn, at, going.post_id, 99, ana.policy, ana.now)
    with pytest.raises(PostOver):
        await exam.give(ana.conn, at, going.post_id, ana.policy, ana.now)
    with pytest.raises(PostOver):
        await exam.claim(ana.conn, at, going.post_id, 4, ana.policy, ana.now)
    with pytest.raises(PostOver):
        await exam.review(ana.conn, at, going.session.id, 0, ana.now)


async def test_no_second_exam_and_no_quiz_beside_it(ana: Study) -> None:
    """While an exam is going on nothing else begins; once its time is over, it does."""
    await sits(ana)
    with pytest.raises(NotAllowed):
        await ana.starts(3)
    with pytest.raises(NotAllowed):
        await sits(ana)
    ana.waits(minutes=30)
    assert await sits(ana)


async def test_too_late(ana: Study) -> None:
    """At the very second its time is over an answer counts no more."""
    going = await sits(ana, minutes=5)
    ana.waits(minutes=5)
    with pytest.raises(PostOver):
        await answers(going)
    over = await exam.expire(ana.conn, going.session.id, ana.now)
    assert over is not None
    assert over == await exam.expire(ana.conn, going.session.id, ana.now), "however often it is tried to send"
    assert len(over[1].again) == 4


async def test_skipped_in_an_exam(ana: Study) -> None:
    """A skipped question keeps coming until it is answered or handed in."""
    going = await sits(ana, 2)
    first = await going.card()
    for _ in range(2):
        await going.skips()
    assert await going.card() == first
    assert (await going.stands()).open


async def test_undo_in_an_exam(ana: Study) -> None:
    """The last answer can be taken back while the exam is going on, and none once it is over."""
    going = await sits(ana, 2)
    first = going.post_id
    rated = await answers(going)
    await ana.undoes(rated.given.answer_id)
    going.post_id = first
    assert (await ana.sees(first)).face.step == (1, 2)
    await answers(going)
    last = await answers(going)
    assert last.now_shown is None
    with pytest.raises(NotAllowed):
        await ana.undoes(last.given.answer_id)


async def test_an_answer_that_is_no_number_of_an_option(ana: Study) -> None:
    """What a forged button carries instead of an option, and what belongs to another message, is over."""
    going = await sits(ana)
    at = await going.at()
    for option in (None, -1, 3):
        with pytest.raises(PostOver):
            await exam.pick(ana.conn, at, going.post_id, option, ana.policy, ana.now)
    with pytest.raises(PostOver):
        await exam.pick(ana.conn, replace(at, message_id=999), going.post_id, 0, ana.policy, ana.now)
    assert await answer.current(ana.conn, await ana.touch(going.post_id), ana.policy, ana.now) is not None
