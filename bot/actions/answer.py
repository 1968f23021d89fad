"""Showing an answer, rating it, and taking a rating back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions import leech, quiz, timing
from bot.actions.carry import carry, carry_back
from bot.actions.face import Shown, back_in, given, shown, waits
from bot.actions.policy import STALE_AFTER, UNDO_WITHIN, WAITS_FOR, Policy
from bot.actions.rebuild import remembered
from bot.actions.tally import recount_day
from bot.domain import said
from bot.domain.chat import Chat
from bot.domain.mode import QUIZZES, RATED, How
from bot.domain.post import Post
from bot.domain.review import Rating
from bot.domain.schedule import learner_day
from bot.domain.vote import closes_at
from bot.domain.zones import zone
from bot.errors import NotAllowed, NotFound, PostOver
from bot.render.post import Given
from bot.storage import answers, chats, memories, plans, posts, sessions, tongues
from bot.storage.answers import RatingIntent
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.sessions import Session


@dataclass(frozen=True, slots=True)
class Touch:
    """A tap on a post's button: by whom (None: an audience without names), in which chat and message."""

    post_id: int
    chat_id: int
    message_id: int
    learner: Learner


@dataclass(frozen=True, slots=True)
class Rated:
    """A counted rating. `now_shown` is what the message shows next: the same post, or the session's next one.

    None means that the session `over` has ended. `coming` is the session's next post where it comes in a message of
    its own.
    """

    given: Given
    chat: Chat
    now_shown: Shown | None
    over: int | None = None
    coming: int | None = None


async def reveal(conn: Connection, touch: Touch, policy: Policy, now: datetime) -> Shown:
    """Show the answer of a post; raises `PostOver` when it is over and `NotAllowed` when it is somebody else's."""
    post = await touched(conn, touch, now)
    if post.state == "answered":
        raise PostOver(post.id)
    if post.mode in QUIZZES:
        await _look(conn, post, touch, now)
    await posts.advance(conn, post, "revealed", now)
    return await shown(conn, post.id, policy, now, before=await before(conn, post, now))


async def current(conn: Connection, touch: Touch, policy: Policy, now: datetime) -> Shown | None:
    """What the touched message should show, when a stale button was tapped: a session may have gone on without it."""
    post = await posts.find(conn, touch.post_id)
    if post is None or post.chat_id != touch.chat_id or post.message_id != touch.message_id:
        return None
    here = [
        post
        for post in await posts.unanswered(conn, post.chat_id, ("quiz",))
        if post.message_id == touch.message_id
    ]
    newest = here[-1] if here else post
    return None if newest.state == "over" else await shown(conn, newest.id, policy, now)


async def rate(
    conn: Connection,
    touch: Touch,
    rating: int,
    policy: Policy,
    now: datetime,
    *,
    how: How = RATED,
    stay: bool = False,
    in_exam: bool = False,
) -> Rated:
    """Count how well the toucher knew the card, and `how` they said so; by default as the post's draft has it.

    An exam's question is counted only `in_exam`.

    With `stay` a session waits for `go_on`, so that what was judged can be read.
    In a group a second tap by the same person within ten minutes corrects the first. Raises `PostOver` when the post
    can no longer be answered, `NotAllowed` when it is somebody else's.
    """
    post = await touched(conn, touch, now, in_exam=in_exam)
    chat = await chats.get(conn, post.chat_id)
    if chat is None or chat.kind == "channel" or post.state == "answered":
        raise PostOver(post.id)
    earlier = await answers.standing(conn, post.id, touch.learner.id)
    if earlier is not None:
        if now - earlier.at > UNDO_WITHIN or earlier.id != await _newest(conn, earlier):
            raise PostOver(post.id)
        await _take_back(conn, touch.learner, earlier, policy, now)
    how = said.how(post.mode, post.draft) if how == RATED else how
    counted = await _count(conn, post, touch.learner, rating, policy, now, how)
    if chat.kind != "private":
        return Rated(counted, chat, await shown(conn, post.id, policy, now))
    await posts.advance(conn, post, "answered", now)
    session = await quiz.counted(conn, post, rating, now, surprised=said.was_surprised(how))
    if session is None or stay or (post.mode in QUIZZES and not in_exam):  # what was right is read first
        return Rated(counted, chat, await shown(conn, post.id, policy, now))
    return await _next_in_session(conn, session, chat, touch, post, counted, policy, now)


