"""Quizzes: Telegram's own polls and ours with buttons, alone, in a group and in a channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.actions import vote
from bot.domain.card import Card, Choice, Deck
from bot.domain.mode import Mode
from bot.domain.review import Interval
from bot.i18n.translator import translator
from bot.sandbox import acts
from bot.sandbox.objects import Chat, Message, Poll
from bot.storage.tables import answers, chats, events
from tests.house import House, house, in_every_language

LONG = "A B-tree keeps its keys sorted, so a range is read in one walk along the leaves. " * 5
ONE = Card(
    key="tree",
    question="Which index serves a range of dates?",
    answer=LONG,
    choices=(
        Choice("a B-tree", right=True),
        Choice("a hash table", right=False, reason="Neighbours are scattered."),
        Choice("a Bloom filter", right=False),
        Choice("a bitmap of rows", right=False),
    ),
    tags=("sql",),
)
SEVERAL = Card(
    key="acid",
    question="Which of these does ACID promise?",
    answer="Atomicity and durability are two of the four.",
    choices=(
        Choice("atomicity", right=True),
        Choice("durability", right=True),
        Choice("availability", right=False),
        Choice("elasticity", right=False),
    ),
    tags=("acid",),
)
WIDE = Card(
    key="wide",
    question="Which sentence about locks is true?",
    answer="Two readers share a lock.",
    choices=(
        Choice(f"Two readers may hold a shared lock at once, and {'so on and on ' * 8}", right=True),
        Choice(f"A writer waits for nobody, whatever is held, and {'so on and on ' * 8}", right=False),
        Choice(f"A reader waits for every reader before it, and {'so on and on ' * 8}", right=False),
    ),
    tags=("locks",),
)

PORTS = {
    "Where does a secure shell listen?": "22",
    "By which number is mail handed over?": "25",
    "What do name servers answer on?": "53",
    "How are mailboxes read from afar?": "143",
    "Directories, such as of staff, are asked there:": "389",
    "Encrypted pages of the web come from it:": "443",
}


def a_deck(*cards: Card, language: str = "en") -> Deck:
    return Deck("databases", "Databases", language, cards)


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, [a_deck(ONE)]) as home:
        yield home


async def wants(home: House, mode: Mode, chat: Chat | None = None, **more: object) -> None:
    """The chat, Ana's private one unless named, is asked in this mode."""
    at = chat or home.world.private(home.users["Ana"])
    async with home.app.desk.database.write() as conn:
        await conn.execute(update(chats).where(chats.c.id == at.id).values(mode=mode, **more))


async def happened(home: House) -> list[str]:
    async with home.app.desk.database.read() as conn:
        return list((await conn.scalars(select(events.c.kind).order_by(events.c.id))).all())


async def given(home: House) -> list[tuple[int, bool, object]]:
    """Every rating of a quiz in the log: what for, right or not, and the options that were chosen."""
    query = select(answers.c.rating, answers.c.right, answers.c.given).where(answers.c.kind == "rating")
    async with home.app.desk.database.read() as conn:
        return [
            (row.rating, row.right, row.given) for row in await conn.execute(query.order_by(answers.c.id))
        ]


def poll_in(message: Message) -> Poll:
    assert isinstance(message.content, Poll)
    return message.content


def at(poll: Poll, text: str) -> int:
    return [option.text for option in poll.options].index(text)


def quiz_of(home: House, chat: Chat | None = None) -> Message:
    return next(one for one in reversed(home.ana.messages(chat)) if isinstance(one.content, Poll))


