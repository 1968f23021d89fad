"""When cards come back by themselves: minutes later, over chosen hours, after a break, or not at all for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.memory import Memory
from bot.i18n.translator import translator
from bot.storage import chats, learners, memories
from bot.storage.tables import marks, plans
from bot.storage.tables import memories as memory_table
from tests.house import House, in_every_language

QUESTION = "in a database?"
FOLLOW_UP = "Do you still know this one?"


def follow_ups(home: House) -> int:
    return sum(FOLLOW_UP in (one.words.text if one.words else "") for one in home.ana.messages())


def seen(home: House, fragment: str) -> int:
    """How many of Ana's messages show this now."""
    return sum(fragment in (one.words.text if one.words else "") for one in home.ana.messages())


async def knows(home: House, count: int, *, language: str = "en", lapses: int = 0) -> None:
    """Ana, who reads this language, learned so many cards long ago, and they are due since an hour."""
    await home.ana.says("/start")
    now = home.world.clock.now()
    async with home.app.desk.database.write() as conn:
        await chats.choose_language(conn, home.ana.user.id, language, now)
        ana = await learners.meet(conn, "person", home.ana.user.id, "UTC", now)
        day = now.date() - timedelta(days=9)
        for card_id in range(1, count + 1):
            memory = Memory(6.0, 5.0, now - timedelta(hours=1), day, 9, lapses, 4)
            await memories.put(conn, ana.id, card_id, memory)


async def wants(home: House, **pace: int) -> None:
    """Ana has chosen limits that no page offers, so that few cards reach them."""
    async with home.app.desk.database.write() as conn:
        await conn.execute(plans.update().values(**pace))


async def answers(home: House, rating: int) -> None:
    """Ana answers the question she sees."""
    await home.ana.taps(home.ana.buttons()[0])
    await home.ana.taps(f"{rating} ·")
    await home.passes(seconds=20)


STEPS = {
    "in the evening": (22, 30, 600),
    "in the night": (3, 0, 600),
    "before midnight": (23, 55, 100),  # a 3 would come tomorrow, which is five minutes away
}


@pytest.mark.parametrize(("hour", "minute", "seconds"), STEPS.values(), ids=STEPS.keys())
async def test_a_miss_comes_back_to_the_minute(home: House, hour: int, minute: int, seconds: int) -> None:
    """What was rated 1 comes again after ten minutes, whatever the hour: whoever answered is awake."""
    await home.until(hour, minute)
    await home.ana.says("/today")
    await home.ana.taps("Show the answer")
    await home.ana.taps("1 ·")
    await home.passes(seconds=seconds - 2)
    assert follow_ups(home) == 0
    await home.passes(seconds=2)
    assert follow_ups(home) == 1


async def test_a_miss_is_not_lost_over_midnight(home: House) -> None:
    """A card that was due just before midnight and could not come then comes when it can."""
    await home.until(23, 55)
    await home.ana.says("/today")
    await home.ana.taps("Show the answer")
    await home.ana.taps("1 ·")
    await home.passes(minutes=20)
    assert follow_ups(home) == 1


async def test_a_miss_waits_for_an_open_session(home: House) -> None:
    """While a session goes on its question stands; ten minutes after it was left the card comes by itself."""
    await home.ana.says("/quiz 3")
    await home.ana.taps("Show the answer")
    await home.ana.taps("1 ·")
    await home.passes(minutes=6)
    await home.ana.taps("Show the answer")
    await home.ana.taps("4 ·")  # its third question comes now
    await home.passes(minutes=9)
    assert follow_ups(home) == 0
    await home.passes(minutes=2)
    assert follow_ups(home) == 1


@in_every_language
async def test_a_day_is_spread_and_counted(home: House, language: str) -> None:
    """A day's cards come at even distances over the chosen hours; one message counts the day, edited in place."""
    await knows(home, 5, language=language)
    await home.ana.says("/pace")
    t = translator(language)
    await home.ana.taps(t("pace.hours"))
    await home.ana.taps("09:00–18:00")
    await wants(home, reviews_a_day=3)
    assert "09:00–18:00" in home.text(home.ana)
    first = f"{t('status.count', done=0, total=3)} · {t('status.next', clock='12:00')}"
    last = f"{t('status.count', done=3, total=3)} · {t('status.done')}"
    count = len(home.ana.messages())
    came = []
    for hour in (9, 11, 12, 14, 15, 18):
        await home.until(hour)
        if len(home.ana.messages()) > count:
            came.append(hour)
            assert seen(home, first) == (hour == 9)
            await answers(home, 4)
            count = len(home.ana.messages())
    assert came == [9, 12, 15]
    assert (seen(home, first), seen(home, last)) == (0, 1)


async def test_a_limit_holds_for_the_day(home: House) -> None:
    """No more cards come back in a day than the person wants, and half as many on a lighter day."""
    await knows(home, 6)
    await home.ana.says("/pace")
    await home.ana.taps("Reviews a day")
    await home.ana.taps("5")
    await home.ana.taps("Lighter days")
    await home.ana.taps("Tue")
    await wants(home, reviews_a_day=3)
    came = []
    for _ in ("Monday", "Tuesday"):
        before = follow_ups(home)
        await home.until(9)
        for _ in range(4):
            if any("Show the answer" in button for button in home.ana.buttons()):
                await answers(home, 4)
            await home.passes(minutes=1)
        came.append(follow_ups(home) - before)
    assert came == [3, 2]


