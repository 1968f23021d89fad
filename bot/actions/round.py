"""Questions in a group, each in a message of its own that stays open to everybody: one, or a round of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actions import quiz
from bot.actions.ask import owe_now, pick, place
from bot.actions.policy import Policy
from bot.actions.session import At, mine
from bot.domain.chat import Chat
from bot.domain.subscription import usual_reveal
from bot.errors import PostOver
from bot.storage import posts, sessions, subscriptions
from bot.storage.database import Connection
from bot.storage.learners import Learner


async def ask(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    policy: Policy,
    now: datetime,
    *,
    tags: tuple[str, ...] = (),
    decks: tuple[str, ...] = (),
    session_id: int | None = None,
) -> int | None:
    """One question for everybody in a group; None when there is nothing left today."""
    wanted = await subscriptions.get(conn, chat.id)
    scope = await quiz.scope_of(conn, chat, tags, decks)
    reveal = wanted.reveal if wanted else usual_reveal(chat.kind)
    chosen = await pick(conn, learner, scope, 1, policy, now, chat=chat, asked_for=True)
    for card_id in chosen:
        post_id = await place(conn, chat, learner, card_id, "quiz", reveal, now, session_id=session_id)
        await owe_now(conn, chat, post_id, "quiz", now)
        return post_id
    return None


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
) -> int | None:
    """Begin a round of `size` questions in a group; returns the first post, None when there is nothing to ask.

    A round that was going on gets no further; its questions can still be answered.
    """
    for other in await sessions.opened(conn, chat.id, learner.id):
        await sessions.advance(conn, other, "ended", now)
    made = await sessions.start(conn, chat.id, learner.id, size, now, tags=tags, decks=decks)
    post_id = await ask(conn, chat, learner, policy, now, tags=tags, decks=decks, session_id=made.id)
    if post_id is None:
        await sessions.advance(conn, made, "ended", now)
    return post_id


async def go_on(
    conn: Connection, at: At, session_id: int | None, post_id: int | None, policy: Policy, now: datetime
) -> int | None:
    """The question after `post_id`; None when there is nothing left to ask, which ends the round.

    Whoever asks second finds that it has gone on already: `PostOver`.
    """
    found = await mine(conn, at, session_id)
    post = await posts.find(conn, post_id)
    if post is None or post.session_id != found.id or post.message_id != at.message_id or not found.open:
        raise PostOver(post_id or 0)
    if await sessions.number_of(conn, post) != found.done + 1 or found.done + 1 >= found.size:
        raise PostOver(post.id)
    found = replace(found, done=found.done + 1)
    await sessions.keep(conn, found)
    next_id = await ask(
        conn, at.chat, at.learner, policy, now, tags=found.tags, decks=found.decks, session_id=found.id
    )
    if next_id is None or found.done + 1 == found.size:
        await sessions.advance(conn, found, "ended", now)
    return next_id
