"""How a post looks to its readers right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.actions.policy import Policy
from bot.decks.pictures import is_photo, named_by
from bot.domain.chat import Chat
from bot.domain.post import Post
from bot.domain.review import Interval, until
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.render.post import Face, Given
from bot.storage import answers, cards, chats, learners, memories, owned, posts, sessions
from bot.storage.cards import StoredCard
from bot.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with its chat, ready to be rendered into the chat's language."""

    post: Post
    chat: Chat
    face: Face


async def shown(
    conn: Connection, post_id: int, policy: Policy, now: datetime, *, before: Given | None = None
) -> Shown:
    """The post as it should look now; `before` is the answer that led to it, in a session.

    Raises `NotFound` when the post or its chat is no more.
    """
    post = await posts.get(conn, post_id)
    chat = await chats.get(conn, post.chat_id)
    if chat is None:
        raise NotFound("chat", post.chat_id)
    stored = await cards.get(conn, post.card_id)
    private = chat.kind == "private"
    face = Face(
        post_id=post.id,
        kind=post.kind,
        chat_kind=chat.kind,
        card=stored.card,
        reveal=post.reveal,
        shown=post.state in {"revealed", "answered"},
        outcomes=await _outcomes(conn, post, policy, now) if private else {},
        given=await given(conn, post, now) if private and post.state == "answered" else None,
        before=before,
        step=await _step(conn, post),
        more=await memories.count_due(conn, post.learner_id, now) if private else 0,
        style=chat.style,
        mode=post.mode,
        options=post.options,
        pictures=await _pictures(conn, stored),
        answered=0 if private else await posts.count_answered(conn, post.id),
    )
    return Shown(post, chat, face)


async def given(conn: Connection, post: Post, now: datetime) -> Given | None:
    """The rating this post's own learner gave it, and when the card comes back."""
    answer = await answers.standing(conn, post.id, post.learner_id)
    memory = await memories.get(conn, post.learner_id, post.card_id)
    if answer is None or memory is None:
        return None
    learner = await learners.get(conn, post.learner_id)
    return Given(answer.id, answer.rating, until(memory.due, now, zone(learner.zone)))


async def _outcomes(conn: Connection, post: Post, policy: Policy, now: datetime) -> dict[int, Interval]:
    learner = await learners.get(conn, post.learner_id)
    memory = await memories.get(conn, post.learner_id, post.card_id)
    place = zone(learner.zone)
    after = policy.scheduler.preview(memory, now, place)
    return {rating: until(outcome.due, now, place) for rating, outcome in after.items()}


async def _pictures(conn: Connection, stored: StoredCard) -> Mapping[str, bytes]:
    """The files the card names that Telegram can show."""
    found = await owned.named_pictures(conn, stored.deck_id, named_by(stored.card))
    return {name: data for name, data in found.items() if is_photo(data)}


async def _step(conn: Connection, post: Post) -> tuple[int, int] | None:
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    return (min(session.done + 1, session.total), session.total) if session else None
