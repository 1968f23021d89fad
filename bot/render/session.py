"""What a session shows besides its questions: how far it is, what can be done, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.domain.review import Interval
from bot.domain.session import KNOWN, Summary, TagScore
from bot.i18n.translator import Translator
from bot.render import html
from bot.render.message import Button, Buttons, OutgoingMessage
from bot.render.taps import data

if TYPE_CHECKING:  # it shows this room's buttons
    from bot.render.post import Face

DOTS = 10
MOST_TAGS = 5
MOST_DAYS = 4
MORE = 5  # questions that another button asks for
_SQUARES = "🟥🟧🟨🟩🟦"


def progress(t: Translator, step: tuple[int, int]) -> str:
    """`●●○○○ Question 2 of 5`; of many questions each dot stands for some, and a single one needs none."""
    at, size = step
    words = t("post.step", done=t.number(at), size=t.number(size))
    if size == 1:
        return words
    dots = min(size, DOTS)
    full = max(1, round(at * dots / size))
    return f"{'●' * full}{'○' * (dots - full)} {words}"


def controls(face: Face, t: Translator) -> Buttons:
    """The row by which the reader of a question steers its session; in a group, the way to the next question."""
    run = face.run
    if run is None or run.exam:
        return ()
    if face.chat_kind != "private":
        onward = Button(t("round.next"), data("round", run.session_id, face.post_id))
        return ((onward,),) if run.onward else ()
    pause = Button(t("session.pause"), data("pause", run.session_id))
    if face.shown:
        again = t("session.again_on") if run.again else t("session.again")
        return ((Button(again, data("again", face.post_id, int(not run.again))), pause),)
    skip = Button(t("session.skip"), data("skip", face.post_id))
    return ((skip, pause, Button(t("session.end"), data("end", run.session_id))),)


def paused(t: Translator, session_id: int, step: tuple[int, int]) -> OutgoingMessage:
    """A session that waits, in its own message."""
    parts = [html.bold(t("session.paused")), html.escape(_stands(t, step)), html.escape(t("session.waits"))]
    return OutgoingMessage(html.GAP.join(parts), _ways(t, session_id))


def offer(
    t: Translator, session_id: int, step: tuple[int, int], chat_id: int, *, in_exam: bool
) -> OutgoingMessage:
    """What /quiz says while a session waits: go on with it, or begin another; beside an exam there is no other."""
    new = Button(t("session.new"), data("ask", chat_id))
    title = t("exam.running") if in_exam else t("session.offer")
    parts = [html.bold(title), html.escape(_stands(t, step))]
    if in_exam:
        left = t.plural("exam.hand_in_sure", step[1] - step[0])
        ways = ((_go_on(t, session_id),), (Button(left, data("end", session_id)),))
        return OutgoingMessage(html.GAP.join(parts), ways)
    return OutgoingMessage(html.GAP.join(parts), (*_ways(t, session_id), (new,)))


def summary(t: Translator, summary: Summary) -> OutgoingMessage:
    """The end of a session: how it went, by topic, when what comes back, and what to press next."""
    count = len(summary.answered)
    lines = [html.escape(t.plural("session.count", count))] if count else []
    squares = [_SQUARES[went.rating - 1] for went in summary.answered if went.rating is not None]
    lines += [" ".join(squares)] if squares else []
    lines += [html.escape(_counts(t, summary))] if summary.answered else []
    title = t("session.ended") if count < summary.size else t("session.over")
    parts = [html.bold(title), *(["\n".join(lines)] if lines else [])]
    parts += [html.escape(t("session.lost_deck"))] if summary.lost_deck else []
    parts += [html.escape(topics(summary.scores))] if summary.scores else []
    parts += [html.escape(coming(t, summary.comes))] if summary.comes else []
    return OutgoingMessage(html.GAP.join(parts), _next_steps(t, summary))


def topics(scores: Iterable[TagScore]) -> str:
    """The weakest topics, with how many of their cards were known."""
    shown = [f"#{score.tag} {score.known}/{score.total}" for score in scores][:MOST_TAGS]
    return " · ".join(shown)


def coming(t: Translator, comes: tuple[tuple[int, int], ...]) -> str:
    """How many cards come back, and in how many days."""
    shown = MOST_DAYS if len(comes) > MOST_DAYS + 1 else len(comes)  # a last day is as short as "later"
    near = [_on_day(t, days, count) for days, count in comes[:shown]]
    later = sum(count for _, count in comes[shown:])
    far = [t("session.comes_later", count=t.number(later))] if later else []
    return t("session.comes", days=" · ".join([*near, *far]))


def _on_day(t: Translator, days: int, count: int) -> str:
    if days == 0:
        return t("session.comes_today", count=t.number(count))
    if days == 1:
        return t("session.comes_tomorrow", count=t.number(count))
    return t("session.comes_in", count=t.number(count), interval=t.interval(Interval(days, "day")))


def _counts(t: Translator, summary: Summary) -> str:
    known = sum(went.known for went in summary.answered)
    missed = sum(went.missed for went in summary.answered)
    shaky = sum(went.rating is not None and went.rating < KNOWN for went in summary.answered) - missed
    return t("session.counts", known=t.number(known), shaky=t.number(shaky), missed=t.number(missed))


def _stands(t: Translator, step: tuple[int, int]) -> str:
    return t("session.stands", done=t.number(step[0]), size=t.number(step[1]))


def _ways(t: Translator, session_id: int) -> Buttons:
    return ((_go_on(t, session_id), Button(t("session.end"), data("end", session_id))),)


def _go_on(t: Translator, session_id: int) -> Button:
    return Button(t("session.go_on"), data("resume", session_id), style="primary")


def _next_steps(t: Translator, summary: Summary) -> Buttons:
    more = Button(t.plural("session.more", MORE), data("more", summary.session_id))
    if not summary.again:
        return ((more,),)
    missed = t.plural("session.missed", len(summary.again))
    return ((Button(missed, data("missed", summary.session_id), style="primary"),), (more,))
