"""Hashtags as people type them, slips included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.decks.tags import merged, tag_of

_SPLIT = re.compile(r"[#＃]\s+(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one line without `#`, as typed and as they are kept; whether one had to be put together."""

    names: tuple[str, ...]
    kept: tuple[str, ...]
    repaired: bool = False


def known_tags(lines: Iterable[str]) -> frozenset[str]:
    """The tags that stand whole in some line of the file."""
    return frozenset(
        word
        for line in lines
        for words in [_words(line)]
        if all(w[0] == "#" for w in words)
        for word in _names(words)
    )


@lru_cache(maxsize=1024)  # a channel has few of these lines, each below many posts
def read_tags(line: str, known: frozenset[str]) -> Tags:
    """The tags of a line of hashtags; a word without `#` belongs to the tag before it, joined by `_`.

    Where the joined tag is not known from elsewhere in the file but the tag alone is, the word is a tag that
    lost its `#`.
    """
    names: list[str] = []
    whole = _SPLIT.sub("#", line)
    words = _words(whole)
    for word in words:
        if word.startswith("#"):
            names += _names([word])
        elif f"{names[-1]}_{word}" in known or word not in known:
            names[-1] = f"{names[-1]}_{word}"
        else:
            names.append(word)
    slips = whole != line or not all(word.startswith("#") for word in words)
    return Tags(merged(names), merged(filter(None, map(tag_of, names))), repaired=slips)


def _words(line: str) -> list[str]:
    line = line.replace("＃", "#")
    return line[max(0, line.find("#")) :].replace("#", " #").replace(",", " ").split()


def _names(words: Iterable[str]) -> list[str]:
    return [word.strip("#") for word in words if word.strip("#")]
