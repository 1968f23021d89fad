"""Faults on order: what a test wants to go wrong with a call, before or after it took effect."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Refusal, flood_wait

When = Literal["before", "after"]
ANY = "*"


@dataclass(slots=True)
class Call:
    """One call of a method: what was asked, and once it is answered the result or the refusal."""

    method: str
    parameters: Parameters
    bot_id: int
    result: Any = None
    error: Refusal | None = None

    def contains(self, text: str) -> bool:
        """Whether `text` stands in any parameter; an empty one always does."""
        return not text or any(text in value for value in self.parameters.values.values())


class Cut(Exception):
    """The connection is to be cut without an answer."""


class Instead(Exception):
    """Another answer is to be given than the method's."""

    def __init__(self, status: int, body: str, content_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.content_type = content_type
        self.headers = dict(headers)


Action = Callable[[Call], Awaitable[None] | None]


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of `method` (`*` is any) that contain `containing`."""

    method: str
    action: Action
    when: When = "before"
    containing: str = ""
    times: int = 1
    struck: int = field(default=0, init=False)

    def meets(self, call: Call, when: When) -> bool:
        """Whether the fault strikes this call now."""
        named = self.method == ANY or self.method.lower() == call.method.lower()
        return named and when == self.when and self.struck < self.times and call.contains(self.containing)


class Faults:
    """The faults that are waiting to strike, oldest first; one call is struck by each that meets it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def clear(self) -> None:
        """Take all faults back."""
        self._faults.clear()

    def on_call(
        self, method: str, action: Action, *, when: When = "before", containing: str = "", times: int = 1
    ) -> Fault:
        """Do `action`, which may be a coroutine function, at exactly that moment of a call."""
        fault = Fault(method, action, when, containing, times)
        self._faults.append(fault)
        return fault

    def answer(
        self,
        method: str,
        status: int,
        body: str | Mapping[str, Any],
        *,
        headers: Mapping[str, str] | None = None,
        when: When = "before",
        containing: str = "",
        times: int = 1,
    ) -> Fault:
        """Answer with this status and body (a mapping is sent as JSON, a text as HTML) instead of the method's."""
        is_json = not isinstance(body, str)
        text = json.dumps(body) if is_json else str(body)
        kind = "application/json" if is_json else "text/html"

        def instead(_call: Call) -> None:
            raise Instead(status, text, kind, headers or {})

        return self.on_call(method, instead, when=when, containing=containing, times=times)

    def refuse(self, method: str, refusal: Refusal, *, containing: str = "", times: int = 1) -> Fault:
        """Refuse in the server's form before anything took effect."""

        def refused(_call: Call) -> None:
            raise Refusal(refusal.code, refusal.description, refusal.parameters)

        return self.on_call(method, refused, containing=containing, times=times)

    def flood_wait(self, method: str, seconds: int, *, containing: str = "", times: int = 1) -> Fault:
        """Refuse with 429 and ask to wait `seconds`."""
        return self.refuse(method, flood_wait(seconds), containing=containing, times=times)

    def cut(self, method: str, *, when: When, containing: str = "", times: int = 1) -> Fault:
        """Cut the connection, either before the call took effect or after it."""

        def cut(_call: Call) -> None:
            raise Cut

        return self.on_call(method, cut, when=when, containing=containing, times=times)

    def delay(
        self,
        method: str,
        released: asyncio.Event,
        *,
        when: When = "before",
        containing: str = "",
        times: int = 1,
    ) -> Fault:
        """Hold the call until the event is set."""

        async def held(_call: Call) -> None:
            await released.wait()

        return self.on_call(method, held, when=when, containing=containing, times=times)

    async def strike(self, call: Call, when: When) -> None:
        """Let every fault that meets this moment of a call happen.

        Raises Cut, Instead or Refusal where a fault asks for that.
        """
        for fault in list(self._faults):
            if fault.meets(call, when):
                fault.struck += 1
                done = fault.action(call)
                if inspect.isawaitable(done):
                    await done
