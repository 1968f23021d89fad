"""What is asked of Telegram for each kind of message."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from telegram.error import EndPointNotFound

from bot.delivery.outcome import Missing, NotRich, Outcome, Refused, Sent
from bot.delivery.pacing import Limits, Pacer
from bot.errors import PictureError
from bot.render.message import Button, OutgoingMessage, Picture
from bot.storage.database import Database
from bot.tg.album import Album
from bot.tg.sender import Sender
from tests.tg.test_sender import ANA, StepClock, Telegram, bot_of, refusal

BUTTONS = ((Button("Show", data="show:1"),),)
KEYBOARD = {"inline_keyboard": [[{"text": "Show", "callback_data": "show:1"}]]}
RICH = OutgoingMessage("", BUTTONS, silent=True, rich="<h3>Why?</h3>")
SHOWN = OutgoingMessage("<b>Why?</b>", BUTTONS, picture=Picture(b"a picture", hidden=True))
WORDS = {"chat_id": ANA, "text": "<b>Why?</b>", "parse_mode": "HTML"}


@pytest.fixture
def api() -> Telegram:
    return Telegram(StepClock())


class NoStudio:
    """Nothing can be drawn here."""

    async def draw(self, formulas: tuple[str, ...]) -> bytes:
        raise PictureError(formulas[0], "cannot be drawn")


@pytest.fixture
def sender(api: Telegram, database: Database) -> Sender:
    album = Album(database, NoStudio())  # type: ignore[arg-type]
    return Sender(bot_of(api), Pacer(Limits()), StepClock(), album)


def photo_taken(file_id: str) -> dict[str, object]:
    size = {"file_id": file_id, "file_unique_id": "u", "width": 9, "height": 9}
    chat = {"id": ANA, "type": "private"}
    return {"ok": True, "result": {"message_id": 41, "date": 1, "chat": chat, "photo": [size]}}


async def test_a_rich_message(sender: Sender, api: Telegram) -> None:
    """It goes out as HTML of its own kind, in which no addresses are looked for; an edit has no text beside it."""
    content = {"html": RICH.rich, "skip_entity_detection": True}
    assert await sender.send(ANA, RICH, kind="private") == Sent(41)
    assert await sender.edit(ANA, 41, RICH) == Sent(41)
    assert [(method, sent) for _, method, sent in api.asked] == [
        (
            "sendRichMessage",
            {"chat_id": ANA, "rich_message": content, "reply_markup": KEYBOARD, "disable_notification": True},
        ),
        (
            "editMessageText",
            {"chat_id": ANA, "message_id": 41, "rich_message": content, "reply_markup": KEYBOARD},
        ),
    ]


OLD = "Endpoint 'sendRichMessage' not found in Bot API"  # as the library says it
REFUSED: dict[str, tuple[dict[str, object] | EndPointNotFound, Outcome, bool]] = {
    "a server that is too old": (
        EndPointNotFound(OLD),
        NotRich(OLD),
        False,
    ),
    "a server that does not hear it": (
        refusal(400, "Bad Request: message text is empty"),
        NotRich("Message text is empty"),
        False,
    ),
    "a message that is too much": (
        refusal(400, "Bad Request: RICH_MESSAGE_TOO_LONG"),
        NotRich("Rich_message_too_long"),
        True,
    ),
}


@pytest.mark.parametrize(("said", "outcome", "still"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_not_taken_rich(
    sender: Sender, api: Telegram, said: dict[str, object] | EndPointNotFound, outcome: Outcome, still: bool
) -> None:
    """Only a server that knows no rich messages ends them for all, and the log has one line of it."""
    api.script = [said, said]
    with structlog.testing.capture_logs() as logged:
        assert [await sender.send(ANA, RICH, kind="private") for _ in range(2)] == [outcome, outcome]
    assert sender.takes_rich is still
    assert sum("no rich messages" in line["event"] for line in logged) == (not still)


async def test_a_picture(sender: Sender, api: Telegram) -> None:
    """It is uploaded the first time and named after that, under its caption and hidden where it has to be."""
    api.script = [photo_taken("name"), photo_taken("name"), photo_taken("name")]
    assert await sender.send(ANA, SHOWN, kind="private") == Sent(41, "name")
    assert await sender.send(ANA, SHOWN, kind="private") == Sent(41, "name")
    assert await sender.edit(ANA, 41, SHOWN) == Sent(41, "name")
    (_, first, uploaded), (_, _, named), (_, third, edited) = api.asked
    assert (first, third) == ("sendPhoto", "editMessageMedia")
    assert named == {
        "chat_id": ANA,
        "photo": "name",
        "caption": "<b>Why?</b>",
        "parse_mode": "HTML",
        "has_spoiler": True,
        "show_caption_above_media": True,
        "disable_notification": False,
        "reply_markup": KEYBOARD,
    }
    assert uploaded.get("photo") != "name"
    media: dict[str, Any] = edited["media"]
    assert (media["type"], media["media"], media["has_spoiler"]) == ("photo", "name", True)


async def test_a_name_that_is_no_longer_taken(sender: Sender, api: Telegram) -> None:
    """The picture is uploaded again, and has its new name from then on."""
    wrong = refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    api.script = [photo_taken("old"), wrong, photo_taken("new"), photo_taken("new")]
    for name in ("old", "new", "new"):
        assert await sender.send(ANA, SHOWN, kind="private") == Sent(41, name)
    assert [sent.get("photo") for _, _, sent in api.asked][1::2] == ["old", "new"]


@pytest.mark.parametrize(
    "said",
    [
        refusal(400, "Bad Request: not enough rights to send photos to the chat"),
        refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"),
    ],
    ids=["no rights", "no picture"],
)
async def test_a_picture_that_is_not_taken(sender: Sender, api: Telegram, said: dict[str, object]) -> None:
    """What it says in words is sent all the same."""
    api.script = [said]
    assert await sender.send(ANA, SHOWN, kind="private") == Sent(41)
    (_, _, _), (_, method, sent) = api.asked
    assert method == "sendMessage"
    assert sent.items() >= WORDS.items()


async def test_a_formula_nobody_can_draw(sender: Sender, api: Telegram) -> None:
    """It is told as it was written."""
    message = OutgoingMessage("<b>Why?</b> (1)", picture=Picture(formulas=(r"\oddity{x}",)))
    assert await sender.send(ANA, message, kind="private") == Sent(41)
    [(_, method, sent)] = api.asked
    assert method == "sendMessage"
    assert sent["text"] == "<b>Why?</b> (1)\n\n(1) <code>\\oddity{x}</code>"


async def test_a_picture_is_of_another_kind(sender: Sender, api: Telegram) -> None:
    """An edit that would make a picture a text says that the message is there, but is no text."""
    api.script = [refusal(400, "Bad Request: there is no text in the message to edit")]
    outcome = await sender.edit(ANA, 41, OutgoingMessage("Why?"))
    assert outcome == Missing("There is no text in the message to edit", other_kind=True)
    assert not isinstance(outcome, Refused)
