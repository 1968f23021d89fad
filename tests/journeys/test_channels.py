"""Being let in, put out, promoted and moved: what the bot does when its place in a chat changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import telegram
from sqlalchemy import select

from bot.sandbox import acts, wire
from bot.sandbox.objects import CHANNEL_RIGHTS, Chat, User
from bot.storage import chats, subscriptions
from bot.storage.tables import deliveries, posts
from tests.house import House

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
LINKED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
OTHER_CHANNEL = {"id": -1003000000001, "type": "channel", "title": "Elsewhere"}


async def hears(home: House, chat: Chat, **fields: Any) -> None:
    """An update with a message of a kind the sandbox does not make reaches the bot."""
    number = home.world.next_number("fed", 900_000_001)
    message = {"message_id": number, "date": home.world.seconds, "chat": wire.chat(chat)} | fields
    update = telegram.Update.de_json({"update_id": number, "message": message}, home.app.desk.bot)
    await home.app.poller.take([update])
    await home.sandbox.idle()


def command(words: str) -> dict[str, Any]:
    """The fields of a message that is a command."""
    length = len(words.split(maxsplit=1)[0])
    return {"text": words, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}


async def next_at(home: House, chat: Chat) -> datetime | None:
    """When the chat is owed its next question."""
    async with home.app.desk.database.read() as conn:
        wanted = await subscriptions.get(conn, chat.id)
    return wanted.next_at if wanted else None


async def test_anonymous_administrator(home: House) -> None:
    """Who writes as the group itself is its administrator."""
    group = wire.chat(home.group)
    await hears(home, home.group, **{"from": ANONYMOUS}, sender_chat=group, **command("/subscribe 09:00"))
    home.ben.sees("Daily questions are on", home.group)
    await hears(home, home.group, **{"from": ANONYMOUS}, sender_chat=group, **command("/settings"))
    home.ben.sees("Settings of Interview club", home.group)


IMPOSTORS = {
    "a channel that writes in the group": ({"from": {**ANONYMOUS, "id": 136817688}}, OTHER_CHANNEL),
    "a forward from the linked channel": ({"from": LINKED}, OTHER_CHANNEL),
    "a stand-in for no chat": ({"from": ANONYMOUS}, None),
    "a person who claims to be the group": ({"from": None}, "group"),
}


@pytest.mark.parametrize(("author", "sender_chat"), IMPOSTORS.values(), ids=IMPOSTORS.keys())
async def test_not_an_administrator(home: House, author: dict[str, Any], sender_chat: Any) -> None:
    """Whoever else writes without a name of their own is not the group's administrator."""
    fields = {"from": author["from"] or wire.user(home.users["Ben"])}
    if sender_chat is not None:
        fields["sender_chat"] = wire.chat(home.group) if sender_chat == "group" else sender_chat
    await hears(home, home.group, **fields, **command("/subscribe 09:00"))
    home.ben.sees("Only an administrator", home.group)
    assert await next_at(home, home.group) is None


async def test_message_of_nobody(home: House) -> None:
    """A message without an author, and one of a channel, are passed over in silence."""
    before = len(home.group.messages), len(home.channel.messages)
    await hears(home, home.group, **command("/quiz"))
    await hears(home, home.channel, sender_chat=wire.chat(home.channel), **command("/quiz"))
    assert (len(home.group.messages), len(home.channel.messages)) == before


async def test_commands_elsewhere(home: House) -> None:
    """A command for another bot, in a caption, or in the middle of a text is not for us; ours in capitals is."""
    fields = {"from": wire.user(home.users["Ben"])}
    before = len(home.group.messages)
    await hears(home, home.group, **fields, **command("/quiz@another_bot"))
    caption = {"caption": "/quiz", "caption_entities": command("/quiz")["entities"]}
    await hears(home, home.group, **fields, **caption)
    entity = {"type": "bot_command", "offset": 4, "length": 5}
    await hears(home, home.group, **fields, text="try /quiz", entities=[entity])
    assert len(home.group.messages) == before
    await hears(home, home.group, **fields, **command("/QUIZ@Quiz_Test_BOT"))
    home.ben.sees("in a database?", home.group)


async def test_bold_command(home: House) -> None:
    """A command that is also bold is a command."""
    entities = [{"type": "bold", "offset": 0, "length": 5}, *command("/help")["entities"]]
    await home.ana.says("/start")
    await hears(
        home,
        home.world.private(home.ana.user),
        **{"from": wire.user(home.ana.user)},
        text="/help",
        entities=entities,
    )
    home.ana.sees("What I can do")


async def test_edited_command(home: House) -> None:
    """A message that becomes a command by an edit changes nothing."""
    said = await home.ana.says("/help")
    count = len(home.ana.messages())
    await home.ana.edits(said, "/subscribe 09:00")
    assert len(home.ana.messages()) == count
    assert await next_at(home, home.world.private(home.ana.user)) is None


async def test_channel_offers_itself(home: House) -> None:
    """Whoever makes the bot administrator of a channel is offered the daily question, in private, and only once."""
    await home.ana.says("/start")
    channel = home.world.add_channel("Second", "second_channel", [home.ana.user, home.world.bot])
    await home.sandbox.idle()
    home.ana.sees("/subscribe @second_channel 09:00")
    count = len(home.ana.messages())
    acts.appoint(home.world, home.ana.user, home.world.bot.user, channel, CHANNEL_RIGHTS[:-1])
    await home.sandbox.idle()
    assert len(home.ana.messages()) == count
    await home.ana.taps("A question every day")
    home.ana.sees("Daily questions are on")
    await home.until(9)
    home.ana.sees("in a database?", channel)
    assert [message.author.is_bot for message in channel.messages] == [True]


