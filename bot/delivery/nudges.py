"""What a nudge says by the time it is sent, which may be later than it was owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.actions.nudge import Nudge, read
from bot.actions.tally import tally
from bot.domain.chat import Chat
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.i18n.translator import Translator, translator
from bot.render import pace as render
from bot.render.message import OutgoingMessage
from bot.storage import cards, chats, learners, leeches, memories, plans
from bot.storage.database import Connection
from bot.storage.deliveries import Delivery
from bot.storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Said:
    """A message for a chat: a new one, or instead of the one it `replaces`.

    `counts` is the learner and the day whose counter it will be.
    """

    chat: Chat
    message: OutgoingMessage
    replaces: int | None = None
    counts: tuple[int, date] | None = None


async def said(conn: Connection, delivery: Delivery, now: datetime) -> Said | None:
    """What is to be sent for a row of the outbox; None when there is nothing left to say."""
    nudge = read(delivery.key)
    chat = await chats.get(conn, delivery.chat_id)
    learner = await learners.find(conn, "person", delivery.chat_id)
    if chat is None or chat.gone or learner is None or learner.id != nudge.learner_id:
        return None
    t = translator(chat.language)
    match nudge.kind:
        case "status":
            return await _status(conn, chat, learner, nudge, t, now)
        case "quiet":
            return Said(chat, render.quiet(t))
        case "backlog":
            waiting = await memories.count_due(conn, learner.id, now)
            return Said(chat, render.backlog(t, waiting))
        case "leech":
            return await _leech(conn, chat, learner, nudge, t)


async def _status(
    conn: Connection, chat: Chat, learner: Learner, nudge: Nudge, t: Translator, now: datetime
) -> Said | None:
    place = zone(learner.zone)
    day = learner_day(now, place)
    if day.isoformat() != nudge.about[0]:
        return None  # that day is over
    pace = await plans.get(conn, learner.id)
    counted = await tally(conn, learner, pace, now)
    next_at = counted.next_at.astimezone(place).time() if counted.next_at and counted.next_at > now else None
    replaces = pace.status_message_id if pace.status_day == day else None
    message = render.status(t, counted.done, counted.total, next_at)
    return Said(chat, message, replaces, (learner.id, day))


async def _leech(conn: Connection, chat: Chat, learner: Learner, nudge: Nudge, t: Translator) -> Said | None:
    card_id, lapses = map(int, nudge.about)
    if not await leeches.is_aside(conn, learner.id, card_id):
        return None  # its learner was quicker
    stored = await cards.get(conn, card_id)
    return Said(chat, render.leech(t, card_id, stored.card.question, lapses))