@in_every_language
async def test_every_quiz_in_every_language(tmp_path: Path, language: str) -> None:
    """Polls with one right option, several, or others' answers; buttons for what no poll holds; a channel's poll."""
    t = translator(language)
    ports = [Card(f"port{port}", asks, port, tags=("ports",)) for asks, port in PORTS.items()]
    async with house(tmp_path, [a_deck(ONE, SEVERAL, WIDE, *ports, language=language)]) as home:
        await home.ana.says("/subscribe @daily_questions 09:00 #sql")
        await wants(home, "poll", language=language)
        await wants(home, "poll", home.channel, language=language)
        await home.ana.says("/quiz 2 #sql #acid")
        for step in ("1", "2"):
            asked = quiz_of(home)
            poll = poll_in(asked)
            assert (poll.kind, poll.anonymous, poll.revoting) == ("quiz", False, False)
            assert poll.question.startswith(t("post.step", done=step, size="2"))
            assert poll.explanation is not None
            assert len(poll.explanation.text) <= 200
            await home.ana.votes("atomicity" if poll.multiple else "a B-tree")
            assert not asked.rows
            home.ana.sees("✅ atomicity" if poll.multiple else "✅ a B-tree")
            assert t("post.undo") in home.ana.buttons()
            await home.ana.taps(t("quiz.onward"))
        assert sorted(rating for rating, *_ in await given(home)) == [2, 4]
        assert t("quiz.onward") not in home.ana.buttons()
        await home.ana.says("/quiz 1 #ports")
        poll = poll_in(quiz_of(home))
        assert len(poll.options) == 4
        port = next(port for asks, port in PORTS.items() if asks in poll.question)
        await home.ana.votes(port)
        home.ana.sees(f"✅ {port}")
        await home.ana.says("/quiz 1 #locks")
        numbered = home.text(home.ana).splitlines()
        wrong = next(line[0] for line in numbered if "A writer waits" in line)
        assert (await home.ana.taps(wrong)).text.startswith(t("quiz.wrong", answer=""))
        home.ana.sees(WIDE.answer)
        await home.until(9)
        assert poll_in(quiz_of(home, home.channel)).anonymous
        await home.ana.votes("a B-tree", chat=home.channel)
        assert (await home.ana.taps(t("quiz.full"), home.channel)).text == t("quiz.sent")
        assert LONG.strip() in home.text(home.ana)
        assert len(await given(home)) == 4


async def test_what_a_vote_is_not(home: House) -> None:
    """An undone vote is rated by hand; who gives up looks and rates, and a vote after that is noted and no more."""
    await home.ana.says("/subscribe 09:00")
    await wants(home, "poll")
    await home.until(9)
    await home.ana.votes("a B-tree")
    await home.ana.taps("Undo")
    await home.ana.taps("1 ·")
    await home.passes(minutes=11)
    await home.ana.taps("I don't know")
    home.ana.sees("A B-tree keeps its keys sorted")
    await home.ana.votes("a B-tree")
    assert await happened(home) == ["late"]
    await home.ana.taps("2 ·")
    assert [rating for rating, *_ in await given(home)] == [4, 1, 2]


async def test_a_group_votes(home: House) -> None:
    """Every voter of a group answers for themselves; the full answer is for those who did, in their own chat."""
    await home.ben.says("/start")
    await wants(home, "poll", home.group)
    await home.ana.says("/quiz", home.group)
    assert not poll_in(quiz_of(home, home.group)).anonymous
    assert "Answer first" in (await home.ben.taps("Full answer", home.group)).text
    await home.ben.votes("a B-tree", chat=home.group)
    await home.chen.votes("a bitmap of rows", chat=home.group)
    assert [(rating, right) for rating, right, _ in await given(home)] == [(4, True), (1, False)]
    await home.ben.taps("Full answer", home.group)
    home.ben.sees("A B-tree keeps its keys sorted")
    told = await home.chen.taps("Full answer", home.group)
    assert told.alert
    assert "Press Start" in told.text


@in_every_language
async def test_a_poll_with_a_timer(home: House, language: str) -> None:
    """A group's administrator sets a timer; results are hidden until the poll closes, and then everybody is told."""
    t = translator(language)
    await wants(home, "poll", home.group, language=language)
    await home.ana.says("/settings", home.group)
    await home.ana.taps(t("quiz.timer"), home.group)
    assert (await home.ben.taps(t.interval(Interval(5, "minute")), home.group)).alert
    await home.ana.taps(t.interval(Interval(5, "minute")), home.group)
    await home.ana.says("/quiz", home.group)
    poll = poll_in(quiz_of(home, home.group))
    assert (poll.open_period, poll.results_hidden) == (300, True)
    await home.ben.votes("a B-tree", chat=home.group)
    assert (await home.ben.taps(t("quiz.full"), home.group)).text == t("quiz.wait_until_closed")
    await home.passes(minutes=6)
    await home.sandbox.idle()
    await home.passes(seconds=1)
    home.ben.sees("A B-tree keeps its keys sorted", home.group)
    assert await happened(home) == ["closed"]
    home.world.close_poll(poll)
    await home.sandbox.idle()
    assert await happened(home) == ["closed"]


