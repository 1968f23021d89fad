"""The row under a revealed card: a star, never again, a note."""

from __future__ import annotations

from bot.sandbox.person import Person
from bot.storage import chats, learners, marks
from tests.house import House, in_every_language
from tests.journeys.test_bad_input import forges
from tests.journeys.test_twice import Memo


async def reveals(person: Person, words: str = "/quiz 3") -> None:
    """Begin a session and look at the first answer."""
    await person.says(words)
    await person.taps("Show the answer")


async def notes(home: House, person: Person) -> list[str]:
    """The notes a person has."""
    async with home.app.desk.database.read() as conn:
        me = await learners.find(conn, "person", person.user.id)
        assert me is not None
        return [each.note for each in (await marks.of_deck(conn, me.id, 1)).values()]


@in_every_language
async def test_the_row(home: House, language: str) -> None:
    """Under an answer a card is starred, noted on and hidden, each told in the reader's language."""
    ana, t = home.ana, await home.reads(language)
    await ana.says("/quiz 2 databases")
    assert "☆" not in ana.buttons()
    await ana.taps("👁")
    assert {"☆", "🙈", "✏️", "🚩"} <= set(ana.buttons())
    assert ana.buttons()[0].startswith("1"), "the ratings come first"
    assert (await ana.taps("☆")).text == t("mark.starred")
    assert "⭐" in ana.buttons()
    await ana.taps("✏️")
    ana.sees(t("note.ask", most=t.number(1000)))
    await ana.says("See <b>chapter 3</b> & \u202ethe rest")
    ana.sees(t("note.kept"))
    assert "📝" in ana.buttons()
    shown = ana.sees(t("note.title"))
    ana.sees("See <b>chapter 3</b> & the rest")
    assert (await ana.taps("🙈", message=shown)).text == t("mark.hidden")
    assert (await ana.taps(t("mark.unhide"))).text == t("mark.unhidden")
    assert "🙈" in ana.buttons()


async def test_a_hidden_card_is_never_asked(home: House) -> None:
    """A hidden card gives way to the next, is due to nobody, and comes back from the list under /decks."""
    ana = home.ana
    await reveals(ana)
    question = home.text(ana).splitlines()[2]
    await ana.taps("🙈")
    assert not any("1 ·" in button for button in ana.buttons()), "it is not to be rated any more"
    await ana.taps("Next question")
    ana.sees("Question 1 of 2")
    assert question not in home.text(ana)
    await ana.says("/decks")
    await ana.taps("🙈 Hidden cards · 1")
    await ana.taps(question[:20])
    ana.sees("No card is hidden")
    assert not any("🙈" in button["text"] for row in ana.last().rows for button in row)


async def test_hiding_a_follow_up_holds_back_no_other(home: House) -> None:
    """A follow-up that was hidden is nothing unanswered: the next one comes, and the hidden one never."""
    ana = home.ana
    await reveals(ana, "/quiz 2")
    await ana.taps("2 ·")
    await ana.taps("Show the answer")
    await ana.taps("2 ·")
    await home.passes(hours=4, minutes=1)
    first = ana.sees("Do you still know this one?")
    await ana.taps("Show the answer", message=first)
    await ana.taps("🙈", message=first)
    await home.passes(minutes=1)
    second = ana.sees("Do you still know this one?")
    assert second.id != first.id
    await home.passes(days=2)
    third = ana.sees("Do you still know this one?")
    assert third.id != second.id
    assert third.words == second.words, "the other one again, and never the hidden one"


