"""A person alone with the bot."""

from __future__ import annotations

import pytest

from bot.domain.chat import LANGUAGES
from bot.i18n.translator import translator
from bot.storage import learners
from tests.house import House


async def test_first_minute(home: House) -> None:
    """Start, subscribe, take a question, look at the answer, rate it."""
    ana = home.ana
    await ana.says("/start")
    ana.sees("Ready for the interview?")
    await ana.taps("A question every day at 09:00")
    ana.sees("Daily questions are on")
    await ana.taps("Ask me now")
    ana.sees("in a database?")
    ana.does_not_see("It depends on")
    await ana.taps("Show the answer")
    ana.sees("It depends on")
    toast = await ana.taps("4 ·")
    assert "Rated 4" in toast.text
    ana.sees("Question 2 of 5")


async def test_daily_question_comes_by_itself(home: House) -> None:
    """A subscriber gets one question at nine, every day."""
    await home.ana.says("/subscribe 09:00")
    await home.until(9)
    home.ana.sees("in a database?")
    count = len(home.ana.messages())
    await home.passes(minutes=30)
    assert len(home.ana.messages()) == count
    await home.until(9)
    assert len(home.ana.messages()) == count + 1


async def test_miss_comes_back_the_same_day(home: House) -> None:
    """What was rated 2 arrives again hours later, by itself, and the next day's question too."""
    await home.ana.says("/subscribe 09:00")
    await home.until(9)
    question = home.text(home.ana)
    await home.ana.taps("Show the answer")
    await home.ana.taps("2 ·")
    await home.passes(hours=3)
    home.ana.does_not_see("Do you still know this one?")
    await home.passes(hours=1, minutes=1)
    home.ana.sees("Do you still know this one?")
    assert question in home.text(home.ana)
    await home.until(9)
    home.ana.sees("in a database?")


async def test_rated_message_keeps_its_text(home: House) -> None:
    """After a rating the daily question stays as it was, with the rating, an undo and a way on under it."""
    await home.ana.says("/subscribe")
    await home.until(9)
    await home.ana.taps("Show the answer")
    text = home.text(home.ana)
    await home.ana.taps("5 ·")
    assert home.text(home.ana) == text
    buttons = home.ana.buttons()
    assert buttons[0].startswith("✓ 5")
    assert any("Undo" in button for button in buttons)


async def test_undo_button(home: House) -> None:
    """A mis-tapped rating is taken back, by button or command, and the buttons to rate are there again."""
    ana = home.ana
    await ana.says("/subscribe")
    await home.until(9)
    await ana.taps("👁")
    for language in LANGUAGES:
        t = await home.reads(language)
        await ana.says("/today")
        before = ana.buttons()
        await ana.taps("1 ·")
        assert (await ana.taps(t("post.undo"))).text == t("undo.done")
        assert ana.buttons() == before
        await ana.taps("3 ·")
        await ana.says("/undo")
        ana.sees(t("undo.done"))


async def test_undo_command(home: House) -> None:
    """/undo takes back the last rating, once."""
    t = translator("en")
    await home.ana.says("/undo")
    home.ana.sees(t("undo.nothing"))
    await home.ana.says("/quiz 1")
    await home.ana.taps(t("post.show"))
    await home.ana.taps("3 ·")
    await home.ana.says("/undo")
    home.ana.sees(t("undo.done"))


async def test_session_in_one_message(home: House) -> None:
    """A session of three questions is one message, edited in place, with its result at the end."""
    await home.ana.says("/quiz 3")
    count = len(home.ana.messages())
    for _ in range(3):
        await home.ana.taps("Show the answer")
        await home.ana.taps("4 ·")
    assert len(home.ana.messages()) == count
    home.ana.sees("You answered 3 questions")


async def test_stale_button(home: House) -> None:
    """A button of a question that is over says so and changes nothing."""
    await home.ana.says("/quiz 2")
    old = home.ana.last()
    await home.ana.says("/quiz 2")
    toast = await home.ana.taps("Show the answer", message=old)
    assert toast.text == "This question is over."


async def test_today(home: House) -> None:
    """/today shows the day's question again, or ahead of its hour."""
    await home.ana.says("/subscribe")
    await home.until(9)
    question = home.text(home.ana)
    await home.ana.says("/today")
    assert home.text(home.ana) == question
    await home.ana.taps("Show the answer")
    home.ana.sees("It depends on")


async def test_unsubscribe(home: House) -> None:
    """After /unsubscribe nothing comes by itself."""
    await home.ana.says("/subscribe")
    await home.ana.says("/unsubscribe")
    home.ana.sees("Daily questions and follow-ups are off")
    count = len(home.ana.messages())
    await home.passes(days=2)
    assert len(home.ana.messages()) == count


async def test_stats(home: House) -> None:
    """/stats tells what was done and what is due."""
    await home.ana.says("/quiz 1")
    await home.ana.taps("Show the answer")
    await home.ana.taps("2 ·")
    await home.ana.says("/stats")
    home.ana.sees("1 answer today")
    home.ana.sees("1 day in a row")


async def test_forget(home: House) -> None:
    """/forget asks, then erases everything; the next /start is a first one."""
    await home.ana.says("/subscribe")
    await home.ana.says("/forget")
    await home.ana.taps("Keep it")
    home.ana.sees("Nothing was erased")
    await home.ana.says("/forget")
    await home.ana.taps("Erase everything")
    home.ana.sees("Everything about you is erased")
    count = len(home.ana.messages())
    await home.passes(days=2)
    assert len(home.ana.messages()) == count


