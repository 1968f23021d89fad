"""A past from another program counts here as if it had been lived here, and fools nobody."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import stats
from bot.actions.adopt import adopt_histories
from bot.actions.export import take
from bot.actions.rebuild import rebuild
from bot.actions.sync import sync, sync_one
from bot.domain.elsewhere import memory_of, schedule_of
from bot.domain.history import History, Reviewed, Schedule
from bot.domain.memory import Memory
from bot.domain.schedule import Rules, Scheduler
from bot.errors import NotFound
from bot.storage import answers, cards, learners, memories
from tests.actions.conftest import Study
from tests.rooms import MONDAY, SUBJECTS, deck
from tests.scratch import opened

WARSAW = ZoneInfo("Europe/Warsaw")
SCHEDULE = Schedule(due=date(2026, 3, 20), interval=30, ease=2.5, reps=6, lapses=1)
EXACT = Memory(12.345678901234567, 4.9, MONDAY + timedelta(days=9, microseconds=1), date(2026, 3, 1), 3, 1, 2)
RATED = (Reviewed(3, MONDAY - timedelta(days=9)), Reviewed(5, MONDAY - timedelta(hours=1)))


async def taken_over(ana: Study, *histories: History) -> int:
    deck_id = await cards.find_deck(ana.conn, "databases")
    assert deck_id is not None
    return await adopt_histories(ana.conn, ana.learner, deck_id, histories, ana.policy.scheduler, ana.now)


async def memory(ana: Study, subject: str) -> Memory | None:
    card_id = (await cards.ids(ana.conn, 1))[subject]
    return await memories.get(ana.conn, ana.learner.id, card_id)


async def test_a_memory_counts_from_the_moment_it_is_taken_over(ana: Study) -> None:
    """An exact memory stays exact, a schedule becomes one, ratings alone are replayed; a rebuild finds the same."""
    count = await taken_over(
        ana,
        History("joins", RATED, EXACT),
        History("indexes", (), SCHEDULE),
        History("locks", RATED),
        History("views"),
        History("no such card", RATED),
    )
    assert count == 3
    assert await memory(ana, "joins") == EXACT
    assert await memory(ana, "indexes") == memory_of(SCHEDULE, ZoneInfo("UTC"))
    replayed = await memory(ana, "locks")
    assert replayed
    assert (replayed.reps, replayed.rating) == (2, 5)
    assert await rebuild(ana.conn, ana.policy.scheduler) == 0


async def test_the_same_again_changes_nothing(ana: Study) -> None:
    """A card that was answered, here or elsewhere, keeps the past it has."""
    await taken_over(ana, History("joins", RATED, EXACT))
    before = await memories.everything(ana.conn)
    assert await taken_over(ana, History("joins", RATED, SCHEDULE), History("joins", (), SCHEDULE)) == 0
    assert await memories.everything(ana.conn) == before


async def test_an_import_is_nothing_to_take_back(ana: Study) -> None:
    """/undo takes back the last rating given here, however many came from elsewhere since."""
    await taken_over(ana, History("joins", RATED, EXACT))
    with pytest.raises(NotFound):
        await ana.undoes()
    post_id = await ana.starts(1)
    await ana.rates(post_id, 4)
    await taken_over(ana, *(History(subject, RATED, SCHEDULE) for subject in SUBJECTS))
    assert await ana.undoes() is not None
    with pytest.raises(NotFound):
        await ana.undoes()


async def test_a_rating_on_top_of_an_import_can_be_taken_back(ana: Study) -> None:
    """What was taken over is the memory before the first rating here, and comes back when that is undone."""
    await taken_over(ana, History("joins", RATED, EXACT))
    card_id = (await cards.ids(ana.conn, 1))["joins"]
    ana.waits(days=10)
    post_id = await ana.starts(8, decks=("databases",))
    while (await ana.sees(post_id)).post.card_id != card_id:
        rated = await ana.rates(post_id, 4)
        assert rated.now_shown
        post_id = rated.now_shown.post.id
    await ana.rates(post_id, 1)
    lapsed = await memory(ana, "joins")
    assert lapsed
    assert lapsed.reps == EXACT.reps + 1
    assert await rebuild(ana.conn, ana.policy.scheduler) == 0
    await ana.undoes()
    assert await memory(ana, "joins") == EXACT
    assert await rebuild(ana.conn, ana.policy.scheduler) == 0


async def test_an_import_uses_up_no_day(ana: Study) -> None:
    """Cards met elsewhere today are not new cards of today, and what was not rated is not counted as an answer."""
    await taken_over(ana, History("joins", RATED, EXACT), History("views", (), SCHEDULE))
    assert await answers.new_on(ana.conn, ana.learner.id, MONDAY.date()) == 0
    progress = await stats.progress(ana.conn, ana.learner, ana.now)
    assert progress.answered_total == len(RATED)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 40_000),
    st.none() | st.floats(1.3, 6),
    st.sampled_from([WARSAW, ZoneInfo("Pacific/Auckland"), ZoneInfo("America/New_York")]),
)
def test_a_schedule_is_due_on_its_day_there(
    due: date, interval: int, ease: float | None, zone: ZoneInfo
) -> None:
    """Whatever a program that counts days believed, the card is due when that day begins, and can be reviewed."""
    memory = memory_of(Schedule(due, interval, ease), zone)
    assert memory.due.astimezone(zone).date() == due
    assert memory.due.astimezone(zone).hour in {0, 1}
    assert schedule_of(memory, zone).due == due
    assert schedule_of(memory, zone).interval == min(max(interval, 1), 36_500)
    after = Scheduler(Rules()).review(memory, 4, memory.due, zone)
    assert after.due > memory.due


@pytest.mark.parametrize(
    ("ease", "interval", "difficulty"),
    [
        pytest.param(2.5, 10, 6.914, id="usual"),
        pytest.param(1.3, 10, 10, id="hard"),
        pytest.param(5.0, 100, 1, id="easy"),
    ],
)
def test_ease_becomes_difficulty(ease: float, interval: int, difficulty: float) -> None:
    """SuperMemo's ease says how difficult a card is, and difficulty says the ease again."""
    memory = memory_of(Schedule(date(2026, 3, 20), interval, ease), WARSAW)
    assert memory.stability == interval
    assert memory.difficulty == pytest.approx(difficulty, abs=0.2 if ease < 2 else 0.001)
    if 1 < memory.difficulty < 10:
        assert schedule_of(memory, WARSAW).ease == pytest.approx(ease)


