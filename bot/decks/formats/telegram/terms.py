"""Posts of a channel about words: a word with its transcription or its part of speech, and what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.decks.formats.telegram.asked import Asked, bare_text
from bot.decks.formats.telegram.channel_lines import Line, Mark, trimmed

_SOUNDS = "əɪʊɔæʃθðŋʌɑɜʒɛɒɡʁɲɕʑ"
_SPOKEN = (
    rf"(?:\[[^\]\n]{{0,60}}[ˈˌː{_SOUNDS}][^\]\n]{{0,60}}\]|/[^/\n]{{0,60}}[ˈˌː{_SOUNDS}][^/\n]{{0,60}}/)"
)
_HEADWORD = re.compile(rf"(?P<word>[^\n\[/]{{1,80}}?\s*{_SPOKEN})(?:\s*[-–—:=]\s*|\s+|$)(?P<meaning>.*)")
_CLASS = re.compile(
    rf"(?:{_SPOKEN}|\(?(?:noun|verb|adj|adjective|adv|adverb|idiom|phrase|phrasal verb|n|v)\b\.?\)?\s*[-–—:/\[(,])",
    re.IGNORECASE,
)
_TERM_LONGEST = 60
_CLOSES_A_SENTENCE = (".", "!", "?", ":", "…")


def term_in(body: Sequence[Line]) -> Asked | None:
    """The word that the text of a post explains, as the question, and all below it as the answer; else nothing.

    A line above the word, such as `Word of the day`, is a rubric.
    """
    filled = [i for i, line in enumerate(body) if line.mark is not Mark.BLANK][:3]
    for i, below in zip(filled[:2], (*filled[1:], None), strict=False):
        found = _HEADWORD.fullmatch(bare_text(body[i]))
        if found:
            meaning = replace(body[i], text=found["meaning"])
            lines = (meaning, *body[i + 1 :]) if found["meaning"] else tuple(body[i + 1 :])
            return _asked(body, i, found["word"], trimmed(lines))
        if below is not None and _is_term(body[i]) and _CLASS.match(body[below].text):
            return _asked(body, i, bare_text(body[i]), trimmed(body[below:]))
    return None


def _asked(body: Sequence[Line], at: int, word: str, answer: tuple[Line, ...]) -> Asked | None:
    question = replace(body[at], text=word)
    return Asked((question,), answer, tuple(body[:at]), said=True) if answer else None


def _is_term(line: Line) -> bool:
    text = bare_text(line)
    return line.mark is Mark.TEXT and len(text) <= _TERM_LONGEST and not text.endswith(_CLOSES_A_SENTENCE)
