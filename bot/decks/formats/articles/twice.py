r"""Formulas that copying from a page has written two or three times: glyph by glyph, as TeX, and as they looked.

`3 × 3 3\times 3 3×3` is one formula, and so is `f ( x ) {\displaystyle f(x)}`. The pieces are held to be the same when
they have the same letters and digits: in order for the TeX, in any order for the looks, as a fraction is drawn from
below.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LONGEST = 4_000
_MOST_STARTS = 6
_FEWEST_GLYPHS = 3
_DISPLAY_GLYPHS = 12
_SURE = 2
_STACKED = 6

_TOKEN = re.compile(r"\S+")
_FUNCTIONS_WORDS = "log ln lg exp sin cos tan tanh max min lim arg sup inf det dim ker gcd softmax sigmoid"
_FUNCTIONS = frozenset(_FUNCTIONS_WORDS.split())
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_TEX = re.compile(r"\\([A-Za-z]+)|\\.|([^\W_])|([({\[])|([)}\]])|.", re.DOTALL)
_SIDE = re.compile(r"\\(left|right)(?![A-Za-z])[ ]?(?:\\[A-Za-z]+|\\.|.)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{[a-z*]{1,12}\}")
_DISPLAYSTYLE = re.compile(r"\{\\displaystyle[ ]?")
_BIG = re.compile(r"\\(?:d?frac|sum|int|prod|begin|lim)\b")
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell hbar"
)
_GREEK = dict(zip(_GREEK_NAMES.split(), "αβγδεεζηθθικλμνξπρστυφφχψωΓΔΘΛΞΠΣΦΨΩℓħ", strict=True))
_LOST = ("?", "\u200b", "\u200d", "′")  # what lost signs are shown as
_SIDES = ("∣", "∥", "⌋", "⌉", "⟩")
_OPENERS = "([{（【「"
_CJK = "\u2e80"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One formula of `found`, that now stands once as `now`; `line` counts from 0 in the text it stood in."""

    line: int
    found: str
    now: str


@dataclass(frozen=True, slots=True)
class Once:
    """A text with every formula written once; `stacks` are those copied glyph by glyph whose TeX is not there."""

    text: str
    rewritten: tuple[Rewritten, ...] = ()
    stacks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    tex: str
    glyphs: int


def is_doubled(text: str) -> bool:
    """Whether a text has such formulas beyond doubt, so that `A A A` in it is one, too.

    Two are beyond doubt, and so is one with the sign of no width that the page's own program for formulas leaves.
    """
    sure = _SURE
    for match in _matches(text, single=False) if "\\" in text else ():
        sure -= _SURE if "\u200b" in text[match.start : match.end] else 1
        if sure <= 0:
            return True
    return False


def written_once(text: str, *, single: bool) -> Once:
    r"""The text with every formula once, as `$…$` or `$$…$$`; a word or a number set as a formula is a word again.

    `single` takes in formulas of one letter, such as `A A A`. Linear in the length of the text.
    """
    out: list[str] = []
    rewritten: list[Rewritten] = []
    stacks: list[tuple[int, str]] = []
    done = line = 0
    open_brackets = 0
    for match in _matches(text, single=single):
        between = text[done : match.start]
        stacks += ((line + at, stack) for at, stack in _stacks(between))
        line += between.count("\n")
        before = _joined(between, open_brackets, first=line == between.count("\n"))
        open_brackets = _still_open(before, open_brackets)
        now = _as_markdown(match)
        found = text[match.start : match.end]
        rewritten.append(Rewritten(line, found, now))
        out += (before, _gap(before, now), now)
        line += found.count("\n")
        done = match.end
    out.append(_after(now if rewritten else "", text[done:]))
    stacks += ((line + at, stack) for at, stack in _stacks(text[done:]))
    return Once("".join(out), tuple(rewritten), tuple(stacks))


def _joined(between: str, brackets: int, *, first: bool) -> str:
    """What stands before a formula, its last line break gone where the formula goes on with the sentence."""
    stem = between.rstrip()
    if "\n" not in between[len(stem) :]:
        return between
    inside = _still_open(stem, brackets) > 0
    if stem.endswith(tuple(_OPENERS)):
        return stem
    if inside or (not first and stem and not stem.endswith((".", "。", ":", "："))):
        return stem + " "
    return between


def _still_open(text: str, before: int) -> int:
    counted = before
    for letter in text[text.rfind("\n\n") + 1 :]:
        counted += (letter in "(（") - (letter in ")）")
    return max(0, counted)


def _gap(before: str, now: str) -> str:
    """Dollars stand off from a letter or digit before them."""
    if now.startswith("$$"):
        return "\n\n" if before.strip() else ""
    near = before[-1:]
    return " " if near.isalnum() and near < _CJK else ""


def _after(now: str, rest: str) -> str:
    return f"\n\n{rest.lstrip()}" if now.startswith("$$") and rest.strip() else rest


def _as_markdown(match: _Match) -> str:
    tex = " ".join(match.tex.split())
    if tex.isdigit() or (tex.isalpha() and len(tex) > 1):
        return tex
    display = match.glyphs >= _DISPLAY_GLYPHS and "=" in tex and _BIG.search(tex)
    return f"$${tex}$$" if display else f"${tex}$"


# Finding them


