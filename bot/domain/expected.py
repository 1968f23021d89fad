"""What a card expects to be written: its short answers, or the points of a long one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.card import Card, without_source
from bot.domain.lexis import is_han
from bot.domain.points import points

SHORT = 80  # characters of an answer that can be judged
_SHORT_WORDS, _SHORT_HAN = 8, 16
_LEAD_WORDS, _LEAD_HAN = 4, 8  # of a first sentence that names the answer

_ALSO = re.compile(
    r"^[ \t>*_]*(?:also|or|также|или|także|też|lub|也叫|又称|也可以)[*_]*\s*[:：][*_]*\s*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_APART = re.compile(r"\s*[;；、]\s*|\s+/\s+")
_REMARK = re.compile(r"\s+[（(][^()（）]*[)）]|（[^（）]*）")
_SENTENCE = re.compile(r"(.+?)(?:[.!?…](?=\s|$)|[。！？])")
# Right by chance half of the time, and worth nothing without its reasons.
_BARE = "yes no both neither true false it depends да нет оба зависит верно tak nie oba zależy 是 否 对 不"


@dataclass(frozen=True, slots=True)
class Expected:
    """`accepted` are the answers any of which is right, none where only a person can judge.

    `points` are those of a longer answer, `text` is all of it.
    """

    accepted: tuple[str, ...]
    points: tuple[str, ...]
    text: str


def expected(card: Card) -> Expected:
    """What the card expects.

    A short answer is one line of at most 8 words; of a longer one, a first sentence of at most 4 words that is more
    than yes or no. Synonyms stand beside it with ` / ` or `;` between them, or in a line of their own that begins
    with `Also:` (in any of our languages); beside a long answer such a line is no list of synonyms. A remark in
    brackets may be left out.
    """
    answer = without_source(card.answer)
    also = [name for line in _ALSO.findall(answer) for name in _APART.split(line)]
    rest = _ALSO.sub("", answer).strip()
    right = [choice.text for choice in card.choices if choice.right]
    main = _main(rest)
    named = [*main, *(also if main else ()), *(right if len(right) == 1 and _is_short(right[0]) else ())]
    accepted = dict.fromkeys(form for name in named for form in _forms(name))
    return Expected(tuple(accepted), points(rest), rest)


def _main(answer: str) -> list[str]:
    if _is_short(answer):
        return _APART.split(answer)
    first = _SENTENCE.match(answer)
    lead = first[1].strip() if first else ""
    return _APART.split(lead) if lead and _is_lead(lead) else []


def _is_short(answer: str) -> bool:
    if not answer or "\n" in answer or len(answer) > SHORT:
        return False
    ends = _SENTENCE.match(answer)
    one_sentence = ends is None or ends.end() == len(answer)
    return one_sentence and _size(answer) <= (_SHORT_HAN if is_han(answer) else _SHORT_WORDS)


def _is_lead(lead: str) -> bool:
    named = any(word not in _BARE.split() for word in lead.casefold().split())
    return named and "\n" not in lead and _size(lead) <= (_LEAD_HAN if is_han(lead) else _LEAD_WORDS)


def _size(text: str) -> int:
    return len(text) if is_han(text) else len(text.split())


def _forms(name: str) -> Iterator[str]:
    """As it stands, and without a remark in brackets."""
    stripped = name.strip().strip(".。").strip()
    if stripped:
        yield stripped
        without = _REMARK.sub("", stripped).strip()
        if without:
            yield without
