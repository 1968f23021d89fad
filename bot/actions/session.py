"""What a person does with a session besides answering: skip, want a card again, pause, go on, end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import quiz
from bot.actions.face import Shown, shown
from bot.actions.policy import Policy
from bot.actions.quiz import Onward
from bot.domain.chat import Chat
from bot.domain.post import Post
from bot.domain.schedule import learner_day
from bot.domain.session import Summary, comes, scores
from bot.domain.zones import zone
from bot.errors import NotAllowed, PostOver
from bot.storage import cards, events, learners, posts, sessions
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.sessions import Session


@dataclass(frozen=True, slots=True)
class At:
    """Where somebody touches a session: in which message of which chat, and who it is."""

    chat: Chat
    message_id: int
    learner: Learner


@dataclass(frozen=True, slots=True)
class Resting:
    """A session that waits: how far it is, and the question it waits on."""

    session: Session
    step: tuple[int, int]
    waiting: Post | None


async def mine(conn: Connection, at: At, session_id: int | None) -> Session:
    """The session a button names; raises `PostOver` when there is none, `NotAllowed` when it is somebody else's."""
    session = await sessions.get(conn, session_id or 0)
    if session is None:
        raise PostOver(0)
    if session.chat_id != at.chat.id or session.learner_id != at.learner.id:
        raise NotAllowed("refused.not_yours")
    return session


async def asked(conn: Connection, at: At, post_id: int | None, now: datetime) -> tuple[Session, Post]:
    """The question a button belongs to, and its session, which waits for it.

    Raises `PostOver`, also when the time of its exam is over, and `NotAllowed` when it is somebody else's.
    """
    post = await posts.find(conn, post_id)
    if post is None or post.session_id is None:
        raise PostOver(post_id or 0)
    session = await mine(conn, at, post.session_id)
    stands = post.state in {"open", "revealed"} and post.message_id == at.message_id
    if not session.open or session.late(now) or not stands:
        raise PostOver(post.id)
    return session, post


async def skip(conn: Connection, at: At, post_id: int | None, policy: Policy, now: datetime) -> Onward:
    """Pass over a question without a rating; it comes once more, after the others.

    In a quiz it comes back once, and not at all when nothing else is left. An exam ends only when it is handed in,
    so that its skipped questions keep coming. Raises as `asked`.
    """
    session, post = await asked(conn, at, post_id, now)
    session = await sessions.advance(conn, session, "resumed", now)
    await posts.advance(conn, post, "closed", now)
    await events.note(conn, post.id, at.learner.id, "skipped", now)
    first = await sessions.posed(conn, session.id, post.card_id) == 1 and _has_more(session)
    if session.kind == "exam" or first:
        session = replace(session, again=(*session.again, post.card_id))
        await sessions.keep(conn, session)
    return await quiz.onward(conn, at.chat, at.learner, session, post, policy, now)


async def again(
    conn: Connection, at: At, post_id: int | None, *, wanted: bool, policy: Policy, now: datetime
) -> Shown:
    """Have a card come back in this session whatever it is rated, or not; raises as `asked`."""
    session, post = await asked(conn, at, post_id, now)
    if session.kind == "exam":
        raise PostOver(post.id)
    others = tuple(card_id for card_id in session.again if card_id != post.card_id)
    await sessions.keep(conn, replace(session, again=(*others, post.card_id) if wanted else others))
    return await shown(conn, post.id, policy, now)


async def pause(conn: Connection, at: At, session_id: int | None, now: datetime) -> Resting:
    """Let a session wait; an exam's time runs on, so it cannot. Raises as `mine`, and `PostOver` when it is over."""
    session = await mine(conn, at, session_id)
    waiting = await sessions.waiting(conn, session)
    elsewhere = waiting is not None and waiting.message_id != at.message_id
    if not session.open or session.kind == "exam" or elsewhere:
        raise PostOver(waiting.id if waiting else 0)
    return await resting(conn, await sessions.advance(conn, session, "paused", now))


