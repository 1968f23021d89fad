"""What the text of a post asks, and what it answers: one question, or several that stand below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.decks.formats.questions import ASKS, asking, demands, has_question_mark
from bot.decks.formats.telegram.bullets import to_markdown, undecorated
from bot.decks.formats.telegram.channel_lines import Line, Mark, trimmed
from bot.decks.formats.telegram.labels import label_inside, label_of, pointer_behind, points
from bot.decks.formats.telegram.programs import looks_like_code
from bot.decks.markdown import bare

_OF_A_POST = 64  # lines, each of which is looked at several times
_RUBRIC_LONGEST = 40
_SIGNS = ":：*_ "
_QUESTION_LONGEST = 900  # a native deck refuses a question past 1000 characters
_NUMBER = re.compile(r"\W{0,3}?(?P<number>\d{1,3})(?:[.)、．](?!\d)|\ufe0f?\u20e3)\s*")
_TRUE_OR_FALSE = re.compile(
    r"(?:true or false|правда или ложь|prawda czy fałsz|判断题|对还是错)\b", re.IGNORECASE
)
_SPOILER = re.compile(r"\|\|([^|\n]{1,2000})\|\|")
_TAGS_AFTER = re.compile(r"(?<=[?？])((?:\s+#[^\W\d]\w*)+)$")
_TAGS_BEFORE = re.compile(r"((?:#[^\W\d]\w*\s+)+)(?=\S)")


@dataclass(slots=True)  # not frozen, like `Line`
class Asked:
    """A question and its answer as lines of a post.

    `rubric` stands above the question and is part of neither; `labels` are what was taken off, such as `Ответ:` or
    `1.`; `tags` are hashtags that stood in the line of the question; `said` tells that the post itself calls it a
    question.
    """

    question: tuple[Line, ...]
    answer: tuple[Line, ...]
    rubric: tuple[Line, ...] = ()
    labels: tuple[Line, ...] = ()
    tags: tuple[Line, ...] = ()
    said: bool = False

    @property
    def asks(self) -> bool:
        """Whether its question asks anything."""
        first = self.question[0]
        if self.said:
            return True
        text = bare_text(first)
        if self.answer and (demands(text) or _TRUE_OR_FALSE.match(text)):
            return True
        return asking(text) >= ASKS and not _answers(first)

    @property
    def question_text(self) -> str:
        """The question as Markdown: a line, and what belongs to it below."""
        first = bare_text(self.question[0])
        below = self.question[1:]
        if not below:
            return first
        code = [line.text for line in trimmed(below)]
        if below[0].mark is not Mark.CODE and looks_like_code(code):
            indented = [line.indent + line.text for line in trimmed(below)]
            return f"{first}\n\n" + "\n".join(("```", *indented, "```"))
        return "\n\n".join(filter(None, (first, to_markdown(trimmed(below)))))


def asked_in(body: Sequence[Line]) -> tuple[Asked, ...]:
    """The questions in the text of a post, with their answers; every line is in exactly one place of one of them.

    There are several when each is labelled (`Question:` … `Answer:` …) or when the post is a numbered list of
    questions; a post whose first line asks is one question, whatever its answer lists.
    """
    labels = _labels(body)
    starts = _labelled(body, labels) or _listed(body)
    if not starts:
        return (_one(body, labelled=bool(labels), numbered=False),)
    pieces = tuple(body[here:there] for here, there in pairwise((*starts, len(body))))
    first, *others = (_one(piece, labelled=bool(labels), numbered=True) for piece in pieces)
    above = trimmed(body[: starts[0]])
    return (replace(first, rubric=(*above, *first.rubric)), *others)


def unlabelled(body: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The text of an answer without the label it opens with, and the label."""
    found = label_of(body[0])
    if not found or not found["answer"]:
        return tuple(body), ()
    rest = body[0].text[found.end() :].strip()
    first = replace(body[0], text=rest, mark=Mark.TEXT if rest else Mark.BLANK)
    return trimmed((first, *body[1:])), (replace(body[0], text=found[0].strip()),)


