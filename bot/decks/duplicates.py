"""Cards of one deck that ask the same: word for word, or in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.decks.problems import Problem
from bot.domain.card import Card
from bot.domain.identity import likeness
from bot.domain.wording import Wording, wording

_ALIKE = 0.5
_SURELY_ALIKE = 0.9
_SAME_ANSWER = 0.25
_STEM = 5
_BUCKET = 20
# Verbs and nouns a question is asked with, which say nothing about its subject.
_ASKED_WITH_WORDS = (
    "mean means meaning know term concept idea effect означает значит понимаете понимают знаете смысл "
    "суть понятие "
    "термин эффект oznacza znaczy rozumiesz wiesz pojęcie termin efekt 意思 概念"
)
_ASKED_WITH = frozenset(_ASKED_WITH_WORDS.split())


def duplicates(path: str, cards: Sequence[Card]) -> Iterator[Problem]:
    """A note at each card that asks what an earlier one asks; both are kept.

    The same question is one with the same key. The same in other words is one that is nearly the same text
    with the same terms, or one whose subject is named by all terms of the other while the answers have much
    in common.
    """
    first: dict[str, Card] = {}
    for card in cards:
        if card.key in first:
            yield _note(path, card, first[card.key], "the same question")
        first.setdefault(card.key, card)
    unique = list(first.values())
    for earlier, later in _candidates(unique):
        if (likely := likeness(earlier.question, later.question)) >= _ALIKE and _same(earlier, later, likely):
            yield _note(path, later, earlier, f"the same question in other words, likeness {likely:.2f}")


def _note(path: str, card: Card, earlier: Card, how: str) -> Problem:
    known = f"line {earlier.line}: {earlier.question}"
    return Problem(path, card.line, "duplicate", card.question, known, f"{how}; keep the better one, or both")


def _candidates(cards: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    """Pairs that share the stem of a term which few cards have: near-linear, however many cards there are."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, card in enumerate(cards):
        for stem in _stems(wording(card.question)):
            holders[stem].append(i)
    pairs = {
        (a, b)
        for held in holders.values()
        if len(held) <= _BUCKET
        for n, a in enumerate(held)
        for b in held[n + 1 :]
    }
    for a, b in sorted(pairs):
        yield cards[a], cards[b]


def _same(a: Card, b: Card, likely: float) -> bool:
    first, second = wording(a.question), wording(b.question)
    if first.marks != second.marks:
        return False
    one, other = _stems(first), _stems(second)
    if not one or not other or not (one <= other or other <= one):
        return False
    return (likely >= _SURELY_ALIKE and one == other) or _share(
        wording(a.answer), wording(b.answer)
    ) >= _SAME_ANSWER


def _stems(text: Wording) -> frozenset[str]:
    """The subject's terms without their endings."""
    return frozenset(term[:_STEM] for term in text.terms if term not in _ASKED_WITH)


def _share(a: Wording, b: Wording) -> float:
    one, other = _stems(a), _stems(b)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
