"""What a person notes about a card from the row under its answer: a star, never again, a note.

Marks are one person's, and the row is shown only in their private chat: under a message that many read it could show
nobody's star and would be noise. What somebody rated in a group comes back to them in private, with the row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actions import answer, quiz
from bot.actions.answer import Touch
from bot.actions.face import Shown, shown
from bot.actions.policy import Policy
from bot.domain.chat import Chat
from bot.domain.mark import Written, written
from bot.domain.post import Post
from bot.errors import NotAllowed, PostOver
from bot.storage import cards, inbox, marks, pending, posts, sessions
from bot.storage.database import Connection
from bot.storage.learners import Learner
from bot.storage.pending import Pending

NOTING = timedelta(minutes=10)  # how long the next text may be a note


@dataclass(frozen=True, slots=True)
class Noted:
    """A text that became a note; `card_id` None: its card is no more.

    `post_id` is its question, when that still stands in the chat.
    """

    card_id: int | None
    written: Written
    post_id: int | None = None


async def mine(conn: Connection, chat: Chat, touch: Touch, policy: Policy, now: datetime) -> Shown:
    """The question whose row was touched, in the toucher's own chat.

    Raises `PostOver` when its message shows something else by now, `NotAllowed` when it is somebody else's.
    """
    post = await posts.find(conn, touch.post_id)
    if post is None or chat.kind != "private":
        raise PostOver(touch.post_id)
    if post.chat_id != touch.chat_id or post.learner_id != touch.learner.id:
        raise NotAllowed("refused.not_yours")
    what = await answer.current(conn, touch, policy, now)
    if what is None or what.post.id != post.id:
        raise PostOver(post.id)
    return what


async def star(conn: Connection, post: Post, *, on: bool) -> None:
    """Star the card of a post, or take its star away."""
    mark = await marks.get(conn, post.learner_id, post.card_id)
    await marks.put(conn, post.learner_id, post.card_id, replace(mark, starred=on))


async def hide(conn: Connection, learner_id: int, card_id: int, *, on: bool) -> None:
    """Never ask a card again, or ask it after all."""
    mark = await marks.get(conn, learner_id, card_id)
    await marks.put(conn, learner_id, card_id, replace(mark, hidden=on))


async def show_again(conn: Connection, learner: Learner, card_id: int | None) -> bool:
    """Ask a card that was hidden again; False when the learner has not hidden it."""
    if card_id is None or not (await marks.get(conn, learner.id, card_id)).hidden:
        return False
    await hide(conn, learner.id, card_id, on=False)
    return True


async def go_on(
    conn: Connection, post: Post, chat: Chat, learner: Learner, policy: Policy, now: datetime
) -> quiz.Onward:
    """Pass over the question of a hidden card in its session, as if it had not been asked."""
    session = await sessions.get(conn, post.session_id) if post.session_id else None
    if session is None or not session.open or post.state == "answered" or post.message_id is None:
        raise PostOver(post.id)
    await posts.advance(conn, post, "closed", now)
    return await quiz.onward(conn, chat, learner, session, post, policy, now)


async def ask_for_note(conn: Connection, post: Post, token: int, now: datetime) -> None:
    """Take the chat's next text for a note on the card of this post; `token` is the update that asked for it."""
    await pending.drop_texts(conn, post.chat_id)
    await pending.hold(conn, post.chat_id, "note", Pending(token, f"{post.card_id} {post.id}"), now + NOTING)


async def note(
    conn: Connection, chat: Chat, learner: Learner, update_id: int, text: str, now: datetime
) -> Noted | None:
    """Keep a text as the note that was asked for; None when none was.

    A text of which nothing can be seen is no note, and the next one may be.
    """
    waiting = await pending.held(conn, chat.id, "note", now)
    if waiting is None:
        return None
    card_id, post_id = map(int, waiting.name.split())
    what = written(text)
    if not what.text:
        return Noted(card_id, what)
    await inbox.acts(conn, update_id)
    await pending.drop(conn, chat.id, "note")
    if await cards.find(conn, card_id) is None:
        return Noted(None, what)
    await _keep(conn, learner.id, card_id, what.text)
    stands = await stands_here(conn, learner, post_id)
    return Noted(card_id, what, post_id if stands else None)


async def stands_here(conn: Connection, learner: Learner, post_id: int) -> bool:
    """Whether the learner's question is still what its message shows."""
    post = await posts.find(conn, post_id)
    return post is not None and post.learner_id == learner.id and await posts.is_newest(conn, post)


async def erase_note(
    conn: Connection, chat: Chat, learner: Learner, post_id: int | None, policy: Policy, now: datetime
) -> Shown | None:
    """Forget the learner's note on the card of a post, and take no text for one.

    Returns the question, None when it no longer stands in the chat. Raises as `mine` does.
    """
    post = await posts.find(conn, post_id)
    if post is None:
        raise PostOver(post_id or 0)
    if post.chat_id != chat.id or post.learner_id != learner.id:
        raise NotAllowed("refused.not_yours")
    await pending.drop(conn, chat.id, "note")
    await _keep(conn, learner.id, post.card_id, "")
    return await shown(conn, post.id, policy, now) if await posts.is_newest(conn, post) else None


async def _keep(conn: Connection, learner_id: int, card_id: int, text: str) -> None:
    mark = await marks.get(conn, learner_id, card_id)
    await marks.put(conn, learner_id, card_id, replace(mark, note=text))
