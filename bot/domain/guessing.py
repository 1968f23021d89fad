"""What a quiz gives away to somebody who knows nothing and only looks at how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.domain.wording import wording

Guesser = Callable[[str, Sequence[str]], Sequence[float]]
"""How much each option draws a guesser, given the question and the options."""

_MARK = re.compile(r"[^\w\s]")
_DIGIT = re.compile(r"\d")


def chance(guesser: Guesser, question: str, options: Sequence[str], right: int) -> float:
    """How likely the guesser takes the option number `right`, 0 to 1: one of those that draw most, by chance."""
    return taken(guesser(question, options), right)


def taken(drawn: Sequence[float], right: int) -> float:
    """The same, of options that draw a guesser so much each."""
    most = max(drawn)
    return (drawn[right] == most) / sum(each == most for each in drawn)


def longest(_question: str, options: Sequence[str]) -> Sequence[float]:
    """Whoever writes a quiz says more about what is true."""
    return [len(option) for option in options]


def shortest(_question: str, options: Sequence[str]) -> Sequence[float]:
    """The other way round."""
    return [-len(option) for option in options]


def sharing(question: str, options: Sequence[str]) -> Sequence[float]:
    """The right answer speaks of what was asked: the most words in common with the question."""
    asked = wording(question).terms
    return [len(asked & wording(option).terms) for option in options]


def akin(_question: str, options: Sequence[str]) -> Sequence[float]:
    """Wrong options are variations of the right one: the most words in common with the others."""
    terms = [wording(option).terms for option in options]
    return [
        sum(len(mine & other) for at, other in enumerate(terms) if at != here)
        for here, mine in enumerate(terms)
    ]


def first(_question: str, options: Sequence[str]) -> Sequence[float]:
    """Whatever stands first."""
    return [-at for at in range(len(options))]


def punctuated(_question: str, options: Sequence[str]) -> Sequence[float]:
    """The most careful one: the most commas, brackets and formulas."""
    return [len(_MARK.findall(option)) for option in options]


def numbered(_question: str, options: Sequence[str]) -> Sequence[float]:
    """The most exact one: the most digits."""
    return [len(_DIGIT.findall(option)) for option in options]


GUESSERS: Mapping[str, Guesser] = {
    "longest": longest,
    "shortest": shortest,
    "sharing": sharing,
    "akin": akin,
    "first": first,
    "punctuated": punctuated,
    "numbered": numbered,
}
