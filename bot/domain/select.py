"""Which cards to ask next: for somebody who remembers, and for a chat that takes turns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from random import Random

from bot.domain.memory import Memory

MIDDLE = 2
"""The difficulty of a card whose author gives none, of 1 to 3."""

_STEP = 0.5  # of the range of chance, by which a grade of difficulty puts a new card behind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that may be asked.

    `memory` is None when never seen; `last_posted` is for chats without one; `difficulty` is the author's, 1 to 3.
    """

    card_id: int
    family: str
    memory: Memory | None
    position: int
    last_posted: datetime | None = None
    difficulty: int = MIDDLE


def choose(
    candidates: Iterable[Candidate],
    *,
    count: int,
    now: datetime,
    day: date,
    new_left: int,
    families_today: frozenset[str],
    recall: Callable[[Memory, date], float],
    rng: Random,
    ahead: bool = False,
    first: frozenset[int] = frozenset(),
) -> tuple[int, ...]:
    """Up to `count` card ids to ask, in order: echoes, then due, most forgotten first, then new at random,
    of which the easier ones tend to be first.

    An echo is a card that was answered on the learner's `day` already and is due again: it was promised for
    today, so it comes although its family was asked today. Everything else comes only when its family is not
    in `families_today`, and no two of a family come at once. At most `new_left` are new. With `ahead`, what is
    still missing is filled with cards not due yet, the first to fall due first. Of what is due, the cards of `first`
    come before all others.
    """
    cards = sorted(candidates, key=lambda card: (card.position, card.card_id))
    seen = sorted(
        ((card, card.memory) for card in cards if card.memory is not None), key=lambda pair: pair[1].due
    )
    due = [(card, memory) for card, memory in seen if memory.due <= now]
    echoes = [card for card, memory in due if memory.last_day >= day]
    overdue = [(card, memory) for card, memory in due if memory.last_day < day]
    overdue.sort(key=lambda pair: recall(pair[1], day))
    new = _easier_first((card for card in cards if card.memory is None), rng)
    later = [card for card, memory in seen if ahead and memory.due > now]

    families: set[str] = set()
    back = [card for card, _ in overdue]
    chosen = chain(
        _fresh((card for card in echoes if card.card_id in first), families),
        _fresh((card for card in back if card.card_id in first), families, families_today),
        _fresh(echoes, families),
        _fresh(back, families, families_today),
        islice(_fresh(new, families, families_today), max(0, new_left)),
        _fresh(later, families, families_today),
    )
    return tuple(card.card_id for card in islice(chosen, max(0, count)))


def rotate(
    candidates: Iterable[Candidate], *, count: int, families_today: frozenset[str], rng: Random
) -> tuple[int, ...]:
    """Up to `count` card ids for a chat without a memory: never posted first, the easier ones tending to
    be first of all, then the longest ago.

    No two of a family come at once, and none whose family is in `families_today`.
    """
    cards = sorted(candidates, key=lambda card: (card.position, card.card_id))
    never = _easier_first((card for card in cards if card.last_posted is None), rng)
    posted = [(card, card.last_posted) for card in cards if card.last_posted is not None]
    order = chain(never, (card for card, _ in sorted(posted, key=lambda pair: pair[1])))
    return tuple(card.card_id for card in islice(_fresh(order, set(), families_today), max(0, count)))


def _easier_first(cards: Iterable[Candidate], rng: Random) -> list[Candidate]:
    """In random order, the easier ones tending to be first; were they all first, the hard ones would come last."""
    return sorted(cards, key=lambda card: rng.random() + _STEP * card.difficulty)


def _fresh(
    cards: Iterable[Candidate], taken: set[str], today: frozenset[str] = frozenset()
) -> Iterator[Candidate]:
    """The cards whose family is neither taken nor was asked today; each one yielded takes its family."""
    for card in cards:
        if card.family not in taken and card.family not in today:
            taken.add(card.family)
            yield card
