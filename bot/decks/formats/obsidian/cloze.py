"""Sentences with gaps: `==…==`, `{{…}}` and `**…**`, numbered and with hints as the plugin and Anki write them.

Numbered and with a hint: `==1;;text;;hint==`, `{{c1::text::hint}}`, `==text==^[hint][^1]`. Where each of several
deletions says for every card what to do with it (`==ash;;text==`: ask, show, hide), the first card that asks for it
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.decks.formats.obsidian.masks import without_code
from bot.decks.formats.obsidian.names import is_name
from bot.decks.formats.siblings import Deletion


class Sign(Enum):
    """What surrounds what is to be hidden."""

    HIGHLIGHT = "=="
    BRACES = "{{"
    BOLD = "**"


@dataclass(frozen=True, slots=True)
class _Found:
    """One deletion: its extent with signs and notes, and what stands between the signs."""

    start: int
    end: int
    inside: str
    braces: bool = False
    note_hint: str = ""
    note_number: str = ""


_TOKENS = {
    Sign.HIGHLIGHT: re.compile(r"(?<!=)==(?!=)|\n"),
    Sign.BRACES: re.compile(r"\{@?\{|\}@?\}|\n"),
    Sign.BOLD: re.compile(r"(?<!\*)\*\*(?!\*)|\n"),
}
_NOTES = re.compile(r"(?:\^\[([^\[\]\n]{1,200})\])?(?:\[\^(\d{1,3})\])?")
_NUMBER = re.compile(r"c?(\d{1,3})")
_ANKI = re.compile(r"c\d{1,3}:(?=[^:])")
_ACTIONS = re.compile(r"[ash]{2,40}")
_FEWEST_LETTERS = 3
_LONGEST = 1_000
_LONGEST_TEXT = 20_000
_MOST = 50


def deletions_of(text: str, signs: Iterable[Sign]) -> tuple[Deletion, ...]:
    """What is hidden in a paragraph, in order; nothing when nothing would be left to ask with.

    Code and formulas hold no deletions; a deletion may hold them. `text` of a deletion has no signs, number or hint.
    """
    if len(text) > _LONGEST_TEXT:
        return ()
    found = _apart(each for sign in signs for each in _between(text, sign))
    if not found or len(found) > _MOST or _left(text, found) < _FEWEST_LETTERS:
        return ()
    parts = [_split(each) for each in found]
    acted = _acted(parts)
    return tuple(
        _deletion(i, each, split, acted=acted)
        for i, (each, split) in enumerate(zip(found, parts, strict=True))
    )


def ordered(groups: Iterable[str]) -> list[str]:
    """The groups of a text in the order in which the plugin counts its cards: by number, else as they come."""
    return sorted(dict.fromkeys(groups), key=lambda group: int(group) if group.isdigit() else 0)


def _between(text: str, sign: Sign) -> Iterator[_Found]:
    """Pairs of signs on one line that hug what they surround."""
    if sign.value[0] not in text:
        return
    hidden = without_code(text)
    opened: re.Match[str] | None = None
    for token in _TOKENS[sign].finditer(hidden):
        if token[0] == "\n" or (sign is Sign.BRACES and token[0][0] == "{"):
            opened = None if token[0] == "\n" else token
        elif opened is None:
            opened = token if sign is not Sign.BRACES and _opens(hidden, token, sign) else None
        elif _closes(hidden, opened, token, sign):
            inside = text[opened.end() : token.start()]
            yield _noted(text, opened.start(), token.end(), inside.strip(), sign)
            opened = None
        else:
            opened = token if sign is not Sign.BRACES and _opens(hidden, token, sign) else None


def _opens(text: str, token: re.Match[str], sign: Sign) -> bool:
    following = text[token.end() : token.end() + 1]
    return bool(following) and not following.isspace() and not (sign is Sign.BOLD and _is_label(text, token))


def _is_label(text: str, opened: re.Match[str]) -> bool:
    """Whether bold type is a label, as in `**Note:** …` and, at the beginning of a line, `**Note**: …`."""
    close = text.find("**", opened.end(), opened.end() + _LONGEST)
    before = text[max(0, opened.start() - 8) : opened.start()].rpartition("\n")[2]
    first = not before.strip(" \t-*+>0123456789.)")
    return close > 0 and (text[close - 1] in ":：" or (first and text[close + 2 : close + 3] in (":", "：")))


def _closes(text: str, opened: re.Match[str], token: re.Match[str], sign: Sign) -> bool:
    if sign is Sign.BRACES and opened[0].count("@") != token[0].count("@"):
        return False
    size = token.start() - opened.end()
    tight = sign is Sign.BRACES or not text[token.start() - 1].isspace()
    return 0 < size <= _LONGEST and tight and bool(text[opened.end() : token.start()].strip(" ;:"))


def _noted(text: str, start: int, end: int, inside: str, sign: Sign) -> _Found:
    """A deletion with the notes behind it: `^[hint]` and `[^1]`."""
    notes = _NOTES.match(text, end)
    hint, number = (notes[1] or "", notes[2] or "") if notes else ("", "")
    return _Found(start, notes.end() if notes else end, inside, sign is Sign.BRACES, hint, number)


def _apart(found: Iterable[_Found]) -> list[_Found]:
    """The deletions in order; one inside another is part of its text."""
    kept: list[_Found] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _left(text: str, found: Sequence[_Found]) -> int:
    """How many letters and digits stand outside the deletions."""
    done, count = 0, 0
    for each in (*found, _Found(len(text), len(text), "")):
        count += sum(map(str.isalnum, text[done : each.start]))
        done = each.end
    return count


def _split(found: _Found) -> list[str]:
    """The number, the text and the hint of a deletion, as far as they are there, in this order."""
    inside = found.inside
    if anki := _ANKI.match(inside):
        inside = f"{inside[: anki.end() - 1]}::{inside[anki.end() :]}"
    mark = ";;" if ";;" in inside else "::"
    hidden = without_code(inside)
    if mark == "::" and not (re.match(r"c?\d{1,3}::", inside) or (found.braces and _is_hinted(inside))):
        return [inside]
    parts, done = [], 0
    for _ in range(2):
        at = hidden.find(mark, done)
        if at < 0:
            break
        parts.append(inside[done:at])
        done = at + 2
    return [*parts, inside[done:]]


def _is_hinted(inside: str) -> bool:
    """Whether a `::` without a number before it parts a text from its hint, and is not part of a name."""
    text, _, hint = inside.partition("::")
    return bool(text and hint) and "::" not in hint and not is_name(text.strip(), hint.strip(), "")


def _acted(parts: Sequence[Sequence[str]]) -> bool:
    """Whether every deletion begins with what each card does with it, for the same number of cards."""
    sizes = {len(split[0]) if len(split) > 1 and _ACTIONS.fullmatch(split[0]) else 0 for split in parts}
    return len(sizes) == 1 and 0 not in sizes


def _deletion(i: int, each: _Found, split: Sequence[str], *, acted: bool) -> Deletion:
    group, rest = f"#{i}", list(split)
    if acted:
        asked = rest.pop(0).find("a")
        group = str(asked + 1) if asked >= 0 else ""
    elif len(rest) > 1 and (number := _NUMBER.fullmatch(rest[0])):
        group = number[1]
        rest.pop(0)
    text, hint = _plain(rest[0].strip()), " ".join(rest[1:]).strip()
    return Deletion(each.start, each.end, each.note_number or group, text, hint or each.note_hint)


def _plain(text: str) -> str:
    """A text without the bold type around it, which its card puts there again."""
    return text[2:-2] if len(text) > 4 and text.startswith("**") and text.endswith("**") else text


def shown(text: str, deletions: Sequence[Deletion]) -> tuple[str, tuple[Deletion, ...]]:
    """The text with deletions that no card asks for told in it, and the others where they are now."""
    out: list[str] = []
    kept: list[Deletion] = []
    done = moved = 0
    for each in deletions:
        if each.group:
            kept.append(replace(each, start=each.start + moved, end=each.end + moved))
            continue
        out += [text[done : each.start], each.text]
        moved += len(each.text) - (each.end - each.start)
        done = each.end
    return "".join([*out, text[done:]]), tuple(kept)
