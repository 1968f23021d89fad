"""HTTP to the Bot API on aiohttp, which takes several times the load of the library's own transport.

The token is part of every address, so no exception that leaves this file says one, links to one that does, or
quotes an answer that might: a proxy's error page likes to repeat the address it was asked for.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.tg.redact import redact

KEEP_ALIVE = (
    30.0  # seconds; a connection idle for longer may be closed at the other end just as we write to it
)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, None for no end: to get a free connection, to open one, to write the request, between reads."""

    pool: float | None = 5.0
    connect: float | None = 5.0
    write: float | None = 15.0
    read: float | None = 15.0

    def aiohttp(self) -> aiohttp.ClientTimeout:
        """The same as aiohttp takes them, which has none for writing."""
        return aiohttp.ClientTimeout(
            total=None,
            connect=_sum(self.pool, self.connect),
            sock_connect=self.connect,
            sock_read=self.read,
        )

    def until_answer(self) -> float | None:
        """How long everything before the answer's first line may take; a long poll's `read` is long already."""
        return _sum(self.pool, self.connect, self.write, self.read)


class AiohttpRequest(BaseRequest):
    """The library's way to the Bot API; may be shut down and initialized again.

    `pool_size` bounds open connections, `upload_timeout` (seconds) replaces `timeouts.write` where a file is sent,
    and `proxy` is an HTTP proxy's address; proxies named in the environment are ignored.
    """

    __slots__ = ("_pool_size", "_proxy", "_session", "_timeouts", "_upload_timeout")

    def __init__(
        self,
        *,
        proxy: str | None = None,
        pool_size: int = 256,
        timeouts: Timeouts = Timeouts(),
        upload_timeout: float | None = 60.0,
    ) -> None:
        self._proxy = proxy
        self._pool_size = pool_size
        self._timeouts = timeouts
        self._upload_timeout = upload_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds; the library adds a long poll's own to it."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Get ready to make requests; changes nothing when already so."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size, keepalive_timeout=KEEP_ALIVE),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
                trust_env=False,
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Ask, and return the status and the body, the latter cleaned where the status is an error's.

        Raises `telegram.error.TimedOut` or another `telegram.error.NetworkError`, neither with a cause or a context.
        """
        if self._session is None:
            raise RuntimeError("this AiohttpRequest is not initialized")
        usual = self._timeouts
        if request_data is not None and request_data.contains_files:
            usual = replace(usual, write=self._upload_timeout)
        timeouts = Timeouts(
            pool=_chosen(pool_timeout, usual.pool),
            connect=_chosen(connect_timeout, usual.connect),
            write=_chosen(write_timeout, usual.write),
            read=_chosen(read_timeout, usual.read),
        )
        try:
            status, body = await _exchange(self._session, method, url, request_data, timeouts)
        except (aiohttp.ClientError, OSError, ValueError) as e:
            failure = failure_of(e)
        else:
            if not 200 <= status < 300:
                return status, _error_body(body, url)
            if method == "GET" or b'"result"' in body:
                return status, body
            failure = NetworkError(f"the answer ({status}) has no result; is this a Bot API server?")
        raise failure  # out here, since raised above it would carry `e`, and `e` knows the address

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Read an answer; the library's own way would write one that is not JSON into the log, whatever it says."""
        parsed = _json_object(payload)
        if parsed is None:
            raise NetworkError("the answer is not a JSON object; is this a Bot API server?")
        return parsed


def failure_of(error: Exception) -> NetworkError:
    """What went wrong in the library's terms, made only of words known to be harmless."""
    match error:
        case aiohttp.ConnectionTimeoutError():
            return TimedOut("Timed out: no connection, so nothing was sent")
        case TimeoutError():
            return TimedOut("Timed out: the request may have had its effect")
        case aiohttp.ClientConnectorError():
            where = f"{error.host}:{error.port}"
            return NetworkError(f"{type(error).__name__}: {where}: {error.strerror or 'no connection'}")
        case aiohttp.ClientResponseError():
            return NetworkError(f"{type(error).__name__}: status {error.status}")
    return NetworkError(type(error).__name__)


async def _exchange(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    request_data: RequestData | None,
    timeouts: Timeouts,
) -> tuple[int, bytes]:
    data, headers = _form(request_data)
    async with asyncio.timeout(timeouts.until_answer()):
        response = await session.request(
            method, url, data=data, headers=headers, timeout=timeouts.aiohttp(), allow_redirects=False
        )
    async with response:
        return response.status, await response.read()


def _form(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return urlencode(request_data.json_parameters).encode(), {"Content-Type": FORM}
    form = aiohttp.FormData(quote_fields=False)  # Telegram takes file names as they are, not percent-encoded
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        body = io.BytesIO(content) if isinstance(content, bytes) else content  # in pieces, not all at once
        form.add_field(name, body, filename=filename, content_type=kind)
    return form, {}


def _error_body(body: bytes, url: str) -> bytes:
    """What the library reads of an error, and nothing else; a page that is not Telegram's becomes an empty object."""
    said = _json_object(body) or {}
    known: dict[str, Any] = {}
    if isinstance(description := said.get("description"), str):
        known["description"] = redact(description, re.findall(r"/bot([^/]+)", url))
    if isinstance(parameters := said.get("parameters"), dict):
        wanted = {name: parameters.get(name) for name in ("retry_after", "migrate_to_chat_id")}
        known["parameters"] = {name: value for name, value in wanted.items() if isinstance(value, int)}
    return json.dumps(known).encode()


def _json_object(body: bytes) -> JSONDict | None:
    try:
        parsed = json.loads(body.decode("utf-8", "replace"))
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _chosen(wanted: ODVInput[float], usual: float | None) -> float | None:
    return usual if isinstance(wanted, DefaultValue) else wanted


def _sum(*seconds: float | None) -> float | None:
    finite = [each for each in seconds if each is not None]
    return sum(finite) if len(finite) == len(seconds) else None