ratings = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 60 * 24 * 40)), max_size=5)


@given(st.lists(st.tuples(ratings, st.sampled_from([None, SCHEDULE, EXACT])), min_size=1, max_size=8))
@settings(max_examples=settings().max_examples // 6)
async def test_any_past_survives_a_rebuild_and_the_way_out(
    pasts: list[tuple[list[tuple[int, int]], Memory | Schedule | None]],
) -> None:
    """The log leads to the memories that were taken over, and what is exported leads to them once more."""
    histories = [
        History(
            subject,
            tuple(Reviewed(rating, MONDAY - timedelta(minutes=ago)) for rating, ago in reviews),
            memory,
        )
        for subject, (reviews, memory) in zip(SUBJECTS, pasts, strict=False)
    ]
    scheduler = Scheduler(Rules())
    async with opened() as conn:
        await sync(conn, [deck(), deck(slug="other")])
        ana, ben = [await learners.meet(conn, "person", each, "Asia/Tokyo", MONDAY) for each in (1, 2)]
        await adopt_histories(conn, ana, 1, histories, scheduler, MONDAY)
        before = await memories.of_deck(conn, ana.id, 1)
        assert await rebuild(conn, scheduler) == 0
        taken = await take(conn, "databases", ana)
        deck_id = await sync_one(conn, taken.deck)
        await adopt_histories(conn, ben, deck_id, taken.histories, scheduler, MONDAY)
        assert await rebuild(conn, scheduler) == 0
        assert await memories.of_deck(conn, ben.id, deck_id) == before
