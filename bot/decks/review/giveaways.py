"""Whether the right option of a deck's quizzes is known by its look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.decks.problems import Problem
from bot.decks.review.filed import Filed
from bot.domain.card import Card
from bot.domain.guessing import GUESSERS, taken

MOST = 0.35  # of a deck's quizzes that a guesser may be right in; one in four is chance
FEWEST = 8  # quizzes that say something about their deck
_OPTIONS = 4  # with fewer, chance alone is as good
_ENOUGH = 2000  # quizzes; more would hardly change a share
_NAMED = 5

Plain = Callable[[str], str]
"""What a reader sees of a Markdown text."""


@dataclass(frozen=True, slots=True)
class _Giveaway:
    kind: Literal["right-longest", "right-repeats"]
    guesser: str
    found: str
    mend: str


_GIVEAWAYS = (
    _Giveaway(
        "right-longest",
        "longest",
        "the right option is the longest",
        "shorten it, or say more in a wrong one",
    ),
    _Giveaway(
        "right-repeats",
        "sharing",
        "the right option repeats most words of the question",
        "put it in other words, or let wrong ones repeat them, too",
    ),
)


@dataclass(frozen=True, slots=True)
class _Quiz:
    """A card with its options as people see them, and which of them is right."""

    card: Card
    options: tuple[str, ...]
    right: int

    def chance(self, guesser: str) -> float:
        return taken(GUESSERS[guesser](self.card.question, self.options), self.right)


def given_away(filed: Filed, plain: Plain) -> Iterator[Problem]:
    """A note for each way of guessing that is right in more than 35 % of the deck's quizzes.

    Looked at are the first 2000 quizzes with one right option among four or more, where there are eight of them. Where
    several options draw a guesser alike, it takes one of them by chance. `plain` says what people see of an option.
    """
    telling = [card for card in filed.deck.cards if _tells(card)]
    quizzes = [_quiz(card, plain) for card in telling[:_ENOUGH]]
    for giveaway in _GIVEAWAYS if len(quizzes) >= FEWEST else ():
        chances = [quiz.chance(giveaway.guesser) for quiz in quizzes]
        share = sum(chances) / len(chances)
        if share > MOST:
            surely = [quiz.card for quiz, chance in zip(quizzes, chances, strict=True) if chance == 1]
            yield _problem(filed, giveaway, f"{share:.0%} of {len(quizzes)} quizzes", surely)


def _tells(card: Card) -> bool:
    return len(card.choices) >= _OPTIONS and sum(choice.right for choice in card.choices) == 1


def _quiz(card: Card, plain: Plain) -> _Quiz:
    right = [choice.right for choice in card.choices].index(True)
    return _Quiz(card, tuple(plain(choice.text) for choice in card.choices), right)


def _problem(filed: Filed, giveaway: _Giveaway, share: str, cards: Sequence[Card]) -> Problem:
    lines = ", ".join(str(card.line) for card in cards[:_NAMED])
    more = f" and {len(cards) - _NAMED} more" if len(cards) > _NAMED else ""
    where = f"{giveaway.mend}: lines {lines}{more}" if cards else giveaway.mend
    expected = f"at most {MOST:.0%}"
    return Problem(filed.path, 0, giveaway.kind, f"{giveaway.found} in {share}", expected, where)
