"""Secrets never reach a log: the token is part of every address, so every library would write it down."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import Any
from urllib.parse import quote

TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
HIDDEN = "<secret>"

Event = MutableMapping[str, Any]


class Redactor:
    """Takes secrets out of text: these, and whatever has the shape of a bot token."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = [secret for secret in secrets if secret]
        self._known = sorted({*known, *(quote(secret, safe="") for secret in known)}, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """`text` without secrets."""
        for secret in self._known:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, text)

    def value(self, value: object) -> object:
        """`value` itself when it carries no secret, else its text without them."""
        if isinstance(value, int | float | None):
            return value
        text = value if isinstance(value, str) else str(value)
        clean = self(text)
        return value if clean == text and not isinstance(value, str) else clean


class Filter(logging.Filter):
    """Cleans a record whole: message, arguments, traceback and extra fields."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redact = redactor

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, cleaned."""
        record.msg, record.args = self._redact(record.getMessage()), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            record.exc_info = None
        for name in ("exc_text", "stack_info"):
            if text := getattr(record, name, None):
                setattr(record, name, self._redact(text))
        for name in record.__dict__.keys() - _STANDARD:
            record.__dict__[name] = self._redact.value(record.__dict__[name])
        return True


_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


def install(secrets: Sequence[str]) -> None:
    """Clean everything that the root logger's handlers, and logging's last resort, write from now on."""
    cleaner = Filter(Redactor(secrets))
    for handler in [*logging.getLogger().handlers, logging.lastResort]:
        if handler is not None:
            handler.addFilter(cleaner)


def processor(secrets: Sequence[str]) -> Callable[[Any, str, Event], Event]:
    """The same for structlog; it stands after tracebacks have become text."""
    redact = Redactor(secrets)

    def clean(_logger: Any, _method: str, event: Event) -> Event:
        return {redact(key): redact.value(value) for key, value in event.items()}

    return clean
