from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox import refusals
from bot.sandbox.objects import Chat
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from tests.sandbox.desk import TOKEN, Calls, texts


@pytest.mark.parametrize(
    ("raw", "code", "status", "description"),
    [
        pytest.param("Chat not found", 400, 400, "Bad Request: chat not found", id="first letter lowered"),
        pytest.param("BUTTON_DATA_INVALID", 400, 400, "Bad Request: BUTTON_DATA_INVALID", id="code kept"),
        pytest.param("X_Y", 400, 400, "Bad Request: X_Y", id="underscore second"),
        pytest.param(
            "CHAT_WRITE_FORBIDDEN", 403, 400, "Bad Request: CHAT_WRITE_FORBIDDEN", id="code of a 403"
        ),
        pytest.param(
            "Bot was blocked by the user", 403, 403, "Forbidden: bot was blocked by the user", id="403"
        ),
        pytest.param("Not there", 404, 400, "Bad Request: not there", id="404 from below"),
        pytest.param("Bad Request: as it is", 400, 400, "Bad Request: as it is", id="prefixed already"),
    ],
)
def test_the_case_rule(raw: str, code: int, status: int, description: str) -> None:
    """An error from below is prefixed, lowered and recoded as the real server does."""
    refusal = refusals.server_error(code, raw)
    assert (refusal.code, refusal.description) == (status, description)


def test_every_sentence_says_where_it_was_seen() -> None:
    """No refusal stands in the table without its provenance."""
    known = {refusals.SOURCE, refusals.DOCUMENTED, refusals.REPORTED, refusals.ASSUMED, refusals.OURS}
    sentences = [one for one in vars(refusals).values() if isinstance(one, refusals.Sentence)]
    assert len(sentences) > 80
    assert {one.seen for one in sentences} <= known


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/elsewhere", 404, "Not Found"),
        (f"/bot{TOKEN}/noSuchMethod", 404, "Not Found: method not found"),
        ("/bot123/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot0123:abc/getMe", 401, "Unauthorized: invalid token specified"),
        (f"/bot1:{'x' * 80}/getMe", 401, "Unauthorized: invalid token specified"),
        ("/botx:abc/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot77:revoked/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/sendDice", 501, "Not Implemented: the sandbox does not cover sendDice"),
        (f"/bot{TOKEN}/setWebhook", 501, "Not Implemented: the sandbox does not cover setWebhook"),
        (f"/bot{TOKEN}/logOut", 501, "Not Implemented: the sandbox does not cover logOut"),
        (f"/bot{TOKEN}/close", 501, "Not Implemented: the sandbox does not cover close"),
        (
            f"/bot{TOKEN}/setMessageReaction",
            501,
            "Not Implemented: the sandbox does not cover setMessageReaction",
        ),
        (f"/bot{TOKEN}/test/getMe", 501, "Not Implemented: the sandbox does not cover the test environment"),
        (f"/file/bot{TOKEN}/documents/none.txt", 404, "Not Found"),
        ("/file/bot77:revoked/documents/none.txt", 401, "Unauthorized"),
    ],
)
async def test_addresses_that_lead_nowhere(
    sandbox: Sandbox, http: aiohttp.ClientSession, path: str, status: int, description: str
) -> None:
    """A wrong path, token or method is refused with the server's status and words, as JSON."""
    async with http.get(sandbox.url + path) as response:
        body = await response.text()
        assert response.status == status
        assert response.content_type == "application/json"
    assert body == json.dumps({"ok": False, "error_code": status, "description": description})


async def test_a_method_name_is_case_insensitive(call: Calls) -> None:
    """`GETME` is getMe, and it tells what the bot is."""
    me = (await call("GETME")).result
    assert me["username"] == "quiz_test_bot"
    assert me["can_read_all_group_messages"] is False


