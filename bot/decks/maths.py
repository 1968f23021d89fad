"""Formulas in cards: which there are, and whether each can be shown."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from bot.decks.markdown import outside_fences
from bot.decks.spans import spans

LONGEST = 2000  # characters in one formula
_BUDGET = 300_000  # characters of different formulas looked at in one deck: about three seconds

_PLAIN = re.compile(r"[A-Za-z0-9+\-*/=(),.:;|<>! ]*[A-Za-z0-9]")
_UNKNOWN = re.compile(r"<m[ion][^>]*>(\\[A-Za-z]+|[&{}])</m[ion]>")
_ESCAPED = re.compile(r"\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX without its dollars; `display` when it stands on a line of its own; `line` counts from 0."""

    latex: str
    display: bool
    line: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """A formula that cannot be shown, and why; `line` counts from 0. `unclosed` when a `$$` has no partner."""

    line: int
    latex: str
    reason: str
    unclosed: bool = False


def formulas(text: str) -> tuple[Formula, ...]:
    """Every `$…$` and `$$…$$` of a Markdown text, outside code, in order."""
    lines = text.split("\n")
    return tuple(
        Formula(latex, kind == "display", line)
        for line, kind, latex in _found(lines)
        if kind in {"maths", "display"}
    )


def flaw(latex: str) -> str:
    """Why a formula cannot be shown as MathML, empty when it can.

    A command the converter does not know is a flaw: it would be printed with its backslash.
    """
    if len(latex) > LONGEST:
        return f"longer than {LONGEST} characters"
    if _PLAIN.fullmatch(latex):
        return ""
    unescaped = _ESCAPED.sub("", latex)
    if unescaped.count("{") != unescaped.count("}"):
        return "a brace without its partner"
    return _conversion_flaw(latex)


def _conversion_flaw(latex: str) -> str:
    from latex2mathml.converter import convert

    try:
        shown = convert(latex)
    except Exception as e:  # noqa: BLE001  the converter raises whatever it stumbles over, StopIteration too
        return _sentence(type(e))
    unknown = _UNKNOWN.search(shown)
    return f"{unknown[1]} is not understood" if unknown else ""


@dataclass(slots=True)
class Checker:
    """Looks at the formulas of one deck, at each different one once, within a budget of characters."""

    left: int = _BUDGET
    unchecked: int = 0
    _known: dict[str, str] = field(default_factory=dict)

    def flaws(self, lines: Sequence[str]) -> Iterator[Flaw]:
        """What cannot be shown in a text given by its lines; formulas past the budget count as `unchecked`."""
        if not any("$" in line for line in lines):
            return
        for line, kind, latex in _found(lines):
            if kind == "unclosed":
                yield Flaw(line, "$$", "no closing $$", unclosed=True)
            elif kind != "code" and (reason := self._reason(latex)):
                yield Flaw(line, latex, reason)

    def _reason(self, latex: str) -> str:
        if latex not in self._known:
            if self.left < len(latex):
                self.unchecked += 1
                return ""
            self.left -= len(latex) if len(latex) <= LONGEST and not _PLAIN.fullmatch(latex) else 0
            self._known[latex] = flaw(latex)
        return self._known[latex]


def _found(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Line from 0, kind and content of each inline code and formula outside fences."""
    text = list(outside_fences(lines))
    starts = [0, *accumulate(len(line) + 1 for line in text)]
    for span in spans("\n".join(text)):
        yield bisect_right(starts, span.start) - 1, span.kind, span.inside


def _sentence(error: type[Exception]) -> str:
    """`NumeratorNotFoundError` -> `numerator not found`; another library's error says nothing to an author."""
    if not error.__module__.startswith("latex2mathml"):
        return "it cannot be read"
    return re.sub(r"(?<!^)(?=[A-Z])", " ", error.__name__.removesuffix("Error")).lower()
