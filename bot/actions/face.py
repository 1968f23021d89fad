"""How a post looks to its readers right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import timing
from bot.actions.policy import Policy
from bot.actions.tongue import Looked, looked_at
from bot.decks.pictures import is_photo, named_by
from bot.domain.card import Card
from bot.domain.chat import Chat
from bot.domain.expected import expected
from bot.domain.grading import judge
from bot.domain.leech import is_leech
from bot.domain.memory import Memory
from bot.domain.mode import SAID_FIRST
from bot.domain.points import points
from bot.domain.post import Post
from bot.domain.review import Interval, until
from bot.domain.said import said_in
from bot.domain.session import Run
from bot.domain.vote import closes_at
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.render.answering import Answering
from bot.render.post import Face, Given
from bot.storage import answers, cards, chats, events, learners, marks, memories, owned, posts, sessions
from bot.storage.cards import StoredCard
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.sessions import Session


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
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    looked = await looked_at(conn, post, stored) if private else Looked(stored.card)
    face = Face(
        post_id=post.id,
        kind=post.kind,
        chat_kind=chat.kind,
        card=looked.card,
        reveal=post.reveal,
        shown=post.state in {"revealed", "answered"},
        outcomes=await _outcomes(conn, post, policy, now) if private else {},
        given=await given(conn, post, now) if private and post.state == "answered" else None,
        before=before,
        chosen=await _chosen(conn, post) if private and post.options else (),
        open_for=None if private else chat.timer,
        closes=await _closes(conn, post, chat, now),
        step=await _step(conn, post, session, private=private),
        run=await _run(conn, post, session, private=private),
        more=await memories.count_due(conn, post.learner_id, now) if private else 0,
        style=chat.style,
        mode=post.mode,
        options=post.options,
        answering=answering_of(post, stored.card, stored.language) if private else None,
        goes_on=await waits(conn, post),
        pictures=await _pictures(conn, stored),
        answered=0 if private else await posts.count_answered(conn, post.id),
        mark=await marks.get(conn, post.learner_id, post.card_id) if private else None,
        other_language=looked.next,
    )
    return Shown(post, chat, face)


async def given(conn: Connection, post: Post, now: datetime) -> Given | None:
    """The rating this post's own learner gave it, and when the card comes back."""
    answer = await answers.standing(conn, post.id, post.learner_id)
    memory = await memories.get(conn, post.learner_id, post.card_id)
    if answer is None or memory is None:
        return None
    learner = await learners.get(conn, post.learner_id)
    return Given(answer.id, answer.rating, await back_in(conn, learner, post.card_id, memory, now))


async def back_in(
    conn: Connection, learner: Learner, card_id: int, memory: Memory, now: datetime
) -> Interval | None:
    """When a card that was rated comes back; None while it is set aside."""
    aside = (await marks.get(conn, learner.id, card_id)).set_aside
    return None if aside else until(memory.due, now, zone(learner.zone))


async def waits(conn: Connection, post: Post) -> bool:
    """Whether the session of an answered post has not gone on yet."""
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if session is None or not session.open or post.state != "answered":
        return False
    return await sessions.waiting(conn, session) is None


def answering_of(post: Post, card: Card, language: str) -> Answering | None:
    """What has been said to a private post that is answered in more than a rating, and what it is worth."""
    if post.mode not in SAID_FIRST:
        return None
    said = said_in(post.draft)
    ticks = points(card.answer) if post.mode == "checklist" else ()
    judged = judge(said.text, expected(card), language) if said.text and post.mode == "typed" else None
    return Answering(said, judged, ticks)


async def _outcomes(
    conn: Connection, post: Post, policy: Policy, now: datetime
) -> dict[int, Interval | None]:
    learner = await learners.get(conn, post.learner_id)
    memory = await memories.get(conn, post.learner_id, post.card_id)
    place = zone(learner.zone)
    after = await timing.outcomes(conn, learner, post.card_id, memory, policy.scheduler, now)
    aside = (await marks.get(conn, learner.id, post.card_id)).set_aside
    return {
        rating: None if aside or is_leech(memory, outcome.memory) else until(outcome.memory.due, now, place)
        for rating, outcome in after.items()
    }


async def _closes(conn: Connection, post: Post, chat: Chat, now: datetime) -> datetime | None:
    """When a quiz with buttons closes, on the clock of its chat; counted from now where it is about to be sent."""
    at = closes_at(replace(post, sent_at=post.sent_at or now), chat) if post.mode == "buttons" else None
    return at.astimezone(zone((await learners.get(conn, post.learner_id)).zone)) if at else None


async def _pictures(conn: Connection, stored: StoredCard) -> Mapping[str, bytes]:
    """The files the card names that Telegram can show."""
    found = await owned.named_pictures(conn, stored.deck_id, named_by(stored.card))
    return {name: data for name, data in found.items() if is_photo(data)}


async def _chosen(conn: Connection, post: Post) -> tuple[int, ...]:
    """The options this post's own learner took, or has ticked so far."""
    answer = await answers.standing(conn, post.id, post.learner_id)
    if answer is not None and isinstance(answer.how.given, list):
        return tuple(answer.how.given)
    return await events.toggled(conn, post.id, post.learner_id) if post.state == "open" else ()


async def _step(
    conn: Connection, post: Post, session: Session | None, *, private: bool
) -> tuple[int, int] | None:
    if session is None:
        return None
    if private:
        if await waits(conn, post):  # it stays until its reader goes on
            return session.done, max(session.size, session.done + len(session.again))
        total = await sessions.total(conn, session)
        return min(session.done + 1, total), total
    return await sessions.number_of(conn, post), session.size  # a group's questions all stay where they are


async def _run(conn: Connection, post: Post, session: Session | None, *, private: bool) -> Run | None:
    if session is None or not session.open:
        return None
    if not private:
        newest = await sessions.number_of(conn, post) == session.done + 1
        return Run(session.id, session.kind, onward=newest and session.done + 1 < session.size)
    learner = await learners.get(conn, post.learner_id)
    return Run(
        session.id,
        session.kind,
        until=session.until.astimezone(zone(learner.zone)) if session.until else None,
        again=post.card_id in session.again,
        picked=tuple(post.draft) if session.kind == "exam" and isinstance(post.draft, list) else (),
    )
