"""The name a deck has in links and commands."""

from __future__ import annotations

import re
import secrets
import unicodedata
from hashlib import blake2b
from pathlib import PurePath

LONGEST = 48
_SLUG = re.compile(r"[a-z0-9_-]{1,48}")
_OTHER = re.compile(r"[^a-z0-9_]+")
_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"})


def slug_of(path: str) -> str:
    """The slug a file's name gives its deck: `cards/Deep Learning.en.md` -> `deep-learning-en`.

    1-48 of `a-z 0-9 _ -`. A name with letters outside ASCII ends in a few characters of its hash, so that two
    such names never meet.
    """
    stem = re.sub(
        r"\.(md|markdown|txt|csv|tsv|apkg|colpkg|mochi)$", "", PurePath(path).name, flags=re.IGNORECASE
    )
    if _SLUG.fullmatch(stem):
        return stem
    plain = "".join(c for c in _decomposed(stem) if not unicodedata.combining(c))
    slug = _OTHER.sub("-", plain).strip("-")
    if slug and not any(c.isalnum() and not c.isascii() for c in plain):
        return slug[:LONGEST].strip("-")
    mark = blake2b(stem.encode("utf-8", "replace"), digest_size=3).hexdigest()
    return f"{slug[: LONGEST - 7].strip('-') or 'deck'}-{mark}"


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))


def new_slug() -> str:
    """A name nobody can guess: the link to a person's deck is its key."""
    return secrets.token_hex(12)
