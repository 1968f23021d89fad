"""HTTP to the Bot API: what goes over the wire, how long it may take, and that no failure says the token."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import telegram
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.test_utils import TestServer, unused_port
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.tg.transport import AiohttpRequest, Timeouts, failure_of

TOKEN = "123456789:AAF0aBcDeFgHiJkLmNoPqRsTuVwXyZ12345"
SHORT = 0.05
ME = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Quiz", "username": "quiz_bot"}}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A server that answers everything with `handler`; gives the address of its bot."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server:
        yield f"http://127.0.0.1:{server.port}/bot{TOKEN}"


def always(response: Callable[[], web.StreamResponse]) -> Handler:
    async def handler(_request: web.Request) -> web.StreamResponse:
        return response()

    return handler


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all it is linked to."""
    yield error
    for linked in (error.__cause__, error.__context__):
        if linked is not None:
            yield from chain(linked)


async def failure(url: str, request: AiohttpRequest | None = None, method: str = "getMe") -> TelegramError:
    """The error that asking ends in, which is shown to be free of the token and of everything that knows it."""
    async with request or AiohttpRequest() as asker:
        with pytest.raises(TelegramError) as caught:
            await asker.post(f"{url}/{method}")
    for each in chain(caught.value):
        assert isinstance(each, TelegramError)
        assert TOKEN.split(":")[1] not in f"{each!s}{each!r}{each.args}"
    return caught.value


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        pytest.param(
            400, {"description": "Bad Request: chat not found"}, BadRequest, "Chat not found", id="400"
        ),
        pytest.param(401, {"description": "Unauthorized"}, InvalidToken, "Unauthorized", id="401"),
        pytest.param(403, {"description": "Forbidden: x"}, Forbidden, "Forbidden: x", id="403"),
        pytest.param(404, {"description": "Not Found"}, InvalidToken, "Not Found", id="404"),
        pytest.param(409, {"description": "Conflict: x"}, Conflict, "Conflict: x", id="409"),
        pytest.param(429, {"parameters": {"retry_after": 7}}, RetryAfter, "7 seconds", id="429"),
        pytest.param(
            400, {"parameters": {"migrate_to_chat_id": -1007}}, ChatMigrated, "-1007", id="migrated"
        ),
        pytest.param(500, {"description": "Internal Server Error"}, NetworkError, "Internal", id="500"),
        pytest.param(502, {}, NetworkError, "Bad Gateway (502)", id="502 that says nothing"),
        pytest.param(400, ["no", "object"], BadRequest, "Bad Request (400)", id="a list"),
        pytest.param(
            400, {"description": 5, "parameters": 6}, BadRequest, "Bad Request (400)", id="odd types"
        ),
        pytest.param(
            429, {"parameters": {"retry_after": "7", "x": 1}}, NetworkError, "(429)", id="odd parameters"
        ),
        pytest.param(
            404, {"description": f"no /bot{TOKEN}/x"}, InvalidToken, "no /bot[secret]/x", id="an echo"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_an_error_of_the_api_becomes_the_librarys(
    status: int, body: object, kind: type[TelegramError], words: str
) -> None:
    """Each status and each parameter gives the library's own class of error, with Telegram's words and no token."""
    async with serving(always(lambda: web.json_response(body, status=status))) as url:
        error = await failure(url)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        pytest.param(502, "<h1>502</h1> /bot{token}/getMe is down", "Bad Gateway (502)", id="a proxy's page"),
        pytest.param(
            200, "<p>Log in to get to /bot{token}/getMe</p>", "(200) has no result", id="a hotel's page"
        ),
        pytest.param(200, '"result" of /bot{token}/getMe', "not a JSON object", id="broken JSON"),
        pytest.param(200, '{{"ok": false, "description": "{token}"}}', "has no result", id="no result"),
        pytest.param(200, "", "has no result", id="nothing"),
        pytest.param(302, "/bot{token}/", "Found (302)", id="a redirect's page"),
    ],
)
async def test_a_page_that_is_not_the_apis_is_a_network_error(
    status: int, body: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever stands in the way and repeats the address it was asked for gets it neither into an error nor a log."""
    async with serving(always(lambda: web.Response(status=status, text=body.format(token=TOKEN)))) as url:
        error = await failure(url)
    assert type(error) is NetworkError
    assert words in str(error)
    assert TOKEN not in caplog.text


async def test_a_redirect_is_not_followed() -> None:
    """A server that points elsewhere is not obeyed: the token would go along."""
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path.rpartition("/")[2])
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async with serving(handler) as url:
        assert "307" in str(await failure(url))
    assert asked == ["getMe"]


async def test_a_connection_cut_before_the_answer_is_a_network_error() -> None:
    """A server that hangs up without a word is out of reach, not a crash, and is not asked a second time."""
    asked = 0

    async def handler(request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with serving(handler) as url:
        assert str(await failure(url)) == "ServerDisconnectedError"
    assert asked == 1


async def test_a_connection_cut_within_the_answer_is_a_network_error() -> None:
    """Half an answer is none."""

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok":true,"result":')
        assert request.transport is not None
        request.transport.close()
        return response

    async with serving(handler) as url:
        assert str(await failure(url)) == "ClientPayloadError"


async def test_a_server_that_is_not_there_is_named_without_the_address() -> None:
    """The operator learns which host and port refused the connection."""
    port = unused_port()
    error = await failure(f"http://127.0.0.1:{port}/bot{TOKEN}")
    assert f"127.0.0.1:{port}" in str(error)
    assert "ClientConnectorError" in str(error)


async def test_a_senseless_address_is_a_network_error() -> None:
    """An address that cannot be parsed is not repeated."""
    assert str(await failure(f"http://[nowhere/bot{TOKEN}")) == "InvalidUrlClientError"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", None])
async def test_compressed_answers_are_read(encoding: str | None) -> None:
    """The server may compress what it answers."""

    def respond() -> web.Response:
        response = web.json_response(ME)
        if encoding:
            response.enable_compression(web.ContentCoding(encoding))
        return response

    async with serving(always(respond)) as url, AiohttpRequest() as request:
        assert await request.post(f"{url}/getMe") == ME["result"]


async def test_damaged_compression_is_a_network_error() -> None:
    """An answer that cannot be unpacked is none."""
    body = gzip.compress(b'{"ok":true,"result":1}')[:-12] + b"no gzip here"
    async with serving(always(lambda: web.Response(body=body, headers={"Content-Encoding": "gzip"}))) as url:
        assert type(await failure(url)) is NetworkError


class Silence:
    """A server that answers nothing until it is told to."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.set()
        if not request.path.endswith("quick"):
            await self.answer.wait()
        return web.json_response({"ok": True, "result": []})


async def test_an_answer_that_does_not_come_times_out() -> None:
    """After the read timeout the request is given up, and the error admits that it may have had its effect."""
    silence = Silence()
    async with serving(silence.handle) as url:
        error = await failure(url, AiohttpRequest(timeouts=Timeouts(read=SHORT)))
        silence.answer.set()
    assert type(error) is TimedOut
    assert "may have had its effect" in str(error)


async def test_a_body_that_stops_half_way_times_out() -> None:
    """The read timeout also runs between the pieces of an answer."""
    release = asyncio.Event()

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"ok":')
        await release.wait()
        return response

    async with serving(handler) as url:
        error = await failure(url, AiohttpRequest(timeouts=Timeouts(read=SHORT)))
        release.set()
    assert type(error) is TimedOut


async def test_a_body_that_comes_slowly_is_waited_for() -> None:
    """An answer in pieces is read to its end."""
    release = asyncio.Event()

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b'{"ok":')
        await release.wait()
        await response.write(b'true,"result":7}')
        return response

    async with serving(handler) as url, AiohttpRequest() as request:
        asking = asyncio.ensure_future(request.post(f"{url}/getMe"))
        release.set()
        assert await asking == 7


