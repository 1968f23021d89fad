from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.clock import MovableClock
from bot.sandbox.faults import ANY, Call
from bot.sandbox.flood import Flood
from bot.sandbox.objects import Chat
from bot.sandbox.refusals import BLOCKED, Refusal
from bot.sandbox.server import Sandbox, StillBusy
from tests.sandbox.desk import TOKEN, Calls, texts


async def test_a_flood_wait_has_the_exact_form(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """429 comes with its header and parameters, once, and nothing reaches the chat."""
    sandbox.faults.flood_wait("sendmessage", 7)
    answer = await call("sendMessage", chat_id=private.id, text="x")
    assert answer.body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert texts(private) == ["/start"]
    assert (await call("sendMessage", chat_id=private.id, text="x")).result["text"] == "x"


async def test_a_fault_strikes_what_it_is_meant_for(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """A fault waits for its method and its text, strikes as often as told, and can be taken back."""
    fault = sandbox.faults.refuse("sendMessage", BLOCKED.refusal(), containing="bad", times=2)
    said = ["good", "bad", "bad", "bad again"]
    statuses = [(await call("sendMessage", chat_id=private.id, text=text)).status for text in said]
    assert statuses == [200, 403, 403, 200]
    assert fault.struck == 2
    sandbox.faults.refuse(ANY, BLOCKED.refusal())
    sandbox.faults.clear()
    assert (await call("getMe")).status == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [("<html>bad gateway</html>", "text/html"), ({"ok": False, "error_code": 502}, "application/json")],
    ids=["html", "json"],
)
async def test_another_answer_is_given(
    sandbox: Sandbox, http: aiohttp.ClientSession, private: Chat, body: Any, kind: str
) -> None:
    """Any status and body can stand in for an answer, after the effect as well."""
    sandbox.faults.answer("sendMessage", 502, body, headers={"X-Test": "1"}, when="after")
    url = f"{sandbox.api_url}{TOKEN}/sendMessage"
    async with http.get(url, params={"chat_id": private.id, "text": "x"}) as response:
        assert (response.status, response.content_type, response.headers["X-Test"]) == (502, kind, "1")
    assert texts(private) == ["/start", "x"]


@pytest.mark.parametrize(("when", "there"), [("before", []), ("after", ["x"])])
async def test_a_connection_is_cut(
    sandbox: Sandbox, http: aiohttp.ClientSession, private: Chat, when: Any, there: list[str]
) -> None:
    """A cut connection gives no answer, and the effect is there only when it was cut after it."""
    sandbox.faults.cut("sendMessage", when=when)
    url = f"{sandbox.api_url}{TOKEN}/sendMessage"
    with pytest.raises(aiohttp.ClientConnectionError):
        await http.post(url, data={"chat_id": private.id, "text": "x"})
    assert texts(private) == ["/start", *there]


async def test_a_call_is_held_until_released(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """A held call counts as under way; released, it takes effect."""
    released = asyncio.Event()
    sandbox.faults.delay("sendMessage", released)
    held = asyncio.create_task(call("sendMessage", chat_id=private.id, text="x"))
    await sandbox.called("sendMessage")
    await call("getUpdates", offset=10**9)
    with pytest.raises(StillBusy, match="calls underway \\['sendMessage'\\]"):
        await sandbox.idle(timeout=0.02)
    assert texts(private) == ["/start"]
    released.set()
    assert (await held).result["text"] == "x"
    await sandbox.idle()


async def test_a_test_may_act_in_the_middle(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """Hooks run exactly before and after the effect, with the call in hand."""
    seen: list[tuple[str, list[str], Any]] = []

    async def looks(found: Call) -> None:
        seen.append((found.method, texts(private), found.result and found.result["text"]))

    sandbox.faults.on_call("sendMessage", looks)
    sandbox.faults.on_call("sendMessage", looks, when="after")
    await call("sendMessage", chat_id=private.id, text="x")
    assert seen == [("sendMessage", ["/start"], None), ("sendMessage", ["/start", "x"], "x")]


async def test_receiving_fails_too(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """getUpdates can be struck, before and after the updates were taken."""
    sandbox.faults.answer("getUpdates", 500, {"ok": False, "error_code": 500, "description": "Internal"})
    assert (await call("getUpdates")).status == 500
    sandbox.faults.answer("getUpdates", 502, "bad", when="after")
    with pytest.raises(aiohttp.ContentTypeError):
        await call("getUpdates")
    assert len((await call("getUpdates")).result) == 1


async def test_idle_listens_to_who_watches(sandbox: Sandbox) -> None:
    """A bot that says it is busy is not idle, whatever its calls look like."""
    busy = [True]
    sandbox.watch(lambda: busy[0])
    with pytest.raises(StillBusy, match="not idle"):
        await sandbox.idle(timeout=0.02)
    busy.clear()
    busy.append(False)
    await sandbox.idle()


def refused_after(flood: Flood, chat_id: str) -> int | None:
    try:
        flood.check(1, chat_id)
    except Refusal as refusal:
        return int(refusal.parameters["retry_after"])
    return None


def test_one_chat_takes_one_a_second(clock: MovableClock) -> None:
    """A short burst passes, then one message a second."""
    flood = Flood(clock.now, on=True)
    assert [refused_after(flood, "5") for _ in range(4)] == [None, None, None, 3]
    assert refused_after(flood, "6") is None
    clock.advance(timedelta(seconds=3))
    assert refused_after(flood, "5") is None


def test_one_group_takes_twenty_a_minute(clock: MovableClock) -> None:
    """The twenty-first message within a minute waits for the first to be a minute old."""
    flood = Flood(clock.now, on=True)
    for _ in range(20):
        assert refused_after(flood, "-1001") is None
        clock.advance(timedelta(seconds=2))
    assert refused_after(flood, "-1001") == 20
    assert refused_after(flood, "1001") is None


def test_one_bot_sends_thirty_a_second(clock: MovableClock) -> None:
    """The thirty-first message within a second is refused, whomever it goes to; another bot is free."""
    flood = Flood(clock.now, on=True)
    assert [refused_after(flood, str(chat)) for chat in range(31)] == [None] * 30 + [1]
    flood.check(2, "0")


async def test_limits_are_switched_on(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """Off, nothing is counted; on, the wire says 429 and the chat stays as it was."""
    for switched in (False, True):
        sandbox.flood.on = switched
        statuses = [(await call("sendMessage", chat_id=private.id, text="x")).status for _ in range(4)]
        assert statuses == ([200, 200, 200, 429] if switched else [200] * 4)
    assert len(texts(private)) == 8
    assert sandbox.calls[-1].error is not None
