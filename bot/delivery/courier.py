"""Sending what is owed: one lease, one message, one record at a time.

At most one message is in flight, so a process that dies sends at most that one again, and forgets none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.actions import anew, letters
from bot.actions.face import Shown, shown
from bot.actions.letters import Letter
from bot.actions.policy import Policy
from bot.delivery.clock import Clock
from bot.delivery.outcome import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    NotRich,
    Outcome,
    Refused,
    Sent,
    Unchanged,
    Wait,
)
from bot.delivery.pacing import Pacer
from bot.domain.chat import Chat, ChatKind
from bot.domain.post import Post
from bot.errors import NotFound
from bot.i18n.translator import translator
from bot.render import post as render
from bot.render.message import Buttons, Outgoing, OutgoingMessage
from bot.storage import chats, deliveries, plans, posts
from bot.storage.database import Connection, Database
from bot.storage.deliveries import Delivery

log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)


class Sends(Protocol):
    """Whoever can put a message into a chat."""

    @property
    def takes_rich(self) -> bool:
        """Whether rich messages are known there, as far as anybody has found out."""
        ...

    async def send(
        self, chat_id: int, message: Outgoing, *, kind: ChatKind, by: datetime | None = None
    ) -> Outcome:
        """Send one message and say what came of it; when its turn comes only after `by`, `Wait` and nothing else."""
        ...

    async def edit(self, chat_id: int, message_id: int, message: OutgoingMessage) -> Outcome:
        """Make a message look like this one."""
        ...

    async def edit_buttons(self, chat_id: int, message_id: int, buttons: Buttons) -> Outcome:
        """Replace a message's buttons, or take them away."""
        ...


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 5 s, doubling, at most a quarter of an hour."""
    return min(FIRST_RETRY * (1 << min(attempts - 1, 20)), LONGEST_RETRY)


async def follow(conn: Connection, chat_id: int, outcome: Outcome, now: datetime) -> None:
    """What an answer of Telegram's says about the chat itself: it moved, or nothing can be sent there any more."""
    match outcome:
        case Moved(chat_id=new_id):
            await chats.migrate(conn, chat_id, new_id)
            log.info("group moved", chat=chat_id, to=new_id)
        case Gone(reason=reason):
            await chats.mark_gone(conn, chat_id, reason, now)
            await deliveries.drop_chat(conn, chat_id, now, reason)
            log.info("chat switched off", chat=chat_id, reason=reason)