async def test_a_long_poll_outlasts_the_read_timeout() -> None:
    """getUpdates waits its own seconds on top of the read timeout; another request gives up meanwhile."""
    silence = Silence()
    async with serving(silence.handle) as url:
        polls, others = (AiohttpRequest(timeouts=Timeouts(read=SHORT)) for _ in range(2))
        bot = telegram.Bot(TOKEN, base_url=url.removesuffix(TOKEN), request=others, get_updates_request=polls)
        async with polls, others:
            poll = asyncio.ensure_future(bot.get_updates(timeout=30))
            await silence.asked.wait()
            with pytest.raises(TimedOut):
                await bot.get_me()
            assert not poll.done()
            silence.answer.set()
            assert await poll == ()


async def test_a_full_pool_times_out_before_anything_is_sent() -> None:
    """When every connection is taken, the error says that nothing was sent."""
    silence = Silence()
    request = AiohttpRequest(pool_size=1, timeouts=Timeouts(pool=SHORT, connect=SHORT))
    async with serving(silence.handle) as url, request:
        first = asyncio.ensure_future(request.post(f"{url}/slow"))
        await silence.asked.wait()
        with pytest.raises(TimedOut, match="nothing was sent"):
            await request.post(f"{url}/quick")
        silence.answer.set()
        assert await first == []


