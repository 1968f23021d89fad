"""What a text that no format knows looks like, and which two formats come nearest to that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.decks.formats.imported import Format, Recognition

_LINES = 400
_NEAR = 0.3  # from this score on a format was nearly right, whatever the text looks like
_TWO = 2

_STAMP = (
    r"[\[(<]?(?:\d{4}[-/.]\d\d[-/.]\d\d|[A-Z][a-z]{2} [ \d]\d|\d\d[-/.]\d\d[-/.]\d{2,4}|\d{1,2}:\d\d:\d\d)"
)
_LOGGED = re.compile(
    rf"{_STAMP}.{{0,80}}\b(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b|"
    r"\d{1,3}(?:\.\d{1,3}){3} .{0,80}\[|(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR)[ :\]\[]|"
    r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\s*(?:(?:async )?def \w+\(.*|class \w+.*[:{]|import [\w.{* ]+.*|from \S+ import .*|return\b.*|raise \w.*|"
    r"(?:if|elif|for|while|with|try|else|switch)\b.*[:{]|\#include .*|package [\w.]+;?|func .*\{|"
    r"(?:public|private|protected|static|const|let|var|fn)\b.*[;{(]?|[})\];,]+|//.*|@\w.*|[\w.]+ ?=[^=].*|.*[{;])"
)
_HEADING = re.compile(r"#{1,6} \S")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)、]|[一二三四五六七八九十]{1,3}、|[(（]\d{1,3}[)）])\s*\S")
_ITEM = re.compile(r"\s*(?:[-*+•–·]|\[[ xX]?\]|☐|☑)\s*\S")
_SENTENCE = re.compile(r".*[.!?;,…。！？；，][\"'»”)]?\s*")
_DATA = re.compile(r"[\ufeff\s]*(?:\{\s*[\"}]|\[\s*[\[{\"\]\d])")
_PAGE = re.compile(r"\s*(?:<!DOCTYPE html|<html|<head|<body|<div|<\?xml)", re.IGNORECASE)
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Look:
    """What a text is taken for, in words, and the names of the formats nearest to it, the nearest first."""

    what: str
    formats: tuple[str, ...]


LOG = Look("the log of a program", ("table", "telegram-channel"))
_POSTS = Look("JSON without cards in it", ("telegram-export", "open-trivia"))
_JSON = Look("JSON without cards in it", ("open-trivia", "quizbot-json"))
_WEB = Look("a web page", ("brainscape", "studystack"))
_SOURCE = Look("the source of a program", ("markdown-questions", "gift"))
_HEADED = Look("notes under headings", ("markdown-questions", "obsidian"))
_NUMBERS = Look("notes with numbers", ("article", "markdown-questions"))
_LIST = Look("a list", ("table", "obsidian"))
_TEXT = Look("running text", ("article", "obsidian"))


def look_of(text: str) -> Look:
    """What a text looks like by its first lines."""
    lines = [line for line in text[: _LINES * 200].split("\n") if line.strip()][:_LINES]
    if _DATA.match(text[:2_000]):
        return _POSTS if '"messages"' in text[:2_000] else _JSON
    if any(_PAGE.match(line) for line in lines[:5]):
        return _WEB
    tests: tuple[tuple[Callable[[str], object], float, Look], ...] = (
        (_LOGGED.match, 0.5, LOG),
        (_CODE.fullmatch, 0.4, _SOURCE),
        (_ITEM.match, 0.5, _LIST),
        (_HEADING.match, 0.02, _HEADED),
        (_NUMBERED.match, 0.15, _NUMBERS),
        (_is_entry, 0.6, _LIST),
    )
    return next((look for has, share, look in tests if _share(lines, has) >= share), _TEXT)


def nearest(
    look: Look, opinions: Sequence[tuple[Format, Recognition]]
) -> tuple[tuple[Format, Recognition], ...]:
    """The two formats that were nearly right, or else come nearest to what a text looks like.

    `opinions` has every format, the surest first.
    """
    close = [each for each in opinions if each[1].score >= _NEAR]
    named = {form.name: (form, seen) for form, seen in opinions}
    alike = [named[name] for name in look.formats if named[name] not in close]
    return tuple([*close, *alike][:_TWO])


def _share(lines: Sequence[str], has: Callable[[str], object]) -> float:
    return sum(bool(has(line[:200])) for line in lines) / max(1, len(lines))


def _is_entry(line: str) -> bool:
    return bool(_ITEM.match(line)) or (len(line) <= _SHORT and not _SENTENCE.fullmatch(line))
