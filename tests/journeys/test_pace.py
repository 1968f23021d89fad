"""When cards come back by themselves: minutes later, over chosen hours, after a break, or not at all for a while."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.chat import LANGUAGES
from bot.storage import chats
from bot.storage.tables import memories
from tests.house import House, house

QUESTION = "in a database?"
FOLLOW_UP = "Do you still know this one?"
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def follow_ups(home: House) -> int:
    return sum(FOLLOW_UP in (one.words.text if one.words else "") for one in home.ana.messages())


def seen(home: House, fragment: str) -> int:
    """How many of Ana's messages show this now."""
    return sum(fragment in (one.words.text if one.words else "") for one in home.ana.messages())


async def speaks(home: House, language: str) -> None:
    """Ana's chat reads this language."""
    await home.ana.says("/start")
    async with home.app.desk.database.write() as conn:
        await chats.choose_language(conn, home.users["Ana"].id, language, home.world.clock.now())


async def learns(home: House, count: int, rating: int = 4) -> None:
    """Ana rates so many cards, all on one day."""
    for _ in range(count):
        await home.ana.says("/quiz 1")
        await home.ana.taps(home.ana.buttons()[0])
        await home.ana.taps(f"{rating} ·")


async def falls_due(home: House, **ago: float) -> None:
    """Everything Ana has learned is due, since so long ago."""
    async with home.app.desk.database.write() as conn:
        at = home.world.clock.now() - timedelta(**ago)
        day = at.date() - timedelta(days=9)
        await conn.execute(memories.update().values(due=at, last_day=day))


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


@in_each_language
async def test_a_day_is_spread_and_counted(home: House, language: str) -> None:
    """Due cards come at even distances over the chosen hours; one message counts the day, edited in place."""
    await learns(home, 3)
    await speaks(home, language)
    await home.ana.says("/pace")
    await home.ana.taps(home.ana.buttons()[2])
    await home.ana.taps("09:00–18:00")
    assert "09:00–18:00" in home.text(home.ana)
    await home.until(7)
    await falls_due(home, hours=1)
    came = []
    counter = None
    for hour in range(8, 20):
        await home.until(hour)
        shown = [one for one in home.ana.messages() if one.words and QUESTION in one.words.text]
        if len(shown) > len(came):
            came.append(hour)
            counter = counter or home.ana.messages()[-2]
            await home.ana.taps(home.ana.buttons()[0])
            await home.ana.taps("4 ·")
            await home.passes(seconds=20)
    assert came == [9, 12, 15]
    assert counter is not None
    assert counter.words is not None
    counts = [one.words.text for one in home.ana.messages() if one.words and one.id == counter.id]
    done = {"en": "3 of 3 today", "ru": "Сегодня 3 из 3", "pl": "Dziś 3 z 3", "zh": "今天已答3题，共3题"}
    assert counts[0].startswith(done[language])


async def test_the_counter_says_when_the_next_comes(home: House) -> None:
    """The counter stands above the first follow-up of a day and tells when the next one comes."""
    await learns(home, 3)
    await home.ana.says("/pace")
    await home.ana.taps("Hours")
    await home.ana.taps("09:00–18:00")
    await home.until(7)
    await falls_due(home, hours=1)
    await home.until(9)
    home.ana.sees(FOLLOW_UP)
    assert seen(home, "0 of 3 today · next at 12:00") == 1
    await home.ana.taps("Show the answer")
    await home.ana.taps("4 ·")
    await home.passes(seconds=20)
    assert seen(home, "1 of 3 today · next at 12:00") == 1
    assert seen(home, "of 3 today") == 1


async def test_a_limit_holds_for_the_day(home: House) -> None:
    """No more cards come back in a day than the person wants, and half as many on a lighter day."""
    await learns(home, 8)
    await home.ana.says("/pace")
    await home.ana.taps("Reviews a day")
    await home.ana.taps("5")
    await home.ana.taps("Lighter days")
    await home.ana.taps("Wed")
    came = []
    for _ in range(2):  # Tuesday and Wednesday
        before = follow_ups(home)
        await home.until(7)
        await falls_due(home, hours=1)
        await home.until(8)
        for _ in range(8):
            await home.passes(minutes=2)
            if any("Show the answer" in button for button in home.ana.buttons()):
                await home.ana.taps("Show the answer")
                await home.ana.taps("4 ·")
        came.append(follow_ups(home) - before)
    assert came == [5, 3]


@in_each_language
async def test_nobody_answers(home: House, language: str) -> None:
    """Three ignored in a row make it quieter, which is said once; any answer brings back what was."""
    await learns(home, 1)
    await speaks(home, language)
    told = {"en": "Three questions", "ru": "Три вопроса", "pl": "Trzy pytania", "zh": "连续三道题"}[language]
    await home.until(7)
    await falls_due(home, hours=1)
    came = []
    for day in range(12):
        before = len(home.ana.messages())
        await home.until(8)
        came.append(day) if len(home.ana.messages()) > before else None
    assert came == [0, 1, 2, 3, 6, 9]  # the next morning, once a day, then every third
    assert seen(home, told) == 1
    await home.ana.taps(home.ana.buttons()[0])
    await home.ana.taps("1 ·")
    await home.passes(minutes=11)
    assert any(QUESTION in (one.words.text if one.words else "") for one in home.ana.messages()[-1:])


