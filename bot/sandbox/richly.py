"""Rich messages read from a call, and refused when Telegram would refuse them."""

from __future__ import annotations

from typing import Any

from bot.sandbox import refusals
from bot.sandbox.entities import is_blank
from bot.sandbox.objects import Rich
from bot.sandbox.parameters import Parameters
from bot.sandbox.rich import NotCoveredError, RichError, TooMuchError, plain_text, read_blocks

_CONTENTS = ("html", "markdown", "blocks")
_FLAGS = ("is_rtl", "skip_entity_detection")
_TOO_MUCH = {
    "characters": refusals.RICH_TOO_LONG,
    "blocks": refusals.RICH_TOO_MANY_BLOCKS,
    "levels": refusals.RICH_TOO_DEEP,
    "columns": refusals.RICH_TOO_WIDE,
}


def read_rich(parameters: Parameters) -> Rich:
    """Return the rich message of a call.

    Raises Refusal when it is empty, over a limit, not to be parsed, or in a form the sandbox does not cover.
    """
    given = parameters.structure("rich_message", refusals.RICH_NOT_JSON)
    if not isinstance(given, dict):
        raise refusals.RICH_NOT_JSON.refusal()
    rtl, skip = (_flag(given, name) for name in _FLAGS)
    try:
        blocks = read_blocks(_html(given), detect=not skip)
    except RichError as error:
        raise refusals.server_error(400, str(error)) from error
    except NotCoveredError as error:
        raise refusals.not_covered(str(error)) from error
    except TooMuchError as error:
        raise _TOO_MUCH[error.what].refusal() from error
    plain = plain_text(blocks)
    if is_blank(plain):
        raise refusals.RICH_EMPTY.refusal()
    return Rich(blocks, plain, rtl)


def _html(given: dict[str, Any]) -> str:
    contents = [name for name in _CONTENTS if name in given]
    if len(contents) != 1:
        raise refusals.RICH_EMPTY.refusal()
    if foreign := given.keys() - {"html", *_FLAGS}:
        raise refusals.not_covered(f"{min(foreign)} in rich_message")
    if not isinstance(given["html"], str):
        raise refusals.RICH_NOT_JSON.refusal()
    return given["html"]


def _flag(given: dict[str, Any], name: str) -> bool:
    found = given.get(name, False)
    if not isinstance(found, bool):
        raise refusals.RICH_NOT_JSON.refusal()
    return found
