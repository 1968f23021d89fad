"""Keeping parameters of a person's own, when they predict that person's answers better than the usual ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.actions.rebuild import rebuild
from bot.domain.fit import Fit, Samples, Told, samples
from bot.domain.schedule import Scheduler
from bot.storage import answers, fits
from bot.storage.answers import Adopted, Given
from bot.storage.database import Connection


async def told(conn: Connection, learner_id: int, scheduler: Scheduler) -> Samples:
    """What a learner's log has to fit to; cards that came with a memory from elsewhere have no beginning."""
    history = [answer async for answer in answers.history(conn, learner_id)]
    cards = [list(group) for _, group in groupby(history, key=lambda answer: answer.card_id)]
    return samples(
        [Told(scheduler.grade(answer.rating), answer.day) for answer in card]
        for card in map(_only_ratings, cards)
    )


async def settle(
    conn: Connection, learner_id: int, found: Fit, answered: int, scheduler: Scheduler, now: datetime
) -> bool:
    """Keep a fit if it is better, with the memories it leads to; else go by the usual parameters, and do not try again
    before there are more answers. Whether it was kept."""
    await fits.keep(conn, learner_id, found.parameters if found.better else (), answered, now)
    await rebuild(conn, scheduler, learner_id)
    return found.better


def _only_ratings(card: Sequence[object]) -> list[Given]:
    whole = [answer for answer in card if not (isinstance(answer, Adopted) and answer.memory is None)]
    ratings = [answer for answer in whole if isinstance(answer, Given)]
    return ratings if len(ratings) == len(whole) else []
