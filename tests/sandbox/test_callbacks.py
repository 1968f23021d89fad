from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import acts, wire
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Bot, Chat, Query, Toast, User
from bot.sandbox.updates import QUERY_LIFE
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, waiting

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
KEYS = {
    "inline_keyboard": [
        [{"text": "a", "callback_data": "ans:1"}, {"text": "site", "url": "https://example.com"}],
    ]
}


@pytest.fixture
async def query(call: Calls, world: World, ana: User, private: Chat) -> Query:
    await call("sendMessage", chat_id=private.id, text="?", reply_markup=KEYS)
    tapped = acts.tap(world, ana, private.messages[-1], 0, 0)
    assert isinstance(tapped, Query)
    return tapped


async def test_a_tap_is_an_update(bot: Bot, query: Query, private: Chat) -> None:
    """A tap tells who, what, and the message as it is."""
    [update] = waiting(bot, "callback_query")
    assert (update["data"], update["from"]["first_name"]) == ("ans:1", "Ana")
    assert update["message"]["text"] == "?"
    assert update["chat_instance"]


async def test_a_tap_on_what_was_deleted_tells_its_place(
    call: Calls, bot: Bot, world: World, ana: User, private: Chat, query: Query
) -> None:
    """A message deleted since is given without content and with date 0, and cannot be tapped again."""
    await call("deleteMessage", chat_id=private.id, message_id=query.message.id)
    assert wire.query(query)["message"]["date"] == 0
    with pytest.raises(acts.CannotDo, match="is gone"):
        acts.tap(world, ana, query.message, 0, 0)


@pytest.mark.parametrize(
    ("given", "toast"),
    [
        ({}, Toast()),
        ({"text": "Right"}, Toast("Right")),
        ({"text": "x" * 200, "show_alert": True, "cache_time": 5}, Toast("x" * 200, alert=True)),
        (
            {"url": "https://t.me/quiz_test_bot?start=deck"},
            Toast(url="https://t.me/quiz_test_bot?start=deck"),
        ),
        ({"url": "tg://resolve?domain=quiz_test_bot"}, Toast(url="tg://resolve?domain=quiz_test_bot")),
    ],
    ids=["nothing", "text", "alert", "link", "tg link"],
)
async def test_an_answer_is_shown_once(
    call: Calls, query: Query, given: dict[str, Any], toast: Toast
) -> None:
    """The first answer is what the person sees; a second one comes too late."""
    assert (await call("answerCallbackQuery", callback_query_id=query.id, **given)).result is True
    assert query.toast == toast
    assert (await call("answerCallbackQuery", callback_query_id=query.id)).refusal == TOO_OLD
    assert query.toast == toast


@pytest.mark.parametrize(
    ("given", "description"),
    [
        ({"text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ({"url": "https://example.com"}, "URL_INVALID"),
    ],
)
async def test_an_answer_may_be_refused(
    call: Calls, query: Query, given: dict[str, Any], description: str
) -> None:
    """Too long a text and a foreign address are refused, and the tap stays unanswered."""
    answer = await call("answerCallbackQuery", callback_query_id=query.id, **given)
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert query.toast is None


async def test_an_answer_must_be_in_time(clock: MovableClock, call: Calls, query: Query) -> None:
    """An unknown id, another bot's, and a late answer are all too old."""
    assert (await call("answerCallbackQuery", callback_query_id="1")).refusal == TOO_OLD
    clock.advance(QUERY_LIFE + timedelta(seconds=1))
    assert (await call("answerCallbackQuery", callback_query_id=query.id)).refusal == TOO_OLD


async def test_other_buttons_act_by_themselves(world: World, bot: Bot, ana: User, query: Query) -> None:
    """A link opens without the bot hearing of it."""
    assert acts.tap(world, ana, query.message, 0, 1) == Toast(url="https://example.com")
    assert len(waiting(bot, "callback_query")) == 1


async def test_only_who_is_there_taps(world: World, ana: User, ben: User, query: Query) -> None:
    """Nobody taps in another's chat, or where there is no button."""
    with pytest.raises(acts.CannotDo, match="is not Ben's"):
        acts.tap(world, ben, query.message, 0, 0)
    with pytest.raises(acts.CannotDo, match="no button in row 5"):
        acts.tap(world, ana, query.message, 5, 0)
