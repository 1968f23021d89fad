"""Saying something about a question before it is rated: how sure one is, which points one had, who was right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actions import answer
from bot.actions.answer import Rated, Touch, touched
from bot.actions.face import Shown, answering_of, shown
from bot.actions.policy import Policy
from bot.domain.grading import RIGHT
from bot.domain.mode import Mode
from bot.domain.points import points
from bot.domain.post import Post
from bot.domain.said import SURENESS, how, rating_of_sure, said_in
from bot.errors import PostOver
from bot.storage import answers, cards, chats, drafts
from bot.storage.database import Connection


async def say_sure(conn: Connection, touch: Touch, sure: int, policy: Policy, now: datetime) -> Shown:
    """Keep how sure (1-5) the reader is, and show the answer; raises `PostOver` when it has been shown already."""
    post = await _private(conn, touch, "sure", now)
    if post.state != "open" or sure not in SURENESS:
        raise PostOver(post.id)
    await drafts.keep(conn, post.id, replace(said_in(post.draft), sure=sure))
    return await answer.reveal(conn, touch, policy, now)


async def judge(conn: Connection, touch: Touch, policy: Policy, now: datetime, *, right: bool) -> Rated:
    """Count an answer whose reader said first how sure they were, and now whether they were right."""
    post = await _private(conn, touch, "sure", now)
    sure = said_in(post.draft).sure
    if sure is None or post.state != "revealed":
        raise PostOver(post.id)
    rating = rating_of_sure(sure, right=right)
    return await answer.rate(conn, touch, rating, policy, now, how=how("sure", post.draft, right))


async def tick(conn: Connection, touch: Touch, number: int, policy: Policy, now: datetime) -> Shown:
    """Tick the point with this number from 0, or take its tick away; raises `PostOver` when there is none."""
    post = await _private(conn, touch, "checklist", now)
    stored = await cards.get(conn, post.card_id)
    if post.state != "revealed" or not 0 <= number < len(points(stored.card.answer)):
        raise PostOver(post.id)
    said = said_in(post.draft)
    ticked = tuple(sorted({*said.ticked} ^ {number}))
    await drafts.keep(conn, post.id, replace(said, ticked=ticked))
    return await shown(conn, post.id, policy, now)


async def overrule(conn: Connection, touch: Touch, policy: Policy, now: datetime) -> Rated:
    """Count a written answer as right that was judged wrong; raises as `undo` does when that is too late."""
    post = await _private(conn, touch, "typed", now)
    counted = await answers.standing(conn, post.id, touch.learner.id)
    stored = await cards.get(conn, post.card_id)
    said = answering_of(post, stored.card, stored.language)
    if counted is None or said is None or said.judged is None or said.judged.right is not False:
        raise PostOver(post.id)
    if counted.how.right is not False:
        raise PostOver(post.id)
    await answer.undo(conn, touch.learner, policy, now, answer_id=counted.id)
    how_given = how("typed", post.draft, right=True)
    return await answer.rate(conn, touch, RIGHT, policy, now, how=how_given, stay=True)


async def _private(conn: Connection, touch: Touch, mode: Mode, now: datetime) -> Post:
    post = await touched(conn, touch, now)
    chat = await chats.get(conn, post.chat_id)
    if post.mode != mode or chat is None or chat.kind != "private":
        raise PostOver(post.id)
    return post
