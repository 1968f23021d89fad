"""An exam: its questions, which tell nothing, its result, and its answers afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.card import Choice
from bot.domain.exam import CLAIMS, Reviewed, several
from bot.domain.review import Interval
from bot.domain.session import Run, Summary, Went
from bot.i18n.translator import Translator
from bot.render import html, markdown, session
from bot.render.html import Block
from bot.render.message import Button, Buttons, OutgoingMessage, even_rows
from bot.render.taps import data

if TYPE_CHECKING:  # it shows this room's questions
    from bot.render.post import Face

IN_A_ROW = 6
MOST_LISTED = 20
LONGEST_LISTED = 80  # characters of a question in a list
_SAID = {5: "exam.know", 3: "exam.unsure", 1: "exam.no"}


def question(face: Face, run: Run, t: Translator) -> tuple[OutgoingMessage, ...]:
    """A question with its options and nothing that would tell the answer; more than one message when it is long."""
    options = [
        html.joined([html.line(f"{number}."), markdown.inline(option.text)], " ")
        for number, option in enumerate(face.options, 1)
    ]
    parts = [
        _heading(face, run, t),
        markdown.inline(face.card.question).wrapped("b"),
        *([html.joined(options, "\n")] if options else []),
        *([html.line(t("exam.several"))] if several(face.options) else []),
    ]
    *first, last = html.pack(parts)
    return (*map(OutgoingMessage, first), OutgoingMessage(last, buttons(face, run, t)))


def buttons(face: Face, run: Run, t: Translator) -> Buttons:
    """The numbers of the options, or how sure one is; a way past the question, and the way out."""
    skip = Button(t("session.skip"), data("skip", face.post_id))
    last = (skip, Button(t("exam.hand_in"), data("handin", run.session_id)))
    if not face.options:
        claims = [(Button(t(_SAID[sure]), data("claim", face.post_id, sure)),) for sure in CLAIMS]
        return (*claims, last)
    numbers = [
        Button(
            f"☑ {number + 1}" if number in run.picked else str(number + 1),
            data("select", face.post_id, number),
            style="primary" if number in run.picked else "",
        )
        for number in range(len(face.options))
    ]
    rows = even_rows(numbers, IN_A_ROW)
    give = Button(t("exam.give"), data("give", face.post_id), style="success")
    return (*rows, *(((give,),) if several(face.options) and run.picked else ()), last)


def hand_in(t: Translator, session_id: int, left: int) -> Buttons:
    """Whether an exam is really to end, with so many questions unanswered."""
    yes = Button(t.plural("exam.hand_in_sure", left), data("end", session_id), style="danger")
    return ((yes,), (Button(t("exam.back"), data("resume", session_id)),))


def result(t: Translator, summary: Summary, *, in_time: bool = True) -> OutgoingMessage:
    """How an exam went: right answers, what was only claimed, time, weak topics, and the questions to go through."""
    title = t("exam.over") if in_time else t("exam.time_over")
    marks = "".join(map(_mark, summary.went))
    weak = [score for score in summary.scores if score.known < score.total]
    parts = [html.bold(title), "\n".join([*map(html.escape, _figures(t, summary)), marks])]
    parts += [html.escape(t("exam.weak", tags=session.topics(weak)))] if weak else []
    parts += ["\n".join(_listed(summary))] if summary.again else []
    parts += [html.escape(session.coming(t, summary.comes))] if summary.comes else []
    review = Button(t("exam.review"), data("review", summary.session_id, 0))
    if not summary.again:
        return OutgoingMessage(html.GAP.join(parts), ((review,),))
    again = t.plural("exam.again", len(summary.again))
    missed = Button(again, data("missed", summary.session_id), style="primary")
    return OutgoingMessage(html.GAP.join(parts), ((missed,), (review,)))


def review(t: Translator, seen: Reviewed) -> OutgoingMessage:
    """One question of an exam with its answer, and the ways to the others; what is too long is behind a button."""
    first, *others = html.pack(_reviewed(t, seen), html.LIMIT - 2)
    around = [(seen.number - 1, "◀"), (seen.number + 1, "▶")]
    turns = tuple(
        Button(sign, data("review", seen.session_id, to)) for to, sign in around if 0 <= to < seen.total
    )
    full = (Button(t("quiz.full"), data("whole", seen.session_id, seen.number)),) if others else ()
    back = (Button(t("exam.result"), data("result", seen.session_id)),)
    rows = tuple(row for row in (full, turns, back) if row)
    return OutgoingMessage(f"{first}\n…" if others else first, rows)


def whole(t: Translator, seen: Reviewed) -> tuple[OutgoingMessage, ...]:
    """One question of an exam with all of its answer, in as many messages as that takes."""
    return tuple(map(OutgoingMessage, html.pack(_reviewed(t, seen))))


def _reviewed(t: Translator, seen: Reviewed) -> list[Block]:
    at = f"{t.number(seen.number + 1)}/{t.number(seen.total)}"
    return [
        html.line(f"{_mark(seen.went)} {at}{_said(t, seen.went)}"),
        markdown.inline(seen.card.question).wrapped("b"),
        *_options(seen.options, seen.picked),
        *markdown.blocks(seen.card.answer),
        *markdown.blocks(seen.card.explanation),
    ]


def _heading(face: Face, run: Run, t: Translator) -> Block:
    step = html.line(session.progress(t, face.step) if face.step else "")
    if run.until is None:
        return step
    clock = t.clock(run.until.time())
    return html.joined([html.with_moment(t("exam.until", clock="\0"), run.until, clock, "t"), step], "\n")


def _figures(t: Translator, summary: Summary) -> list[str]:
    checked = [went for went in summary.answered if went.right is not None]
    claimed = [went for went in summary.answered if went.right is None]
    left = len(summary.went) - len(summary.answered)
    lines = []
    if checked:
        right = sum(went.known for went in checked)
        total = len(checked) + left  # no answer is none that is right
        share = t.percent(right / total)
        lines.append(t("exam.right", right=t.number(right), total=t.number(total), share=share))
    if claimed:
        known, unsure, unknown = (t.number(sum(went.sure == sure for went in claimed)) for sure in CLAIMS)
        lines.append(t("exam.claimed", known=known, unsure=unsure, unknown=unknown))
    if left:
        lines.append(t.plural("exam.unanswered", left))
    if summary.allowed is not None:
        took, allowed = _minutes(t, summary.took), _minutes(t, summary.allowed)
        lines.append(t("exam.took", took=took, allowed=allowed))
    return lines


def _minutes(t: Translator, seconds: float) -> str:
    return t.interval(Interval(max(1, round(seconds / 60)), "minute"))


def _mark(went: Went) -> str:
    if went.rating is None:
        return "⬜"
    if went.right is None:
        return {5: "🟢", 3: "🟡"}.get(went.sure or 0, "🔴")
    return "✅" if went.right else "❌"


def _said(t: Translator, went: Went) -> str:
    if went.rating is None:
        return f" · {t('exam.not_answered')}"
    return f" · {t(_SAID[went.sure])}" if went.sure in _SAID else ""


def _listed(summary: Summary) -> list[str]:
    """The questions to go through once more, a line each."""
    missed = [went for went in summary.went if went.card_id in summary.again]
    lines = [html.escape(f"{_mark(went)} {_short(went.question)}") for went in missed[:MOST_LISTED]]
    return [*lines, "…"] if len(missed) > MOST_LISTED else lines


def _short(question: str) -> str:
    text = " ".join(markdown.plain(question).split())
    return text if len(text) <= LONGEST_LISTED else f"{text[: LONGEST_LISTED - 1].rstrip()}…"


def _options(options: Sequence[Choice], picked: Sequence[int]) -> list[Block]:
    marks = [
        "✅" if option.right else "❌" if number in picked else "▫️" for number, option in enumerate(options)
    ]
    lines = [
        html.joined([html.line(mark), markdown.inline(option.text), *_chosen(number in picked)], " ")
        for number, (mark, option) in enumerate(zip(marks, options, strict=True))
    ]
    return [html.joined(lines, "\n")] if lines else []


def _chosen(picked: bool) -> list[Block]:
    return [html.line("👈")] if picked else []
