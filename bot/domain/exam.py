"""An exam: which cards, how they are answered without being shown, and what an answer counts for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.domain.card import Card, Choice
from bot.domain.select import Candidate
from bot.domain.session import Went

USUAL_SIZE = 20
MAX_SIZE = 50
PER_QUESTION = timedelta(seconds=90)  # where nobody said how long
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=3)
MOST_OPTIONS = 8  # of a row of numbers a thumb can hit

CLAIMS = {5: 3, 3: 2, 1: 1}
"""What a claim counts for, by how sure it was: nobody has checked it, so it counts for less than a look would.

"I would answer it" is rated as known with effort, so that the card soon asks again whether it is true."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One question of an exam that is over, the `number`th (from 0) of `total`, with the options that were picked."""

    session_id: int
    number: int
    total: int
    went: Went
    card: Card
    options: tuple[Choice, ...]
    picked: tuple[int, ...]


def draw(
    candidates: Iterable[Candidate], choosable: Collection[int], count: int, rng: Random
) -> tuple[int, ...]:
    """Up to `count` cards in random order, no two of a family; those that can be checked, `choosable`, come first."""
    cards = sorted(candidates, key=lambda card: card.card_id)
    rng.shuffle(cards)
    cards.sort(key=lambda card: card.card_id not in choosable)
    by_family: dict[str, int] = {}
    for card in cards:
        by_family.setdefault(card.family, card.card_id)
    chosen = list(by_family.values())[:count]
    rng.shuffle(chosen)
    return tuple(chosen)


def choosable(card: Card) -> bool:
    """Whether the card's own options tell right from wrong."""
    right = [choice.right for choice in card.choices]
    return 2 <= len(right) <= MOST_OPTIONS and any(right) and not all(right)


def options(card: Card, rng: Random) -> tuple[Choice, ...]:
    """The card's options as an exam shows them, shuffled; none when it has none that could be checked."""
    if not choosable(card):
        return ()
    shuffled = list(card.choices)
    rng.shuffle(shuffled)
    return tuple(shuffled)


def several(options: Sequence[Choice]) -> bool:
    """Whether more than one option is right, so that they are ticked before the answer is given."""
    return sum(option.right for option in options) > 1


def judged(options: Sequence[Choice], picked: Collection[int]) -> tuple[bool, int]:
    """Whether the picked options are the right ones, and the rating that is: 4, 2 when half right, else 1.

    A right choice among few options may be luck, so it never counts as known perfectly.
    """
    right = {number for number, option in enumerate(options) if option.right}
    chosen = set(picked)
    if chosen == right:
        return True, 4
    return False, 2 if len(chosen & right) > len(chosen - right) else 1


def time_for(size: int) -> timedelta:
    """How long an exam of so many questions takes where nobody said."""
    return min(max(size * PER_QUESTION, SHORTEST), LONGEST)


def key_of(session_id: int) -> str:
    """What an exam's result is called in the outbox."""
    return f"exam {session_id}"
