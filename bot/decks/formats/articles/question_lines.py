"""Questions that go on below their heading's line: those a printout has wrapped, and all above an `Answer:`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.decks.formats.articles import options
from bot.decks.formats.articles.code_lines import with_fences
from bot.decks.formats.questions import has_question_mark
from bot.decks.markdown import bare
from bot.domain.card import Choice

_MOST = 3
_FEWEST = 2
_NEARLY_ALL = 0.7
_FIRST_OPTION = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?[(（]?A[.)、．）]")
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_END = (".", "。", "!", "！", "?", "？", ":", "：", ";", "；")
_MARK = re.compile(r"[?？]")
_BOLD = re.compile(r"(\*\*|__)(.*?)\1$")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A question whose options have letters, one of which is the answer; `marks` are these letters."""

    question: str
    choices: tuple[Choice, ...]
    explanation: tuple[str, ...]
    marks: str


def with_options(head: str, below: Sequence[str], label: re.Pattern[str]) -> Chosen | None:
    """The question of a heading with the options below it, where a marked answer names the letter of one."""
    at = label_line(below, label)
    mark = label.match(below[at]) if at > 0 else None
    if mark is None:
        return None
    start, end = options.options_of(below[:at])
    answer = "\n".join((below[at][mark.end() :], *below[at + 1 :]))
    choices = options.keyed(below[start:end], answer)
    if not choices or options.has_more(below[end:at]):
        return None
    question = asked_above(head, [*below[:start], *below[end:at]])
    marks = " ".join((options.marks_of(below[start:end]), mark[0].strip(), options.key_of(answer)))
    return Chosen(question, choices, tuple(options.without_key(answer, choices).split("\n")), marks)


def are_quizzes(segments: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all headings have as many lettered options below, `A` to `C` at least, as a quiz has."""
    counts = Counter(_options(segment)[2] for segment in segments)
    count = max(counts, key=lambda n: counts[n] if n >= _MOST else 0, default=0)
    return count >= _MOST and counts[count] >= _FEWEST and counts[count] >= _NEARLY_ALL * len(segments)


def with_its_options(head: str, below: Sequence[str], *, quiz: bool) -> tuple[str, list[str]]:
    """A question with what belongs to it, and the lines of its answer: one below a lone number, or a quiz's.

    The options of a `quiz` are part of the question, as nothing says which is right.
    """
    lines = list(below)
    if not bare(head):
        first = next((at for at, line in enumerate(lines) if bare(line)), len(lines))
        head, lines = "".join(lines[first : first + 1]), lines[first + 1 :]
    _, end, count = _options(lines) if quiz else (0, 0, 0)
    return (asked_above(head, lines[:end]), lines[end:]) if count >= _MOST else (head, lines)


def _options(lines: Sequence[str]) -> tuple[int, int, int]:
    """The first run of options, and how many they are when the first is `A`."""
    start, end = options.options_of(lines)
    named = start < end and _FIRST_OPTION.match(lines[start]) is not None
    return start, end, sum(map(bool, map(bare, lines[start:end]))) if named else 0


def unwrapped(head: str, below: list[str]) -> tuple[str, list[str]]:
    """A heading with the lines its question goes on in, up to the question mark that ends one of them; and the rest."""
    text = head.rstrip()
    if _MARK.search(text) or text.endswith(_END):
        return head, below
    for at, line in enumerate(below[:_MOST]):
        if not line.strip()[:1].islower():
            break
        text = f"{text} {line.strip()}"
        if has_question_mark(line):
            return text, below[at + 1 :]
        if _MARK.search(line):
            break
    return head, below


def label_line(lines: Sequence[str], label: re.Pattern[str]) -> int:
    """The first line that opens with the mark of an answer, -1 when none does."""
    return next((at for at, line in enumerate(lines) if bare(line) and label.match(line)), -1)


def asked_above(head: str, lines: Sequence[str]) -> str:
    """The question of a heading and the lines between it and the mark of its answer."""
    text, more = head.rstrip(), list(lines)
    while more and bare(more[0]) and _goes_on(text, more[0]):
        gap = "" if _HAN.match(text[-1:]) and _HAN.match(more[0].strip()) else " "
        text = f"{text}{gap}{more.pop(0).strip()}"
    rest = "\n".join(with_fences([line.rstrip() for line in more])).strip("\n")
    return f"{text}\n\n{rest}" if rest.strip() else text


def _goes_on(text: str, line: str) -> bool:
    start = line.strip()[:1]
    return not text.endswith(_END) and (
        start.islower() or (_HAN.match(start) is not None and len(text) > _MOST)
    )


def in_bold(head: str) -> str:
    """A heading set in bold letters from its mark to its end, without them."""
    text = head.strip()
    return text[:-2].rstrip() if text.endswith("**") and text.count("**") == 1 else ""


def dressed_down(question: str) -> str:
    """A question without the marks of a heading or of bold letters around all of it."""
    text = question.strip().rstrip("#").strip() or question.strip()
    whole = _BOLD.fullmatch(text)
    return whole[2].strip() or text if whole else text
