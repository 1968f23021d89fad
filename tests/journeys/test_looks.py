"""How a card looks: rich where it needs that, classic where it must, with pictures under it."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

import structlog

from bot.domain.card import Card
from bot.domain.chat import LANGUAGES, Style
from bot.sandbox.objects import Message, Photo, Rich, Text
from bot.sandbox.person import Person
from bot.storage import chats
from tests.house import House, house
from tests.rooms import deck

MATRIX = r"$$\begin{pmatrix}a&b\\c&d\end{pmatrix}$$"
HARD = Card("hard", "What is a determinant?", f"Of the matrix\n\n{MATRIX}\n\nit is $ad-bc$.")
TWIN = Card("twin", "What is a permanent?", f"Of the matrix\n\n{MATRIX}\n\nit is $ad+bc$.")
WIDE = Card("wide", "Which joins are there?", f"|join|cost|\n|-|-|\n|hash|{'by memory ' * 5}|")
EASY = Card("easy", "What is a norm?", r"It is $\sqrt{x^2+y^2}$.")


@asynccontextmanager
async def home_of(
    folder: Path, *cards: Card, style: Style = "auto", files: Mapping[str, bytes] = MappingProxyType({})
) -> AsyncIterator[House]:
    (folder / "cards").mkdir()
    for name, data in files.items():
        (folder / "cards" / name).write_bytes(data)
    async with house(folder, [deck(*cards)]) as home:
        await home.ana.says("/start")
        async with home.app.desk.database.write() as conn:
            await chats.choose_style(conn, home.ana.user.id, style)
        yield home


def shows(person: Person) -> list[Message]:
    """What the bot has said in the private chat since the welcome."""
    return [message for message in person.messages()[2:] if message.sender != person.user]


def kinds(person: Person) -> list[type]:
    return [type(message.content) for message in shows(person)]


async def test_a_card_is_rich_where_it_needs_it(tmp_path: Path) -> None:
    """A matrix makes a card rich, a root is a line of text; each is revealed and rated in its place."""
    async with home_of(tmp_path, HARD) as home:
        await home.ana.says("/quiz 1")
        await home.ana.taps("Show the answer")
        [message] = shows(home.ana)
        assert isinstance(message.content, Rich)
        assert {"type": "heading", "text": HARD.question, "size": 3} in message.content.blocks
        formulas = [block for block in message.content.blocks if block["type"] == "mathematical_expression"]
        assert [formula["expression"] for formula in formulas] == [MATRIX.strip("$")]
        await home.ana.taps("4 ·")
        home.ana.sees("That was the last one")


async def test_a_line_of_text_is_enough(tmp_path: Path) -> None:
    """A card whose formulas read as text stays a text."""
    async with home_of(tmp_path, EASY) as home:
        await home.ana.says("/quiz 1")
        await home.ana.taps("Show the answer")
        home.ana.sees("It is √(x² + y²).")
        assert kinds(home.ana) == [Text]


async def test_a_picture_says_what_a_text_cannot(tmp_path: Path) -> None:
    """Classic, the text becomes the caption of its formulas; the next question leaves none, and undo brings it."""
    async with home_of(tmp_path, HARD, TWIN, style="classic") as home:
        await home.ana.says("/quiz 2")
        await home.ana.taps("Show the answer")
        [message] = shows(home.ana)
        assert isinstance(message.content, Photo)
        assert message.content.above
        text, buttons = home.text(home.ana), home.ana.buttons()
        assert "Of the matrix\n\n(1)\n\nit is ad" in text
        await home.ana.taps("4 ·")
        assert kinds(home.ana) == [Text]
        home.ana.sees("Question 2 of 2")
        await home.ana.taps("Undo")
        assert kinds(home.ana) == [Photo]
        assert (home.text(home.ana), home.ana.buttons()) == (text, buttons)
        await home.ana.taps("4 ·")
        assert Photo not in kinds(home.ana)


async def test_an_old_server_makes_every_card_classic(tmp_path: Path) -> None:
    """A server that knows no rich messages gets the same question as a text at once, and is told so once."""
    async with home_of(tmp_path, WIDE, EASY) as home:
        home.sandbox.api_version = (10, 0)
        with structlog.testing.capture_logs() as logged:
            await home.ana.says("/quiz 2")
            for _ in range(2):
                await home.ana.taps("Show the answer")
                await home.ana.taps("4 ·")
        assert len([line for line in logged if "no rich messages" in line["event"]]) == 1
        home.ana.sees("That was the last one")
        assert kinds(home.ana) == [Text]


async def test_an_old_server_met_by_an_edit(tmp_path: Path) -> None:
    """A server that grew old while a rich question was open gets its answer classic."""
    async with home_of(tmp_path, WIDE) as home:
        await home.ana.says("/quiz 1")
        home.sandbox.api_version = (10, 0)
        await home.ana.taps("Show the answer")
        home.ana.sees("cost: by memory")
        assert kinds(home.ana) == [Text]


async def test_a_chat_chooses_its_look(tmp_path: Path) -> None:
    """What the settings say counts for every card there, and they show it; a channel has a look of its own."""
    async with home_of(tmp_path, EASY, WIDE) as home:
        await home.ana.says("/settings")
        await home.ana.taps("Look")
        await home.ana.taps("always rich")
        home.ana.sees("Look: always rich")
        await home.ana.says("/quiz 1")
        assert kinds(home.ana)[-1] is Rich
        await home.ana.says("/subscribe @daily_questions 09:00")
        await home.ana.says("/settings @daily_questions")
        await home.ana.taps("Look")
        await home.ana.taps("plain texts")
        await home.until(9)
        assert isinstance(home.ana.messages(home.channel)[-1].content, Text)


async def test_pictures_of_a_card(tmp_path: Path) -> None:
    """A question's picture comes with it, the answer's when it is shown, and none stays; buttons are under the last."""
    asked, told = picture(b"a"), picture(b"b")
    files = {"cell.png": asked, "gate.png": told, "gone.png": b"no picture"}
    answer = f"{MATRIX}\n\n![a gate](gate.png) ![gone](gone.png)"
    cards = [Card(name, f"What is ![this](cell.png) {name}?", answer) for name in LANGUAGES]
    async with home_of(tmp_path, *cards, files=files) as home:
        await home.ana.says("/quiz 4")
        sent = set()
        for language in LANGUAGES:
            t = await home.reads(language)
            assert kinds(home.ana) == [Rich, Photo]
            await home.ana.taps("👁")
            photos = [message.content.file for message in shows(home.ana)[1:]]
            assert [photo.data for photo in photos] == [asked, told]
            sent |= {photo.id for photo in photos}
            home.ana.sees("a gate")
            assert [bool(message.rows) for message in shows(home.ana)] == [False, False, True]
            await home.ana.taps("4 ·")
        assert kinds(home.ana) == [Text]
        home.ana.sees(t("session.over"))
        assert len(sent) == 2, "what was sent once goes by Telegram's name for it"


async def test_an_open_question_changes_its_look(tmp_path: Path) -> None:
    """A question asked as a text is answered as a rich message in its place, once the chat wants that, and back."""
    async with home_of(tmp_path, EASY, style="classic") as home:
        await home.ana.says("/subscribe 09:00")
        await home.until(9)
        for style, kind in (("rich", Rich), ("classic", Text)):
            async with home.app.desk.database.write() as conn:
                await chats.choose_style(conn, home.ana.user.id, style)
            await home.ana.taps("Show the answer" if style == "rich" else "Undo")
            assert kinds(home.ana)[-1] is kind
            await home.ana.taps("4 ·")


def picture(pixel: bytes) -> bytes:
    """A PNG as far as anybody looks into it."""
    return b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 40, 30) + pixel
