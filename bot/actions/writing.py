"""Taking a text that somebody wrote for their answer to a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.actions import answer
from bot.actions.answer import Touch
from bot.actions.face import Shown, shown
from bot.actions.policy import STALE_AFTER, Policy
from bot.domain.chat import Chat
from bot.domain.expected import expected
from bot.domain.grading import Judged
from bot.domain.grading import judge as judge_text
from bot.domain.lexis import LONGEST
from bot.domain.mode import WRITTEN
from bot.domain.post import Post, PostState
from bot.domain.said import how, said_in
from bot.render.post import Given
from bot.storage import answers, cards, drafts, events, posts
from bot.storage.database import Connection
from bot.storage.learners import Learner

Refusal = Literal["over", "shown", "counted", "empty"]
_CLOSED: dict[PostState, Refusal] = {"revealed": "shown", "answered": "counted"}


@dataclass(frozen=True, slots=True)
class Written:
    """A text that came in a message, as a reply to another one or to none."""

    text: str
    message_id: int
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that was taken: the post as it looks now. `moves` says that it is to be shown below the text."""

    shown: Shown
    moves: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a member of a group wrote, judged; `given` is None where they rate it themselves."""

    judged: Judged
    given: Given | None


async def waiting(conn: Connection, chat: Chat, reply_to: int | None, now: datetime) -> Post | Refusal | None:
    """The question that a text in a private chat answers: the one it replies to, else the newest that waits for one.

    None when it answers none, and a word for why one can no longer be answered.
    """
    if reply_to is not None:
        post = await drafts.standing_in(conn, chat.id, reply_to)
        return _open(post, now) if post is not None and post.mode in WRITTEN else None
    found = await posts.unanswered(conn, chat.id, ("daily", "quiz", "review"))
    takes = [post for post in found if post.mode in WRITTEN and _open(post, now) is post]
    return takes[-1] if takes else None


async def take(
    conn: Connection, post: Post, learner: Learner, written: Written, policy: Policy, now: datetime
) -> Taken | Refusal:
    """Take a text for the answer to an open private post; what can be decided is counted at once."""
    judged = await _judged(conn, post, written.text)
    if judged.verdict == "empty":
        return "empty"
    await _keep(conn, post, written)
    assert post.message_id is not None
    touch = Touch(post.id, post.chat_id, post.message_id, learner)
    now_shown = await answer.reveal(conn, touch, policy, now)
    if post.mode == "typed" and judged.right is not None:
        given = how("typed", now_shown.post.draft, judged.right)
        rated = await answer.rate(conn, touch, judged.rating, policy, now, how=given, stay=True)
        now_shown = rated.now_shown or now_shown
    return Taken(now_shown)


async def retake(
    conn: Connection, chat: Chat, learner: Learner, written: Written, policy: Policy, now: datetime
) -> Taken | Refusal | None:
    """Take a message that was edited for what it says now; None when it answered nothing.

    The answer has been seen by then, so nothing is decided any more, only proposed.
    """
    post = await drafts.written_in(conn, chat.id, written.message_id)
    if post is None:
        return None
    if post.state != "revealed":
        await events.note(conn, post.id, learner.id, "late_edit", now)
        return "counted" if post.state == "answered" else "over"
    if (await _judged(conn, post, written.text)).verdict == "empty":
        return "empty"
    await _keep(conn, post, written)
    return Taken(await shown(conn, post.id, policy, now), moves=False)


async def again(conn: Connection, chat: Chat, message_id: int, policy: Policy, now: datetime) -> Taken | None:
    """What was taken from this message already, when it is handled a second time."""
    post = await drafts.written_in(conn, chat.id, message_id)
    if post is None or post.state not in {"revealed", "answered"}:
        return None
    return Taken(await shown(conn, post.id, policy, now), moves=False)


async def take_in_public(
    conn: Connection, chat: Chat, learner: Learner, written: Written, policy: Policy, now: datetime
) -> Judgement | Refusal | None:
    """Judge what a member of a group replied to a question; None when it replies to none that is written to.

    The first reply counts: having been told that it was wrong, anybody would find the right word.
    """
    post = await drafts.standing_in(conn, chat.id, written.reply_to or 0)
    if post is None or post.mode != "typed":
        return None
    found = _open(post, now)
    if not isinstance(found, Post):
        return found
    if await answers.standing(conn, post.id, learner.id) or await events.noted(
        conn, post.id, learner.id, "wrote"
    ):
        return "counted"
    judged = await _judged(conn, post, written.text)
    if judged.verdict == "empty":
        return "empty"
    await events.note(conn, post.id, learner.id, "wrote", now, written.text[:LONGEST])
    if judged.right is None or post.message_id is None:
        return Judgement(judged, None)
    said = how(
        "typed", {"text": written.text[:LONGEST], "message": None, "sure": None, "ticked": []}, judged.right
    )
    touch = Touch(post.id, chat.id, post.message_id, learner)
    rated = await answer.rate(conn, touch, judged.rating, policy, now, how=said)
    return Judgement(judged, rated.given)


def _open(post: Post, now: datetime) -> Post | Refusal:
    if post.state == "open" and post.message_id is not None:
        return post if post.sent_at is None or now - post.sent_at <= STALE_AFTER else "over"
    return _CLOSED.get(post.state, "over")


async def _judged(conn: Connection, post: Post, text: str) -> Judged:
    stored = await cards.get(conn, post.card_id)
    return judge_text(text, expected(stored.card), stored.language)


async def _keep(conn: Connection, post: Post, written: Written) -> None:
    text = written.text[:LONGEST]
    said = replace(said_in(post.draft), text=text, message_id=written.message_id)
    await drafts.keep(conn, post.id, said)
