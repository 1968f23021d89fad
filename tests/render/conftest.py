"""What Telegram makes of our HTML, by the sandbox's parser and by TDLib itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import tdjson

from bot.sandbox.entities import Formatted, html_entities, parse_html

Seen = list[tuple[str, frozenset[str]]]


def _asked(**question: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(question).encode()) or b"")
    return answer


@pytest.fixture(scope="session")
def tdlib_reads() -> Callable[[str], str]:
    """The text that TDLib reads in a piece of HTML; fails when it refuses."""
    _asked(**{"@type": "setLogStream", "log_stream": {"@type": "logStreamEmpty"}})

    def read(html: str) -> str:
        mode = {"@type": "textParseModeHTML"}
        answer = _asked(**{"@type": "parseTextEntities", "text": html, "parse_mode": mode})
        assert answer["@type"] == "formattedText", f"{answer} for {html!r}"
        return str(answer["text"])

    return read


@pytest.fixture(scope="session")
def characters() -> Callable[[str], Seen]:
    """Every character that is not blank, with the kinds of entity on it, as they were written."""
    return lambda html: _characters(html_entities(html))


@pytest.fixture(scope="session")
def sent_characters() -> Callable[[str], Seen]:
    """Every character that is not blank, with the kinds of entity on it, as a sent message has them."""
    return lambda html: _characters(parse_html(html))


def _characters(formatted: Formatted) -> Seen:
    seen: Seen = []
    at = 0
    for sign in formatted.text:
        kinds = frozenset(str(entity["type"]) for entity in formatted.entities if _covers(entity, at))
        seen += [(sign, kinds)] if sign.isprintable() and not sign.isspace() else []
        at += 2 if ord(sign) > 0xFFFF else 1
    return seen


def _covers(entity: Any, at: int) -> bool:
    return bool(entity["offset"] <= at < entity["offset"] + entity["length"])
