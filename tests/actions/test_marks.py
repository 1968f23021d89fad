"""What is hidden is asked of nobody, what is starred is asked on demand, and both leave with an export."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.actions import ask, forget, letters, marks, quiz, reports, stats
from bot.actions.adopt import adopt_histories
from bot.actions.export import take
from bot.decks import export
from bot.decks.formats import read
from bot.domain.card import Deck
from bot.domain.mark import Mark
from bot.domain.select import Candidate
from bot.errors import NotAllowed
from bot.storage import candidates, cards, chats, memories, owned, pending, posts
from bot.storage import marks as stored
from bot.storage.candidates import Scope
from bot.storage.learners import Learner
from bot.storage.tables import cards as cards_table
from bot.storage.tables import deliveries
from bot.storage.tables import marks as marks_table
from bot.storage.tables import reports as reports_table
from tests.actions.conftest import Study
from tests.rooms import card

EVERYTHING = Mark(starred=True, hidden=True, note="see <b> & \u05e9\u05dc\u05d5\u05dd")


async def offered(ana: Study, **scope: bool) -> set[int]:
    """The cards that could be asked of Ana now."""
    found: list[Candidate] = await candidates.for_learner(
        ana.conn, Scope(chat_id=5, **scope), ana.learner.id, ana.now
    )
    return {each.card_id for each in found}


@pytest.mark.parametrize("left_out", [Mark(hidden=True), Mark(set_aside=True)], ids=["hidden", "set aside"])
async def test_left_out_everywhere(ana: Study, left_out: Mark) -> None:
    """A hidden card and one that is set aside are no candidate, due to nobody, new to nobody and in no count."""
    rated, new = await ana.starts(1), 7
    card_id = (await posts.get(ana.conn, rated)).card_id
    await ana.rates(rated, 2)
    ana.waits(days=1)
    due = {"busy_since": ana.now}
    assert card_id in await offered(ana)
    assert len(await memories.due_readers(ana.conn, ana.now, **due)) == 1
    for each in {1, 2, card_id}:
        await stored.put(ana.conn, ana.learner.id, each, left_out)
    assert not {1, 2, card_id} & await offered(ana, met=True)
    assert await memories.due_readers(ana.conn, ana.now, **due) == []
    assert await memories.count_due(ana.conn, ana.learner.id, ana.now) == 0
    assert await candidates.count_new(ana.conn, ana.learner.id, 5) == new - len({1, 2} - {card_id})
    assert (await stats.progress(ana.conn, ana.learner, ana.now)).due_now == 0
    assert not await ask.owe_review(ana.conn, ana.chat, ana.learner, ana.policy, ana.now)


async def test_a_missed_card_that_was_hidden_does_not_come_back_in_the_session(ana: Study) -> None:
    """A session gives back what was rated 1, but for what was hidden since."""
    first = await ana.starts(1)
    card_id = (await posts.get(ana.conn, first)).card_id
    await marks.hide(ana.conn, ana.learner.id, card_id, on=True)
    assert (await ana.rates(first, 1)).now_shown is None


async def test_starred_without_limit_of_the_day(ana: Study) -> None:
    """A starred session asks each starred card once, whether due, new or asked today, and nothing else."""
    for card_id in (3, 5, 6):
        await stored.put(ana.conn, ana.learner.id, card_id, Mark(starred=True, hidden=card_id == 6))
    for _ in range(2):
        asked = set()
        post_id = await quiz.start(ana.conn, ana.chat, ana.learner, 5, ana.policy, ana.now, starred=True)
        assert post_id is not None
        await ana.receives(post_id)
        while post_id is not None:
            asked.add((await posts.get(ana.conn, post_id)).card_id)
            shown = (await ana.rates(post_id, 4)).now_shown
            post_id = shown.post.id if shown else None
        assert asked == {3, 5}
    nowhere = ("no such deck",)
    args = (ana.conn, ana.chat, ana.learner, 5, ana.policy, ana.now)
    assert await quiz.start(*args, decks=nowhere, starred=True) is None


async def test_marks_leave_and_come_back(ana: Study, ben: Learner) -> None:
    """JSON carries stars, hidden cards and notes; who brings it has them too, unless they have marks of their own."""
    await stored.put(ana.conn, ana.learner.id, 1, EVERYTHING)
    await stored.put(ana.conn, ana.learner.id, 2, Mark(note="two"))
    await stored.put(ana.conn, ben.id, 2, Mark(starred=True))
    taken = await take(ana.conn, "databases", ana.learner)
    text = export.FORMATS["json"].write(taken.deck, taken.histories, ana.now).decode()
    back = read(text, "databases.json")
    assert back.histories == taken.histories
    count = await adopt_histories(ana.conn, ben, 1, back.histories, ana.policy.scheduler, ana.now)
    assert count == 0, "a mark is no rating"
    assert await stored.of_deck(ana.conn, ben.id, 1) == {1: EVERYTHING, 2: Mark(starred=True)}
    for name, exporter in export.FORMATS.items():
        assert exporter.write(taken.deck, taken.histories, ana.now), name


async def test_a_note_in_a_file_is_cut_too(ana: Study) -> None:
    """A note of 100 KB with switched writing direction in a file is kept as one that was written."""
    taken = await take(ana.conn, "databases")
    value = json.loads(export.FORMATS["json"].write(taken.deck, (), ana.now))
    value["cards"][0]["note"] = "\u202ex\u200b" * 50_000
    (history,) = read(json.dumps(value), "databases.json").histories
    assert set(history.mark.note) == {"x"}
    assert len(history.mark.note) <= 1_000


async def test_forgotten_with_reports(ana: Study, ben: Learner) -> None:
    """/forget erases marks, reports with their words, and what waits; the news of a report is then none."""
    await stored.put(ana.conn, ana.learner.id, 1, EVERYTHING)
    await stored.put(ana.conn, ben.id, 1, EVERYTHING)
    policy = replace(ana.policy, owners=(5,))
    filed = await reports.file(ana.conn, ana.learner, 1, "other", "secret", policy, ana.now)
    theirs = await reports.file(ana.conn, ben, 1, "wrong", "", policy, ana.now)
    await reports.ask_for_words(ana.conn, 5, 1, f"words {theirs.id} 0", ana.now)
    assert await letters.write(ana.conn, ana.chat, filed.debts[0], ana.policy, ana.now) is not None
    await forget.forget(ana.conn, 5, ana.now)
    assert await letters.write(ana.conn, ana.chat, filed.debts[0], ana.policy, ana.now) is None
    assert await pending.held(ana.conn, 5, "report", ana.now) is None
    for table in (marks_table, reports_table):
        assert await ana.conn.scalar(select(func.count()).select_from(table)) == 1
    assert await letters.write(ana.conn, ana.chat, "settled 404 fixed", ana.policy, ana.now) is None
    assert await letters.write(ana.conn, ana.chat, "of no kind", ana.policy, ana.now) is None


async def test_words_come_in_time_or_not_at_all(ana: Study) -> None:
    """What is written when the report is on its way already is no part of it, and settling closes every report."""
    policy = replace(ana.policy, owners=(5, 5, 404))
    filed = await reports.file(ana.conn, ana.learner, 1, "wrong", "", policy, ana.now)
    assert len(filed.debts) == 1
    await reports.ask_for_words(ana.conn, 5, 1, f"words {filed.id} 0", ana.now)
    ana.waits(minutes=6)
    assert await reports.say(ana.conn, ana.learner, ana.chat, 2, "late", policy, ana.now) is None
    case = await reports.case(ana.conn, 5, filed.id, policy)
    await reports.withdraw(ana.conn, case.stored, ana.now + timedelta(minutes=1))
    assert not (await cards.get(ana.conn, 1)).active
    with pytest.raises(NotAllowed):
        await reports.case(ana.conn, 5, filed.id, policy)
    with pytest.raises(NotAllowed):
        await reports.mine(ana.conn, ana.learner, filed.id)


async def test_a_flood_of_reports(ana: Study, ben: Learner) -> None:
    """Ten reports a day are taken from one reader, one on a card, and the next day more."""
    for number in range(reports.A_DAY):
        card_id = number % 8 + 1
        await reports.file(ana.conn, ana.learner, card_id, "wrong", "", ana.policy, ana.now)
        with pytest.raises(NotAllowed, match="twice"):
            await reports.file(ana.conn, ana.learner, card_id, "unclear", "", ana.policy, ana.now)
        await reports.settle(ana.conn, card_id, "kept", ana.now)
    with pytest.raises(NotAllowed, match="too_many"):
        await reports.file(ana.conn, ana.learner, 8, "wrong", "", ana.policy, ana.now)
    assert await reports.file(ana.conn, ben, 8, "wrong", "", ana.policy, ana.now)
    ana.waits(days=1)
    assert await reports.file(ana.conn, ana.learner, 8, "wrong", "", ana.policy, ana.now)


async def test_an_owner_who_is_gone(ana: Study, ben: Learner) -> None:
    """A report on the deck of somebody who blocked the bot is kept, and nobody is owed the news."""
    deck_id = await owned.create(ana.conn, Deck("x", "X", "en", ()), ana.learner.id, "x.md")
    await cards.add(ana.conn, deck_id, [(0, card("graphs"))])
    card_id = (await cards.ids(ana.conn, deck_id))["graphs"]
    await chats.mark_gone(ana.conn, 5, "blocked", ana.now)
    assert (await reports.file(ana.conn, ben, card_id, "wrong", "", ana.policy, ana.now)).debts == ()
    await reports.settle(ana.conn, card_id, "fixed", ana.now)
    assert await ana.conn.scalar(select(func.count()).select_from(deliveries)) == 0


async def test_the_card_went_meanwhile(ana: Study) -> None:
    """Whoever wrote a note or a report on a card that was deleted by then is told so; the other words are no loss."""
    post_id = await ana.starts(1)
    post = await posts.get(ana.conn, post_id)
    await marks.ask_for_note(ana.conn, post, 1, ana.now)
    await ana.conn.execute(cards_table.delete())
    noted = await marks.note(ana.conn, ana.chat, ana.learner, 2, "too late", ana.now)
    assert noted is not None
    assert noted.card_id is None
    await reports.ask_for_words(ana.conn, 5, 3, f"other {post.card_id} {post_id}", ana.now)
    with pytest.raises(NotAllowed, match="gone"):
        await reports.say(ana.conn, ana.learner, ana.chat, 4, "too late", ana.policy, ana.now)
