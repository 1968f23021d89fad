"""Cards of one deck that ask the same, word for word or in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def alike_pairs(cards: Sequence[Card]) -> Iterator[tuple[Card, Card, float]]:
    """Pairs of cards, the earlier first, that ask the same in other words, and how alike they are, 0 to 1."""
    for earlier, later in _candidates(cards):
        if earlier.concept and earlier.concept == later.concept:
            continue  # siblings are made of one text, and meant to be alike
        likely = likeness(earlier.question, later.question)
        if likely >= _ALIKE and _same(earlier, later, likely):
            yield earlier, later, likely


def _same_question(path: str, card: Card, known: Card) -> Problem:
    tags = " ".join(f"#{tag}" for tag in card.tags)
    likes = f"{card.likes} likes" if card.likes is not None else ""
    choices = (part for choice in card.choices if not choice.right for part in (choice.text, choice.reason))
    parts = (card.question, card.answer, *choices, card.hint, card.explanation, tags, likes)
    whole = "\n".join(part for part in parts if part)
    return Problem(
        path,
        card.line,
        "duplicate",
        whole,
        f"line {known.line}: {known.question}",
        "the same question; this one is left out, take from it what the other lacks",
    )


def _in_other_words(path: str, cards: Sequence[Card]) -> Iterator[Problem]:
    for earlier, later, likely in alike_pairs(cards):
        known = f"line {earlier.line}: {earlier.question}"
        how = f"the same question in other words, likeness {likely:.2f}; keep the better one, or both"
        yield Problem(path, later.line, "duplicate", later.question, known, how)


@dataclass(slots=True)  # not frozen: a deck has 100,000, and freezing one costs as much as making it
class _Outline:
    """What is kept of every question: the numbers of its stems, and its marks."""

    stems: tuple[int, ...]
    marks: tuple[str, ...]


def _candidates(cards: Sequence[Card]) -> Iterator[tuple[Card, Card]]:
    """Pairs one of which has every stem of the other, a stem among them which few cards have; in order.

    Near-linear, however many cards there are: each card is compared with those alone that have its rarest stem.
    """
    outlines = _outlines(cards)
    holders: dict[int, list[int]] = defaultdict(list)
    for i, outline in enumerate(outlines):
        for stem in outline.stems:
            holders[stem].append(i)
    many = {stem: len(held) for stem, held in holders.items()}
    pairs: set[tuple[int, int]] = set()
    for i, own in enumerate(outlines):
        held = holders[min(own.stems, key=many.__getitem__)] if own.stems else ()
        for other in held if len(held) <= _BUCKET else ():
            theirs = outlines[other]
            if other != i and theirs.marks == own.marks and set(own.stems) <= set(theirs.stems):
                pairs.add((min(i, other), max(i, other)))
    for a, b in sorted(pairs):
        yield cards[a], cards[b]


class _Stems(dict[str, int]):
    """The number of each term's stem, given when a term is first asked for: most terms come again and again."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, int] = {}

    def __missing__(self, term: str) -> int:
        number = self[term] = self._numbers.setdefault(term[:_STEM], len(self._numbers))
        return number


def _outlines(cards: Sequence[Card]) -> list[_Outline]:
    stem_of = _Stems()
    marks: dict[tuple[str, ...], tuple[str, ...]] = {}
    found: list[_Outline] = []
    for card in cards:
        words = wording(card.question)
        stems = tuple(set(map(stem_of.__getitem__, words.terms - _ASKED_WITH)))
        found.append(_Outline(stems, marks.setdefault(words.marks, words.marks)))
    return found


def _same(a: Card, b: Card, likely: float) -> bool:
    """Whether a pair of candidates asks the same: by the questions, or by what is answered."""
    one, other = subject(wording(a.question)), subject(wording(b.question))
    if one != other and 1 in (len(one), len(other)):
        return False  # `Lock` and `Table lock`: what is added to a single term makes another of it
    if likely >= _SURELY_ALIKE and one == other:
        return True
    return in_common(wording(a.answer), wording(b.answer)) >= _SAME_ANSWER


def subject(text: Wording) -> frozenset[str]:
    """The terms of a text's subject without their endings, and without the words that any question is asked with."""
    return frozenset([term[:_STEM] for term in text.terms - _ASKED_WITH])


def in_common(a: Wording, b: Wording) -> float:
    """How much of their subjects two texts share, 0 to 1."""
    one, other = subject(a), subject(b)
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
