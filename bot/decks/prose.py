r"""Prose that a conversion has taken for a formula: `$\mathsf{So} \ \mathsf{it} \ \mathsf{goes}$`."""

from __future__ import annotations

import re
import unicodedata

_GROUP = re.compile(r"\\(?:mathsf|mathrm|textsf|textrm|text|mathit|mathbf)\{([^{}]*)\}")
_SPACE = re.compile(r"(?:\\[ ,;:]|~|[ ])+")
_ACCENT = re.compile(r"\\(?:(['`^\"~.=])\{?([A-Za-z])\}?|([cvkuHr])\{([A-Za-z])\})")
_STROKE = re.compile(r"\\l(?![A-Za-z])")
_MARKS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", ".": "\u0307", "=": "\u0304",
    "c": "\u0327", "v": "\u030c", "k": "\u0328", "u": "\u0306", "H": "\u030b", "r": "\u030a",
}  # fmt: skip
_PLAIN = re.compile(r"[\w.,;:!?()„”\"'–—-]*")
_FEWEST = 4


def prose_of(body: str) -> str:
    r"""The prose in a formula that is mostly words set upright, with its real maths in dollars; empty when
    it is none.

    It takes at least four words, and more words than anything else.
    """
    if "\\ " not in body:
        return ""
    spelled_out = _STROKE.sub("ł", _ACCENT.sub(_accented, body))
    words = [_undressed(word) for word in _SPACE.split(_shielded(spelled_out)) if word]
    spelled = sum(word is not None and any(c.isalpha() for c in word) and len(word) > 1 for word, _ in words)
    if spelled < _FEWEST or spelled * 2 < len(words):
        return ""
    return " ".join(word if word is not None else _maths(raw) for word, raw in words)


def _shielded(body: str) -> str:
    """A group's own spaces must not split it."""
    return _GROUP.sub(lambda group: _SPACE.sub("\x00", group[0]), body.strip())


def _undressed(word: str) -> tuple[str | None, str]:
    """The word without its commands, None when it is maths; and the word as it stood."""
    if not _GROUP.search(word):
        return (word if re.fullmatch(r"\d+[.)]|[-–—]", word) else None), word
    plain = _GROUP.sub(r"\1", word).replace("\x00", " ")
    return (plain if _PLAIN.fullmatch(plain.replace(" ", "")) else None), word.replace("\x00", r"\ ")


def _accented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (match[2] or match[4]) + _MARKS[match[1] or match[3]])


def _maths(word: str) -> str:
    bare = word.rstrip(",.;:")
    return f"${bare}${word[len(bare) :]}" if bare else word