async def test_killed_between_a_poll_s_end_and_its_answer(home: House) -> None:
    """The answer is owed once the poll is known to be closed, so a process that dies then still posts it, once."""
    await wants(home, "poll", home.group, timer=300)
    await home.ana.says("/quiz", home.group)
    poll = poll_in(quiz_of(home, home.group))
    desk = home.app.desk
    async with desk.database.write() as conn:  # all that the process did before it died
        assert await vote.closed(conn, poll.id, desk.policy, desk.now()) is None
    home.ben.does_not_see("A B-tree keeps its keys sorted", home.group)
    home.world.close_poll(poll)  # the next process is told again
    await home.sandbox.idle()
    await home.passes(seconds=1)
    told = [one.words.text for one in home.ben.messages(home.group) if one.words]
    assert sum("A B-tree keeps its keys sorted" in text for text in told) == 1


async def test_buttons_take_their_colours(home: House) -> None:
    """The tapped option and the right one are coloured; what was missed comes back at the end of the session."""
    await home.ana.says("/start")
    await wants(home, "buttons")
    await home.ana.says("/quiz 1")
    home.ana.does_not_see("keeps its keys sorted")
    await home.ana.taps("a hash table")
    styles = {row[0]["text"]: row[0].get("style") for row in home.ana.last().rows if len(row) == 1}
    home.ana.sees("❌ a hash table — Neighbours are scattered.")
    expected = {"a B-tree": "success", "a hash table": "danger", "a Bloom filter": None}
    assert {text: styles[text] for text in expected} == expected
    await home.ana.taps("Next question")
    home.ana.sees("Question 2 of 2")
    await home.ana.taps("a B-tree")
    await home.ana.taps("Next question")
    assert "Next question" not in " ".join(home.ana.buttons())
    assert [rating for rating, *_ in await given(home)] == [1, 4]


@in_every_language
async def test_several_right_options_are_ticked(tmp_path: Path, language: str) -> None:
    """Several right options are ticked and checked: alone before one's eyes, in a group each for themselves."""
    async with house(tmp_path, [a_deck(SEVERAL)]) as home:
        t = await home.reads(language)
        await wants(home, "buttons")
        await home.ana.says("/quiz 1")
        assert (await home.ana.taps(t("quiz.check"))).text == t("quiz.none_chosen")
        for option in ("atomicity", "elasticity", "elasticity", "durability"):
            await home.ana.taps(option)
        assert "✓ atomicity" in home.ana.buttons()
        await home.ana.taps(t("quiz.check"))
        await wants(home, "buttons", home.group, language=language)
        await home.ana.says("/quiz", home.group)
        assert "atomicity" in (await home.ben.taps("atomicity", home.group)).text
        assert "elasticity" in (await home.chen.taps("elasticity", home.group)).text
        assert "✓ atomicity" not in home.ben.buttons(home.group)
        assert (await home.ben.taps(t("quiz.check"), home.group)).text.startswith("🟡")
        assert (await home.chen.taps(t("quiz.check"), home.group)).text.startswith("❌")
        assert [rating for rating, *_ in await given(home)] == [4, 2, 1]


async def test_a_group_s_buttons(home: House) -> None:
    """In a group the first tap counts, told to its owner alone; others see how many, and look once they answered."""
    await wants(home, "buttons", home.group)
    await home.ana.says("/quiz", home.group)
    told = await home.ben.taps("a B-tree", home.group)
    assert told.alert
    assert told.text.startswith("✅ Right.")
    again = await home.ben.taps("a hash table", home.group)
    assert again.text == "Your first answer counts."
    assert [rating for rating, *_ in await given(home)] == [4]
    assert any("1 answered" in button for button in home.ben.buttons(home.group))
    assert "Answer first" in (await home.chen.taps("Show the answer", home.group)).text
    home.chen.does_not_see("keeps its keys sorted", home.group)
    await home.ben.taps("Show the answer", home.group)
    home.chen.sees("keeps its keys sorted", home.group)


async def test_two_taps_at_once_count_once(home: House) -> None:
    """Two taps before anything is answered are one answer."""
    await home.ana.says("/start")
    await wants(home, "buttons")
    await home.ana.says("/quiz 1")
    home.ana.presses("a B-tree")
    home.ana.presses("a hash table")
    await home.sandbox.idle()
    assert [rating for rating, *_ in await given(home)] == [4]
    home.ana.sees("✅ a B-tree")


