"""Whether columns of an export that names none are tags or keys, which only how they look can tell.

A further field of the note looks different: it has sentences, or words that no other row has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.decks.formats.questions import ASKS, asking
from bot.decks.tags import tag_of

_TAGS = re.compile(r"[^\s<>{}\[\]()\"“”«»,;.!?=$\\|…]{1,60}(?: [^\s<>{}\[\]()\"“”«»,;.!?=$\\|…]{1,60}){0,7}")
_LEVELS = re.compile(r"\w::\w|(?<!\S)(?:leech|marked)(?!\S)")  # what Anki itself writes into tags
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"\d{10,19}")  # Anki's own: milliseconds
_SLUG = re.compile(r"\w[-_]\w")
_LEAST_WIDTH = 3
_SAMPLE = 200  # questions that are looked at


def keys_column(rows: Sequence[Sequence[str]]) -> int:
    """0 when the first fields of some rows are what a database calls them by, else -1."""
    keys = [row[0].strip() for row in rows if len(row) >= _LEAST_WIDTH]
    alike = len(keys) == len(rows) > 1 and len({*keys}) == len(keys)
    return 0 if alike and (all(map(_UUID.fullmatch, keys)) or all(map(_NUMBER.fullmatch, keys))) else -1


def tags_column(rows: Sequence[Sequence[str]]) -> int:
    """Where the tags stand in the fields of some rows, from 0; -1 when no column is surely them."""
    width = max(map(len, rows), default=0)
    whole = [row for row in rows if len(row) == width]
    hiding = all("{{c" in row[0] for row in whole)  # such a text answers itself
    if width < (_LEAST_WIDTH - 1 if hiding else _LEAST_WIDTH) or len(whole) * 5 < len(rows) * 4:
        return -1
    said = [text for row in whole if (text := row[-1].strip())]
    if not said or not all(_TAGS.fullmatch(text) for text in said):
        return -1
    words = Counter(word for text in said for word in {*text.split()})
    if any(text.isdecimal() for text in said) or not all(map(tag_of, words)):
        return -1
    return width - 1 if any(_evidence(whole, said, words)) else -1


def _evidence(rows: Sequence[Sequence[str]], said: Sequence[str], words: Counter[str]) -> Iterator[bool]:
    yield any(map(_LEVELS.search, said))
    yield 2 * sum(all(words[word] > 1 for word in text.split()) for text in said) >= len(said) > 1
    lower = all(text == text.lower() for text in said)
    recur = all(any(words[word] > 1 for word in text.split()) for text in said)
    yield lower and recur and 2 * sum(bool(_SLUG.search(text)) for text in said) > len(said) > 1
    sample = rows[:_SAMPLE]
    asks = sum(asking(row[0]) >= ASKS for row in sample)
    few = sum(words.values()) <= 3 * len(said)
    yield few and 2 * asks >= len(sample) and lower
