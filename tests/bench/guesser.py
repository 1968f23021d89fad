"""How often somebody who knows nothing is right in the quizzes of the bundled decks: `python -m tests.bench.guesser`.

Each row is a deck. "own" are its quizzes as they are asked. "found" are those that would be made if its cards had only
a short answer each, all the wrong options found by us. Of four-option quizzes with one right option, each is asked in
several orders.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bot.decks.load import load
from bot.domain.card import Card, Choice, Deck
from bot.domain.choices import Sibling, options, short_answer
from bot.domain.guessing import GUESSERS, chance
from bot.render import markdown, quiz

CARDS = Path(__file__).parents[2] / "cards"
MOST = 0.35  # of chance to be right
FOUR = 4


@dataclass(frozen=True, slots=True)
class Guessed:
    """The quizzes of a deck: how many, how many cards gave none, and each guesser's chance of being right."""

    quizzes: int
    without: int
    native: int
    right: dict[str, float]


def bare(deck: Deck) -> Deck:
    """The deck with nothing but short answers."""
    cards = [
        replace(card, answer=short_answer(card), choices=(), explanation="", concept="")
        for card in deck.cards
        if short_answer(card)
    ]
    return replace(deck, cards=tuple(cards))


def guessed(deck: Deck, orders: int = 1) -> Guessed:
    """What guessers make of a deck's quizzes."""
    right: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for card, made in _quizzes(deck, orders):
        counts["native"] += bool(made) and quiz.fits_poll(card, made)
        counts["without"] += not made
        if len(made) != FOUR or sum(choice.right for choice in made) != 1:
            continue
        counts["quizzes"] += 1
        texts = [markdown.plain(choice.text) for choice in made]
        at = [choice.right for choice in made].index(True)
        for name, guesser in GUESSERS.items():
            right[name] += chance(guesser, card.question, texts, at)
    shares = {name: right[name] / max(1, counts["quizzes"]) for name in GUESSERS}
    return Guessed(counts["quizzes"], counts["without"], counts["native"], shares)


def _quizzes(deck: Deck, orders: int) -> Iterator[tuple[Card, Sequence[Choice]]]:
    for card in deck.cards:
        tags = set(card.tags)
        siblings = [
            Sibling(other, other.concept or other.key, len(tags & set(other.tags)))
            for other in deck.cards
            if other is not card
        ]
        for order in range(orders):
            yield card, options(card, card.concept or card.key, siblings, Random(f"{order} {card.key}"))


def main() -> None:
    """Print the table; fails where a guesser does too well."""
    names = " ".join(f"{name:>10}" for name in GUESSERS)
    print(f"{'deck':28} {'':5} {'quizzes':>7} {'none':>5} {'polls':>5} {names}")
    failed = False
    for deck in load([CARDS]).decks:
        for kind, asked in (("own", deck), ("found", bare(deck))):
            found = guessed(asked, orders=10)
            shares = " ".join(f"{share:10.0%}" for share in found.right.values())
            head = f"{deck.slug:28} {kind:5} {found.quizzes:7} {found.without:5} {found.native:5}"
            print(f"{head} {shares}", flush=True)
            failed |= max(found.right["longest"], found.right["sharing"]) >= MOST
    sys.exit(failed)


if __name__ == "__main__":
    main()
