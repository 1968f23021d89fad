"""One translator a language: texts, plurals, numbers, dates, intervals and lists."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.chat import LANGUAGES
from bot.domain.review import Interval
from bot.i18n.translator import translator

in_each_language = pytest.mark.parametrize("language", LANGUAGES)

INTERVALS = {
    "a minute": (Interval(1, "minute"), "1 min", "1 мин", "1 min", "1分钟"),
    "ten minutes": (Interval(10, "minute"), "10 mins", "10 мин", "10 min", "10分钟"),
    "an hour": (Interval(1, "hour"), "1 hr", "1 ч", "1 godz.", "1小时"),
    "four hours": (Interval(4, "hour"), "4 hrs", "4 ч", "4 godz.", "4小时"),
    "a day": (Interval(1, "day"), "1 day", "1 дн.", "1 dzień", "1天"),
    "two days": (Interval(2, "day"), "2 days", "2 дн.", "2 dni", "2天"),
    "six days": (Interval(6, "day"), "6 days", "6 дн.", "6 dni", "6天"),
    "two months": (Interval(2, "month"), "2 mths", "2 мес.", "2 mies.", "2个月"),
    "a month and a half": (Interval(1.5, "month"), "1.5 mths", "1,5 мес.", "1,5 mies.", "1.5个月"),
    "a year": (Interval(1, "year"), "1 yr", "1 г.", "1 rok", "1年"),
    "over a year": (Interval(1.2, "year"), "1.2 yrs", "1,2 г.", "1,2 roku", "1.2年"),
    "five years": (Interval(5, "year"), "5 yrs", "5 л.", "5 lat", "5年"),
}


@pytest.mark.parametrize(("interval", *LANGUAGES), INTERVALS.values(), ids=INTERVALS.keys())
def test_intervals(interval: Interval, en: str, ru: str, pl: str, zh: str) -> None:
    """An interval is brief, declined, and has a decimal point or comma."""
    assert [translator(language).interval(interval) for language in LANGUAGES] == [en, ru, pl, zh]


BACK = {
    "en": ("✓ 4 · in 1 day", "Rated 4. It comes back in 1 day.", "✓ The last one: 4, back in 1 day"),
    "ru": (
        "✓ 4 · через 1 дн.",
        "Оценка: 4. Вопрос вернётся через 1 дн.",
        "✓ Предыдущий вопрос: 4, вернётся через 1 дн.",
    ),
    "pl": (
        "✓ 4 · za 1 dzień",
        "Ocena: 4. Pytanie wróci za 1 dzień",
        "✓ Poprzednie pytanie: 4, wróci za 1 dzień",
    ),
    "zh": ("✓ 4 · 1天后", "已记为4分，1天后再问你。", "✓ 上一题：4分，1天后再问你"),
}


@in_each_language
def test_intervals_in_sentences(language: str) -> None:
    """The sentences around an interval read right: one preposition, one full stop."""
    t = translator(language)
    back = t.interval(Interval(1, "day"))
    keys = ("post.rated", "post.counted", "post.before")
    assert tuple(t(key, rating=4, interval=back) for key in keys) == BACK[language]


@pytest.mark.parametrize(
    ("language", "march", "may"),
    [
        ("en", "8 March", "13 May"),
        ("ru", "8 марта", "13 мая"),
        ("pl", "8 marca", "13 maja"),
        ("zh", "3月8日", "5月13日"),
    ],
)
def test_days(language: str, march: str, may: str) -> None:
    """A date has its month in words, declined."""
    t = translator(language)
    assert (t.day(date(2026, 3, 8)), t.day(date(2026, 5, 13))) == (march, may)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Sunday, 8 March, 09:05"),
        ("ru", "воскресенье, 8 марта, 09:05"),
        ("pl", "niedziela, 8 marca, 09:05"),
        ("zh", "3月8日星期日 09:05"),
    ],
)
def test_moments(language: str, expected: str) -> None:
    """A moment reads in the zone it carries, in the language's order."""
    assert translator(language).moment(datetime(2026, 3, 8, 9, 5, tzinfo=ZoneInfo("Asia/Tokyo"))) == expected


CLOCKS = {
    "morning": (time(7, 5), "07:05"),
    "midnight": (time(0), "00:00"),
    "evening": (time(21, 30), "21:30"),
}


@in_each_language
@pytest.mark.parametrize(("at", "expected"), CLOCKS.values(), ids=CLOCKS.keys())
def test_clocks(language: str, at: time, expected: str) -> None:
    """A time of day is written as people type it, in 24 hours, in every language."""
    assert translator(language).clock(at) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Mon Tue Wed Thu Fri Sat Sun"),
        ("ru", "пн вт ср чт пт сб вс"),
        ("pl", "pon. wt. śr. czw. pt. sob. niedz."),
        ("zh", "周一 周二 周三 周四 周五 周六 周日"),
    ],
)
def test_weekdays(language: str, expected: str) -> None:
    """The week begins on Monday and its days are short."""
    assert " ".join(map(translator(language).weekday, range(7))) == expected


LISTS = {
    "none": ((), "", "", "", ""),
    "one": (("#cnn",), "#cnn", "#cnn", "#cnn", "#cnn"),
    "two": (("#cnn", "#rnn"), "#cnn and #rnn", "#cnn и #rnn", "#cnn i #rnn", "#cnn、#rnn"),
    "three": (("1", "2", "3"), "1, 2 and 3", "1, 2 и 3", "1, 2 i 3", "1、2、3"),
}


