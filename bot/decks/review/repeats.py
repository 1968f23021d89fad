"""Which question of a deck asks what another one asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.decks.duplicates import alike_pairs, in_common, subject
from bot.decks.problems import Problem
from bot.decks.review.filed import Filed
from bot.domain.card import Card
from bot.domain.wording import wording

# How much two cards have in common in question and answer, one pair of which is enough to ask the same. Measured:
# cards of hand-written decks that ask different things stay below 0.60 with 0.33, and 0.11 with 0.42.
_ALIKE = ((0.65, 0.3), (0.45, 0.5))
_RAREST = 3  # terms by which a card is looked for
_BUCKET = 10  # cards that have a term; one that more cards have tells nothing


def asked_twice(filed: Filed) -> Iterator[Problem]:
    """A note at the later of two cards that ask the same in other words; siblings of one concept may."""
    cards = filed.deck.cards
    pairs = {(a.line, b.line): (a, b) for a, b, _ in alike_pairs(cards)}
    pairs |= {(a.line, b.line): (a, b) for a, b in _alike_in_their_deck(cards)}
    for earlier, later in (pairs[lines] for lines in sorted(pairs)):
        mend = "keep the better one, ask it about something else, or give both one concept"
        other = f"something else than line {earlier.line}: {earlier.question}"
        yield Problem(filed.path, later.line, "same-question", later.question, other, mend)


def _alike_in_their_deck(cards: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    """Pairs whose questions share what is rare in the deck, and whose answers have much in common."""
    subjects = [subject(wording(card.question)) for card in cards]
    often = Counter(term for terms in subjects for term in terms)
    for a, b in _neighbours(subjects, often):
        one, other = cards[a], cards[b]
        siblings = one.concept and one.concept == other.concept
        questions = _rarely_shared(subjects[a], subjects[b], often)
        if not siblings and questions >= min(least for least, _ in _ALIKE) and _same(one, other, questions):
            yield one, other


def _neighbours(subjects: Sequence[frozenset[str]], often: Mapping[str, int]) -> set[tuple[int, int]]:
    """Pairs that share a rare term; near-linear, however many cards there are."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, terms in enumerate(subjects):
        for term in sorted(terms, key=lambda term: (often[term], term))[:_RAREST]:
            holders[term].append(at)
    together = [held for held in holders.values() if len(held) <= _BUCKET]
    return {(a, b) for held in together for at, b in enumerate(held) for a in held[:at]}


def _rarely_shared(one: frozenset[str], other: frozenset[str], often: Mapping[str, int]) -> float:
    """What two questions share, 0 to 1; a term that many questions have is how this deck asks, and weighs little."""

    def weight(terms: frozenset[str]) -> float:
        return sum(1 / max(1, often[term] - 1) for term in terms)

    return 2 * weight(one & other) / ((weight(one) + weight(other)) or 1)


def _same(a: Card, b: Card, questions: float) -> bool:
    if wording(a.question).marks != wording(b.question).marks:
        return False
    answers = in_common(wording(a.answer), wording(b.answer))
    return any(questions >= question and answers >= answer for question, answer in _ALIKE)
