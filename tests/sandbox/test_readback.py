from __future__ import annotations

import json
from typing import Any

import pytest
import telegram

from bot.sandbox import acts
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.world import World
from tests.sandbox.desk import Calls
from tests.sandbox.test_files import png

# The real server writes correct_option_id beside correct_option_ids, and python-telegram-bot warns of the old name.
pytestmark = pytest.mark.filterwarnings("ignore:.*correct_option_id")

KEYS = {
    "inline_keyboard": [
        [{"text": "a", "callback_data": "1", "style": "danger"}, {"text": "b", "url": "https://example.com"}],
        [{"text": "c", "copy_text": {"text": "x"}}],
    ]
}
QUIZ = {
    "question": "2+2?",
    "options": ["3", "4"],
    "type": "quiz",
    "correct_option_ids": [1],
    "explanation": "<b>four</b>",
    "explanation_parse_mode": "HTML",
    "description": "Sums",
}
ALL = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "poll",
    "poll_answer",
]
MEMBERS = ["my_chat_member", "chat_member"]


def unread(found: Any, path: str = "") -> list[str]:
    """Name every field that python-telegram-bot has no place for, at any depth."""
    if isinstance(found, list | tuple):
        return [one for at, item in enumerate(found) for one in unread(item, f"{path}[{at}]")]
    if not isinstance(found, telegram.TelegramObject):
        return []
    here = [f"{path}.{name}" for name in found.api_kwargs]
    names = {name for kind in type(found).__mro__ for name in getattr(kind, "__slots__", ())}
    public = [name for name in names if not name.startswith("_") and name != "api_kwargs"]
    return here + [one for name in public for one in unread(getattr(found, name, None), f"{path}.{name}")]


def read(kind: Any, given: Any) -> Any:
    found = kind.de_json(given, None)
    assert unread(found) == []
    return found


def test_the_check_finds_what_is_unread() -> None:
    """A field that python-telegram-bot does not know is found, however deep it lies."""
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private", "colour": "red"}}
    assert unread(telegram.Update.de_json({"update_id": 1, "message": message}, None)) == [
        ".message.chat.colour"
    ]


async def happen(
    call: Calls, world: World, bot: Bot, ana: User, ben: User, group: Chat, channel: Chat
) -> None:
    """Let everything happen that makes an update."""
    chat = acts.open_link(world, ana, bot, "deck_one").chat
    acts.edit(world, ana, chat.messages[0], "/start other")
    acts.send_file(world, ana, chat, b"data", "deck.md", "text/markdown")
    await call(
        "sendMessage", chat_id=chat.id, text="see example.com", reply_markup=KEYS, protect_content=True
    )
    acts.say(world, ana, chat, "reply", reply_to=chat.messages[-1])
    acts.tap(world, ana, chat.messages[-2], 0, 0)
    await call("pinChatMessage", chat_id=chat.id, message_id=chat.messages[-2].id)
    acts.block(world, ana, bot)
    acts.unblock(world, ana, bot)
    acts.appoint(world, ana, bot.user, group, ["can_manage_chat"])
    acts.restrict(world, ana, ben, group, ["can_send_messages", "can_send_polls"])
    for given in (QUIZ, {**QUIZ, "is_anonymous": False, "open_period": 60, "allows_revoting": True}):
        await call("sendPoll", chat_id=group.id, **given)
        acts.vote(world, ben, group.messages[-1], [1])
    acts.vote(world, ben, group.messages[-1], [])
    await call("stopPoll", chat_id=group.id, message_id=group.messages[-1].id)
    acts.leave(world, ben, group)
    post = acts.say(world, ana, channel, "<news> #tag $USD")
    acts.edit(world, ana, post, "better news")
    acts.kick(world, ana, bot.user, channel)