async def test_channel_of_a_stranger(home: House) -> None:
    """Who never wrote to the bot is not written to, and a channel hears nothing of being joined."""
    channel = home.world.add_channel("Second", "second_channel", [home.ben.user, home.world.bot])
    await home.sandbox.idle()
    assert home.ben.messages() == []
    assert channel.messages == []
    await home.ben.says("/subscribe @second_channel")
    home.ben.sees("Daily questions are on")


async def test_channel_the_bot_may_not_post_in(home: House) -> None:
    """A channel where the bot has no right to post is not subscribed, and it is said what is missing."""
    acts.appoint(home.world, home.ana.user, home.world.bot.user, home.channel, ["can_manage_chat"])
    await home.ana.says("/subscribe @daily_questions 09:00")
    home.ana.sees("Make me an administrator who can post")
    assert await next_at(home, home.channel) is None


async def test_channel_settings_from_private(home: House) -> None:
    """A channel's hour and its end are chosen from the private chat of its administrator, and of nobody else."""
    await home.ana.says("/subscribe @daily_questions 09:00")
    await home.ana.says("/settings @daily_questions")
    await home.ana.taps("How many")
    await home.ana.taps("2")
    home.ana.sees("How many: 2")
    await home.until(9)
    assert len(home.channel.messages) == 2
    await home.ben.says("/unsubscribe @daily_questions")
    home.ben.sees("Only an administrator of that chat")
    await home.ana.says("/unsubscribe @daily_questions")
    home.ana.sees("daily questions are off")
    await home.until(9)
    assert len(home.channel.messages) == 2


@pytest.mark.parametrize("kind", ["group", "channel"])
async def test_thrown_out(home: House, kind: str) -> None:
    """A chat that puts the bot out is owed nothing, and one that lets it back in has its hour again."""
    chat: Chat = home.group if kind == "group" else home.channel
    await home.ana.says(
        "/subscribe 09:00" if kind == "group" else "/subscribe @daily_questions 09:00", home.group
    )
    rights = home.channel.member(home.world.bot.user).rights
    acts.kick(home.world, home.ana.user, home.world.bot.user, chat)
    await home.sandbox.idle()
    count = len(chat.messages)
    await home.until(9)
    await home.until(9)
    assert len(chat.messages) == count
    async with home.app.desk.database.read() as conn:
        known = await chats.get(conn, chat.id)
        assert known is not None
        assert known.gone
        assert (await conn.execute(select(deliveries).where(deliveries.c.state == "waiting"))).all() == []
    status, granted = ("administrator", rights) if kind == "channel" else ("member", frozenset[str]())
    home.world.place(chat, home.world.bot.user, status, granted, by=home.ana.user)
    await home.sandbox.idle()
    await home.until(9)
    home.ana.sees("in a database?", chat)


async def test_group_greets_once(home: House) -> None:
    """A bot that is promoted in a group says nothing; one that is let in says what it does."""
    count = len(home.group.messages)
    acts.appoint(home.world, home.ana.user, home.world.bot.user, home.group, ["can_pin_messages"])
    await home.sandbox.idle()
    assert len(home.group.messages) == count


async def test_settings_of_a_channel_after_being_deposed(home: House) -> None:
    """A former administrator's settings button no longer works: Telegram is asked at every tap."""
    await home.ana.says("/subscribe @daily_questions 09:00")
    await home.ana.taps("Settings")
    home.channel.members[home.ana.user.id] = type(home.channel.member(home.ana.user))(home.ana.user, "member")
    toast = await home.ana.taps("Switch off")
    assert toast.alert
    assert await next_at(home, home.channel) is not None


async def moves(home: House, new: Chat) -> None:
    """Telegram says in the old group that it lives on as the new one."""
    await hears(home, home.group, **{"from": wire.user(home.ana.user)}, migrate_to_chat_id=new.id)


def supergroup(home: House) -> Chat:
    """What the group becomes."""
    people: list[User] = [home.ben.user, home.chen.user]
    return home.world.add_group("Interview club", people, [home.ana.user], [home.world.bot])


async def test_group_that_moved(home: House) -> None:
    """A group that becomes a supergroup keeps its hour, its questions and its members' answers."""
    await home.ana.says("/subscribe 09:00", home.group)
    await home.until(9)
    await home.ben.taps("3", home.group)
    new = supergroup(home)
    await home.sandbox.idle()
    await moves(home, new)
    assert await next_at(home, home.group) is None
    await home.until(9)
    home.ben.sees("in a database?", new)
    await home.ben.taps("4", new)
    async with home.app.desk.database.read() as conn:
        assert len((await conn.execute(select(posts).where(posts.c.chat_id == new.id))).all()) == 2


async def test_group_that_moved_is_told_twice(home: House) -> None:
    """News of a move that comes again, as after a crash, takes nothing from the new group."""
    await home.ana.says("/subscribe 09:00", home.group)
    new = supergroup(home)
    await home.sandbox.idle()
    await moves(home, new)
    await moves(home, new)
    assert await next_at(home, new) is not None
    await home.until(9)
    home.ben.sees("in a database?", new)