async def resting(conn: Connection, session: Session) -> Resting:
    """How a session stands."""
    step = (session.done, await sessions.total(conn, session))
    return Resting(session, step, await sessions.waiting(conn, session))


async def interrupted(conn: Connection, chat: Chat, learner: Learner, now: datetime) -> Resting | None:
    """The newest session that can be taken up again: one with an answer, one that was paused, an exam in time."""
    for session in await sessions.opened(conn, chat.id, learner.id):
        if not session.late(now) and (session.done or session.paused_at or session.kind == "exam"):
            return await resting(conn, session)
    return None


async def resume(conn: Connection, at: At, session_id: int | None, policy: Policy, now: datetime) -> Onward:
    """Go on in the message that was touched, with the question that waited there or elsewhere.

    Where its card was deleted or withdrawn the next one comes. Raises as `mine`, and `PostOver` when it is over.
    """
    session = await mine(conn, at, session_id)
    if not session.open or session.late(now):
        raise PostOver(0)
    session = await sessions.advance(conn, session, "resumed", now)
    waiting = await sessions.waiting(conn, session)
    if waiting is None:
        return await _next_here(conn, at, session, policy, now)
    if waiting.state == "queued":
        raise PostOver(waiting.id)
    if waiting.card_id not in await cards.askable(conn, [waiting.card_id], at.chat.id):
        await posts.advance(conn, waiting, "closed", now)
        return await _next_here(conn, at, session, policy, now)
    here = waiting.message_id == at.message_id
    if waiting.mode == "poll":  # which cannot come into this message
        await posts.advance(conn, waiting, "closed", now)
        posed = await quiz.pose(conn, at.chat, at.learner, session, waiting.card_id, now)
        return await quiz.settle(conn, at.chat, session, posed, None if here else at.message_id, now)
    await posts.shown_again(conn, waiting, waiting.messages if here else (at.message_id,), now)
    return Onward(session.id, waiting.id)


async def orphaned(conn: Connection, at: At, policy: Policy, now: datetime) -> Onward | None:
    """Go on with a session whose question went with its deck; None when no session lost its own."""
    for session in await sessions.opened(conn, at.chat.id, at.learner.id):
        if session.state == "going" and await sessions.waiting(conn, session) is None:
            return await _next_here(conn, at, session, policy, now)
    return None


async def end(conn: Connection, at: At, session_id: int | None, now: datetime) -> Summary:
    """End a session now and sum it up; once it is over, sum it up again. Raises as `mine`."""
    session = await mine(conn, at, session_id)
    if session.open:
        await quiz.close(conn, session, now)
    return await summary(conn, session.id, now)


async def summary(conn: Connection, session_id: int, now: datetime) -> Summary:
    """What a session came to, at its end."""
    session = await sessions.get(conn, session_id)
    if session is None:
        raise PostOver(0)
    learner = await learners.get(conn, session.learner_id)
    went = await sessions.went(conn, session)
    done = [each for each in went if each.rating is not None]
    begun = session.created_at or now
    last = await sessions.last_answered(conn, session.id) or begun
    there = {deck.slug for deck in await cards.list_decks(conn, session.chat_id)}
    return Summary(
        session_id=session.id,
        chat_id=session.chat_id,
        kind=session.kind,
        size=session.size,
        went=went,
        scores=scores(went if session.kind == "exam" else done),
        comes=comes(done, learner_day(now, zone(learner.zone)), learner.zone),
        took=(last - begun).total_seconds(),
        allowed=(session.until - begun).total_seconds() if session.until else None,
        lost_deck=bool(session.decks) and not there.intersection(session.decks),
    )


def _has_more(session: Session) -> bool:
    return bool(session.again) or session.done + 1 < session.size


async def _next_here(conn: Connection, at: At, session: Session, policy: Policy, now: datetime) -> Onward:
    """The next question in the touched message, whatever stood there."""
    next_id = await quiz.go_on(conn, at.chat, at.learner, session, policy, now)
    return await quiz.settle(conn, at.chat, session, next_id, at.message_id, now)
