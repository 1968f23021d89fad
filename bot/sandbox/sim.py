"""A person's side of the sandbox over HTTP: the page, what each person sees, and what they do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Annotated, Protocol, TypeVar

from aiohttp import web
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.sandbox import acts
from bot.sandbox.acts import CannotDo
from bot.sandbox.loopback import at_home, same_page
from bot.sandbox.menus import commands_shown, description_shown
from bot.sandbox.objects import Chat, Json, Message, Query, Toast, User
from bot.sandbox.page import assemble
from bot.sandbox.snapshot import Fragments, chats_of, person, sees
from bot.sandbox.world import World

LONGEST_POLL = 25.0
LONGEST_TAP = 10.0
LONGEST_JUMP = 3660 * 86400.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class HasWorld(Protocol):
    """Whatever holds a world; in earnest the sandbox's server."""

    @property
    def world(self) -> World:
        """The world that is shown."""


class BadRequest(Exception):
    """A request that asks for something that is not there, or not in a form that can be read."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class _InChat(_Body):
    who: int = Field(alias="as")
    chat: int


class _Says(_InChat):
    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: int | None = None


class _Taps(_InChat):
    message: int
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]


class _Votes(_InChat):
    message: int
    options: list[int]


class _Blocks(_Body):
    who: int = Field(alias="as")
    blocked: bool


class _Clock(_Body):
    advance: Annotated[float, Field(ge=-LONGEST_JUMP, le=LONGEST_JUMP)] | None = None
    set: AwareDatetime | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> _Clock:
        if (self.advance is None) == (self.set is None):
            raise ValueError("give either advance (seconds) or set (a moment with its zone)")
        return self


B = TypeVar("B", bound=_Body)


def routes(sandbox: HasWorld) -> list[web.RouteDef]:
    """Return the page at `/` and the person's endpoints under `/sim/`.

    Every endpoint answers JSON; a request that cannot be done gets `{"error": …}` and 400. Requests that do not
    come from this machine's own page (a foreign `Host` or `Origin`) get 403, so that no page elsewhere drives it.
    """
    side = _Side(sandbox.world)
    return [
        web.get("/", _at_home(side.page)),
        web.get("/sim/state", _guarded(side.state)),
        web.get("/sim/commands", _guarded(side.commands)),
        web.get("/sim/files/{id}", _guarded(side.file)),
        web.post("/sim/says", _guarded(side.says)),
        web.post("/sim/file", _guarded(side.sends_file)),
        web.post("/sim/taps", _guarded(side.taps)),
        web.post("/sim/votes", _guarded(side.votes)),
        web.post("/sim/clock", _guarded(side.clock)),
        web.post("/sim/block", _guarded(side.block)),
    ]


def _at_home(handler: Handler) -> Handler:
    async def checked(request: web.Request) -> web.StreamResponse:
        return await handler(request) if at_home(request.headers) else _refused()

    return checked


def _guarded(handler: Handler) -> Handler:
    async def checked(request: web.Request) -> web.StreamResponse:
        if not (at_home(request.headers) and same_page(request.headers)):
            return _refused()
        try:
            return await handler(request)
        except (BadRequest, CannotDo) as error:
            return web.json_response({"error": str(error)}, status=400)

    return checked


def _refused() -> web.Response:
    return web.json_response({"error": "this sandbox answers only its own page on this machine"}, status=403)


class _Side:
    """The endpoints, over one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._fragments = Fragments()
        self._page = assemble()

    async def page(self, request: web.Request) -> web.Response:
        if self._world.on_open is not None:
            preferred = re.split("[,;]", request.headers.get("Accept-Language", ""), maxsplit=1)[0]
            await self._world.on_open(preferred.strip())
        headers = {
            "Content-Security-Policy": self._page.policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        return web.Response(text=self._page.html, content_type="text/html", headers=headers)

    async def state(self, request: web.Request) -> web.Response:
        after = _number(request, "after", -1)
        me = self._person(_number(request, "as", 0)) if "as" in request.query else self._first_person()
        await self._world.changed(after, LONGEST_POLL)
        return web.json_response(self._seen_by(me))

    async def commands(self, request: web.Request) -> web.Response:
        me = self._person(_number(request, "as"))
        chat = self._chat(me, _number(request, "chat"))
        bots = self._world.bots_in(chat)
        return web.json_response({"commands": commands_shown(bots[0], chat, me) if bots else []})

    async def file(self, request: web.Request) -> web.Response:
        found = self._world.files.get(request.match_info["id"])
        if found is None:
            raise BadRequest("no such file")
        # Whatever the bot sent, it is never a page of this origin.
        safe = found.mime if found.mime.startswith("image/") and "svg" not in found.mime else None
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if safe is None:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=found.data, content_type=safe or "application/octet-stream", headers=headers)

    async def says(self, request: web.Request) -> web.Response:
        body = await _body(request, _Says)
        me = self._person(body.who)
        chat = self._chat(me, body.chat)
        answered = self._message(chat, body.reply_to) if body.reply_to is not None else None
        message = acts.say(self._world, me, chat, body.text, reply_to=answered)
        return web.json_response({"message": message.id})

    async def sends_file(self, request: web.Request) -> web.Response:
        """The body is the file, whatever it is; where it goes stands in the address."""
        me = self._person(_number(request, "as"))
        chat = self._chat(me, _number(request, "chat"))
        name = request.query.get("name", "")
        data = await request.read()
        if not name or not data:
            raise BadRequest("name: a file has a name and is not empty")
        message = acts.send_file(self._world, me, chat, data, name, request.content_type)
        return web.json_response({"message": message.id})

    async def taps(self, request: web.Request) -> web.Response:
        body = await _body(request, _Taps)
        me = self._person(body.who)
        message = self._message(self._chat(me, body.chat), body.message)
        toast = await self._answer(acts.tap(self._world, me, message, body.row, body.column))
        return web.json_response({"text": toast.text, "alert": toast.alert, "url": toast.url})

    async def votes(self, request: web.Request) -> web.Response:
        body = await _body(request, _Votes)
        me = self._person(body.who)
        acts.vote(self._world, me, self._message(self._chat(me, body.chat), body.message), body.options)
        return web.json_response({})

    async def clock(self, request: web.Request) -> web.Response:
        body = await _body(request, _Clock)
        clock = self._world.clock
        clock.set(_target(clock.now(), body))
        return web.json_response({"now": clock.now().isoformat()})

    async def block(self, request: web.Request) -> web.Response:
        body = await _body(request, _Blocks)
        act = acts.block if body.blocked else acts.unblock
        act(self._world, self._person(body.who), self._world.bot)
        return web.json_response({})

    def _seen_by(self, me: User) -> Json:
        world = self._world
        return {
            "version": world.version,
            "now": world.clock.now().isoformat(),
            "running": world.clock.running,
            "people": [person(one) for one in self._people()],
            "me": me.id,
            "bot": self._bot(me),
            "chats": chats_of(self._chats(me), me, self._fragments),
        }

    def _bot(self, me: User) -> Json | None:
        if not self._world.bots:
            return None
        bot = self._world.bot
        return person(bot.user) | {"username": bot.user.username, "about": description_shown(bot, me)}

    def _people(self) -> list[User]:
        return [user for user in self._world.users.values() if not user.is_bot]

    def _first_person(self) -> User:
        people = self._people()
        if not people:
            raise BadRequest("nobody lives in this sandbox yet")
        return people[0]

    def _person(self, user_id: int) -> User:
        user = self._world.users.get(user_id)
        if user is None or user.is_bot:
            raise BadRequest(f"as: no person has the id {user_id}")
        return user

    def _chats(self, me: User) -> list[Chat]:
        private = [self._world.private(me, bot) for bot in self._world.bots]
        return private + [chat for chat in self._world.chats if chat.kind != "private" and sees(chat, me)]

    def _chat(self, me: User, chat_id: int) -> Chat:
        for chat in self._chats(me):
            if chat.id == chat_id:
                return chat
        raise BadRequest(f"chat: {me.first_name} has no chat {chat_id}")

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.find(message_id)
        if message is None:
            raise BadRequest(f"message: chat {chat.id} has no message {message_id}")
        return message

    async def _answer(self, tapped: Query | Toast) -> Toast:
        """Wait for the bot's answer as long as a client shows its little clock."""
        if isinstance(tapped, Toast):
            return tapped
        try:
            async with asyncio.timeout(LONGEST_TAP):
                while tapped.toast is None:
                    await self._world.changed(self._world.version, LONGEST_TAP)
        except TimeoutError:
            return Toast()
        return tapped.toast


def _target(now: datetime, body: _Clock) -> datetime:
    if body.set is None:
        return now + timedelta(seconds=body.advance or 0)
    if abs(body.set - now) > timedelta(seconds=LONGEST_JUMP):
        raise BadRequest("set: that is more than ten years away")
    return body.set


def _number(request: web.Request, name: str, default: int | None = None) -> int:
    given = request.query.get(name)
    if given is None and default is not None:
        return default
    try:
        return int(given or "")
    except ValueError:
        raise BadRequest(f"{name}: a whole number is wanted, not {given!r}") from None


async def _body(request: web.Request, kind: type[B]) -> B:
    if request.content_type != "application/json":
        raise BadRequest(f"the body must be application/json, not {request.content_type}")
    try:
        return kind.model_validate_json(await request.read())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadRequest(f"{place}: {first['msg']}" if place else first["msg"]) from error
