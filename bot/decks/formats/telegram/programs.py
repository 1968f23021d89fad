"""Lines of a program among those of a post, whose indents and fences were lost in copying."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SURE = re.compile(
    r"(?:import|from|def|class|return|for|while|if|elif|else|try|except|print|select|insert|update|create|with|public|"
    r"private|protected|static|final|void|int|func|fun|val|let|const|var)\b.*[:;(){}=]\s*\S*$|.*[{}]$|\W*\w+\W*;$|"
    r"(?=.*;$)[^()=<>\[\].\"']*[()=<>\[\].\"'].*|[\w.\[\]]+ ?[-+*/]?= ?\S.*|[\w.]+\(.*\)$|>>> .*|\$ [a-z].*",
    re.IGNORECASE,
)
# Where case counts: sure enough for a run of lines among prose.
_AMONG_PROSE = re.compile(
    r"return [\w.\[\]()'\"-]+$|import [\w.*{}, ]+(?: as \w+)?;?$|from [\w.]+ import \S.*|"
    r"(?:def|class|return|for|while|if|elif|else|try|except|with|public|private|protected|static|final|void|int|func|fun|"
    r"val|let|const|var|async|await|package)\b.*[:;(){}=>]$|.*[{}]$|\W*\w+\W*;$|(?=.*;$)[^()=<>\[\].\"']*[()=<>\[\].\"'].*|"
    r"[\w.\[\]]+ ?[-+*/]?= ?\S.*|[a-z_][\w.]*\(.*\)$|>>> .*|\$ [a-z].*|"
    r"(?:SELECT|FROM|WHERE|GROUP BY|ORDER BY|HAVING|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|LEFT JOIN|JOIN|"
    r"VALUES)\b.*|"
    r"(?:git|docker|kubectl|pip|npm|sudo|curl|apt) [\w-]+.*"
)
_ALSO = re.compile(
    r"@\w+(?:\(.*\))?$|[)\]}>]+[;,]?$|(?://|# ).*|(?:return|break|continue|pass|else|try|finally|done|fi|end)\b[^.]*$|"
    r"(?:LIMIT|ON|AND|OR|SET|UNION|WITH|END|BEGIN|COMMIT)\b.*|\w+ [A-Z]{2,}\b.*,?$|[\w.-]+:(?: [\w.'\"/@-]+)?$|"
    r"(?:readonly )?\w+\??: ?[\w\[\]<>|&'\" ]{1,60};$"
)
_LEADS = re.compile(r"[A-Z]\w*:")  # `Example:` above a program is no line of it
_SAID = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|//.*|#.*|--.*|/\*.*|<!--.*")
_COMMENT = re.compile(r"(?<=\S)\s+(?://|#) .*$")
_FOREIGN = re.compile(r"[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7af]")
_FEWEST = 2
_LONGEST = 200


def looks_like_code(lines: Sequence[str]) -> bool:
    """Whether lines read as a program: most of them do by themselves."""
    if len(lines) < _FEWEST:
        return False
    code = sum([_is(_SURE, line) for line in lines])
    return code * 3 > len(lines) * 2


def programs_in(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where the programs among some lines begin and end; lines of prose above or below them are in none."""
    if len(lines) < _FEWEST:
        return []
    sure = [_is(_AMONG_PROSE, line) for line in lines]
    if sum(sure) < _FEWEST:
        return []
    also = [is_sure or _is(_ALSO, line) for is_sure, line in zip(sure, lines, strict=True)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and also[end]:
            end += 1
        while at < end and not sure[at] and _LEADS.fullmatch(lines[at]):
            at += 1
        certain = sum(sure[at:end])
        if certain >= _FEWEST and certain * 2 >= end - at:
            found.append((at, end))
        at = end + 1
    return found


def surely_code(line: str) -> bool:
    """Whether one line that stands alone below a program belongs to it."""
    return _is(_AMONG_PROSE, line)


def maybe_code(line: str) -> bool:
    """Whether one line that stands alone between two programs belongs to them."""
    return _is(_AMONG_PROSE, line) or _is(_ALSO, line)


def _is(kind: re.Pattern[str], line: str) -> bool:
    """Whether a line is of a kind; a program has letters of other scripts only in what it says and in comments."""
    line = line.strip()[:_LONGEST]
    if "//" in line or " #" in line:
        line = _COMMENT.sub("", line)
    if not line.isascii() and _FOREIGN.search(_SAID.sub("", line)):
        return False
    return kind.match(line) is not None
