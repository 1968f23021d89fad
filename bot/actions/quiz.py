"""Sessions: questions one after another, in one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actions.ask import owe_now, pick, pick_starred, place
from bot.actions.policy import Policy
from bot.domain.chat import Chat
from bot.domain.subscription import usual_reveal
from bot.storage import marks, posts, sessions, subscriptions
from bot.storage.candidates import Scope
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.sessions import Session

USUAL_SIZE = 5
MAX_SIZE = 50


async def scope_of(conn: Connection, chat: Chat, tags: tuple[str, ...], decks: tuple[str, ...]) -> Scope:
    """What a question on demand is drawn from: what was asked for, else what the chat subscribed to."""
    wanted = await subscriptions.get(conn, chat.id)
    if tags or decks or wanted is None:
        return Scope(decks, tags, chat.language, chat.id)
    return Scope(wanted.decks, wanted.tags, chat.language, chat.id)


async def start(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    size: int,
    policy: Policy,
    now: datetime,
    *,
    tags: tuple[str, ...] = (),
    decks: tuple[str, ...] = (),
    starred: bool = False,
) -> int | None:
    """Begin a session and place its first question; returns the post, None when there is nothing to ask.

    A session that was still open in the chat ends: its question can no longer be answered.
    """
    await abandon(conn, chat, learner, now)
    session = await sessions.start(
        conn, chat.id, learner.id, size, now, tags=tags, decks=decks, starred=starred
    )
    post_id = await go_on(conn, chat, learner, session, policy, now)
    if post_id is not None:
        await owe_now(conn, chat, post_id, "quiz", now)
    return post_id


async def go_on(
    conn: Connection, chat: Chat, learner: Learner, session: Session, policy: Policy, now: datetime
) -> int | None:
    """Place the session's next question; returns the post, None when the session is over and now closed.

    Cards rated 1 come back once the others are through.
    """
    fresh: tuple[int, ...] = ()
    if session.done < session.size:
        fresh = await _fresh(conn, chat, learner, session, policy, now)
    again = await marks.without_left_out(conn, learner.id, session.again)
    queue = fresh or again[:1]
    if not queue:
        await sessions.keep(conn, replace(session, open=False))
        return None
    if not fresh:
        await sessions.keep(conn, replace(session, again=again[1:]))
    return await place(conn, chat, learner, queue[0], "quiz", "button", now, session_id=session.id)


async def _fresh(
    conn: Connection, chat: Chat, learner: Learner, session: Session, policy: Policy, now: datetime
) -> tuple[int, ...]:
    """The session's next card that does not come back, in a tuple of one; empty when there is none."""
    if session.starred:
        scope = Scope(session.decks, session.tags, chat_id=chat.id, met=True, starred=True)
        return await pick_starred(conn, learner, scope, session.id, policy, now)
    scope = await scope_of(conn, chat, session.tags, session.decks)
    return await pick(conn, learner, scope, 1, policy, now, chat=chat, asked_for=True)


async def ask_group(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    policy: Policy,
    now: datetime,
    *,
    tags: tuple[str, ...] = (),
    decks: tuple[str, ...] = (),
) -> int | None:
    """One question for everybody in a group; None when there is nothing left today."""
    wanted = await subscriptions.get(conn, chat.id)
    scope = await scope_of(conn, chat, tags, decks)
    reveal = wanted.reveal if wanted else usual_reveal(chat.kind)
    chosen = await pick(conn, learner, scope, 1, policy, now, chat=chat, asked_for=True)
    for card_id in chosen:
        post_id = await place(conn, chat, learner, card_id, "quiz", reveal, now)
        await owe_now(conn, chat, post_id, "quiz", now)
        return post_id
    return None


async def abandon(conn: Connection, chat: Chat, learner: Learner, now: datetime) -> None:
    """End the session that is open in the chat, with the question it was waiting on."""
    await sessions.close_all(conn, chat.id, learner.id)
    for post in await posts.unanswered(conn, chat.id, ("quiz",)):
        if post.session_id is not None:
            await posts.advance(conn, post, "closed", now)
