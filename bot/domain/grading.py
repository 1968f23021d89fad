"""Judging a typed answer: what can be decided by its words, and what only a person can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from bot.domain.expected import Expected
from bot.domain.lexis import Word, cleaned, folded, is_han, negations, same, words

Verdict = Literal["exact", "near", "partial", "other", "empty"]

RIGHT, WRONG = 4, 1
MOST_MISSED = 5
_KEY_WORDS = 80  # of an answer; the rest of a longer one repeats them
_GIVEN_WORDS = 700
_COVERED = 0.5  # of a point's key words
_SOME = 0.3
_RELATING = (
    "than over under before after from to into by of if then implies "
    "чем до после из от в на над под если od do przed po z na nad niż jeśli"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a typed answer is worth.

    `likeness` is 0 to 1. `missed` are the points or words of the answer that were not found. `right` is None where
    only a person can judge; `rating` is then a proposal, otherwise the decision.
    """

    verdict: Verdict
    likeness: float
    missed: tuple[str, ...]
    right: bool | None
    rating: int


def judge(given: str, wanted: Expected, language: str) -> Judged:
    """Judge `given` against what a card in `language` expects; linear in its length, of which 4,096 characters count.

    Decided is only what can be: a short answer that is one of those accepted, but for case, diacritics, `ё`, word
    order, simplified or traditional characters, articles and slips of the pen; and one that has nothing in common with
    any of them. Numbers, formulas and negations must be the same, or the person is asked. A long answer is never
    decided: words cannot tell a statement from its denial.
    """
    said = words(given, language)[:_GIVEN_WORDS]
    if not said:
        return Judged("empty", 0.0, (), right=None, rating=WRONG)
    if not wanted.accepted:
        return _long(given, said, wanted, language)
    likeness = max(fuzz.ratio(folded(given), folded(form)) / 100 for form in wanted.accepted)
    if any(_bare(given) == _bare(form) for form in (*wanted.accepted, wanted.text)):
        return Judged("exact", 1.0, (), right=True, rating=RIGHT)
    forms = [words(form, language) for form in wanted.accepted]
    if any(_means(said, form) for form in forms):
        return Judged("near", likeness, (), right=True, rating=RIGHT)
    return _short_of(given, said, forms, likeness, wanted, language)


def _bare(text: str) -> str:
    return cleaned(text).strip(" .。!！")


def _short_of(
    given: str,
    said: Sequence[Word],
    forms: Sequence[tuple[Word, ...]],
    likeness: float,
    wanted: Expected,
    language: str,
) -> Judged:
    closest = max(forms, key=lambda form: _shared(said, form))
    share = _shared(said, closest)
    missed = _missed(said, closest, " ".join(wanted.accepted))
    alike = share > 0 or (likeness >= 0.6 and not all(word.hard for word in closest))
    if alike or len(said) > 3 * len(closest) + 2 or _told(said, wanted, language):
        told = WRONG if wanted.text in wanted.accepted else _long(given, said, wanted, language).rating
        return Judged("partial", likeness, missed, right=None, rating=max(2, told))
    return Judged("other", likeness, missed, right=False, rating=WRONG)


def _told(said: Sequence[Word], wanted: Expected, language: str) -> bool:
    """Whether a longer answer was told without being named."""
    return wanted.text not in wanted.accepted and _share_found(said, words(wanted.text, language)) >= _SOME


