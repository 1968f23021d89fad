"""What stands between the braces of a GIFT question: options, a number, pairs, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.decks.draft import answer_of
from bot.decks.formats.quizzes.options import is_quiz, sound, without_letters
from bot.decks.formats.tables.cells import plain
from bot.domain.card import Choice


@dataclass(frozen=True, slots=True)
class Answers:
    """The answer as Markdown, empty when there is none; the options of a quiz; and what is told afterwards."""

    text: str
    choices: tuple[Choice, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    """One answer: its mark (`=` or `~`), its share of the points in percent, its text and its feedback."""

    mark: str
    weight: float | None
    text: str
    feedback: str


# A backslash keeps a mark as text; that of a LaTeX command belongs to it.
_ESCAPE = re.compile(
    r"\\(?:([~=#{}:\\])|(n)(?!abla|eq\b|u\b|otin|exists|mid|ot\b|cong|leq|geq|less|gtr|leftarrow|rightarrow))"
)
_TRUTH = re.compile(r"\s*(?:(T|TRUE)|F|FALSE)\s*(?:#|\Z)", re.IGNORECASE)
_MARK = re.compile(r"\\.|([=~])", re.DOTALL)
_HASH = re.compile(r"\\.|(#)", re.DOTALL)
_GENERAL = re.compile(r"\\.|(####)", re.DOTALL)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,9})?)%")
_FORMAT = re.compile(r"\s*\[(?:html|(markdown)|moodle|plain)\]", re.IGNORECASE)
_PAIR = re.compile(r"(?<!\\)->")
_TOLERANCE = re.compile(r"\s*(-?[\d.,]+(?:[eE][-+]?\d+)?)\s*:\s*([\d.,]+(?:[eE][-+]?\d+)?)\s*")


def unescaped(text: str) -> str:
    """The text without the backslashes that keep its marks from being read as such."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: found[1] or "\n", text)


def told_in(text: str) -> str:
    """A piece of the file as Markdown: plain text, or what it says before it that it is."""
    said = _FORMAT.match(text) if "[" in text else None
    body = unescaped(text[said.end() :] if said else text)
    return plain(body, markdown=bool(said and said[1])).text


def is_truth(inside: str) -> bool:
    """Whether it is said between the braces that a statement is true, or false."""
    return bool(_TRUTH.match(inside))


def answers_of(inside: str) -> Answers:
    """The answers between two braces."""
    told, *general = _split(inside, _GENERAL)
    explanation = told_in(" ".join(general))
    if not told.strip():
        return Answers("", explanation=explanation)
    if found := _TRUTH.match(told):
        return _true_or_false(bool(found[1]), told, explanation)
    if told.lstrip().startswith("#"):
        return _numeric(told.lstrip()[1:], explanation)
    items = list(_items(told))
    if len(items) > 1 and any(map(_is_pair, items)) and all(item.mark == "=" for item in items):
        return _matching(items, explanation)
    if any(item.mark == "~" for item in items):
        return _multiple_choice(items, explanation)
    return _short(items, explanation)


def _true_or_false(right: bool, told: str, explanation: str) -> Answers:  # which of the two it is
    """The feedback for a wrong answer comes first, then that for the right one."""
    _, *feedback = (told_in(each) for each in _split(told, _HASH))
    wrong, *more = feedback or [""]
    choices = [Choice(text, says is right, "" if says is right else wrong) for text, says in _TRUE_FALSE]
    return Answers(answer_of(choices), tuple(choices), _joined([*more, explanation]))


_TRUE_FALSE = (("True", True), ("False", False))


def _numeric(told: str, explanation: str) -> Answers:
    items = list(_items(told if told.lstrip().startswith("=") else f"={told}"))
    numbers = [_tolerant(item) for item in items]
    return Answers(
        " / ".join(numbers), explanation=_joined([*(item.feedback for item in items), explanation])
    )


def _tolerant(item: _Item) -> str:
    found = _TOLERANCE.fullmatch(item.text)
    number = item.text if not found else found[1]
    if found and found[2].strip("0.,"):
        number = f"{found[1]} ± {found[2]}"
    return _with_share(number, item.weight)


def _with_share(text: str, weight: float | None) -> str:
    return text if weight is None or weight == 100 else f"{text} ({weight:g}%)"


def _matching(items: Sequence[_Item], explanation: str) -> Answers:
    pairs = (_PAIR.split(item.text, maxsplit=1) for item in items)
    lines = (" → ".join(part.strip() for part in pair if part.strip()) for pair in pairs)
    text = "\n".join(f"- {line}" for line in lines if line)
    return Answers(text, explanation=_joined([*(item.feedback for item in items), explanation]))


def _multiple_choice(items: Sequence[_Item], explanation: str) -> Answers:
    """Of options that share the points, each that earns some is right."""
    marked = any(item.mark == "=" for item in items)
    choices, told = [], []
    for item in items:
        right = item.mark == "=" if marked else (item.weight or 0) > 0
        choices.append(Choice(_on_one_line(item.text), right, "" if right else _on_one_line(item.feedback)))
        told.append(item.feedback if right else "")
    quiz = without_letters(sound(choices))
    return Answers(answer_of(quiz) if is_quiz(quiz) else "", quiz, _joined([*told, explanation]))


def _is_pair(item: _Item) -> bool:
    return _PAIR.search(item.text) is not None


def _short(items: Sequence[_Item], explanation: str) -> Answers:
    """Every answer that is taken for right, once however its letters are written; one that earns less says so."""
    best: dict[str, _Item] = {}
    for item in items:
        key = " ".join(item.text.casefold().split())
        if key and (key not in best or _share(item) > _share(best[key])):
            best[key] = item
    told = [_with_share(item.text, item.weight) for item in best.values()]
    return Answers(" / ".join(told), explanation=_joined([*(item.feedback for item in items), explanation]))


def _share(item: _Item) -> float:
    return 100 if item.weight is None else item.weight


def _items(told: str) -> Iterator[_Item]:
    """The answers, each with its mark; what stands before the first is one that has lost its own."""
    starts = [found.start() for found in _MARK.finditer(told) if found[1]]
    tidy = any(told[at] == "=" and (at == 0 or told[at - 1].isspace()) for at in starts)
    starts = [at for at in starts if not (tidy and told[at] == "=" and _is_inside(told, at))]
    if not starts or told[: starts[0]].strip():
        yield _item("=", told[: starts[0]] if starts else told)
    for at, end in pairwise([*starts, len(told)]):
        yield _item(told[at], told[at + 1 : end])


def _is_inside(told: str, at: int) -> bool:
    """Whether an equals sign is one of a formula, where others stand apart to mark an answer."""
    return at > 0 and not told[at - 1].isspace()


def _item(mark: str, text: str) -> _Item:
    weight = _WEIGHT.match(text)
    body, *feedback = _split(text[weight.end() :] if weight else text, _HASH)
    share = float(weight[1].replace(",", ".")) if weight else None
    return _Item(mark, share, told_in(body), _joined(told_in(each) for each in feedback))


def _split(text: str, mark: re.Pattern[str]) -> list[str]:
    """The text cut at a mark, where no backslash stands before it."""
    pieces, done = [], 0
    for found in mark.finditer(text):
        if found[1]:
            pieces.append(text[done : found.start()])
            done = found.end()
    return [*pieces, text[done:]]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _joined(parts: Iterator[str] | Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)