def _matches(text: str, *, single: bool) -> Iterator[_Match]:
    done = 0
    for run in _runs(text):
        if run[0].start() < done:
            continue
        match = _match(text, run, single=single)
        if match:
            yield match
            done = match.end


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Glyphs that stand alone, one after the other."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if _is_glyph(token[0]) and len(run) < _LONGEST:
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_glyph(token: str) -> bool:
    if len(token) == 1:
        return token < _CJK or token.isdecimal() or unicodedata.category(token) == "Sm"
    return token in _FUNCTIONS or (token[0].isdecimal() and _NUMBER.fullmatch(token) is not None)


def _match(text: str, run: Sequence[re.Match[str]], *, single: bool) -> _Match | None:
    """The formula that begins with a run of glyphs: the run, or as much of it as TeX for the same stands behind."""
    first = run[0][0]
    ends = [k for k in range(1, min(len(run), 400)) if run[k][0] == first][:_MOST_STARTS]
    for k in (len(run), *reversed(ends)):
        if k == 1 and not single and not _commanded(text, run[0].end()):
            continue
        if match := _attempt(text, run[:k]):
            return match
    return None


def _commanded(text: str, at: int) -> bool:
    return text[at : at + 8].lstrip().startswith(("\\", "{\\"))


def _attempt(text: str, soup: Sequence[re.Match[str]]) -> _Match | None:
    glyphs = signature("".join(token[0] for token in soup))
    if not glyphs:
        return None
    start, at = soup[0].start(), _past_space(text, soup[-1].end())
    end = tex_end(text, at, glyphs)
    if end < 0 or not ends_word(text, end):
        return None
    tex = text[at:end]
    looks = looks_end(text, _past_space(text, end), glyphs)
    if looks >= 0 and ends_word(text, looks):
        return _Match(start, looks, _plain_tex(tex), len(soup))
    certain = "\\" in tex and (len(soup) > 1 or tex.startswith("{"))
    spelled = len(soup) >= _FEWEST_GLYPHS and tex.isalpha()
    return _Match(start, end, _plain_tex(tex), len(soup)) if certain or spelled else None


def ends_word(text: str, at: int) -> bool:
    """Whether no word is cut there; Chinese is written on without a space."""
    return not (text[at : at + 1].isalnum() and text[at] < _CJK and text[at - 1].isalnum())


def _plain_tex(tex: str) -> str:
    found = _DISPLAYSTYLE.match(tex)
    return tex[found.end() : -1].strip() if found and tex.endswith("}") else tex


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def signature(text: str) -> str:
    """The letters and digits of a formula, in the order in which they stand."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _pieces(text: str, at: int) -> Iterator[tuple[int, str, int]]:
    """The letters and digits of TeX from `at` on, each with where it ends and how brackets open or close there."""
    while at < len(text):
        if environment := _ENVIRONMENT.match(text, at):
            at = environment.end()
            yield at, "", 0
            continue
        if side := _SIDE.match(text, at):
            at = side.end()
            yield at, "", 1 if side[1] == "left" else -1
            continue
        piece = _TEX.match(text, at)
        if piece is None:
            return
        at = piece.end()
        name = piece[1] or ""
        letters = _GREEK.get(name, name if name in _FUNCTIONS else "") if name else piece[2] or ""
        yield at, signature(letters), (1 if piece[3] else -1 if piece[4] else 0)


def tex_end(text: str, at: int, glyphs: str) -> int:
    """Where TeX with exactly these letters and digits ends, its brackets closed; -1 when other text stands there."""
    if text.startswith("{\\displaystyle", at):
        at_inside, depth = at + len("{\\displaystyle"), 1
    else:
        at_inside, depth = at, 0
    told, end = 0, -1
    for after, letters, bracket in _pieces(text, at_inside):
        if told == len(glyphs) and not _closes(text[end:after], depth, bracket):
            return end if depth == 0 or end == after else -1
        if not glyphs.startswith(letters, told):
            return -1
        told += len(letters)
        depth += bracket
        if depth < 0 or after - at > _LONGEST:
            return end
        end = after if told == len(glyphs) else -1
    return end


def _closes(text: str, depth: int, bracket: int) -> bool:
    """Whether a piece behind the last letter still belongs to the formula."""
    return depth > 0 and (bracket < 0 or text.startswith("\\right") or text in ("'", "|", " ", "}", ")", "]"))


def looks_end(text: str, at: int, glyphs: str) -> int:
    """Where the same letters and digits in any order end; -1 when others stand between."""
    left, count, depth = Counter(glyphs), len(glyphs), 0
    end = -1
    for after, letters, bracket in _pieces(text, at):
        if count == 0 and not ((bracket < 0 and depth > 0) or text[end:after] in (*_LOST, *_SIDES)):
            return end
        for letter in letters:
            left[letter] -= 1
            if left[letter] < 0:
                return -1
        count -= len(letters)
        depth += bracket
        end = after
        if after - at > _LONGEST:
            return -1
    return end if count == 0 else -1


def _stacks(text: str) -> Iterator[tuple[int, str]]:
    """Runs of lines of one glyph each, with their first line from 0."""
    stack: list[str] = []
    lines = text.split("\n")
    for at, line in enumerate([*lines, "end of text"]):
        if len(line.strip()) == 1 and line.strip() < _CJK:
            stack.append(line.strip())
            continue
        if len(stack) >= _STACKED:
            yield at - len(stack), " ".join(stack)
        stack = []
