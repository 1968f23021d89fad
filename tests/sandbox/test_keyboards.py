from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.objects import Chat
from tests.sandbox.desk import Calls, texts

WRAPPED = "Bad Request: can't parse inline keyboard button: "


def one(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        pytest.param("{", "Bad Request: can't parse reply keyboard markup JSON object", id="no JSON"),
        pytest.param([], "Bad Request: object expected as reply markup", id="no object"),
        pytest.param(
            {"inline_keyboard": 1},
            'Bad Request: field "inline_keyboard" must be of type Array',
            id="no array",
        ),
        pytest.param(
            {"inline_keyboard": [1]},
            'Bad Request: field "inline_keyboard" must be an Array of Arrays',
            id="no array of arrays",
        ),
        pytest.param(
            {"inline_keyboard": [[1]]}, WRAPPED + "InlineKeyboardButton must be an Object", id="no button"
        ),
        pytest.param(one(callback_data="1"), WRAPPED + 'Can\'t find field "text"', id="no label"),
        pytest.param(
            one(text=1, callback_data="1"), WRAPPED + 'Field "text" must be of type String', id="number"
        ),
        pytest.param(
            one(text="a"), WRAPPED + "Text buttons are unallowed in the inline keyboard", id="no action"
        ),
        pytest.param(
            one(text="a", callback_data="1", style="pink"),
            WRAPPED + "Invalid button style specified",
            id="style",
        ),
        pytest.param(
            one(text=" ", callback_data="1"),
            "Bad Request: inline keyboard button text must be non-empty",
            id="blank",
        ),
        pytest.param(
            one(text="a", callback_data="ж" * 33), "Bad Request: BUTTON_DATA_INVALID", id="66 bytes"
        ),
        pytest.param(one(text="a", callback_data=""), "Bad Request: BUTTON_DATA_INVALID", id="no data"),
        pytest.param(
            one(text="a", copy_text={"text": ""}), "Bad Request: BUTTON_COPY_TEXT_INVALID", id="copy empty"
        ),
        pytest.param(
            one(text="a", copy_text="x"), "Bad Request: BUTTON_COPY_TEXT_INVALID", id="copy, no object"
        ),
        pytest.param(
            one(text="a", url="nowhere"),
            "Bad Request: inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
            id="no host",
        ),
        pytest.param(
            one(text="a", url="ftp://example.com"),
            "Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
            id="protocol",
        ),
        pytest.param(
            {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]] * 101},
            "Bad Request: reply markup is too long",
            id="101 buttons",
        ),
    ],
)
async def test_a_keyboard_is_refused(call: Calls, private: Chat, markup: Any, description: str) -> None:
    """A keyboard Telegram would refuse is refused in its words, and nothing reaches the chat."""
    answer = await call("sendMessage", chat_id=private.id, text="x", reply_markup=markup)
    assert answer.refusal == (400, description)
    assert texts(private) == ["/start"]


async def test_buttons_that_are_not_covered(call: Calls, private: Chat) -> None:
    """A button that leads to what the sandbox lacks is refused loudly."""
    answer = await call("sendMessage", chat_id=private.id, text="x", reply_markup=one(text="a", pay=True))
    assert answer.refusal == (
        501,
        "Not Implemented: the sandbox does not cover pay in an inline keyboard button",
    )


@pytest.mark.parametrize(
    ("button", "echoed"),
    [
        ({"callback_data": "ж" * 32}, {"callback_data": "ж" * 32}),
        ({"url": "example.com/a"}, {"url": "http://example.com/a"}),
        ({"url": "tg://user?id=1"}, {"url": "tg://user?id=1"}),
        ({"copy_text": {"text": "x"}}, {"copy_text": {"text": "x"}}),
    ],
    ids=["64 bytes", "bare host", "tg", "copy"],
)
async def test_a_button_is_echoed(call: Calls, private: Chat, button: Any, echoed: Any) -> None:
    """A good button comes back, its address completed."""
    sent = await call("sendMessage", chat_id=private.id, text="x", reply_markup=one(text="a", **button))
    assert sent.result["reply_markup"]["inline_keyboard"] == [[{"text": "a", **echoed}]]
