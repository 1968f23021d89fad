"""What is owed to a person beside questions: one row of the outbox each, whose key says all there is to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import plans
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner

MARK = "nudge"
NudgeKind = Literal["status", "quiet", "backlog", "leech"]


@dataclass(frozen=True, slots=True)
class Nudge:
    """What to say, to whom, and about what: `about` are words without spaces."""

    kind: NudgeKind
    learner_id: int
    about: tuple[str, ...]


async def count_day(conn: Connection, learner: Learner, day: date, why: str, at: datetime) -> None:
    """Bring the message that counts the learner's day up to date, once for each `why`."""
    await _owe(conn, learner, "status", (day.isoformat(), why), at)


async def recount_day(conn: Connection, learner: Learner, why: str, now: datetime) -> None:
    """Bring the counter up to date where there is one today."""
    day = learner_day(now, zone(learner.zone))
    if (await plans.get(conn, learner.id)).status_day == day:
        await count_day(conn, learner, day, why, now)


async def tell_quiet(conn: Connection, learner: Learner, post_id: int, now: datetime) -> None:
    """Say once that less will come, after this follow-up was ignored."""
    await _owe(conn, learner, "quiet", (str(post_id),), now)


async def offer_backlog(conn: Connection, learner: Learner, day: date, now: datetime) -> None:
    """Offer a plan for the cards that wait, once a week."""
    await _owe(conn, learner, "backlog", (f"{day:%G-W%V}",), now)


async def offer_leech(conn: Connection, learner: Learner, card_id: int, lapses: int, now: datetime) -> None:
    """Say that a card is set aside and what can be done about it."""
    await _owe(conn, learner, "leech", (str(card_id), str(lapses)), now)


def read(key: str) -> Nudge:
    """What the key of a row says."""
    _, kind, learner_id, *about = key.split()
    return Nudge(cast("NudgeKind", kind), int(learner_id), tuple(about))


async def _owe(
    conn: Connection, learner: Learner, kind: NudgeKind, about: tuple[str, ...], due_at: datetime
) -> None:
    key = " ".join((MARK, kind, str(learner.id), *about))
    await enqueue(conn, DeliveryIntent(key, learner.telegram_id, "nudge", due_at))
