"""What every importer promises: how it recognises a text, and what it hands back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from bot.decks.duplicates import distinct
from bot.decks.language import guess_language
from bot.decks.problems import Problem
from bot.decks.slug import slug_of
from bot.domain.card import Card, Deck
from bot.domain.history import History
from bot.errors import DeckError

ENOUGH = 200_000
"""How many characters of a text a format looks at to recognise it."""

MOST_CARDS = 100_000
"""How many cards a file may have."""

FATES = ("repaired", "unanswered", "duplicate", "left_out")


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a format is that a text is its own, 0 to 1, and what it saw; English, for an operator."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A deck read from a foreign format, with everything that happened to its text on the way.

    Every line of the file that is not blank stands in a card of `deck` or in the `found` of one of `problems`, which
    are sorted by line. `format` is the name of the format that read it. `histories` is what the file knows of a
    learner's past with its cards. `pictures` maps the name a card's Markdown refers to, such as `heart.png`, to the
    file's bytes; a name has no folder in it.
    """

    deck: Deck
    problems: tuple[Problem, ...]
    format: str
    histories: tuple[History, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many cards were `kept`, and how many problems are of each kind of the report."""
        kinds = [problem.kind for problem in self.problems]
        return {"kept": len(self.deck.cards)} | {fate: sum(kind == fate for kind in kinds) for fate in FATES}


class Format(Protocol):
    """One kind of foreign document: recognised by its content, read into a deck and problems."""

    @property
    def name(self) -> str:
        """The word for `--format`."""
        ...

    @property
    def describe(self) -> str:
        """One line: what kind of document, and how it is recognised."""
        ...

    def recognise(self, text: str) -> Recognition:
        """How sure it is that `text` is of this kind."""
        ...

    def parse(self, text: str, path: str) -> Imported:
        """The deck in `text`; `path` names the file in problems.

        Raises:
            DeckError: there is no card in it.
        """
        ...


def finished(
    path: str,
    format: str,  # noqa: A002  # the word of the command line
    cards: Sequence[Card],
    problems: Iterable[Problem],
    *,
    title: str = "",
    tags: Sequence[str] = (),
    mend: str = "",
) -> Imported:
    """What a format has read, as a deck whose cards ask different things, in the language most of it is written in.

    `problems` are only asked for where there is a card; `mend` tells a person what to do about a file without one.

    Raises:
        DeckError: there is no card, or there are more than 100,000.
    """
    if not cards:
        raise DeckError(path, "no question found", mend=mend)
    if len(cards) > MOST_CARDS:
        raise too_many(path, cards[MOST_CARDS].line)
    apart, same = distinct(path, cards)
    slug = slug_of(path)
    prose = "\n".join(f"{card.question}\n{card.answer}" for card in islice(apart, 200))
    deck = Deck(slug, title or slug, guess_language(prose), apart, tags=tuple(dict.fromkeys(tags)))
    return Imported(deck, tuple(sorted((*problems, *same), key=lambda problem: problem.line)), format)


def too_many(path: str, line: int) -> DeckError:
    """The error for a file with more cards than a deck may have; `line` is where the first too many stands."""
    problem = f"has more than {MOST_CARDS} cards"
    return DeckError(path, problem, line=line, mend="split it into several files")
