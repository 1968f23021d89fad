"""Hashtags: what one looks like, and how those of a card and of its deck come together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from bot.decks.markdown import EDGES

# What parts one tag from the next: letters of any script, digits and `_` belong to it, as in Telegram.
_OUTSIDE = re.compile(r"[\s#!-/:-@\[-^`{-~…—–«»“”„‘’\u200b\u2060\ufeff]+")
_LETTER = re.compile(r"[^\W\d]")


def is_tag(text: str) -> bool:
    """Whether a text without `#` can be a tag: a number alone is none, as in Telegram; `-` and `/` stand for `_`."""
    return not _OUTSIDE.search(kept(text)) and bool(_LETTER.search(text))


def kept(tag: str) -> str:
    """A tag as it is kept and compared, so that Telegram makes one hashtag of it: `CI/CD` -> `ci_cd`."""
    return re.sub("[-/]+", "_", tag.casefold())


def tag_of(text: str) -> str:
    """The tag nearest to a text: `#Deep learning` -> `deep_learning`; empty when nothing in it can be a tag."""
    tag = _OUTSIDE.sub("_", text.casefold()).strip(f"_{EDGES}")
    if is_tag(tag):
        return tag
    return f"_{tag}" if any(c.isalnum() for c in tag) else ""


def tags_of_line(line: str) -> tuple[str, ...]:
    """The tags of a line of only hashtags, in order, as they are kept; empty when the line says anything else."""
    words = line.replace(",", " ").strip(EDGES).split()
    if [word for word in words if word[0] != "#"]:
        return ()
    tags = [kept(word[1:]) for word in words]
    sound = all(
        not _OUTSIDE.search(tag) and _LETTER.search(word) for tag, word in zip(tags, words, strict=True)
    )
    return tuple(tags) if sound else ()


def merged(*groups: Iterable[str]) -> tuple[str, ...]:
    """All the tags, each once, where it was first met."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))
