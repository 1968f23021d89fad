r"""What somebody typed as plain text, as Markdown that shows it as it stands.

`__init__`, `2*3*4`, `List<String>` and `\d+\.` are text. A mark stays a mark only where it is clearly meant as one:

- `code` between backticks on one line, the first not behind a letter, and fenced code;
- `**bold**` and `*slanted*` on one line: stars that touch the words inside and no letter, digit or bracket outside;
  a Chinese character may stand outside, as there are no spaces in Chinese;
- `$x$`, `$$x$$`, `\(x\)` and `\[x\]`;
- `[text](https://…)` and `![text](picture)`;
- `- item`, `* item`, and numbers that run up.

Underscores, headings, quotations, rules, HTML and entities are text, with a backslash where Markdown would read them.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

from bot.decks.markdown import indent, regions
from bot.decks.spans import spans
from bot.domain.card import Card
from bot.domain.identity import question_key

_SPECIAL = re.compile(
    r"[\\`*_\[<&~$]|^[ \t]*(?:[#>+=]|-[- \t]|-$|\d{1,9}[.)](?:[ \t]|$))|^(?:[ ]{2}|[ ]*\t)", re.MULTILINE
)
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_LETTER = rf"[^\W{_CJK}]"
_HELD = re.compile(
    rf"(?P<code>(?<!{_LETTER})(?<![\\`])(?:`(?![`\s])[^`\n]++(?<!\s)`(?!`)|(`{{2,3}})(?!`)(?:[^`\n]++|`(?!`))++\2(?!`)))"
    r"|(?<!\\)(?:\\\((?P<maths>(?:[^\\\n]|\\[^()\[\]\n])++)\\\)"
    r"|\\\[(?P<display>(?:[^\\\n]|\n(?![ \t]*\n)|\\[^()\[\]])++)\\\])"
    r"|(?<!\\)(?P<link>\[[^\[\]\n`*_]{1,300}\]\((?:https?://|mailto:)[^\s()<>`\\]{1,500}\)"
    r"|!\[[^\[\]\n`]{0,300}\]\((?:https?://[^\s()<>`\\]{1,500}|[^\s()<>`\\]{1,200}\.[a-z]{3,4})\))"
)
_FORMULA = re.compile(r"[\\^_{}=+/<>|,\d-]|^\s*\w{1,2}'?\s*$")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BOLD = re.compile(
    rf"(?<![\\*/.)\]}}=&%^$|])(?<!{_LETTER})(\*{{1,3}})(?![\s*,.;:!?)\]}}/\\|&=<>+%^~-])[^*\n]++"
    rf"(?<![\s(\[{{\\/,=|&])\1(?![*\\/(\[{{=&%^$|])(?!{_LETTER})"
)
_RUN = {"*": re.compile(r"\*+"), "_": re.compile("_+")}
_SLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|\Z)")
_LONE = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)")
_STRIKE = re.compile(r"~(?=~)")
_BRACKET = re.compile(r"\[")
_TICK = re.compile("`")
_PUNCTUATION = frozenset(string.punctuation)
_LATEX = re.compile(r"[\\^_{}=]")
_DOLLAR = re.compile(r"(?<=\\)\$")
_ITEMS = r"(?:[ \t]*+(?:[-*]|\d{1,9}[.)])[ \t]++)"
_RULE = re.compile(r"^[ \t]*+([-*+_=])[-*+_= \t]*+$", re.MULTILINE)
_START = re.compile(
    rf"^{_ITEMS}*+[ \t]*+(?:(#{{1,6}}(?=[ \t]|$)|>|\+(?=[ \t]|$)|[-*](?=[ \t]*$))|\d{{1,9}}([.)])[ \t]*+$)",
    re.MULTILINE,
)
_OPENS = tuple(":{([,;\\")
_LONGEST = 200_000  # letters; no text of a card is longer, and in a longer one no mark is meant
_ANY_MARK = re.compile(r"[\\`*_\[<&~$]")
_BY_ITSELF = re.compile(r"^[ \t]*+(\d{0,9})([#>+=.)-])", re.MULTILINE)
_NUMBERED = re.compile(r"[ ]{0,3}(\d{1,9})([.)])[ \t]+\S")
_ITEM = re.compile(rf"{_ITEMS}+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Held:
    """A piece of the text, and how it is written."""

    start: int
    end: int
    written: str


def typed(text: str) -> str:
    """The text as Markdown in which only the marks that are clearly meant as such are any; linear."""
    line = "\n" not in text and text[:1].isalpha()  # most texts are a plain sentence, which is told fast
    if not (_ANY_MARK if line else _SPECIAL).search(text):
        return text
    if len(text) > _LONGEST:
        escaped = _ANY_MARK.sub(lambda found: f"\\{found[0]}", text)  # a template takes twice as long
        return _BY_ITSELF.sub(r"\1\\\2", escaped)
    if "```" not in text and "~~~" not in text:
        return _written(text)
    lines = text.split("\n")
    shields = regions(lines).shields
    parts = (
        (code, "\n".join(lines[at] for at in part))
        for code, part in groupby(range(len(lines)), key=lambda at: shields[at] == "code")
    )
    return "\n".join(part if code else _written(part) for code, part in parts)


def typed_card(card: Card) -> Card:
    """The card, all of whose texts were typed as plain text."""
    question = typed(card.question)
    choices = tuple(replace(each, text=typed(each.text), reason=typed(each.reason)) for each in card.choices)
    return replace(
        card,
        key=question_key(question) if card.key == question_key(card.question) else card.key,
        question=question,
        answer=typed(card.answer),
        choices=choices,
        hint=typed(card.hint),
        explanation=typed(card.explanation),
    )


def _written(text: str) -> str:
    held = _held(text)
    seen = _masked(text, held)
    slashes = {
        *_in_lines(text, seen),
        *_at_line_starts(seen),
        *_stars(text, seen),
        *_openers(text, seen, "_"),
        *_names(seen),
    }
    pieces: list[str] = []
    done = 0
    edits = sorted(
        [*((each.start, each.end, each.written) for each in held), *((at, at, "\\") for at in slashes)]
    )
    for start, end, written in edits:
        pieces += (text[done:start], written)
        done = end
    return "".join((*pieces, text[done:]))


# What stays as it is


def _held(text: str) -> list[_Held]:
    """Code, formulas, links, and the indentation that would make code of a line; from left to right."""
    found = [_Held(each.start(), each.end(), _kept(text, each)) for each in _HELD.finditer(text)]
    found = [each for each in found if each.written]
    if "$" in text:
        maths = list(_between_dollars(text, _masked(text, found)))
        starts = [each.start for each in maths]
        outside = [each for each in found if each.end > _end_before(each.start, starts, maths)]
        found = sorted((*outside, *maths), key=lambda each: each.start)
    if "  " in text or "\t" in text:
        found = sorted((*found, *_indentation(_masked(text, found))), key=lambda each: each.start)
    return found


def _kept(text: str, found: re.Match[str]) -> str:
    """How a piece is written, empty where it is no more than text."""
    body = found["maths"] or found["display"]
    if body is None:
        return found[0]
    if "$" in body or not body.strip() or not _FORMULA.search(body):
        return ""
    mark = "$" if found["maths"] else "$$"
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    written = f"{mark}{_TAG.sub('< ', body.strip())}{mark}"
    return f"{' ' if before.isdigit() else ''}{written}{' ' if after.isdigit() else ''}"


def _between_dollars(text: str, seen: str) -> Iterator[_Held]:
    for span in spans(seen):
        inside = text[span.start : span.end]
        if span.kind != "unclosed" and ("\n" not in inside or _LATEX.search(inside)) and not _is_path(inside):
            yield _Held(span.start, span.end, _TAG.sub("< ", inside))


def _is_path(inside: str) -> bool:
    """Whether dollars stand before the names of variables: no formula ends like `$HOME/$`."""
    return not inside.startswith("$$") and inside[:-1].endswith(("/", ":", "="))


def _names(seen: str) -> Iterator[int]:
    """The dollars of such names, which would be taken for a formula's."""
    for span in spans(seen) if "$" in seen else ():
        if span.kind != "unclosed" and _is_path(seen[span.start : span.end]):
            yield from (span.start, span.end - 1)


