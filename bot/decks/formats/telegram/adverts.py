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
    r"报名|扫码|优惠|广告|推广|关注我们|订阅|免费领取"
)
_ENOUGH = 20_000  # a post of Telegram has at most 4,096 characters


def advert(text: str, *, asks: bool) -> str:
    """Why a post is an advert or an announcement, empty when it is none.

    A link, a price and each call to do something count one; a post whose first line `asks` needs more of
    them, because an answer may well point to further reading.
    """
    text = text[:_ENOUGH]
    folded = text.casefold()
    if ("#" in text or "erid" in folded) and (found := _DECISIVE.search(text)):
        return f"an advert: it says {found[0]!r}"
    link = _LINK.search(text) if "/" in text or "@" in text else None
    money = _MONEY.search(text)
    calls = set(_CALLS.findall(folded))
    weight = bool(link) + bool(money) + len(calls)
    sells = bool(calls) and weight >= (2 if link or not asks else 3)
    if not sells and (asks or not link):
        return ""
    signs = sorted(calls) + [sign[0] for sign in (link, money) if sign]
    return "an advert or an announcement: " + ", ".join(signs[:4])
