"""TDLib as a judge: the same questions asked of the real parser, offline, answered in the Bot API's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import tdjson
from hypothesis import settings

from bot.sandbox.entities import EntityError, Formatted

Answer = tuple[str, list[dict[str, object]]] | str
Wire = Mapping[str, object]

EXAMPLES = 2 * settings().max_examples  # TDLib answers fast, and its word is law

_NAMES = {
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "BotCommand": "bot_command",
    "EmailAddress": "email",
    "BankCardNumber": "bank_card_number",
    "MediaTimestamp": "media_timestamp",
}
_UNTOLD = frozenset({"bank_card_number", "media_timestamp"})
_TYPES = {name: kind for kind, name in _NAMES.items() if kind != "PreCode"}


class TDLib:
    """The functions of TDLib that need no login."""

    def __init__(self) -> None:
        self._ask(type="setLogStream", log_stream={"@type": "logStreamEmpty"})
        self._ask(type="setLogVerbosityLevel", new_verbosity_level=0)

    def parsed_html(self, text: str) -> Answer:
        """The raw step: a text and its entities, or the refusal after `Bad Request: `."""
        return _answer(
            self._ask(type="parseTextEntities", text=text, parse_mode={"@type": "textParseModeHTML"})
        )

    def cleaned(self, text: str, entities: Sequence[Wire]) -> Answer:
        """The send path without trimming and finding; the text must hold nothing that looks like Markdown."""
        given = {
            "@type": "formattedText",
            "text": text,
            "entities": [_to_tdlib(entity) for entity in entities],
        }
        return _answer(self._ask(type="parseMarkdown", text=given))

    def found(self, text: str) -> list[dict[str, object]]:
        """What is found in a text, as bots are told."""
        return [entity for entity in self._all_found(text) if entity["type"] not in _UNTOLD]

    def finds_card(self, number: str) -> bool:
        """Whether the whole of a text is a bank card."""
        whole = {"type": "bank_card_number", "offset": 0, "length": len(number)}
        return whole in self._all_found(number)

    def _all_found(self, text: str) -> list[dict[str, object]]:
        return [_from_tdlib(entity) for entity in self._ask(type="getTextEntities", text=text)["entities"]]

    def _ask(self, *, type: str, **arguments: object) -> dict[str, Any]:  # noqa: A002 - TDLib's own word
        reply = tdjson.td_execute(json.dumps({"@type": type, **arguments}).encode())
        answer: dict[str, Any] = json.loads(reply or b"")
        return answer


@pytest.fixture(scope="session")
def tdlib() -> TDLib:
    """The judge, silenced."""
    return TDLib()


def answer_of(parse: Callable[..., Formatted], *arguments: object) -> Answer:
    """Our own result or refusal in the form of a judge's answer."""
    try:
        formatted = parse(*arguments)
    except EntityError as error:
        return error.description
    return formatted.text, [dict(entity) for entity in formatted.entities]


def _answer(reply: dict[str, Any]) -> Answer:
    if reply["@type"] == "error":
        message: str = reply["message"]
        return message[0].lower() + message[1:]
    return reply["text"], [_from_tdlib(entity) for entity in reply["entities"]]


def _from_tdlib(entity: dict[str, Any]) -> dict[str, object]:
    about = dict(entity["type"])
    kind = about.pop("@type").removeprefix("textEntityType")
    place = {"offset": entity["offset"], "length": entity["length"]}
    return {"type": _NAMES.get(kind, kind.lower()), **place, **_facts(about)}


def _facts(about: dict[str, Any]) -> dict[str, object]:
    about.pop("media_timestamp", None)
    if "user_id" in about:
        return {"user": {"id": about["user_id"]}}
    if "formatting_type" in about:
        return {"unix_time": about["unix_time"], "date_time_format": _date_format(about["formatting_type"])}
    return about


def _date_format(form: dict[str, Any]) -> str:
    if form["@type"].endswith("Relative"):
        return "r"
    weekday = "w" if form["show_day_of_week"] else ""
    date = {"None": "", "Short": "d", "Long": "D"}[_precision(form["date_precision"])]
    return weekday + date + {"None": "", "Short": "t", "Long": "T"}[_precision(form["time_precision"])]


def _precision(part: dict[str, str]) -> str:
    return part["@type"].removeprefix("dateTimePartPrecision")


def _to_tdlib(entity: Wire) -> dict[str, object]:
    facts = {key: value for key, value in entity.items() if key not in ("type", "offset", "length")}
    name = str(entity["type"])
    kind = "PreCode" if facts.get("language") else _TYPES.get(name, name.capitalize())
    if "user" in facts:
        user = facts.pop("user")
        facts["user_id"] = user["id"] if isinstance(user, Mapping) else 0
    about = {"@type": f"textEntityType{kind}", **facts}
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": about}
