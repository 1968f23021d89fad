from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox import acts
from bot.sandbox.clock import MovableClock
from bot.sandbox.objects import Bot, Chat, User
from bot.sandbox.parameters import Parameters
from bot.sandbox.polling import Polling
from bot.sandbox.server import Sandbox
from bot.sandbox.updates import QUERY_LIFE, UpdateQueue
from bot.sandbox.world import World
from tests.sandbox.desk import Calls, waiting


def say(world: World, user: User, *said: str) -> None:
    for text in said:
        acts.say(world, user, world.private(user), text)


async def fetched(call: Calls, **parameters: object) -> list[str]:
    updates = (await call("getUpdates", **parameters)).result
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_an_offset_confirms_them(call: Calls, world: World, ana: User) -> None:
    """The same updates come again until a higher offset is asked for."""
    say(world, ana, "a", "b", "c")
    updates = (await call("getUpdates")).result
    assert await fetched(call) == ["a", "b", "c"]
    assert await fetched(call, offset=updates[1]["update_id"]) == ["b", "c"]
    assert await fetched(call, offset=updates[2]["update_id"] + 1) == []
    assert await fetched(call) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"limit": 2}, ["a", "b"], id="limit"),
        pytest.param({"limit": 0}, ["a"], id="limit raised to one"),
        pytest.param({"limit": 1000}, ["a", "b", "c"], id="limit lowered to a hundred"),
        pytest.param({"limit": "many"}, ["a"], id="a limit that is no number"),
        pytest.param({"offset": -1}, ["c"], id="the last one"),
        pytest.param({"offset": -9}, ["a", "b", "c"], id="more than there are"),
    ],
)
async def test_limits_and_negative_offsets(
    call: Calls, world: World, ana: User, given: dict[str, int], expected: list[str]
) -> None:
    """A limit is moved into 1…100, and a negative offset forgets all but the last."""
    say(world, ana, "a", "b", "c")
    assert await fetched(call, **given) == expected


async def test_a_long_poll_returns_when_something_comes(
    sandbox: Sandbox, call: Calls, world: World, ana: User
) -> None:
    """A waiting request is answered by the next update."""
    poll = asyncio.create_task(fetched(call, timeout=30))
    await sandbox.called("getUpdates")
    say(world, ana, "hello")
    assert await poll == ["hello"]


async def test_a_long_poll_ends_empty_when_its_time_is_over(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A waiting request comes back empty after its timeout, and not before."""
    loop = asyncio.get_running_loop()
    now = loop.time()
    poll = asyncio.create_task(Polling(bot).get_updates(Parameters({"timeout": "50"})))
    for passed, over in ((0, False), (49, False), (51, True)):
        monkeypatch.setattr(loop, "time", lambda passed=passed: now + passed)
        await asyncio.wait({poll}, timeout=0)
        assert poll.done() is over
    assert poll.result() == []


async def test_the_older_of_two_requests_is_told_to_go(
    sandbox: Sandbox, call: Calls, world: World, ana: User
) -> None:
    """A second getUpdates ends the first with 409, in the exact words, and gets the update."""
    older = asyncio.create_task(call("getUpdates", timeout=30))
    await sandbox.called("getUpdates")
    newer = asyncio.create_task(call("getUpdates", timeout=30))
    assert (await older).refusal == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    say(world, ana, "hello")
    assert (await newer).result[0]["message"]["text"] == "hello"


async def test_allowed_updates_are_kept_and_applied_when_things_happen(
    call: Calls, world: World, bot: Bot, ana: User
) -> None:
    """A kind that was not allowed when it happened never comes; an absent list keeps the last one."""
    say(world, ana, "seen")
    await call("getUpdates", allowed_updates=["callback_query"])
    say(world, ana, "unseen")
    assert (await call("getWebhookInfo")).result["allowed_updates"] == ["callback_query"]
    await call("getUpdates")
    await call("getUpdates", allowed_updates="not a list")
    say(world, ana, "unseen too")
    await call("getUpdates", allowed_updates=[])
    say(world, ana, "seen again")
    assert [one["text"] for one in waiting(bot, "message")] == ["seen", "seen again"]


@pytest.mark.parametrize("kinds", [[], ["no_such_kind"]], ids=["empty", "unknown only"])
async def test_the_default_leaves_out_members_and_reactions(call: Calls, bot: Bot, kinds: list[str]) -> None:
    """Without a known kind, all are allowed except chat_member and the reactions."""
    await call("getUpdates", allowed_updates=kinds)
    assert {"message", "poll_answer", "my_chat_member"} <= bot.queue.allowed
    assert not {"chat_member", "message_reaction", "message_reaction_count"} & bot.queue.allowed


async def test_updates_grow_old_by_the_sandboxs_clock(
    clock: MovableClock, call: Calls, world: World, ana: User, private: Chat
) -> None:
    """A message waits for 24 hours, a tap for 150 seconds."""
    await call(
        "sendMessage",
        chat_id=private.id,
        text="?",
        reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]},
    )
    acts.tap(world, ana, private.messages[-1], 0, 0)
    assert (await call("getWebhookInfo")).result["pending_update_count"] == 2
    clock.advance(QUERY_LIFE)
    assert await fetched(call) == ["/start"]
    clock.advance(timedelta(hours=24))
    assert await fetched(call) == []


async def test_a_bot_may_drop_what_waits(call: Calls, world: World, bot: Bot, ana: User) -> None:
    """deleteWebhook says that there was none, and forgets what waits only when asked to."""
    say(world, ana, "a")
    answer = await call("deleteWebhook")
    assert answer.body == {"ok": True, "result": True, "description": "Webhook is already deleted"}
    assert bot.queue.pending == 1
    await call("deleteWebhook", drop_pending_updates=True)
    assert bot.queue.pending == 0


def test_a_batch_stays_near_four_mebibytes(clock: MovableClock) -> None:
    """However many updates wait, one answer is capped by size."""
    queue = UpdateQueue(clock.now)
    for _ in range(3):
        queue.put("message", {"text": "x" * (3 << 20)})
    assert len(queue.batch(100)) == 1
