"""Cards placed in chats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.card import Choice
from bot.domain.mode import Mode
from bot.domain.post import Post, PostEvent, PostKind, move
from bot.domain.subscription import Reveal
from bot.errors import NotFound
from bot.storage.tables import answers, cards, events, memories, posts, sessions

_COLUMNS = tuple(posts.c[name] for name in Post.__dataclass_fields__)
UNANSWERED = ("queued", "open", "revealed")


@dataclass(frozen=True, slots=True)
class PostIntent:
    """A post that was decided and does not exist yet."""

    chat_id: int
    card_id: int
    learner_id: int
    kind: PostKind
    reveal: Reveal
    day: date
    session_id: int | None = None
    mode: Mode = "reveal"
    options: tuple[Choice, ...] = ()


async def add(conn: AsyncConnection, intent: PostIntent, now: datetime) -> int:
    """Place a card in a chat, still `queued`; returns the post's id."""
    values = {**asdict(intent), "options": [astuple(option) for option in intent.options] or None}
    insert = posts.insert().values(state="queued", earlier=[], created_at=now, **values)
    post_id: int = (await conn.execute(insert.returning(posts.c.id))).scalar_one()
    return post_id


async def get(conn: AsyncConnection, post_id: int) -> Post:
    """The post; raises `NotFound` when there is none."""
    post = await find(conn, post_id)
    if post is None:
        raise NotFound("post", post_id)
    return post


async def find(conn: AsyncConnection, post_id: int | None) -> Post | None:
    """The post, or None."""
    row = (await conn.execute(select(*_COLUMNS).where(posts.c.id == post_id))).one_or_none()
    return _post(row) if row else None


async def of_poll(conn: AsyncConnection, poll_id: str) -> Post | None:
    """The post whose native quiz Telegram calls so, or None."""
    row = (await conn.execute(select(*_COLUMNS).where(posts.c.poll_id == poll_id))).one_or_none()
    return _post(row) if row else None


async def of_earlier_poll(conn: AsyncConnection, poll_id: str) -> Post | None:
    """The post whose native quiz Telegram called so before it was sent anew, or None."""
    before = (events.c.kind == "sent_anew", cast(events.c.given, String) == json.dumps(poll_id))
    return await find(conn, await conn.scalar(select(events.c.post_id).where(*before).limit(1)))


async def advance(conn: AsyncConnection, post: Post, event: PostEvent, now: datetime) -> None:
    """Carry out one move of the post's table; raises `IllegalMove` when there is none."""
    values: dict[str, Any] = {"state": move(post.state, event)}
    if event == "revealed":
        values["revealed_at"] = now
    await conn.execute(update(posts).where(posts.c.id == post.id).values(values))


async def close_stale(conn: AsyncConnection, sent_before: datetime, waited_since: datetime) -> None:
    """What arrived before that moment and was not answered is over, so that its card can be asked again.

    A session waits longer, for a question shown after `waited_since`.
    """
    going = select(sessions.c.id).where(sessions.c.open, sessions.c.kind != "exam")
    waits = posts.c.session_id.is_not(None) & posts.c.session_id.in_(going) & (posts.c.sent_at > waited_since)
    for state in ("open", "revealed"):
        left = (posts.c.state == state, posts.c.sent_at < sent_before, ~waits)
        await conn.execute(update(posts).where(*left).values(state=move(state, "closed")))


async def arrived(
    conn: AsyncConnection, post: Post, message_id: int, now: datetime, *, poll_id: str = ""
) -> None:
    """Telegram took the post and called it `message_id`, and its native quiz, if it is one, `poll_id`."""
    await conn.execute(
        update(posts)
        .where(posts.c.id == post.id)
        .values(
            state=move(post.state, "sent"),
            message_id=message_id,
            sent_at=now,
            poll_id=poll_id or post.poll_id,
        )
    )


async def part_arrived(conn: AsyncConnection, post_id: int, message_id: int) -> None:
    """One of a long post's messages arrived, and others are still to come."""
    earlier = await conn.scalar(select(posts.c.earlier).where(posts.c.id == post_id))
    values = {"earlier": [*(earlier or []), message_id]}
    await conn.execute(update(posts).where(posts.c.id == post_id).values(values))


async def fall_back(conn: AsyncConnection, post_id: int | None) -> bool:
    """A native quiz that its chat does not take is asked with buttons; whether this post was one."""
    refused = (posts.c.id == post_id, posts.c.mode == "poll", posts.c.state == "queued")
    changed = await conn.execute(update(posts).where(*refused).values(mode="buttons"))
    return bool(changed.rowcount)


async def stands_in(
    conn: AsyncConnection, post_id: int, messages: Sequence[int], *, poll_id: str = ""
) -> None:
    """The post now stands in these messages, its buttons under the last; `poll_id` names a poll sent anew."""
    *earlier, last = messages
    values = {"message_id": last, "earlier": earlier, **({"poll_id": poll_id} if poll_id else {})}
    await conn.execute(update(posts).where(posts.c.id == post_id).values(values))


