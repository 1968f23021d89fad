"""Exams: a list of questions, a time, and no word about any answer before the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from bot.actions import answer, quiz, session
from bot.actions.answer import Rated, Touch
from bot.actions.face import Shown, shown
from bot.actions.policy import Policy
from bot.actions.session import At
from bot.domain.chat import Chat
from bot.domain.exam import CLAIMS, Reviewed, choosable, draw, judged, key_of, several, time_for
from bot.domain.mode import How
from bot.domain.post import Post
from bot.domain.session import Summary
from bot.errors import PostOver
from bot.storage import answers, candidates, cards, posts, sessions
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner
from bot.storage.sessions import Session


async def start(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    size: int,
    length: timedelta | None,
    policy: Policy,
    now: datetime,
    *,
    tags: tuple[str, ...] = (),
    decks: tuple[str, ...] = (),
) -> int | None:
    """Begin an exam of up to `size` questions that ends by itself; returns its first post, None without a card.

    What was asked today may be asked: an exam is about all that one should know. Without a `length` it takes as long
    as so many questions take. Its result is owed from now on. Raises `NotAllowed` while another is going on.
    """
    await quiz.make_room(conn, chat, learner, now)
    scope = await quiz.scope_of(conn, chat, tags, decks)
    found = await candidates.for_learner(conn, scope, learner.id, now)
    with_choices = await cards.choices(conn, [candidate.card_id for candidate in found])
    checked = {stored.id for stored in with_choices if choosable(stored.card)}
    chosen = draw(found, checked, size, Random(f"{learner.id} {now}"))
    if not chosen:
        return None
    made = await sessions.start(
        conn,
        chat.id,
        learner.id,
        len(chosen),
        now,
        tags=tags,
        decks=decks,
        kind="exam",
        again=chosen,
        until=now + (length or time_for(len(chosen))),
    )
    await enqueue(conn, DeliveryIntent(key_of(made.id), chat.id, "recap", made.until or now))
    return await quiz.begin(conn, chat, learner, made, policy, now)


async def pick(
    conn: Connection, at: At, post_id: int | None, option: int | None, policy: Policy, now: datetime
) -> Rated | Shown:
    """Answer with one option, or tick it where several are right; raises `PostOver`, also when the time is over."""
    post = await _asked(conn, at, post_id, now)
    if option is None or not 0 <= option < len(post.options):
        raise PostOver(post.id)
    if not several(post.options):
        return await _answer(conn, at, post, (option,), policy, now)
    ticked = set(_ticked(post)) ^ {option}
    await posts.say(conn, post.id, sorted(ticked))
    return await shown(conn, post.id, policy, now)


async def give(conn: Connection, at: At, post_id: int | None, policy: Policy, now: datetime) -> Rated:
    """Answer with what is ticked; raises `PostOver` when nothing is."""
    post = await _asked(conn, at, post_id, now)
    if not _ticked(post):
        raise PostOver(post.id)
    return await _answer(conn, at, post, _ticked(post), policy, now)


async def claim(
    conn: Connection, at: At, post_id: int | None, sure: int | None, policy: Policy, now: datetime
) -> Rated:
    """Say how sure one could answer (5, 3 or 1) a question that only its reader can judge."""
    post = await _asked(conn, at, post_id, now)
    if sure not in CLAIMS or post.options:
        raise PostOver(post.id)
    how = How(mode="sure", sure=sure)
    return await answer.rate(conn, _touch(at, post), CLAIMS[sure], policy, now, how=how, in_exam=True)


async def expire(conn: Connection, session_id: int, now: datetime) -> tuple[Post | None, Summary] | None:
    """An exam's time is over: close it and sum it up; None when it is no more.

    Returns its last question, too, whose buttons have nothing left to do.
    """
    exam = await sessions.get(conn, session_id)
    if exam is None:
        return None
    if exam.open:
        waiting = await sessions.waiting(conn, exam)
        if waiting is not None:
            await posts.advance(conn, waiting, "closed", now)
        await sessions.advance(conn, exam, "ended", now)
    return await sessions.last_post(conn, exam.id), await session.summary(conn, exam.id, now)


async def late(conn: Connection, at: At, now: datetime) -> Session | None:
    """The exam going on here whose time is over, though its result has not come yet."""
    for opened in await sessions.opened(conn, at.chat.id, at.learner.id):
        if opened.late(now):
            return opened
    return None


async def review(conn: Connection, at: At, session_id: int | None, number: int, now: datetime) -> Reviewed:
    """One question of an exam that is over, with its answer; raises `PostOver` when there is none, as `mine` else."""
    exam = await session.mine(conn, at, session_id)
    summed = await session.summary(conn, exam.id, now)
    if exam.open or exam.kind != "exam" or not 0 <= number < len(summed.went):
        raise PostOver(0)
    went = summed.went[number]
    post = await posts.find(conn, went.post_id)
    given = await answers.standing(conn, post.id, at.learner.id) if post else None
    picked = given.how.given if given and isinstance(given.how.given, list) else []
    stored = await cards.get(conn, went.card_id)
    return Reviewed(
        exam.id, number, len(summed.went), went, stored.card, post.options if post else (), tuple(picked)
    )


async def _asked(conn: Connection, at: At, post_id: int | None, now: datetime) -> Post:
    exam, post = await session.asked(conn, at, post_id, now)
    if exam.kind != "exam":
        raise PostOver(post.id)
    return post


async def _answer(
    conn: Connection, at: At, post: Post, picked: tuple[int, ...], policy: Policy, now: datetime
) -> Rated:
    right, rating = judged(post.options, picked)
    how = How(mode="buttons", right=right, given=list(picked))
    return await answer.rate(conn, _touch(at, post), rating, policy, now, how=how, in_exam=True)


def _touch(at: At, post: Post) -> Touch:
    return Touch(post.id, at.chat.id, at.message_id, at.learner)


def _ticked(post: Post) -> tuple[int, ...]:
    return tuple(post.draft) if isinstance(post.draft, list) else ()
