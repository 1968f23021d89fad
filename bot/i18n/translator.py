"""From a key and its arguments to a sentence in one language."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from babel import Locale
from babel.core import get_global
from babel.dates import format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from bot.domain.chat import LANGUAGES
from bot.domain.review import Interval

FOLDER = Path(__file__).parent / "catalogues"
# The English texts are British: a day stands before its month, a list has no comma before its "and".
LOCALES = {"en": "en_GB", "zh": "zh_Hans"}


def catalogue(language: str) -> Catalog:
    """The catalogue of `language` as its translators wrote it."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=LOCALES.get(language, language))


class _Nothing(gettext.NullTranslations):
    """What gettext asks when a catalogue has no such key; on its own it would take the key for the text."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> NoReturn:
        raise KeyError(f"{self._language} has no text for {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> NoReturn:  # noqa: ARG002 - gettext asks like this
        raise KeyError(f"{self._language} has no plural text for {msgid1!r}")


class Translator:
    """Speaks one language: `t("key", name=…)`, `t.plural("key", n)`, dates, numbers and intervals.

    A key that is missing, or an argument that is, raises `KeyError`: the tests prove that none is.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale.parse(LOCALES.get(language, language))
        compiled = BytesIO()
        write_mo(compiled, catalogue(language))
        compiled.seek(0)
        self._texts = gettext.GNUTranslations(compiled)
        self._texts.add_fallback(_Nothing(language))

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, its `{names}` filled in."""
        return self._texts.gettext(key).format(**values)

    def plural(self, key: str, n: int, **values: object) -> str:
        """The text of `key` in the form that `n` asks for; `{n}` is the number as this language writes it."""
        return self._texts.ngettext(key, key, n).format(n=self.number(n), **values)

    def number(self, value: float) -> str:
        """`12345.5` as 12,345.5 or 12 345,5."""
        return format_decimal(value, locale=self._locale)

    def percent(self, share: float) -> str:
        """`0.9` as 90% or 90 %."""
        return format_percent(share, locale=self._locale)

    def interval(self, interval: Interval) -> str:
        """How long until, briefly: 10 mins, 6 days, через 6 дн. without its "через"."""
        # CLDR's "short", not "narrow": that one gives minutes and months the same m in English, and Babel does not
        # know what its Russian, Polish and Chinese inherit ("10 duration-minute"). "long" would have to be declined
        # after "через", and is too wide for five buttons.
        return format_unit(interval.number, f"duration-{interval.unit}", length="short", locale=self._locale)

    def clock(self, at: time) -> str:
        """A time of day, in the 24-hour form people type into /subscribe."""
        return format_time(at, "HH:mm", locale=self._locale)

    def day(self, on: date) -> str:
        """A date in words, without the year."""
        # The whole month: Babel's short one is not declined in Polish ("8 mar", "13 maj").
        return format_skeleton("MMMMd", datetime.combine(on, time()), locale=self._locale)

    def moment(self, at: datetime) -> str:
        """A date and time; `at` carries the reader's zone."""
        weekday = get_day_names("wide", context="stand-alone", locale=self._locale)[at.weekday()]
        return self("date.moment", weekday=weekday, day=self.day(at.date()), clock=self.clock(at.time()))

    def place(self, zone: str) -> str:
        """The city that stands for an IANA zone, as this language writes it; UTC or UTC+3 for a zone without one."""
        if offset := _WITHOUT_CITY.fullmatch(zone):
            sign, hours = offset.groups(default="")
            return f"UTC{'+' if sign == '-' else '-'}{hours}" if sign and hours != "0" else "UTC"
        newest, *older = _names_of(zone)
        known = (self._locale.time_zones.get(name, {}).get("city") for name in (newest, *older))
        return next(filter(None, known), newest.rpartition("/")[2].replace("_", " "))

    def tongue(self, code: str) -> str:
        """The name of a language such as `pt-BR`, as this language writes it; empty for one nobody knows."""
        known = self._locale.languages
        found: str = known.get(code.replace("-", "_")) or known.get(code.partition("-")[0], "")
        return "" if code == "und" else found

    def weekday(self, number: int) -> str:
        """The short name of a day, 0 = Monday."""
        return str(get_day_names("abbreviated", context="stand-alone", locale=self._locale)[number])

    def several(self, items: Sequence[str]) -> str:
        """`a, b and c` as this language joins them."""
        if self.language == "zh":
            # CLDR's "和" would become part of a hashtag before it; the enumeration mark does not, and reads as well.
            return "、".join(items)
        return format_list(items, locale=self._locale)


# POSIX counts westwards: Etc/GMT-3 is three hours ahead of UTC.
_WITHOUT_CITY = re.compile(r"(?:Etc/)?(?:UTC|UCT|GMT|Greenwich|Universal|Zulu)(?:([+-])?(\d+))?")


@cache
def _names_of(zone: str) -> tuple[str, ...]:
    """Every name the zone has ever had, today's first: CLDR keeps a city under its first one, Europe/Kiev."""
    renamed: Mapping[str, str] = get_global("zone_aliases")
    newest = renamed.get(zone, zone)
    return (newest, zone, *sorted(old for old, new in renamed.items() if new == newest))


@cache
def translator(language: str) -> Translator:
    """The translator of `language`, made once; a language we do not speak gets English."""
    return Translator(language if language in LANGUAGES else "en")
