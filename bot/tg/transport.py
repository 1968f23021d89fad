"""HTTP for the library, on aiohttp: several times the throughput of its default, and no token in any error."""

from __future__ import annotations

from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 256
CONNECT, READ, WRITE, MEDIA_WRITE, POOL = 5.0, 15.0, 15.0, 60.0, 5.0  # seconds


class AiohttpRequest(BaseRequest):
    """The library's transport seam. `proxy` is an HTTP proxy's address, or None."""

    def __init__(self, *, proxy: str | None = None) -> None:
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer; the library adds a long poll's own time."""
        return READ

    async def initialize(self) -> None:
        """Open the pool of connections; calling it again changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close every connection; `initialize` opens them anew."""
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
        """One request: its HTTP status and body; raises `TimedOut` or `NetworkError`, which never name the address."""
        if self._session is None:
            raise RuntimeError("this transport is not initialized")
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(read_timeout, write_timeout, connect_timeout, pool_timeout, uploads=uploads)
        try:
            async with self._session.request(
                method,
                url,
                data=_body(request_data),
                timeout=timeout,
                proxy=self._proxy,
                allow_redirects=False,  # the address holds the token, so it goes nowhere else
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            failure: NetworkError = TimedOut()
        except aiohttp.ClientError as e:
            # The error's own text holds the address, and so the token: only its kind is passed on, and no cause.
            failure = NetworkError(f"aiohttp.{type(e).__name__}")
        raise failure


def _timeout(
    read: ODVInput[float],
    write: ODVInput[float],
    connect: ODVInput[float],
    pool: ODVInput[float],
    *,
    uploads: bool,
) -> aiohttp.ClientTimeout:
    """aiohttp has no time-out for writing alone; what reading and writing may take together bounds the whole."""
    reading = _seconds(read, READ)
    writing = _seconds(write, MEDIA_WRITE if uploads else WRITE)
    connecting = _seconds(connect, CONNECT)
    waiting = _seconds(pool, POOL)
    parts = (reading, writing, connecting, waiting)
    known = [part for part in parts if part is not None]
    queueing = None if waiting is None or connecting is None else waiting + connecting
    return aiohttp.ClientTimeout(
        total=sum(known) if len(known) == len(parts) else None,
        connect=queueing,
        sock_connect=connecting,
        sock_read=None if uploads else reading,  # nothing is read while a big file goes up
    )


def _seconds(given: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(given, DefaultValue) else given


def _body(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
