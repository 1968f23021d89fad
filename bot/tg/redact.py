"""Keeping secrets out of logs: bot tokens by their shape, configured secrets exactly, both however they are encoded.

A token stands in every address the Bot API is asked at, so that any library's log line or traceback may carry it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from structlog.typing import EventDict, Processor, WrappedLogger

MARK = "[secret]"
# A bot's number, a colon, 35 letters; the colon may have been percent-encoded, even more than once.
SHAPE = r"(?<!\d)\d{5,}+(?::|%(?:25)*3[Aa])[A-Za-z0-9_-]{30,}"
SHORTEST_HALF = 8  # letters; less would hide innocent words
DEPTH = 5  # containers within containers; what lies deeper is judged by its repr


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` with every bot token and each of `secrets`, in whatever case and encoding, replaced by `[secret]`."""
    return _pattern(secrets).sub(MARK, text)


def install(secrets: Iterable[str]) -> None:
    """Make every standard logging handler there is now, and the one of last resort, redact what it writes.

    Call it again after adding a handler; the filter of the earlier call is replaced.
    """
    redaction = Redaction(secrets)
    for handler in _handlers():
        for earlier in [each for each in handler.filters if isinstance(each, Redaction)]:
            handler.removeFilter(earlier)
        handler.addFilter(redaction)


def processor(secrets: Iterable[str]) -> Processor:
    """The same for structlog; it belongs last before the renderer."""
    return Redaction(secrets).event


class Redaction(logging.Filter):
    """Lets every record through, cleaned in place; a record without secrets is left as it was."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = _pattern(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the message, its arguments, the traceback and every extra field."""
        self._clean_message(record)
        if isinstance(record.exc_info, tuple) and (traceback := self._leaking(record.exc_info)):
            record.exc_text, record.exc_info = traceback, None
        for name, value in list(vars(record).items()):
            if name not in {"msg", "args", "exc_info"}:
                setattr(record, name, self._clean(value))
        return True

    def event(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Clean every key and value of a structlog event, its exception too when that is not yet text."""
        if isinstance(failure := event.get("exc_info"), BaseException):
            failure = (type(failure), failure, failure.__traceback__)
        if isinstance(failure, tuple) and (traceback := self._leaking(failure)):
            del event["exc_info"]
            event["exception"] = traceback
        return {self._text(key): self._clean(value) for key, value in event.items()}

    def _text(self, text: str) -> str:
        return self._secrets.sub(MARK, text)

    def _clean_message(self, record: logging.LogRecord) -> None:
        arguments = _shown(record.args)
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 — logging itself would print the message and its arguments as they are
            record.msg, record.args = self._text(f"{_shown(record.msg)} does not fit {arguments}"), None
        else:
            if self._secrets.search(f"{message}\n{arguments}"):
                record.msg, record.args = self._text(message), None

    def _leaking(self, failure: tuple[Any, ...]) -> str:
        """The traceback without secrets; empty when it has none, or when there is no exception."""
        if failure[1] is None:
            return ""
        traceback = logging.Formatter().formatException(failure)
        return self._text(traceback) if self._secrets.search(traceback) else ""

    def _clean(self, value: Any, depth: int = DEPTH) -> Any:
        if isinstance(value, logging.LogRecord):
            self.filter(value)
            return value
        if isinstance(value, str):
            return self._text(value)
        if not self._secrets.search(_shown(value)):
            return value
        if isinstance(value, Mapping) and depth:
            return {self._clean(key, 0): self._clean(each, depth - 1) for key, each in value.items()}
        if isinstance(value, list | tuple) and depth:
            return [self._clean(each, depth - 1) for each in value]
        return self._text(repr(value))


def _shown(value: object) -> str:
    """Every way in which a value may end up in a line."""
    try:
        return f"{value!r}\n{value}"
    except Exception:  # noqa: BLE001 — a foreign __repr__ may raise anything, and a log line must not
        return f"<{type(value).__name__} that cannot be shown>"


def _pattern(secrets: Iterable[str]) -> re.Pattern[str]:
    pieces = {piece for secret in secrets if secret.strip() for piece in (secret, _secret_half(secret))}
    exact = sorted(filter(None, pieces), key=len, reverse=True)
    return re.compile("|".join([f"(?i:{_spellings(piece)})" for piece in exact] + [SHAPE]))


def _secret_half(token: str) -> str:
    """What stands behind the colon of a token, which is secret without the bot's number too."""
    number, _, half = token.partition(":")
    return half.strip() if number.isdecimal() and len(half.strip()) >= SHORTEST_HALF else ""


def _spellings(secret: str) -> str:
    """A pattern for `secret` with any of its signs percent-encoded, even more than once, or escaped as in a repr."""
    return "".join(sign if re.fullmatch("[A-Za-z0-9]", sign) else _spelling(sign) for sign in secret)


def _spelling(sign: str) -> str:
    encoded = "".join(f"%(?:25)*{byte:02x}" for byte in sign.encode())
    return rf"\\*(?:{re.escape(sign)}|{encoded})"


def _handlers() -> Iterator[logging.Handler]:
    known = logging.Logger.manager.loggerDict.values()
    for logger in [logging.getLogger(), *known]:
        if isinstance(logger, logging.Logger):
            yield from logger.handlers
    if logging.lastResort is not None:
        yield logging.lastResort
