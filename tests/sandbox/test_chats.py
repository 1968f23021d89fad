from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import acts
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.world import World
from tests.sandbox.desk import Calls


async def test_a_chat_is_described(call: Calls, private: Chat, group: Chat, channel: Chat) -> None:
    """getChat tells what PTB insists on, permissions for groups, names for public chats."""
    full = [(await call("getChat", chat_id=chat.id)).result for chat in (private, group, channel)]
    assert [one["type"] for one in full] == ["private", "supergroup", "channel"]
    assert ["permissions" in one for one in full] == [False, True, False]
    assert [one.get("active_usernames") for one in full] == [["ana_k"], None, ["daily_questions"]]


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        ("creator", {"is_anonymous"}),
        ("administrator", {"can_be_edited", "can_manage_chat", "can_pin_messages"}),
        ("member", set()),
        ("restricted", {"is_member", "can_send_polls", "until_date"}),
        ("left", set()),
        ("kicked", {"until_date"}),
    ],
)
async def test_a_member_is_described(
    call: Calls, world: World, ana: User, ben: User, group: Chat, status: str, fields: set[str]
) -> None:
    """getChatMember gives each status its fields."""
    world.place(group, ben, status, ["can_manage_chat"], by=ana)
    member = (await call("getChatMember", chat_id=group.id, user_id=ben.id)).result
    assert member["status"] == status
    assert fields <= set(member)


@pytest.mark.parametrize(
    ("user_id", "description"),
    [(0, "invalid user_id specified"), ("x", "invalid user_id specified"), (777, "PARTICIPANT_ID_INVALID")],
)
async def test_a_member_nobody_knows(call: Calls, group: Chat, user_id: Any, description: str) -> None:
    """A missing or unknown user is refused."""
    answer = await call("getChatMember", chat_id=group.id, user_id=user_id)
    assert answer.refusal == (400, f"Bad Request: {description}")


async def test_administrators_are_listed(call: Calls, world: World, bot: Bot, ana: User, group: Chat) -> None:
    """The creator and the bot itself are listed, other bots are not; a private chat has none."""
    other = world.add_bot("Other", "other_test_bot", "5550002:x")
    for one in (bot, other):
        acts.appoint(world, ana, one.user, group, ["can_manage_chat"])
    listed = (await call("getChatAdministrators", chat_id=group.id)).result
    assert [one["user"]["first_name"] for one in listed] == ["Ana", "Quiz"]
    acts.say(world, ana, world.private(ana), "/start")
    refused = await call("getChatAdministrators", chat_id=ana.id)
    assert refused.refusal == (400, "Bad Request: there are no administrators in the private chat")


async def test_members_are_counted(call: Calls, world: World, ben: User, private: Chat, group: Chat) -> None:
    """The bot counts; who left does not; a private chat has two, both members."""
    assert (await call("getChatMemberCount", chat_id=group.id)).result == 3
    acts.leave(world, ben, group)
    assert (await call("getChatMemberCount", chat_id=group.id)).result == 2
    assert (await call("getChatMemberCount", chat_id=private.id)).result == 2
    assert (await call("getChatMember", chat_id=private.id, user_id=private.id)).result["status"] == "member"


async def test_a_bot_leaves(call: Calls, private: Chat, group: Chat) -> None:
    """leaveChat takes the bot out of a group, once, and out of no private chat."""
    assert (await call("leaveChat", chat_id=group.id)).result is True
    again = await call("leaveChat", chat_id=group.id)
    assert again.refusal == (403, "Forbidden: bot is not a member of the supergroup chat")
    alone = await call("leaveChat", chat_id=private.id)
    assert alone.refusal == (400, "Bad Request: chat can't be left")


async def test_a_bot_asks_about_itself_in_a_channel(
    call: Calls, bot: Bot, world: World, ben: User, channel: Chat
) -> None:
    """An administrator of a channel sees itself and the readers."""
    own = (await call("getChatMember", chat_id=channel.id, user_id=bot.user.id)).result
    assert (own["status"], own["can_post_messages"]) == ("administrator", True)
    assert (await call("getChatMember", chat_id=channel.id, user_id=ben.id)).result["status"] == "member"
