"""Whether a post sells, announces or points elsewhere instead of asking."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_LINK = re.compile(r"https?://\S+|\bt\.me/\S+|(?<![\w.])@[A-Za-z]\w{3,}")
_MONEY = re.compile(
    r"(?:[-−–]\s?\d{1,2}\s?%|\d{1,2}\s?% off|\d[\d \u00a0]{0,9}\s?(?:₽|руб|zł|€|USD)|[$€£]\s?\d)"
)
_MAYBE_MONEY = re.compile("[%₽€$£]|руб|zł|USD")  # in all that _MONEY finds, and much faster to look for
_NUMBERED = re.compile(r"\berid\b", re.IGNORECASE)
_HASHTAG = re.compile(r"#(?:реклама|ad|ads|sponsored|promo|reklama|партн[её]рск\w*)\b", re.IGNORECASE)
# For folded text.
_CALL_PHRASES = (
    r"подпи(?:сывайт|шит|шис)\w*; регистр(?:ируй|ация)\w*; записыва(?:йт|ем)\w*; запишит\w*; промокод\w*; "
    r"скидк\w*; вебинар\w*; успейт\w*; присоединя\w*; приглаша\w*; розыгрыш\w*; по рекламе; реклама; "
    r"учиться у нас; наши каналы; обратн\w+ связ\w+; ваканси\w*; наш\w* (?:нов\w+ )?курс\w*; "
    r"старт (?:\d|курса|обучения|потока); осталось \d+ мест; \bsubscribe\b; \bsign up\b; "
    r"\bregister (?:now|here|today)\b; \bpromo code\b; \bpromocode\b; \bdiscount code\b; \bwebinar\b; "
    r"\bjoin (?:us|our|now|the)\b; \benrol+ (?:now|today|in)\b; \bgiveaway\b; \bsponsored\b; "
    r"\bour channels?\b; \bhiring\b; \bfeedback:; \bad:; \badvert\w*:; "
    r"\bour (?:new )?(?:course|bootcamp)\b; \bseats left\b; \bspots left\b; zapisz się; dołącz\b; "
    r"kod rabatowy; rabat\w*; promocj\w*; webinar\w*; zaprasza\w*; reklam\w*; subskrybuj\w*; "
    r"nasze kanały; nasz\w* (?:now\w+ )?kurs\w*; rusza\w* zapisy; zapisy na; 报名; 扫码; 优惠; 广告; 推广; 关注我们; "
    r"订阅; 免费领取"
)


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """One pattern of many, in alternatives by their first letters: so a search passes over all other letters."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        whole = phrase.removeprefix(r"\b")
        before = rf"(?<!\w{whole[0]})" if whole != phrase else ""
        by_letter[whole[0]].append(before + whole[1:])
    return re.compile("|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in by_letter.items()))


_CALL = _any_of(_CALL_PHRASES.split("; "))
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
    money = _MONEY.search(text) if _MAYBE_MONEY.search(text) else None
    called = set(_CALL.findall(folded))
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
    return _CALL.search(folded) is not None or _TO_READERS.match(folded) is not None


def _marked(text: str, folded: str) -> re.Match[str] | None:
    signs = ((_NUMBERED, "erid" in folded), (_HASHTAG, "#" in text))
    found = [sign.search(text) for sign, may_be in signs if may_be]
    return min(filter(None, found), key=lambda each: each.start(), default=None)
