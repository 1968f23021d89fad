"""Which language a text is written in, by its script and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_NOT_PROSE = re.compile(
    r"```[^`]{0,5000}```|\$\$?[^$]{1,2000}\$\$?|`[^`]{1,2000}`|https?://\S+|[@#]\S+|\\[A-Za-z]+"
)
_WORD = re.compile(r"[^\W\d_]+")

# Words that a text of any length can hardly avoid; one that two languages have speaks for both.
_COMMON = {
    "en": "the of and to is that it for with are be this which on as by an what how from when can",
    "pl": "nie się jest że na do jak to są dla przez czym jakie oraz może od jego które gdy tylko więc",
    "de": "der die das und ist nicht ein eine mit für auf von wie wird werden zu den dem sich oder",
    "fr": "le la les des est une pour dans que qui avec sur pas par sont plus ou quelle comment ce",
    "es": "el los las una que es para con por como se del qué cuál más son entre cuando sobre al",
}
_LANGUAGES_OF = {
    word: [code for code, words in _COMMON.items() if word in words.split()]
    for word in " ".join(_COMMON.values()).split()
}
_POLISH = frozenset("ąćęłńśźż")
_UKRAINIAN = frozenset("іїєґ")
_KNOWN = 20_000


def guess_language(text: str) -> str:
    """The language of a text: en, ru, pl, zh, or uk, ja, ko, de, fr, es; `und` when nothing tells.

    Formulas, code, links and hashtags do not count. The first 20,000 characters decide.
    """
    words = _WORD.findall(_NOT_PROSE.sub(" ", text[:_KNOWN]).casefold())
    letters = Counter(_script(letter) for word in words for letter in word)
    if not letters:
        return "und"
    # One ideograph or syllable stands for about three letters of an alphabet.
    east = 3 * (letters["han"] + letters["kana"] + letters["hangul"])
    if east > letters["latin"] + letters["cyrillic"]:
        return _eastern(letters)
    # A foreign term in Latin letters is common in a Russian text; a Cyrillic one in an English text is not.
    if 2 * letters["cyrillic"] > letters["latin"]:
        return "uk" if any(_UKRAINIAN & set(word) for word in words) else "ru"
    return _western(words)


def _script(letter: str) -> str:
    if letter <= "\u024f":
        return "latin"
    for script, first, last in (
        ("cyrillic", "\u0400", "\u052f"),
        ("kana", "\u3040", "\u30ff"),
        ("han", "\u3400", "\u9fff"),
        ("hangul", "\uac00", "\ud7a3"),
    ):
        if first <= letter <= last:
            return script
    return "other"


def _eastern(letters: Counter[str]) -> str:
    if letters["hangul"] > letters["han"]:
        return "ko"
    return "ja" if letters["kana"] * 5 > letters["han"] else "zh"


def _western(words: list[str]) -> str:
    votes = Counter(code for word in words for code in _LANGUAGES_OF.get(word, ()))
    votes["pl"] += sum(bool(_POLISH & set(word)) for word in words)
    best, most = votes.most_common(1)[0]
    return best if most else "und"
