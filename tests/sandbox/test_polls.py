from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Bot, Chat, Poll, User
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import TOKEN, Calls, waiting

QUIZ = {"question": "2+2?", "options": ["3", {"text": "4"}], "type": "quiz", "correct_option_ids": [1]}


@pytest.mark.parametrize(
    ("given", "description"),
    [
        pytest.param({"question": ""}, "text must be non-empty", id="no question"),
        pytest.param({"question": "q" * 301}, "poll question length must not exceed 300", id="long question"),
        pytest.param({"options": []}, "poll must have at least one answer option", id="no options"),
        pytest.param({"options": ["a"] * 13}, "poll can't have more than 12 options", id="13 options"),
        pytest.param({"options": ["o" * 101]}, "poll options length must not exceed 100", id="long option"),
        pytest.param({"options": [" "]}, "text must be non-empty", id="blank option"),
        pytest.param({"options": "["}, "can't parse options JSON object", id="broken options"),
        pytest.param({"options": {}}, "expected an Array of String as options", id="options, no array"),
        pytest.param({"options": [1]}, "expected an Array of String as options", id="option, a number"),
        pytest.param({"type": "exam"}, "unsupported poll type specified", id="type"),
        pytest.param(
            {"correct_option_ids": []}, "correct quiz option list must be non-empty", id="none right"
        ),
        pytest.param(
            {"correct_option_ids": [1, 0]}, "correct quiz option list must be increasing", id="order"
        ),
        pytest.param({"correct_option_ids": [2]}, "wrong quiz correct_option_id", id="no such option"),
        pytest.param({"correct_option_ids": {"a": 1}}, "wrong quiz correct_option_id", id="no array"),
        pytest.param({"explanation": "x" * 201}, "QUIZ_EXPLANATION_TOO_LONG", id="long explanation"),
        pytest.param({"explanation": "a\nb\nc\nd"}, "QUIZ_EXPLANATION_TOO_LONG", id="three line feeds"),
        pytest.param({"description": "x" * 1025}, "poll description is too long", id="long description"),
        pytest.param({"open_period": 4}, "POLL_CLOSE_DATE_INVALID", id="too short"),
        pytest.param({"open_period": 60, "close_date": 1}, "POLL_CLOSE_DATE_INVALID", id="both ends"),
        pytest.param(
            {"members_only": True}, "poll voters can be restricted only in channel chats", id="voters"
        ),
    ],
)
async def test_a_poll_is_refused(call: Calls, private: Chat, given: dict[str, Any], description: str) -> None:
    """A poll Telegram would refuse is refused in its words, and nothing reaches the chat."""
    answer = await call("sendPoll", chat_id=private.id, **{**QUIZ, **given})
    assert answer.refusal == (400, f"Bad Request: {description}")
    assert len(private.messages) == 1


@pytest.mark.parametrize(
    ("given", "code", "description"),
    [
        ({"is_anonymous": False}, 400, "Bad Request: non-anonymous polls can't be sent to channel chats"),
        (
            {"members_only": True},
            501,
            "Not Implemented: the sandbox does not cover polls for some voters only",
        ),
        (
            {"options": [{"text": "a", "media": {}}]},
            501,
            "Not Implemented: the sandbox does not cover media in poll options",
        ),
    ],
)
async def test_a_channels_poll_is_refused(
    call: Calls, channel: Chat, given: dict[str, Any], code: int, description: str
) -> None:
    """Channels take anonymous polls only; what is not covered is said loudly."""
    answer = await call("sendPoll", chat_id=channel.id, **{**QUIZ, **given})
    assert answer.refusal == (code, description)
    assert channel.messages == []


