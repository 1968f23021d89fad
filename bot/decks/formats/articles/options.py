"""The options of a question and which is right: task lists, and lettered or numbered lines with a key: `Answer: B`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.domain.card import Choice

_TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]+\[([ xX])\][ \t]+(.*)")
_LETTERED = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?[(（]?([A-Ha-h])"
    r"(?:[.):](?:\*\*)?[ \t]+|[.):](?=[\u3400-\u9fff])|[、．）](?:\*\*)?[ \t]*(?=\S))(.*)"
)
_ANY_LETTER = re.compile(r"[ \t]*[(（]?[A-Ha-h][.)、．）]")
_SAYS = (
    "(?:(?:the )?(?:correct |right )?(?:answer|option)s?(?: is)?|(?:правильный |верный )?(?:ответ|вариант)|"
    "(?:poprawna |prawidłowa )?odpowiedź|(?:正确|参考)?(?:答案|选项)[是为选]?|ans)"
)
_KEY = re.compile(
    rf"[\W_]*(?:{_SAYS}|应?选)?[\W_]*([A-Ha-h])(?![^\W\u3400-\u9fff]|['’])[\W_]*(.*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"[ \t]*(?:\*\*)?(\d{1,2})[.)](?:\*\*)?[ \t]+(.*)")
_NUMBER_KEY = re.compile(rf"[\W_]*{_SAYS}[\W_]*(\d{{1,2}})(?![\w.,'’])[\W_]*(.*)", re.IGNORECASE)
_SECOND = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\*\*)?[(（]?[Bb][.):、．）]")
_RULE_BELOW = re.compile(r"[ \t]*(?:(?:-{3,}|\*{3,}|_{3,})[ \t]*)?")
_FEWEST = 2


def is_first_option(label: str, following: Iterable[str]) -> bool:
    """Whether `A:` is the first of options and announces no answer: a line with `B` follows."""
    return label.strip(" \t*_-+>#.:").lower() == "a" and any(_SECOND.match(line) for line in following)


def options_of(lines: Sequence[str]) -> tuple[int, int]:
    """Where the first run of option lines begins and ends; an empty range at the end when there is none."""
    for pattern in (_TASK, _LETTERED, _NUMBERED):
        start = 0
        while start < len(lines):
            if not pattern.fullmatch(lines[start]):
                start += 1
                continue
            end, count = _run(lines, start, pattern)
            if count >= _FEWEST:
                return start, end
            start = end
    return len(lines), len(lines)


def _run(lines: Sequence[str], start: int, pattern: re.Pattern[str]) -> tuple[int, int]:
    """The end of the option lines from `start` on, blank lines between them included, and how many they are."""
    end, count = start, 0
    for at in range(start, len(lines)):
        if pattern.fullmatch(lines[at]):
            end, count = at + 1, count + 1
        elif lines[at].strip():
            break
    return end, count


def has_more(lines: Iterable[str]) -> bool:
    """Whether lines below a run of options name options of their own, so that a key may mean either."""
    return any(map(_ANY_LETTER.match, lines))


def ticked(lines: Sequence[str]) -> tuple[Choice, ...]:
    """The choices of a task list in which at least one is ticked and one is not; none otherwise."""
    tasks = [_TASK.fullmatch(line) for line in lines if line.strip()]
    choices = tuple(Choice(task[2].strip(), task[1] in "xX") for task in tasks if task)
    return choices if len(choices) == len(tasks) and _sound(choices) else ()


def keyed(lines: Sequence[str], answer: str) -> tuple[Choice, ...]:
    """The choices of lettered or numbered lines, when the first line of the answer gives the one that is right.

    A number alone may be the answer itself, so that it counts only behind a word such as `Answer`.
    """
    first = next((line for line in answer.split("\n") if line.strip()), "")
    number = _NUMBER_KEY.fullmatch(first)
    key = number or _KEY.fullmatch(first)
    found = [(_NUMBERED if number else _LETTERED).fullmatch(line) for line in lines if line.strip()]
    if not key or not all(found):
        return ()
    choices = tuple(Choice(each[2].strip(), each[1].upper() == key[1].upper()) for each in found if each)
    letters = {each[1].upper() for each in found if each}
    return choices if len(letters) == len(choices) and _sound(choices) else ()


def without_key(answer: str, choices: Sequence[Choice]) -> str:
    """The answer without the letter that says which option is right and a repetition of that option."""
    first, _, rest = answer.lstrip("\n").partition("\n")
    key = _NUMBER_KEY.fullmatch(first) or _KEY.fullmatch(first)
    told = (key[2] if key else first).strip("*_ ")
    right = next((choice.text for choice in choices if choice.right), "")
    spare = "".join(filter(str.isalnum, told)) in ("", "".join(filter(str.isalnum, right)))
    return (rest if spare else f"{told}\n{rest}").strip("\n")


def key_of(answer: str) -> str:
    """The first line of an answer, when it gives the letter or the number of an option."""
    first = answer.lstrip("\n").partition("\n")[0]
    key = _NUMBER_KEY.fullmatch(first) or _KEY.fullmatch(first)
    return first[: key.start(2)].strip() if key else ""


def marks_of(lines: Sequence[str]) -> str:
    """The boxes, letters and numbers that stood before the options."""
    found = (
        _TASK.fullmatch(line) or _LETTERED.fullmatch(line) or _NUMBERED.fullmatch(line) for line in lines
    )
    return " ".join(each[1] for each in found if each and each[1].strip())


def _sound(choices: Sequence[Choice]) -> bool:
    texts = {choice.text for choice in choices}
    right = sum(choice.right for choice in choices)
    return _FEWEST <= len(choices) == len(texts) and 0 < right < len(choices) and all(texts)


def above_rule(lines: Sequence[str]) -> Sequence[str]:
    """The lines of an explanation without a rule at their end, which parts its question from the next."""
    last = len(lines)
    while last and _RULE_BELOW.fullmatch(lines[last - 1]):
        last -= 1
    return lines[:last]