@pytest.mark.parametrize(("items", *LANGUAGES), LISTS.values(), ids=LISTS.keys())
def test_lists(items: tuple[str, ...], en: str, ru: str, pl: str, zh: str) -> None:
    """A list is joined as the language joins it, and leaves hashtags alone."""
    assert [translator(language).several(items) for language in LANGUAGES] == [en, ru, pl, zh]


NUMBERS = {
    "small": (7, "7", "7", "7", "7"),
    "thousands": (1234, "1,234", "1\N{NO-BREAK SPACE}234", "1\N{NO-BREAK SPACE}234", "1,234"),
    "a part": (12.5, "12.5", "12,5", "12,5", "12.5"),
}


@pytest.mark.parametrize(("value", *LANGUAGES), NUMBERS.values(), ids=NUMBERS.keys())
def test_numbers(value: float, en: str, ru: str, pl: str, zh: str) -> None:
    """A number has the language's separators."""
    assert [translator(language).number(value) for language in LANGUAGES] == [en, ru, pl, zh]


def test_percents() -> None:
    """A share is written in whole percents, apart from its sign where the language has it so."""
    shares = [translator(language).percent(0.904) for language in LANGUAGES]
    assert shares == ["90%", "90\N{NO-BREAK SPACE}%", "90%", "90%"]


QUESTIONS = {
    "none": (0, "0 questions", "0 вопросов", "0 pytań", "0道题"),
    "one": (1, "1 question ", "1 вопрос ", "1 pytanie ", "有1道题"),
    "two": (2, "2 questions", "2 вопроса", "2 pytania", "2道题"),
    "five": (5, "5 questions", "5 вопросов", "5 pytań", "5道题"),
    "twelve": (12, "12 questions", "12 вопросов", "12 pytań", "12道题"),
    "twenty-one": (21, "21 questions", "21 вопрос ", "21 pytań", "21道题"),
    "twenty-two": (22, "22 questions", "22 вопроса", "22 pytania", "22道题"),
    "a hundred and eleven": (111, "111 questions", "111 вопросов", "111 pytań", "111道题"),
}


@pytest.mark.parametrize(("n", *LANGUAGES), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_plurals(n: int, en: str, ru: str, pl: str, zh: str) -> None:
    """A plural has the form its number asks for."""
    texts = [translator(language).plural("start.cards", n) for language in LANGUAGES]
    assert [start in text for start, text in zip((en, ru, pl, zh), texts, strict=True)] == [True] * 4, texts


@in_each_language
def test_a_plural_takes_more_than_its_number(language: str) -> None:
    """Other arguments of a plural are filled in beside the number."""
    text = translator(language).plural("stats.streak", 1234, best="77")
    assert translator(language).number(1234) in text
    assert "77" in text


@in_each_language
def test_a_missing_key_raises(language: str) -> None:
    """A key without a text is an error, never a text."""
    with pytest.raises(KeyError, match=r"no text for 'post\.nowhere'"):
        translator(language)("post.nowhere")
    with pytest.raises(KeyError, match=r"no plural text for 'post\.nowhere'"):
        translator(language).plural("post.nowhere", 2)


@in_each_language
def test_a_missing_argument_raises(language: str) -> None:
    """An argument nobody gave is an error, even when none is given at all."""
    t = translator(language)
    with pytest.raises(KeyError, match="done"):
        t("post.step", size=5)
    with pytest.raises(KeyError, match="done"):
        t("post.step")
    with pytest.raises(KeyError, match="best"):
        t.plural("stats.streak", 3)


def test_a_stranger_gets_english() -> None:
    """A language we do not speak is answered in English."""
    assert translator("tlh").language == "en"


def test_each_speaks_its_own() -> None:
    """Every language says in itself that it is spoken."""
    said = [translator(language)("settings.language_done") for language in LANGUAGES]
    assert said == [
        "I speak English here now.",
        "Теперь я говорю здесь по-русски.",
        "Od teraz mówię tu po polsku.",
        "现在起我在这里说中文。",
    ]


PLACES = {
    "a city": ("Europe/Warsaw", "Warsaw", "Варшава", "Warszawa", "华沙"),
    "a city renamed": ("Europe/Kyiv", "Kyiv", "Киев", "Kijów", "基辅"),
    "a city by its old name": ("Asia/Calcutta", "Kolkata", "Калькутта", "Kalkuta", "加尔各答"),
    "a city in a region": (
        "America/Argentina/Buenos_Aires", "Buenos Aires", "Буэнос-Айрес", "Buenos Aires", "布宜诺斯艾利斯",
    ),
    "no city": ("UTC", "UTC", "UTC", "UTC", "UTC"),
    "no city, by its long name": ("Etc/UTC", "UTC", "UTC", "UTC", "UTC"),
    "an offset to the east": ("Etc/GMT-3", "UTC+3", "UTC+3", "UTC+3", "UTC+3"),
    "an offset to the west": ("Etc/GMT+11", "UTC-11", "UTC-11", "UTC-11", "UTC-11"),
    "no offset": ("Etc/GMT0", "UTC", "UTC", "UTC", "UTC"),
}  # fmt: skip


@pytest.mark.parametrize(("zone", *LANGUAGES), PLACES.values(), ids=PLACES.keys())
def test_places(zone: str, en: str, ru: str, pl: str, zh: str) -> None:
    """A zone is called by its city in the reader's language, or by its distance from UTC."""
    assert [translator(language).place(zone) for language in LANGUAGES] == [en, ru, pl, zh]


@in_each_language
def test_every_zone_has_a_place(language: str) -> None:
    """No zone that somebody may choose is shown as a path, or not at all."""
    places = {name: translator(language).place(name) for name in available_timezones()}
    assert [name for name, place in places.items() if not place or "_" in place or "/" in place] == []
