"""Until when, in the words people write behind /pause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from bot.domain.chat import LANGUAGES

OFF = frozenset({"off", "stop", "end", "нет", "стоп", "выкл", "koniec", "关", "停", "结束"})
UNTIL = frozenset({"until", "till", "to", "до", "по", "do", "到", "至"})
_LENGTH = re.compile(
    r"(\d{1,3})\s*(d|days?|w|weeks?|дн?|день|дня|дней|нед\w*|н|dni|dzień|t|tyg\w*|天|周|星期)?"
)
_WEEKS = ("w", "н", "t", "周", "星期")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?")
_CHINESE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?")
_NAMED = re.compile(r"(\d{1,2})\.?\s+([^\W\d]+)\.?(?:\s+(\d{4}))?|([^\W\d]+)\s+(\d{1,2})(?:,?\s+(\d{4}))?")
_ALIKE = 3  # letters of a month's name that tell it from the others


def means_off(words: Sequence[str]) -> bool:
    """Whether these words end a break."""
    return len(words) == 1 and words[0].casefold() in OFF


def until(words: Sequence[str], today: date) -> date | None:
    """The day these words name: `10d`, `2 weeks`, `until 5 May`, `5.05`, `2026-05-05`, `до 5 мая`; None for none.

    A day without a year is the next one of that name after `today`.
    """
    text = " ".join(words).casefold()
    for word in sorted(UNTIL, key=len, reverse=True):
        text = text.removeprefix(word).strip() if text.startswith(word) else text
    if length := _LENGTH.fullmatch(text):
        days = int(length[1]) * (7 if (length[2] or "d").startswith(_WEEKS) else 1)
        return today + timedelta(days=days)
    return _dated(text, today)


def _dated(text: str, today: date) -> date | None:
    if found := _ISO.fullmatch(text):
        return _day(today, found[1], found[2], found[3])
    if found := _NUMBERS.fullmatch(text):
        return _day(today, found[3], found[2], found[1])
    if found := _CHINESE.fullmatch(text):
        return _day(today, found[1], found[2], found[3])
    if found := _NAMED.fullmatch(text):
        month = _months().get((found[2] or found[4])[:_ALIKE])
        return _day(today, found[3] or found[6], str(month or 0), found[1] or found[5])
    return None


def _day(today: date, year: str | None, month: str, day: str) -> date | None:
    """The day, None when the calendar has none such."""
    try:
        if year:
            return date(int(year), int(month), int(day))
        named = date(today.year, int(month), int(day))
        return named if named > today else date(today.year + 1, int(month), int(day))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Months by how their names begin, in every language of ours."""
    return {
        name.casefold()[:_ALIKE]: number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, language).items()
        if not name[0].isdigit()
    }
