"""Time zones: by name, by what a person types, and what a wall clock's time is as an instant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.errors import ClockError

_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?")
_BROKEN_OFFSETS = {  # the zones off the full hour that never change their clocks
    "-9:30": "Pacific/Marquesas",
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+8:45": "Australia/Eucla",
    "+9:30": "Australia/Darwin",
}
# Cities people type that have no zone of their own, or another name in it.
_OTHER_CITIES = {
    "America/Chicago": "austin dallas houston",
    "America/Los_Angeles": "san-francisco seattle portland san-diego la",
    "America/New_York": "boston washington atlanta miami philadelphia nyc",
    "America/Toronto": "ottawa montreal",
    "Asia/Almaty": "алматы astana астана",
    "Asia/Ho_Chi_Minh": "saigon hanoi",
    "Asia/Hong_Kong": "香港",
    "Asia/Kolkata": "mumbai delhi new-delhi bangalore bengaluru hyderabad chennai pune",
    "Asia/Novosibirsk": "новосибирск",
    "Asia/Shanghai": "beijing shenzhen guangzhou hangzhou chengdu 北京 上海 深圳 广州 杭州 成都 南京 武汉",
    "Asia/Singapore": "新加坡",
    "Asia/Taipei": "台北",
    "Asia/Tashkent": "ташкент",
    "Asia/Tbilisi": "тбилиси",
    "Asia/Tel_Aviv": "тель-авив haifa",
    "Asia/Tokyo": "东京 osaka",
    "Asia/Vladivostok": "владивосток",
    "Asia/Yekaterinburg": "екатеринбург",
    "Asia/Yerevan": "ереван",
    "Europe/Berlin": "munich hamburg frankfurt cologne берлин",
    "Europe/Belgrade": "белград",
    "Europe/Kyiv": "киев київ kijow lviv",
    "Europe/London": "edinburgh manchester cambridge oxford лондон londyn",
    "Europe/Madrid": "barcelona",
    "Europe/Minsk": "минск",
    "Europe/Moscow": "москва moskwa saint-petersburg st-petersburg санкт-петербург петербург казань",
    "Europe/Rome": "milan",
    "Europe/Samara": "самара",
    "Europe/Warsaw": "warszawa варшава krakow cracow wroclaw poznan gdansk lodz katowice lublin",
    "Europe/Zurich": "geneva basel",
}


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as `Europe/Warsaw`.

    Raises `ClockError`, which names the nearest ones, when there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as e:
        near = ", ".join(nearest_zones(name))
        hint = f"did you mean {near}?" if near else "use an IANA name such as Europe/Warsaw"
        raise ClockError(f"no time zone {name!r}: {hint}") from e


def find_zone(text: str) -> str | None:
    """The IANA name a person means by a zone, a city or an offset from UTC, or None when it is not clear.

    `warsaw`, `New York`, `Варшава`, `europe/warsaw`, `UTC+3`, `+05:30`. An offset never changes its clocks.
    """
    typed = _folded(text)
    offset = _OFFSET.fullmatch(typed)
    if offset:
        return _by_offset(*offset.groups(default="00"))
    return "UTC" if typed in {"utc", "gmt", "z"} else _spellings().get(typed)


def nearest_zones(text: str, count: int = 3) -> tuple[str, ...]:
    """Up to `count` IANA names whose city or whole name is spelled nearly like `text`, the nearest first."""
    names = {typed: name for typed, name in _spellings().items() if name.startswith(_AREAS)}
    near = get_close_matches(_folded(text), sorted(names), n=3 * count, cutoff=0.7)
    return tuple(dict.fromkeys(names[typed] for typed in near))[:count]


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the clocks of `zone` show `local`, a time without a zone.

    A time that occurs twice is the first; one that a clock change leaves out is the moment after the change.
    """
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local.replace(fold=0):
        return first
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _change_between(before, first, zone)


@lru_cache(4096)
def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first moment (UTC) of a calendar day in `zone`; of the next one when the zone left the day out."""
    return instant(datetime.combine(day, time()), zone)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset changes; PEP 495 puts the two readings of a missing time around it."""
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return (before + timedelta(seconds=high)).replace(microsecond=0)


def _by_offset(sign: str, hours: str, minutes: str) -> str | None:
    if minutes != "00":
        return _BROKEN_OFFSETS.get(f"{sign}{int(hours)}:{minutes}")
    if int(hours) == 0:
        return "UTC"
    # POSIX counts westwards: Etc/GMT-3 is three hours ahead of UTC.
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}"
    return _spellings().get(_folded(name))


@cache
def _spellings() -> Mapping[str, str]:
    """Folded names and cities -> IANA names; kept, as finding out which zones there are reads their folders."""
    known = sorted(available_timezones(), reverse=True)  # of two zones with one city, the first by name
    others = {_folded(city): name for name, cities in _OTHER_CITIES.items() for city in cities.split()}
    cities = {
        _folded(name.rsplit("/", 1)[1]): name for name in known if "/" in name and name.startswith(_AREAS)
    }
    return MappingProxyType({_folded(name): name for name in known} | others | cities)


def _folded(text: str) -> str:
    """Without case, accents, and differences between space, `_` and `-`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    signed = re.sub(r"\s*([+-])\s*(?=\d)", r"\1", bare.replace("ł", "l").replace("−", "-").strip())
    return re.sub(r"[\s_]+", "-", signed)
