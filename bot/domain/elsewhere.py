"""Between our memories and the schedules of programs that count whole days."""

from __future__ import annotations

from datetime import date
from math import exp, expm1
from zoneinfo import ZoneInfo

import fsrs

from bot.domain.history import Schedule
from bot.domain.memory import Memory
from bot.domain.zones import start_of_day

USUAL_EASE = 2.5
_RETENTION = 0.9  # what SuperMemo's intervals come to, by the authors of FSRS
_LEAST_EASE = 1.3
_MOST_EASE = 9.99
_JUST_FORGOTTEN = fsrs.scheduler.DEFAULT_PARAMETERS[0]  # days
_LONGEST = 36_500  # days, as in Anki
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)
_KNEW_IT = 4


def memory_of(schedule: Schedule, zone: ZoneInfo) -> Memory:
    """What we believe about a card of which another program believed `schedule`, for a learner in `zone`.

    It is due when its day begins there. Without FSRS's numbers stability is the interval, as intervals of SuperMemo's
    algorithm come to a recall of 90 %, and difficulty follows from the ease as in `memory_state_from_sm2` of fsrs-rs,
    which Anki uses to the same end.
    """
    due = min(max(schedule.due, _EARLIEST), _LATEST)
    interval = min(max(schedule.interval, 0), _LONGEST)
    stability = schedule.stability or max(float(interval), _JUST_FORGOTTEN)
    by_ease = 11 - ((schedule.ease or USUAL_EASE) - 1) / _ease_step(stability)
    difficulty = schedule.difficulty or by_ease
    return Memory(
        stability=stability,
        difficulty=min(max(difficulty, 1.0), 10.0),
        due=start_of_day(due, zone),
        last_day=date.fromordinal(max(due.toordinal() - interval, 1)),
        reps=schedule.reps,
        lapses=schedule.lapses,
        rating=_KNEW_IT,
    )


def schedule_of(memory: Memory, zone: ZoneInfo) -> Schedule:
    """What a program that counts the whole days of `zone` would believe instead of `memory`."""
    due = memory.due.astimezone(zone).date()
    ease = 1 + (11 - memory.difficulty) * _ease_step(memory.stability)
    return Schedule(
        due=due,
        interval=max((due - memory.last_day).days, 1),
        ease=min(max(ease, _LEAST_EASE), _MOST_EASE),
        stability=memory.stability,
        difficulty=memory.difficulty,
        reps=memory.reps,
        lapses=memory.lapses,
    )


def _ease_step(stability: float) -> float:
    """How much ease a step of difficulty costs: what FSRS's gain of stability at a recall of 90 % has for each."""
    w: tuple[float, ...] = fsrs.scheduler.DEFAULT_PARAMETERS
    return exp(w[8]) * float(stability ** -w[9]) * expm1((1 - _RETENTION) * w[10])
