r"""Formulas that a conversion has damaged: put right where the damage is certain, named where it is not.

The commonest damage is an escape taken for a control character: `\frac` becomes a form feed and `rac`,
`\rightarrow` a line break and `ightarrow`, `{\rm in}` a line break and `m in`; the character is often lost,
too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from bot.decks.dollars import Torn, torn_formulas
from bot.decks.prose import prose_of

# What a program makes of `\a`, `\b`, … in a string that was not meant to be read that way.
_ESCAPES = {"\a": "a", "\b": "b", "\f": "f", "\t": "t", "\v": "v"}
_COMMANDS_WORDS = (
    "aleph alpha amalg angle approx arccos arcsin arctan arg ast asymp "
    "backslash bar because begin beta bf big bigcap bigcup bigg biggl biggr bigl bigoplus bigotimes bigr bigsqcup "
    "bigvee bigwedge binom bmod boldsymbol bot boxed breve bullet "
    "fbox flat forall frac frown "
    "tan tanh tau tbinom text textbf textit textrm textsf texttt tfrac therefore theta tilde times to top triangle "
    "triangleq varepsilon varkappa varnothing varphi varpi varrho varsigma vartheta vdash vdots vec vee vert vspace"
)
_COMMANDS = frozenset(_COMMANDS_WORDS.split())

# After a line break, a word that no formula has by itself: what is left of a command in r or n.
_BROKEN_OFF = (
    "rangle rbrace rceil rfloor rho right rightarrow rightharpoonup rightleftharpoons "
    "nabla nearrow neg neq nolimits notin nwarrow"
)
_AFTER_BREAK = {name[1:]: name for name in _BROKEN_OFF.split()}

# A word that no formula has by itself, the command it was, and the signs one of which has to follow it, if any.
_BARE_WORDS = r"""
rac frac {0123456789
frac frac {
dfrac dfrac {
tfrac tfrac {
sqrt sqrt {[
qrt sqrt {[
ight right )]}|.\>/
eft left ([{|.\</
ightarrow rightarrow
eftarrow leftarrow
eftrightarrow leftrightarrow
rightarrow rightarrow
leftarrow leftarrow
leftrightarrow leftrightarrow
ightharpoonup rightharpoonup
abla nabla
nabla nabla
otin notin
olimits nolimits
imits limits
heta theta
artheta vartheta
imes times
ilde tilde {
herefore therefore
riangle triangle
riangleq triangleq
lpha alpha
leph aleph
ngle angle
symp asymp
rctan arctan
rcsin arcsin
rccos arccos
ambda lambda
igma sigma
appa kappa
artial partial
nfty infty
infty infty
cdot cdot
cdots cdots
ldots ldots
leq leq
geq geq
neq neq
langle langle
rangle rangle
orall forall
pprox approx
arepsilon varepsilon
varepsilon varepsilon
arphi varphi
varphi varphi
arrho varrho
arsigma varsigma
arnothing varnothing
ec vec {
ert vert
ar bar {
hat hat {
bar bar {
reve breve {
oxed boxed {
egin begin {
begin begin {
ullet bullet
ecause because
igcup bigcup
igcap bigcap
igoplus bigoplus
igotimes bigotimes
igl bigl ([{|.\</
igr bigr )]}|.\>/
iggl biggl ([{|.\</
iggr biggr )]}|.\>/
ext text {
text text {
extbf textbf {
extit textit {
extrm textrm {
inom binom {
oldsymbol boldsymbol {
boldsymbol boldsymbol {
athbb mathbb {
athbf mathbf {
athrm mathrm {
athcal mathcal {
mathbb mathbb {
mathbf mathbf {
mathrm mathrm {
mathcal mathcal {
operatorname operatorname {
overline overline {
underline underline {
widehat widehat {
anh tanh (
"""
_BARE = {row[0]: (row[1], "".join(row[2:])) for row in map(str.split, _BARE_WORDS.strip().splitlines())}
# Where more than one command may have stood: `eta` was `\beta`, `\zeta`, `\eta` or two letters short of `\theta`.
_DOUBTFUL_WORDS = "eta ho au rac ext eq elta amma mega psilon eft ight angle dots exists"
_DOUBTFUL = frozenset(_DOUBTFUL_WORDS.split())
# A closing sign that lost its `\r`, sure where its opening sign stands alone.
_CLOSERS = ("angle", "ceil", "floor")

_CONTROL = re.compile(r"([\a\b\f\t\v])[ ]?([A-Za-z]+)")
_BROKEN = re.compile(r"\n[ \t]*([A-Za-z]+)")
_ROMAN = re.compile(r"(?<=\{)(?:[ \t]*\n[ \t]*|\r)m[ \t]+(?=[A-Za-z][A-Za-z ,]{0,40}\})")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]+")
_ESCAPED = re.compile(r"\\[\\{}]")
_SPELLED = re.compile(r"\\(?:text|mbox|operatorname|mathrm|mathsf|textbf|textit|rm)\b\*?[ ]?\{[^{}]{0,200}\}")
_BREAK = re.compile("\n")
_GLUED_END = "ightarrow"
_GLUED = re.compile(r"(?<![A-Za-z\\])([^\W\d_]{0,40}?)(?<![rR\\])(ightarrow)(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Repair:
    """One piece of a text that was put right; `line` is where it stood."""

    line: int
    found: str
    mended: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A formula that is damaged, without a certain way to put it right."""

    line: int
    found: str
    why: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its formulas put right, and what was done or could not be."""

    text: str
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def mend(text: str, line: int = 1) -> Mended:
    """The Markdown `text`, which starts at `line` of its file, with every certainly damaged formula put right."""
    if "$" not in text and _GLUED_END not in text:
        return Mended(text)
    at_line = _line_counter(text, line)
    pieces: list[str] = []
    repairs: list[Repair] = []
    doubts: list[Doubt] = []
    done = 0
    for formula in torn_formulas(text):
        pieces.append(_mend_prose(text[done : formula.start], at_line, done, repairs))
        found = text[formula.start : formula.end]
        mended = mend_formula(formula)
        if mended != found:
            repairs.append(Repair(at_line(formula.start), found, mended))
        if why := doubt(mended.strip("$") if formula.closed else mended, closed=formula.closed):
            doubts.append(Doubt(at_line(formula.start), found, why))
        pieces.append(mended)
        done = formula.end
    pieces.append(_mend_prose(text[done:], at_line, done, repairs))
    return Mended("".join(pieces), tuple(repairs), tuple(doubts))


def mend_formula(formula: Torn) -> str:
    """A formula, dollars included, with what is certain put right; prose set as a formula becomes prose again."""
    fence = "$$" if formula.display else "$"
    body = mend_body(formula.body)
    if not formula.closed:
        return fence + body
    if prose := prose_of(body):
        return prose
    if not formula.display and body != formula.body:
        body = " ".join(body.split())
    return f"{fence}{body}{fence}"


def mend_body(body: str) -> str:
    """The inside of a formula with every lost backslash put back where no other reading makes sense."""
    if not body.isprintable():  # control characters and line breaks are not
        body = _CONTROL.sub(_from_control, body)
        body = _ROMAN.sub(r"\\rm ", body)
        body = _BROKEN.sub(_from_break, body)
    if _GLUED_END in body:
        body = _GLUED.sub(r"\1\\rightarrow", body)
    body = _outside_spelled(body, lambda piece: _WORD.sub(_from_word, piece))
    for name in _CLOSERS:
        body = _closed(body, name)
    return body


def _closed(body: str, name: str) -> str:
    r"""The body with `angle` as `\rangle` where as many `\langle` stand alone as it has such words."""
    if name not in body:
        return body
    bare = re.compile(rf"(?<![\\A-Za-z]){name}(?![A-Za-z(])")
    alone = _commands(body, f"l{name}") - _commands(body, f"r{name}")
    return bare.sub(rf"\\r{name}", body) if 0 < alone == len(bare.findall(body)) else body


def doubt(body: str, *, closed: bool = True) -> str:
    """Why a formula looks damaged, empty when it does not."""
    if not closed:
        return "the formula is not closed"
    bare = _ESCAPED.sub("", body)
    if bare.count("{") != bare.count("}"):
        return "its braces do not pair"
    if _commands(body, "left") != _commands(body, "right"):
        return r"\left and \right do not pair"
    if _commands(body, "begin") != _commands(body, "end"):
        return r"\begin and \end do not pair"
    words = {word for word in _WORD.findall(_SPELLED.sub(" ", body)) if word in _DOUBTFUL}
    return f"{min(words)!r} may be what is left of a command" if words else ""


def _commands(body: str, name: str) -> int:
    return len(re.findall(rf"\\{name}(?![A-Za-z])", body)) if f"\\{name}" in body else 0


def _from_control(match: re.Match[str]) -> str:
    letter, rest = _ESCAPES[match[1]], match[2]
    return f"\\{letter}{rest}" if letter + rest in _COMMANDS else match[0]


def _from_break(match: re.Match[str]) -> str:
    name = _AFTER_BREAK.get(match[1])
    return f"\\{name}" if name else match[0]


def _from_word(match: re.Match[str]) -> str:
    name, followers = _BARE.get(match[0], ("", ""))
    after = match.string[match.end() : match.end() + 2].lstrip()[:1]
    return f"\\{name}" if name and (not followers or (after and after in followers)) else match[0]


def _outside_spelled(body: str, change: Callable[[str], str]) -> str:
    r"""The body with `change` done to it, except inside `\text{…}` and its like, where words are words."""
    pieces, done = [], 0
    for spelled in _SPELLED.finditer(body):
        pieces += [change(body[done : spelled.start()]), spelled[0]]
        done = spelled.end()
    return "".join([*pieces, change(body[done:])])


def _mend_prose(text: str, at_line: Callable[[int], int], offset: int, repairs: list[Repair]) -> str:
    """Outside formulas only an arrow is certain: no word of any language ends in `ightarrow`."""

    def arrow(match: re.Match[str]) -> str:
        before = f"{match[1]} " if match[1] else ""
        mended = f"{before}$\\rightarrow$"
        repairs.append(Repair(at_line(offset + match.start()), match[0], mended))
        return mended

    return _GLUED.sub(arrow, text) if _GLUED_END in text else text


def _line_counter(text: str, line: int) -> Callable[[int], int]:
    breaks = [found.start() for found in _BREAK.finditer(text)]
    return lambda at: line + bisect_left(breaks, at)
