"""No secret gets into a log, by whichever library, field or traceback it tries."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
import structlog

from bot.tg import redact
from bot.tg.redact import MARK, Redaction

TOKEN = "123456789:AAF0aBcDeFgHiJkLmNoPqRsTuVwXyZ12345"
PASSWORD = "s3cret/pass wörd'"
URL = f"https://api.telegram.org/bot{TOKEN}/getMe"
SECRETS = [TOKEN, PASSWORD, ""]


def is_clean(text: str) -> bool:
    return not any(
        piece in text for piece in (TOKEN, TOKEN.split(":")[1], PASSWORD, quote(PASSWORD, safe=""))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(URL, f"https://api.telegram.org/bot{MARK}/getMe", id="in an address"),
        pytest.param(TOKEN, MARK, id="alone"),
        pytest.param(f"({TOKEN})", f"({MARK})", id="in brackets"),
        pytest.param(f"{TOKEN} {TOKEN}", f"{MARK} {MARK}", id="twice"),
        pytest.param(quote(TOKEN, safe=""), MARK, id="percent-encoded"),
        pytest.param(quote(TOKEN, safe="").lower(), MARK, id="percent-encoded in small letters"),
        pytest.param(quote(quote(TOKEN, safe=""), safe=""), MARK, id="percent-encoded twice"),
        pytest.param("987654321:BBx" + "-_9" * 11, MARK, id="another bot's"),
        pytest.param(
            "at 12:30:45, 100000:no token", "at 12:30:45, 100000:no token", id="times and numbers stay"
        ),
        pytest.param(
            "https://example.org/?id=123456:abc", "https://example.org/?id=123456:abc", id="too short"
        ),
        pytest.param("7" * 100_000, "7" * 100_000, id="a long number"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_token_is_known_by_its_shape(text: str, expected: str) -> None:
    """Whatever looks like a bot's token is replaced without being told which to look for; all else stays."""
    assert redact.redact(text) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param(PASSWORD, id="plain"),
        pytest.param(quote(PASSWORD), id="percent-encoded but for slashes"),
        pytest.param(quote(PASSWORD, safe=""), id="percent-encoded"),
        pytest.param(quote(quote(PASSWORD, safe=""), safe=""), id="percent-encoded twice"),
        pytest.param(PASSWORD.upper(), id="in capitals"),
        pytest.param(TOKEN.lower(), id="a token in small letters"),
        pytest.param(TOKEN.split(":")[1], id="a token's secret half"),
        pytest.param(TOKEN.split(":")[1].upper(), id="a token's secret half in capitals"),
        pytest.param(PASSWORD.replace("'", "\\'"), id="as in a repr"),
        pytest.param(PASSWORD.replace("/", "\\/"), id="as in JSON"),
    ],
)
def test_a_configured_secret_is_found_however_it_is_spelt(spelling: str) -> None:
    """Secrets without a token's shape are replaced too, plain, encoded or escaped; an empty one replaces nothing."""
    assert redact.redact(f"<{spelling}>", SECRETS).replace("\\", "") == f"<{MARK}>"


class Odd:
    """An object that shows a secret, or nothing at all."""

    def __init__(self, shown: str | None) -> None:
        self.shown = shown

    def __repr__(self) -> str:
        if self.shown is None:
            raise RuntimeError(TOKEN)
        return self.shown


def throw(error: Exception) -> None:
    raise error


def failed() -> Exception:
    """An exception that carries the token in its text, its note, its cause and its context."""
    try:
        try:
            try:
                throw(OSError(f"cannot reach {URL}"))
            except OSError as cause:
                raise ConnectionError(f"while asking {URL}") from cause
        except ConnectionError:
            throw(ValueError(f"no answer from {URL}"))
    except ValueError as e:
        e.add_note(f"the address was {URL}")
        return e
    raise AssertionError("nothing was raised")


def with_exception(log: logging.Logger) -> None:
    log.error("update failed", exc_info=failed())


LINES: dict[str, Callable[[logging.Logger], None]] = {
    "message": lambda log: log.warning(f"GET {URL}"),  # noqa: G004
    "argument": lambda log: log.warning("GET %s", URL),
    "arguments by name": lambda log: log.warning("GET %(url)s", {"url": URL}),
    "argument cut short": lambda log: log.warning("GET %.3s", URL),
    "argument that is an object": lambda log: log.warning("GET %s", Odd(URL)),
    "argument that cannot be shown": lambda log: log.warning("GET %s %s", URL, Odd(None)),
    "arguments that do not fit": lambda log: log.warning("GET %d", URL),
    "message that is an exception": lambda log: log.warning(failed()),
    "traceback": with_exception,
    "stack": lambda log: log.warning("here", stack_info=True, extra={"stack_info_": URL}),
    "extra text": lambda log: log.warning("GET", extra={"url": URL}),
    "extra bytes": lambda log: log.warning("GET", extra={"url": URL.encode()}),
    "extra containers": lambda log: log.warning("GET", extra={"call": {"urls": [URL, ({URL: 1},)], "n": 1}}),
    "password": lambda log: log.warning("proxy %s", PASSWORD),
}


