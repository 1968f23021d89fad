"""A reader says that something is wrong with a card, and its owner decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sandbox.person import Person
from bot.storage import learners, reports
from tests.house import House, house
from tests.journeys.test_bad_input import forges
from tests.journeys.test_bringing import ROUTER, brings, link_in
from tests.journeys.test_twice import Memo
from tests.rooms import SUBJECTS

DECK = f"""---
tags: [flashcards/networks]
---
# Networks

{ROUTER}
?
It drops the packet.
"""
RATHER = {
    "options": f"{ROUTER}\n+ It drops it & says so\n- It keeps it for ever",
    "our own form": f"## {ROUTER}\n\nIt drops it & says so\n",
}
LANGUAGES = {  # flag, the reason, the thanks, what the owner is asked, what the reader is told in the end
    "English": (
        "❌ Wrong",
        "Thank you!",
        "A reader reports a card",
        "✏️ Correct it",
        "is corrected. Thank you!",
    ),
    "Русский": ("❌ Ошибка", "Спасибо!", "Читатель сообщает", "✏️ Исправить", "исправлена. Спасибо!"),
    "Polski": ("❌ Błąd", "Dzięki!", "Zgłoszenie karty", "✏️ Popraw", "jest poprawiona. Dzięki!"),
    "中文": ("❌ 有错误", "谢谢！", "有人反馈了", "✏️ 修改", "已经改好了，谢谢！"),
}


async def shared(home: House) -> None:
    """Ana's deck is used by Ben, who looks at its card."""
    await brings(home.ana, DECK)
    await home.ben.opens(link_in(home.ana))
    await home.ben.taps("Use this deck")
    await home.ben.taps("Ask me now")
    await home.ben.taps("Show the answer")


async def speaks(person: Person, language: str) -> None:
    """Let the bot speak this language to a person."""
    await person.says("/settings")
    await person.taps("Language")
    await person.taps(language)


async def stands(home: House) -> int:
    """How many reports nobody has decided on."""
    async with home.app.desk.database.read() as conn:
        return sum([len(await reports.standing(conn, card_id)) for card_id in range(1, 12)])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_reported_and_corrected(home: House, language: str) -> None:
    """The owner hears of a report once, with its words; sends the card as it should be; and the reader is told."""
    wrong, thanks, news, mend, corrected = LANGUAGES[language]
    await shared(home)
    for person in (home.ana, home.ben):
        await speaks(person, language)
    question = next(
        one for one in home.ben.messages() if any("🚩" in b["text"] for row in one.rows for b in row)
    )
    await home.ben.taps("🚩", message=question)
    assert thanks in (await home.ben.taps(wrong, message=question)).text
    home.ana.does_not_see(news)
    await home.ben.taps(question.rows[0][0]["text"], message=question)
    await home.ben.says("It also <says> so & more")
    await home.passes(seconds=5)
    home.ana.sees(news)
    home.ana.sees("It also <says> so & more")
    assert "Ben" not in home.text(home.ana)
    await home.passes(hours=1)
    assert home.ana.transcript().count(news) == 1
    await home.ana.taps(mend)
    await home.ana.says("no card at all")
    await home.ana.says(RATHER["our own form"])
    home.ana.sees("It drops it & says so")
    await home.passes(seconds=5)
    home.ben.sees(corrected)
    assert await stands(home) == 0


async def test_corrected_with_options(home: House) -> None:
    """A correction with options makes the card one that has them; a message handled again corrects it once."""
    memo = Memo(home)
    await shared(home)
    await home.ben.taps("🚩")
    await home.ben.taps("🌫 Unclear")
    await home.ben.taps("That is all")
    assert "🚩" in home.ben.buttons()
    home.ana.does_not_see("A reader reports")
    await home.passes(minutes=6)
    home.ana.sees("A reader reports")
    await home.ana.taps("Correct it")
    await home.ana.says(RATHER["options"])
    count = len(home.ana.messages())
    await memo.again()
    assert len(home.ana.messages()) == count
    await home.ben.taps("5 ·")
    await home.ben.says("/quiz 1 #networks")
    await home.passes(seconds=5)
    home.ben.sees("is corrected")