async def test_a_forgotten_person_stays_forgotten(home: House) -> None:
    """A tap on an old message says that it is over, and makes no new row about whoever was erased."""
    await home.ana.says("/quiz")
    old = home.ana.last()
    await home.ana.says("/forget")
    await home.ana.taps("Erase everything")
    toast = await home.ana.taps("Show the answer", message=old)
    assert "over" in toast.text
    async with home.app.desk.database.read() as conn:
        assert await learners.find(conn, "person", home.users["Ana"].id) is None


async def test_deck_link(home: House) -> None:
    """A link to a deck opens that deck, and one to a deck that is gone says so."""
    await home.ana.opens("deck_databases")
    home.ana.sees("8 questions")
    await home.ana.taps("Ask me now")
    home.ana.sees("in a database?")
    await home.ben.opens("deck_unknown")
    home.ben.sees("not here any more")


async def test_settings_pages(home: House) -> None:
    """The settings are one message whose pages replace each other."""
    await home.ana.says("/settings")
    count = len(home.ana.messages())
    await home.ana.taps("Switch on")
    await home.ana.taps("Time")
    await home.ana.taps("18:00")
    await home.ana.taps("Back")
    home.ana.sees("09:00 and 18:00")
    await home.ana.taps("Days")
    await home.ana.taps("Workdays")
    await home.ana.taps("Back")
    home.ana.sees("Monday to Friday")
    assert len(home.ana.messages()) == count


@pytest.mark.parametrize(
    ("language", "hello"),
    [("Русский", "Настройки"), ("Polski", "Ustawienia"), ("中文", "设置"), ("English", "Settings")],
)
async def test_language(home: House, language: str, hello: str) -> None:
    """A person chooses a language and is spoken to in it."""
    await home.ana.says("/start")
    await home.ana.taps("Language")
    await home.ana.taps(language)
    await home.ana.says("/settings")
    home.ana.sees(hello)


NONSENSE = {
    "/quiz many": "/quiz",
    "/quiz 0": "/quiz",
    "/quiz 51": "/quiz",
    "/quiz 5 6": "/quiz",
    "/subscribe 25:00": "/subscribe",
    "/subscribe sometime": "/subscribe",
    "/settings now": "/settings",
    "/settings zone Atlantis": "/settings",
    "/unsubscribe me please": "/unsubscribe",
}


@pytest.mark.parametrize("text", NONSENSE)
async def test_nonsense_gets_help(home: House, text: str) -> None:
    """A command with nonsense behind it answers with that command's help."""
    await home.ana.says(text)
    assert home.text(home.ana).startswith(f"{NONSENSE[text]} —")


@pytest.mark.parametrize("text", ["hello", "/nothing", "😀", "a" * 4000, "<b>&\"'", "\u202e\u200b"])
async def test_anything_else(home: House, text: str) -> None:
    """Whatever a person writes, the bot answers kindly and goes on."""
    await home.ana.says(text)
    home.ana.sees("/help")


async def test_zone_by_city(home: House) -> None:
    """A city behind /subscribe sets the zone, and the question comes at that city's hour."""
    await home.ana.says("/subscribe 09:00 Tokyo")
    home.ana.sees("(Tokyo)")
    count = len(home.ana.messages())
    await home.until(0, 1)
    assert len(home.ana.messages()) == count + 1


async def test_a_tag_nobody_uses(home: House) -> None:
    """A subscription to a tag no card has is refused by that tag's name, and stays off."""
    await home.ana.says("/subscribe 09:00 #nosuchtag")
    home.ana.sees("#nosuchtag")
    await home.ana.says("/settings")
    home.ana.sees("Switch on")


async def test_blocked_and_back(home: House) -> None:
    """Who blocks the bot is owed nothing; who comes back is served again."""
    await home.ana.says("/subscribe")
    await home.ana.blocks_bot()
    await home.passes(days=3)
    await home.ana.unblocks_bot()
    await home.sandbox.idle()
    count = len(home.ana.messages())
    await home.until(9)
    assert len(home.ana.messages()) == count + 1


async def test_the_last_answer_is_told_in_its_own_session_only(home: House) -> None:
    """What somebody answered is shown above the next question of that session, and never to anybody else."""
    for person in (home.ana, home.ben):
        await person.says("/subscribe 09:00")
    await home.until(9)
    await home.ana.taps("Show the answer")
    await home.ana.taps("5 ·")
    await home.ben.taps("Show the answer")
    assert "The last one" not in home.text(home.ben)
    assert "Undo" not in str(home.ben.last().rows)
    await home.ben.says("/quiz 2")
    await home.ben.taps("Show the answer")
    await home.ben.taps("3 ·")
    home.ben.sees("The last one")
    await home.passes(minutes=11)
    await home.ben.taps("Show the answer")
    assert "The last one" not in home.text(home.ben), "it can no longer be taken back"


async def test_more_hours_than_a_day_may_have(home: House) -> None:
    """Seven hours are answered with help instead of six of them."""
    await home.ana.says("/subscribe 9 10 11 12 13 14 15")
    home.ana.sees("up to six")


async def test_what_was_asked_for_is_confirmed(home: House) -> None:
    """The confirmation names the topics, and an hour without a button of its own can be taken back."""
    await home.ana.says("/subscribe 09:30 18:00 #sql")
    home.ana.sees("#sql")
    await home.ana.says("/settings")
    await home.ana.taps("Time")
    await home.ana.taps("✓ 09:30")
    await home.ana.taps("Back")
    assert "09:30" not in home.text(home.ana)


async def test_a_topic_nobody_has(home: House) -> None:
    """A question with an unknown tag is told apart from one that has none left today."""
    await home.ana.says("/quiz 3 #nosuch")
    home.ana.sees("No question has the tag #nosuch")
