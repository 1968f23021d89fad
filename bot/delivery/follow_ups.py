"""Which of the people with a card due get it now: in their hours, at their pace, and not while one is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.actions import ask
from bot.actions.policy import Policy
from bot.actions.tally import count_day, tally
from bot.domain.pace import QUIET_AFTER, still_an_echo
from bot.domain.plan import follow_up_at
from bot.domain.post import Post
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import chats, learners, plans, posts
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue
from bot.storage.learners import Learner
from bot.storage.memories import DueReader

COUNTED = 2  # with fewer cards in a day there is nothing to count
_BEFORE = timedelta(milliseconds=1)


async def owe(
    conn: Connection, readers: Sequence[DueReader], policy: Policy, now: datetime, *, most: int
) -> int:
    """Write down up to `most` follow-ups; who cannot have one now takes nobody's place."""
    owing = 0
    for reader in readers:
        if owing < most and (welcome(reader, policy, now) or echoes(reader, now)):
            owing += await _owe_one(conn, reader, policy, now)
    return owing


def welcome(reader: DueReader, policy: Policy, now: datetime) -> bool:
    """Whether any card may come to this reader now: in their hours, when they take no break and none is open."""
    hours = reader.pace.hours or policy.waking
    polite_at = follow_up_at(reader.due, now, zone(reader.zone), hours, same_day=False)
    return polite_at <= now and _free(reader, now)


def echoes(reader: DueReader, now: datetime) -> bool:
    """Whether a card they missed earlier comes back to them today: whoever answered is awake."""
    place = zone(reader.zone)
    missed = reader.missed_due
    return missed is not None and still_an_echo(missed, now, place) and _free(reader, now)


def _free(reader: DueReader, now: datetime) -> bool:
    open_since = reader.open_since
    waited = open_since is None or now - open_since >= reader.pace.patience()
    return waited and reader.pace.on_break(learner_day(now, zone(reader.zone))) is None


async def _owe_one(conn: Connection, reader: DueReader, policy: Policy, now: datetime) -> bool:
    chat = await chats.get(conn, reader.chat_id)
    learner = await learners.get(conn, reader.learner_id)
    if chat is None:
        return False
    day = learner_day(now, zone(reader.zone))
    only_echoes = not (welcome(reader, policy, now) and await _has_its_turn(conn, learner, reader, now))
    if only_echoes and not echoes(reader, now):
        return False
    ignored = await posts.unanswered(conn, chat.id, ("review",))
    for post in ignored:
        await posts.advance(conn, post, "closed", now)
    again = frozenset(post.card_id for post in ignored)
    asked = await ask.owe_review(conn, chat, learner, policy, now, again=again, only_echoes=only_echoes)
    if ignored:
        await _went_unanswered(conn, learner, ignored[-1], now)
    if asked:
        await _tell(conn, learner, reader, day, now)
    return asked


async def _has_its_turn(conn: Connection, learner: Learner, reader: DueReader, now: datetime) -> bool:
    """Whether the day's limit leaves room for one more, and its time has come."""
    day = await tally(conn, learner, reader.pace, now)
    return day.asked < day.total and (day.next_at is None or day.next_at <= now)


async def _went_unanswered(conn: Connection, learner: Learner, post: Post, now: datetime) -> None:
    pace = await plans.ignored_again(conn, learner.id)
    if pace.ignored == QUIET_AFTER:
        await _owe_letter(conn, learner, f"quiet {learner.id} {post.id}", now)


async def _tell(conn: Connection, learner: Learner, reader: DueReader, day: date, now: datetime) -> None:
    """The day's counter above the question, and the offer of a plan when more waits than can be done."""
    counted = await tally(conn, learner, reader.pace, now)
    if counted.total >= COUNTED:
        await count_day(conn, learner, day, f"asked{counted.asked}", now - _BEFORE)
    pace = await plans.get(conn, learner.id)
    if pace.backlog_a_day is None and pace.backlogged(reader.waiting):
        await _owe_letter(conn, learner, f"backlog {learner.id} {day:%G-W%V}", now)  # once a week
    elif pace.backlog_a_day is not None and reader.waiting <= pace.backlog_a_day:
        await plans.put(conn, learner.id, replace(pace, backlog_a_day=None))


async def _owe_letter(conn: Connection, learner: Learner, key: str, now: datetime) -> None:
    await enqueue(conn, DeliveryIntent(key, learner.telegram_id, "nudge", now))
