"""People bring their own cards: files, texts, polls; and what becomes of the decks."""

from __future__ import annotations

import re
from functools import partial

import pytest

from bot.actions.bring import at_home
from bot.app import open_app
from bot.decks.formats import read
from bot.sandbox.objects import Document
from bot.sandbox.person import Person
from bot.storage import owned, pending
from bot.tg.application import handle
from tests.house import House
from tests.journeys.test_twice import Memo

ROUTER = "What does a router do with a packet it has no route for?"
NETWORKS = f"""---
tags: [flashcards/networks]
---
# Networks

{ROUTER}
?
It drops the packet and may say so by ICMP.

What does TCP promise that UDP does not?
?
Order, and that nothing is lost without a sign.

How many layers has the TCP/IP model?
?
Four.
"""
DAMAGED = (
    NETWORKS.replace("promise that UDP does not?\n?", "promise that UDP does not?\n2")
    + r"""
How fast is a link of rate r over n hops?
?
$rac{L}{r}$ a hop.

What is the time to live of a packet for?
?

"""
)

# A server that still writes `correct_option_id` beside its successor: the library says so each time it reads one.
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version 22.8")
PLAIN = "What is a hub?\n?\nA repeater with many ports.\n\nWhat is a loop?\n?\nA way back.\n"


async def brings(person: Person, text: str = NETWORKS, name: str = "networks.md") -> None:
    """Send a file and add its cards."""
    await person.sends_file(name, text)
    await person.taps("Add ")


def link_in(person: Person) -> str:
    """What stands behind `?start=` in the newest link the person sees."""
    found = re.findall(r"\?start=(\S+)", person.transcript())
    return str(found[-1])


async def decks_of(home: House, person: Person) -> list[owned.OwnedDeck]:
    async with home.app.desk.database.read() as conn:
        return list(await owned.used_by(conn, person.user.id))


async def test_a_file_becomes_a_deck(home: House) -> None:
    """A file is sent, reported on, added with one button, and asked from by /quiz."""
    await home.ana.sends_file("networks.md", NETWORKS)
    home.ana.sees("3 cards found")
    home.ana.sees("What does TCP promise")
    await home.ana.taps("Add 3 cards")
    home.ana.sees("is yours: 3 cards")
    await home.ana.taps("Ask me now")
    await home.ana.taps("Show the answer")
    toast = await home.ana.taps("4 ·")
    assert "Rated 4" in toast.text


async def test_what_happened_to_the_text_is_shown(home: House) -> None:
    """What was repaired and what lacks its answer has a button each, and a way back to the report."""
    await home.ana.sends_file("networks.md", DAMAGED)
    shown = len(home.ana.messages())
    await home.ana.taps("repaired")
    home.ana.sees(r"\frac{L}{r}")
    await home.ana.taps("Back")
    home.ana.sees("cards found")
    await home.ana.taps("without an answer")
    home.ana.sees("time to live")
    await home.ana.taps("Back")
    await home.ana.taps("Not now")
    home.ana.sees("nothing was added")
    assert len(home.ana.messages()) == shown
    assert await decks_of(home, home.ana) == []


async def test_long_lists_have_pages(home: House) -> None:
    """A list of many repairs is read page by page, each within Telegram's limit."""
    text = "\n".join(
        f"What is fact number {n} of the list?\n?\n$rac{{{n}}}{{2}}$ of all\n" for n in range(25)
    )
    await home.ana.sends_file("facts.md", text)
    await home.ana.taps("Show the 25 repaired")
    first = home.text(home.ana)
    await home.ana.taps("▶")
    assert home.text(home.ana) != first
    await home.ana.taps("▶")
    assert "▶" not in home.ana.buttons()
    await home.ana.taps("◀")
    await home.ana.taps("◀")
    assert home.text(home.ana) == first


async def test_the_same_file_again_changes_nothing(home: House) -> None:
    """A file that was added before is recognised, and nothing is offered that would add it twice."""
    await brings(home.ana)
    await home.ana.sends_file("networks.md", NETWORKS)
    home.ana.sees("nothing would change")
    assert not any("Add" in button for button in home.ana.buttons()[:2])
    assert [deck.cards for deck in await decks_of(home, home.ana)] == [3]


async def test_a_newer_version_keeps_what_is_remembered(home: House) -> None:
    """An edited file updates the deck in place: the rated card is rewritten and stays known."""
    await brings(home.ana)
    await home.ana.says("/quiz 3")
    for _ in range(3):
        await home.ana.taps("Show the answer")
        await home.ana.taps("5 ·")
    newer = (
        NETWORKS.replace("It drops the packet", "It throws the packet away") + "\nWhat is NAT?\n?\nA mask.\n"
    )
    await home.ana.sends_file("networks.md", newer)
    home.ana.sees("New: 1, changed: 1, no longer in it: 0")
    await home.ana.taps("Update the deck")
    assert [deck.cards for deck in await decks_of(home, home.ana)] == [4]
    await home.ana.says("/stats")
    home.ana.sees("3 answers in all")


