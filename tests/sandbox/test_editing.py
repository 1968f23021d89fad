from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Bot, Chat, Document, User
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, texts, waiting

KEYS = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]}
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


@pytest.fixture
async def sent(call: Calls, private: Chat) -> int:
    """The id of a bold question with a keyboard."""
    answer = await call(
        "sendMessage", chat_id=private.id, text="<b>Q</b>", parse_mode="HTML", reply_markup=KEYS
    )
    return int(answer.result["message_id"])


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        pytest.param({"text": "<b>Q</b>", "reply_markup": KEYS}, False, id="all the same"),
        pytest.param({"text": "<strong>Q </strong>", "reply_markup": KEYS}, False, id="the same once parsed"),
        pytest.param(
            {"text": "<b>Q</b>", "reply_markup": KEYS, "link_preview_options": {"is_disabled": True}},
            False,
            id="a preview where there is no link",
        ),
        pytest.param({"text": "<i>Q</i>", "reply_markup": KEYS}, True, id="another entity"),
        pytest.param({"text": "<b>A</b>", "reply_markup": KEYS}, True, id="another text"),
        pytest.param({"text": "<b>Q</b>"}, True, id="no keyboard"),
    ],
)
async def test_an_edit_must_change_something(
    call: Calls, private: Chat, sent: int, given: dict[str, Any], changed: bool
) -> None:
    """Text, entities and keyboard are compared: an edit that changes none of them is refused."""
    answer = await call("editMessageText", chat_id=private.id, message_id=sent, parse_mode="HTML", **given)
    if not changed:
        assert answer.refusal == (400, SAME)
        assert private.messages[-1].edit_date is None
        return
    assert answer.result["message_id"] == sent
    assert answer.result.get("reply_markup") == given.get("reply_markup")


async def test_a_preview_counts_where_there_is_a_link(call: Calls, private: Chat) -> None:
    """Switching the preview of a link off is a change."""
    await call("sendMessage", chat_id=private.id, text="see example.com")
    edit = {"chat_id": private.id, "message_id": 2, "text": "see example.com"}
    off = {"link_preview_options": {"is_disabled": True}}
    assert (await call("editMessageText", **edit, **off)).result["edit_date"]
    assert (await call("editMessageText", **edit, **off)).refusal == (400, SAME)


async def test_a_keyboard_is_edited_alone(call: Calls, private: Chat, sent: int) -> None:
    """editMessageReplyMarkup changes the keyboard, takes it away, and refuses to do so twice."""
    edit = {"chat_id": private.id, "message_id": sent}
    assert (await call("editMessageReplyMarkup", **edit, reply_markup=KEYS)).refusal == (400, SAME)
    assert "reply_markup" not in (await call("editMessageReplyMarkup", **edit)).result
    assert (await call("editMessageReplyMarkup", **edit)).refusal == (400, SAME)


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup", "editMessageCaption"])
@pytest.mark.parametrize(
    ("message_id", "description"),
    [(99, "message to edit not found"), (1, "message can't be edited")],
    ids=["missing", "another's"],
)
async def test_what_cannot_be_edited(
    call: Calls, private: Chat, method: str, message_id: int, description: str
) -> None:
    """A message that is not there, or not the bot's, is not edited."""
    given = {"text": "x"} if method == "editMessageText" else {}
    answer = await call(method, chat_id=private.id, message_id=message_id, **given)
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert texts(private) == ["/start"]


async def test_texts_and_captions_are_not_confused(
    call: Calls, world: World, bot: Bot, private: Chat
) -> None:
    """A document has no text to edit, a text no caption; a caption is edited, taken away, and must change."""
    file = world.keep_file(b"data", "notes.txt", "text/plain", "documents")
    sent = await call("sendDocument", chat_id=private.id, document=file.id, caption="old")
    edit = {"chat_id": private.id, "message_id": sent.result["message_id"]}
    refused = await call("editMessageText", **edit, text="x")
    assert refused.refusal == (400, "Bad Request: there is no text in the message to edit")
    assert (await call("editMessageCaption", **edit, caption="old")).refusal == (400, SAME)
    assert (await call("editMessageCaption", **edit, caption="new")).result["caption"] == "new"
    assert "caption" not in (await call("editMessageCaption", **edit)).result
    assert isinstance(private.messages[-1].content, Document)
    await call("sendMessage", chat_id=private.id, text="text")
    wrong = await call("editMessageCaption", chat_id=private.id, message_id=3, caption="x")
    assert wrong.refusal == (400, "Bad Request: there is no caption in the message to edit")