async def test_a_quiz_comes_back_as_it_is(call: Calls, private: Chat) -> None:
    """The result carries every field of the poll, the description inside the message only."""
    quiz = {**QUIZ, "explanation": "<b>two</b> twos", "explanation_parse_mode": "HTML", "description": "Sums"}
    message = (await call("sendPoll", chat_id=private.id, **quiz, open_period=60)).result
    poll = message["poll"]
    assert [option["text"] for option in poll["options"]] == ["3", "4"]
    assert len({option["persistent_id"] for option in poll["options"]}) == 2
    assert (poll["correct_option_id"], poll["correct_option_ids"]) == (1, [1])
    assert poll["explanation_entities"] == [{"offset": 0, "length": 3, "type": "bold"}]
    assert poll["description"] == "Sums"
    assert poll["close_date"] == message["date"] + poll["open_period"]
    assert poll["allows_revoting"] is False
    stopped = (await call("stopPoll", chat_id=private.id, message_id=message["message_id"])).result
    assert stopped["is_closed"] is True
    assert "description" not in stopped


async def test_the_old_name_of_the_right_answer_still_works(call: Calls, private: Chat) -> None:
    """correct_option_id is what correct_option_ids was, and an end may be given as a date."""
    given = {"question": "q", "options": ["a", "b"], "type": "quiz", "correct_option_id": 0}
    message = (
        await call("sendPoll", chat_id=private.id, **given, close_date=private.messages[0].date + 30)
    ).result
    assert message["poll"]["correct_option_ids"] == [0]
    assert message["poll"]["open_period"] == 30


async def test_votes_are_told(call: Calls, world: World, bot: Bot, ana: User, ben: User, group: Chat) -> None:
    """Each vote in an open poll is a poll and a poll_answer; taking it back empties the answer."""
    given = {"question": "q", "options": ["a", "b"], "is_anonymous": False, "allows_multiple_answers": True}
    await call("sendPoll", chat_id=group.id, **given)
    poll = group.messages[-1]
    acts.vote(world, ana, poll, [0, 1])
    acts.vote(world, ben, poll, [1])
    acts.vote(world, ana, poll, [])
    answers = [(one["user"]["first_name"], one["option_ids"]) for one in waiting(bot, "poll_answer")]
    assert answers == [("Ana", [0, 1]), ("Ben", [1]), ("Ana", [])]
    assert [one["total_voter_count"] for one in waiting(bot, "poll")] == [1, 2, 1]
    assert [len(one["option_persistent_ids"]) for one in waiting(bot, "poll_answer")] == [2, 1, 0]


async def test_secret_votes_are_counted_only(
    call: Calls, world: World, bot: Bot, ben: User, channel: Chat
) -> None:
    """An anonymous poll makes no poll_answer."""
    await call("sendPoll", chat_id=channel.id, **QUIZ)
    acts.vote(world, ben, channel.messages[-1], [1])
    assert waiting(bot, "poll_answer") == []
    assert [option["voter_count"] for option in waiting(bot, "poll")[-1]["options"]] == [0, 1]


async def test_votes_that_cannot_be(call: Calls, world: World, ana: User, private: Chat) -> None:
    """A quiz takes one answer, once, from its options, while it is open."""
    with pytest.raises(acts.CannotDo, match="is not a poll"):
        acts.vote(world, ana, private.messages[0], [0])
    await call("sendPoll", chat_id=private.id, **QUIZ)
    quiz = private.messages[-1]
    with pytest.raises(acts.CannotDo, match="takes one answer"):
        acts.vote(world, ana, quiz, [0, 1])
    with pytest.raises(acts.CannotDo, match="has 2 options"):
        acts.vote(world, ana, quiz, [7])
    acts.vote(world, ana, quiz, [1])
    with pytest.raises(acts.CannotDo, match="voted already"):
        acts.vote(world, ana, quiz, [0])
    await call("stopPoll", chat_id=private.id, message_id=quiz.id)
    with pytest.raises(acts.CannotDo, match="is closed"):
        acts.vote(world, ana, quiz, [])


