"""Which question is which: its key, how alike two are, which stored card an edited one is, and siblings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot.domain.card import Card
from bot.domain.wording import Wording, alike, normal, overlap, same_terms, wording

_ALIKE = 0.6  # with every term in place
_ALIKE_WITH_ANSWER = 0.4
_ANSWER_ALIKE = 0.6
_NEAR_DUPLICATE = 0.9
_RAREST = 6
_BUCKET = 40


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
    left_old = sorted(set(range(len(old))) - set(pairs.values()))
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
    wordings = [wording(card.question) for card in cards]
    parent = list(range(len(cards)))
    for a, b in _candidates(wordings):
        if _root(parent, a) != _root(parent, b) and _near_duplicates(wordings[a], wordings[b]):
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


def _near_duplicates(a: Wording, b: Wording) -> bool:
    likely = alike(a, b)
    return likely >= _NEAR_DUPLICATE or (likely >= _ALIKE and same_terms(a, b))


def _recognise(old: Sequence[Known], new: Sequence[Card]) -> list[tuple[int, int]]:
    """Positions in `old` and `new` of what is the same card, one to one, most alike first."""
    questions = [*(wording(card.question) for card in old), *(wording(card.question) for card in new)]
    answers = [*(wording(card.answer) for card in old), *(wording(card.answer) for card in new)]
    scored: list[tuple[float, int, int]] = []
    for o, n in _candidates(questions, [answer.normal for answer in answers]):
        if o < len(old) <= n and (
            score := _same_card((questions[o], answers[o]), (questions[n], answers[n]))
        ):
            scored.append((-score, o, n - len(old)))
    return _one_to_one(scored)


def _same_card(old: tuple[Wording, Wording], new: tuple[Wording, Wording]) -> float:
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


def _candidates(wordings: Sequence[Wording], also: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Pairs worth comparing: those that share one of their rarest features, instead of all with all.

    Texts whose marks differ are never compared. `also` is one more feature for each text. The work stays
    near-linear because a feature that many share is not followed, unless it is a whole text.
    """
    features = [_features(each) for each in wordings]
    for own, extra in zip(features, also, strict=False):
        own.add(f"={extra}")
    holders: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for position, own in enumerate(features):
        for feature in own:
            holders[wordings[position].marks, feature].append(position)
    pairs: set[tuple[int, int]] = set()
    for position, own in enumerate(features):
        pairs.update(_partners(position, {f: holders[wordings[position].marks, f] for f in own}))
    return sorted(pairs)


def _partners(position: int, holders: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    for feature in sorted(holders, key=lambda feature: (len(holders[feature]), feature))[:_RAREST]:
        others = holders[feature]
        if len(others) > _BUCKET:
            others = (others[0],) if feature[0] == "=" else ()
        yield from ((min(position, other), max(position, other)) for other in others if other != position)


def _features(each: Wording) -> set[str]:
    """Each term by its head and its tail, as a slip spoils only one of them; and the whole text."""
    found = {f"={each.normal}"}
    for term in each.terms:
        found |= {f"^{term[:4]}", f"{term[-4:]}$"} if len(term) >= 6 else {f"^{term}$"}
    return found
