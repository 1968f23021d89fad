"""Parameters of a person's own, kept only when they predict better."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bot.actions import fit, fitting, meet
from bot.actions.rebuild import rebuild
from bot.actions.sync import sync
from bot.delivery.clock import SystemClock
from bot.delivery.nightly import fit_all
from bot.domain.fit import Samples, Told, samples
from bot.domain.schedule import learner_day
from bot.domain.zones import zone
from bot.storage import answers, cards, chats, fits, memories
from bot.storage.answers import RatingIntent
from bot.storage.database import Database
from tests.actions.conftest import Study
from tests.rooms import MONDAY, card, deck, policy

DAY = date(2026, 3, 2)


def told(*days_and_grades: tuple[int, int]) -> list[Told]:
    return [Told(grade, DAY + timedelta(days=day)) for day, grade in days_and_grades]


def test_samples() -> None:
    """Each answer on a later day is predicted from all before it; the newest fifth is held out, of whichever card."""
    first = told((0, 3), (0, 1), (2, 3), (9, 3))
    second = told((1, 4), (5, 1), (7, 3), (8, 2))
    found = samples([first, second, told((3, 3)), []])
    assert found.known == [
        ((3, 0), (1, 0), (3, 2)),
        ((4, 0), (1, 4)),
        ((4, 0), (1, 4), (3, 2)),
        ((4, 0), (1, 4), (3, 2), (2, 1)),
    ]
    assert found.held_out == [((3, 0), (1, 0), (3, 2), (3, 7))]


def life(forgets: float, cards: int = 120) -> Samples:
    """Somebody who forgets a card with this chance at every review, however long ago the last was."""
    rng = Random(5)
    lives = []
    for _ in range(cards):
        day, story = rng.randrange(60), []
        for _ in range(6):
            story.append((day, 1 if rng.random() < forgets else 3))
            day += rng.choice((1, 3, 8, 20))
        lives.append(told(*story))
    return samples(lives)


def test_a_fit_is_judged_by_what_it_has_not_seen() -> None:
    """Somebody who forgets half of everything is predicted better by parameters of their own."""
    found = fitting.fit(life(0.5))
    assert found.better
    assert found.after.log_loss < found.before.log_loss - 0.1
    assert found.after.rmse < found.before.rmse
    assert len(found.parameters) == 21


async def test_a_better_fit_is_kept_and_replayed(ana: Study) -> None:
    """The learner's memories become what their own parameters make of their log, and a rebuild agrees."""
    await _answers(ana, 0.5)
    usual = ana.policy.scheduler
    await rebuild(ana.conn, usual)
    before = await memories.everything(ana.conn)
    found = fitting.fit(await fit.told(ana.conn, ana.learner.id, usual))
    assert await fit.settle(ana.conn, ana.learner.id, found, 500, usual, MONDAY)
    after = await memories.everything(ana.conn)
    assert after != before
    assert await rebuild(ana.conn, usual) == 0
    assert await memories.everything(ana.conn) == after
    assert (await fits.parameters(ana.conn))[ana.learner.id] == found.parameters


async def test_a_worse_fit_is_not_kept(ana: Study) -> None:
    """Parameters that predict no better leave everything as it was, and are not tried again at once."""
    await _answers(ana, 0.5)
    usual = ana.policy.scheduler
    await rebuild(ana.conn, usual)
    before = await memories.everything(ana.conn)
    found = fitting.fit(await fit.told(ana.conn, ana.learner.id, usual))
    worse = fitting.Fit(found.parameters, found.after, found.before)
    count = dict(await fits.ripe(ana.conn, 1, 1.2))[ana.learner.id]
    assert not await fit.settle(ana.conn, ana.learner.id, worse, count, usual, MONDAY)
    assert await memories.everything(ana.conn) == before
    assert await fits.parameters(ana.conn) == {}
    assert await fits.ripe(ana.conn, 1, 1.2) == []


async def test_everybody_is_fitted_in_another_process(database: Database) -> None:
    """The nightly round fits who has enough answers, and nobody else."""
    chosen = policy()
    async with database.write() as conn:
        chat = await chats.meet(conn, 5, "private", "Ana", "en", MONDAY)
        await _answers(Study(conn, chosen, chat, await meet.audience(conn, chat, chosen, MONDAY)), 0.5)
    none = [each async for each in fit_all(database, chosen.scheduler, SystemClock(), at_least=10_000)]
    some = [each async for each in fit_all(database, chosen.scheduler, SystemClock(), at_least=100)]
    assert (none, [each.kept for each in some]) == ([], [True])


async def _answers(study: Study, forgets: float) -> None:
    """A log of two years: 120 cards, each answered four times."""
    rng, place = Random(3), zone("UTC")
    many = [card(f"subject-{number}") for number in range(120)]
    await sync(study.conn, [deck(*many, slug="many")])
    ids = await cards.ids(
        study.conn, (await study.conn.exec_driver_sql("SELECT max(id) FROM decks")).scalar()
    )
    intents = []
    for card_id in ids.values():
        at = MONDAY - timedelta(days=rng.randrange(400, 700))
        for _ in range(4):
            rating = 1 if rng.random() < forgets else 4
            day = learner_day(at, place)
            intents.append(RatingIntent(None, study.learner.id, card_id, rating, at, "UTC", day, None, None))
            at += timedelta(days=rng.choice((1, 3, 8, 20)))
    await answers.record_all(study.conn, intents)