async def _ways(http: aiohttp.ClientSession, url: str, chat_id: int) -> list[Any]:
    given = {"chat_id": chat_id, "text": "hi", "disable_notification": True, "parse_mode": None}
    multipart = aiohttp.FormData(
        {"chat_id": str(chat_id), "text": "hi", "disable_notification": "YES"}, default_to_multipart=True
    )
    return [
        http.get(url, params={"chat_id": chat_id, "text": "hi", "disable_notification": "1"}),
        http.post(url, data={"chat_id": chat_id, "text": "hi", "disable_notification": "True"}),
        http.post(url, json=given),
        http.post(url, data=multipart),
    ]


async def test_parameters_come_in_four_ways(
    sandbox: Sandbox, http: aiohttp.ClientSession, private: Chat
) -> None:
    """Query string, urlencoded form, JSON and multipart mean the same, and so do the words for true."""
    for way in await _ways(http, f"{sandbox.api_url}{TOKEN}/sendMessage", private.id):
        async with way as response:
            assert response.status == 200, await response.text()
    assert texts(private) == ["/start", "hi", "hi", "hi", "hi"]
    assert [message.silent for message in private.messages[1:]] == [True] * 4


@pytest.mark.parametrize(
    ("body", "description"),
    [
        (b"{", "Bad Request: can't parse JSON parameters"),
        (b"[1]", "Bad Request: can't parse JSON parameters"),
        (b'{"text": "\\ud800"}', "Bad Request: strings must be encoded in UTF-8"),
    ],
)
async def test_a_body_that_cannot_be_read(
    sandbox: Sandbox, http: aiohttp.ClientSession, body: bytes, description: str
) -> None:
    """A broken JSON body, or half a surrogate pair in it, is refused."""
    headers = {"Content-Type": "application/json"}
    async with http.post(f"{sandbox.api_url}{TOKEN}/sendMessage", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["description"] == description


async def test_what_telegram_would_ignore_is_remembered(sandbox: Sandbox, call: Calls, private: Chat) -> None:
    """A parameter no method knows is ignored, as by Telegram, and kept for a test to find."""
    await call("sendMessage", chat_id=private.id, text="a", txet="b")
    await call("getUpdates", ofset=1)
    assert sandbox.unknown_parameters == [("sendMessage", "txet"), ("getUpdates", "ofset")]
    assert [one.method for one in sandbox.calls] == ["sendMessage", "getUpdates"]
    assert sandbox.calls[0].result["text"] == "a"


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("sendMessage", "message_effect_id"),
        ("sendMessage", "business_connection_id"),
        ("sendMessage", "allow_paid_broadcast"),
        ("sendMessage", "ephemeral_message_parameters"),
        ("editMessageText", "inline_message_id"),
        ("sendPoll", "media"),
    ],
)
async def test_a_parameter_that_is_not_covered_is_refused_loudly(
    call: Calls, private: Chat, method: str, name: str
) -> None:
    """What the real server would honour and the sandbox cannot is never silently dropped."""
    answer = await call(method, chat_id=private.id, text="a", **{name: "1"})
    assert answer.refusal == (
        501,
        f"Not Implemented: the sandbox does not cover the parameter {name} of {method}",
    )
    assert texts(private) == ["/start"]


async def test_stopping_lets_waiting_requests_go(world: World, bot: Any) -> None:
    """A long poll that waits when the sandbox stops is answered, and the next start is clean."""
    sandbox = Sandbox(world)
    await sandbox.start()
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.api_url}{TOKEN}/getUpdates?timeout=50"
        waiting = asyncio.create_task(session.get(url))
        await sandbox.called("getUpdates")
        await sandbox.stop()
        async with await waiting as response:
            assert (await response.json()) == {"ok": True, "result": []}
    async with sandbox:
        assert sandbox.file_url.endswith("/file/bot")


async def test_stopping_what_never_started_is_nothing(world: World) -> None:
    """A sandbox that was never started can be stopped."""
    await Sandbox(world).stop()
