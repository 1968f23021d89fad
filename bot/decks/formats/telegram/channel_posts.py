"""Where one post of a copied channel ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.decks.formats.questions import ASKS, asking, has_question_mark
from bot.decks.formats.telegram.bullets import undecorated
from bot.decks.formats.telegram.channel_lines import Line, Mark, replies, trimmed
from bot.decks.formats.telegram.polls import Poll, names_poll
from bot.decks.formats.telegram.reactions import Reactions

_TAIL = (Mark.TAGS, Mark.REACTIONS, Mark.META)
_NUMBER = re.compile(r"\W{0,3}?\d{1,3}(?:[.)、．]|\ufe0f?\u20e3)")  # of a list, which is of one post
_BULLETS = frozenset("▪▫◾◽◼◻■□●○•◦‣➖➡▶🔹🔸🔷🔶🔵🔴🟠🟡🟢🟣⚪⚫🚩✅❌✔☑👉")
_WORDS = (Mark.TEXT, Mark.CODE)
_SAID = (*_WORDS, Mark.TAGS, Mark.PAGE)
_OF_BODY = (*_WORDS, Mark.BLANK)


@dataclass(slots=True)  # not frozen, like `Line`: a file has a hundred thousand of them
class Post:
    """The lines of one post, or of a piece of the page that is in no post; in order, blank ones included.

    What a source says beside the text: `whole` that it knows itself where the post ends; `name` tells posts apart and
    `reply_to` names the one this is a reply to; `picture` is a file beside the document, `lost_picture` what stands in
    place of one; `speaker` is who says it, in which chat; `reactions` and `poll` as the source counts and lists them
    itself; `comment` that it is said below a post of somebody else.
    """

    lines: tuple[Line, ...]
    whole: bool = False
    name: str = ""
    reply_to: str = ""
    picture: str = ""
    lost_picture: str = ""
    speaker: str = ""
    reactions: Reactions | None = None
    poll: Poll | None = None
    comment: bool = False
    body: tuple[Line, ...] = field(init=False)
    around: tuple[Line, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Its `body` is its text and code with the blank lines between; `around` it are its tags, reactions, …"""
        self.body = trimmed([line for line in self.lines if line.mark in _OF_BODY])
        self.around = tuple([line for line in self.lines if line.mark not in _OF_BODY])

    def of(self, *marks: Mark) -> tuple[Line, ...]:
        """Its lines around its body that are one of `marks`."""
        return tuple([line for line in self.around if line.mark in marks]) if self.around else ()

    @property
    def ended(self) -> bool:
        """Whether tags, reactions or views say where it ends, or its source does."""
        return self.whole or bool(self.of(*_TAIL))


@dataclass(slots=True)
class _Open:
    """The post being read."""

    lines: list[Line] = field(default_factory=list)
    worded: bool = False  # it has text
    tailed: bool = False  # tags, reactions or views have come below its text
    page: bool = False  # its last line that is not blank is one of the page's own
    reacted: bool = False  # its reactions or views have come


def posts_of(lines: Sequence[Line]) -> tuple[Post, ...]:
    """The posts of a channel, and the pieces of its page between them; every line is in exactly one.

    What ends a post, the surest first: a line that says who wrote the next one; the page's own words; text
    after tags, reactions or views; a question that follows the last paragraph without the blank line that
    parts paragraphs. A channel without any of these is cut at every line that clearly asks and stands alone.
    """
    starts = _glued_questions(lines) | _tags_on_top(lines)
    posts = tuple(_cut(lines, starts))
    alone = _lone_questions(lines)
    if len(alone) > sum(post.ended for post in posts) and not any(line.mark is Mark.HEADER for line in lines):
        return tuple(_cut(lines, starts | alone))
    return posts


def linked(posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts, of which those that say they are a reply point to the nearest text above them."""
    found: list[Post] = []
    above = ""
    for i, post in enumerate(posts):
        answers = any(replies(line) for line in post.lines)
        named = replace(post, name=f"post {i}", reply_to=above if answers else "")
        above = named.name if post.body else above
        found.append(named)
    return tuple(found)


def _cut(lines: Sequence[Line], starts: frozenset[int]) -> Iterator[Post]:
    post = _Open()
    for line in lines:
        if post.lines and _begins(line, post, starts):
            yield Post(tuple(post.lines))
            post = _Open()
        _take(post, line)
    if post.lines:
        yield Post(tuple(post.lines))


def _begins(line: Line, post: _Open, starts: frozenset[int]) -> bool:
    """Whether a line is the first of a new post."""
    match line.mark:
        case Mark.PAGE:
            return not post.page
        case Mark.BLANK:
            return False
        case Mark.HEADER:
            return post.worded or post.reacted or post.page
        case Mark.TAGS:
            return post.reacted or post.page or (post.worded and line.number in starts)
        case Mark.TEXT | Mark.CODE:
            return post.tailed or post.reacted or post.page or (post.worded and line.number in starts)
        case _:
            return post.page


def _take(post: _Open, line: Line) -> None:
    post.worded = post.worded or line.mark in _WORDS
    post.tailed = post.tailed or (post.worded and line.mark in _TAIL)
    post.reacted = post.reacted or line.mark in (Mark.REACTIONS, Mark.META)
    post.page = line.mark is Mark.PAGE or (post.page and line.mark is Mark.BLANK)
    post.lines.append(line)


def _glued_questions(lines: Sequence[Line]) -> frozenset[int]:
    """Lines that ask, follow text directly, and have a blank line, or a poll, after them."""
    return frozenset(
        here.number
        for before, here, after in zip(lines, lines[1:], lines[2:], strict=False)
        if here.mark is Mark.TEXT
        and before.mark is Mark.TEXT
        and (after.mark is Mark.BLANK or names_poll(after.text))
        and _begins_post(here.text)
        and not (_NUMBER.match(before.text) and _NUMBER.match(here.text))
    )


def _tags_on_top(lines: Sequence[Line]) -> frozenset[int]:
    """Lines of tags in a channel whose posts begin with them: the first one does, and the last one ends otherwise."""
    said = [line for line in lines if line.mark in _SAID]
    first = next((line for line in said if line.mark is not Mark.PAGE), None)
    last = next((line for line in reversed(said) if line.mark is not Mark.PAGE), None)
    if first is None or last is None or first.mark is not Mark.TAGS or last.mark is Mark.TAGS:
        return frozenset()
    return frozenset(
        here.number
        for before, here, after in zip(lines, lines[1:], lines[2:], strict=False)
        if here.mark is Mark.TAGS and before.mark is Mark.BLANK and after.mark in _WORDS
    )


def _begins_post(text: str) -> bool:
    """Whether a line below another asks so clearly that it is the first of its post; an emoji before it is a sign."""
    bare = undecorated(text)
    if bare == text:
        return asking(text) > ASKS
    return text[0] not in _BULLETS and asking(bare) >= ASKS


def _lone_questions(lines: Sequence[Line]) -> frozenset[int]:
    """Lines that ask with a question mark and have blank lines on both sides."""
    return frozenset(
        here.number
        for before, here, after in zip(lines, lines[1:], lines[2:], strict=False)
        if here.mark is Mark.TEXT
        and before.mark is Mark.BLANK
        and after.mark is Mark.BLANK
        and asking(here.text) >= ASKS
        and has_question_mark(here.text)
    )