async def test_a_session_of_all_kinds(tmp_path: Path) -> None:
    """What no poll holds has numbers to press, what is no quiz is revealed, and a session goes on from each to each."""
    plain = Card(key="plain", question="What is a lock?", answer="It depends.", tags=("plain",))
    async with house(
        tmp_path, [a_deck(ONE, WIDE, plain, replace(ONE, key="t2", question="And a range of keys?"))]
    ) as home:
        await home.ana.says("/start")
        await wants(home, "poll")
        await home.ana.says("/quiz 4")
        seen = set()
        for _ in range(4):
            newest = home.ana.last()
            if isinstance(newest.content, Poll):
                seen.add("poll")
                await home.ana.votes("a B-tree", message=newest)
                await home.ana.taps("Next question")
            elif any(button["text"] == "3" for row in newest.rows for button in row):
                seen.add("buttons")
                home.ana.sees("3. ")
                await home.ana.taps("1", message=newest)
                await home.ana.taps("Next question")
            else:
                seen.add("reveal")
                await home.ana.taps("Show the answer", message=newest)
                await home.ana.taps("4 ·", message=newest)
        assert seen == {"poll", "buttons", "reveal"}
        assert len(await given(home)) == 4


async def test_a_channel_s_buttons(tmp_path: Path) -> None:
    """What no poll holds has buttons in a channel, too: who taps is told, and nobody is rated."""
    async with house(tmp_path, [a_deck(WIDE)]) as home:
        await home.ana.says("/subscribe @daily_questions 09:00")
        await wants(home, "poll", home.channel)
        await home.until(9)
        told = [await home.ana.taps(number, home.channel) for number in ("1", "2", "3")]
        assert all(each.alert and len(each.text) <= 200 for each in told)
        assert sorted(each.text[0] for each in told) == ["✅", "❌", "❌"]
        assert await given(home) == []


async def test_today_sends_the_poll_again(home: House) -> None:
    """/today shows an open poll once more at the end of the chat, and a vote there counts."""
    await home.ana.says("/subscribe 09:00")
    await wants(home, "poll")
    await home.until(9)
    first = quiz_of(home)
    await home.ana.says("/today")
    assert quiz_of(home) is not first
    await home.ana.votes("a B-tree")
    assert [rating for rating, *_ in await given(home)] == [4]


async def test_votes_in_the_poll_before_today(home: House) -> None:
    """A vote counts in either copy, once for both; that the earlier one closes does not end the question."""
    await home.ana.says("/subscribe 09:00", home.group)
    await wants(home, "poll", home.group)
    await home.until(9)
    first = quiz_of(home, home.group)
    await home.ben.votes("a hash table", chat=home.group)
    await home.ana.says("/today", home.group)
    second = quiz_of(home, home.group)
    assert second is not first
    await home.ana.votes("a B-tree", chat=home.group, message=first)
    await home.ben.votes("a B-tree", chat=home.group, message=second)
    home.world.close_poll(poll_in(first))
    await home.sandbox.idle()
    await home.chen.votes("a B-tree", chat=home.group, message=second)
    assert [rating for rating, *_ in await given(home)] == [1, 4, 4]
    assert await happened(home) == ["sent_anew", "again"]


async def test_a_group_without_polls(home: House) -> None:
    """Where the bot may send no polls the quiz has buttons; a timer closes them, and then everybody may look."""
    t = translator("en")
    rights = {"can_send_messages"}
    acts.restrict(home.world, home.users["Ana"], home.world.bot.user, home.group, rights)
    await wants(home, "poll", home.group, timer=60)
    await home.ana.says("/quiz", home.group)
    await home.passes(seconds=1)
    until = home.ben.sees(t("quiz.until", clock="08:01"), home.group).words
    assert until is not None
    assert "date_time" in {entity["type"] for entity in until.entities}, "each reader sees their own time"
    assert (await home.ben.taps("a B-tree", home.group)).text.startswith(t("quiz.right"))
    look = await home.ben.taps(t("post.show"), home.group)
    assert look.text == t("quiz.wait_until_closed")
    await home.passes(seconds=60)
    assert (await home.chen.taps("a hash table", home.group)).text == t("post.over")
    await home.chen.taps(t("post.show"), home.group)
    home.ben.sees("keeps its keys sorted", home.group)
    assert [rating for rating, *_ in await given(home)] == [4]
