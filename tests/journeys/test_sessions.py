"""Sessions and exams as a person steers them, in one message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.card import Choice
from bot.domain.chat import LANGUAGES
from bot.i18n.translator import Translator, translator
from bot.sandbox.objects import Message
from bot.sandbox.person import Person
from bot.storage.tables import answers
from tests.house import House, house, in_every_language
from tests.journeys.test_twice import Memo
from tests.rooms import SUBJECTS, card, deck

OPTIONS = (Choice("right", right=True), Choice("wrong", right=False), Choice("never", right=False))


@pytest.fixture
async def school(tmp_path: Path) -> AsyncIterator[House]:
    """A house whose deck has two cards with options and two without."""
    checked = [replace(card(name), choices=OPTIONS) for name in SUBJECTS[:2]]
    async with house(tmp_path, [deck(*checked, card("locks", tags=("hard",)), card("views"))]) as home:
        yield home


async def rates(
    person: Person, rating: int, t: Translator | None = None, message: Message | None = None
) -> None:
    await person.taps((t or translator("en"))("post.show"), message=message)
    await person.taps(f"{rating} ·", message=message)


async def at_once(home: House, *labels: str) -> None:
    """Ana presses these, on as many devices, before any is answered."""
    for label in labels:
        home.ana.presses(label)
    await home.sandbox.idle()


async def log_lines(home: House) -> int:
    async with home.app.desk.database.read() as conn:
        return await conn.scalar(select(func.count()).select_from(answers)) or 0


@in_every_language
async def test_a_session_steered(home: House, language: str) -> None:
    """Skip, again today, pause, go on: all in one message, whose end says how it went and what comes when."""
    ana = home.ana
    t = await home.reads(language)
    await ana.says("/quiz 3 databases")
    there = ana.last()
    ana.sees("●○○")
    skipped = home.text(ana).split("\n")[2]
    await ana.taps(t("session.skip"))
    ana.does_not_see(skipped)
    await ana.taps(t("post.show"))
    await ana.taps(t("session.again"))
    ana.sees("●○○○")
    await ana.taps("5 ·")
    await ana.taps(t("session.pause"))
    ana.sees(t("session.stands", done=t.number(1), size=t.number(4)))
    await home.passes(days=8)
    await ana.taps(t("session.go_on"))
    for rating in (2, 3, 4):
        await rates(ana, rating, t, there)
    assert there.words
    for text in (t("session.over"), "#sql 1/3", "🟨 🟩 🟧", t("session.comes_today", count="1")):
        assert text in there.words.text
    await ana.taps(t.plural("session.missed", 1), message=there)
    await rates(ana, 4, t)
    ana.sees(t("session.counts", known="1", shaky="0", missed="0"))


async def test_ended_early_and_what_is_hard(home: House) -> None:
    """Ended early, a session tells what was answered; /quiz hard asks what was rated low, once there is such a card."""
    await home.ana.says("/quiz hard")
    home.ana.sees("Nothing is hard for you")
    await home.ana.says("/quiz 5 #sql")
    question = home.text(home.ana).split("\n")[2]
    await rates(home.ana, 2)
    await home.ana.taps("End")
    home.ana.sees("That is it for now")
    home.ana.sees("Known: 0 · shaky: 0 · missed: 1")
    await home.ana.taps("5 more")
    home.ana.sees("Question 1 of 5")
    await home.ana.says("/quiz 10 #sql hard")
    home.ana.sees("Question 1 of 1")
    assert question in home.text(home.ana)


async def test_quiz_finds_a_session_that_waits(home: House) -> None:
    """/quiz on its own offers to go on, in the newest message, even by a bot that was started anew.

    Who wants other questions first gets them, and what waited can still be taken up.
    """
    t = translator("en")
    await home.ana.says("/quiz 3")
    await rates(home.ana, 4)
    question, old = home.text(home.ana), home.ana.last()
    async with home.started_anew():
        await home.ana.says("/quiz")
        home.ana.sees(t("session.offer"))
        await home.ana.taps(t("session.new"))
        home.ana.sees(t("post.step", done=1, size=5))
        await home.ana.taps(t("session.end"))
        await home.ana.says("/quiz")
        await home.ana.taps(t("session.go_on"))
        assert home.text(home.ana).endswith(question.split("\n", 1)[1])
        await rates(home.ana, 4)
        home.ana.sees(t("post.step", done=3, size=3))
        assert not old.rows


async def test_a_restart_in_the_middle(home: House) -> None:
    """A bot that was started anew goes on with everybody's session, each in its message and its language."""
    people = dict(
        zip(LANGUAGES[1:], (home.ana, home.ben, home.chen), strict=True)
    )  # the first is English, as above
    for language, person in people.items():
        await home.reads(language, person)
        await person.says("/quiz 2 databases")
        await person.taps("👁")
    async with home.started_anew():
        for language, person in people.items():
            there = person.last()
            await person.taps("4 ·")
            assert person.sees(translator(language)("post.step", done=2, size=2)) is there


