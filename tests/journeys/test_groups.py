"""The bot among people: a group and a channel."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox import acts
from tests.house import House, house


async def test_group_is_subscribed_by_its_administrator(home: House) -> None:
    """In a group only an administrator subscribes; the question then comes with the answer under a spoiler."""
    await home.ben.says("/subscribe 09:00", home.group)
    home.ben.sees("Only an administrator", home.group)
    await home.ana.says("/subscribe 09:00", home.group)
    home.ana.sees("Daily questions are on", home.group)
    await home.until(9)
    home.ben.sees("in a database?", home.group)


async def test_every_member_answers_for_themselves(home: House) -> None:
    """Two members' taps are two answers, the post counts them, and each is told their own."""
    await home.ana.says("/subscribe 09:00", home.group)
    await home.until(9)
    first = await home.ben.taps("2", home.group)
    second = await home.chen.taps("5", home.group)
    assert "Rated 2" in first.text
    assert "Rated 5" in second.text
    assert any("2 answered" in button for button in home.ben.buttons(home.group))


async def test_public_post_feeds_a_private_memory(home: House) -> None:
    """What a member missed in the group comes back to them in private, and to nobody else."""
    await home.ben.says("/subscribe 20:00")
    await home.ana.says("/subscribe 09:00", home.group)
    await home.until(9)
    await home.ben.taps("1", home.group)
    before = len(home.group.messages)
    await home.passes(minutes=11)
    home.ben.sees("Do you still know this one?")
    assert len(home.group.messages) == before


async def test_settings_button_is_the_administrator_s(home: House) -> None:
    """A member who taps a settings button of the group is told no, and nothing changes."""
    await home.ana.says("/settings", home.group)
    toast = await home.ben.taps("Time", home.group)
    assert toast.alert
    assert "administrator" in toast.text


async def test_quiz_in_a_group(home: House) -> None:
    """/quiz in a group posts one question for everybody."""
    await home.ben.says("/quiz", home.group)
    home.chen.sees("in a database?", home.group)


async def test_people_talk_in_peace(home: House) -> None:
    """What people say to each other in a group gets no answer."""
    before = len(home.group.messages)
    await home.ben.says("does anybody know joins?", home.group)
    assert len(home.group.messages) == before + 1


async def test_channel_is_subscribed_from_private(home: House) -> None:
    """A channel's administrator subscribes it from the private chat, and it gets its question in style."""
    await home.ana.says("/subscribe @daily_questions 09:00")
    home.ana.sees("Daily questions")
    await home.until(9)
    home.ana.sees("in a database?", home.channel)
    home.ana.sees("It depends on", home.channel)
    home.ana.sees("#sql", home.channel)
    assert home.ana.buttons(home.channel) == []


async def test_channel_of_somebody_else(home: House) -> None:
    """Who does not run a channel cannot subscribe it."""
    await home.ben.says("/subscribe @daily_questions 09:00")
    home.ben.sees("Only an administrator of that chat")
    await home.ben.says("/subscribe @no_such_channel 09:00")
    home.ben.sees("I cannot see that chat")


async def test_group_hears_a_welcome(home: House) -> None:
    """A group that lets the bot in is told what it does."""
    home.ben.sees("I post one interview question a day here", home.group)


async def test_busy_group_keeps_nobody_waiting(tmp_path: Path) -> None:
    """While a group waits for its turns to be answered in, a person is answered at once."""
    async with house(tmp_path, patient=True) as home:
        before = home.world.clock.now()
        for _ in range(60):
            acts.say(home.world, home.users["Ben"], home.group, "/help")
        await home.ben.waits_for("/quiz —", home.group)
        acts.say(home.world, home.users["Ana"], home.world.private(home.users["Ana"]), "/help")
        await home.ana.waits_for("/quiz —")
        assert home.app.poller.busy
        assert home.world.clock.now() == before


async def test_a_member_who_never_pressed_start(home: House) -> None:
    """Who cannot be written to is told how to get the question back; who can is told when it comes."""
    await home.ana.says("/subscribe 09:00", home.group)
    await home.ben.says("/start")
    await home.until(9)
    told = await home.chen.taps("2", home.group)
    assert "press Start" in told.text
    told = await home.ben.taps("2", home.group)
    assert "It comes back in" in told.text


async def test_forgetting_is_private(home: House) -> None:
    """/forget asks nothing where others read along."""
    await home.ben.says("/forget", home.group)
    home.ben.sees("That stays between you and me", home.group)