async def test_a_server_that_does_not_read_times_out() -> None:
    """An upload that gets stuck is given up, though nothing was to be read yet."""
    release = asyncio.Event()

    async def never_read(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.close()

    server = await asyncio.start_server(never_read, "127.0.0.1", 0, limit=1024)
    port = server.sockets[0].getsockname()[1]
    async with server:
        request = AiohttpRequest(timeouts=Timeouts(SHORT, SHORT, SHORT, SHORT), upload_timeout=SHORT)
        base = f"http://127.0.0.1:{port}/bot"
        bot = telegram.Bot(TOKEN, base_url=base, request=request, get_updates_request=AiohttpRequest())
        async with request:
            with pytest.raises(TimedOut):
                await bot.send_document(5, b"x" * 30_000_000)
        release.set()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({}, (10.0, 5.0, 15.0, 40.0), id="the usual ones"),
        pytest.param({"read_timeout": 45.0}, (10.0, 5.0, 45.0, 70.0), id="a longer read"),
        pytest.param({"read_timeout": None}, (10.0, 5.0, None, None), id="no end of reading"),
        pytest.param(
            {"pool_timeout": None}, (None, 5.0, 15.0, None), id="no end of waiting for a connection"
        ),
        pytest.param({"connect_timeout": 1.0, "write_timeout": 2.0}, (6.0, 1.0, 15.0, 23.0), id="others"),
    ],
)
def test_four_timeouts_become_aiohttps(
    given: dict[str, float | None], expected: tuple[float | None, ...]
) -> None:
    """Waiting for a connection includes opening it, nothing bounds the whole, and None means no end."""
    timeouts = Timeouts(**{name.removesuffix("_timeout"): seconds for name, seconds in given.items()})
    theirs = timeouts.aiohttp()
    assert (theirs.connect, theirs.sock_connect, theirs.sock_read, timeouts.until_answer()) == expected
    assert theirs.total is None


