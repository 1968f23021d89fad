"""What choosing options of a quiz says about how well its card was known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.card import Choice
from bot.domain.chat import Chat
from bot.domain.mode import How, Mode
from bot.domain.post import Post
from bot.domain.review import Rating

SLOW = timedelta(seconds=90)
AWAY = timedelta(minutes=15)  # who comes back later than that did something else


def right_of(options: Sequence[Choice]) -> tuple[int, ...]:
    """The numbers, from 0, of the right options."""
    return tuple(number for number, option in enumerate(options) if option.right)


def valid(options: Sequence[Choice], chosen: Collection[int]) -> bool:
    """Whether somebody can have chosen these: some, and only options there are."""
    return bool(chosen) and all(0 <= number < len(options) for number in chosen)


def closes_at(post: Post, chat: Chat) -> datetime | None:
    """When a quiz that stands in a chat with a timer closes; None where it stays open, or has not arrived."""
    if chat.kind == "private" or chat.timer is None or post.sent_at is None:
        return None
    return post.sent_at + timedelta(seconds=chat.timer)


def rating_of(options: Sequence[Choice], chosen: Collection[int], thought: timedelta | None) -> Rating:
    """The rating that a choice stands for; `thought` is how long it took, None where nobody knows.

    Right is 4 and never 5: telling the answer among others is easier than coming up with it, and one in four guesses
    is right. Right after more than 90 seconds is 3: it took an effort. Past a quarter of an hour the person was away,
    which says nothing. Some but not all of several right options, or one too many, is 2: part of it was known. All
    else is 1.
    """
    right = set(right_of(options))
    if set(chosen) == right:
        return Rating.WITH_EFFORT if thought is not None and SLOW < thought <= AWAY else Rating.WELL
    partly = len(right) > 1 and len(right & set(chosen)) > len(set(chosen) - right)
    return Rating.BARELY if partly else Rating.NOT_AT_ALL


def how_of(mode: Mode, options: Sequence[Choice], chosen: Collection[int]) -> How:
    """The choice as the log keeps it."""
    return How(mode, right=set(chosen) == set(right_of(options)), given=sorted(set(chosen)))
