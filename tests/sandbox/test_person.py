from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from bot.sandbox import acts, person
from bot.sandbox.objects import Bot, Chat, Service, Text, Toast, User
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import TOKEN

Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> None:
    assert update.message is not None
    keys = [
        [
            InlineKeyboardButton("4", callback_data="4"),
            InlineKeyboardButton("Page", url="https://example.com"),
        ]
    ]
    await update.message.reply_html(
        f"<b>2+2?</b> {' '.join(context.args or [])}", reply_markup=InlineKeyboardMarkup(keys)
    )


async def poll(update: Update, context: Context) -> None:
    assert update.effective_chat is not None
    await update.effective_chat.send_poll("Sure?", ["yes", "no"], is_anonymous=False)


async def press(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Right!", show_alert=True)
    await update.callback_query.edit_message_text("It is 4")


async def answered(update: Update, context: Context) -> None:
    answer = update.poll_answer
    assert answer is not None
    assert answer.user is not None
    await context.bot.send_message(answer.user.id, f"chosen: {list(answer.option_ids)}")


async def echo(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"echo {update.effective_message.text}")


@pytest.fixture
async def application(sandbox: Sandbox) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A small bot on python-telegram-bot, polling the sandbox."""
    built = (
        ApplicationBuilder().token(TOKEN).base_url(sandbox.api_url).base_file_url(sandbox.file_url).build()
    )
    built.add_handler(CommandHandler("start", start))
    built.add_handler(CommandHandler("poll", poll))
    built.add_handler(CallbackQueryHandler(press))
    built.add_handler(PollAnswerHandler(answered))
    built.add_handler(MessageHandler(filters.TEXT, echo))
    async with built:
        await built.start()
        assert built.updater is not None
        await built.updater.start_polling(poll_interval=0)
        yield built
        await built.updater.stop()
        await built.stop()


@pytest.fixture
def anas(sandbox: Sandbox, ana: User) -> Person:
    return sandbox.person(ana)


async def test_a_conversation(application: object, sandbox: Sandbox, anas: Person) -> None:
    """A person starts a bot by a link, taps, votes, edits, and reads what comes; the calls were clean."""
    await anas.opens("deck_one")
    await anas.waits_for("2+2?")  # the library confirms updates before it handles them, so idle says little
    assert anas.last().content == Text("2+2? deck_one", ({"offset": 0, "length": 4, "type": "bold"},))
    assert anas.buttons() == ["4", "Page"]
    assert await anas.taps("Pag") == Toast(url="https://example.com")
    assert await anas.taps("4") == Toast("Right!", alert=True)
    await anas.waits_for("It is 4")
    assert anas.buttons() == []
    said = await anas.says("hello")
    await anas.edits(said, "goodbye")
    await anas.waits_for("echo goodbye")
    await anas.says("/poll")
    await anas.waits_for("Sure?")
    await anas.votes("yes")
    await anas.waits_for("chosen: [0]")
    await anas.votes()
    anas.does_not_see("chosen: [1]")
    await anas.votes(1)
    assert (await anas.waits_for("chosen: [1]")) is anas.last()
    await anas.blocks_bot()
    await anas.unblocks_bot()
    assert sandbox.unknown_parameters == []


async def test_what_is_not_there_fails_with_the_transcript(world: World, anas: Person, private: Chat) -> None:
    """Every look and every tap that fails says what there is to see."""
    keys = {"inline_keyboard": [[{"text": "Again", "callback_data": "1"}]]}
    world.post(private, world.bot.user, Text("Two\nlines"), markup=keys)
    assert anas.transcript() == "09:00 Ana: /start\n09:00 Quiz: Two\n    lines\n    [Again]"
    with pytest.raises(AssertionError, match=r"no button 'Next' among \['Again'\]"):
        anas.presses("Next")
    with pytest.raises(AssertionError, match=r"does not see 'Three'\n09:00 Ana: /start"):
        anas.sees("Three")
    with pytest.raises(AssertionError, match="sees 'Two'"):
        anas.does_not_see("Two")
    with pytest.raises(AssertionError, match="does not see 'Three'"):
        await anas.waits_for("Three", patience=0.01)
    with pytest.raises(AssertionError, match="sees no poll"):
        await anas.votes("yes")
    anas.sees("Again")


async def test_the_newest_button_is_tapped(world: World, anas: Person, private: Chat) -> None:
    """An exact label wins over a containing one, the newest message over the older; a message may be named."""
    for data in ("old", "new"):
        keys = {
            "inline_keyboard": [
                [{"text": "4", "callback_data": data}],
                [{"text": "4 days", "callback_data": "d"}],
            ]
        }
        world.post(private, world.bot.user, Text("?"), markup=keys)
    pressed = [anas.presses("4"), anas.presses("4 d"), anas.presses("4", message=private.messages[1])]
    assert [getattr(query, "data", None) for query in pressed] == ["new", "d", "old"]


async def test_an_unanswered_tap_shows_nothing(
    monkeypatch: pytest.MonkeyPatch, world: World, bot: Bot, anas: Person, private: Chat
) -> None:
    """A bot that forgets to answer leaves the person with an empty toast."""
    monkeypatch.setattr(person, "_PATIENCE", 0.01)
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]}
    world.post(private, bot.user, Text("?"), markup=keys)
    monkeypatch.setattr(bot.queue, "put", lambda *_: None)
    bot.queue.clear()
    assert await anas.taps("a") == Toast()


async def test_a_person_comes_and_goes(
    sandbox: Sandbox, world: World, bot: Bot, ben: User, group: Chat, anas: Person
) -> None:
    """Joining and leaving show as service messages; an empty chat has no last message."""
    bens = sandbox.person(ben)
    bot.queue.allow(["poll"])
    bot.queue.clear()
    await bens.leaves(group)
    await bens.joins(group)
    assert isinstance(bens.last(group).content, Service)
    assert bens.transcript(group).endswith("(left_chat_member)\n09:00 Ben: (new_chat_members)")
    with pytest.raises(AssertionError, match="empty chat"):
        bens.last()


async def test_everything_has_a_line(sandbox: Sandbox, world: World, ana: User, channel: Chat) -> None:
    """Files, photos and polls are told in the transcript as an eye would see them."""
    from bot.sandbox.objects import Photo, Poll, PollOption

    bot = world.bot
    file = world.keep_file(b"x", "a.md", "text/plain", "documents")
    acts.send_file(world, ana, channel, b"x", "b.md", "text/plain")
    world.post(channel, bot.user, Photo(file, 1, 1, Text("Fig")))
    world.post(channel, bot.user, Poll("1", bot, "Sure?", [PollOption("1-0", "yes", [ana.id])], closed=True))
    assert sandbox.person(ana).transcript(channel) == (
        "09:00 Daily: <file b.md>\n09:00 Daily: <photo>\n    Fig\n"
        "09:00 Daily: <regular poll, closed> Sure?\n    (x) yes · 1"
    )
    with pytest.raises(AssertionError, match=r"no option 'no' among \['yes'\]"):
        await sandbox.person(ana).votes("no", chat=channel)