@in_each_language
async def test_a_break(home: House, language: str) -> None:
    """In a break nothing comes by itself, and after it everything is due as much later; back early, earlier."""
    await speaks(home, language)
    await home.ana.says("/subscribe 09:00")
    await learns(home, 2)
    before = await dues(home)
    words = {"en": "until 12 March", "ru": "до 12 марта", "pl": "do 12 marca", "zh": "到3月12日"}[language]
    await home.ana.says(f"/pause {words}")
    assert await dues(home) == [
        due + timedelta(days=9) for due in before
    ]  # today is answered: nine days are left
    assert home.ana.buttons()
    count = len(home.ana.messages())
    for _ in range(5):
        await home.until(9)
    assert len(home.ana.messages()) == count
    await home.ana.taps(home.ana.buttons()[0])
    assert await dues(home) == [due + timedelta(days=3) for due in before]  # the 3rd to the 5th were taken
    await home.until(9)
    assert len(home.ana.messages()) > count


async def dues(home: House) -> list[object]:
    async with home.app.desk.database.read() as conn:
        return [row.due for row in await conn.execute(memories.select().order_by(memories.c.card_id))]


@pytest.mark.parametrize(
    "words", ["0d", "400d", "until 32 May", "until yesterday", "2026-03-02", "soon", "off off"]
)
async def test_a_break_that_makes_no_sense(home: House, words: str) -> None:
    """A break of no days, of years, or until a day that is none, is answered with how to ask for one."""
    await home.ana.says(f"/pause {words}")
    home.ana.sees("/pause until 5 May")
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


async def test_a_backlog(tmp_path: Path) -> None:
    """When more waits than two days can take a plan is offered; it goes by itself once the backlog is gone."""
    async with house(tmp_path) as home:
        await learns(home, 8)
        await home.ana.says("/pace")
        await home.ana.taps("Reviews a day")
        await home.ana.taps("5")
        async with home.app.desk.database.write() as conn:  # a limit no page offers
            await conn.exec_driver_sql("UPDATE plans SET reviews_a_day = 3")
        await home.until(8)
        await falls_due(home, hours=1)
        await home.passes(minutes=1)
        assert seen(home, "8 cards wait") == 1
        offer = next(one for one in home.ana.messages() if one.words and "8 cards wait" in one.words.text)
        await home.ana.taps("10 a day", message=offer)
        assert seen(home, "Agreed: 10 cards a day") == 1
        await home.ana.says("/pace")
        home.ana.sees("10 a day")


@in_each_language
async def test_a_leech(home: House, language: str) -> None:
    """A card forgotten eight times is set aside, and its learner decides; taking the answer back brings it back."""
    await learns(home, 1)
    await speaks(home, language)
    async with home.app.desk.database.write() as conn:
        await conn.execute(memories.update().values(lapses=7))
    await home.until(8)
    await falls_due(home, hours=1)
    await home.passes(minutes=1)
    await home.ana.taps(home.ana.buttons()[0])
    await home.ana.taps("2 ·")
    await home.passes(seconds=20)
    said = {"en": "forgotten 8 times", "ru": "забывалась 8 раз", "pl": "z pamięci 8 razy", "zh": "忘了8次"}
    home.ana.sees(said[language])
    await home.passes(hours=5)
    assert seen(home, said[language]) == 1
    count = len(home.ana.messages())
    await home.passes(days=3)
    assert len(home.ana.messages()) == count
    await home.ana.taps(home.ana.buttons()[2])  # keep asking
    await home.until(9)
    assert len(home.ana.messages()) == count + 1


DECISIONS = {
    "rewrite": ("Rewrite", "in your own words"),
    "split": ("Split", "smaller ones"),
    "hide": ("Hide", "not be asked again"),
}


@pytest.mark.parametrize(("button", "answer"), DECISIONS.values(), ids=DECISIONS.keys())
async def test_what_becomes_of_a_leech(home: House, button: str, answer: str) -> None:
    """Its learner rewrites it, splits it or hides it, and it does not come again."""
    await learns(home, 1)
    async with home.app.desk.database.write() as conn:
        await conn.execute(memories.update().values(lapses=7))
    await home.until(8)
    await falls_due(home, hours=1)
    await home.passes(minutes=1)
    await home.ana.taps("Show the answer")
    await home.ana.taps("1 ·")
    await home.passes(seconds=20)
    await home.ana.taps(button)
    home.ana.sees(answer)
    count = len(home.ana.messages())
    await home.passes(days=2)
    assert len(home.ana.messages()) == count