async def test_quiz_starred(home: House) -> None:
    """/quiz starred asks starred cards alone, though they were asked today; without one it says how to star."""
    ana = home.ana
    await ana.says("/quiz starred")
    ana.sees("There is no starred card yet")
    await reveals(ana)
    await ana.taps("☆")
    question = home.text(ana).splitlines()[2]
    await ana.taps("5 ·")
    await ana.says("/quiz starred")
    assert question in home.text(ana)
    await ana.taps("Show the answer")
    await ana.taps("4 ·")
    ana.sees("That was the last one")
    await ana.says("/decks")
    await ana.taps("⭐ Ask my starred cards · 1")
    assert question in home.text(ana)
    await ana.says("/quiz starred", home.group)
    ana.sees("write to me in private", home.group)
    await ana.says("/quiz", home.group)
    assert "🙈" not in ana.buttons(home.group), "what many read could show nobody's star"


async def test_a_note_is_edited_and_deleted(home: House) -> None:
    """A text of 100 KB is cut, a new one takes its place, a button deletes it; what is no text is no note."""
    ana = home.ana
    await reveals(ana)
    await ana.taps("✏️")
    await ana.sends_photo()
    ana.sees("I can only keep text")
    await ana.says("\u200b\u2060")
    ana.sees("There is nothing to read in that")
    await ana.says("word " * 20_000)
    ana.sees("at most 1,000 characters")
    await ana.taps("📝")
    await ana.says("second")
    assert await notes(home, ana) == ["second"]
    await ana.taps("📝")
    await ana.taps("Delete the note")
    assert await notes(home, ana) == []
    assert "✏️" in ana.buttons()
    await ana.says("not a note")
    ana.sees("/help")


async def test_a_note_is_not_taken_twice(home: House) -> None:
    """A text that is handled again after a crash is neither a second note nor chatter; a command ends the waiting."""
    ana = home.ana
    memo = Memo(home)
    await reveals(ana)
    await ana.taps("✏️")
    await ana.says("What is x?\n+ y\n- z")
    count = len(ana.messages())
    await memo.again()
    assert len(ana.messages()) == count
    assert await notes(home, ana) == ["What is x?\n+ y\n- z"]
    await ana.taps("📝")
    await ana.says("/help")
    await ana.says("chatter")
    assert await notes(home, ana) == ["What is x?\n+ y\n- z"]


async def test_a_later_question_takes_the_text(home: House) -> None:
    """Who goes on to another question instead of writing their note answers that question; before, it is the note."""
    t, ana = await home.reads("en"), home.ana
    async with home.app.desk.database.write() as conn:
        await chats.choose_mode(conn, ana.user.id, "typed")
    await ana.says("/quiz 3 databases")
    await ana.says("It depends.")
    await ana.taps("✏️")
    await ana.taps("3 ·")
    await ana.says("It depends on you.")
    ana.sees("Your answer:")
    await ana.taps("✏️")
    await ana.says("A note.")
    ana.sees(t("note.kept"))
    assert await notes(home, ana) == ["A note."]


async def test_others_cannot_mark(home: House) -> None:
    """Forged, stale and strange buttons of the row change nothing."""
    ana, ben = home.ana, home.ben
    await reveals(ana)
    await reveals(ben)
    theirs = next(data for row in ana.last().rows for data in [row[0]["callback_data"]] if "mark" in data)
    number = theirs.split(":")[1]
    forged = (
        "mark:{}:star:1",
        "mark:{}:hide:1",
        "mark:{}:note",
        "mark:{}:erase",
        "mark:{}:on",
        "flag:{}:wrong",
    )
    for data in (*forged, "tongue:{}:ru", "mark:{}:else", "words:1"):
        toast = await forges(home, ben, ben.last(), data.format(number))
        assert toast.text, data
    for data in (
        "mark:x:star:1",
        "unhide:7:0",
        "hidden:99",
        "report:1:withdraw",
    ):
        await forges(home, ben, ben.last(), data)
    assert await notes(home, ana) == []
    old = ana.last()
    stale = next(data for row in old.rows for data in [row[0]["callback_data"]] if "star" in data)
    await ana.taps("5 ·")
    assert (await forges(home, ana, old, stale)).text == "This question is over."
    assert await notes(home, ana) == []
