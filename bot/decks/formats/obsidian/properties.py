"""The front matter of a note: title, language and tags are read, what other programs keep there is not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from bot.decks.front import FrontMatter, loaded

_NAMES = {"lang": "language", "tag": "tags", "license": "licence", "url": "source"}
_KEPT = ("title", "language", "licence", "source")
_KEY = re.compile(r"[^\s#:-][^:]*:")


@dataclass(frozen=True, slots=True)
class Properties:
    """What a note says about its cards, tags as written; `unread` has the line and the text of every other key."""

    title: str = ""
    language: str = ""
    licence: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    unread: tuple[tuple[int, str], ...] = ()


def properties_of(lines: Sequence[str]) -> Properties:
    """The front matter in the lines from `---` to `---`; wholly `unread` when it is no YAML."""
    try:
        values, places = loaded("\n".join(lines[1:-1]))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        return Properties(unread=((1, "\n".join(lines)),))
    said: dict[str, Any] = {}
    unread: list[str] = []
    for key, value in values.items():
        name = _NAMES.get(key.lower(), key.lower())
        if name not in said and (read := _read(name, value)) is not None:
            said[name] = read
        else:
            unread.append(key)
    return Properties(**said, unread=tuple(_unread(lines, places, unread)))


def _read(name: str, value: object) -> str | tuple[str, ...] | None:
    """The value of a key that is known, None when it is not, or cannot be used."""
    if name == "tags":
        words = value.replace(",", " ").split() if isinstance(value, str) else value
        sound = isinstance(words, list) and all(isinstance(word, str) for word in words)
        return tuple(words) if sound and isinstance(words, list) else None
    if name not in _KEPT or not isinstance(value, str):
        return None
    try:
        matter = FrontMatter.model_validate({name: value})
    except ValidationError:
        return None
    return str(getattr(matter, name)) if value else ""


def _unread(lines: Sequence[str], places: Mapping[str, int], keys: Sequence[str]) -> list[tuple[int, str]]:
    """Each key's lines, up to the next key; neighbours together."""
    found: list[tuple[int, str]] = []
    last = 0
    for start in sorted(places[key] for key in keys):
        end = next((i for i in range(start, len(lines) - 1) if _KEY.match(lines[i])), len(lines) - 1)
        text = "\n".join(lines[start - 1 : end])
        if found and last == start - 1:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{text}")
        else:
            found.append((start, text))
        last = end
    return found