def bare_text(line: Line) -> str:
    """A line without the emoji, quote or bold marks that dress it."""
    return _undressed_text(line.text)


@lru_cache(maxsize=_OF_A_POST)
def _undressed_text(line: str) -> str:
    text = undecorated(line.removeprefix("> "))
    for mark in ("**", "*") if text.startswith("*") else ():
        inside = text[len(mark) : -len(mark)]
        if text.startswith(mark) and text.endswith(mark) and inside and mark not in inside:
            text = undecorated(inside)
    return bare(text)


def _labelled(body: Sequence[Line], labels: Sequence[tuple[int, re.Match[str]]]) -> tuple[int, ...]:
    """Where the labelled questions begin; none when there is nothing to part."""
    if not labels:
        return ()
    asked = tuple(i for i, found in labels if found["question"])
    if asked:
        return asked
    answered = [i for i, _ in labels]
    starts = [0] if answered else []
    for before, here in pairwise(answered):
        above = (i for i in range(before + 1, here) if _asks(body[i]))
        starts += [i for i, _ in zip(above, range(1), strict=False)]
    return tuple(starts) if len(starts) > 1 else ()


def _labels(body: Sequence[Line]) -> list[tuple[int, re.Match[str]]]:
    """The lines that begin with a label; `A:` alone is one only where a `Q:` is."""
    labels = [(i, found) for i, line in enumerate(body) if (found := label_of(line))]
    if not labels:
        return labels
    asked = any(found["question"] for _, found in labels)
    return [(i, found) for i, found in labels if asked or len(found["answer"]) > 1]


def _listed(body: Sequence[Line]) -> tuple[int, ...]:
    """Where the questions of a numbered list begin; none when the numbers count something else."""
    numbers = [(i, found) for i, line in enumerate(body) if (found := _number(line))]
    if len(numbers) < 2:
        return ()
    counted = [int(found["number"]) for _, found in numbers]
    if any(there != here + 1 for here, there in pairwise(counted)):
        return ()
    asked = [body[i].text[found.end() :].strip("* ") for i, found in numbers]
    if not all(asking(text) >= ASKS or demands(text) for text in asked):
        return ()
    lead = [line for line in body[: numbers[0][0]] if line.mark is not Mark.BLANK]
    if any(asking(bare_text(line).rstrip(" :：")) >= ASKS for line in lead):
        return ()
    return tuple(i for i, _ in numbers)


def _number(line: Line) -> re.Match[str] | None:
    return _NUMBER.match(line.text) if line.mark is Mark.TEXT and not line.text[:1].isalpha() else None


def _asks(line: Line) -> bool:
    return line.mark is Mark.TEXT and asking(bare_text(line)) >= ASKS


def _one(body: Sequence[Line], *, labelled: bool, numbered: bool) -> Asked:
    """The one question of a text, with its labels taken off; `labelled` tells whether some line may have one."""
    lines, label, said = (
        _undressed(body, numbered=numbered) if labelled or numbered else (tuple(body), (), False)
    )
    parted = _parted(lines)
    labelled = labelled or parted is not lines
    lines = tuple([_unveiled(line) if "||" in line.text else line for line in parted])
    answered = next((i for i, found in _labels(lines) if i and found["answer"]), 0) if labelled else 0
    if not answered and said:  # its `Q:` is gone, so a lone `A:` counts again
        answered = next((i for i, line in enumerate(lines) if i and _answers(line)), 0)
    if answered and sum(len(line.text) + 1 for line in lines[:answered]) <= _QUESTION_LONGEST:
        asked, more = _by_label(lines, answered)
        label, said = (*label, *more), said or any(len(line.text.strip(_SIGNS)) > 1 for line in more)
    else:
        asked = _by_look(lines)
    asked, pointers = _without_pointers(asked)
    label = (*label, *pointers)
    return _untagged(replace(asked, labels=label, said=said) if label or said else asked)