def _end_before(start: int, starts: Sequence[int], maths: Sequence[_Held]) -> int:
    """Where the last formula ends that begins before `start`."""
    at = bisect_right(starts, start) - 1
    return maths[at].end if at >= 0 else -1


def _indentation(seen: str) -> Iterator[_Held]:
    """What moves a line to the right: no more than a list has room for above it, or as it stands in a program.

    A line so far to the right, without text above it, would be code, in which a backslash is no escape. One below a
    line that opens something is part of a program, whose shape says what it means.
    """
    room, above, inside = (
        0,
        "",
        False,
    )  # how far the text of a list stands, the line above, whether it is a program
    for line, at in _lines(seen):
        width, edge = indent(line), len(line) - len(line.lstrip(" \t"))
        told = line[edge:].rstrip()
        if told:
            room = 0 if not above and not width else room
            item = _ITEM.match(line)
            inside = width > room and not item and (inside or above.endswith(_OPENS))
            if inside and above:
                yield _Held(at, at + edge, " " * room + "\xa0" * (width - room))
            elif not above and width >= room + 4:
                yield _Held(at, at + edge, " " * room)
                width = room
            room = width + item.end() - edge if item else room
        above = told


def _masked(text: str, held: Sequence[_Held]) -> str:
    """The text, as long as it was, with letters in place of what is held and no backtick besides."""
    pieces: list[str] = []
    done = 0
    for each in held:
        pieces += (text[done : each.start], "x" * (each.end - each.start))
        done = each.end
    return "".join((*pieces, text[done:])).replace("`", "'")