async def test_parameters_go_as_a_form() -> None:
    """Text, objects and numbers reach the server as the library encodes them, with a keep-alive connection for all."""
    forms: list[dict[str, object]] = []
    peers: set[object] = set()

    async def handler(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        forms.append({"type": request.content_type, **await request.post()})
        return web.json_response({"ok": True, "result": True})

    async with serving(handler) as url, AiohttpRequest() as request:
        bot = telegram.Bot(
            TOKEN, base_url=url.removesuffix(TOKEN), request=request, get_updates_request=request
        )
        for text in ("а & б = 2 + 2?", "again"):
            await bot.answer_callback_query("17", text, show_alert=True)
    assert forms[0] == {
        "type": "application/x-www-form-urlencoded",
        "callback_query_id": "17",
        "text": "а & б = 2 + 2?",
        "show_alert": "true",
    }
    assert len(peers) == 1


async def test_files_go_as_multipart() -> None:
    """A file and the parameters beside it arrive whole, the file's name as it was."""
    got: dict[str, object] = {}

    async def handler(request: web.Request) -> web.Response:
        form = await request.post()
        document = form["document"]
        assert isinstance(document, web.FileField)
        got.update(chat=form["chat_id"], name=document.filename, bytes=document.file.read())
        return web.json_response({"ok": False, "description": "Bad Request: that is all"}, status=400)

    async with serving(handler) as url, AiohttpRequest() as request:
        bot = telegram.Bot(
            TOKEN, base_url=url.removesuffix(TOKEN), request=request, get_updates_request=request
        )
        with pytest.raises(BadRequest):
            await bot.send_document(5, b"\x00\xff" * 1000, filename='карточки "1".md')
    assert got == {"chat": "5", "name": 'карточки "1".md', "bytes": b"\x00\xff" * 1000}


async def test_a_local_server_is_given_and_gives_paths(tmp_path: Path) -> None:
    """With a Bot API server on the same machine files go as addresses and come as paths, read in place."""
    deck = tmp_path / "deck.md"
    deck.write_bytes(b"## Why?")
    sent: list[object] = []

    async def handler(request: web.Request) -> web.Response:
        if request.path.endswith("getFile"):
            file = {"file_id": "1", "file_unique_id": "1", "file_path": str(deck)}
            return web.json_response({"ok": True, "result": file})
        sent.append((await request.post())["document"])
        return web.json_response({"ok": False, "description": "Bad Request: that is all"}, status=400)

    async with serving(handler) as url, AiohttpRequest() as request:
        base = url.removesuffix(TOKEN)
        bot = telegram.Bot(
            TOKEN, base_url=base, local_mode=True, request=request, get_updates_request=request
        )
        with pytest.raises(BadRequest):
            await bot.send_document(5, deck)
        file = await bot.get_file("1")
        assert bytes(await file.download_as_bytearray()) == b"## Why?"
    assert sent == [deck.as_uri()]


async def test_a_file_is_downloaded_as_it_is() -> None:
    """What is retrieved need not be JSON; a refusal to give it is the library's error."""

    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG") if request.path.endswith("1.png") else web.Response(status=404)

    async with serving(handler) as url, AiohttpRequest() as request:
        assert await request.retrieve(f"{url}/1.png") == b"\x89PNG"
        with pytest.raises(InvalidToken):
            await request.retrieve(f"{url}/2.png")


async def test_a_proxy_is_used_when_named_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the settings gets the request with its whole address; one of the environment gets nothing."""
    asked: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.raw_path)
        return web.json_response(ME)

    async with serving(handler) as url:
        server = url.rpartition("/")[0]
        async with AiohttpRequest(proxy=server) as request:
            await request.post(f"http://api.example.org/bot{TOKEN}/getMe")
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
        async with AiohttpRequest() as request:
            await request.post(f"{url}/getMe")
    assert asked == [f"http://api.example.org/bot{TOKEN}/getMe", f"/bot{TOKEN}/getMe"]


async def test_a_proxy_that_is_not_there_is_named() -> None:
    """The operator learns that it is the proxy that does not answer."""
    port = unused_port()
    error = await failure(
        f"http://api.example.org/bot{TOKEN}", AiohttpRequest(proxy=f"http://127.0.0.1:{port}")
    )
    assert f"ClientProxyConnectionError: 127.0.0.1:{port}" in str(error)


async def test_it_may_be_shut_down_and_started_again() -> None:
    """Shutting down and initializing may each come twice, and requests work after every initialization."""
    async with serving(always(lambda: web.json_response(ME))) as url:
        request = AiohttpRequest()
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            assert await request.post(f"{url}/getMe") == ME["result"]
            await request.shutdown()
            await request.shutdown()


async def test_asking_before_it_is_ready_is_an_error() -> None:
    """A request without initialization fails at once and says why."""
    with pytest.raises(NetworkError, match="not initialized"):
        await AiohttpRequest().post(f"http://127.0.0.1:{unused_port()}/bot{TOKEN}/getMe")


def test_the_library_adds_long_polls_to_our_read_timeout() -> None:
    """The read timeout the library asks for is the one it was made with."""
    request: BaseRequest = AiohttpRequest(timeouts=Timeouts(read=3.0))
    assert request.read_timeout == 3.0


KEY = ConnectionKey(
    "api.example.org", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)
INFO = aiohttp.RequestInfo(
    url=f"https://api.example.org/bot{TOKEN}",  # type: ignore[arg-type]
    method="POST",
    headers={},  # type: ignore[arg-type]
)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        pytest.param(
            aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "Name or service not known")),
            NetworkError,
            "ClientConnectorDNSError: api.example.org:443: Name or service not known",
            id="no such host",
        ),
        pytest.param(
            aiohttp.ClientConnectorCertificateError(KEY, ValueError("not ours")),
            NetworkError,
            "ClientConnectorCertificateError: api.example.org:443: no connection",
            id="a wrong certificate",
        ),
        pytest.param(
            aiohttp.ClientHttpProxyError(INFO, (), status=407, message=TOKEN),
            NetworkError,
            "ClientHttpProxyError: status 407",
            id="a proxy that wants a password",
        ),
        pytest.param(
            aiohttp.SocketTimeoutError(TOKEN),
            TimedOut,
            "Timed out: the request may have had its effect",
            id="a silent server",
        ),
        pytest.param(ConnectionResetError(104, TOKEN), NetworkError, "ConnectionResetError", id="a reset"),
    ],
)
def test_a_failure_is_told_in_harmless_words(error: Exception, kind: type[NetworkError], words: str) -> None:
    """Of a failure only its class, the host, the status and the system's own reason are told."""
    told = failure_of(error)
    assert type(told) is kind
    assert str(told) == words