@pytest.mark.parametrize(
    ("message_id", "description"),
    [(99, "message with poll to stop not found"), (1, "message is not a poll"), (2, "poll can't be stopped")],
)
async def test_what_cannot_be_stopped(call: Calls, private: Chat, message_id: int, description: str) -> None:
    """Only an open poll of the bot's own is stopped, and its bot is told."""
    await call("sendPoll", chat_id=private.id, **QUIZ, is_closed=True)
    answer = await call("stopPoll", chat_id=private.id, message_id=message_id)
    assert answer.refusal == (400, f"Bad Request: {description}")


async def test_a_poll_ends_by_the_clock(
    clock: MovableClock, call: Calls, world: World, bot: Bot, private: Chat
) -> None:
    """A jump over the end closes the poll and tells its bot, once."""
    await call("sendPoll", chat_id=private.id, **QUIZ, open_period=60)
    clock.advance(timedelta(seconds=59))
    assert waiting(bot, "poll") == []
    clock.advance(timedelta(seconds=1))
    clock.advance(timedelta(seconds=1))
    assert [one["is_closed"] for one in waiting(bot, "poll")] == [True]
    assert world.next_due is None


async def test_a_poll_ends_on_a_running_clock() -> None:
    """On a clock that runs the server closes a poll when its time comes, without a jump."""
    world = World(MovableClock())
    bot = world.add_bot("Quiz", "quiz_test_bot", TOKEN)
    ana = world.add_person("Ana")
    chat = acts.say(world, ana, world.private(ana), "/start").chat
    async with Sandbox(world):
        poll = Poll("1", bot, "q", [], close_at=world.clock.now() + timedelta(milliseconds=20))
        world.polls["1"] = poll
        world.post(chat, bot.user, poll)
        async with asyncio.timeout(5):
            while not poll.closed:
                await world.changed(world.version, 5)
    assert bot.queue.pending == 2


async def test_a_poll_is_passed_on_but_not_copied(
    call: Calls, world: World, ben: User, private: Chat, group: Chat
) -> None:
    """A forwarded poll is the same poll, which only its first message stops; copies are not covered."""
    await call("sendPoll", chat_id=private.id, **QUIZ)
    await call("forwardMessage", chat_id=group.id, from_chat_id=private.id, message_id=2)
    acts.vote(world, ben, group.messages[-1], [0])
    assert private.messages[-1].content is group.messages[-1].content
    stop = await call("stopPoll", chat_id=group.id, message_id=group.messages[-1].id)
    assert stop.refusal == (400, "Bad Request: poll can't be stopped")
    copied = await call("copyMessage", chat_id=group.id, from_chat_id=private.id, message_id=2)
    assert copied.refusal == (501, "Not Implemented: the sandbox does not cover copyMessage of a poll")


SENT = {
    "to the bot": (True, False, False, True),
    "forwarded while open": (False, True, False, False),
    "forwarded once closed": (False, True, True, True),
    "sent to a group": (False, False, False, False),
}


@pytest.mark.parametrize(("privately", "forwarded", "closed", "told"), SENT.values(), ids=SENT.keys())
async def test_a_person_s_quiz_hides_what_is_right(
    world: World,
    bot: Bot,
    ana: User,
    group: Chat,
    privately: bool,
    forwarded: bool,
    closed: bool,
    told: bool,
) -> None:
    """A bot learns the right options, and the explanation, of a quiz that was made in its own chat or is closed."""
    bot.reads_all = True
    place = world.private(ana) if privately else group
    quiz = acts.send_quiz(world, ana, place, "2+2?", ["3", "4"], [1], "By counting.")
    if closed:
        acts.close_poll(world, ana, quiz)
    if forwarded:
        acts.forward(world, ana, quiz, world.private(ana))
    seen = waiting(bot, "message")[-1]
    assert ("forward_origin" in seen) == forwarded
    assert ("correct_option_ids" in seen["poll"]) == ("explanation" in seen["poll"]) == told
    assert not waiting(bot, "poll")


