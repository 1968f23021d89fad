"""Sending what is owed: one lease, one message, one record at a time.

At most one message is in flight, so a process that dies sends at most that one again, and forgets none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.actions.face import Shown, shown
from bot.actions.policy import Policy
from bot.delivery.clock import Clock
from bot.delivery.outcome import Gone, Later, Moved, Outcome, Sent, Wait
from bot.delivery.pacing import Pacer
from bot.domain.chat import ChatKind
from bot.errors import NotFound
from bot.i18n.translator import translator
from bot.render import post as render
from bot.render.message import OutgoingMessage
from bot.storage import chats, deliveries, posts
from bot.storage.database import Connection, Database
from bot.storage.deliveries import Delivery

log = structlog.get_logger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)


class Sends(Protocol):
    """Whoever can put a message into a chat."""

    async def send(self, chat_id: int, message: OutgoingMessage, *, kind: ChatKind) -> Outcome:
        """Send one message and say what came of it."""
        ...


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 5 s, doubling, at most a quarter of an hour."""
    return min(FIRST_RETRY * (1 << min(attempts - 1, 20)), LONGEST_RETRY)


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
        self._lease = lease
        self._attempts = attempts

    async def deliver_one(self) -> bool:
        """Send the longest owed message; False when nothing can be sent now."""
        now = self._clock.now()
        async with self._database.write() as conn:
            delivery = await deliveries.lease(conn, self._owner, now, now + self._lease)
            if delivery is None:
                return False
            try:
                what = await shown(conn, delivery.post_id or 0, self._policy, now)
            except NotFound:
                await deliveries.drop(conn, delivery, now, "its card or chat is gone")
                return True
            if what.chat.gone or what.post.state not in {"queued", "open"}:
                await deliveries.drop(conn, delivery, now, "nothing left to send")
                return True
            ready_at = self._pacer.ready_at(what.chat.id, what.chat.kind, now)
            if ready_at > now + timedelta(seconds=1):
                await deliveries.postpone(conn, delivery, ready_at)
                return True
        await self._send(delivery, what)
        return True

    async def _send(self, delivery: Delivery, what: Shown) -> None:
        messages = render.post(what.face, translator(what.chat.language))
        for number, message in enumerate(messages[delivery.parts_sent :], delivery.parts_sent + 1):
            outcome = await self._sender.send(what.chat.id, message, kind=what.chat.kind)
            now = self._clock.now()
            async with self._database.write() as conn:
                if not isinstance(outcome, Sent):
                    await self._failed(conn, delivery, outcome, now)
                    return
                if number < len(messages):
                    await deliveries.part_sent(conn, delivery, number)
                elif await deliveries.finish(conn, delivery, now):
                    await posts.arrived(conn, what.post, outcome.message_id, now)
        log.info(
            "delivered", kind=delivery.kind, chat=what.chat.id, late=str(self._clock.now() - delivery.due_at)
        )

    async def _failed(self, conn: Connection, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Wait(seconds=seconds):
                await deliveries.postpone(conn, delivery, now + timedelta(seconds=seconds))
            case Moved(chat_id=new_id):
                await chats.migrate(conn, delivery.chat_id, new_id)
                await deliveries.retry(conn, delivery, now, f"moved to {new_id}")
                log.info("group moved", chat=delivery.chat_id, to=new_id)
            case Gone(reason=reason):
                await chats.mark_gone(conn, delivery.chat_id, reason, now)
                await deliveries.drop_chat(conn, delivery.chat_id, now, reason)
                log.info("chat switched off", chat=delivery.chat_id, reason=reason)
            case Later(reason=reason) if delivery.attempts < self._attempts:
                await deliveries.retry(conn, delivery, now + back_off(delivery.attempts), reason)
            case _:
                await self._give_up(conn, delivery, str(outcome), now)

    async def _give_up(self, conn: Connection, delivery: Delivery, reason: str, now: datetime) -> None:
        await deliveries.drop(conn, delivery, now, reason)
        post = await posts.find(conn, delivery.post_id)
        if post is not None:
            await posts.advance(conn, post, "closed", now)
        log.error("delivery given up", kind=delivery.kind, chat=delivery.chat_id, reason=reason)
