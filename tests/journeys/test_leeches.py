"""A card that is forgotten again and again, and what its learner writes in its place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.memory import Memory
from bot.i18n.translator import Translator
from bot.storage import chats, learners, memories
from bot.storage.tables import cards, marks
from tests.house import House, in_every_language
from tests.journeys.test_twice import Memo

OWN = 9  # the card after those of the house's deck


def offer(t: Translator) -> str:
    """What a leech is told to be."""
    return t.plural("leech.said", 8)


async def becomes_a_leech(home: House, t: Translator, card_id: int) -> None:
    """Ana forgets the card for the eighth time, and is told before and after what that does."""
    now = home.world.clock.now()
    async with home.app.desk.database.write() as conn:
        ana = await learners.meet(conn, "person", home.ana.user.id, "UTC", now)
        day = now.date() - timedelta(days=9)
        await memories.put(conn, ana.id, card_id, Memory(6.0, 5.0, now - timedelta(hours=1), day, 9, 7, 4))
    await home.passes(minutes=1)
    await home.ana.taps(home.ana.buttons()[0])
    aside = [t("post.rating", rating=rating, interval=t("post.aside")) for rating in (1, 2)]
    assert home.ana.buttons()[:2] == aside
    assert (await home.ana.taps(aside[0])).text == t("post.counted_aside", rating=1)
    home.ana.sees(t("post.rated_aside", rating=1))
    await home.passes(seconds=20)
    home.ana.sees(offer(t))


async def asked_still(home: House) -> dict[str, int]:
    """The questions in use beside those of the house's deck, and their ids."""
    async with home.app.desk.database.read() as conn:
        query = select(cards.c.question, cards.c.id).where(cards.c.active, cards.c.id >= OWN)
        return {row.question: row.id for row in await conn.execute(query)}


async def marked(home: House, card_id: int) -> tuple[bool, bool]:
    """Whether the card is set aside, and whether it is hidden."""
    async with home.app.desk.database.read() as conn:
        row = (await conn.execute(marks.select().where(marks.c.card_id == card_id))).one_or_none()
        return (row.set_aside, row.hidden) if row else (False, False)


@in_every_language
async def test_a_card_of_ones_own_is_rewritten(home: House, language: str) -> None:
    """What is written stands in the card's place, which stays itself with its memory, and comes again."""
    t = await home.reads(language)
    await home.ana.says("What is a latch?\n+ a short lock")
    await becomes_a_leech(home, t, OWN)
    await home.ana.taps(t("leech.rewrite"))
    home.ana.sees(t("leech.rewrite_own"))
    home.ana.sees("a short lock")
    await home.ana.says("chatter")
    home.ana.sees(t("report.no_card"))
    await home.ana.taps(t("note.cancel"), message=home.ana.sees(t("leech.rewrite_own")))
    home.ana.sees(offer(t))
    await home.ana.taps(t("leech.rewrite"))
    await home.ana.says("Which lock guards a page in memory?\n+ a latch\n- a mutex on the row")
    home.ana.sees(t("leech.rewritten"))
    assert await asked_still(home) == {"Which lock guards a page in memory?": OWN}
    assert await marked(home, OWN) == (False, False)
    await home.passes(minutes=11)
    home.ana.sees("Which lock guards a page in memory?")


@in_every_language
async def test_a_card_of_ones_own_is_split(home: House, language: str) -> None:
    """Smaller cards in one message take the card's place in its deck; a single one is not enough."""
    t = await home.reads(language)
    await home.ana.says("What are a latch and a lock?\n+ short and long")
    await becomes_a_leech(home, t, OWN)
    await home.ana.taps(t("leech.split"))
    await home.ana.says("What is a latch?\n+ a short lock")
    home.ana.sees(t("leech.no_cards"))
    await home.ana.says("What is a latch?\n+ a short lock\n\nWhat is a lock?\n+ it lasts until the commit")
    home.ana.sees(t("leech.divided"))
    assert set(await asked_still(home)) == {"What is a latch?", "What is a lock?"}
    assert await marked(home, OWN) == (False, False)


@in_every_language
async def test_a_card_of_the_operators_is_rewritten(home: House, language: str) -> None:
    """What a person writes for a card of somebody else's becomes theirs; the card is hidden from them alone."""
    t = await home.reads(language)
    await home.ana.says("/start")
    await becomes_a_leech(home, t, 1)
    await home.ana.taps(t("leech.rewrite"))
    asked = home.ana.sees(t("leech.rewrite_theirs"))
    home.ana.does_not_see("<!--")
    await home.ana.says("## When is a latch taken?\n\nWhile a page is read.")
    home.ana.sees(t("leech.copied"))
    assert set(await asked_still(home)) == {"When is a latch taken?"}
    assert await marked(home, 1) == (False, True)
    await home.ana.taps(t("note.cancel"), message=asked)
    assert t("leech.copied") in home.text(home.ana), "the card waits no more"


TAKEN = {
    "one card": ("rewrite", "## What guards a page?\n\nA latch."),
    "several": ("split", "A?\n+ b\n\nC?\n+ d"),
}


@pytest.mark.parametrize(("what", "text"), TAKEN.values(), ids=TAKEN.keys())
async def test_what_was_written_is_taken_once(home: House, what: str, text: str) -> None:
    """The text that was asked for is no answer to a question that waits, and nothing at all when it comes again."""
    memo, t = Memo(home), await home.reads("en")
    await home.ana.says("What is a latch?\n+ a short lock")
    await becomes_a_leech(home, t, OWN)
    async with home.app.desk.database.write() as conn:
        await chats.choose_mode(conn, home.ana.user.id, "typed")
    await home.ana.says("/quiz 1 databases")
    home.ana.sees(t("typed.ask"))
    await home.ana.taps(t(f"leech.{what}"))
    await home.ana.says(text)
    home.ana.sees(t("leech.rewritten" if what == "rewrite" else "leech.divided"))
    before, kept = home.ana.transcript(), await asked_still(home)
    await memo.again()
    assert (home.ana.transcript(), await asked_still(home)) == (before, kept)
