"""What a repository's page has around its questions: lists of contents, links back to the top, chapters, a title."""

from __future__ import annotations

import re

from bot.decks.formats.articles.asked import asks, is_meta
from bot.decks.formats.questions import ASKS
from bot.decks.tags import tag_of

_ANCHOR = re.compile(
    r"[ \t]*(?:[-*+]|\d{1,4}[.)]|>|\|)?[ \t|]*(?:\d{1,4}[ \t]*[.)|]?[ \t]*)?(?:\*\*)?"
    r"\[.{1,600}\]\((?:\#|[\w./-]{0,200}\#)[^)]*\)(?:\*\*)?[ \t|.]*"
)
_TOP_LINK = re.compile(
    r"[\W_]{0,12}(?:back to (?:the )?(?:top|contents|toc|index|questions?)|to top|go to top|table of contents|⬆|↑|↥|🔝|"
    r"наверх|"
    r"(?:вернуться |назад )?к (?:оглавлению|содержанию|списку)|вверх|do góry|返回(?:顶部|目录)|回到顶部)[^\n]{0,160}",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"[⬆↑↥🔝]|top\b|^[\W_]*[返回вВкКd]")
_LINKED = re.compile(r"\[([^\]]{0,300})\]\([^)]{0,600}\)")
_PICTURE = re.compile(r"\[?!\[[^\]]{0,300}\]\([^)]{0,600}\)(?:\]\([^)]{0,600}\))?")
_ANY_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()]{0,600}\)|\[\[([^\[\]]{0,300})\]\]")
_WORDS = re.compile(r"[^\W\d_]+")
_WAYS_WORDS = (
    "next previous prev back up home "
    "далее назад дальше вперёд вперед следующая предыдущая следующий предыдущий следующее предыдущее главная "
    "dalej wstecz wróć następny poprzedni następna poprzednia następne poprzednie "
    "下一页 上一页 下一篇 上一篇 下一章 上一章 下一节 上一节 下一题 上一题 返回 首页 返回首页 "
    "weiter zurück suivant précédent siguiente anterior"
)
_WAYS = frozenset(_WAYS_WORDS.split())
_PLACES_WORDS = (
    "page chapter lesson part section topic day страница глава урок раздел тема часть strona lekcja"
)
_PLACES = frozenset(_PLACES_WORDS.split())
_LONGEST_TAG = 30
_TAG_WORDS = 4
_LONGEST_TITLE = 120


def is_link_to_top(text: str) -> bool:
    """Whether a line only leads back to the top or to the contents."""
    if not ("](" in text or _ARROWS.search(text)):
        return False
    return _TOP_LINK.fullmatch(_LINKED.sub(r"\1", text)) is not None


def is_way_on(text: str) -> bool:
    """Whether a line only leads to the pages before and behind this one: `*Next: [Sets](sets.md)*`."""
    if "](" not in text and "[[" not in text:
        return False
    names = [found[1] or found[2] or "" for found in _ANY_LINK.finditer(text)]
    around = _ANY_LINK.sub(" ", text)
    said = set(_WORDS.findall((around if any(map(str.isalpha, around)) else " ".join(names)).casefold()))
    return bool(names and said & _WAYS) and said <= _WAYS | _PLACES


def is_contents_line(text: str) -> bool:
    """Whether a line is an entry of a list or table of contents: a link into the page and nothing else."""
    return "](" in text and _ANCHOR.fullmatch(text) is not None


def title_of(heading: str) -> str:
    """A heading of the first level as a deck's title, without badges."""
    return _PICTURE.sub("", heading).strip("* ")[:_LONGEST_TITLE]


def tag_of_chapter(text: str) -> str:
    """The tag a chapter's name makes; empty when it is too long for one or says nothing about a subject."""
    plain = re.sub(
        r"^(?:[一二三四五六七八九十]{1,3}(?=[、.．])|[\d\W_])+|[\W_]+$", "", _LINKED.sub(r"\1", text)
    )
    spoken = (
        is_meta(text) or len(plain) > _LONGEST_TAG or len(plain.split()) > _TAG_WORDS or asks(text) >= ASKS
    )
    return "" if spoken else tag_of(plain)
