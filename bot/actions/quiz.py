"""Sessions: questions one after another, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot.actions.ask import owe_now, pick, place
from bot.actions.carry import carry
from bot.actions.policy import Policy
from bot.domain.chat import Chat
from bot.domain.exam import key_of, options
from bot.domain.mode import WRITTEN, Mode
from bot.domain.post import Post
from bot.domain.schedule import learner_day
from bot.domain.select import choose
from bot.domain.session import left_behind
from bot.domain.zones import zone
from bot.errors import NotAllowed
from bot.storage import candidates, cards, marks, pending, posts, sessions, subscriptions, tongues
from bot.storage.candidates import Scope
from bot.storage.database import Connection
from bot.storage.deliveries import give_up
from bot.storage.learners import Learner
from bot.storage.sessions import Session

USUAL_SIZE = 5
MAX_SIZE = 50


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a session goes after one of its questions.

    `post_id` is the next question, None when the session is over. `takes_over` says that it goes into the message of
    the last; else it comes in a message of its own, and is owed already.
    """

    session_id: int
    post_id: int | None
    takes_over: bool = True


async def scope_of(
    conn: Connection,
    chat: Chat,
    tags: tuple[str, ...],
    decks: tuple[str, ...],
    *,
    hard: bool = False,
    starred: bool = False,
) -> Scope:
    """What a question on demand is drawn from: what was asked for, else what the chat subscribed to.

    Starred cards are asked from wherever they are.
    """
    if starred:
        return Scope(decks, tags, chat_id=chat.id, met=True, hard=hard, starred=True)
    wanted = await subscriptions.get(conn, chat.id)
    if tags or decks or wanted is None:
        return Scope(decks, tags, chat.language, chat.id, hard=hard)
    return Scope(wanted.decks, wanted.tags, chat.language, chat.id, hard=hard)


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
    hard: bool = False,
    starred: bool = False,
) -> int | None:
    """Begin a session and place its first question; returns the post, None when there is nothing to ask.

    A session that was going on in the chat waits: what it asked can still be answered. One without an answer ends.
    Raises `NotAllowed` while an exam is going on.
    """
    await make_room(conn, chat, learner, now)
    scope = await scope_of(conn, chat, tags, decks, hard=hard, starred=starred)
    there = await _draw(conn, chat, learner, scope, size, policy, now)
    if not there:
        return None
    session = await sessions.start(
        conn, chat.id, learner.id, len(there), now, tags=tags, decks=decks, hard=hard, starred=starred
    )
    return await begin(conn, chat, learner, session, policy, now)


async def start_list(
    conn: Connection, chat: Chat, learner: Learner, card_ids: Sequence[int], policy: Policy, now: datetime
) -> int | None:
    """Begin a session of these cards, those that can still be asked; as `start` otherwise."""
    left = await _still(conn, chat, learner, card_ids)
    await make_room(conn, chat, learner, now)
    if not left:
        return None
    session = await sessions.start(conn, chat.id, learner.id, len(left), now, kind="missed", again=left)
    return await begin(conn, chat, learner, session, policy, now)


async def begin(
    conn: Connection, chat: Chat, learner: Learner, session: Session, policy: Policy, now: datetime
) -> int | None:
    """Place a session's first question and owe it to the chat."""
    post_id = await go_on(conn, chat, learner, session, policy, now)
    if post_id is not None:
        await owe_now(conn, chat, post_id, "quiz", now)
    return post_id


async def go_on(
    conn: Connection, chat: Chat, learner: Learner, session: Session, policy: Policy, now: datetime
) -> int | None:
    """Place the session's next question; returns the post, None when the session is over and now closed.

    Cards rated 1, skipped, or wanted again come back once the others are through.
    """
    fresh: tuple[int, ...] = ()
    asked = await sessions.asked(conn, session.id)
    if session.kind == "quiz" and max(session.done, len(asked)) < session.size:
        scope = await scope_of(
            conn, chat, session.tags, session.decks, hard=session.hard, starred=session.starred
        )
        fresh = await _draw(conn, chat, learner, scope, 1, policy, now, but=asked)
    again = await _still(conn, chat, learner, session.again)
    queue = fresh or again[:1]
    if not queue:
        await sessions.keep(conn, replace(session, again=()))
        await _over(conn, session, now)
        return None
    if not fresh:
        await sessions.keep(conn, replace(session, again=again[1:]))
    asks = await _read(conn, chat, session, queue[0])
    await carry(conn, learner, asks, policy, now)
    return await pose(conn, chat, learner, session, asks, now)


async def _read(conn: Connection, chat: Chat, session: Session, card_id: int) -> int:
    """The card in the chat's language, unless the session is of decks that were named, or an exam drawn before."""
    if session.decks or session.kind == "exam":
        return card_id
    wanted = await subscriptions.get(conn, chat.id)
    return await tongues.version(conn, card_id, chat.language, chat.id, but=wanted.decks if wanted else ())


