"""Which answers are too long to be read in a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.decks.problems import Problem
from bot.decks.review.filed import Filed
from bot.decks.review.prose import HAN_AND_KANA, answer_prose

MOST_WORDS = 160
MOST_CHARACTERS = 320

_UNSPACED = frozenset({"zh", "ja"})
_SIGN = f"[{HAN_AND_KANA}]"
_WORD = rf"(?:(?!{_SIGN})[^\W_])+(?:[-'’.,/](?:(?!{_SIGN})[^\W_])+)*"
_WORDS = re.compile(_WORD)
_SIGNS = re.compile(f"{_SIGN}|{_WORD}")


def long_answers(filed: Filed) -> Iterator[Problem]:
    """A note for each answer of more than 160 words; of more than 320 characters in Chinese and Japanese.

    A word in other letters counts as one character there. Formulas, code, addresses and the source do not count.
    """
    unspaced = filed.deck.language.partition("-")[0].lower() in _UNSPACED
    counted, most, unit = (
        (_SIGNS, MOST_CHARACTERS, "characters") if unspaced else (_WORDS, MOST_WORDS, "words")
    )
    for card in filed.deck.cards:
        count = len(counted.findall(answer_prose(card.answer)))
        if count > most:
            mend = "shorten it, move some of it into a > [!NOTE], or make two cards of it"
            found = f"an answer of {count} {unit}"
            yield Problem(filed.path, card.line, "answer-long", found, f"at most {most}", mend)
