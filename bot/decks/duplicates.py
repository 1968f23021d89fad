"""Cards of one deck that ask the same, word for word or in other words."""

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


def distinct(path: str, cards: Sequence[Card]) -> tuple[tuple[Card, ...], tuple[Problem, ...]]:
    """The cards that ask different things, in order, and a note at each one that asks what another asks.

    Of several with the same key the first that has an answer is kept, as a deck tells its cards apart by it; the
    note on another has its whole text. The same question in other words is kept twice: it is nearly the same text
    with the same terms, or its subject is named by all terms of the other while the answers have much in common.
    """
    chosen: dict[str, Card] = {}
    for card in cards:
        if card.key not in chosen or (card.answer and not chosen[card.key].answer):
            chosen[card.key] = card
    kept = tuple(card for card in cards if chosen[card.key] is card)
    again = (_same_question(path, card, chosen[card.key]) for card in cards if chosen[card.key] is not card)
    return kept, (*again, *_in_other_words(path, kept))


def _same_question(path: str, card: Card, known: Card) -> Problem:
    tags = " ".join(f"#{tag}" for tag in card.tags)
    likes = f"{card.likes} likes" if card.likes is not None else ""
    whole = "\n".join(part for part in (card.question, card.answer, tags, likes) if part)
    return Problem(
        path,
        card.line,
        "duplicate",
        whole,
        f"line {known.line}: {known.question}",
        "the same question; this one is left out, take from it what the other lacks",
    )


def _in_other_words(path: str, cards: Sequence[Card]) -> Iterator[Problem]:
    for earlier, later in _candidates(cards):
        if earlier.concept and earlier.concept == later.concept:
            continue  # siblings are alike on purpose
        likely = likeness(earlier.question, later.question)
        if likely >= _ALIKE and _same(earlier, later, likely):
            known = f"line {earlier.line}: {earlier.question}"
            how = f"the same question in other words, likeness {likely:.2f}; keep the better one, or both"
            yield Problem(path, later.line, "duplicate", later.question, known, how)


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