async def test_withdrawn_or_nothing_wrong(home: House) -> None:
    """A card stays, or is withdrawn; either way its reader hears, and the buttons are over."""
    await shared(home)
    for button, told in (("Nothing wrong", "finds it right as it is"), ("Withdraw the card", "is withdrawn")):
        await home.ben.taps("🚩")
        await home.ben.taps("Outdated")
        await home.ben.taps("That is all")
        await home.passes(minutes=6)
        message = home.ana.sees("A reader reports")
        carried = message.rows[0][0]["callback_data"]
        await home.ana.taps(button)
        await home.passes(seconds=5)
        home.ben.sees(told)
        toast = await forges(home, home.ana, message, carried)
        assert toast.text == "That report is settled."


async def test_something_else_needs_words(home: House) -> None:
    """For another reason the reader writes what it is; what cannot be read is no reason, and Cancel ends it."""
    await shared(home)
    await home.ben.taps("🚩")
    await home.ben.taps("Something else")
    assert await stands(home) == 0
    await home.ben.taps("Cancel")
    await home.ben.says("chatter")
    assert await stands(home) == 0
    await home.ben.taps("Something else")
    await home.ben.says("\u200b\u202e\u2060")
    home.ben.sees("There is nothing to read")
    await home.ben.says("w" * 100_000)
    await home.passes(seconds=5)
    assert await stands(home) == 1
    home.ana.sees("www")
    await home.ben.taps("Back")
    await home.ben.taps("🚩")
    assert "already" in (await home.ben.taps("Wrong")).text


async def test_the_card_went_meanwhile(home: House) -> None:
    """A report on a deck that was deleted while its reader wrote is told, and nobody hears of it."""
    await shared(home)
    await home.ben.taps("🚩")
    await home.ben.taps("Something else")
    await home.ana.taps("Delete")
    await home.ana.taps("Delete the deck")
    await home.ben.says("It is wrong")
    home.ben.sees("The card is no more.")
    home.ana.does_not_see("A reader reports")


async def test_only_the_owner_decides(home: House) -> None:
    """A forged button of the owner's is refused; a reader who was forgotten takes the report along."""
    await shared(home)
    await home.ben.taps("🚩")
    await home.ben.taps("Wrong")
    await home.passes(minutes=6)
    for act in ("withdraw", "mend", "fixed", "kept", "page"):
        toast = await forges(home, home.ben, home.ben.last(), f"report:1:{act}")
        assert toast.alert, act
    assert (await forges(home, home.ana, home.ana.last(), "report:1:fixed")).alert
    assert await stands(home) == 1
    await home.ben.says("/forget")
    await home.ben.taps("Erase everything")
    assert await stands(home) == 0
    assert (await home.ana.taps("Withdraw")).text == "That report is settled."


async def test_an_owner_who_is_gone(home: House) -> None:
    """A report on the deck of somebody who blocked the bot is kept and logged; nobody is written to."""
    await shared(home)
    await home.ana.blocks_bot()
    await home.ben.taps("🚩")
    with capture_logs() as said:
        await home.ben.taps("Wrong")
    assert [entry["log_level"] for entry in said if "reported" in entry["event"]] == ["warning"]
    assert await stands(home) == 1


async def test_a_flood_of_reports(home: House) -> None:
    """So many reports a day are taken from one reader, and the next day more."""
    await home.ben.says("/quiz 1")
    await home.ben.taps("Show the answer")
    await home.ben.taps("🚩")
    now = home.world.clock.now()
    async with home.app.desk.database.write() as conn:
        me = await learners.find(conn, "person", home.ben.user.id)
        assert me is not None
        for card_id in [*range(1, len(SUBJECTS) + 1)] * 2:
            await reports.add(conn, card_id, me.id, "wrong", "", now)
            await reports.settle(conn, card_id, now)
    assert "last report for today" in (await home.ben.taps("Wrong")).text
    await home.passes(days=1, minutes=1)
    assert "Thank you" in (await home.ben.taps("Wrong")).text


async def test_the_operator_hears(tmp_path: Path) -> None:
    """What is wrong with a card of a file is told to those who run the bot, with the file's line."""
    async with house(tmp_path, owners=["Ana", "Chen"]) as home:
        await home.ana.says("/start")
        await home.ben.says("/quiz 1")
        await home.ben.taps("Show the answer")
        await home.ben.taps("🚩")
        await home.ben.taps("Wrong")
        await home.passes(minutes=6)
        home.ana.sees('A reader reports a card of "Databases" · ❌ Wrong')
        home.ana.sees("Deck databases, line ")
        assert home.chen.messages() == [], "who never wrote to the bot cannot be written to"
        await home.ana.taps("Correct it")
        await home.ana.taps("Back")
        await home.ana.taps("Correct it")
        await home.ana.taps("It is corrected")
        await home.passes(seconds=5)
        home.ben.sees("is corrected")
