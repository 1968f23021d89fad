"""Taking over what a learner did with the cards of a deck in another program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.actions.rebuild import resting
from bot.actions.timing import scheduler_of
from bot.domain.breaks import Break
from bot.domain.elsewhere import memory_of
from bot.domain.history import History, Schedule
from bot.domain.memory import Memory
from bot.domain.schedule import Rated, Scheduler, learner_day
from bot.domain.zones import zone
from bot.storage import answers, cards, marks, memories, plans
from bot.storage.answers import Adopted, RatingIntent
from bot.storage.database import Connection
from bot.storage.learners import Learner

_AT_ONCE = 2_000  # keeps what waits to be written small


async def adopt_histories(
    conn: Connection,
    learner: Learner,
    deck_id: int,
    histories: Sequence[History],
    scheduler: Scheduler,
    now: datetime,
) -> int:
    """Give the learner a past with cards of a stored deck; returns how many cards got one.

    Cards this learner has answered keep the past they have, so the same histories again change nothing. Every rating
    enters the log with its own moment, on the day the learner's zone had then. A memory enters it, too, unless the
    ratings lead to that very memory by themselves. Marks come along where the learner has none on the card.
    """
    ids = await cards.ids(conn, deck_id)
    known = await answers.answered(conn, learner.id, deck_id)
    breaks = (await plans.breaks(conn, learner.id)).get(learner.id, ())
    usual = await scheduler_of(conn, learner.id, scheduler)
    wanted = {ids[each.key]: each for each in reversed(histories) if each.key in ids}
    place = zone(learner.zone)
    moment = now, learner_day(now, place)
    await marks.add(conn, learner.id, {card_id: each.mark for card_id, each in wanted.items()})
    told = (
        _retold(card_id, each, learner, usual, breaks, place, moment)
        for card_id, each in wanted.items()
        if card_id not in known and (each.reviews or each.memory)
    )
    count = 0
    while batch := list(islice(told, _AT_ONCE)):
        await _store(conn, learner, batch)
        count += len(batch)
    return count


@dataclass(frozen=True, slots=True)
class _Told:
    """A history as the log will have it, and the memory it comes to."""

    card_id: int
    ratings: Sequence[RatingIntent]
    adopted: Adopted | None
    memory: Memory


def _retold(
    card_id: int,
    history: History,
    learner: Learner,
    scheduler: Scheduler,
    breaks: tuple[Break, ...],
    place: ZoneInfo,
    moment: tuple[datetime, date],
) -> _Told:
    """`place` is the learner's zone, `moment` is now and its day there, found once for all histories."""
    events = [
        Rated(each.rating, each.at, learner_day(each.at, place), place)
        for each in sorted(history.reviews, key=lambda each: each.at)
    ]
    trail = list(scheduler.trail(events))
    ratings = [
        RatingIntent(
            post_id=None,
            learner_id=learner.id,
            card_id=card_id,
            rating=event.rating,
            at=event.at,
            zone=learner.zone,
            day=event.day,
            took_ms=None,
            memory_before=before,
        )
        for event, before in zip(events, (None, *trail), strict=False)
    ]
    memory = history.memory
    known = memory_of(memory, place) if isinstance(memory, Schedule) else memory
    if known is None or (trail and trail[-1] == known):
        *_, last = scheduler.trail(events, breaks)
        return _Told(card_id, ratings, None, last)
    now, day = moment
    adopted = Adopted(learner.id, card_id, now, learner.zone, day, known)
    return _Told(card_id, ratings, adopted, resting(known, breaks, place))


async def _store(conn: Connection, learner: Learner, batch: Sequence[_Told]) -> None:
    await answers.record_all(conn, [rating for told in batch for rating in told.ratings])
    await answers.adopt(conn, [told.adopted for told in batch if told.adopted])
    await memories.add(conn, learner.id, {told.card_id: told.memory for told in batch})
