"""When a card comes back, in words: after a while, or not before its learner has decided what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.review import Interval
from bot.i18n.translator import Translator

if TYPE_CHECKING:  # whose buttons say it
    from bot.render.post import Given


def forecast(t: Translator, back_in: Interval | None) -> str:
    """What a rating's button says of it before it is tapped."""
    return t("post.aside") if back_in is None else t.interval(back_in)


def rated(t: Translator, given: Given) -> str:
    """The button in the place of the ratings."""
    if given.back_in is None:
        return t("post.rated_aside", rating=given.rating)
    return t("post.rated", rating=given.rating, interval=t.interval(given.back_in))


def before(t: Translator, given: Given) -> str:
    """What a session's next question says of the last one."""
    if given.back_in is None:
        return t("post.before_aside", rating=given.rating)
    return t("post.before", rating=given.rating, interval=t.interval(given.back_in))


def counted(t: Translator, given: Given, *, reachable: bool = True) -> str:
    """What a toast says; whoever is not `reachable` has to write to the bot first."""
    if given.back_in is None:
        return t("post.counted_aside", rating=given.rating)
    interval = t.interval(given.back_in)
    if reachable:
        return t("post.counted", rating=given.rating, interval=interval)
    return t("post.counted_unreachable", rating=given.rating, interval=interval)
