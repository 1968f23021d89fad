"""What posts of a channel open and end with, and is no part of a card: a rubric, a signature, a call to react."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.decks.formats.telegram.bullets import undecorated
from bot.decks.formats.telegram.channel_lines import Line, Mark, is_symbol
from bot.decks.formats.telegram.channel_posts import Post

_LINES = 3
_OFTEN = 3
_NAMED_OFTEN = 2
_LONGEST = 100
_RUBRIC = re.compile(r"(?:【[^】\n]{1,20}】|\[[^\]\n]{1,20}\](?!\())\s*(?=\S)")
# `#12`, `12/100`, `Day 12:`, `[12]`: a number with some sign that it counts.
_SERIAL = re.compile(
    r"(?:(?:day|день|dzień|第) ?)?[#№\[(]? ?(?P<number>\d{1,4})(?:/\d{1,4})?[.):\]、：天题]{0,2}(?!\d)\s*(?=\S)",
    re.IGNORECASE,
)
_SERIAL_OPENS = frozenset("0123456789#№[(dDдД第")
_NAME = re.compile(r"\W*@[A-Za-z]\w{3,31}\W*")
# For folded text.
_TO_REACT = re.compile(
    r"\b(?:став\w+|поставь\w*|жм[иё]\w*|лайк\w*|реакци\w*|react|(?:double )?tap|like|drop|smash|daj\w*|zostaw\w*|"
    r"kliknij)\b|点|點"
)
_COMMENTS = re.compile("comment|коммент|komentarz|评论|留言")
_TO_WRITE = re.compile(
    r"\b(?:пиши|напиши|делит|подел|отвеча|ответ|ваш|жд[её]м)\w*\b.{0,40}\bкоммент|"
    r"\b(?:answers?|write|comment|share|drop|tell us|let us know)\b.{0,40}\bcomments?\b|\bcomment (?:below|👇)|"
    r"\b(?:napisz|odpowied|podziel|czekam|piszcie)\w*\b.{0,40}\bkomentarz|评论|留言"
)


def footers_of(posts: Sequence[Post], name: str) -> frozenset[str]:
    """What many posts end with below their answers, without its emoji: a signature, a call to react.

    Two posts are enough for the channel's own `name`, or a part of it.
    """
    last = Counter(text for post in posts for text in _last_lines(post))
    known = name.casefold()
    return frozenset(
        text
        for text, times in last.items()
        if times >= _OFTEN or (times >= _NAMED_OFTEN and text.casefold() in known)
    )


def without_footers(body: Sequence[Line], footers: frozenset[str]) -> tuple[Line, ...]:
    """The text of a post without what many posts end with; its first line always stays."""
    if not footers:
        return tuple(body)
    end = len(body)
    while end > 1 and (body[end - 1].mark is Mark.BLANK or undecorated(body[end - 1].text) in footers):
        end -= 1
    return tuple(body[:end])


def without_calls(body: Sequence[Line]) -> tuple[Line, ...]:
    """The text of a post without a signature, or a call to react or comment, at its end; its first line stays."""
    end = len(body)
    while end > 1 and (body[end - 1].mark is Mark.BLANK or _calls(body[end - 1])):
        end -= 1
    return tuple(body[:end])


def without_plug(body: Sequence[Line]) -> tuple[Line, ...]:
    """A question and its answer without the last paragraph; nothing when there are not three paragraphs."""
    blanks = [
        i
        for i, line in enumerate(body)
        if i and line.mark is Mark.BLANK and body[i - 1].mark is not Mark.BLANK
    ]
    return tuple(body[: blanks[-1]]) if len(blanks) > 1 else ()


def rubric_in(body: Sequence[Line]) -> str:
    """What stands in brackets before the words of the first line; empty when nothing does."""
    found = _RUBRIC.match(body[0].text) if body and body[0].text[:1] in ("【", "[") else None
    return found[0] if found else ""


def rubrics_of(posts: Sequence[Post]) -> frozenset[str]:
    """The rubrics in brackets that at least half of the posts with text open with."""
    if not any(post.lines[0].text[:1] in ("【", "[") for post in posts):
        return frozenset()
    bodies = [body for post in posts if (body := post.body)]
    often = Counter(rubric for body in bodies if (rubric := rubric_in(body)))
    return frozenset(rubric for rubric, times in often.items() if times >= max(_OFTEN, len(bodies) / 2))


def serial_in(body: Sequence[Line]) -> str:
    """The number, with the signs around it, that the first line opens with below its emoji; empty when none does."""
    text = body[0].text if body else ""
    if text[:1] not in _SERIAL_OPENS and text[:1].isascii():
        return ""
    found = _SERIAL.match(undecorated(text))
    if not found or found[0].strip() == found["number"]:
        return ""
    following = str(int(found["number"]) + 1)  # then it is a list that has both
    return "" if any(undecorated(line.text).startswith(following) for line in body[1:]) else found[0]


def are_serial(posts: Sequence[Post]) -> bool:
    """Whether at least half of the posts with text open with numbers, and these run up or down through the channel."""
    serials = [serial for post in posts if (serial := serial_in(post.body))]
    if len(serials) < _OFTEN or len(serials) * 2 < sum(bool(post.body) for post in posts):
        return False
    numbers = [int("".join(c for c in serial.partition("/")[0] if c.isdigit())) for serial in serials]
    steps = {here < there for here, there in pairwise(numbers)}
    return len(steps) == 1 and len(set(numbers)) == len(numbers)


def _last_lines(post: Post) -> Iterator[str]:
    """The last lines of a post that are below the first line of its answer."""
    filled = [line for line in post.body if line.mark is not Mark.BLANK]
    return (undecorated(line.text) for line in filled[2:][-_LINES:])


def _calls(line: Line) -> bool:
    text = line.text
    if line.mark is not Mark.TEXT or len(text) > _LONGEST:
        return False
    if "@" in text and _NAME.fullmatch(text):
        return True
    folded = text.casefold()
    if _COMMENTS.search(folded) and _TO_WRITE.search(folded):
        return True
    return not text.isascii() and any(map(is_symbol, text)) and _TO_REACT.search(folded) is not None