async def test_another_file_of_the_same_name_is_another_deck(home: House) -> None:
    """Every exported channel is called alike: a file with no card in common replaces nothing."""
    await brings(home.ana)
    await brings(home.ana, "What is a cat?\n?\nAn animal.\n\nWhat is a dog?\n?\nAnother animal.\n")
    assert sorted(deck.cards for deck in await decks_of(home, home.ana)) == [2, 3]


async def test_nobody_else_is_asked(home: House) -> None:
    """A person's deck is in no count, list, tag or question of anybody else."""
    await brings(home.ana)
    await home.ana.says("/start")
    home.ana.sees("11 questions")
    for person, chat in ((home.ben, None), (home.ana, home.group)):
        await person.says("/start", chat)
        person.sees("8 questions", chat)
        await person.says("/settings", chat)
        await person.taps("Decks", chat)
        assert not any("etworks" in button for button in person.buttons(chat))
        await person.says("/subscribe 09:00 #flashcards", chat)
    home.ben.does_not_see("router")
    await home.ben.says("/decks")
    home.ben.sees("no decks of your own")


async def test_a_link_shares_a_deck(home: House) -> None:
    """Who has the link takes the deck, is asked from it, and can leave it; the owner's buttons are not theirs."""
    await brings(home.ana)
    payload = link_in(home.ana)
    assert len(payload) > 20
    await home.ben.opens(payload)
    home.ben.sees("3 questions")
    await home.ben.taps("Use this deck")
    assert not {"✏️ Rename", "🗑 Delete"} & set(home.ben.buttons())
    await home.ben.taps("Ask me now")
    home.ben.sees(ROUTER)
    await home.ben.says("/decks")
    await home.ben.taps("Networks")
    await home.ben.taps("Stop using it here")
    assert await decks_of(home, home.ben) == []


async def test_only_an_administrator_adds_a_deck_to_a_group(home: House) -> None:
    """A link brings a deck into a group for its administrator, and not for a member."""
    await brings(home.ana)
    payload = link_in(home.ana)
    await home.ben.says(f"/start@quiz_test_bot {payload}", home.group)
    home.ben.sees("Only an administrator", home.group)
    await home.ana.says(f"/start@quiz_test_bot {payload}", home.group)
    home.ben.sees("is asked here from now on", home.group)
    toast = await home.ben.taps("Stop using it here", home.group)
    assert toast.alert
    await home.ana.taps("Ask me now", home.group)
    home.ben.sees("?", home.group)


async def test_a_group_s_deck_comes_back_in_private(home: House) -> None:
    """What a member missed of a deck their group uses comes back to them; once the group stops, it does not."""
    await brings(home.ana)
    await home.ana.says(f"/start@quiz_test_bot {link_in(home.ana)}", home.group)
    await home.ana.taps("every day at 09:00", home.group)
    await home.ben.says("/subscribe 20:00")
    await home.until(9)
    await home.ben.taps("1", home.group)
    await home.passes(minutes=11)
    home.ben.sees("Do you still know this one?")
    await home.ben.taps("Show the answer")
    await home.ben.taps("1 ·")
    await home.ana.says("/decks", home.group)
    await home.ana.taps("➖", home.group)
    await home.passes(minutes=11)
    assert "✓ 1" in home.ben.buttons()[0]


async def test_renamed(home: House) -> None:
    """The next message after the button is the new name; a command in between is not."""
    await brings(home.ana)
    await home.ana.taps("Rename")
    await home.ana.says("/help")
    await home.ana.says("How networks work")
    home.ana.sees("/help")
    await home.ana.says("/decks")
    await home.ana.taps("Networks")
    await home.ana.taps("Rename")
    await home.ana.says("How networks work")
    assert [deck.title for deck in await decks_of(home, home.ana)] == ["How networks work"]
    await home.ana.sends_file("networks.md", NETWORKS)
    home.ana.sees("How networks work")


async def test_deleted_with_a_confirmation(home: House) -> None:
    """A deck goes only after a second press, and then from everybody, in the midst of a session too."""
    await brings(home.ana)
    await home.ben.opens(link_in(home.ana))
    await home.ben.taps("Use this deck")
    await home.ben.taps("Ask me now")
    await home.ben.taps("Show the answer")
    await home.ben.taps("1 ·")
    await home.ana.taps("Delete")
    await home.ana.taps("Keep it")
    assert len(await decks_of(home, home.ana)) == 1
    await home.ana.taps("Delete")
    await home.ana.taps("Delete the deck")
    home.ana.sees("The deck is deleted")
    await home.ben.says("/decks")
    home.ben.sees("no decks of your own")
    toast = await home.ben.taps("Show the answer")
    assert "over" in toast.text
    await home.ben.says("/quiz")
    home.ben.sees("in a database?")