async def say(conn: AsyncConnection, post_id: int, draft: object) -> None:
    """Keep what the reader of a post has said so far."""
    await conn.execute(update(posts).where(posts.c.id == post_id).values(draft=draft))


async def shown_again(conn: AsyncConnection, post: Post, messages: Sequence[int], now: datetime) -> None:
    """A question that waited is shown in these messages; its answer takes as long as it takes from now."""
    *earlier, last = messages
    values = {"message_id": last, "earlier": earlier, "sent_at": now}
    await conn.execute(update(posts).where(posts.c.id == post.id).values(values))


async def families_on(conn: AsyncConnection, learner_id: int, day: date) -> frozenset[str]:
    """The families of cards this learner was asked on `day`, or answered and did not take back, wherever."""
    seen = or_(posts.c.message_id.is_not(None), posts.c.state == "queued")
    query = (
        select(cards.c.family)
        .distinct()
        .join(posts, posts.c.card_id == cards.c.id)
        .where(posts.c.learner_id == learner_id, posts.c.day == day, seen)
    )
    theirs = answers.c.learner_id == learner_id
    undone = select(answers.c.undoes).where(theirs, answers.c.kind == "undo")
    answered = (
        select(cards.c.family)
        .join(answers, answers.c.card_id == cards.c.id)
        .where(theirs, answers.c.day == day, answers.c.kind == "rating", answers.c.id.not_in(undone))
    )
    return frozenset((await conn.scalars(query.union(answered))).all())


async def reviews_on(conn: AsyncConnection, learner_id: int, day: date) -> dict[int, bool]:
    """The cards that came by themselves as follow-ups on the learner's day, and whether each is answered."""
    theirs = (posts.c.learner_id == learner_id, posts.c.day == day, posts.c.kind == "review")
    query = select(posts.c.card_id, posts.c.state).where(*theirs).order_by(posts.c.id)
    came: dict[int, bool] = {}
    for card_id, state in await conn.execute(query):
        came[card_id] = came.get(card_id, False) or state == "answered"
    return came


async def new_waiting(conn: AsyncConnection, learner_id: int, day: date) -> int:
    """How many cards the learner never answered were asked on `day` and wait for an answer."""
    known = select(memories.c.card_id).where(memories.c.learner_id == learner_id)
    query = select(func.count(posts.c.card_id.distinct())).where(
        posts.c.learner_id == learner_id,
        posts.c.day == day,
        posts.c.state.in_(UNANSWERED),
        posts.c.card_id.not_in(known),
    )
    return await conn.scalar(query) or 0


async def unanswered(conn: AsyncConnection, chat_id: int, kinds: tuple[PostKind, ...]) -> list[Post]:
    """Posts of these kinds that still wait for an answer in the chat, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(posts.c.chat_id == chat_id, posts.c.kind.in_(kinds), posts.c.state.in_(UNANSWERED))
        .order_by(posts.c.id)
    )
    return [_post(row) for row in await conn.execute(query)]


async def is_newest(conn: AsyncConnection, post: Post) -> bool:
    """Whether the post is the one its message shows, and is not over: a session goes on in one message."""
    here = (posts.c.chat_id == post.chat_id, posts.c.message_id == post.message_id)
    newest = await conn.scalar(select(func.max(posts.c.id)).where(*here))
    return bool(newest == post.id and post.state in {"open", "revealed", "answered"})


async def cards_of_session(conn: AsyncConnection, session_id: int) -> frozenset[int]:
    """The cards a session has asked and did not take back."""
    query = select(posts.c.card_id).where(posts.c.session_id == session_id, posts.c.state != "over")
    return frozenset((await conn.scalars(query)).all())


async def latest(conn: AsyncConnection, chat_id: int, kind: PostKind, day: date) -> list[Post]:
    """The chat's posts of one kind on one day, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(posts.c.chat_id == chat_id, posts.c.kind == kind, posts.c.day == day, posts.c.state != "over")
        .order_by(posts.c.id)
    )
    return [_post(row) for row in await conn.execute(query)]


async def previous_in_session(conn: AsyncConnection, post: Post) -> Post | None:
    """The question answered just before this one in the same session; None for a question of no session."""
    if post.session_id is None:
        return None
    query = (
        select(*_COLUMNS)
        .where(posts.c.session_id == post.session_id, posts.c.id < post.id, posts.c.state == "answered")
        .order_by(posts.c.id.desc())
        .limit(1)
    )
    row = (await conn.execute(query)).one_or_none()
    return _post(row) if row else None


async def count_answered(conn: AsyncConnection, post_id: int) -> int:
    """How many people rated this post and did not take it back."""
    here = answers.c.post_id == post_id
    undone = select(answers.c.undoes).where(here, answers.c.kind == "undo")
    query = select(func.count(answers.c.learner_id.distinct())).where(
        here, answers.c.kind == "rating", answers.c.id.not_in(undone)
    )
    return await conn.scalar(query) or 0


def _post(row: Any) -> Post:
    options = tuple(Choice(*option) for option in row.options or ())
    return Post(**{**row._asdict(), "earlier": tuple(row.earlier), "options": options})
