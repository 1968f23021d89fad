from __future__ import annotations

import pytest

from bot.sandbox import acts
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, texts, waiting


@pytest.mark.parametrize(
    ("chat_id", "description"),
    [
        ("", "chat_id is empty"),
        ("777", "chat not found"),
        ("-777", "chat not found"),
        ("-1007", "chat not found"),
        ("@nobody_there", "chat not found"),
        ("hello", "chat not found"),
    ],
)
async def test_a_chat_that_is_not_there(call: Calls, bot: Bot, chat_id: str, description: str) -> None:
    """A chat the bot never met does not exist for it."""
    answer = await call("sendMessage", chat_id=chat_id, text="x")
    assert answer.refusal == (400, f"Bad Request: {description}")


async def test_a_person_must_have_started_the_bot(
    call: Calls, world: World, ana: User, ben: User, group: Chat
) -> None:
    """A stranger is not found; someone known from a group cannot be written to before they start."""
    stranger = world.add_person("Chen")
    assert (await call("sendMessage", chat_id=stranger.id, text="x")).refusal == (
        400,
        "Bad Request: chat not found",
    )
    known = await call("sendMessage", chat_id=ben.id, text="x")
    assert known.refusal == (403, "Forbidden: bot can't initiate conversation with a user")
    assert texts(world.private(ben)) == []
    acts.say(world, ben, world.private(ben), "/start")
    assert (await call("sendMessage", chat_id=ben.id, text="x")).result["chat"]["first_name"] == "Ben"


async def test_who_blocks_the_bot_hears_nothing(
    call: Calls, world: World, bot: Bot, ana: User, private: Chat
) -> None:
    """Blocking is told as my_chat_member, then every send is 403 until the person comes back."""
    acts.block(world, ana, bot)
    acts.block(world, ana, bot)
    for method in ("sendMessage", "editMessageText"):
        answer = await call(method, chat_id=private.id, message_id=1, text="x")
        assert answer.refusal == (403, "Forbidden: bot was blocked by the user")
    with pytest.raises(acts.CannotDo, match="unblock it first"):
        acts.say(world, ana, private, "hello")
    acts.unblock(world, ana, bot)
    changes = [
        (one["old_chat_member"]["status"], one["new_chat_member"]["status"])
        for one in waiting(bot, "my_chat_member")
    ]
    assert changes == [("member", "kicked"), ("kicked", "member")]
    assert (await call("sendMessage", chat_id=private.id, text="x")).result["text"] == "x"


async def test_another_bot_is_not_written_to(call: Calls, world: World, bot: Bot) -> None:
    """Bots do not talk to bots."""
    other = world.add_bot("Other", "other_test_bot", "5550002:x")
    answer = await call("sendMessage", chat_id=other.user.id, text="x")
    assert answer.refusal == (403, "Forbidden: the bot can't send messages to the bot")


@pytest.mark.parametrize("supergroup", [True, False], ids=["supergroup", "group"])
async def test_a_bot_outside_a_group_is_refused(
    call: Calls, world: World, bot: Bot, ana: User, supergroup: bool
) -> None:
    """Put out or gone, the bot is told which, and for what kind of chat."""
    chat = world.add_group("Study", [], [ana], [bot], supergroup=supergroup)
    kind = "supergroup" if supergroup else "group"
    assert (chat.id < -1_000_000_000_000) is supergroup
    acts.kick(world, ana, bot.user, chat)
    kicked = await call("sendMessage", chat_id=chat.id, text="x")
    assert kicked.refusal == (403, f"Forbidden: bot was kicked from the {kind} chat")
    world.place(chat, bot.user, "left", by=ana)
    gone = await call("getChat", chat_id=chat.id)
    assert gone.refusal == (403, f"Forbidden: bot is not a member of the {kind} chat")
    assert texts(chat) == []


async def test_a_channel_takes_posts_from_those_who_may(
    call: Calls, world: World, bot: Bot, ana: User, channel: Chat
) -> None:
    """Without the right to post a channel refuses; posts are the channel's own, and reachable by name."""
    post = await call("sendMessage", chat_id="@Daily_Questions", text="news")
    assert post.result["sender_chat"] == post.result["chat"]
    assert "from" not in post.result
    acts.appoint(world, ana, bot.user, channel, ["can_edit_messages"])
    refused = await call("sendMessage", chat_id=channel.id, text="x")
    assert refused.refusal == (400, "Bad Request: need administrator rights in the channel chat")
    acts.kick(world, ana, bot.user, channel)
    kicked = await call("sendMessage", chat_id=channel.id, text="x")
    assert kicked.refusal == (403, "Forbidden: bot was kicked from the channel chat")
    assert texts(channel) == ["news"]


async def test_a_public_channel_is_known_but_closed(call: Calls, world: World, bot: Bot, ana: User) -> None:
    """A bot sees that a public channel exists, and may neither post nor list its members."""
    world.add_channel("Elsewhere", "elsewhere_news", [ana])
    assert (await call("getChat", chat_id="@elsewhere_news")).result["title"] == "Elsewhere"
    refused = await call("sendMessage", chat_id="@elsewhere_news", text="x")
    assert refused.refusal == (403, "Forbidden: bot is not a member of the channel chat")
    hidden = await call("getChatAdministrators", chat_id="@elsewhere_news")
    assert hidden.refusal == (400, "Bad Request: member list is inaccessible")


@pytest.mark.parametrize(
    ("method", "given", "right", "what"),
    [
        ("sendMessage", {"text": "x"}, "can_send_messages", "text messages"),
        ("sendPoll", {"question": "q", "options": ["a", "b"]}, "can_send_polls", "polls"),
    ],
)
async def test_rights_are_asked_for(
    call: Calls,
    world: World,
    bot: Bot,
    ana: User,
    group: Chat,
    method: str,
    given: dict[str, object],
    right: str,
    what: str,
) -> None:
    """The group's permissions bind a member, its own restriction binds it more, an administrator is free."""
    refusal = (400, f"Bad Request: not enough rights to send {what} to the chat")
    group.permissions -= {right}
    assert (await call(method, chat_id=group.id, **given)).refusal == refusal
    acts.appoint(world, ana, bot.user, group, ["can_manage_chat"])
    assert (await call(method, chat_id=group.id, **given)).status == 200
    acts.restrict(world, ana, bot.user, group, ["can_send_photos"])
    assert (await call(method, chat_id=group.id, **given)).refusal == refusal
