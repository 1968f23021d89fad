"""Whether the translations of a deck have the same concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from bot.decks.problems import Problem
from bot.decks.review.filed import Filed
from bot.domain.card import Card

MOST = 20  # missing concepts that are named for one deck


def unlike(filed: Sequence[Filed]) -> Iterator[Problem]:
    """A note for each concept that a deck lacks and another of its family has, and for each id they use otherwise.

    A family are decks of one folder whose names differ in their language only: `deep-learning.en.md` and
    `deep-learning.ru.md`, which say that they are in English and in Russian.
    """
    for family in _families(filed):
        concepts = _first_with_each(family)
        for each in family:
            yield from _missing(each, concepts)
        yield from _other_concepts(family)


def _families(filed: Sequence[Filed]) -> Iterator[list[Filed]]:
    families: dict[tuple[str, str], list[Filed]] = defaultdict(list)
    for each in filed:
        path = PurePath(each.path)
        name, _, language = path.stem.rpartition(".")
        if name and language.lower() == each.deck.language.lower():
            families[str(path.parent), name].append(each)
    yield from (family for family in families.values() if len(family) > 1)


def _first_with_each(family: Sequence[Filed]) -> Mapping[str, tuple[Filed, Card]]:
    found: dict[str, tuple[Filed, Card]] = {}
    for each in family:
        for card in each.deck.cards:
            if card.concept:
                found.setdefault(card.concept, (each, card))
    return found


def _missing(filed: Filed, concepts: Mapping[str, tuple[Filed, Card]]) -> Iterator[Problem]:
    own = {card.concept for card in filed.deck.cards}
    missing = [concept for concept in concepts if concept not in own]
    for concept in missing[:MOST]:
        other, card = concepts[concept]
        mend = f"write the card of {other.path}:{card.line} here, too"
        yield Problem(filed.path, 0, "concept-missing", f"no card of the concept {concept}", mend=mend)
    if len(missing) > MOST:
        found = f"{len(missing) - MOST} more concepts without a card"
        yield Problem(filed.path, 0, "concept-missing", found, mend="write these first, and check again")


def _other_concepts(family: Sequence[Filed]) -> Iterator[Problem]:
    first: dict[str, tuple[Filed, Card]] = {}
    for each in family:
        for card in each.deck.cards:
            if not card.concept:
                continue
            other, known = first.setdefault(card.key, (each, card))
            if known.concept != card.concept:
                found = f"the id {card.key} with the concept {card.concept}"
                expected = f"{known.concept}, as in {other.path}:{known.line}"
                mend = "correct the concept, or give one of the two another id"
                yield Problem(each.path, card.line, "concept-differs", found, expected, mend)
