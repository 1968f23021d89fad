"""The options of a quiz: a card's own, or its answer among the answers of cards like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from operator import itemgetter
from random import Random

from bot.domain.card import Card, Choice, without_source
from bot.domain.guessing import sharing, taken
from bot.domain.wording import Wording, alike, normal, wording

WRONG = 3  # beside the right one, where we choose them
SHORT = 100  # characters of an answer that can be an option

_NEAREST = 12  # wrong options that are weighed against each other: 220 sets of three
_SAME_ANSWER = 0.6
_SAME_QUESTION = 0.7
_STRETCH = 2.0  # how many times as long as the right answer, or as short, a wrong one may be
_A_FEW = 6  # characters by which short answers may differ whatever the ratio
_GIVEN_AWAY = 0.5  # a guesser may have this chance, and no more
_GLARING = 1.6  # times as long as the longest wrong option
_PHRASE = 4  # words

_FORMULA = re.compile(r"\$[^$]+\$")
_NUMBER = re.compile(r"[-+±~≈]?[\d.,\s]*\d[\d.,\s]*(?:%|\S{1,4})?")
# "All of the above", "both A and B": such options lose their sense in another order.
_POINTS_AT_OTHERS = re.compile(
    r"\bof (?:the )?above\b|перечисленн|powyższ|以上(?:[都全皆均各选]|答案)|上述"
    r"|^(?:both |only |tylko |только )?[A-F](?: and | or | i | oraz | lub | и | или |[和与]|, )[A-F](?!\w)",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What wrong options are held against: the question, its short answer, and all that the card says is right."""

    question: Wording
    answer: Wording
    said: str


@dataclass(frozen=True, slots=True)
class _Look:
    """What a guesser sees of an option: its length, and how many words it shares with the question."""

    normal: str
    length: int
    shared: float


@dataclass(frozen=True, slots=True)
class Sibling:
    """A card whose answer may serve as a wrong option: of the same deck, and how many tags it shares."""

    card: Card
    family: str
    shared_tags: int


def options(card: Card, family: str, siblings: Iterable[Sibling], rng: Random) -> tuple[Choice, ...]:
    """What to choose from, in the order to be shown; nothing where no fair quiz can be made of the card.

    A card's own options are kept, in their order where one speaks of the others above it. Where the right one gives
    itself away by its form, and where there are none, the card's short answer stands among three of `siblings`. These
    are alike in kind and length, none of them might be right as well, and neither the longest nor the shortest option,
    nor the one with most words of the question, is the right one more often than by chance.
    """
    if has_own(card):
        in_place = any(_POINTS_AT_OTHERS.search(choice.text) for choice in card.choices)
        return card.choices if in_place else _shuffled(card.choices, rng)
    answer = short_answer(card)
    if not answer:
        return ()
    wrong = _fair(card.question, answer, _nearest(card, family, answer, siblings), rng)
    made = (Choice(answer, right=True), *(Choice(text, right=False) for text in wrong))
    return _shuffled(made, rng) if wrong else ()


def has_own(card: Card) -> bool:
    """Whether the card's own options make a quiz, so that no siblings are asked for."""
    return _is_quiz(card.choices) and not _glares(card)


def short_answer(card: Card) -> str:
    """The card's answer as an option: its only right choice, or an answer of one short line; empty for others."""
    right = [choice.text for choice in card.choices if choice.right]
    text = (right[0] if len(right) == 1 else "" if right else without_source(card.answer)).strip()
    return text if "\n" not in text and 0 < len(text) <= SHORT else ""


def _is_quiz(choices: Sequence[Choice]) -> bool:
    return any(choice.right for choice in choices) and not all(choice.right for choice in choices)


def _glares(card: Card) -> bool:
    """Whether the only right one of several options is far longer than the others."""
    right = [len(normal(choice.text)) for choice in card.choices if choice.right]
    wrong = [len(normal(choice.text)) for choice in card.choices if not choice.right]
    return len(right) == 1 and len(wrong) > 1 and right[0] > SHORT / 4 and right[0] > _GLARING * max(wrong)


def _shuffled(choices: Sequence[Choice], rng: Random) -> tuple[Choice, ...]:
    return tuple(rng.sample(choices, len(choices)))


