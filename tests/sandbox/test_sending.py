from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import acts
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, texts, waiting


@pytest.mark.parametrize(
    ("given", "description"),
    [
        pytest.param({"text": ""}, "message text is empty", id="empty"),
        pytest.param({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty", id="markup only"),
        pytest.param({"text": "  \n "}, "text must be non-empty", id="spaces only"),
        pytest.param({"text": "x" * 4097}, "message is too long", id="4097 characters"),
        pytest.param({"text": "ж" * 16385}, "text is too long", id="over 32768 bytes"),
        pytest.param(
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
            id="open tag",
        ),
        pytest.param({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode", id="unknown mode"),
        pytest.param(
            {"text": "x", "entities": "["}, "can't parse entities JSON object", id="broken entities"
        ),
        pytest.param(
            {"text": "x", "entities": {}}, "can't parse entities JSON object", id="entities, no array"
        ),
        pytest.param(
            {"text": "x", "link_preview_options": "["},
            "can't parse link preview options JSON object",
            id="broken preview",
        ),
        pytest.param(
            {"text": "x", "link_preview_options": []},
            "can't parse link preview options JSON object",
            id="preview, no object",
        ),
        pytest.param(
            {"text": "x", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
            id="reply",
        ),
        pytest.param(
            {"text": "x", "reply_parameters": []},
            "can't parse reply parameters JSON object",
            id="reply, no object",
        ),
    ],
)
async def test_a_text_is_refused(call: Calls, private: Chat, given: dict[str, Any], description: str) -> None:
    """A text Telegram would refuse is refused in its words, and nothing reaches the chat."""
    answer = await call("sendMessage", chat_id=private.id, **given)
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert texts(private) == ["/start"]


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"parse_mode": "MarkdownV2"}, "parse_mode MarkdownV2"),
        ({"reply_parameters": {"message_id": 1, "quote": "x"}}, "quote in reply_parameters"),
        ({"reply_parameters": {"message_id": 1, "chat_id": 5}}, "replies to another chat"),
    ],
)
async def test_what_is_not_covered(call: Calls, private: Chat, given: dict[str, Any], what: str) -> None:
    """Formats and replies the sandbox does not know are refused loudly."""
    answer = await call("sendMessage", chat_id=private.id, text="x", **given)
    assert answer.refusal == (501, f"Not Implemented: the sandbox does not cover {what}")
    assert texts(private) == ["/start"]


async def test_a_text_is_counted_in_code_points_after_parsing(call: Calls, private: Chat) -> None:
    """4096 characters beyond the basic plane pass, however much markup there was around them."""
    sent = await call("sendMessage", chat_id=private.id, text="<b>" + "😀" * 4096 + "</b>", parse_mode="HTML")
    assert sent.result["entities"] == [{"offset": 0, "length": 8192, "type": "bold"}]


async def test_a_message_comes_back_as_it_was_sent(call: Calls, bot: Bot, private: Chat) -> None:
    """The result carries text, entities, preview, reply and keyboard; the bot is not told of its own message."""
    keyboard = {"inline_keyboard": [[{"text": "OK", "callback_data": "1", "style": "success"}], []]}
    sent = await call(
        "sendMessage",
        chat_id=private.id,
        text="<b>Hi</b> @quiz_test_bot ",
        parse_mode="HTML",
        link_preview_options={"is_disabled": True},
        reply_parameters={"message_id": private.messages[0].id},
        reply_markup=keyboard,
        protect_content=True,
        message_thread_id=7,
    )
    message = sent.result
    assert message["text"] == "Hi @quiz_test_bot"
    assert [one["type"] for one in message["entities"]] == ["bold", "mention"]
    assert message["link_preview_options"] == {"is_disabled": True}
    assert message["reply_to_message"]["text"] == "/start"
    assert message["reply_markup"]["inline_keyboard"] == keyboard["inline_keyboard"][:1]
    assert message["has_protected_content"] is True
    assert message["from"]["is_bot"] is True
    assert "message_thread_id" not in message
    assert [one["text"] for one in waiting(bot, "message")] == ["/start"]


async def test_a_reply_may_go_without_what_it_answers(call: Calls, private: Chat) -> None:
    """With allow_sending_without_reply the message is sent though the other one is gone."""
    reply = {"message_id": 99, "allow_sending_without_reply": True, "chat_id": private.id}
    sent = await call("sendMessage", chat_id=private.id, text="x", reply_parameters=reply)
    assert "reply_to_message" not in sent.result


@pytest.mark.parametrize(
    "markup",
    [
        {"keyboard": [[{"text": "a"}]]},
        {"remove_keyboard": True},
        {"force_reply": True},
        {"inline_keyboard": []},
    ],
    ids=["reply", "remove", "force", "no rows"],
)
async def test_only_inline_keyboards_are_echoed(call: Calls, private: Chat, markup: dict[str, Any]) -> None:
    """Other keyboards are accepted and never come back."""
    sent = await call("sendMessage", chat_id=private.id, text="x", reply_markup=markup)
    assert "reply_markup" not in sent.result


async def test_the_old_name_for_no_preview_still_works(call: Calls, private: Chat) -> None:
    """disable_web_page_preview is what link_preview_options was."""
    sent = await call("sendMessage", chat_id=private.id, text="x", disable_web_page_preview=True)
    assert sent.result["link_preview_options"] == {"is_disabled": True}


async def test_a_forward_tells_where_it_came_from(
    call: Calls, world: World, private: Chat, channel: Chat
) -> None:
    """A forward carries its first origin: the person, or the channel and the id there."""
    post = (await call("sendMessage", chat_id=channel.id, text="news")).result
    first = await call(
        "forwardMessage", chat_id=private.id, from_chat_id=channel.id, message_id=post["message_id"]
    )
    assert first.result["forward_origin"]["chat"]["username"] == "daily_questions"
    again = await call(
        "forwardMessage", chat_id=private.id, from_chat_id=private.id, message_id=first.result["message_id"]
    )
    assert again.result["forward_origin"] == first.result["forward_origin"]
    own = await call(
        "forwardMessage", chat_id=private.id, from_chat_id=private.id, message_id=private.messages[0].id
    )
    assert own.result["forward_origin"]["sender_user"]["first_name"] == "Ana"
    edited = await call(
        "editMessageText", chat_id=private.id, message_id=first.result["message_id"], text="x"
    )
    assert edited.refusal == (400, "Bad Request: message can't be edited")


async def test_a_copy_has_no_origin(call: Calls, private: Chat) -> None:
    """A copy answers its id only, and carries no trace of the original."""
    copied = await call("copyMessage", chat_id=private.id, from_chat_id=private.id, message_id=1)
    assert copied.result == {"message_id": 2}
    assert texts(private) == ["/start", "/start"]
    assert private.messages[-1].origin is None


@pytest.mark.parametrize(
    ("method", "description"),
    [
        ("forwardMessage", "message to forward not found"),
        ("copyMessage", "message to copy not found"),
    ],
)
async def test_what_is_not_there_cannot_be_passed_on(
    call: Calls, private: Chat, method: str, description: str
) -> None:
    """Forwarding and copying name what they miss."""
    answer = await call(method, chat_id=private.id, from_chat_id=private.id, message_id=99)
    assert answer.refusal == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("method", "description"),
    [("forwardMessage", "message can't be forwarded"), ("copyMessage", "message can't be copied")],
)
async def test_protected_content_stays(call: Calls, private: Chat, method: str, description: str) -> None:
    """What was sent with protect_content can be neither forwarded nor copied."""
    await call("sendMessage", chat_id=private.id, text="secret", protect_content=True)
    answer = await call(method, chat_id=private.id, from_chat_id=private.id, message_id=2)
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert texts(private) == ["/start", "secret"]


async def test_a_chat_action_is_shown(call: Calls, private: Chat) -> None:
    """A known action is accepted, another refused."""
    assert (await call("sendChatAction", chat_id=private.id, action="typing")).result is True
    assert private.actions == ["typing"]
    answer = await call("sendChatAction", chat_id=private.id, action="dancing")
    assert answer.refusal == (400, "Bad Request: wrong parameter action in request")


async def test_an_edit_by_a_person_is_an_update(world: World, bot: Bot, ana: User, private: Chat) -> None:
    """edited_message comes when the content changed, and not when it did not."""
    acts.edit(world, ana, private.messages[0], "/start")
    acts.edit(world, ana, private.messages[0], "/help")
    [edited] = waiting(bot, "edited_message")
    assert (edited["text"], edited["edit_date"]) == ("/help", world.seconds)