async def go_on(conn: Connection, touch: Touch, policy: Policy, now: datetime) -> Rated:
    """Go on in a session that waits under an answer; raises as `rate` does, and `PostOver` when it does not wait."""
    post = await touched(conn, touch, now)
    chat, counted = await chats.get(conn, post.chat_id), await given(conn, post, now)
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if chat is None or counted is None or session is None or not await waits(conn, post):
        raise PostOver(post.id)
    return await _next_in_session(conn, session, chat, touch, post, counted, policy, now)


async def undo(
    conn: Connection, learner: Learner, policy: Policy, now: datetime, *, answer_id: int | None = None
) -> Shown | None:
    """Take a rating back within ten minutes and restore the memory exactly; the last one unless named.

    Returns the post as it looks again, None when it is gone. Raises `NotFound` when there is nothing to take back,
    `NotAllowed` when it is somebody else's, too old, or the card was rated again since.
    """
    answer = await (answers.get(conn, answer_id) if answer_id else answers.latest(conn, learner.id))
    if answer is None:
        raise NotFound("answer", answer_id)
    if answer.learner_id != learner.id:
        raise NotAllowed("refused.not_yours")
    if now - answer.at > UNDO_WITHIN:
        raise NotAllowed("undo.too_late")
    if answer.id != await _newest(conn, answer):
        raise NotAllowed("undo.rated_again")
    post = await posts.find(conn, answer.post_id)
    if post is not None and await _handed_in(conn, post):
        raise NotAllowed("exam.stands")
    await _take_back(conn, learner, answer, policy, now)
    if post is None:
        return None
    if post.state == "answered":
        await posts.advance(conn, post, "undone", now)
        await _step_back(conn, post, answer.rating, now)
    return await shown(conn, post.id, policy, now)


async def touched(conn: Connection, touch: Touch, now: datetime, *, in_exam: bool = False) -> Post:
    """The post that is touched; raises `PostOver` when it is over and `NotAllowed` when it is somebody else's."""
    post = await posts.find(conn, touch.post_id)
    if post is None:
        raise PostOver(touch.post_id)
    if post.chat_id != touch.chat_id or (
        touch.learner.kind == "person" and await _is_anothers(conn, post, touch)
    ):
        raise NotAllowed("refused.not_yours")
    if post.message_id != touch.message_id or post.state in {"queued", "over"}:
        raise PostOver(post.id)
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if (session is not None and session.open and session.kind == "exam") != in_exam:
        raise PostOver(post.id)  # nothing is told or counted before the end but what the exam itself counts
    waits = WAITS_FOR if session is not None and session.open else STALE_AFTER
    if post.sent_at is not None and now - post.sent_at > waits:
        raise PostOver(post.id)
    return post


async def _look(conn: Connection, post: Post, touch: Touch, now: datetime) -> None:
    """Let a quiz's answer be shown: to its only reader, or to everybody by one who answered it, once its time is over.

    Raises `NotAllowed` before, `PostOver` for a native quiz, which shows its own.
    """
    chat = await chats.get(conn, post.chat_id)
    if chat is None or chat.kind == "private":
        return
    if post.mode == "poll":
        raise PostOver(post.id)
    closes = closes_at(post, chat)
    if closes is not None and now < closes:
        raise NotAllowed("quiz.wait_until_closed")
    if closes is None and await answers.standing(conn, post.id, touch.learner.id) is None:
        raise NotAllowed("quiz.vote_first")


async def _handed_in(conn: Connection, post: Post) -> bool:
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    return session is not None and session.kind == "exam" and not session.open


