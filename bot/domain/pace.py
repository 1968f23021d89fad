"""How fast a person wants to go: limits, lighter days, hours, and how often we may write when nobody answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.breaks import Break, current
from bot.domain.plan import Waking
from bot.domain.zones import instant

BACKLOG = 2  # days' load that may wait before a plan is offered
USUAL_LOAD = 20  # reviews a day of somebody who set no limit
QUIET_AFTER = 3  # follow-ups ignored in a row
_A_DAY = timedelta(hours=20)  # a little less, so that the hour does not creep
_FEW_DAYS = timedelta(days=3) - timedelta(hours=4)
_AN_HOUR = timedelta(hours=1)
_A_WHILE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Pace:
    """What a person chose; None is as the operator set it, or without limit.

    `new_a_day` and `reviews_a_day` are cards, halved on `light_days` (0 = Monday); `hours` are those over which due
    cards are spread, None: they come as soon as they are due. `backlog_a_day` is how many come a day while a backlog
    is worked off. `ignored` is how many follow-ups in a row were left unanswered; `status_day` and
    `status_message_id` are of the message that counts the day.
    """

    new_a_day: int | None = None
    reviews_a_day: int | None = None
    hours: Waking | None = None
    light_days: frozenset[int] = frozenset()
    backlog_a_day: int | None = None
    breaks: tuple[Break, ...] = ()
    ignored: int = 0
    status_day: date | None = None
    status_message_id: int | None = None

    def new_on(self, day: date, usual: int) -> int:
        """How many never-seen cards may come by themselves on the person's `day`."""
        return self._on(day, usual if self.new_a_day is None else self.new_a_day)

    def reviews_on(self, day: date) -> int | None:
        """How many due cards may come by themselves on the person's `day`; None: all."""
        limit = self.reviews_a_day if self.backlog_a_day is None else self.backlog_a_day
        return None if limit is None else self._on(day, limit)

    def on_break(self, day: date) -> Break | None:
        """The break this day belongs to, or None."""
        return current(self.breaks, day)

    def patience(self) -> timedelta:
        """How long an unanswered follow-up keeps others back: longer, the more were ignored in a row."""
        gaps = (_A_DAY, _FEW_DAYS) if self.hours is None else (_A_WHILE, _A_DAY, _FEW_DAYS)
        return gaps[min(self.ignored // QUIET_AFTER, len(gaps) - 1)]

    def backlogged(self, waiting: int) -> bool:
        """Whether more cards wait than two days can take."""
        return waiting > BACKLOG * (self.reviews_a_day or USUAL_LOAD)

    def ignored_again(self) -> Pace:
        """After one more follow-up that was left unanswered."""
        return replace(self, ignored=self.ignored + 1)

    def _on(self, day: date, limit: int) -> int:
        """Half on a lighter day, rounded up, so that something remains of one."""
        return (limit + 1) // 2 if day.weekday() in self.light_days else limit


AS_USUAL = Pace()


def turn(hours: Waking, day: date, zone: ZoneInfo, asked: int, total: int) -> datetime:
    """When (UTC) the next of the day's `total` due cards comes, after `asked` of them: at even distances.

    The first comes when the hours begin, and the last so long before they end as the others are apart.
    """
    begin = instant(datetime.combine(day, hours.start), zone)
    end = instant(datetime.combine(day, hours.end), zone)
    if end <= begin:
        end = instant(datetime.combine(day + timedelta(days=1), hours.end), zone)
    share = (end - begin) / max(total, 1)
    return (begin + min(asked, total) * share).astimezone(UTC)


def still_an_echo(due: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a card that was missed and came due at `due` may come at any hour: today, or within the last hour."""
    return now - due <= _AN_HOUR or due.astimezone(zone).date() == now.astimezone(zone).date()


def minutes(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def clock(since_midnight: int) -> time:
    """The time of day so many minutes after midnight."""
    return time(since_midnight // 60 % 24, since_midnight % 60)
