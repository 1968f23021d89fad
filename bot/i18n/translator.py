"""From a key and its arguments to a sentence in one language."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_datetime, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from bot.domain.chat import LANGUAGES
from bot.domain.review import Interval

FOLDER = Path(__file__).parent / "catalogues"
LOCALES = {"zh": "zh_Hans"}


def catalogue(language: str) -> Catalog:
    """The catalogue of `language` as its translators wrote it."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=LOCALES.get(language, language))


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

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, its `{names}` filled in."""
        text = self._texts.gettext(key)
        if text == key:
            raise KeyError(f"{self.language} has no text for {key!r}")
        return text.format(**values) if values else text

    def plural(self, key: str, n: int, **values: object) -> str:
        """The text of `key` in the form that `n` asks for; `{n}` is the number as this language writes it."""
        text = self._texts.ngettext(key, key, n)
        if text == key:
            raise KeyError(f"{self.language} has no plural text for {key!r}")
        return text.format(n=self.number(n), **values)

    def number(self, value: float) -> str:
        """`1234.5` as 1,234.5 or 1 234,5."""
        return format_decimal(value, locale=self._locale)

    def percent(self, share: float) -> str:
        """`0.9` as 90% or 90 %."""
        return format_percent(share, locale=self._locale)

    def interval(self, interval: Interval) -> str:
        """How long until, briefly: 10 min, 6 d."""
        return format_unit(interval.number, f"duration-{interval.unit}", length="narrow", locale=self._locale)

    def clock(self, at: time) -> str:
        """A time of day, in the 24-hour form people type into /subscribe."""
        return format_time(at, "HH:mm", locale=self._locale)

    def day(self, on: date) -> str:
        """A date in words, without the year."""
        return format_skeleton("MMMd", datetime.combine(on, time()), locale=self._locale)

    def moment(self, at: datetime) -> str:
        """A date and time; `at` carries the reader's zone."""
        weekday = format_datetime(at, "EEE", locale=self._locale)
        return f"{weekday} {self.day(at.date())}, {self.clock(at.time())}"

    def weekday(self, number: int) -> str:
        """The short name of a day, 0 = Monday."""
        return str(get_day_names("abbreviated", context="stand-alone", locale=self._locale)[number])

    def several(self, items: Sequence[str]) -> str:
        """`a, b and c` as this language joins them."""
        return format_list(items, locale=self._locale)


@cache
def translator(language: str) -> Translator:
    """The translator of `language`, made once; a language we do not speak gets English."""
    return Translator(language if language in LANGUAGES else "en")