# Where a backslash goes


def _in_lines(text: str, seen: str) -> Iterator[int]:
    patterns = [_SLASH, _LONE, _DOLLAR]
    patterns += [_STRIKE] if seen.count("~~") > 1 or "~~~" in seen else []
    patterns += [_BRACKET] if "](" in seen or "]:" in seen else []
    yield from (found.start() for pattern in patterns for found in pattern.finditer(seen))
    if text.count("`") > 1:
        yield from (at.start() for at in _TICK.finditer(text) if seen[at.start()] == "'")


def _at_line_starts(seen: str) -> Iterator[int]:
    for rule in _RULE.finditer(seen):
        yield from (at for at in range(rule.start(1), rule.end()) if at == rule.start(1) or seen[at] in "*_")
    yield from (found.start(found.lastindex or 0) for found in _START.finditer(seen))
    before: tuple[int, str] | None = None  # the last number of a list, and what follows it
    blank = False
    for line, at in _lines(seen):
        if numbered := _NUMBERED.match(line):
            number = (int(numbered[1]), numbered[2])
            follows = before is None or before[1] != number[1] or before[0] + 1 == number[0]
            if not follows or numbered[1] != str(number[0]):
                yield at + numbered.start(2)
            before = number
        elif line.strip() and blank and not line[0].isspace() and not _ITEM.match(line):
            before = None
        blank = not line.strip()


def _lines(seen: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in seen.split("\n"):
        yield line, at
        at += len(line) + 1


def _stars(text: str, seen: str) -> Iterator[int]:
    """The stars that would open emphasis nobody meant; one that would only close it is harmless then."""
    if seen.count("*") < 2:
        return
    meant = {
        at
        for found in _BOLD.finditer(seen)
        if _flanks(text, found)
        for at in (found.start(1), found.end() - 1)
    }
    yield from _openers(text, seen, "*", meant)


def _openers(text: str, seen: str, mark: str, meant: Set[int] = frozenset()) -> Iterator[int]:
    runs = [found for found in _RUN[mark].finditer(seen) if text[found.start()] == mark]
    sides = [_sides(text, found, words=mark == "_") for found in runs]
    last = max((found.start() for found, (_, closes) in zip(runs, sides, strict=True) if closes), default=-1)
    for found, (opens, _) in zip(runs, sides, strict=True):
        if opens and found.start() < last and not {found.start(), found.end() - 1} & meant:
            yield from range(found.start(), found.end())


def _sides(text: str, run: re.Match[str], *, words: bool) -> tuple[bool, bool]:
    """Whether a run of marks may open and close emphasis: CommonMark 0.31, section 6.2, in doubt for it."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if words and before.isalnum() and after.isalnum():
        return False, False
    loose_before, loose_after = not before.isalnum(), not after.isalnum()
    opens = bool(after.strip()) and (after not in _PUNCTUATION or loose_before)
    closes = bool(before.strip()) and (before not in _PUNCTUATION or loose_after)
    return opens and not (words and not loose_before), closes and not (words and not loose_after)


def _flanks(text: str, found: re.Match[str]) -> bool:
    """Whether Markdown reads the marks around some words as such."""
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    first, last = text[found.end(1)], text[found.end() - len(found[1]) - 1]
    return (first.isalnum() or not before.isalnum()) and (last.isalnum() or not after.isalnum())