async def test_what_a_person_cannot_do_with_a_poll(world: World, ana: User, ben: User, group: Chat) -> None:
    """Nobody closes another's poll, nor forwards what is not there."""
    quiz = acts.send_quiz(world, ana, group, "2+2?", ["3", "4"], [1])
    with pytest.raises(acts.CannotDo):
        acts.close_poll(world, ben, quiz)
    acts.vote(world, ben, quiz, [1])
    world.delete(quiz)
    with pytest.raises(acts.CannotDo):
        acts.forward(world, ana, quiz, group)


async def test_a_quiz_with_several_right_options(
    call: Calls, world: World, bot: Bot, ana: User, private: Chat
) -> None:
    """Several options may be right and be chosen at once; the old name of the right one is not written then."""
    quiz = {**QUIZ, "options": ["1", "2", "3"], "correct_option_ids": [0, 2], "allows_multiple_answers": True}
    poll = (await call("sendPoll", chat_id=private.id, **quiz, is_anonymous=False)).result["poll"]
    assert poll["correct_option_ids"] == [0, 2]
    assert "correct_option_id" not in poll
    acts.vote(world, ana, private.messages[-1], [0, 2])
    assert [one["option_ids"] for one in waiting(bot, "poll_answer")] == [[0, 2]]


async def test_buttons_under_a_poll_live_and_go(
    call: Calls, sandbox: Sandbox, bot: Bot, ana: User, private: Chat
) -> None:
    """A poll has a keyboard: it is tapped, changed without touching the votes, and gone once the poll is stopped."""
    keys = {"inline_keyboard": [[{"text": "Why?", "callback_data": "why"}]]}
    other = {"inline_keyboard": [[{"text": "Next", "callback_data": "next"}]]}
    sent = (await call("sendPoll", chat_id=private.id, **QUIZ, is_anonymous=False, reply_markup=keys)).result
    place = {"chat_id": private.id, "message_id": sent["message_id"]}
    anas = sandbox.person(ana)
    query = anas.presses("Why?")
    assert waiting(bot, "callback_query")[0]["message"]["poll"]["question"] == "2+2?"
    assert query is not None
    acts.vote(sandbox.world, ana, private.messages[-1], [1])
    edited = (await call("editMessageReplyMarkup", **place, reply_markup=other)).result
    assert edited["poll"]["total_voter_count"] == 1
    assert edited["reply_markup"] == other
    await call("stopPoll", **place)
    assert anas.buttons() == []


async def test_a_person_is_told_what_is_right_once_they_voted(
    call: Calls, sandbox: Sandbox, ana: User, ben: User, group: Chat
) -> None:
    """Counts, the right option and the explanation are seen by who voted, and by nobody before the end if hidden."""
    anas, bens = sandbox.person(ana), sandbox.person(ben)
    quiz = {**QUIZ, "is_anonymous": False, "explanation": "By counting."}
    await call("sendPoll", chat_id=group.id, **quiz)
    acts.vote(sandbox.world, ana, group.messages[-1], [0])
    assert anas.transcript(group).endswith("2+2?\n    (x) 3 · 1\n    ( ) 4 · 0 ✓\n    By counting.")
    assert bens.transcript(group).endswith("2+2?\n    ( ) 3\n    ( ) 4")
    await call("sendPoll", chat_id=group.id, **quiz, hide_results_until_closes=True, open_period=60)
    acts.vote(sandbox.world, ana, group.messages[-1], [1])
    assert anas.transcript(group).endswith("2+2?\n    ( ) 3\n    (x) 4")
    sandbox.world.clock.advance(timedelta(minutes=1))
    assert bens.transcript(group).endswith(
        "<quiz poll, closed> 2+2?\n    ( ) 3 · 0\n    ( ) 4 · 1 ✓\n    By counting."
    )
