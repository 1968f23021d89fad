"""Several cards made of one: both directions of a pair, and one card for each gap of a sentence.

Siblings share a concept, so that no two of them come on one day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.card import Card
from bot.domain.identity import question_key

GAP = "[…]"


@dataclass(frozen=True, slots=True)
class Deletion:
    """What is hidden in a text from character `start` to `end`: `text`, with what is shown instead as a `hint`.

    Deletions of one `group` are hidden together, on one card.
    """

    start: int
    end: int
    group: str
    text: str
    hint: str = ""


def both_ways(card: Card) -> tuple[Card, Card]:
    """The card and the one that asks for its question by its answer; a card without an answer has no reverse."""
    concept = card.concept or question_key(card.question)
    forward = replace(card, concept=concept)
    back = replace(
        card, key=question_key(card.answer), question=card.answer, answer=card.question, concept=concept,
        choices=(), hint="", explanation="",
    )  # fmt: skip
    return forward, back


def cloze_cards(card: Card, text: str, deletions: Sequence[Deletion], extra: str = "") -> Iterator[Card]:
    """One card for each group of deletions of `text`, in the order they first appear.

    The question is the text with `[…]` (or `[hint]`) where the group stands and every other deletion told; the answer
    is the whole text with the group in bold, and `extra` below it. Key, question and answer of `card` are not used;
    its line, tags, likes and concept are. Deletions must not overlap and must be sorted by `start`.
    """
    whole = _filled(text, ((each, each.text) for each in deletions))
    concept = card.concept or question_key(whole)
    groups = dict.fromkeys(each.group for each in deletions)
    for group in groups:
        asked = _filled(
            text, ((each, _gap(each) if each.group == group else each.text) for each in deletions)
        )
        told = _filled(
            text, ((each, f"**{each.text}**" if each.group == group else each.text) for each in deletions)
        )
        answer = f"{told}\n\n{extra}" if extra else told
        yield replace(card, key=question_key(asked), question=asked, answer=answer, concept=concept)


def _gap(deletion: Deletion) -> str:
    return f"[{deletion.hint}]" if deletion.hint else GAP


def _filled(text: str, put: Iterable[tuple[Deletion, str]]) -> str:
    out: list[str] = []
    done = 0
    for deletion, instead in put:
        out += (text[done : deletion.start], instead)
        done = deletion.end
    return "".join((*out, text[done:]))