def _undressed(body: Sequence[Line], *, numbered: bool) -> tuple[tuple[Line, ...], tuple[Line, ...], bool]:
    """The text without the label or number it opens with; what was taken off; whether that was a label."""
    first = body[0]
    found = label_of(first)
    said = bool(found and found["question"])
    taken = found if said else _number(first) if numbered else None
    if not taken:
        return tuple(body), (), False
    rest = first.text[taken.end() :].strip()
    label = (replace(first, text=taken[0].strip()),)
    if rest.startswith("**") != rest.endswith("**") and rest.count("**") == 1:
        rest = rest.strip("*")  # the bold of a label that went on over the question
    lines = trimmed((replace(first, text=rest, mark=Mark.TEXT if rest else Mark.BLANK), *body[1:]))
    return (lines, label, said) if lines else (tuple(body), (), False)


def _parted(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines, with an answer that follows its question in the same line on a line of its own."""
    first = lines[0]
    found = label_inside(first)
    if not found:
        return lines
    at = found.start("label")
    return (
        replace(first, text=first.text[:at].strip()),
        replace(first, text=first.text[at:].strip()),
        *lines[1:],
    )


def _unveiled(line: Line) -> Line:
    """A line without the bars that hid it: `||42||`."""
    return replace(line, text=_SPOILER.sub(r"\1", line.text)) if line.mark is Mark.TEXT else line


def _answers(line: Line) -> bool:
    found = label_of(line)
    return bool(found and found["answer"])


def _by_label(lines: Sequence[Line], answered: int) -> tuple[Asked, tuple[Line, ...]]:
    """All above the label `Answer:` is the question; the label itself is neither."""
    answer, label = unlabelled(lines[answered:])
    above = trimmed(lines[:answered])
    first = _first_of_question(above)
    return Asked(above[first:], answer, above[:first]), label


def _by_look(body: Sequence[Line]) -> Asked:
    """The question is one line, or a line with its code; the answer is below."""
    first = _first_of_question(body)
    after = first + 1
    while after < len(body) and body[after].mark is not Mark.BLANK:
        after += 1
    below = body[first + 1 : after]
    program = bool(below) and (below[0].mark is Mark.CODE or looks_like_code([line.text for line in below]))
    end = after if program and after < len(body) else first + 1
    return Asked(tuple(body[first:end]), trimmed(body[end:]), tuple(body[:first]))


def _without_pointers(asked: Asked) -> tuple[Asked, tuple[Line, ...]]:
    """The question and answer without words that only say where the answer is."""
    found: list[Line] = []
    first = asked.question[0]
    if cut := pointer_behind(first.text):
        shorter = replace(first, text=first.text[:cut].rstrip(" ("))
        asked = replace(asked, question=(shorter, *asked.question[1:]))
        found.append(replace(first, text=first.text[cut:]))
    answer = asked.answer
    while answer and points(answer[0].text):
        found.append(answer[0])
        answer = trimmed(answer[1:])
    while len(answer) > 1 and points(answer[-1].text):
        found.append(answer[-1])
        answer = trimmed(answer[:-1])
    return (replace(asked, answer=answer) if answer is not asked.answer else asked), tuple(found)


def _first_of_question(body: Sequence[Line]) -> int:
    """Where the question begins: below a short line such as `Question of the day`."""
    filled = [i for i, line in enumerate(body) if line.mark is not Mark.BLANK][:2]
    if len(filled) < 2:
        return 0
    first, second = bare_text(body[0]), bare_text(body[filled[1]])
    if len(first) > _RUBRIC_LONGEST or not has_question_mark(second) or asking(first) >= ASKS:
        return 0
    return filled[1] if asking(second) > ASKS else 0


def _untagged(asked: Asked) -> Asked:
    """The question without hashtags before or after it in its line."""
    first, *below = asked.question
    if first.mark is not Mark.TEXT:
        return asked
    found = _TAGS_AFTER.search(first.text) or _TAGS_BEFORE.match(first.text)
    text = (first.text[: found.start()] + first.text[found.end() :]).strip() if found else ""
    if not found or not text:
        return asked
    return replace(
        asked, question=(replace(first, text=text), *below), tags=(replace(first, text=found[0].strip()),)
    )
