"""What the operator decided about learning and sending, as the actions need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from bot.domain.plan import Waking
from bot.domain.schedule import Scheduler

UNDO_WITHIN = timedelta(minutes=10)
STALE_AFTER = timedelta(days=7)  # a question can be answered for so long
WAITS_FOR = timedelta(days=30)  # and one of a session that was not ended for so long
ZONE_BY_LANGUAGE = {"ru": "Europe/Moscow", "pl": "Europe/Warsaw", "zh": "Asia/Shanghai"}


@dataclass(frozen=True, slots=True)
class Policy:
    """`usual_zone` None means: guess from the language. `grace` is how late a daily question may still go out.

    `owners` are the people, by Telegram's ids, who hear what readers say is wrong with the operator's decks.
    """

    scheduler: Scheduler
    new_a_day: int
    usual_time: time
    usual_zone: str | None
    grace: timedelta
    waking: Waking
    owners: tuple[int, ...] = ()

    def zone_for(self, language: str) -> str:
        """The zone of somebody who has not said."""
        return self.usual_zone or ZONE_BY_LANGUAGE.get(language, "UTC")