def _means(said: tuple[Word, ...], form: tuple[Word, ...]) -> bool:
    """Whether the same is said: every word has its like, and what must be the same is."""
    if len(said) != len(form) or _fixed(said) != _fixed(form):
        return False
    if all(same(a, b) for a, b in zip(said, form, strict=True)):
        return True
    texts = {word.text for word in form}
    if any(is_han(text) for text in texts) or texts.intersection(_RELATING.split()):
        return False
    left = list(form)
    for word in said:
        match = next((other for other in left if same(word, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _fixed(of: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(word.text for word in of if word.hard)


def _shared(said: Sequence[Word], form: Sequence[Word]) -> float:
    """The share of the form's words that were said; of Chinese, of its pairs of characters."""
    if all(word.hard for word in form):
        texts, run = [word.text for word in said], [word.text for word in form]
        return float(any(texts[at : at + len(run)] == run for at in range(len(texts) - len(run) + 1)))
    soft = [word for word in form if not word.hard]
    if any(is_han(word.text) for word in form):
        pairs, theirs = _pairs(form), _pairs(said)
        share = sum((pairs & theirs).values()) / max(1, sum(pairs.values()))
        return share if share >= _SOME else 0.0
    return _share_found(said, soft)


def _pairs(of: Sequence[Word]) -> Counter[str]:
    texts = [word.text for word in of]
    return Counter(map("".join, pairwise(texts))) or Counter(texts)


def _long(given: str, said: Sequence[Word], wanted: Expected, language: str) -> Judged:
    if folded(given) == folded(wanted.text):
        return Judged("exact", 1.0, (), right=None, rating=RIGHT)
    parts = wanted.points or (wanted.text,)
    shares = [_share_found(said, words(part, language)) for part in parts]
    covered = sum(share >= _COVERED for share in shares)
    likeness = covered / len(parts) if wanted.points else shares[0]
    missed = tuple(part for part, share in zip(parts, shares, strict=True) if share < _COVERED)
    verdict: Verdict = "partial" if max(shares) >= _SOME else "other"
    rating = _proposed(likeness, max(shares), said, wanted, language)
    return Judged(verdict, likeness, missed[:MOST_MISSED] if wanted.points else (), right=None, rating=rating)


def _proposed(likeness: float, best: float, said: Sequence[Word], wanted: Expected, language: str) -> int:
    """Three quarters told is a 4, nearly half a 3, something a 2; a 5 nobody but the reader can give.

    Where one denies and the other does not, no more than a 2 is proposed.
    """
    denies = bool(negations(tuple(said))) != bool(negations(words(wanted.text, language)))
    rating = 4 if likeness >= 0.75 else 3 if likeness >= 0.4 else 2 if best >= _SOME else WRONG
    return min(rating, 2) if denies and len(said) < 30 else rating


def _share_found(said: Sequence[Word], of: Sequence[Word]) -> float:
    """The share of key words that were said; pairs of characters where they are Chinese."""
    if any(is_han(word.text) for word in of[:20]):
        pairs = _pairs(of)
        return len(pairs.keys() & _pairs(said).keys()) / len(pairs)
    keys, heads = _keys(of), _by_head(said)
    return sum(_is_said(key, heads) for key in keys) / len(keys) if keys else 0.0


def _keys(of: Sequence[Word]) -> list[Word]:
    """The words that matter, each once."""
    heavy = {word.stem: word for word in of if len(word.text) > 3 or word.text.isdecimal()}
    every = heavy or {word.stem: word for word in of}
    return list(every.values())[:_KEY_WORDS]


def _by_head(said: Sequence[Word]) -> dict[str, list[Word]]:
    heads: dict[str, list[Word]] = {}
    for word in dict.fromkeys(said):
        heads.setdefault(word.text[:2], []).append(word)
    return heads


def _is_said(key: Word, heads: dict[str, list[Word]]) -> bool:
    return any(same(key, word) for word in heads.get(key.text[:2], ()))


def _missed(said: Sequence[Word], form: Sequence[Word], written: str) -> tuple[str, ...]:
    """The words of the accepted answer that were not said, as they are written there."""
    heads = _by_head(said)
    missing: Collection[str] = {word.text for word in form if not word.hard and not _is_said(word, heads)}
    shown = [word for word in written.replace("(", " ").replace(")", " ").split() if folded(word) in missing]
    return tuple(dict.fromkeys(shown))[:MOST_MISSED]
