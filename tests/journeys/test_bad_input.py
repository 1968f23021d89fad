"""Forged buttons, stale buttons, and what breaks on the way: said, logged, and nothing else changes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import select, text
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.cli import logs as operator_logs
from bot.sandbox import notices
from bot.sandbox.objects import Chat, Member, Message, Query, Toast
from bot.sandbox.person import Person
from bot.storage import subscriptions
from bot.storage.tables import metadata
from bot.tg.desk import Desk
from tests.house import TOKEN, House, house
from tests.rooms import card, deck

LEARNED = ("answers", "memories", "posts", "sessions", "subscriptions", "deliveries")
BROKEN = {"ok": False, "error_code": 500, "description": "Internal Server Error"}


@pytest.fixture
def said() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield entries


async def forges(home: House, person: Person, message: Message, data: str) -> Toast:
    """A client of the person's own making presses a button that is not there."""
    number = str(home.world.next_number("forged"))
    query = Query(number, home.world.bot, person.user, message, data, home.world.clock.now())
    home.world.queries[number] = query
    notices.tapped(query)
    await home.sandbox.idle()
    assert query.toast is not None
    return query.toast


async def stored(home: House) -> dict[str, list[Any]]:
    """Everything that was learned, asked for or owed."""
    tables = [metadata.tables[name] for name in LEARNED]
    async with home.app.desk.database.read() as conn:
        return {table.name: [tuple(row) for row in await conn.execute(select(table))] for table in tables}


def looks(*chats: Chat) -> list[Any]:
    """Every message as its readers see it."""
    return [(one.chat.id, one.id, one.content, one.markup) for chat in chats for one in chat.messages]


async def breaks(home: House, table: str) -> None:
    """The database loses a table."""
    async with home.app.desk.database.write() as conn:
        await conn.execute(text("PRAGMA defer_foreign_keys=ON"))
        await conn.execute(text(f"ALTER TABLE {table} RENAME TO lost_{table}"))


async def mends(home: House, table: str) -> None:
    """It is there again."""
    async with home.app.desk.database.write() as conn:
        await conn.execute(text(f"ALTER TABLE lost_{table} RENAME TO {table}"))


async def test_handler_that_raises(home: House, said: list[EventDict]) -> None:
    """A command that breaks is apologised for and logged with its update, and the next one is answered."""
    home.sandbox.faults.answer("getChatMember", 500, BROKEN)
    await home.ana.says("/subscribe 09:00", home.group)
    home.ana.sees("Something went wrong", home.group)
    failed = [entry for entry in said if entry["event"] == "update failed"]
    assert [entry["log_level"] for entry in failed] == ["error"]
    assert isinstance(failed[0]["update"], int)
    await home.ana.says("/subscribe 09:00", home.group)
    home.ana.sees("Daily questions are on", home.group)


async def test_broken_database(home: House, said: list[EventDict]) -> None:
    """A command the database cannot serve is apologised for; what needs less of it goes on."""
    await breaks(home, "sessions")
    await home.ana.says("/quiz")
    home.ana.sees("Something went wrong")
    await home.ana.says("/help")
    home.ana.sees("What I can do")
    await mends(home, "sessions")
    await home.ana.says("/quiz")
    home.ana.sees("in a database?")
    assert sum(entry["event"] == "update failed" for entry in said) == 1


async def test_tap_that_raises(home: House, said: list[EventDict]) -> None:
    """A button that breaks says so in an alert, changes nothing, and works when pressed again."""
    await home.ana.says("/quiz 2")
    await home.ana.taps("Show the answer")
    await breaks(home, "answers")
    before = looks(home.world.private(home.ana.user))
    toast = await home.ana.taps("4 ·")
    assert toast == Toast("Something went wrong on my side. It has been noted; please try again.", alert=True)
    assert looks(home.world.private(home.ana.user)) == before
    await mends(home, "answers")
    assert "Rated 4" in (await home.ana.taps("4 ·")).text
    assert [entry["log_level"] for entry in said if entry["event"] == "update failed"] == ["error"]