async def counted(
    conn: Connection, post: Post, rating: int, now: datetime, *, surprised: bool = False
) -> Session | None:
    """The session of an answered post, one question further, to be given to `onward`; None when none waits for it.

    A card that was forgotten comes back after the others, one whose reader was `surprised` before them.
    """
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if session is None or not session.open:
        return None
    session = await sessions.advance(conn, session, "answered", now)
    again = session.again
    if session.kind != "exam":
        again = left_behind(session.again, post.card_id, rating, first=surprised)
    session = replace(session, done=session.done + 1, again=again)
    await sessions.keep(conn, session)
    return session


async def onward(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    session: Session,
    post: Post,
    policy: Policy,
    now: datetime,
) -> Onward:
    """The session's next question, in the message of `post` unless that is a poll, which stays one."""
    next_id = await go_on(conn, chat, learner, session, policy, now)
    if post.mode == "poll":
        return await settle(conn, chat, session, next_id, None, now)
    onward = await settle(conn, chat, session, next_id, post.message_id, now)
    if onward.takes_over and next_id is not None:  # with every message of the last
        await posts.stands_in(conn, next_id, post.messages)
    return onward


async def settle(
    conn: Connection, chat: Chat, session: Session, next_id: int | None, message_id: int | None, now: datetime
) -> Onward:
    """Where a placed question goes: into this message, or, being a poll or without one, into a message of its own."""
    if next_id is None:
        return Onward(session.id, None)
    placed = await posts.get(conn, next_id)
    if message_id is None or placed.mode == "poll":
        await owe_now(conn, chat, next_id, "quiz", now)
        return Onward(session.id, next_id, takes_over=False)
    # It takes over the message of another question or a page, so it has arrived already.
    await posts.arrived(conn, placed, message_id, now)
    return Onward(session.id, next_id)


async def _still(conn: Connection, chat: Chat, learner: Learner, card_ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the cards that may still be asked, in their order."""
    there = await cards.askable(conn, card_ids, chat.id)
    wanted = await marks.without_left_out(conn, learner.id, card_ids)
    return tuple(card_id for card_id in wanted if card_id in there)


async def make_room(conn: Connection, chat: Chat, learner: Learner, now: datetime) -> None:
    """Let a new session begin: the one going on waits, and what waited longer ends with its question.

    One that has no answer yet ends, too. Raises `NotAllowed` while an exam is going on.
    """
    opened = await sessions.opened(conn, chat.id, learner.id)
    if any(session.kind == "exam" and not session.late(now) for session in opened):
        raise NotAllowed("exam.running")
    opened = [session for session in opened if session.kind != "exam"]  # whose result is on its way
    kept = next((session for session in opened if session.done), None)
    for session in opened:
        if session is kept:
            await sessions.advance(conn, session, "paused", now)
        else:
            await close(conn, session, now)


async def close(conn: Connection, session: Session, now: datetime) -> None:
    """End a session, with the question it was waiting on."""
    waiting = await sessions.waiting(conn, session)
    if waiting is not None:
        await posts.advance(conn, waiting, "closed", now)
    await _over(conn, session, now)


async def _over(conn: Connection, session: Session, now: datetime) -> None:
    await sessions.advance(conn, session, "ended", now)
    if session.kind == "exam":
        await give_up(conn, key_of(session.id), now, "finished")


async def pose(
    conn: Connection, chat: Chat, learner: Learner, session: Session, card_id: int, now: datetime
) -> int:
    """A post of this card for a session, answered as the session's kind demands."""
    if session.kind != "exam":
        if chat.mode in WRITTEN:  # so the next text is for this question, whatever was asked for before
            await pending.drop_texts(conn, chat.id)
        return await place(conn, chat, learner, card_id, "quiz", "button", now, session_id=session.id)
    shown = options((await cards.get(conn, card_id)).card, Random(f"{session.id} {card_id}"))
    mode: Mode = "buttons" if shown else "sure"
    return await place(
        conn, chat, learner, card_id, "quiz", "button", now, session_id=session.id, mode=mode, options=shown
    )


async def _draw(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    scope: Scope,
    count: int,
    policy: Policy,
    now: datetime,
    *,
    but: Sequence[int] = (),
) -> tuple[int, ...]:
    """Cards for a session. Hard and starred ones may have been asked today already: that is what they are asked for."""
    if not (scope.hard or scope.starred):
        return await pick(conn, learner, scope, count, policy, now, chat=chat, asked_for=True)
    found = await candidates.for_learner(conn, scope, learner.id, now)
    day = learner_day(now, zone(learner.zone))
    return choose(
        [candidate for candidate in found if candidate.card_id not in but],
        count=count,
        now=now,
        day=day,
        new_left=0 if scope.hard else count,
        families_today=frozenset(),
        recall=policy.scheduler.recall,
        rng=Random(f"{learner.id} {day}"),
        ahead=True,
    )
