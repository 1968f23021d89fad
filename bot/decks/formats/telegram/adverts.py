"""Whether a post sells, announces or points elsewhere instead of asking."""

from __future__ import annotations

import re

_LINK = re.compile(r"https?://\S+|\bt\.me/\S+|(?<![\w.])@[A-Za-z]\w{3,}")
_MONEY = re.compile(
    r"(?:[-−–]\s?\d{1,2}\s?%|\d{1,2}\s?% off|\d[\d \u00a0]{0,9}\s?(?:₽|руб|zł|€|USD)|[$€£]\s?\d)"
)
_DECISIVE = re.compile(
    r"\berid\b|#(?:реклама|ad|ads|sponsored|promo|reklama|партн[её]рск\w*)\b", re.IGNORECASE
)
# For folded text: where case counts, an alternative is passed over by its first letter, which is many times as fast.
_CALLS = re.compile(
    r"подпи(?:сывайт|шит|шис)\w*|регистр(?:ируй|ация)\w*|записыва(?:йт|ем)\w*|запишит\w*|промокод\w*|скидк\w*|"
    r"вебинар\w*|успейт\w*|присоединя\w*|приглаша\w*|розыгрыш\w*|по рекламе|реклама|учиться у нас|наши "
    r"каналы|"
    r"обратн\w+ связ\w+|ваканси\w*|"
    r"\b(?:(?:subscribe|sign up|register (?:now|here|today)|promo ?code|discount code|webinar|"
    r"join (?:us|our|now|the)|enrol+ (?:now|today|in)|giveaway|sponsored|our channels?|hiring)\b|"
    r"feedback:|ad(?:vert\w*)?:)|"
    r"zapisz się|dołącz\b|kod rabatowy|rabat\w*|promocj\w*|webinar\w*|zaprasza\w*|reklam\w*|subskrybuj\w*|"
    r"nasze kanały|"
    r"наш\w* (?:нов\w+ )?курс\w*|старт (?:\d|курса|обучения|потока)|осталось \d+ мест|"
    r"\b(?:our (?:new )?(?:course|bootcamp)|(?:seats|spots) left)\b|"
    r"nasz\w* (?:now\w+ )?kurs\w*|rusza\w* zapisy|zapisy na|"
    r"报名|扫码|优惠|广告|推广|关注我们|订阅|免费领取"
)
# A first line that asks what its readers want, not what they know.
_TO_READERS = re.compile(
    r"\W*(?P<ask>(?:а )?(?:хотите|хочешь|зна(?:ете|ешь)(?! ли)|готовы|мечтаете|устали|надоело|ищете)\b|"
    r"(?:(?:do you )?want to|are you ready|ready to|looking for|tired of|struggling)\b|"
    r"(?:chcesz|szukasz|marzysz)\b|想[^?？\n]{1,40}吗)"
)
_ENOUGH = 20_000  # a post of Telegram has at most 4,096 characters


def advert(text: str, *, asks: bool) -> str:
    """Why a post is an advert or an announcement, empty when it is none.

    A link, a price, each call to do something and a question what readers want count one; a post whose first line
    `asks` needs more of them, because an answer may well point to further reading.
    """
    text = text[:_ENOUGH]
    folded = text.casefold()
    if found := _marked(text, folded):
        return f"an advert: it says {found[0]!r}"
    link = _LINK.search(text) if "/" in text or "@" in text else None
    money = _MONEY.search(text)
    called = set(_CALLS.findall(folded))
    if (link or money) and (to_readers := _TO_READERS.match(folded)):
        called.add(to_readers["ask"])
    weight = bool(link) + bool(money) + len(called)
    sells = bool(called) and weight >= (2 if link or not asks else 3)
    if not sells and (asks or not link):
        return ""
    signs = sorted(called) + [sign[0] for sign in (link, money) if sign]
    return "an advert or an announcement: " + ", ".join(signs[:4])


def marked_advert(text: str) -> bool:
    """Whether a post says itself that it is an advert, as the law may demand: `erid: …`, `#ad`."""
    return _marked(text[:_ENOUGH], text[:_ENOUGH].casefold()) is not None


def calls_readers(text: str) -> bool:
    """Whether a text calls its readers to anything, or asks what they want."""
    folded = text[:_ENOUGH].casefold()
    return _CALLS.search(folded) is not None or _TO_READERS.match(folded) is not None


def _marked(text: str, folded: str) -> re.Match[str] | None:
    return _DECISIVE.search(text) if "#" in text or "erid" in folded else None