async def test_a_message_is_deleted_once(call: Calls, private: Chat, sent: int) -> None:
    """A deleted message is gone for the eye, for replies and for a second deletion."""
    assert (await call("deleteMessage", chat_id=private.id, message_id=sent)).result is True
    assert texts(private) == ["/start"]
    again = await call("deleteMessage", chat_id=private.id, message_id=sent)
    assert again.refusal == (400, "Bad Request: message to delete not found")


async def test_a_message_is_deleted_within_48_hours(
    clock: MovableClock, call: Calls, private: Chat, sent: int
) -> None:
    """After 48 hours by the clock a message stays."""
    clock.advance(timedelta(hours=48, seconds=1))
    answer = await call("deleteMessage", chat_id=private.id, message_id=sent)
    assert answer.refusal == (400, "Bad Request: message can't be deleted for everyone")
    assert texts(private) == ["/start", "Q"]


async def test_others_messages_are_an_administrators(
    call: Calls, world: World, bot: Bot, ana: User, group: Chat
) -> None:
    """In a group a bot deletes others' messages only with the right to."""
    said = acts.say(world, ana, group, "hello")
    answer = await call("deleteMessage", chat_id=group.id, message_id=said.id)
    assert answer.refusal == (400, "Bad Request: message can't be deleted")
    acts.appoint(world, ana, bot.user, group, ["can_delete_messages"])
    assert (await call("deleteMessage", chat_id=group.id, message_id=said.id)).result is True


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        ([], "message identifiers are not specified"),
        ("[", "can't parse message identifiers JSON object"),
        (["a"], "can't parse message identifiers JSON object"),
        (list(range(101)), "too many message identifiers specified"),
    ],
    ids=["none", "no JSON", "no numbers", "101"],
)
async def test_many_are_deleted_or_none(call: Calls, private: Chat, ids: Any, description: str) -> None:
    """deleteMessages takes 1 to 100 ids."""
    answer = await call("deleteMessages", chat_id=private.id, message_ids=ids)
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert texts(private) == ["/start"]


async def test_missing_ones_are_skipped(call: Calls, private: Chat, sent: int) -> None:
    """deleteMessages passes over what is not there."""
    assert (await call("deleteMessages", chat_id=private.id, message_ids=[1, sent, 77])).result is True
    assert texts(private) == []


async def test_a_pin_is_a_service_message(call: Calls, bot: Bot, private: Chat, sent: int) -> None:
    """Pinning is told to everyone, the bot included, once; unpinning without an id takes the newest."""
    for _ in range(2):
        assert (await call("pinChatMessage", chat_id=private.id, message_id=sent)).result is True
    assert [one["pinned_message"]["message_id"] for one in waiting(bot, "message")[1:]] == [sent]
    assert (await call("getChat", chat_id=private.id)).result["pinned_message"]["message_id"] == sent
    assert (await call("unpinChatMessage", chat_id=private.id)).result is True
    assert "pinned_message" not in (await call("getChat", chat_id=private.id)).result
    nothing = await call("unpinChatMessage", chat_id=private.id)
    assert nothing.refusal == (400, "Bad Request: message to unpin not found")
    service = await call("pinChatMessage", chat_id=private.id, message_id=private.messages[-1].id)
    assert service.refusal == (400, "Bad Request: message can't be pinned")
    missing = await call("pinChatMessage", chat_id=private.id, message_id=99)
    assert missing.refusal == (400, "Bad Request: message to pin not found")


async def test_pinning_needs_the_right(call: Calls, bot: Bot, group: Chat, channel: Chat) -> None:
    """A member without the right to pin is refused; a channel's administrator may."""
    group.permissions -= {"can_pin_messages"}
    await call("sendMessage", chat_id=group.id, text="a")
    refused = await call("pinChatMessage", chat_id=group.id, message_id=group.messages[-1].id)
    assert refused.refusal == (400, "Bad Request: not enough rights to manage pinned messages in the chat")
    await call("sendMessage", chat_id=channel.id, text="a")
    assert (await call("pinChatMessage", chat_id=channel.id, message_id=1)).result is True
    assert group.pinned == []