class Everything(logging.Formatter):
    """Writes all that a record knows, as formatters for machines do."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record) + json.dumps(vars(record), default=repr, ensure_ascii=False)


@contextmanager
def captured(handler: logging.StreamHandler[io.StringIO], name: str) -> Iterator[logging.Logger]:
    """A logger that writes to this handler alone, as the root would."""
    log = logging.getLogger(name)
    before = (log.handlers, log.propagate, log.level)
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.DEBUG)
    redact.install(SECRETS)
    yield log
    log.handlers, log.propagate = before[:2]
    log.setLevel(before[2])


@pytest.mark.parametrize("name", ["telegram.Bot", "httpx", "aiohttp.client", "bot", "asyncio"])
@pytest.mark.parametrize("line", LINES.values(), ids=list(LINES))
def test_no_library_logs_a_secret(
    line: Callable[[logging.Logger], None], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Message, arguments, traceback, stack and every extra field reach the stream without a secret."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Everything())
    with captured(handler, name) as log:
        line(log)
    assert stream.getvalue()
    assert is_clean(stream.getvalue())
    assert is_clean(capsys.readouterr().err)


def test_a_traceback_stays_readable() -> None:
    """Of a redacted traceback the causes, the notes and everything but the secret are still there."""
    stream = io.StringIO()
    with captured(logging.StreamHandler(stream), "bot") as log:
        with_exception(log)
    for words in (
        "update failed",
        "OSError: cannot reach https://",
        "direct cause",
        "the address was",
        f"bot{MARK}/",
    ):
        assert words in stream.getvalue()


def test_a_record_without_secrets_is_left_alone() -> None:
    """Arguments, exceptions and fields that hide nothing keep their identity for handlers that look at them."""
    try:
        throw(ValueError("harmless"))
    except ValueError:
        record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, "%s of %d", ("one", 2), sys.exc_info())
    record.fields = fields = {"chat": 5, "parts": (1, 2)}
    before = dict(vars(record))
    assert Redaction(SECRETS).filter(record)
    assert vars(record) == before
    assert vars(record)["fields"] is fields


def test_a_record_with_an_empty_exception_passes() -> None:
    """A record made with no exception at hand is no trouble."""
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, URL, (), (None, None, None))
    assert Redaction().filter(record)
    assert is_clean(record.getMessage())


def test_the_handler_of_last_resort_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody set up logging, what Python writes to stderr by itself is clean too."""
    log = logging.Logger("nobody's")  # noqa: LOG001 — one without a parent that has handlers
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    redact.install(SECRETS)
    log.warning("GET %s", URL)
    assert stream.getvalue() == f"GET https://api.telegram.org/bot{MARK}/getMe\n"


def test_installing_again_replaces_the_filter() -> None:
    """Each handler has one filter, and it knows the secrets of the last call."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    with captured(handler, "bot") as log:
        redact.install(["another secret"])
        log.warning("another secret")
    assert len([each for each in handler.filters if isinstance(each, Redaction)]) == 1
    assert stream.getvalue() == f"{MARK}\n"


EVENTS: dict[str, MutableMapping[str, Any]] = {
    "event": {"event": f"GET {URL}"},
    "text": {"event": "GET", "url": URL},
    "key": {"event": "GET", URL: 1},
    "object": {"event": "GET", "request": Odd(URL)},
    "containers": {"event": "GET", "calls": [{"url": URL}, (URL, 5)]},
    "deep containers": {"event": "GET", "calls": [[[[[[[[URL]]]]]]]]},
    "exception as a value": {"event": "GET", "error": failed()},
    "exception": {"event": "GET", "exc_info": failed()},
    "exception as logging has it": {"event": "GET", "exc_info": (ValueError, failed(), None)},
    "traceback already text": {"event": "GET", "exception": f"Traceback\n{URL}"},
    "a record": {"event": "GET", "_record": logging.LogRecord("x", 30, "x.py", 1, URL, (), None)},
}


@pytest.mark.parametrize(
    "render",
    [structlog.processors.JSONRenderer(default=repr), structlog.dev.ConsoleRenderer(colors=False)],
    ids=["for machines", "for people"],
)
@pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))
def test_structlog_renders_no_secret(
    event: MutableMapping[str, Any], render: Callable[[Any, str, MutableMapping[str, Any]], str | bytes]
) -> None:
    """Keys, values, containers and exceptions of an event are clean whichever renderer follows."""
    cleaned = redact.processor(SECRETS)(None, "info", dict(event))
    assert isinstance(cleaned, MutableMapping)
    assert is_clean(str(render(None, "info", cleaned)))


def test_structlog_to_a_stream_is_clean() -> None:
    """A logger of ours, set up with the processor, writes a traceback with its token replaced."""
    stream = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.format_exc_info,
            redact.processor(SECRETS),
            structlog.processors.JSONRenderer(),
        ],
    )
    log.error("update failed", exc_info=failed(), update=17)
    written = json.loads(stream.getvalue())
    assert written["update"] == 17
    assert is_clean(stream.getvalue())
    assert "direct cause" in written["exception"]


def test_structlog_keeps_what_is_harmless() -> None:
    """Values without secrets, exceptions among them, pass as the very objects they were."""
    error = ValueError("harmless")
    event = {"event": "hi", "exc_info": error, "parts": (1, 2), "chat": SimpleNamespace(id=5)}
    cleaned = redact.processor(SECRETS)(None, "info", dict(event))
    assert cleaned == event