def _nearest(card: Card, family: str, answer: str, siblings: Iterable[Sibling]) -> list[str]:
    """The wrong options that are most like the right answer, each once."""
    size = len(normal(answer))
    fitting = sorted(
        (
            (-sibling.shared_tags, abs(len(normal(text)) - size), text, sibling)
            for sibling in siblings
            if (text := short_answer(sibling.card))
            and not _related(card, family, sibling)
            and _alike_in_form(answer, text)
        ),
        key=itemgetter(slice(3)),
    )
    said = " ".join((card.answer, card.explanation, *(each.text for each in card.choices if each.right)))
    subject = _Subject(_worded(card.question), _worded(answer), normal(said))
    wrong = (text for *_, text, sibling in fitting if not _may_be_right(subject, sibling.card, text))
    distinct: dict[str, str] = {}
    for text in wrong:
        distinct.setdefault(normal(text), text)
        if len(distinct) == _NEAREST:
            break
    return list(distinct.values())


def _related(card: Card, family: str, sibling: Sibling) -> bool:
    return sibling.family == family or bool(card.concept and sibling.card.concept == card.concept)


def _alike_in_form(answer: str, text: str) -> bool:
    a, b = len(normal(answer)), len(normal(text))
    near = max(a, b) <= _STRETCH * min(a, b) or abs(a - b) <= _A_FEW
    return near and _kind(answer) == _kind(text)


def _kind(text: str) -> tuple[str, str, bool]:
    """What a reader sees of an option's form at a glance: what it is, its script, whether it ends like a sentence."""
    plain = text.strip()
    if _FORMULA.fullmatch(plain):
        return "formula", "", False
    if _NUMBER.fullmatch(plain):
        return "number", "", False
    if plain.startswith("`") and plain.endswith("`"):
        return "code", "", False
    script = "chinese" if _CHINESE.search(plain) else "cyrillic" if _CYRILLIC.search(plain) else "latin"
    size = len(plain) / 3 if script == "chinese" else len(plain.split())
    length = "phrase" if size <= _PHRASE else "sentence"
    return length + ("$" if "$" in plain else ""), script, plain.endswith((".", "。", "!"))


def _may_be_right(card: _Subject, other: Card, text: str) -> bool:
    """Whether an answer to another question might pass for right here.

    It does when it says the same, or one says the other in passing; when the card's own answer speaks of it; when
    both questions ask nearly the same; and when the card itself counts it as right.
    """
    theirs = _worded(text)
    return (
        _within(card.answer.normal, theirs.normal)
        or _within(theirs.normal, card.said)
        or alike(card.answer, theirs) >= _SAME_ANSWER
        or alike(card.question, _worded(other.question)) >= _SAME_QUESTION
    )


def _within(a: str, b: str) -> bool:
    """Whether one text stands in the other as whole words."""
    short, long = sorted((a, b), key=len)
    if not short:
        return True
    if short not in long or _CHINESE.search(short):
        return short in long
    return re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long) is not None


def _fair(question: str, answer: str, wrong: Sequence[str], rng: Random) -> tuple[str, ...]:
    """Three wrong options beside which the right answer does not stand out; none when it always does.

    How many of them are longer is drawn beforehand, so that neither the longest nor the shortest is a good guess.
    """
    longer = rng.randrange(WRONG + 1)
    looks = _looks(question, (answer, *wrong))
    fair = [chosen for chosen in combinations(wrong, WRONG) if _is_fair(looks, answer, chosen)]
    size = looks[answer].length
    as_drawn = [chosen for chosen in fair if sum(looks[text].length > size for text in chosen) == longer]
    open_to = as_drawn or [chosen for chosen in fair if _hides_length(looks, answer, chosen)]
    return rng.choice(open_to) if open_to else ()


def _looks(question: str, texts: Sequence[str]) -> dict[str, _Look]:
    normals = [normal(text) for text in texts]
    shared = sharing(question, normals)
    return {
        text: _Look(plain, len(plain), words)
        for text, plain, words in zip(texts, normals, shared, strict=True)
    }


def _is_fair(looks: Mapping[str, _Look], answer: str, wrong: Sequence[str]) -> bool:
    if taken([looks[text].shared for text in (answer, *wrong)], 0) > _GIVEN_AWAY:
        return False
    return not any(_within(looks[a].normal, looks[b].normal) for a, b in combinations(wrong, 2))


def _hides_length(looks: Mapping[str, _Look], answer: str, wrong: Sequence[str]) -> bool:
    lengths = [looks[text].length for text in (answer, *wrong)]
    return max(taken(lengths, 0), taken([-length for length in lengths], 0)) <= _GIVEN_AWAY


_worded = lru_cache(4096)(wording)
