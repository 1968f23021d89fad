"""The sandbox's HTTP side: the Bot API over loopback, the files, and the page beside them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any

from aiohttp import web

from bot.sandbox import parameters as reading
from bot.sandbox import polling, refusals, sim
from bot.sandbox.faults import Call, Cut, Faults, Instead
from bot.sandbox.flood import Flood
from bot.sandbox.methods import COVERED, KNOWN
from bot.sandbox.methods.method import NEWEST, Version
from bot.sandbox.objects import Bot, User
from bot.sandbox.person import Person
from bot.sandbox.polling import Polling
from bot.sandbox.refusals import Refusal
from bot.sandbox.world import World

_log = logging.getLogger(__name__)
_TOKEN = re.compile(r"[1-9]\d{0,17}:.+", re.DOTALL)
_LONGEST_TOKEN = 80
_LARGEST_BODY = 64 << 20
_CALLS_KEPT = 10_000
_LONGEST_NAP = 3600.0
_DESCRIPTIONS = {"deletewebhook": "Webhook is already deleted"}


class StillBusy(TimeoutError):
    """The bot did not come to rest; says what was still going on."""


class Sandbox:
    """A Bot API server for one world, to be used as an async context manager or with `start` and `stop`.

    `host` and `port` are where it listens, port 0 being any free one; `flood` enforces the published limits.
    `api_version` is the Bot API it speaks: an older one knows no method or parameter that came later.
    `settle` is how many seconds a bot must make no call to count as idle: a bot that tells by `watch` what it is
    doing needs next to none.
    """

    def __init__(
        self,
        world: World,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        flood: bool = False,
        settle: float = 0.03,
        api_version: Version = NEWEST,
    ) -> None:
        self.world = world
        self.api_version = api_version
        self.faults = Faults()
        self.flood = Flood(world.clock.now, on=flood)
        self.calls: deque[Call] = deque(maxlen=_CALLS_KEPT)
        self.unknown_parameters: list[tuple[str, str]] = []
        self._host = host
        self._port = port
        self._settle = settle
        self._underway: list[Call] = []
        self._begun = 0
        self._bell = asyncio.Event()
        self._busy: list[Callable[[], bool]] = []
        self._polls: dict[int, Polling] = {}
        self._runner: web.AppRunner | None = None
        self._timekeeper: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{self._host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What a bot takes for its API address: a token is appended to it."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """What a bot takes for its file address: a token is appended to it."""
        return f"{self.url}/file/bot"

    async def start(self) -> None:
        """Listen; `url` is right from then on."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port)
        await site.start()
        self._runner = runner
        self._port = runner.addresses[0][1]
        self._timekeeper = asyncio.create_task(self._keep_time())
        _log.debug("sandbox listens on %s", self.url)

    async def stop(self) -> None:
        """Let waiting requests go and stop listening."""
        for one in self._polls.values():
            one.close()
        self.world.touch()
        if self._timekeeper is not None:
            self._timekeeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._timekeeper
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = self._timekeeper = None

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def person(self, user: User) -> Person:
        """Return the hands and eyes of a person."""
        return Person(self, user)

    def watch(self, busy: Callable[[], bool]) -> None:
        """Count the bot as not idle while `busy` says so: for work that no call shows."""
        self._busy.append(busy)

    async def idle(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - the error says what it waited for
        """Return when the bot has confirmed every update and makes no call.

        Raises StillBusy after `timeout` seconds of the wall.
        """
        try:
            async with asyncio.timeout(timeout):
                while True:
                    before = self._begun
                    await asyncio.sleep(self._settle)
                    if self._calm() and self._begun == before:
                        return
        except TimeoutError:
            raise StillBusy(self._business()) from None

    async def called(self, method: str, times: int = 1) -> list[Call]:
        """Return the calls of `method` as soon as there were that many, those under way included."""
        while len(found := [call for call in self.calls if call.method == method]) < times:
            await self._bell.wait()
        return found

    def _calm(self) -> bool:
        pending = any(bot.queue.pending for bot in self.world.bots)
        return not (pending or self._underway or any(busy() for busy in self._busy))

    def _business(self) -> str:
        waiting = [one.kind for bot in self.world.bots for one in bot.queue.waiting]
        calls = [call.method for call in self._underway]
        return f"the bot is not idle: unconfirmed updates {waiting}, calls underway {calls}"

    async def _keep_time(self) -> None:
        """While the clock runs by itself, do what falls due; its jumps are settled as they happen."""
        world = self.world
        while True:
            due = world.next_due
            nap = _LONGEST_NAP
            if due is not None and world.clock.running:
                nap = max(0.0, (due - world.clock.now()).total_seconds())
            await world.changed(world.version, nap)
            world.settle()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=_LARGEST_BODY)
        application.add_routes(sim.routes(self))
        application.router.add_route("*", "/bot{token}/test/{method}", self._test_server)
        application.router.add_route("*", "/bot{token}/{method}", self._method)
        application.router.add_get("/file/bot{token}/{path:.+}", self._file)
        application.router.add_route("*", "/{anything:.*}", self._nowhere)
        return application

    async def _nowhere(self, _request: web.Request) -> web.Response:
        return _refused(refusals.NOT_FOUND.refusal())

    async def _test_server(self, _request: web.Request) -> web.Response:
        return _refused(refusals.not_covered("the test environment"))

    async def _file(self, request: web.Request) -> web.Response:
        try:
            self._bot(request.match_info["token"])
        except Refusal as refusal:
            return _refused(refusal)
        for file in self.world.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.data, content_type="application/octet-stream")
        return _refused(refusals.NOT_FOUND.refusal())

    async def _method(self, request: web.Request) -> web.Response:
        try:
            bot = self._bot(request.match_info["token"])
            given = await reading.read(request)
        except Refusal as refusal:
            return _refused(refusal)
        name = request.match_info["method"].lower()
        call = Call(KNOWN.get(name, name), given, bot.user.id)
        self.calls.append(call)
        self._bell.set()
        self._bell = asyncio.Event()
        try:
            return await self._answered(call, bot)
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        except Instead as other:
            return web.Response(
                status=other.status, text=other.body, content_type=other.content_type, headers=other.headers
            )
        except Refusal as refusal:
            call.error = refusal
            return _refused(refusal)

    def _bot(self, token: str) -> Bot:
        if len(token) > _LONGEST_TOKEN or not _TOKEN.fullmatch(token):
            raise refusals.INVALID_TOKEN.refusal()
        for bot in self.world.bots:
            if bot.token == token:
                return bot
        raise refusals.UNAUTHORIZED.refusal()

    async def _answered(self, call: Call, bot: Bot) -> web.Response:
        if call.method == polling.NAME:
            result = await self._updates(call, bot)
        else:
            self._begun += 1
            self._underway.append(call)
            try:
                result = await self._worked(call, bot)
            finally:
                self._underway.remove(call)
        body: dict[str, Any] = {"ok": True, "result": result}
        if description := _DESCRIPTIONS.get(call.method.lower()):
            body["description"] = description
        return _json(200, body)

    async def _updates(self, call: Call, bot: Bot) -> list[dict[str, Any]]:
        self._note_unknown(call, polling.TAKES.unknown(call.parameters))
        await self.faults.strike(call, "before")
        waiting = self._polls.setdefault(bot.user.id, Polling(bot))
        updates = await waiting.get_updates(call.parameters)
        call.result = updates
        await self.faults.strike(call, "after")
        return updates

    async def _worked(self, call: Call, bot: Bot) -> Any:
        method = COVERED.get(call.method.lower())
        if method is None:
            if call.method.lower() not in KNOWN:
                raise refusals.METHOD_NOT_FOUND.refusal()
            raise refusals.not_covered(call.method)
        if method.since > self.api_version:
            raise refusals.METHOD_NOT_FOUND.refusal()
        self._note_unknown(call, method.unknown(call.parameters))
        await self.faults.strike(call, "before")
        if method.sends:
            self.flood.check(bot.user.id, call.parameters.text("chat_id"))
        heard = method.heard(call.parameters, self.api_version)
        call.result = method.run(self.world, bot, heard)
        await self.faults.strike(call, "after")
        return call.result

    def _note_unknown(self, call: Call, names: frozenset[str]) -> None:
        self.unknown_parameters.extend((call.method, name) for name in sorted(names))


def _refused(refusal: Refusal) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    headers = {}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
        if wait := refusal.parameters.get("retry_after"):
            headers["Retry-After"] = str(wait)
    return _json(refusal.code, body, headers)


def _json(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        status=status, text=json.dumps(body), content_type="application/json", headers=headers
    )
