"""Answering a quiz: by a vote in Telegram's own poll, or by buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.actions import answer, meet
from bot.actions.answer import Rated, Touch
from bot.actions.face import Shown, shown
from bot.actions.meet import Visitor
from bot.actions.policy import UNDO_WITHIN, Policy
from bot.domain.chat import Chat
from bot.domain.mode import Mode
from bot.domain.post import Post
from bot.domain.vote import closes_at, how_of, rating_of, valid
from bot.errors import NotAllowed, NotFound, PostOver
from bot.render.quiz import is_brief
from bot.storage import answers, cards, chats, events, posts
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner

Heard = Literal["counted", "again", "late", "over", "retracted", "stranger", "nobody", "invalid", "unknown"]


@dataclass(frozen=True, slots=True)
class Vote:
    """What came of a vote in a poll.

    `now_shown` is a private post whose answer its reader is still to be shown; `told` the private chat where somebody
    is told that the question is over.
    """

    heard: Heard
    post_id: int | None = None
    now_shown: Shown | None = None
    told: Chat | None = None


async def vote(
    conn: Connection,
    poll_id: str,
    voter: Visitor | None,
    chosen: Sequence[int],
    policy: Policy,
    now: datetime,
) -> Vote:
    """Count what somebody chose in a native quiz; no `voter` is somebody without a name, such as a channel.

    A first vote is a rating; later ones are noted and change nothing, for the right options have been seen. A vote
    taken back takes back its rating as /undo would, within the same ten minutes. Whatever is no rating is an event.
    Where /today has sent the quiz anew, a vote in the earlier poll counts like one in the newer, once for both.
    """
    post = await posts.of_poll(conn, poll_id) or await posts.of_earlier_poll(conn, poll_id)
    if post is None:
        return Vote("unknown")
    if voter is None:
        return await _noted(conn, post, None, "nobody", chosen, now)
    chat = await chats.get(conn, post.chat_id)
    if chat is not None and chat.kind == "private" and voter.user_id != chat.id:  # it was forwarded
        return await _noted(conn, post, None, "stranger", chosen, now)
    learner = await meet.meet_person(conn, voter, policy, now)
    earlier = await answers.standing(conn, post.id, learner.id)
    if not chosen:
        return await _retracted(conn, post, learner, policy, now)
    if not valid(post.options, chosen):
        return await _noted(conn, post, learner, "invalid", chosen, now)
    if earlier is not None:
        again = await _noted(conn, post, learner, "again", chosen, now)
        return Vote("again", again.post_id, await _still_owed(conn, post, policy, now))
    if post.state == "revealed":  # the answer was looked at
        return await _noted(conn, post, learner, "late", chosen, now)
    try:
        rated = await _count(conn, post, learner, chosen, policy, now)
    except PostOver:
        return await _noted(conn, post, learner, "over", chosen, now, told=chat)
    return Vote("counted", post.id, rated.now_shown if rated.chat.kind == "private" else None)


async def pick(
    conn: Connection, touch: Touch, chosen: Sequence[int], policy: Policy, now: datetime
) -> tuple[Post, Rated]:
    """Count what somebody chose by buttons; the first choice counts.

    Raises `PostOver` when there is no such quiz or option, or it can no longer be answered, `NotAllowed` when it is
    somebody else's or was answered by this person before.
    """
    post = await _open_quiz(conn, touch, chosen, now)
    return post, await _count(conn, post, touch.learner, chosen, policy, now)


async def toggle(conn: Connection, touch: Touch, option: int, now: datetime) -> None:
    """Tick an option of a quiz, or untick it. Raises what `pick` does."""
    post = await _open_quiz(conn, touch, [option], now)
    await events.note(conn, post.id, touch.learner.id, "toggle", now, option)


async def ticked(conn: Connection, touch: Touch) -> tuple[Post, tuple[int, ...]]:
    """The touched quiz, and what this person has ticked in it; raises `PostOver` for any other post."""
    post = await quiz_here(conn, touch, "buttons")
    return post, await events.toggled(conn, post.id, touch.learner.id)


async def quiz_here(conn: Connection, touch: Touch, mode: Mode) -> Post:
    """The quiz of this mode that stands in the touched message; raises `PostOver` for any other post."""
    post = await posts.find(conn, touch.post_id)
    if post is None or post.mode != mode or post.message_id != touch.message_id:
        raise PostOver(touch.post_id)
    if post.chat_id != touch.chat_id:
        raise NotAllowed("refused.not_yours")
    return post


async def closed(conn: Connection, poll_id: str, policy: Policy, now: datetime) -> Shown | None:
    """A native quiz was closed, by its time or by hand: nobody can vote any more.

    In private its answer is shown and can be rated: returns the post. Elsewhere it is over, and its full answer, where
    the poll itself could not tell it, is owed to the chat. None when that was known before, and when it was sent anew
    since: the newer poll is the one that ends it.
    """
    post = await posts.of_poll(conn, poll_id)
    if post is None or post.state not in {"open", "revealed"}:
        return None
    await events.note(conn, post.id, None, "closed", now)
    chat = await chats.get(conn, post.chat_id)
    if chat is not None and chat.kind == "private":
        if post.state == "open":
            await posts.advance(conn, post, "revealed", now)
        return await shown(conn, post.id, policy, now)
    if not is_brief((await cards.get(conn, post.card_id)).card):
        await enqueue(conn, DeliveryIntent(f"answer {post.id}", post.chat_id, "reveal", now))
    await posts.advance(conn, post, "closed", now)
    return None


async def may_read(conn: Connection, touch: Touch) -> Post:
    """The native quiz whose full answer somebody asks for: they answered it, it is over, or nobody could tell.

    Raises `NotAllowed` when they have yet to answer, or its results are hidden until it closes.
    """
    post = await quiz_here(conn, touch, "poll")
    chat = await chats.get(conn, post.chat_id)
    if chat is None or post.state == "over" or (chat.kind == "channel" and chat.timer is None):
        return post
    if chat.timer is not None:
        raise NotAllowed("quiz.wait_until_closed")
    if await answers.standing(conn, post.id, touch.learner.id) is None:
        raise NotAllowed("quiz.vote_first")
    return post


async def _open_quiz(conn: Connection, touch: Touch, chosen: Sequence[int], now: datetime) -> Post:
    post = await quiz_here(conn, touch, "buttons")
    chat = await chats.get(conn, post.chat_id)
    closes = closes_at(post, chat) if chat is not None else None
    if post.state != "open" or (closes is not None and now >= closes):  # its answer may have been seen
        raise PostOver(post.id)
    if not valid(post.options, chosen):
        raise PostOver(post.id)
    if await answers.standing(conn, post.id, touch.learner.id) is not None:
        raise NotAllowed("quiz.one_answer")
    return post


async def _count(
    conn: Connection, post: Post, learner: Learner, chosen: Sequence[int], policy: Policy, now: datetime
) -> Rated:
    touch = Touch(post.id, post.chat_id, post.message_id or 0, learner)
    rating = rating_of(post.options, chosen, _thought(post, now))
    how = how_of(post.mode, post.options, chosen)
    return await answer.rate(conn, touch, rating, policy, now, how=how)


def _thought(post: Post, now: datetime) -> timedelta | None:
    """How long the answer took, where the question came because somebody asked for it just then."""
    return now - post.sent_at if post.session_id is not None and post.sent_at is not None else None


async def _retracted(conn: Connection, post: Post, learner: Learner, policy: Policy, now: datetime) -> Vote:
    await events.note(conn, post.id, learner.id, "retracted", now)
    earlier = await answers.standing(conn, post.id, learner.id)
    if earlier is None or now - earlier.at > UNDO_WITHIN:
        return Vote("retracted", post.id)
    try:
        undone = await answer.undo(conn, learner, policy, now, answer_id=earlier.id)
    except (NotAllowed, NotFound):  # the card was rated again since: that stands
        return Vote("retracted", post.id)
    private = undone is not None and undone.chat.kind == "private"
    return Vote("retracted", post.id, undone if private else None)


async def _still_owed(conn: Connection, post: Post, policy: Policy, now: datetime) -> Shown | None:
    """A private post whose answer did not go out, as the process died between the two."""
    if post.state == "answered" and not post.texts:
        return await shown(conn, post.id, policy, now)
    return None


async def _noted(
    conn: Connection,
    post: Post,
    learner: Learner | None,
    kind: Heard,
    chosen: Sequence[int],
    now: datetime,
    *,
    told: Chat | None = None,
) -> Vote:
    await events.note(conn, post.id, learner.id if learner else None, kind, now, list(chosen))
    return Vote(kind, post.id, told=told if told is not None and told.kind == "private" else None)