async def test_two_devices_at_once(tmp_path: Path) -> None:
    """The same rating twice, two ratings, a skip twice, or a skip and a pause at once are one answer, and one step."""
    async with house(tmp_path, [deck(*map(card, (*SUBJECTS, "logs", "pages")))]) as home:
        ana = home.ana
        await ana.says("/quiz 9")
        for answered, language in enumerate(LANGUAGES, 1):
            t = await home.reads(language)
            await ana.taps("👁")
            await at_once(home, "4 ·", "4 ·" if answered % 2 else "5 ·")
            ana.sees(t("post.step", done=answered + 1, size=9))
            await at_once(home, t("session.skip"), t("session.skip"), t("session.pause"))
            ana.sees(t("session.stands", done=answered, size=9))
            await at_once(home, t("session.go_on"), t("session.go_on"))
            ana.sees(t("post.step", done=answered + 1, size=9))
            assert await log_lines(home) == answered


async def test_handled_twice(home: House) -> None:
    """After a crash a tap that is handled again neither skips twice nor begins two sessions."""
    memo = Memo(home)
    await home.ana.says("/quiz 3")
    await home.ana.taps("Skip")
    shown = home.text(home.ana)
    await memo.again()
    assert home.text(home.ana) == shown
    await rates(home.ana, 4)
    await home.ana.taps("End")
    await home.ana.taps("5 more")
    count = len(home.ana.messages())
    await memo.again()
    assert len(home.ana.messages()) == count


async def test_forged_buttons(home: House) -> None:
    """Buttons that carry nonsense, or another person's session, change nothing and are answered."""
    await home.ana.says("/quiz 3")
    await rates(home.ana, 4)
    before = home.text(home.ana)
    names = ("skip", "again", "pause", "resume", "end", "handin", "missed", "more")
    names += ("pick", "give", "claim", "review", "result", "round")
    await home.ben.says("/quiz 1")
    there = home.ben.last()
    for name in names:
        for about in (":x", ":1:1"):
            await _forge(home, home.ben, there, name + about)
    assert home.text(home.ana) == before
    assert await log_lines(home) == 1


async def _forge(home: House, person: Person, message: Message, data: str) -> None:
    button = message.rows[0][0]
    kept = button["callback_data"]
    button["callback_data"] = data
    await person.taps(button["text"], message=message)
    if message.rows:
        message.rows[0][0]["callback_data"] = kept


# Exams


@in_every_language
async def test_an_exam(school: House, language: str) -> None:
    """Nothing is told before the end; then right answers, weak topics, every answer, and the missed ones again."""
    ana = school.ana
    t = await school.reads(language)
    await ana.says("/exam 4 30m databases")
    until = ana.sees(t("exam.until", clock="08:30")).words
    assert until is not None
    assert "date_time" in {entity["type"] for entity in until.entities}, "each reader sees their own time"
    for _ in range(4):
        text = school.text(ana)
        options = [line for line in text.split("\n") if line[:2] in {"1.", "2.", "3."}]
        if options:
            wanted = "wrong" if "indexes" in text else "right"
            toast = await ana.taps(next(line[0] for line in options if wanted in line))
        else:
            toast = await ana.taps(t("exam.unsure" if "locks" in text else "exam.know"))
        assert toast.text == t("exam.noted")
    ana.sees(t("exam.right", right="1", total="2", share=t.percent(0.5)))
    ana.sees(t("exam.claimed", known="1", unsure="1", unknown="0"))
    ana.sees("#hard 0/1")
    await ana.taps(t("exam.review"))
    for _ in range(3):
        await ana.taps("▶")
    ana.sees("4/4")
    await ana.taps(t("exam.result"))
    await ana.taps(t.plural("exam.again", 2))
    await ana.taps(t("post.show"))
    ana.sees("It depends on")


