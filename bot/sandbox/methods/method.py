"""What a method of the Bot API is to the sandbox: its work, and the parameters it knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.sandbox import refusals
from bot.sandbox.objects import Bot
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

Work = Callable[[World, Bot, Parameters], Any]
Version = tuple[int, int]

_ATTACHED = re.compile(r'attach://([^"\s]+)')  # also inside an object

NEWEST: Version = (10, 3)
PARAMETERS_SINCE: Mapping[str, Version] = MappingProxyType({"rich_message": (10, 1)})
"""Parameters that came to methods older than they are; an older server knows nothing of them."""

SENDING = (
    "chat_id",
    "message_thread_id",
    "disable_notification",
    "protect_content",
    "reply_parameters",
    "reply_markup",
)
NOT_COVERED = frozenset(
    {
        "business_connection_id",
        "inline_message_id",
        "direct_messages_topic_id",
        "allow_paid_broadcast",
        "message_effect_id",
        "suggested_post_parameters",
        "ephemeral_message_parameters",
        "video_start_timestamp",
        "return_bots",
    }
)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: `name` as documented, `work` done for it, the parameters it `takes` and those it has but we lack.

    `sends` is whether it places a message, which is what flood limits count; `since` is the version of the Bot API
    that brought it, where that matters.
    """

    name: str
    work: Work
    takes: frozenset[str]
    lacks: frozenset[str] = field(default=NOT_COVERED)
    sends: bool = False
    since: Version = (0, 0)

    def unknown(self, parameters: Parameters) -> frozenset[str]:
        """Return the names given that Telegram would silently ignore."""
        attached = {name for value in parameters.values.values() for name in _ATTACHED.findall(value)}
        return parameters.names - self.takes - self.lacks - attached

    def heard(self, parameters: Parameters, version: Version) -> Parameters:
        """Return what a server of that `version` hears of the parameters."""
        newer = {name for name, since in PARAMETERS_SINCE.items() if since > version}
        return parameters.without(newer)

    def run(self, world: World, bot: Bot, parameters: Parameters) -> Any:
        """Do the work; raises Refusal, also for a parameter that the sandbox does not cover."""
        for name in sorted(self.lacks & parameters.names):
            raise refusals.not_covered(f"the parameter {name} of {self.name}")
        return self.work(world, bot, parameters)


def method(
    name: str,
    work: Work,
    takes: str | Iterable[str] = (),
    *,
    lacks: Iterable[str] = (),
    sends: bool = False,
    since: Version = (0, 0),
) -> Method:
    """Make a method; `takes` may be one text with the names between spaces."""
    names = takes.split() if isinstance(takes, str) else takes
    return Method(name, work, frozenset(names), NOT_COVERED | frozenset(lacks), sends, since)