async def test_a_subscription_to_a_deleted_deck_ends(home: House) -> None:
    """Who subscribed to nothing else is not asked from everything instead."""
    await brings(home.ana)
    await home.ana.taps("every day at 09:00")
    await home.ana.says("/decks")
    await home.ana.taps("Networks")
    await home.ana.taps("Delete")
    await home.ana.taps("Delete the deck")
    before = len(home.ana.messages())
    await home.until(9)
    assert len(home.ana.messages()) == before


async def test_forgotten_with_their_decks(home: House) -> None:
    """/forget says that decks go too, and takes them from everybody."""
    await brings(home.ana)
    await home.ben.opens(link_in(home.ana))
    await home.ben.taps("Use this deck")
    await home.ana.says("/forget")
    home.ana.sees("1 deck of yours goes too")
    await home.ana.taps("Erase everything")
    assert await decks_of(home, home.ben) == []


async def test_exported(home: House) -> None:
    """A deck comes back as a file, in the format that is chosen."""
    await brings(home.ana)
    await home.ana.says("/export")
    await home.ana.taps("Networks")
    await home.ana.taps("Anki (.apkg)")
    package = home.ana.last().content
    assert isinstance(package, Document)
    assert package.file.name.endswith(".apkg")
    await home.ana.taps("Markdown")
    sent = home.ana.last().content
    assert isinstance(sent, Document)
    assert sent.file.name.endswith(".md")
    assert ROUTER in sent.file.data.decode()


HOSTILE = {
    "binary": (bytes(range(256)) * 40, "bytes.md"),
    "empty": (b" ", "empty.md"),
    "markup": (b"<script>" * 9000, "page.html"),
    "a shopping list": (b"milk\neggs\nbread\n", "list.txt"),
    "a name that is markup": (b"milk", "<b>&amp;.md"),
}


