"""Showing an answer, rating it, and taking a rating back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions import quiz
from bot.actions.face import Shown, given, shown
from bot.actions.policy import STALE_AFTER, UNDO_WITHIN, Policy
from bot.actions.rebuild import remembered
from bot.domain.chat import Chat
from bot.domain.mode import RATED, How
from bot.domain.post import Post
from bot.domain.review import until
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.errors import NotAllowed, NotFound, PostOver
from bot.render.post import Given
from bot.storage import answers, chats, memories, posts, sessions
from bot.storage.answers import RatingIntent
from bot.storage.database import Connection
from bot.storage.learners import Learner


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

    None means the session is over; `session_ratings` then are all of its ratings.
    """

    given: Given
    chat: Chat
    now_shown: Shown | None
    session_ratings: tuple[int, ...] = ()


async def reveal(conn: Connection, touch: Touch, policy: Policy, now: datetime) -> Shown:
    """Show the answer of a post; raises `PostOver` when it is over and `NotAllowed` when it is somebody else's."""
    post = await _touched(conn, touch, now)
    if post.state == "answered":
        raise PostOver(post.id)
    await posts.advance(conn, post, "revealed", now)
    return await shown(conn, post.id, policy, now, before=await _before(conn, post, now))


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
    conn: Connection, touch: Touch, rating: int, policy: Policy, now: datetime, *, how: How = RATED
) -> Rated:
    """Count how well the toucher knew the card, and `how` they said so.

    In a group a second tap by the same person within ten minutes corrects the first. Raises `PostOver` when the post
    can no longer be answered, `NotAllowed` when it is somebody else's.
    """
    post = await _touched(conn, touch, now)
    chat = await chats.get(conn, post.chat_id)
    if chat is None or chat.kind == "channel" or post.state == "answered":
        raise PostOver(post.id)
    earlier = await answers.standing(conn, post.id, touch.learner.id)
    if earlier is not None:
        if now - earlier.at > UNDO_WITHIN or earlier.id != await _newest(conn, earlier):
            raise PostOver(post.id)
        await _take_back(conn, earlier, policy, now)
    counted = await _count(conn, post, touch.learner, rating, policy, now, how)
    if chat.kind != "private":
        return Rated(counted, chat, await shown(conn, post.id, policy, now))
    await posts.advance(conn, post, "answered", now)
    if post.session_id is None:
        return Rated(counted, chat, await shown(conn, post.id, policy, now))
    return await _next_in_session(conn, chat, touch, post, counted, policy, now)


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
    await _take_back(conn, answer, policy, now)
    post = await posts.find(conn, answer.post_id)
    if post is None:
        return None
    if post.state == "answered":
        await posts.advance(conn, post, "undone", now)
        await _step_back(conn, post, answer.rating, now)
    return await shown(conn, post.id, policy, now)


async def _touched(conn: Connection, touch: Touch, now: datetime) -> Post:
    post = await posts.find(conn, touch.post_id)
    if post is None:
        raise PostOver(touch.post_id)
    if post.chat_id != touch.chat_id or (
        touch.learner.kind == "person" and await _is_anothers(conn, post, touch)
    ):
        raise NotAllowed("refused.not_yours")
    if post.message_id != touch.message_id or post.state in {"queued", "over"}:
        raise PostOver(post.id)
    if post.sent_at is not None and now - post.sent_at > STALE_AFTER:
        raise PostOver(post.id)
    return post


async def _is_anothers(conn: Connection, post: Post, touch: Touch) -> bool:
    chat = await chats.get(conn, post.chat_id)
    return chat is not None and chat.kind == "private" and post.learner_id != touch.learner.id


async def _newest(conn: Connection, answer: answers.Given) -> int | None:
    latest = await answers.latest(conn, answer.learner_id, answer.card_id)
    return latest.id if latest else None


async def _take_back(conn: Connection, answer: answers.Given, policy: Policy, now: datetime) -> None:
    await answers.undo(conn, answer, now)
    # Not what the answer remembers: the rules may have changed since it was given.
    before = await remembered(conn, policy.scheduler, answer.learner_id, answer.card_id)
    await memories.put(conn, answer.learner_id, answer.card_id, before)


async def _count(
    conn: Connection, post: Post, learner: Learner, rating: int, policy: Policy, now: datetime, how: How
) -> Given:
    place = zone(learner.zone)
    memory = await memories.get(conn, learner.id, post.card_id)
    after = policy.scheduler.review(memory, rating, now, place)
    answer_id = await answers.record(
        conn,
        RatingIntent(
            post_id=post.id,
            learner_id=learner.id,
            card_id=post.card_id,
            rating=rating,
            at=now,
            zone=learner.zone,
            day=learner_day(now, place),
            took_ms=(now - post.sent_at) // timedelta(milliseconds=1) if post.sent_at else None,
            memory_before=memory,
            how=how,
        ),
    )
    await memories.put(conn, learner.id, post.card_id, after)
    return Given(answer_id, rating, until(after.due, now, place))


async def _next_in_session(
    conn: Connection, chat: Chat, touch: Touch, post: Post, counted: Given, policy: Policy, now: datetime
) -> Rated:
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if session is None or not session.open:
        return Rated(counted, chat, await shown(conn, post.id, policy, now))
    again = (*session.again, post.card_id) if counted.rating == 1 else session.again
    session = replace(session, done=session.done + 1, again=again)
    await sessions.keep(conn, session)
    next_id = await quiz.go_on(conn, chat, touch.learner, session, policy, now)
    if next_id is None:
        return Rated(counted, chat, None, await answers.of_session(conn, session.id))
    # The next question takes over the messages of the last, so it has arrived already.
    await posts.arrived(conn, await posts.get(conn, next_id), touch.message_id, now)
    await posts.stands_in(conn, next_id, post.messages)
    return Rated(counted, chat, await shown(conn, next_id, policy, now, before=counted))


async def _before(conn: Connection, post: Post, now: datetime) -> Given | None:
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
    for later in await posts.unanswered(conn, post.chat_id, ("quiz",)):
        if later.session_id == session.id and later.id > post.id:
            await posts.advance(conn, later, "closed", now)
            if later.messages:  # which may have been sent in the place of this post's own
                await posts.stands_in(conn, post.id, later.messages)
            if later.card_id != post.card_id and await answers.in_session(conn, session.id, later.card_id):
                again.insert(0, later.card_id)
    if rating == 1 and post.card_id in again:
        again.remove(post.card_id)
    await sessions.keep(conn, replace(session, done=session.done - 1, again=tuple(again), open=True))
