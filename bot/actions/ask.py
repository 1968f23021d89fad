"""Choosing what to ask, and placing it in a chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.actions.carry import carry
from bot.actions.policy import Policy
from bot.actions.timing import scheduler_of
from bot.actions.way import way
from bot.domain.card import Choice
from bot.domain.chat import Chat
from bot.domain.memory import Memory
from bot.domain.mode import SAID_FIRST, Mode
from bot.domain.pace import still_an_echo
from bot.domain.plan import Timetable, next_slot
from bot.domain.post import PostKind
from bot.domain.schedule import learner_day
from bot.domain.select import Candidate, choose, rotate
from bot.domain.subscription import Reveal, Subscription, fitting_reveal, usual_reveal
from bot.domain.zones import zone
from bot.storage import answers, candidates, cards, memories, plans, posts, subscriptions, surprising, tongues
from bot.storage.candidates import Scope
from bot.storage.database import Connection
from bot.storage.deliveries import DeliveryIntent, enqueue, owes
from bot.storage.learners import Learner
from bot.storage.posts import PostIntent


async def pick(
    conn: Connection,
    learner: Learner,
    scope: Scope,
    count: int,
    policy: Policy,
    now: datetime,
    *,
    chat: Chat,
    asked_for: bool = False,
) -> tuple[int, ...]:
    """Up to `count` cards for the learner: due before new, no two of a family in a day.

    What comes by itself keeps to the daily limit of new cards; who asks for more (`asked_for`) gets more, and when
    nothing is due or new, the cards that will be forgotten next.
    """
    day = learner_day(now, zone(learner.zone))
    seen = await posts.families_on(conn, learner.id, day)
    rng = Random(f"{learner.id} {day}")
    if learner.kind != "person":
        found = await candidates.for_chat(conn, scope, chat.id)
        return rotate(found, count=count, families_today=seen, rng=rng)
    usual = (await plans.get(conn, learner.id)).new_on(day, policy.new_a_day)
    new_left = count if asked_for else max(0, usual - await _met_on(conn, learner, day))
    scheduler = await scheduler_of(conn, learner.id, policy.scheduler)
    found = await candidates.for_learner(conn, scope, learner.id, now)
    surprises = await surprising.cards(conn, learner.id)
    return choose(
        found if asked_for else await _not_waiting(conn, chat, found),
        count=count,
        now=now,
        day=day,
        new_left=new_left,
        families_today=seen,
        recall=scheduler.recall,
        rng=rng,
        ahead=asked_for,
        first=surprises,
    )


async def place(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    card_id: int,
    kind: PostKind,
    reveal: Reveal,
    now: datetime,
    *,
    session_id: int | None = None,
    mode: Mode | None = None,
    options: tuple[Choice, ...] = (),
) -> int:
    """A post of this card in this chat, queued; returns its id. Without a `mode` it is asked as the chat wants it."""
    day = learner_day(now, zone(learner.zone))
    stored = await cards.get(conn, card_id)
    if mode is None:
        mode, options = await way(conn, chat, stored, day)
    if mode in SAID_FIRST and (chat.kind == "private" or reveal == "open"):
        reveal = usual_reveal(chat.kind)
    fitting = "button" if options else fitting_reveal(reveal, stored.card.answer)
    intent = PostIntent(chat.id, card_id, learner.id, kind, fitting, day, session_id, mode, options)
    return await posts.add(conn, intent, now)


async def owe_now(conn: Connection, chat: Chat, post_id: int, kind: PostKind, now: datetime) -> None:
    """Write a post that somebody is waiting for into the outbox, so that it arrives whatever happens now."""
    await enqueue(conn, DeliveryIntent(f"asked {post_id}", chat.id, kind, now, post_id))


async def owe_daily(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    wanted: Subscription,
    slot: datetime,
    policy: Policy,
    now: datetime,
) -> int:
    """Write the daily questions of `slot` into the outbox; returns how many there are to ask."""
    scope = Scope(wanted.decks, wanted.tags, chat.language, chat.id)
    chosen = await pick(conn, learner, scope, wanted.count, policy, now, chat=chat)
    for number, card_id in enumerate(chosen):
        await carry(conn, learner, card_id, policy, now)
        post_id = await place(conn, chat, learner, card_id, "daily", wanted.reveal, now)
        key = f"daily {chat.id} {slot:%Y-%m-%dT%H:%M} {number}"
        await enqueue(conn, DeliveryIntent(key, chat.id, "daily", slot, post_id))
    return len(chosen)


async def now_daily(
    conn: Connection, chat: Chat, learner: Learner, policy: Policy, now: datetime
) -> list[int]:
    """Today's questions ahead of their hour, for somebody who will not wait; returns the posts to send.

    The hour they would have come at is then skipped.
    """
    wanted = await subscriptions.get(conn, chat.id)
    if wanted is not None and wanted.next_at is not None:
        table = Timetable(wanted.times, wanted.weekdays, wanted.zone)
        if learner_day(wanted.next_at, zone(wanted.zone)) == learner_day(now, zone(wanted.zone)):
            await subscriptions.schedule(conn, chat.id, next_slot(table, wanted.next_at))
    asked = (wanted.decks, wanted.tags) if wanted else ((), ())
    scope = Scope(*asked, chat.language, chat.id)
    reveal = wanted.reveal if wanted else usual_reveal(chat.kind)
    count = wanted.count if wanted else 1
    chosen = await pick(conn, learner, scope, count, policy, now, chat=chat, asked_for=True)
    post_ids = []
    for card_id in chosen:
        await carry(conn, learner, card_id, policy, now)
        post_ids.append(await place(conn, chat, learner, card_id, "daily", reveal, now))
        await owe_now(conn, chat, post_ids[-1], "daily", now)
    return post_ids


async def owe_review(
    conn: Connection,
    chat: Chat,
    learner: Learner,
    policy: Policy,
    now: datetime,
    *,
    again: frozenset[int] = frozenset(),
    only_echoes: bool = False,
) -> bool:
    """Write the most forgotten due card into the outbox as a follow-up; False when there is none to send today.

    While a backlog is worked off it is the card whose review is worth most. A family that was asked today is passed
    over, but for the cards of `again`, which were asked and ignored. With `only_echoes` it is a card that was missed
    and promised for today. It is asked in the chat's language where it has a version in it, unless the chat follows the
    very deck.
    """
    theirs = zone(learner.zone)
    day = learner_day(now, theirs)
    found = await candidates.for_learner(conn, Scope(chat_id=chat.id, met=True), learner.id, now)
    if only_echoes:
        found = [each for each in found if _is_echo(each.memory, now, theirs)]
    ignored = {candidate.family for candidate in found if candidate.card_id in again}
    chosen = choose(
        await _not_waiting(conn, chat, found),
        count=1,
        now=now,
        day=day,
        new_left=0,
        families_today=await posts.families_on(conn, learner.id, day) - ignored,
        recall=await _most_urgent(conn, learner, policy),
        rng=Random(learner.id),
        first=await surprising.cards(conn, learner.id),
    )
    for card_id in chosen:
        memory = await memories.get(conn, learner.id, card_id)
        assert memory is not None
        # One debt for each time it falls due, and one more each day it was ignored.
        key = f"review {learner.id} {card_id} {memory.due:%Y-%m-%dT%H:%M:%S} {day}"
        if await owes(conn, key):
            return False
        wanted = await subscriptions.get(conn, chat.id)
        followed = wanted.decks if wanted else ()
        read = await tongues.version(conn, card_id, chat.language, chat.id, but=followed)
        await carry(conn, learner, read, policy, now)
        post_id = await place(conn, chat, learner, read, "review", "button", now)
        await enqueue(conn, DeliveryIntent(key, chat.id, "review", now, post_id))
    return bool(chosen)


def _is_echo(memory: Memory | None, now: datetime, place: ZoneInfo) -> bool:
    return memory is not None and memory.rating <= 2 and still_an_echo(memory.due, now, place)


async def _most_urgent(conn: Connection, learner: Learner, policy: Policy) -> Callable[[Memory, date], float]:
    """What is lowest for the due card that should come first."""
    scheduler = await scheduler_of(conn, learner.id, policy.scheduler)
    if (await plans.get(conn, learner.id)).backlog_a_day is None:
        return scheduler.recall
    return lambda memory, day: -scheduler.gain(memory, day)


async def _met_on(conn: Connection, learner: Learner, day: date) -> int:
    """How many never-seen cards the learner has had on a day: answered by now, or asked and still waiting."""
    answered = await answers.new_on(conn, learner.id, day)
    return answered + await posts.new_waiting(conn, learner.id, day)


async def _not_waiting(conn: Connection, chat: Chat, found: Sequence[Candidate]) -> list[Candidate]:
    """Those whose card does not stand in the chat already, waiting for its answer."""
    waiting = {post.card_id for post in await posts.unanswered(conn, chat.id, ("daily", "quiz", "review"))}
    return [candidate for candidate in found if candidate.card_id not in waiting]