@pytest.mark.parametrize(("data", "name"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_file_without_cards(home: House, data: bytes, name: str) -> None:
    """Whatever is no deck is refused in words that name the file, and nothing waits."""
    await home.ana.sends_file(name, data)
    home.ana.sees("could not make cards")
    assert name.split("\n", maxsplit=1)[0] in home.text(home.ana)
    async with home.app.desk.database.read() as conn:
        assert await pending.held(conn, home.ana.user.id, "import", home.world.clock.now()) is None


async def test_a_file_too_large(home: House) -> None:
    """Over 20 MB is refused before anything is fetched."""
    await home.ana.sends_file("all.md", bytes((20 << 20) + 1))
    home.ana.sees("20 MB")
    assert not [call for call in home.sandbox.calls if call.method == "getFile"]


@pytest.mark.parametrize("text", ["milk\neggs\nbread", "hello\nthere"])
async def test_chatter_is_no_deck(home: House, text: str) -> None:
    """A few lines that nobody recognises get the usual answer."""
    await home.ana.says(text)
    home.ana.sees("/help")


async def test_a_pasted_text(home: House) -> None:
    """A text that a format recognises is reported on like a file."""
    await home.ana.says(NETWORKS.partition("# Networks")[2].strip())
    home.ana.sees("Your text")
    await home.ana.taps("Add 3 cards")
    home.ana.sees('"What does a router do with a packet it has no route for?" is yours: 3 cards')


TITLES = {
    "a heading": (f"# Networks\n\n{PLAIN}", "notes.md", "Networks"),
    "a file's name": (PLAIN, "Сети_и протоколы.md", "Сети и протоколы"),
    "a tag of every card": (
        f"---\ntags: [flashcards/computer_networks]\n---\n{PLAIN}",
        "",
        "Computer networks",
    ),
    "its first question": (PLAIN, "", "What is a hub?"),
}


@pytest.mark.parametrize(("text", "name", "title"), TITLES.values(), ids=TITLES.keys())
def test_titles(text: str, name: str, title: str) -> None:
    """A deck is called by its heading, else by its file; a pasted one by the tag of its cards, or a question."""
    assert at_home(read(text, name or "text.txt"), name).deck.title == title


async def test_a_text_cut_by_telegram(home: House) -> None:
    """A paste longer than a message arrives in parts, and is one text again."""
    text = "\n".join(
        f"What is fact number {n} of the list?\n?\nIt is the answer {n}, in words.\n" for n in range(90)
    )
    half = text.rfind("\n\n", 0, 4000)
    await home.ana.says(text[:half])
    await home.ana.says(text[half:].strip())
    home.ana.sees("90 cards found")


async def test_old_buttons_do_not_add_a_newer_file(home: House) -> None:
    """A report whose file made room for another says so."""
    await home.ana.sends_file("networks.md", NETWORKS)
    old = home.ana.last()
    await home.ana.sends_file("other.md", "What is a cat?\n?\nAn animal.\n")
    toast = await home.ana.taps("Add 3 cards", message=old)
    assert "no longer waiting" in toast.text
    await home.passes(hours=25)
    toast = await home.ana.taps("Add 1 card")
    assert "no longer waiting" in toast.text


async def test_handled_twice_adds_once(home: House) -> None:
    """The button handled again after a crash finds the deck it made."""
    memo = Memo(home)
    await brings(home.ana)
    await memo.again()
    assert [deck.cards for deck in await decks_of(home, home.ana)] == [3]
    await home.ana.says("What is a bridge?\n+ a switch\n- a cable")
    await memo.again()
    assert sorted(deck.cards for deck in await decks_of(home, home.ana)) == [1, 3]


async def test_handled_twice_answers_once(home: House) -> None:
    """A file, a new name or a card whose update comes again after a crash gets no second answer."""
    memo = Memo(home)
    await home.ana.sends_file("networks.md", NETWORKS)
    await _comes_again(home, memo)
    await home.ana.taps("Add 3 cards")
    await home.ana.taps("Rename")
    await home.ana.says("How networks work")
    await _comes_again(home, memo)
    await home.ana.says("What is a bridge?\n+ a switch\n- a cable")
    await _comes_again(home, memo)
    await home.ana.sends_quiz("Which port has DNS?", ["53", "80"], 0)
    await _comes_again(home, memo)


async def _comes_again(home: House, memo: Memo) -> None:
    there = len(home.ana.messages())
    await memo.again()
    assert len(home.ana.messages()) == there


async def test_asked_for_by_title(home: House) -> None:
    """/quiz takes a person's own deck by its title or the beginning of it; which of several is asked by buttons."""
    await brings(home.ana)
    await home.ana.says("/quiz 1 networks")
    home.ana.sees("Question 1 of 1")
    await brings(home.ana, "# Networks\n\nWhat is a cat?\n?\nAn animal.\n", "cats.md")
    await home.ana.says("/quiz netw 2")
    home.ana.sees("Which deck do you mean?")
    await home.ana.taps("3")
    home.ana.sees("Question 1 of 2")
    await home.ana.says("/quiz 1 #networks")
    home.ana.does_not_see("No question has the tag")


async def test_a_restart_between_file_and_button(home: House) -> None:
    """What a file waits for is in the database: a bot that was just started knows what the button is about."""
    await home.ana.sends_file("networks.md", NETWORKS)
    async with open_app(home.settings, home.app.desk.clock) as started_anew:
        home.app.poller._handle = partial(handle, started_anew.desk)
        await home.ana.taps("Add 3 cards")
        home.ana.sees("is yours: 3 cards")


async def test_a_quiz_with_its_answer(home: House) -> None:
    """A quiz made for the bot, or closed before it was forwarded, becomes a card with its choices and explanation."""
    await home.ana.sends_quiz(
        "Which layer has IP?", ["link", "internet"], 1, explanation="Layer two of four."
    )
    home.ana.sees("✓ internet")
    post = await home.ana.sends_quiz("Which port has DNS?", ["53", "80"], 0, chat=home.channel)
    await home.ana.closes(post)
    await home.ana.forwards(post)
    home.ana.sees("✓ 53")
    assert [(deck.title, deck.cards, deck.unanswered) for deck in await decks_of(home, home.ana)] == [
        ("My cards", 2, 0)
    ]


@pytest.mark.parametrize("right", [(1,), ()], ids=["quiz", "plain poll"])
async def test_a_quiz_without_its_answer(home: House, right: tuple[int, ...]) -> None:
    """Where Telegram hides the right option the person is asked, and until then the card is asked of nobody."""
    post = await home.ana.sends_quiz("Which port has DNS?", ["80", "53"], *right, chat=home.channel)
    await home.ana.forwards(post)
    home.ana.sees("Which one is right?")
    assert [deck.unanswered for deck in await decks_of(home, home.ana)] == [1]
    await home.ana.taps("53")
    home.ana.sees("✓ 53")
    assert [deck.unanswered for deck in await decks_of(home, home.ana)] == [0]
    await home.ana.taps("Open the deck")
    home.ana.sees("1 question to practise")


async def test_a_card_in_plain_lines(home: House) -> None:
    """A question with + and - lines is a card of the person's own deck."""
    await home.ana.says("Which of these is a protocol?\n+ TCP\n- Telegram\n- a router")
    home.ana.sees("✓ TCP")
    await home.ana.taps("Open the deck")
    home.ana.sees("My cards")


async def test_what_cards_cannot_be_read_from(home: House) -> None:
    """A picture gets a clear answer."""
    await home.ana.sends_photo()
    home.ana.sees("Send me a file or a text")