async def test_nobody_answers(home: House) -> None:
    """Three ignored in a row make it quieter, which is said once; any answer brings back what was."""
    await knows(home, 1)
    came = []
    for day in range(10):
        before = len(home.ana.messages())
        await home.until(9)
        came += [day] if len(home.ana.messages()) > before else []
    assert came == [0, 1, 2, 3, 6, 9]  # once a day, then every third
    assert seen(home, "Three questions in a row") == 1
    await answers(home, 1)
    await home.passes(minutes=11)
    home.ana.sees(FOLLOW_UP)


async def test_a_break(home: House) -> None:
    """In a break nothing comes by itself, and after it everything is due as much later; back early, earlier."""
    await home.ana.says("/subscribe 09:00")
    await home.ana.says("/quiz 1")
    await answers(home, 4)
    before = await dues(home)
    await home.ana.says("/pause until 12 March")
    home.ana.sees("Nothing comes by itself until 12 March")
    assert await dues(home) == [
        due + timedelta(days=9) for due in before
    ]  # today is answered: nine days are left
    count = len(home.ana.messages())
    for _ in range(5):
        await home.until(9)
    assert len(home.ana.messages()) == count
    await home.ana.taps("End the break")
    assert await dues(home) == [due + timedelta(days=3) for due in before]  # the 3rd to the 5th were taken
    await home.until(9)
    assert len(home.ana.messages()) > count


BREAKS = {
    "en": ("until 12 March", "until 12 March"),
    "ru": ("до 13 марта", "До 13 марта"),
    "pl": ("do 14 marca", "Do 14 marca"),
    "zh": ("到3月15日", "3月15日之前"),
}


async def test_a_break_in_each_language(home: House) -> None:
    """Everybody asks for a break in their own words, and is told until when it is in them."""
    for language, (words, told) in BREAKS.items():
        await knows(home, 1, language=language)
        await home.ana.says(f"/pause {words}")
        home.ana.sees(told)


async def dues(home: House) -> list[datetime]:
    async with home.app.desk.database.read() as conn:
        return [row.due for row in await conn.execute(memory_table.select().order_by(memory_table.c.card_id))]


async def test_a_break_that_makes_no_sense(home: House) -> None:
    """A break of no days, of years, or until a day that is none, is answered with how to ask for one."""
    for words in ("0d", "400d", "until 32 May", "until yesterday", "2026-03-02", "soon", "off off"):
        await home.ana.says(f"/pause {words}")
        home.ana.sees("/pause until 5 May")
        assert home.text(home.ana).startswith("/pause 10d — ten days off\n")
    await home.ana.says("/pause off")
    home.ana.sees("There is no break to end")


async def test_a_break_by_button(home: House) -> None:
    """/pause alone offers lengths, and the settings say when the next question really comes."""
    await home.ana.says("/subscribe 09:00")
    await home.ana.says("/pause")
    await home.ana.taps("7 days")
    home.ana.sees("9 March")
    await home.ana.says("/settings")
    home.ana.sees("9 March")
    await home.ana.says("/pace")
    home.ana.sees("until 9 March")
    await home.ana.says("/pause 2d")  # shorter after all
    home.ana.sees("4 March")


async def test_a_backlog(home: House) -> None:
    """When more waits than two days can take a plan is offered, once."""
    await knows(home, 5)
    await home.ana.says("/pace")
    await home.ana.taps("Reviews a day")
    await home.ana.taps("5")
    await wants(home, reviews_a_day=2)
    await home.passes(minutes=1)
    assert seen(home, "5 cards wait") == 1
    offer = next(one for one in home.ana.messages() if one.words and "5 cards wait" in one.words.text)
    await home.ana.taps("10 a day", message=offer)
    assert seen(home, "Agreed: 10 cards a day") == 1
    await home.ana.says("/pace")
    home.ana.sees("10 a day")
    await home.until(9)
    assert seen(home, "5 cards wait") == 0


@in_every_language
async def test_a_leech(home: House, language: str) -> None:
    """A card forgotten eight times is set aside until its learner decides to be asked again."""
    t = translator(language)
    await knows(home, 1, language=language, lapses=7)
    await home.passes(minutes=1)
    await answers(home, 1)
    home.ana.sees(t.plural("leech.said", 8))
    count = len(home.ana.messages())
    await home.passes(hours=26)
    assert len(home.ana.messages()) == count
    await home.ana.taps(t("leech.keep"))
    home.ana.sees(t("leech.kept"))
    await home.passes(minutes=1)
    assert len(home.ana.messages()) == count + 1


@in_every_language
async def test_a_leech_that_is_hidden(home: House, language: str) -> None:
    """A hidden leech never comes again."""
    t = await home.reads(language)
    await knows(home, 1, language=language, lapses=7)
    await home.until(9)
    await answers(home, 1)
    await home.ana.taps(t("leech.hide"))
    home.ana.sees(t("leech.hidden"))
    count = len(home.ana.messages())
    await home.passes(days=2)
    assert len(home.ana.messages()) == count


async def test_a_leech_that_was_a_slip(home: House) -> None:
    """Taking back the answer that made a card a leech brings the card back."""
    await knows(home, 1, lapses=7)
    await home.passes(minutes=1)
    await answers(home, 1)
    await home.ana.says("/undo")
    async with home.app.desk.database.read() as conn:
        assert not [row for row in await conn.execute(marks.select()) if row.set_aside]
