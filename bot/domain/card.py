"""What a question is: cards, their choices, and the deck they come in."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SOURCE = re.compile(r"(?:\A|\n[ \t]*\n)[ \t]*📖[^\n]*(?:\n[^\n]*\S[^\n]*)*\s*\Z")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a card; `reason` says why a wrong one is wrong."""

    text: str
    right: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its answer, both Markdown with `$…$` and `$$…$$` maths.

    `key` is the identity inside its deck: the author's `id`, or a hash of the question.
    `tags` have no `#`. `line` is where the question stands in the file, 1-based, 0 when it has no file.
    An empty `answer` means the card is kept but never asked. `likes` is how many readers of the source liked it,
    `difficulty` is 1 (easy) to 3 (hard) where the author gives one.
    """

    key: str
    question: str
    answer: str
    choices: tuple[Choice, ...] = ()
    tags: tuple[str, ...] = ()
    hint: str = ""
    explanation: str = ""
    concept: str = ""
    likes: int | None = None
    difficulty: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one file.

    `slug` names the deck in links and commands: 1-48 of `a-z 0-9 _ -`. `language` is one of en, ru, pl, zh
    or another BCP 47 code the author wrote.
    """

    slug: str
    title: str
    language: str
    cards: tuple[Card, ...]
    tags: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""


def without_source(answer: str) -> str:
    """An answer without its last paragraph, when that begins with 📖 and so names where the answer comes from.

    Readers see it; it is nothing a person has to know.
    """
    return _SOURCE.sub("", answer) if "📖" in answer else answer
