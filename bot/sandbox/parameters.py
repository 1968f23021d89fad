"""The parameters of a call, read from query string, form, JSON or multipart as the Bot API server does."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from bot.sandbox import refusals

_TRUE = frozenset({"true", "yes", "1"})
_INTEGER = re.compile(r"\s*(-?\d+)")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a call was given: every value a text, whatever way it came, and the files beside them."""

    values: Mapping[str, str] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Parameters:
        """Make parameters of an object inside a call, whose files came with the call."""
        return cls({name: _as_text(value) for name, value in given.items() if value is not None}, uploads)

    @property
    def names(self) -> frozenset[str]:
        """The names that were given."""
        return frozenset(self.values) | frozenset(self.uploads)

    def has(self, name: str) -> bool:
        """Whether the parameter was given and is not empty."""
        return bool(self.values.get(name))

    def text(self, name: str) -> str:
        """Return a parameter as it is; an absent one is empty."""
        return self.values.get(name, "")

    def required(self, name: str) -> str:
        """Return a parameter that may not be absent.

        Raises Refusal when it is absent or empty.
        """
        if not self.has(name):
            raise refusals.PARAMETER_REQUIRED.refusal(name=name)
        return self.values[name]

    def integer(self, name: str, default: int = 0, low: int | None = None, high: int | None = None) -> int:
        """Return a number as the server reads it: what is no number is 0, what is out of range is moved in."""
        if not self.has(name):
            return default
        found = _INTEGER.match(self.values[name])
        number = int(found.group(1)) if found else 0
        if low is not None:
            number = max(low, number)
        return number if high is None else min(high, number)

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """Return a truth: `true`, `yes` and `1` in any case are, anything else is not."""
        return self.values[name].strip().lower() in _TRUE if self.has(name) else default

    def structure(self, name: str, otherwise: refusals.Sentence) -> Any:
        """Return a parameter that is JSON, None when it is absent.

        Raises the refusal of `otherwise` when it cannot be read.
        """
        if not self.has(name):
            return None
        try:
            return json.loads(self.values[name])
        except ValueError as error:
            raise otherwise.refusal() from error

    def without(self, names: Collection[str]) -> Parameters:
        """Return the parameters but those of these names."""
        values = {name: value for name, value in self.values.items() if name not in names}
        return replace(self, values=values)

    def upload(self, name: str) -> Upload | None:
        """Return the file for a parameter, sent under its name or attached under another."""
        attached = self.text(name).partition("attach://")
        return self.uploads.get(attached[2] if attached[1] else name)


async def read(request: web.Request) -> Parameters:
    """Read a call's parameters from wherever they are.

    Raises Refusal when the body cannot be read or a text is not proper UTF-8.
    """
    values = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= _from_json(await request.read())
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                values[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    for value in values.values():
        _check_utf8(value)
    return Parameters(values, uploads)


def _from_json(body: bytes) -> dict[str, str]:
    try:
        given = json.loads(body or b"{}")
    except ValueError as error:
        raise refusals.BODY_NOT_JSON.refusal() from error
    if not isinstance(given, dict):
        raise refusals.BODY_NOT_JSON.refusal()
    return {name: _as_text(value) for name, value in given.items() if value is not None}


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _check_utf8(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise refusals.NOT_UTF8.refusal() from error
