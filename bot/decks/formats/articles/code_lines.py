"""Program code that an article's copy has lost the frame of, set in a fence again, so that its lines stay lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.decks.markdown import regions

_SURE = re.compile(
    r"[ \t]*(?:"
    r"(?:return|import|using|package|throw|let|const|var|int|char|double|float|boolean|string|String|auto)\b.{0,200};|"
    r"(?:(?:public|private|protected|static|final|abstract|async|export)[ \t]+)*"
    r"(?:class|interface|enum|struct)[ \t]+\w.{0,100}\{|"
    r"(?:async[ \t]+)?def[ \t]+\w+\(.{0,200}:|class[ \t]+\w+(?:\(.{0,80}\))?:|"
    r"from[ \t]+[\w.]+[ \t]+import[ \t].{1,100}|"
    r"import[ \t]+[a-z][\w.]*(?:[ \t]+as[ \t]+\w+)?|for[ \t]+\w+(?:,[ \t]?\w+)*[ \t]+in[ \t]+[\w.()\[\], ]+:|"
    r"if[ \t]+__name__.{0,40}|#include[ \t]*[<\"].{0,80}|>>>[ \t].{0,200}|print\(.{0,200}\)|console\.log\(.{0,200}\);?|"
    r"FROM[ \t]+\w[\w.]*(?:[ \t]+\w+)?;?|"
    r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE)[ \t].{0,200}"
    r"(?:;|\bFROM\b.{0,200}|\bSET\b.{0,200}|\()"
    r")[ \t]*"
)
_CALL = re.compile(r"\w\(")
_MAYBE = re.compile(
    r"[ \t]*(?:[{}()\[\]]+[;,]?|(?:\}[ \t]*)?(?:else|try|finally)[ \t]*[:{]|"
    r"(?:if|elif|while|for|with|except|switch|catch)\b.{0,200}[:{]|"
    r"(?:return|raise|yield|await|pass|break|continue|from|where|group by|order by|having)\b.{0,200}|"
    r"(?://|#[ \t]|/\*|\*/|--[ \t]).{0,200}|@\w+.{0,80}|[a-zA-Z_][\w.\[\]]{0,60}[ \t]?[-+*/]?=[^=].{0,200}|"
    r"[a-z_][\w.]{0,80}\(.{0,200}\)|"
    r"(?:FROM|WHERE|GROUP BY|ORDER BY|HAVING|SELECT|JOIN|LEFT JOIN|INNER JOIN|VALUES)\b.{0,200})[ \t]*",
)
_ITEM = re.compile(r"[ \t]*(?:[-+•][ \t]|\*[ \t]|\d{1,3}[.)、][ \t]|>[ \t])")
_WORDS = re.compile(r"[^\x00-\x7f]")
_LONGEST = 300
_FENCE = "```"


def with_fences(lines: Sequence[str]) -> list[str]:
    """The lines of an answer, with a fence around those runs of them that are code beyond doubt."""
    shields = regions(lines).shields
    out: list[str] = []
    at = 0
    while at < len(lines):
        end, sure = _code_end(lines, shields, at)
        out += (_FENCE, *lines[at:end], _FENCE) if sure else lines[at:end]
        at = end
    return out


def _code_end(lines: Sequence[str], shields: Sequence[str], start: int) -> tuple[int, bool]:
    """Where what may be code from a line on ends, behind that line at least, and whether it is code for sure."""
    sure, end = False, start + 1
    for at, strength in _strengths(lines, shields, start):
        if strength:
            sure, end = sure or strength > 1, at + 1
    return end, sure


def _strengths(lines: Sequence[str], shields: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """The lines from `start` on for as long as they may be code: 2 is code, 1 may be, 0 is blank."""
    for at in range(start, min(len(lines), start + _LONGEST)):
        line = lines[at]
        if shields[at] or "```" in line:
            return
        strength = _strength(line) if line.strip() else 0
        if strength == 0 and (at == start or (line.strip() and not line[:1].isspace())):
            return
        blank = not line.strip()
        if blank and at > start and not lines[at - 1].strip():
            return
        yield at, strength or (not blank and not _ITEM.match(line) and not _WORDS.search(line))


def _strength(line: str) -> int:
    if _ITEM.match(line) or len(line) > _LONGEST or "$" in line or "\\" in line:
        return 0
    if _WORDS.search(re.split(r"//|#|\"|'", line)[0]):
        return 0
    if _SURE.fullmatch(line) or _is_statement(line.partition(" //")[0].rstrip()):
        return 2
    return 1 if _MAYBE.fullmatch(line) else 0


def _is_statement(line: str) -> bool:
    if line.endswith("{"):
        return _CALL.search(line) is not None
    return line.endswith(";") and ("=" in line or (line.endswith(");") and _CALL.search(line) is not None))