async def test_time_runs_out(school: House) -> None:
    """The result comes by itself when the time is over, from a bot that was started anew, and once."""
    ana = school.ana
    await ana.says("/quiz 1")
    await rates(ana, 1)
    await ana.taps("End")
    await ana.says("/exam 4 30m")
    asked = ana.last()
    await ana.taps("I could" if "I could answer it" in str(asked.rows) else "1")
    async with school.started_anew() as started_anew:
        school.world.clock.advance(_minutes(29))
        await started_anew.loop.settle()
        assert ana.last() is asked, "neither the result nor a follow-up comes during an exam"
        school.world.clock.advance(_minutes(1))
        school.sandbox.faults.flood_wait("sendMessage", 5)
        await started_anew.loop.settle()
        school.world.clock.advance(_minutes(1))
        await started_anew.loop.settle()
        ana.sees("Time is up")
        ana.sees("3 questions without an answer")
        await started_anew.loop.settle()
    assert (
        "\n".join(message.words.text for message in ana.messages() if message.words).count("Time is up") == 1
    )
    assert not asked.rows, "its buttons went by themselves"


async def test_a_tap_after_the_time(school: House) -> None:
    """A tap after the time, before the result was sent, brings the result into the message, and no second one."""
    ana = school.ana
    await ana.says("/exam 2 5m")
    school.world.clock.advance(_minutes(6))
    await ana.taps("Skip")
    ana.sees("Time is up")
    count = len(ana.messages())
    await school.passes(minutes=1)
    assert len(ana.messages()) == count


async def test_a_long_answer_after_an_exam(tmp_path: Path) -> None:
    """An answer longer than a message is cut in the review, and a button sends the whole of it."""
    long = "\n\n".join(f"Paragraph {number} " + "word " * 150 for number in range(9))
    async with house(tmp_path, [deck(card("joins", answer=long))]) as home:
        await home.ana.says("/exam 1")
        await home.ana.taps("I could answer it")
        await home.ana.taps("All the answers")
        home.ana.sees("Paragraph 0")
        home.ana.does_not_see("Paragraph 8")
        count = len(home.ana.messages())
        await home.ana.taps("Full answer")
        assert len(home.ana.messages()) > count + 1
        home.ana.sees("Paragraph 8")


async def test_handed_in(school: House) -> None:
    """Handing in asks once more while questions are open; then the result stands, and none comes by itself."""
    ana = school.ana
    await ana.says("/exam 4 30m")
    await ana.says("/quiz 5")
    ana.sees("An exam is going on")
    await ana.says("/exam")
    await ana.taps("Go on")
    await ana.taps("Hand in")
    await ana.taps("Back")
    await ana.taps("Hand in")
    await ana.taps("Hand in with 4 open questions")
    ana.sees("4 questions without an answer")
    count = len(ana.messages())
    await school.passes(minutes=45)
    assert len(ana.messages()) == count
    await school.ben.says("/exam 3 soon")
    assert school.text(school.ben).startswith("/exam —")


# Groups


async def test_a_round_in_a_group(home: House) -> None:
    """/quiz 3 in a group is one question at a time; anybody goes on, two at once go on once."""
    await home.ana.says("/quiz hard", home.group)
    home.ana.sees("private", home.group)
    await home.ana.says("/quiz 3", home.group)
    home.ana.sees("Question 1 of 3", home.group)
    first = home.ana.last(home.group)
    home.ana.presses("Next question", home.group)
    home.ben.presses("Next question", home.group)
    await home.sandbox.idle()
    home.ben.sees("Question 2 of 3", home.group)
    home.ben.does_not_see("Question 3 of 3", home.group)
    assert "Next question" not in str(first.rows)
    await home.ben.taps("4", home.group, first)
    await home.ben.taps("Next question", home.group)
    home.ben.sees("Question 3 of 3", home.group)
    assert "Next question" not in str(home.ben.last(home.group).rows)
    assert await log_lines(home) == 1


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)
