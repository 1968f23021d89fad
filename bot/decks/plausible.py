"""How much sense a decoded text makes: what tells the right encoding of a few words from the wrong ones.

Each judge looks only at what is not ASCII, as all the encodings agree on the rest, and gives about 1 for text in its
languages, 0 and less for noise. A few words are enough, where statistics of whole pages would guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

# How common the letters of Russian are, in percent; the letters Ukrainian and Belarusian have besides.
# Source: frequencies of the National Corpus of the Russian Language.
_RUSSIAN = dict(zip(
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    (11, 8.5, 8, 7.4, 6.7, 6.3, 5.5, 4.7, 4.5, 4.4, 3.5, 3.2, 3, 2.8, 2.6, 2, 1.9, 1.7, 1.7, 1.6, 1.6, 1.4, 1.2,
     1, 0.9, 0.7, 0.6, 0.5, 0.4, 0.3, 0.3, 0.1, 0.1),
    strict=True,
)) | dict.fromkeys("іїєґў", 0.8)  # fmt: skip
_OFTEN = 3.0  # percent from which a letter is as good as any
_VOWELS = frozenset("аеёиоуыэюяіїє")
# Characters that a Chinese text of a few lines can hardly avoid, those of questions and of learning among them.
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家"
    "种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民"
    "第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话"
    "合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神"
    "总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则"
    "听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候"
    "带导争运答案型据库索引过拟合模型训练网络函数什简述区"
)  # fmt: skip
_TYPOGRAPHIC = frozenset("«»„“”‘’‚‹›–—…•·№°§©®™€\xa0±×÷")
_HAN_MARKS = re.compile("[\u3000-\u303f\uff00-\uffef“”‘’…—·]")
_WORD = re.compile(r"[^\W\d_]+")
_WIDE_RUN = 3
_MOST_FOREIGN = 0.45


def cyrillic(text: str) -> float:
    """How much the letters outside ASCII look like Russian or its neighbours."""
    return _mean(_cyrillic_weights(text))


def _cyrillic_weights(text: str) -> Iterator[float]:
    for word in _WORD.findall(text):
        mixed = any(letter.isascii() for letter in word) and not word.isascii()
        spoilt = mixed or not (word.islower() or word.isupper() or word.istitle() or word[1:].islower())
        for letter in word:
            if not letter.isascii():
                common = _RUSSIAN.get(letter.lower())
                yield -0.5 if spoilt or common is None else min(1.0, common / _OFTEN)
        if len(word) > 2 and not word.isascii():
            yield 1.0 if _VOWELS & set(word.lower()) else -1.0
    yield from _signs(text)


def chinese(text: str) -> float:
    """How much the characters outside ASCII look like Chinese."""
    return _mean(_chinese_weights(text))


def _chinese_weights(text: str) -> Iterator[float]:
    for letter in text:
        if letter in _COMMON_HAN:
            yield 1.2
        elif "\u4e00" <= letter <= "\u9fff":
            yield 0.6 if _of_level_one(letter) else -0.2
        elif not letter.isascii():
            yield 0.6 if _HAN_MARKS.match(letter) else -0.5


def _of_level_one(letter: str) -> bool:
    """Whether a character is among the 3,755 common ones of GB 2312."""
    try:
        return 0xB0 <= letter.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def latin(alphabet: str) -> Callable[[str], float]:
    """A judge of languages in Latin letters which have those of `alphabet` besides."""
    known = frozenset(alphabet)

    def judge(text: str) -> float:
        return _mean(_latin_weights(text, known))

    return judge


def _latin_weights(text: str, known: frozenset[str]) -> Iterator[float]:
    for word in _WORD.findall(text):
        foreign = [letter for letter in word if not letter.isascii()]
        crowded = len(foreign) >= _WIDE_RUN and len(foreign) > _MOST_FOREIGN * len(word)
        torn = any(b.isupper() and a.islower() for a, b in pairwise(word))
        for letter in foreign:
            yield -0.5 if crowded or torn else 1.0 if letter in known else -0.3
    yield from _signs(text, known)


def _signs(text: str, known: frozenset[str] = frozenset()) -> Iterator[float]:
    """What is neither a letter nor ASCII: the marks of good typography, or the rubbish a wrong encoding gives."""
    for i, letter in enumerate(text):
        if letter.isascii() or letter.isalpha():
            continue
        inside = text[i - 1 : i].isalpha() and text[i + 1 : i + 2].isalpha()
        fits = letter in _TYPOGRAPHIC or (letter in known and not inside)
        yield 0.7 if fits and not (inside and letter not in "’‘—–\xa0") else -0.5


def utf16(text: str) -> float:
    """How much a text with zero bytes looks like words: letters of the usual scripts, spaces, no control characters."""
    return _mean(_wide_weights(text))


def _wide_weights(text: str) -> Iterator[float]:
    for letter in text:
        if letter.isascii():
            yield 1.0 if letter.isprintable() or letter in "\t\r\n" else -2.0
        elif letter < "\u0250" or "\u0400" <= letter <= "\u045f" or letter in _COMMON_HAN:
            yield 1.0
        elif _HAN_MARKS.match(letter) or "\u4e00" <= letter <= "\u9fff" or "\u2010" <= letter <= "\u2122":
            yield 0.4
        else:
            yield -0.7


def _mean(weights: Iterator[float]) -> float:
    found = list(weights)
    return sum(found) / len(found) if found else 0.0
