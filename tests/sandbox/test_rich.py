from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, texts

CARD = {"html": "<h3>Softmax</h3><p>is <tg-math>e^x</tg-math></p>"}
KEYS = {"inline_keyboard": [[{"text": "Show", "callback_data": "1"}]]}
BLOCKS = [
    {"type": "heading", "text": "Softmax", "size": 3},
    {"type": "paragraph", "text": ["is ", {"type": "mathematical_expression", "expression": "e^x"}]},
]


async def test_a_rich_message_comes_back_as_blocks(call: Calls, private: Chat) -> None:
    """The result holds the blocks, the keyboard, and no text."""
    sent = (await call("sendRichMessage", chat_id=private.id, rich_message=CARD, reply_markup=KEYS)).result
    assert sent["rich_message"] == {"blocks": BLOCKS}
    assert sent["reply_markup"] == KEYS
    assert "text" not in sent
    right_to_left = {"html": "x", "is_rtl": True}
    sent = (await call("sendRichMessage", chat_id=private.id, rich_message=right_to_left)).result
    assert sent["rich_message"]["is_rtl"] is True
    assert texts(private)[1:] == ["Softmax\nis e^x", "x"]


async def test_a_text_turns_rich_and_back(call: Calls, private: Chat) -> None:
    """editMessageText makes a rich message of a text, other rich content of that, and a text again."""
    sent = (await call("sendMessage", chat_id=private.id, text="plain")).result
    place = {"chat_id": private.id, "message_id": sent["message_id"]}
    rich = (await call("editMessageText", **place, rich_message=CARD)).result
    assert rich["rich_message"] == {"blocks": BLOCKS}
    same = await call("editMessageText", **place, rich_message=CARD)
    assert same.refusal[1].startswith("Bad Request: message is not modified")
    other = (await call("editMessageText", **place, rich_message={"html": "<hr/>"})).result
    assert other["rich_message"] == {"blocks": [{"type": "divider"}]}
    back = (await call("editMessageText", **place, text="plain")).result
    assert back["text"] == "plain"
    assert "rich_message" not in back


REFUSED = {
    "not given": (None, 400, 'Bad Request: parameter "rich_message" is required'),
    "no JSON": ("{", 400, "Bad Request: can't parse InputRichMessage JSON object"),
    "no object": ("[]", 400, "Bad Request: can't parse InputRichMessage JSON object"),
    "no content": ({}, 400, "Bad Request: RICH_MESSAGE_CONTENT_REQUIRED"),
    "two contents": ({"html": "a", "markdown": "a"}, 400, "Bad Request: RICH_MESSAGE_CONTENT_REQUIRED"),
    "nothing to see": ({"html": "<p> </p>"}, 400, "Bad Request: RICH_MESSAGE_CONTENT_REQUIRED"),
    "nothing to see, though something is there": (
        {"html": "<p>\u200b</p>"},
        400,
        "Bad Request: RICH_MESSAGE_CONTENT_REQUIRED",
    ),
    "half a character": ({"html": "\ud800"}, 400, "Bad Request: strings must be encoded in UTF-8"),
    "a number": ({"html": 1}, 400, "Bad Request: can't parse InputRichMessage JSON object"),
    "no truth": ({"html": "a", "is_rtl": 1}, 400, "Bad Request: can't parse InputRichMessage JSON object"),
    "markdown": (
        {"markdown": "a"},
        501,
        "Not Implemented: the sandbox does not cover markdown in rich_message",
    ),
    "blocks": ({"blocks": []}, 501, "Not Implemented: the sandbox does not cover blocks in rich_message"),
    "media": (
        {"html": "a", "media": []},
        501,
        "Not Implemented: the sandbox does not cover media in rich_message",
    ),
    "a picture": (
        {"html": "<img src='x'/>"},
        501,
        "Not Implemented: the sandbox does not cover <img> in rich messages",
    ),
    "an unknown tag": (
        {"html": "<div>x</div>"},
        400,
        'Bad Request: can\'t parse entities: Unsupported start tag "div" at byte offset 0',
    ),
    "a wrong moment": ({"html": "<tg-time>x</tg-time>"}, 400, "Bad Request: RICH_MESSAGE_DATE_INVALID"),
    "too long": ({"html": "x" * 32_769}, 400, "Bad Request: RICH_MESSAGE_TEXT_TOO_LONG"),
    "too many blocks": ({"html": "<hr>" * 501}, 400, "Bad Request: RICH_MESSAGE_BLOCKS_TOO_MUCH"),
}


@pytest.mark.parametrize(("given", "code", "description"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_rich_message_is_refused(
    call: Calls, private: Chat, given: Any, code: int, description: str
) -> None:
    """What Telegram would refuse is refused, what is not covered is named, and nothing reaches the chat."""
    answer = await call(
        "sendRichMessage", chat_id=private.id, **({} if given is None else {"rich_message": given})
    )
    assert answer.refusal == (code, description)
    assert len(private.messages) == 1


async def test_edits_that_are_refused(call: Calls, world: World, private: Chat) -> None:
    """A photo does not become a text, and a text and rich content are not given at once."""
    sent = (await call("sendRichMessage", chat_id=private.id, rich_message=CARD)).result
    place = {"chat_id": private.id, "message_id": sent["message_id"]}
    both = await call("editMessageText", **place, text="a", rich_message=CARD)
    assert both.refusal[0] == 501
    caption = await call("editMessageCaption", **place, caption="a")
    assert caption.refusal == (400, "Bad Request: there is no caption in the message to edit")


async def test_a_right_is_needed(call: Calls, world: World, bot: Bot, ana: User, group: Chat) -> None:
    """Where the bot may not write it may not write richly either, and the refusal says so."""
    world.place(group, bot.user, "restricted", {"is_member"}, by=ana)
    answer = await call("sendRichMessage", chat_id=group.id, rich_message=CARD)
    assert answer.refusal == (400, "Bad Request: not enough rights to send the rich message to the chat")


async def test_a_rich_message_is_passed_on(call: Calls, private: Chat, group: Chat) -> None:
    """It is forwarded and copied as it is."""
    sent = (await call("sendRichMessage", chat_id=private.id, rich_message=CARD)).result
    source = {"chat_id": group.id, "from_chat_id": private.id, "message_id": sent["message_id"]}
    forwarded = (await call("forwardMessage", **source)).result
    assert forwarded["rich_message"] == {"blocks": BLOCKS}
    await call("copyMessage", **source)
    assert texts(group) == ["Softmax\nis e^x"] * 2


async def test_an_old_server_knows_no_rich_messages(call: Calls, sandbox: Sandbox, private: Chat) -> None:
    """Before 10.1 the method is unknown, and the parameter of an edit is as good as not given."""
    sandbox.api_version = (10, 0)
    answer = await call("sendRichMessage", chat_id=private.id, rich_message=CARD)
    assert answer.refusal == (404, "Not Found: method not found")
    sent = (await call("sendMessage", chat_id=private.id, text="a")).result
    edit = await call("editMessageText", chat_id=private.id, message_id=sent["message_id"], rich_message=CARD)
    assert edit.refusal == (400, "Bad Request: message text is empty")


async def test_a_person_reads_it(call: Calls, sandbox: Sandbox, ana: User, private: Chat) -> None:
    """A person sees the text of every block, formulas as their source, and the transcript shows it."""
    await call("sendRichMessage", chat_id=private.id, rich_message=CARD, reply_markup=json.dumps(KEYS))
    anas = sandbox.person(ana)
    assert anas.sees("e^x") is anas.sees("Show")
    assert anas.transcript().endswith("Quiz: Softmax\n    is e^x\n    [Show]")