class Courier:
    """Empties the outbox. `lease` is how long a row is ours, `attempts` how often it is tried."""

    def __init__(
        self,
        database: Database,
        sender: Sends,
        pacer: Pacer,
        clock: Clock,
        policy: Policy,
        *,
        owner: str,
        lease: timedelta,
        attempts: int,
    ) -> None:
        self._database = database
        self._sender = sender
        self._pacer = pacer
        self._clock = clock
        self._policy = policy
        self._owner = owner
        self._lease_time = lease
        self._attempts = attempts

    async def deliver_one(self) -> bool:
        """Send the longest owed message; False when nothing can be sent now."""
        delivery = await self._lease(None)
        if delivery is None:
            return False
        await self._deliver(delivery, patient=False)
        return True

    async def deliver_post(self, post_id: int) -> bool:
        """Send one post before everything else, since somebody is waiting for it; whether it arrived.

        When it did not it stays owed, and is tried again like any other.
        """
        delivery = await self._lease(post_id)
        return delivery is not None and await self._deliver(delivery, patient=True)

    async def _lease(self, post_id: int | None) -> Delivery | None:
        now = self._clock.now()
        async with self._database.write() as conn:
            return await deliveries.lease(conn, self._owner, now, now + self._lease_time, post_id=post_id)

    async def _deliver(self, delivery: Delivery, *, patient: bool) -> bool:
        """Send what we hold, unless there is nothing left to send or its chat must wait; whether it arrived."""
        try:
            if delivery.post_id is None:
                return await self._deliver_letter(delivery)
            what = await self._what(delivery, patient=patient)
            return what is not None and await self._send(delivery, what)
        except Exception as e:
            # A mistake of ours in one message must neither stop the others nor be tried for ever.
            log.exception("delivery failed", kind=delivery.kind, chat=delivery.chat_id, post=delivery.post_id)
            async with self._database.write() as conn:
                await self._failed(conn, delivery, Later(type(e).__name__), self._clock.now())
            return False

    async def _what(self, delivery: Delivery, *, patient: bool) -> Shown | None:
        now = self._clock.now()
        async with self._database.write() as conn:
            try:
                what = await shown(conn, delivery.post_id or 0, self._policy, now)
            except NotFound:
                await deliveries.drop(conn, delivery, now, "its card or chat is gone")
                return None
            if what.chat.gone or not anew.is_owed(delivery, what.post):
                await deliveries.drop(conn, delivery, now, "nothing left to send")
                return None
            wait_until = delivery.leased_until if patient else now + timedelta(seconds=1)
            return None if await self._must_wait(conn, delivery, what.chat, wait_until) else what

    async def _must_wait(self, conn: Connection, delivery: Delivery, chat: Chat, until: datetime) -> bool:
        """Whether the chat may not be written to by `until`; it is given back then."""
        ready_at = self._pacer.ready_at(chat.id, chat.kind, self._clock.now())
        if ready_at <= until:
            return False
        await deliveries.postpone(conn, delivery, ready_at)
        return True

    async def _deliver_letter(self, delivery: Delivery) -> bool:
        """Send what is no question, if it still is to be said; whether that is done."""
        now = self._clock.now()
        async with self._database.write() as conn:
            chat = await chats.get(conn, delivery.chat_id)
            letter = None
            if chat is not None and not chat.gone:
                letter = await letters.write(conn, chat, delivery.key, self._policy, now)
            if chat is None or letter is None:
                await deliveries.drop(conn, delivery, now, "nothing left to say")
                return False
            if await self._must_wait(conn, delivery, chat, now + timedelta(seconds=1)):
                return False
        if not await self._clear(delivery, chat, letter):
            return False
        first = min(delivery.parts_sent, len(letter.messages) - 1)
        for number, message in enumerate(letter.messages[first:], first + 1):
            outcome = await self._put(chat, letter, message, delivery.leased_until)
            async with self._database.write() as conn:
                # A message to be replaced that somebody deleted is not missed.
                if not isinstance(outcome, Sent | Unchanged | Missing):
                    await self._failed(conn, delivery, outcome, self._clock.now())
                    return False
                await self._put_down(conn, delivery, letter, outcome, number)
        return True

    async def _clear(self, delivery: Delivery, chat: Chat, letter: Letter) -> bool:
        """Take away the buttons that the letter leaves without a use; False when that is to be tried again."""
        if letter.clears is None:
            return True
        outcome = await self._sender.edit_buttons(chat.id, letter.clears, ())
        if not isinstance(outcome, Wait | Later):  # whatever else: the letter is worth more than the buttons
            return True
        async with self._database.write() as conn:
            await self._failed(conn, delivery, outcome, self._clock.now())
        return False

    async def _put(self, chat: Chat, letter: Letter, message: OutgoingMessage, by: datetime) -> Outcome:
        if letter.replaces is not None:
            return await self._sender.edit(chat.id, letter.replaces, message)
        return await self._sender.send(chat.id, message, kind=chat.kind, by=by)

    async def _put_down(
        self, conn: Connection, delivery: Delivery, letter: Letter, outcome: Outcome, number: int
    ) -> None:
        """The letter's message with this number, from 1, has arrived."""
        if isinstance(outcome, Sent) and letter.replaces is None and letter.counts is not None:
            await plans.counts(conn, *letter.counts, outcome.message_id)
        if number < len(letter.messages):
            await deliveries.part_sent(conn, delivery, number)
        else:
            await deliveries.finish(conn, delivery, self._clock.now())

    async def _send(self, delivery: Delivery, what: Shown, *, rich: bool = True) -> bool:
        # What has begun to arrive in several messages goes on so: which look it had then is not written down.
        rich = rich and self._sender.takes_rich and not delivery.parts_sent
        messages = render.post(what.face, translator(what.chat.language), rich_known=rich)
        first = min(delivery.parts_sent, len(messages) - 1)
        for number, message in enumerate(messages[first:], first + 1):
            # Past the lease somebody else may hold the row and be sending it.
            chat, until = what.chat, delivery.leased_until
            outcome = await self._sender.send(chat.id, message, kind=chat.kind, by=until)
            if isinstance(outcome, NotRich):
                return await self._send(delivery, what, rich=False)
            now = self._clock.now()
            async with self._database.write() as conn:
                if not isinstance(outcome, Sent):
                    await self._failed(conn, delivery, outcome, now)
                    return False
                if number < len(messages):
                    await deliveries.part_sent(conn, delivery, number)
                    await posts.part_arrived(conn, what.post.id, outcome.message_id)
                elif await deliveries.finish(conn, delivery, now):
                    await self._arrived(conn, what.post, outcome, number, now)
        if what.post.message_id is not None:  # which it came in before
            await self._sender.edit_buttons(what.chat.id, what.post.message_id, ())
        late = self._clock.now() - delivery.due_at
        log.info("delivered", kind=delivery.kind, chat=what.chat.id, late=str(late))
        return True

    async def _arrived(self, conn: Connection, post: Post, last: Sent, count: int, now: datetime) -> None:
        """The last of a post's `count` messages has arrived."""
        if post.state == "queued":
            await posts.arrived(conn, post, last.message_id, now, poll_id=last.poll_id)
            return
        there = (await posts.get(conn, post.id)).earlier
        parts = there[len(there) - count + 1 :]
        await anew.arrived(conn, post, [*parts, last.message_id], now, poll_id=last.poll_id)

    async def _failed(self, conn: Connection, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Wait(seconds=seconds):
                await deliveries.postpone(conn, delivery, now + timedelta(seconds=seconds))
            case Moved(chat_id=new_id):
                await follow(conn, delivery.chat_id, outcome, now)
                await deliveries.retry(conn, delivery, now, f"moved to {new_id}")
            case Gone():
                await follow(conn, delivery.chat_id, outcome, now)
            case Later(reason=reason) if delivery.attempts < self._attempts:
                await deliveries.retry(conn, delivery, now + back_off(delivery.attempts), reason)
            case NoRights() | Refused() if await posts.fall_back(conn, delivery.post_id):
                await deliveries.retry(conn, delivery, now, str(outcome))
            case _:
                await self._give_up(conn, delivery, str(outcome), now)

    async def _give_up(self, conn: Connection, delivery: Delivery, reason: str, now: datetime) -> None:
        await deliveries.drop(conn, delivery, now, reason)
        post = await posts.find(conn, delivery.post_id)
        if post is not None and post.state == "queued":
            await posts.advance(conn, post, "closed", now)
        log.error("delivery given up", kind=delivery.kind, chat=delivery.chat_id, reason=reason)