async def test_every_update_is_read_back(
    call: Calls, world: World, bot: Bot, ana: User, ben: User, group: Chat, channel: Chat
) -> None:
    """python-telegram-bot reads each kind of update we emit without an unknown or missing field."""
    await call("getUpdates", allowed_updates=ALL + MEMBERS)
    await happen(call, world, bot, ana, ben, group, channel)
    updates = (await call("getUpdates")).result
    kinds = {kind for update in updates for kind in update if kind != "update_id"}
    assert kinds == {*ALL, *MEMBERS}
    for update in updates:
        read(telegram.Update, update)


@pytest.mark.parametrize(
    ("method", "given", "kind"),
    [
        ("getMe", {}, telegram.User),
        ("getWebhookInfo", {}, telegram.WebhookInfo),
        ("getChat", {}, telegram.ChatFullInfo),
        ("getChatMember", {"user_id": 5550001}, telegram.ChatMember),
        (
            "sendMessage",
            {"text": "see example.com", "link_preview_options": {"is_disabled": True}},
            telegram.Message,
        ),
        ("sendMessage", {"text": "x", "reply_markup": KEYS}, telegram.Message),
        ("sendPoll", QUIZ, telegram.Message),
        ("stopPoll", {"message_id": 3}, telegram.Poll),
        ("editMessageText", {"message_id": 2, "text": "new"}, telegram.Message),
        ("copyMessage", {"message_id": 2}, telegram.MessageId),
        ("forwardMessage", {"message_id": 2}, telegram.Message),
        (
            "sendPhoto",
            {"caption": "Fig", "has_spoiler": True, "show_caption_above_media": True},
            telegram.Message,
        ),
        ("sendDocument", {"caption": "Deck"}, telegram.Message),
        ("getFile", {}, telegram.File),
        ("getChatMenuButton", {}, telegram.MenuButton),
        ("getMyName", {}, telegram.BotName),
        ("getMyDescription", {}, telegram.BotDescription),
        ("getMyShortDescription", {}, telegram.BotShortDescription),
    ],
)
@pytest.mark.parametrize("place", ["private", "group", "channel"])
async def test_every_result_is_read_back(
    request: pytest.FixtureRequest,
    call: Calls,
    world: World,
    place: str,
    method: str,
    given: dict[str, Any],
    kind: Any,
) -> None:
    """python-telegram-bot reads the result of each method without an unknown or missing field."""
    chat: Chat = request.getfixturevalue(place)
    photo = world.keep_file(png(9, 9), "a.png", "image/png", "photos")
    document = world.keep_file(b"data", "a.md", "text/markdown", "documents")
    chat.next_message_id = 2
    await call("sendMessage", chat_id=chat.id, text="old")
    await call("sendPoll", chat_id=chat.id, **QUIZ)
    files = {"photo": photo.id, "document": document.id, "file_id": photo.id}
    named = {"sendPhoto": "photo", "sendDocument": "document", "getFile": "file_id"}.get(method)
    more = {"from_chat_id": chat.id} if method in ("copyMessage", "forwardMessage") else {}
    chat_id = {} if method == "getChatMenuButton" else {"chat_id": chat.id}
    answer = await call(method, **chat_id, **given, **more, **({named: files[named]} if named else {}))
    read(kind, json.loads(json.dumps(answer.result)))


async def test_every_member_is_read_back(
    call: Calls, world: World, ana: User, ben: User, group: Chat
) -> None:
    """Each status of a member, and the commands, are read back whole."""
    for status in ("creator", "administrator", "member", "restricted", "left", "kicked"):
        world.place(group, ben, status, by=ana)
        found = await call("getChatMember", chat_id=group.id, user_id=ben.id)
        assert read(telegram.ChatMember, found.result).status == status
    for one in (await call("getChatAdministrators", chat_id=group.id)).result:
        read(telegram.ChatMember, one)
    await call("setMyCommands", commands=[{"command": "quiz", "description": "ask"}])
    for one in (await call("getMyCommands")).result:
        read(telegram.BotCommand, one)