async def _is_anothers(conn: Connection, post: Post, touch: Touch) -> bool:
    chat = await chats.get(conn, post.chat_id)
    return chat is not None and chat.kind == "private" and post.learner_id != touch.learner.id


async def _newest(conn: Connection, answer: answers.Given) -> int | None:
    """The last rating of the same card, in whichever language."""
    versions = await tongues.versions(conn, answer.card_id)
    latest = await answers.latest(conn, answer.learner_id, answer.card_id, *versions)
    return latest.id if latest else None


async def _take_back(
    conn: Connection, learner: Learner, answer: answers.Given, policy: Policy, now: datetime
) -> None:
    await answers.undo(conn, answer, now)
    if await answers.went_elsewhere(conn, answer):
        await carry_back(conn, learner, answer, policy, now)
    else:
        # Not what the answer remembers: the rules may have changed since it was given.
        before = await remembered(conn, policy.scheduler, answer.learner_id, answer.card_id)
        await memories.put(conn, answer.learner_id, answer.card_id, before)
    await leech.forgiven(conn, answer.learner_id, answer.card_id)


async def _count(
    conn: Connection, post: Post, learner: Learner, rating: int, policy: Policy, now: datetime, how: How
) -> Given:
    await carry(conn, learner, post.card_id, policy, now)
    memory = await memories.get(conn, learner.id, post.card_id)
    could = await timing.outcomes(conn, learner, post.card_id, memory, policy.scheduler, now)
    outcome = could[Rating(rating)]
    answer_id = await answers.record(
        conn,
        RatingIntent(
            post_id=post.id,
            learner_id=learner.id,
            card_id=post.card_id,
            rating=rating,
            at=now,
            zone=learner.zone,
            day=learner_day(now, zone(learner.zone)),
            took_ms=(now - post.sent_at) // timedelta(milliseconds=1) if post.sent_at else None,
            memory_before=memory,
            how=replace(how, moved=outcome.moved),
        ),
    )
    await memories.put(conn, learner.id, post.card_id, outcome.memory)
    await plans.answered(conn, learner.id)
    await leech.watch(conn, learner, post.card_id, memory, outcome.memory, now)
    await recount_day(conn, learner, f"answer{answer_id}", now)
    return Given(answer_id, rating, await back_in(conn, learner, post.card_id, outcome.memory, now))


async def _next_in_session(
    conn: Connection,
    session: Session,
    chat: Chat,
    touch: Touch,
    post: Post,
    counted: Given,
    policy: Policy,
    now: datetime,
) -> Rated:
    onward = await quiz.onward(conn, chat, touch.learner, session, post, policy, now)
    if onward.post_id is None:
        return Rated(counted, chat, None, over=onward.session_id)
    if not onward.takes_over:
        return Rated(counted, chat, await shown(conn, post.id, policy, now), coming=onward.post_id)
    return Rated(counted, chat, await shown(conn, onward.post_id, policy, now, before=counted))


async def before(conn: Connection, post: Post, now: datetime) -> Given | None:
    """The answer given just before in the same session, which can still be taken back from here."""
    previous = await posts.previous_in_session(conn, post)
    answer = await answers.standing(conn, previous.id, previous.learner_id) if previous else None
    if previous is None or answer is None or now - answer.at > UNDO_WITHIN:
        return None
    return await given(conn, previous, now)


async def _step_back(conn: Connection, post: Post, rating: int, now: datetime) -> None:
    """A session whose last answer was taken back waits for it again."""
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if session is None:
        return
    again = list(session.again)
    same = {post.card_id, *await tongues.versions(conn, post.card_id)}
    later = await sessions.waiting(conn, session)
    if later is not None and later.id != post.id:
        await posts.advance(conn, later, "closed", now)
        if later.messages:  # which may have been sent in the place of this post's own
            await posts.stands_in(conn, post.id, later.messages)
        if later.card_id not in same:
            again.insert(0, later.card_id)
    if rating == 1:
        again = [card_id for card_id in again if card_id not in same]
    await sessions.keep(conn, replace(session, done=session.done - 1, again=tuple(again)))
    await sessions.advance(conn, session, "reopened", now)
