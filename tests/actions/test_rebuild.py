"""Memories are derived: replaying the log gives the same ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import meet, pace
from bot.actions.rebuild import rebuild, rebuild_if_rules_changed
from bot.actions.sync import sync
from bot.domain.schedule import Rules, Scheduler, learner_day
from bot.domain.zones import zone as zone_of
from bot.storage import chats, learners, memories
from bot.storage.database import Database, open_database
from tests.actions.conftest import Study
from tests.rooms import MONDAY, deck, policy
from tests.scratch import blank, trust_the_system

steps = st.lists(
    st.tuples(
        st.sampled_from(["rate", "undo", "wait", "move", "pause", "return"]),
        st.integers(1, 5),
        st.sampled_from(["Europe/Warsaw", "America/New_York", "Asia/Tokyo", "UTC"]),
    ),
    min_size=1,
    max_size=12,
)


@asynccontextmanager
async def closed_after(database: Database) -> AsyncIterator[None]:
    """Whatever a story comes to, its database's connections do not outlive it."""
    try:
        yield
    finally:
        await database.close()


@given(steps)
@settings(max_examples=settings().max_examples // 3)  # each is a database and a story
async def test_rebuild_changes_nothing(story: list[tuple[str, int, str]]) -> None:
    """After any story of ratings, undos, journeys and breaks, a rebuild finds every memory as it is."""
    with TemporaryDirectory() as folder:
        database = await open_database(blank(Path(folder)))
        trust_the_system(database)
        async with closed_after(database), database.write() as conn:
            chosen = policy()
            await sync(conn, [deck()])
            chat = await chats.meet(conn, 5, "private", "Ana", "en", MONDAY)
            ana = Study(conn, chosen, chat, await meet.audience(conn, chat, chosen, MONDAY))
            await _live(ana, story)
            before = await memories.everything(conn)
            assert await rebuild(conn, chosen.scheduler) == 0
            assert await memories.everything(conn) == before


async def _live(ana: Study, story: list[tuple[str, int, str]]) -> None:
    last = None
    for what, number, zone in story:
        if what == "wait":
            ana.waits(hours=number * 9)
            last = None  # too late to take it back
        elif what == "move":
            await learners.move_to_zone(ana.conn, ana.learner.id, zone)
            ana.learner = await learners.get(ana.conn, ana.learner.id)
        elif what == "pause":
            until = learner_day(ana.now, zone_of(ana.learner.zone)) + timedelta(days=3 * number)
            await pace.take_break(ana.conn, ana.learner, until, ana.policy, ana.now)
        elif what == "return":
            await pace.end_break(ana.conn, ana.learner, ana.policy, ana.now)
        elif what == "undo" and last is not None:
            ana.waits(minutes=1)
            await ana.undoes(last)
            last = None
        elif what == "rate":
            try:
                post_id = await ana.starts(1)
            except AssertionError:  # everything was asked today
                ana.waits(days=1)
                continue
            last = (await ana.rates(post_id, number)).given.answer_id


async def test_other_rules_replay_the_history(ana: Study) -> None:
    """When a setting changes what ratings mean, the next start recomputes every memory, once."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 2)
    await rebuild(ana.conn, ana.policy.scheduler)
    before = await memories.everything(ana.conn)
    passing = Scheduler(replace(Rules(), two_passes=True))
    assert await rebuild_if_rules_changed(ana.conn, passing) == 1
    assert await memories.everything(ana.conn) != before
    assert await rebuild_if_rules_changed(ana.conn, passing) is None


async def test_rebuild_mends_what_was_damaged(ana: Study) -> None:
    """A memory that was lost or changed by hand comes back from the log."""
    post_id = await ana.starts(1)
    await ana.rates(post_id, 4)
    before = await memories.everything(ana.conn)
    await memories.replace_all(ana.conn, [])
    assert await rebuild(ana.conn, ana.policy.scheduler) == 1
    assert await memories.everything(ana.conn) == before


async def test_undo_after_the_rules_changed(ana: Study) -> None:
    """A rating taken back under other rules than it was given under leaves what a rebuild would find."""
    await ana.rates(await ana.starts(1), 2)
    ana.waits(days=2)  # so that the same card is asked again
    passing = replace(ana.policy, scheduler=Scheduler(replace(Rules(), two_passes=True)))
    post_id = await ana.starts(1)
    second = await ana.rates(post_id, 2)
    ana.policy = passing
    await rebuild(ana.conn, passing.scheduler)
    await ana.undoes(second.given.answer_id)
    assert await rebuild(ana.conn, passing.scheduler) == 0
