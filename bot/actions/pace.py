"""Changing how fast a person goes, and their breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.actions.policy import Policy
from bot.actions.rebuild import rebuild
from bot.actions.subscribe import Senseless
from bot.domain.breaks import LONGEST, Break, begun, ended
from bot.domain.pace import Pace
from bot.domain.plan import Waking
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import plans
from bot.storage.database import Connection
from bot.storage.learners import Learner

MOST_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """A person's pace on their `today`."""

    pace: Pace
    today: date


async def current(conn: Connection, learner: Learner, now: datetime) -> Chosen:
    """What the learner has chosen."""
    return Chosen(await plans.get(conn, learner.id), learner_day(now, zone(learner.zone)))


async def change(conn: Connection, learner: Learner, field: str, value: str, now: datetime) -> Chosen:
    """Set one thing from a page; raises `Senseless` for what no page offers."""
    setter = _SETTERS.get(field)
    if setter is None:
        raise Senseless(f"{field} {value}")
    chosen = await current(conn, learner, now)
    await plans.put(conn, learner.id, setter(chosen.pace, value))
    return await current(conn, learner, now)


async def take_break(conn: Connection, learner: Learner, until: date, policy: Policy, now: datetime) -> Break:
    """Let nothing come by itself until that day, and shift what would fall due; raises `Senseless` for a day no break
    can end on."""
    chosen = await current(conn, learner, now)
    if not 0 < (until - chosen.today).days <= LONGEST:
        raise Senseless(until.isoformat())
    breaks = begun(chosen.pace.breaks, chosen.today, until)
    await _keep(conn, learner, replace(chosen.pace, breaks=breaks), policy)
    return breaks[-1]


async def end_break(conn: Connection, learner: Learner, policy: Policy, now: datetime) -> bool:
    """Be back now, and move what was shifted for the rest of the break; False when there was none."""
    chosen = await current(conn, learner, now)
    breaks = ended(chosen.pace.breaks, chosen.today)
    if breaks == chosen.pace.breaks:
        return False
    await _keep(conn, learner, replace(chosen.pace, breaks=breaks), policy)
    return True


async def _keep(conn: Connection, learner: Learner, pace: Pace, policy: Policy) -> None:
    await plans.put(conn, learner.id, pace)
    await rebuild(conn, policy.scheduler, learner.id)


def _new(pace: Pace, value: str) -> Pace:
    return replace(pace, new_a_day=_count(value))


def _reviews(pace: Pace, value: str) -> Pace:
    return replace(pace, reviews_a_day=None if value == "all" else _count(value))


def _backlog(pace: Pace, value: str) -> Pace:
    return replace(pace, backlog_a_day=_count(value) or None)


def _hours(pace: Pace, value: str) -> Pace:
    if value == "any":
        return replace(pace, hours=None)
    start, _, end = value.partition("-")
    hours = Waking(_time(start), _time(end))
    if hours.start == hours.end:
        raise Senseless(value)
    return replace(pace, hours=hours)


def _light(pace: Pace, value: str) -> Pace:
    if value not in set("0123456"):
        raise Senseless(value)
    return replace(pace, light_days=pace.light_days ^ {int(value)})


_SETTERS: dict[str, Callable[[Pace, str], Pace]] = {
    "new": _new,
    "reviews": _reviews,
    "hours": _hours,
    "light": _light,
    "backlog": _backlog,
}


def _count(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 3 and int(value) <= MOST_A_DAY):
        raise Senseless(value)
    return int(value)


def _time(value: str) -> time:
    if not (value.isascii() and value.isdecimal() and len(value) == 4):
        raise Senseless(value)
    try:
        return time(int(value[:2]), int(value[2:]))
    except ValueError as e:
        raise Senseless(value) from e


def days_from(today: date, days: int) -> date:
    """The first day after a break of so many days from today; raises `Senseless` for no days or too many."""
    if not 0 < days <= LONGEST:
        raise Senseless(str(days))
    return today + timedelta(days=days)
