"""Which question is which: its key, how alike two are, which stored card an edited one is, and siblings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from bot.domain.card import Card
from bot.domain.wording import Wording, alike, ceiling, kin_keys, normal, overlap, same_terms, wording

_ALIKE = 0.6  # with every term in place
_ALIKE_WITH_ANSWER = 0.4
_ANSWER_ALIKE = 0.6
_NEAR_DUPLICATE = 0.9
_RAREST = 6
_BUCKET = 40
_LIKELIEST = 16
_FORGIVING = 4  # with fewer terms no two questions that differ in one are near-duplicates
_LONG = 8
_KEPT = 4096

_Text = tuple[Wording, Wording]  # a question and its answer


@dataclass(frozen=True, slots=True)
class Known:
    """A card already stored: its row `id`, its `key` inside the deck, and the text it had."""

    id: int
    key: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Member:
    """A card that may belong to a family; `concept` is empty when the author named none."""

    id: int
    question: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class _Outline:
    """A question as numbers: its marks, the groups its terms belong to, how many function words it has."""

    marks: int
    terms: tuple[int, ...]
    function: int


def question_key(question: str) -> str:
    """The identity of a question without an author's id: 12 hex characters that survive a change of dress.

    Case, markup, numbering, spacing and surrounding punctuation do not count; maths counts to the letter.
    """
    return blake2b(normal(question).encode(), digest_size=6).hexdigest()


def likeness(a: str, b: str) -> float:
    """How alike two questions are, 0 to 1; symmetric, and 1.0 when they differ in dress only."""
    return alike(wording(a), wording(b))


def match(old: Sequence[Known], new: Sequence[Card]) -> dict[int, int]:
    """Which stored card each card of a deck's new text is: position in `new` -> `Known.id`.

    The same key wins; the rest are paired one to one, most alike first, when recognisably the same card.
    A position that is missing is a new card; an `old` nowhere among the values has left the deck.
    """
    by_key = {known.key: position for position, known in enumerate(old)}
    pairs: dict[int, int] = {}
    for position, card in enumerate(new):
        if card.key in by_key:
            pairs[position] = by_key.pop(card.key)
    left_old = sorted(set(range(len(old))) - set(pairs.values()), key=lambda i: old[i].id)
    left_new = [i for i in range(len(new)) if i not in pairs]
    pairs.update(
        (left_new[n], left_old[o])
        for o, n in _recognise([old[i] for i in left_old], [new[i] for i in left_new])
    )
    return {position: old[i].id for position, i in sorted(pairs.items())}


def families(cards: Sequence[Member]) -> dict[int, str]:
    """A family key for each card id; two cards of one family are not asked on the same day.

    It is the card's concept, else that of a near-duplicate which has one, else the group of near-duplicates
    the card belongs to, directly or through others; a card like no other is a family of its own.
    """
    parent = list(range(len(cards)))
    outlines, copies = _outlines(cards)
    for a, b in copies:
        parent[_root(parent, b)] = _root(parent, a)
    taken_apart = lru_cache(_KEPT)(wording)
    for a, b in _neighbours(outlines):
        if _root(parent, a) != _root(parent, b) and _near_duplicates(
            taken_apart(cards[a].question), taken_apart(cards[b].question)
        ):
            parent[_root(parent, b)] = _root(parent, a)
    groups: dict[int, list[Member]] = defaultdict(list)
    for position, card in enumerate(cards):
        groups[_root(parent, position)].append(card)
    return {card.id: family for group in groups.values() for card, family in _named(group)}


def _named(group: Sequence[Member]) -> Iterator[tuple[Member, str]]:
    shared = min((card.concept for card in group if card.concept), default="")
    alone = f"card:{min(card.id for card in group)}"
    for card in group:
        concept = card.concept or shared
        yield card, f"concept:{concept.casefold()}" if concept else alone


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _outlines(cards: Sequence[Member]) -> tuple[dict[int, _Outline], list[tuple[int, int]]]:
    """The outline of each question by position, and the (first, other) positions of the same question."""
    first: dict[str, int] = {}
    copies: list[tuple[int, int]] = []
    numbers: dict[str, int] = {}
    marks: dict[tuple[str, ...], int] = {}
    found: dict[int, _Outline] = {}
    for position, card in enumerate(cards):
        each = wording(card.question)
        if (earlier := first.setdefault(each.normal, position)) != position:
            copies.append((earlier, position))
            continue
        terms = tuple(numbers.setdefault(term, len(numbers)) for term in each.terms)
        found[position] = _Outline(marks.setdefault(each.marks, len(marks)), terms, len(each.function))
    of = _kin_groups(numbers)
    return {
        position: replace(each, terms=tuple(sorted(of[term] for term in each.terms)))
        for position, each in found.items()
    }, copies


def _kin_groups(numbers: Mapping[str, int]) -> list[int]:
    """For each numbered term the group of all that pass for one another, directly or through others."""
    parent = list(range(len(numbers)))
    first: dict[str, int] = {}
    for term, number in numbers.items():
        for key in kin_keys(term):
            parent[_root(parent, number)] = _root(parent, first.setdefault(key, number))
    return [_root(parent, number) for number in range(len(parent))]


def _neighbours(outlines: Mapping[int, _Outline]) -> Iterator[tuple[int, int]]:
    """Pairs that may be near-duplicates: those with one subject, or the subject but for a term or two."""
    often = Counter(term for each in outlines.values() for term in each.terms)
    holders: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for position, own in outlines.items():
        met: set[int] = set()
        for key in _subjects(own, often):
            others = holders[key]
            met.update(others)
            if len(others) < _BUCKET:
                others.append(position)
        yield from ((other, position) for other in sorted(met) if _may_be_near(outlines[other], own))


def _subjects(own: _Outline, often: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    count = len(own.terms)
    yield own.marks, *own.terms
    if _FORGIVING <= count <= _LONG:
        yield from {(own.marks, *own.terms[:i], *own.terms[i + 1 :]) for i in range(count)}
    elif count > _LONG:
        rarest = sorted(set(own.terms), key=lambda term: (often[term], term))[:4]
        yield from ((own.marks, -1, *pair) for pair in combinations(rarest, 2))


def _may_be_near(a: _Outline, b: _Outline) -> bool:
    """Whether the terms leave room for a likeness of near-duplicates, were all else the same."""
    if a.terms == b.terms:
        return True
    shared = sum((Counter(a.terms) & Counter(b.terms)).values())
    return ceiling(shared, len(a.terms), len(b.terms), a.function, b.function) >= _NEAR_DUPLICATE


def _near_duplicates(a: Wording, b: Wording) -> bool:
    likely = alike(a, b)
    return likely >= _NEAR_DUPLICATE or (likely >= _ALIKE and same_terms(a, b))


def _recognise(old: Sequence[Known], new: Sequence[Card]) -> list[tuple[int, int]]:
    """Positions in `old` and `new` of what is the same card, one to one, most alike first."""
    if not old or not new:
        return []
    before = [(wording(card.question), wording(card.answer)) for card in old]
    after = [(wording(card.question), wording(card.answer)) for card in new]
    scored = (
        (-score, o, n) for o, n in _candidates(before, after) if (score := _same_card(before[o], after[n]))
    )
    return _one_to_one(scored)


def _same_card(old: _Text, new: _Text) -> float:
    """How surely an edited question is the same card, 0 when it is not.

    A question whose terms all stayed is itself; one whose terms changed needs the answer as a witness.
    """
    question = alike(old[0], new[0])
    if question < _ALIKE_WITH_ANSWER:
        return 0.0
    answer = overlap(old[1], new[1])
    if answer >= _ANSWER_ALIKE or (question >= _ALIKE and same_terms(old[0], new[0])):
        return 0.7 * question + 0.3 * answer
    return 0.0


def _one_to_one(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, o, n in sorted(scored):
        if o not in pairs and n not in taken:
            pairs[o] = n
            taken.add(n)
    return list(pairs.items())


def _candidates(old: Sequence[_Text], new: Sequence[_Text]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: those that share most of the rarest features, instead of all with all.

    Texts whose marks differ are never compared. The work stays near-linear because a feature that many
    share is not followed, and each new card is compared with a few.
    """
    holders: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for o, text in enumerate(old):
        for feature in _features(*text):
            holders[text[0].marks, feature].append(o)
    for n, text in enumerate(new):
        keys = [(text[0].marks, feature) for feature in _features(*text)]
        known = sorted((len(holders[key]), key) for key in keys if key in holders)
        shared: Counter[int] = Counter()
        for size, key in known[:_RAREST]:
            shared.update(holders[key] if size <= _BUCKET else holders[key][:1] if key[1][0] == "=" else ())
        yield from ((o, n) for o in sorted(shared, key=lambda o: (-shared[o], o))[:_LIKELIEST])


def _features(question: Wording, answer: Wording) -> set[str]:
    """Each term by its head and its tail, as a slip spoils only one of them; and both texts whole."""
    found = {f"={question.normal}", f"=={answer.normal}"}
    for term in question.terms:
        found |= {f"^{term[:4]}", f"{term[-4:]}$"} if len(term) >= 6 else {f"^{term}$"}
    return found
