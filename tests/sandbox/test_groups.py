from __future__ import annotations

import pytest

from bot.sandbox import acts, wire
from bot.sandbox.objects import Bot, Chat, Origin, Service, Text, User
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, waiting


def heard(bot: Bot) -> list[str]:
    return [one["text"] for one in waiting(bot, "message") if "text" in one]


@pytest.mark.parametrize(
    ("said", "hears"),
    [
        ("hello", False),
        ("/quiz@quiz_test_bot 5", True),
        ("/quiz@QUIZ_TEST_BOT", True),
        ("/quiz@another_bot", False),
        ("/quiz", False),
        ("try /quiz@quiz_test_bot", False),
        ("@quiz_test_bot hello", False),
    ],
)
async def test_privacy_mode_before_the_bot_wrote(
    world: World, bot: Bot, ben: User, group: Chat, said: str, hears: bool
) -> None:
    """A bot in privacy mode is given commands addressed to it, and nothing else."""
    acts.say(world, ben, group, said)
    assert heard(bot) == ([said] if hears else [])


async def test_privacy_mode_after_the_bot_wrote(
    call: Calls, world: World, bot: Bot, ben: User, group: Chat
) -> None:
    """Bare commands go to the bot that wrote last, replies to whom they answer."""
    await call("sendMessage", chat_id=group.id, text="question")
    question = group.messages[-1]
    acts.say(world, ben, group, "/quiz")
    acts.say(world, ben, group, "my answer", reply_to=question)
    other = world.add_bot("Other", "other_test_bot", "5550002:x")
    world.place(group, other.user, "member", by=ben)
    world.post(group, other.user, Service({"group_chat_created": True}))
    acts.say(world, ben, group, "/quiz again")
    acts.say(world, ben, group, "chatter", reply_to=group.messages[-1])
    assert heard(bot) == ["/quiz", "my answer"]


@pytest.mark.parametrize("how", ["administrator", "privacy off"])
async def test_some_bots_hear_everything(
    world: World, bot: Bot, ana: User, ben: User, group: Chat, how: str
) -> None:
    """An administrator, and a bot without privacy mode, hear people, never bots."""
    if how == "administrator":
        acts.appoint(world, ana, bot.user, group, ["can_manage_chat"])
    else:
        bot.reads_all = True
    other = world.add_bot("Other", "other_test_bot", "5550002:x")
    world.place(group, other.user, "member", by=ben)
    acts.say(world, ben, group, "hello")
    acts.say(world, ben, world.private(ben, other), "not for you")
    assert heard(bot) == ["hello"]
    assert heard(other) == ["not for you"]


async def test_a_bot_learns_that_it_was_added(world: World, bot: Bot, group: Chat, channel: Chat) -> None:
    """my_chat_member tells the bot of each chat; a group adds a service message, a channel none."""
    told = [(one["chat"]["type"], one["new_chat_member"]["status"]) for one in waiting(bot, "my_chat_member")]
    assert told == [("supergroup", "member"), ("channel", "administrator")]
    assert [one["new_chat_members"][0]["id"] for one in waiting(bot, "message")] == [bot.user.id]


async def test_members_come_and_go(
    call: Calls, world: World, bot: Bot, ana: User, ben: User, group: Chat
) -> None:
    """Service messages tell of members; chat_member goes to administrators that asked for it."""
    chen = world.add_person("Chen")
    acts.join(world, chen, group)
    acts.join(world, chen, group)
    await call("getUpdates", allowed_updates=["message", "chat_member"])
    acts.appoint(world, ana, bot.user, group, ["can_manage_chat"])
    acts.leave(world, ben, group)
    [left] = waiting(bot, "chat_member")
    assert (left["old_chat_member"]["status"], left["new_chat_member"]["status"]) == ("member", "left")
    services = [set(one) & {"new_chat_members", "left_chat_member"} for one in waiting(bot, "message")]
    assert services == [{"new_chat_members"}, {"new_chat_members"}, {"left_chat_member"}]
    acts.kick(world, ana, chen, group)
    with pytest.raises(acts.CannotDo, match="banned"):
        acts.join(world, chen, group)


async def test_posts_in_a_channel_reach_the_bot(
    world: World, bot: Bot, ana: User, ben: User, channel: Chat
) -> None:
    """A channel post is the channel's own and always arrives; an edit of it, too; readers do not post."""
    post = acts.say(world, ana, channel, "news")
    acts.edit(world, ana, post, "better news")
    assert waiting(bot, "channel_post")[0]["sender_chat"]["title"] == "Daily"
    assert waiting(bot, "edited_channel_post")[0]["text"] == "better news"
    with pytest.raises(acts.CannotDo, match="may not post"):
        acts.say(world, ben, channel, "me too")


async def test_people_are_bound_by_the_groups_rules(world: World, ana: User, ben: User, group: Chat) -> None:
    """A restricted member and a stranger cannot write, a plain member cannot rule, nobody says nothing."""
    acts.restrict(world, ana, ben, group, [])
    with pytest.raises(acts.CannotDo, match="may not write"):
        acts.say(world, ben, group, "hello")
    with pytest.raises(acts.CannotDo, match="not an administrator"):
        acts.kick(world, ben, ana, group)
    with pytest.raises(acts.CannotDo, match="is not in"):
        acts.say(world, world.add_person("Chen"), group, "hello")
    with pytest.raises(acts.CannotDo, match="empty message"):
        acts.say(world, ana, group, "  ")
    with pytest.raises(acts.CannotDo, match="not a text of"):
        acts.edit(world, ben, group.messages[-1], "mine")


async def test_links_start_a_bot(world: World, bot: Bot, ana: User, ben: User) -> None:
    """A deep link writes /start with its payload, in private or in a group, and ends a block."""
    acts.open_link(world, ana, bot, "deck_one")
    acts.block(world, ana, bot)
    acts.open_link(world, ana, bot)
    chat = world.add_group("Late", [ben], [ana])
    acts.add_to_group(world, ana, bot, chat, "deck_two")
    acts.add_to_group(world, ana, bot, world.add_group("Quiet", [], [ana]))
    messages = [one for one in waiting(bot, "message") if "text" in one]
    assert [one["text"] for one in messages] == ["/start deck_one", "/start", "/start@quiz_test_bot deck_two"]
    assert messages[0]["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]


def test_only_a_private_chat_is_blocked(world: World, group: Chat) -> None:
    """A group cannot be blocked."""
    with pytest.raises(ValueError, match="not private"):
        world.block(group, blocked=True)


async def test_only_a_bots_buttons_ask_anyone(world: World, ana: User, private: Chat) -> None:
    """A keyboard under a message that no bot sent leads nowhere."""
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]}
    message = world.post(private, ana, Text("mine"), markup=keys)
    with pytest.raises(acts.CannotDo, match="not sent by a bot"):
        acts.tap(world, ana, message, 0, 0)


async def test_a_file_is_no_command(world: World, bot: Bot, ben: User, group: Chat) -> None:
    """Under privacy mode a file without words is not heard."""
    acts.send_file(world, ben, group, b"x", "a.md", "text/plain")
    assert [one for one in waiting(bot, "message") if "document" in one] == []


def test_an_origin_has_an_author() -> None:
    """An origin that is neither a user's nor a channel's is a mistake of ours."""
    with pytest.raises(ValueError, match="either a user or a channel"):
        wire.origin(Origin(1))
