"""A reader says that something is wrong with a card, and its owner decides."""

from __future__ import annotations

from pathlib import Path

from bot.domain.card import Card, Deck
from bot.i18n.translator import translator
from bot.storage import cards, chats, learners, owned, reports
from tests.house import House, house, in_every_language
from tests.journeys.test_bad_input import forges
from tests.journeys.test_bringing import ROUTER
from tests.journeys.test_twice import Memo

SLUG = "0123456789abcdef01234567"
RATHER = {
    "options": f"{ROUTER}\n+ It drops it & says so\n- It keeps it for ever",
    "our own form": f"## {ROUTER}\n\nIt drops it & says so\n",
}


async def shared(home: House, language: str = "en") -> None:
    """Ana's deck is used by Ben, who looks at its card; both are spoken to in a language."""
    await home.ana.says("/start")
    now = home.world.clock.now()
    async with home.app.desk.database.write() as conn:
        ana, ben = home.ana.user.id, home.ben.user.id
        await chats.meet(conn, ben, "private", "", language, now)
        for chat_id in (ana, ben):
            await chats.choose_language(conn, chat_id, language, now)
        owner = await learners.meet(conn, "person", ana, "UTC", now)
        deck_id = await owned.create(conn, Deck(SLUG, "Networks", "en", ()), owner.id, "networks.md")
        await cards.add(conn, deck_id, [(0, Card("router", ROUTER, "It drops the packet."))])
        await owned.use(conn, ben, deck_id)
    await home.ben.says(f"/quiz 1 {SLUG}")
    await home.ben.taps("👁")


async def stands(home: House) -> int:
    """How many reports nobody has decided on."""
    async with home.app.desk.database.read() as conn:
        return sum([len(await reports.standing(conn, card_id)) for card_id in range(1, 12)])


@in_every_language
async def test_reported_and_corrected(home: House, language: str) -> None:
    """The owner hears of a report once, with its words; sends the card as it should be; and the reader is told."""
    t = translator(language)
    await shared(home, language)
    await home.ben.taps("🚩")
    assert (await home.ben.taps(t("reason.wrong"))).text == t("report.thanks")
    await home.ben.taps(t("report.add_words"))
    await home.ben.says("It also <says> so & more")
    assert "🚩" in home.ben.buttons(), "the question stands below, to be rated"
    await home.passes(minutes=6)
    home.ana.sees("It also <says> so & more")
    assert home.count(t("report.news", deck="Networks", reason=t("reason.wrong"))) == 1
    assert "Ben" not in home.text(home.ana)
    await home.ana.taps(t("report.mend"))
    await home.ana.says("no card at all")
    home.ana.sees(t("report.no_card"))
    await home.ana.says(RATHER["our own form"])
    await home.passes(seconds=5)
    home.ben.sees(t("report.was_fixed"))
    home.ben.sees(ROUTER)
    assert await stands(home) == 0


async def test_corrected_with_options(home: House) -> None:
    """A correction with options makes the card one that has them; a message handled again corrects it once.

    Nor is it then the answer to a question that waits to be written to.
    """
    memo = Memo(home)
    await shared(home)
    await home.ben.taps("🚩")
    await home.ben.taps("🌫 Unclear")
    await home.passes(minutes=6)
    home.ana.sees("A reader reports")
    async with home.app.desk.database.write() as conn:
        await chats.choose_mode(conn, home.ana.user.id, "typed")
    await home.ana.says("/quiz 1 databases")
    await home.ana.taps("Correct it")
    await home.ana.says(RATHER["options"])
    before = home.ana.transcript()
    await memo.again()
    assert home.ana.transcript() == before
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
    await home.ben.taps("🚩")
    assert "already" in (await home.ben.taps("Wrong")).text


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
