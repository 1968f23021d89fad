"""Quizzes written by hand: options `A) … B) …` under a question, and an answer that names one of the letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.decks.formats.telegram.bullets import to_markdown
from bot.decks.formats.telegram.channel_lines import Line, Mark, trimmed
from bot.decks.formats.telegram.polls import Poll

_OPTION = re.compile(r"\(?([A-HА-ЕЁa-hа-е1-8])[).]\s+(\S.*)")
_NAMED = re.compile(r"(?:\*\*)?\(?([A-HА-ЕЁa-hа-е1-8])[).]?(?:\*\*)?(?:\s+(?P<text>.*))?")
_COUNTS = re.compile(
    r"how many|сколько|скільки|\bile\b|几|多少", re.IGNORECASE
)  # `2` is a number of them then
_ABOVE = re.compile(
    r"\W*(?:вариант\w*|варианти|options?|choices|warianty|opcje|选项|選項)(?: (?:ответ|відповід|odpowied)\w*)?\W*",
    re.IGNORECASE,
)
_FEWEST = 2
_LATIN = str.maketrans("АВСЕ", "ABCE")  # letters that look the same in both alphabets


@dataclass(frozen=True, slots=True)
class Lettered:
    """A quiz: the lines of its question, the poll they make, and the letters that the poll does without."""

    question: tuple[Line, ...]
    poll: Poll
    letters: tuple[Line, ...]


def lettered_in(question: Sequence[Line], answer: Sequence[Line]) -> Lettered | None:
    """The quiz that a question and its answer are, when the answer names exactly one of the options below it."""
    if len(question) <= _FEWEST:
        return None
    options = [(i, found) for i, line in enumerate(question) if i and (found := _OPTION.fullmatch(line.text))]
    letters = [_letter(found[1]) for _, found in options]
    named = _NAMED.fullmatch(answer[0].text) if answer else None
    if not named or len(options) < _FEWEST or len(set(letters)) < len(letters):
        return None
    if named[1].isdigit() and any(_COUNTS.search(line.text) for line in question):
        return None
    first = options[0][0]
    filled = [i for i, line in enumerate(question) if i >= first and line.mark is not Mark.BLANK]
    said = (named["text"] or "").strip()
    texts = [found[2] for _, found in options]
    right = letters.index(_letter(named[1])) if _letter(named[1]) in letters else -1
    if filled != [i for i, _ in options] or right < 0 or said not in ("", texts[right]):
        return None
    marks = [replace(question[i], text=found[0][: found.start(2)].strip()) for i, found in options]
    poll = Poll("", tuple(texts), frozenset({right}), to_markdown(answer[1:]).strip())
    asked = trimmed(question[:first])
    if len(asked) > 1 and _ABOVE.fullmatch(asked[-1].text):
        marks.append(asked[-1])
        asked = trimmed(asked[:-1])
    return Lettered(asked, poll, (*marks, answer[0]))


def _letter(text: str) -> str:
    return text.upper().translate(_LATIN)