async def test_even_the_apology_fails(home: House, said: list[EventDict]) -> None:
    """When the person cannot be told either, both failures are logged and the next update is handled."""
    await home.ana.says("/start")
    await breaks(home, "sessions")
    fault = home.sandbox.faults.cut("sendMessage", when="before", times=3)
    await home.ana.says("/quiz")
    home.sandbox.faults.clear()
    assert fault.struck
    await home.ana.says("/help")
    home.ana.sees("What I can do")
    assert any(entry["event"] == "update failed" for entry in said)
    assert any(entry.get("method") == "sendMessage" for entry in said)


async def test_failure_is_logged_without_the_token(
    home: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of a failure has the update's id and a traceback, and the token in no part of it."""
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    operator_logs.set_up("debug", json_lines=False, secrets=[TOKEN])
    try:
        page = f"<h1>502</h1> http://127.0.0.1/bot{TOKEN}/getChatMember"
        home.sandbox.faults.answer("getChatMember", 502, page)
        await home.ana.says("/subscribe", home.group)
        await breaks(home, "sessions")
        await home.ana.says("/quiz")
    finally:
        structlog.reset_defaults()
    shown = capsys.readouterr().err
    assert shown.count("update failed") == 2
    assert "update=1000000" in shown
    assert "Traceback" in shown
    assert TOKEN not in shown
    assert TOKEN.partition(":")[2] not in shown


FORGED = {
    "a post that is nowhere": "show:999",
    "a number no database holds": f"rate:{'9' * 40}:3",
    "a number below all": "show:-1",
    "no number": "show:now",
    "numbers of another script": "rate:١:٣",
    "no post": "show",
    "a rating that is none": "rate:{post}:9",
    "half a rating": "rate:{post}:3.5",
    "no rating": "rate:{post}",
    "a name we do not know": "erase:{post}",
    "only marks": ":::",
    "a blank": " ",
    "the longest": "x" * 64,
    "far too long": "show:" + "1" * 5000,
    "an answer of nobody": "undo:999",
    "no answer": "undo:",
    "a hint of nothing": "hint:999",
    "more of nothing": "next:999",
    "settings of a chat we do not know": "set:-100999:on:1",
    "settings of no chat": "set:",
    "a field that is none": "set:{here}:colour",
    "a field of no page": "set:{here}:on",
    "a value that is none": "set:{here}:count:11",
    "a time that is none": "set:{here}:time:2561",
    "a weekday that is none": "set:{here}:days:7",
    "a zone that is none": "set:{here}:zone:../etc/passwd",
    "a deck that is none": "set:{here}:decks:99",
    "a language that is none": "set:{here}:language:tlh",
    "the settings of somebody else": "set:{ben}:on:1",
    "the language of somebody else": "set:{ben}:language:pl",
    "a subscription of somebody else": "sub:{ben}",
    "to erase somebody else": "forget:{ben}:yes",
    "a pace that is none": "pace:colour:1",
    "hours that are none": "pace:hours:0900-2561",
    "hours of no length": "pace:hours:0900-0900",
    "fewer than no cards": "pace:new:-1",
    "more cards than fit a day": "pace:reviews:9999",
    "a lighter day that is none": "pace:light:7",
    "a break of days before this one": "pace:break:-3",
    "a break of years": "pace:break:999",
    "a plan that is none": "pace:plan:x",
    "a leech that is none": "leech:1:hide",
    "no leech": "leech::",
}


async def refused(
    home: House, said: list[EventDict], person: Person, message: Message, forged: dict[str, str]
) -> dict[str, str]:
    """What was wrong with the answer to each of these; nothing should be."""
    wrong = {}
    before = await stored(home), looks(message.chat)
    for name, data in forged.items():
        said.clear()
        toast = await forges(home, person, message, data)
        entries = {(entry["event"], entry["log_level"]) for entry in said if entry["log_level"] != "debug"}
        if not toast.text:
            wrong[name] = "not a word"
        if (await stored(home), looks(message.chat)) != before:
            wrong[name] = "something changed"
        if not entries or not entries <= {("tap refused", "warning"), ("tap too late", "info")}:
            wrong[name] = f"logged {entries}"
    return wrong


async def test_forged_buttons_in_a_group(home: House, said: list[EventDict]) -> None:
    """Whatever a member's own client sends about a group's message is refused, logged, and changes nothing."""
    await home.ben.says("/start")
    await home.chen.says("/start")
    await home.ana.says("/subscribe 09:00", home.group)
    await home.until(9)
    question = home.ana.last(home.group)
    names = {"post": post_of(question), "here": home.group.id, "ben": home.ben.user.id}
    forged = {name: data.format(**names) for name, data in FORGED.items()}
    forged["to open a spoiler for everybody"] = f"show:{post_of(question)}"
    forged["the group's settings"] = f"set:{home.group.id}:on:0"
    forged["the group's subscription"] = f"sub:{home.group.id}"
    assert await refused(home, said, home.chen, question, forged) == {}


async def test_forged_buttons_in_private(home: House, said: list[EventDict]) -> None:
    """Nor do a person's own inventions touch their question, their settings, or anything of anybody else's."""
    await home.ana.says("/subscribe 18:00")
    await home.ben.says("/start")
    await home.ana.says("/quiz 2")
    question = home.ana.last()
    names = {"post": post_of(question), "here": home.ana.user.id, "ben": home.ben.user.id}
    forged = {name: data.format(**names) for name, data in FORGED.items()}
    forged["the settings of a group they are no administrator of"] = f"set:{home.group.id}:on:1"
    home.group.members[home.ana.user.id] = Member(home.ana.user, "member")
    assert await refused(home, said, home.ana, question, forged) == {}


def post_of(message: Message) -> int:
    """Which post a message's first button is about."""
    return int(message.rows[0][0]["callback_data"].split(":")[1])


@pytest.mark.parametrize("forged", ["show:{}", "rate:{}:5", "hint:{}", "next:{}"])
async def test_button_of_another_chat_s_question(home: House, said: list[EventDict], forged: str) -> None:
    """A question of somebody's private chat cannot be opened, rated or skipped from another chat."""
    await home.ana.says("/quiz 2")
    await home.ben.says("/quiz 2")
    post_id = post_of(home.ana.last())
    chats = home.world.private(home.ana.user), home.world.private(home.ben.user)
    before = await stored(home), looks(*chats)
    toast = await forges(home, home.ben, home.ben.last(), forged.format(post_id))
    assert toast.text
    assert (await stored(home), looks(*chats)) == before
    assert [entry["user"] for entry in said if entry["log_level"] == "warning"] == [home.ben.user.id]


async def test_undo_of_somebody_else(home: House, said: list[EventDict]) -> None:
    """Nobody takes back another person's rating."""
    await home.ana.says("/quiz 2")
    await home.ana.taps("Show the answer")
    await home.ana.taps("4 ·")
    undo = next(button for row in home.ana.last().rows for button in row if "Undo" in button["text"])
    await home.ben.says("/quiz 2")
    before = await stored(home)
    toast = await forges(home, home.ben, home.ben.last(), undo["callback_data"])
    assert toast == Toast("This button is not for you.", alert=True)
    assert await stored(home) == before
    assert any(entry["event"] == "tap refused" and entry["user"] == home.ben.user.id for entry in said)


async def test_forged_question_in_a_channel(home: House) -> None:
    """A channel's readers cannot make the bot post there."""
    await home.ana.says("/subscribe @daily_questions 09:00")
    await home.until(9)
    before = await stored(home), looks(home.channel)
    for data in ("ask:1", "next:1", "show:1", "rate:1:5"):
        await forges(home, home.ben, home.channel.messages[-1], data)
    assert (await stored(home), looks(home.channel)) == before


async def test_undo_pressed_twice(home: House) -> None:
    """A second press of Undo, before the first was seen to work, leaves the question as the first restored it."""
    await home.ana.says("/quiz 2")  # so that the answer's number is not the question's, too
    await home.ana.says("/quiz 2")
    await home.ana.taps("Show the answer")
    before = home.ana.last().markup
    await home.ana.taps("4 ·")
    await home.ana.taps("Show the answer")
    home.ana.presses("Undo")
    home.ana.presses("Undo")
    await home.sandbox.idle()
    assert home.ana.last().markup == before
    assert "Rated 5" in (await home.ana.taps("5 ·")).text


async def test_button_that_is_too_late(home: House, said: list[EventDict]) -> None:
    """A tap that could be answered only after minutes still does its work, and nobody is alarmed."""

    def three_minutes_pass(_call: object) -> None:
        home.world.clock.advance(timedelta(minutes=3))

    await home.ana.says("/quiz 1")
    home.sandbox.faults.on_call("answerCallbackQuery", three_minutes_pass)
    home.ana.presses("Show the answer")
    await home.sandbox.idle()
    home.ana.sees("It depends on")
    assert not [entry for entry in said if entry["log_level"] in {"warning", "error"}]


async def test_button_of_last_week(home: House) -> None:
    """A question older than a week answers that it is over."""
    await home.ana.says("/subscribe 09:00")
    await home.until(9)
    old = home.ana.last()
    await home.ana.says("/unsubscribe")
    await home.passes(days=8)
    before = await stored(home)
    toast = await home.ana.taps("Show the answer", message=old)
    assert toast.text == "This question is over."
    assert await stored(home) == before


async def test_button_of_an_erased_person(home: House) -> None:
    """After /forget the old buttons answer that the question is over, and bring nobody back."""
    await home.ana.says("/quiz 1")
    old = home.ana.last()
    await home.ana.says("/forget")
    await home.ana.taps("Erase everything")
    toast = await home.ana.taps("Show the answer", message=old)
    assert toast.text == "This question is over."
    assert not (await stored(home))["posts"]


async def test_stale_button_under_a_long_answer(tmp_path: Path) -> None:
    """An answer in several messages is not sent again, nor taken for its first part, by a tap that comes too late."""
    answer = "\n\n".join(f"Paragraph {number} " + "word " * 150 for number in range(8))
    async with house(tmp_path, [deck(card("joins", answer=answer))]) as home:
        await home.ana.says("/settings", home.group)
        await home.ana.taps("Answer", home.group)
        await home.ana.taps("under the question", home.group)
        await home.ana.says("/subscribe 09:00", home.group)
        await home.until(9)
        await home.passes(seconds=2)
        last = home.ana.last(home.group)
        before = looks(home.group)
        assert (
            len([one for one in home.group.messages if "Paragraph" in (one.words.text if one.words else "")])
            == 2
        )
        await forges(home, home.ben, last, "show:999")
        assert looks(home.group) == before
        await home.passes(days=8)
        await home.ben.taps("3", home.group, message=last)
        words = [one[2] for one in looks(home.group) if one[1] <= last.id]
        assert words == [one[2] for one in before]
        assert last.markup is None, "a question that is over keeps no buttons"


async def test_apology_in_the_language_of_the_chat(home: House, said: list[EventDict]) -> None:
    """Who chose a language is apologised to in it, whatever Telegram says of theirs."""
    await home.ana.says("/settings")
    await home.ana.taps("Language")
    await home.ana.taps("Русский")
    await breaks(home, "sessions")
    await home.ana.says("/quiz")
    home.ana.sees("что-то пошло не так")


async def test_tap_that_fails_after_it_was_answered(
    home: House, said: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong behind an answered tap is said in a message, as a tap can be answered only once."""

    async def fails(*_: object) -> None:
        raise RuntimeError("the message cannot be made")

    await home.ana.says("/quiz 2")
    monkeypatch.setattr(Desk, "show", fails)
    await home.ana.taps("Show the answer")
    home.ana.sees("Something went wrong")


async def test_channel_without_the_bot(home: House) -> None:
    """The owner of a channel the bot is not in is told to let it in, not that they may not."""
    home.world.add_channel("Mine", "mine_of_ana", admins=[home.ana.user])
    await home.ana.says("/subscribe @mine_of_ana 09:00")
    home.ana.sees("I may not post there yet")


async def test_long_tags_can_be_chosen(tmp_path: Path) -> None:
    """A tag too long for a button's data can be chosen and let go of like any other."""
    tag = "машинное_обучение_и_нейронные_сети"
    async with house(tmp_path, [deck(card("joins", tags=(tag,)), card("locks"))]) as home:
        await home.ana.says("/subscribe 09:00")
        await home.ana.says("/settings")
        await home.ana.taps("Topics")
        await home.ana.taps(f"#{tag}")
        async with home.app.desk.database.read() as conn:
            wanted = await subscriptions.get(conn, home.ana.user.id)
        assert wanted is not None
        assert wanted.tags == (tag,)
        await home.ana.taps(f"#{tag}")
        async with home.app.desk.database.read() as conn:
            wanted = await subscriptions.get(conn, home.ana.user.id)
        assert wanted is not None
        assert wanted.tags == ()
