"""How fast a person goes, in messages: the day's counter, what is offered when it is too much, and the settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from bot.domain.breaks import Break
from bot.domain.card import Card, Deck
from bot.domain.pace import Pace
from bot.domain.plan import Waking
from bot.i18n.translator import Translator
from bot.render import html, markdown, reports
from bot.render.message import Button, OutgoingMessage, side_by_side
from bot.render.taps import data

FIELDS = ("new", "reviews", "hours", "light", "backlog", "break")
NEW = (0, 3, 5, 10, 20)
REVIEWS = (5, 10, 20, 30, 50, 100)
HOURS = tuple(
    Waking(time(start), time(end)) for start, end in ((8, 12), (9, 18), (12, 15), (17, 21), (8, 22))
)
BACKLOG = (10, 20, 30)
BREAKS = (3, 7, 14, 30)  # days
QUESTION_LIMIT = 300  # characters of a question that is only named


def status(t: Translator, done: int, total: int, next_at: time | None) -> OutgoingMessage:
    """The day's counter; `next_at` is on the reader's clock, None when nobody need wait for it."""
    parts = [t("status.count", done=t.number(done), total=t.number(total))]
    if next_at is not None:
        parts.append(t("status.next", clock=t.clock(next_at)))
    elif done >= total:
        parts.append(t("status.done"))
    return OutgoingMessage(html.escape(" · ".join(parts)), silent=True)


def quiet(t: Translator) -> OutgoingMessage:
    """What is said once when nobody answers."""
    settings = Button(t("pace.title"), data("pace"))
    return OutgoingMessage(html.escape(t("quiet.told")), ((settings,),))


def backlog(t: Translator, waiting: int) -> OutgoingMessage:
    """The offer of a plan for cards that wait."""
    plans = tuple(Button(t.plural("pace.a_day", count), data("pace", "plan", count)) for count in BACKLOG)
    refuse = Button(t("backlog.no"), data("pace", "plan", 0))
    return OutgoingMessage(html.escape(t.plural("backlog.offer", waiting)), (plans, (refuse,)))


def backlog_chosen(t: Translator, a_day: int) -> OutgoingMessage:
    """What the answer to that offer was."""
    text = t.plural("backlog.chosen", a_day) if a_day else t("backlog.refused")
    return OutgoingMessage(html.escape(text))


def leech(t: Translator, card_id: int, question: str, lapses: int) -> OutgoingMessage:
    """A card that is set aside, and what can be done about it."""
    named = markdown.plain(question)
    if len(named) > QUESTION_LIMIT:
        named = f"{named[: QUESTION_LIMIT - 1].rstrip()}…"
    text = html.GAP.join(
        [html.escape(t.plural("leech.said", lapses)), html.bold(named), html.escape(t("leech.how"))]
    )
    rows = (("rewrite", "split"), ("keep", "hide"))
    made = (tuple(Button(t(f"leech.{what}"), data("leech", card_id, what)) for what in row) for row in rows)
    return OutgoingMessage(text, tuple(made))


def leech_text(
    t: Translator, card_id: int, card: Card, deck: Deck, what: str, *, own: bool
) -> OutgoingMessage:
    """How to write what takes the card's place; `own`: in its deck, else beside it."""
    how = t(f"leech.{what}_own") if own else t(f"leech.{what}_theirs")
    parts = [html.line(how), *reports.to_copy(card, deck)]
    cancel = Button(t("note.cancel"), data("leech", card_id, "offer"))
    return OutgoingMessage(html.pack(parts)[0], ((cancel,),))


def leech_rewritten(t: Translator, key: str, deck_id: int) -> OutgoingMessage:
    """What became of it, with a button to the deck that has the cards now."""
    return OutgoingMessage(html.escape(t(key)), ((Button(t("leech.open_deck"), data("deck", deck_id)),),))


def overview(t: Translator, pace: Pace, usual: int, today: date) -> OutgoingMessage:
    """Everything a person chose about their pace, a button for each thing to change."""
    lines = [_line(t, field, _value(t, pace, field, usual, today)) for field in FIELDS]
    made = [Button(t(f"pace.{field}"), data("pace", field)) for field in FIELDS]
    text = "\n".join([html.bold(t("pace.title")), "", *lines])
    return OutgoingMessage(text, side_by_side(made, 2))


def page(t: Translator, pace: Pace, field: str, usual: int, today: date) -> OutgoingMessage:
    """The page of one thing to choose."""
    made = [
        Button(f"{'✓ ' if chosen else ''}{label}", data("pace", field, value))
        for value, label, chosen in _choices(t, pace, field, usual, today)
    ]
    text = html.GAP.join([html.bold(t(f"pace.{field}")), html.escape(t(f"pace.{field}_how"))])
    return OutgoingMessage(text, (*side_by_side(made, 2), (Button(t("button.back"), data("pace")),)))


def break_begun(t: Translator, taken: Break) -> OutgoingMessage:
    """The confirmation of a break: until when, and how to end it."""
    end = Button(t("pause.end"), data("pace", "break", 0))
    return OutgoingMessage(html.escape(t("pause.begun", day=t.day(taken.until))), ((end,),))


def _line(t: Translator, field: str, value: str) -> str:
    before, _, after = t("settings.line", name=t(f"pace.{field}"), value="\0").partition("\0")
    return f"{html.escape(before)}{html.bold(value)}{html.escape(after)}"


def _value(t: Translator, pace: Pace, field: str, usual: int, today: date) -> str:
    match field:
        case "new":
            return t.number(usual if pace.new_a_day is None else pace.new_a_day)
        case "reviews":
            return t("pace.all") if pace.reviews_a_day is None else t.number(pace.reviews_a_day)
        case "hours":
            return t("pace.any_time") if pace.hours is None else _between(t, pace.hours.start, pace.hours.end)
        case "light":
            named = [t.weekday(number) for number in sorted(pace.light_days)]
            return t.several(named) if named else t("pace.none")
        case "backlog":
            return t.plural("pace.a_day", pace.backlog_a_day) if pace.backlog_a_day else t("pace.none")
        case _:
            taken = pace.on_break(today)
            return t("pace.until", day=t.day(taken.until)) if taken else t("pace.none")


def _choices(
    t: Translator, pace: Pace, field: str, usual: int, today: date
) -> Sequence[tuple[object, str, bool]]:
    match field:
        case "new":
            chosen = usual if pace.new_a_day is None else pace.new_a_day
            return [(count, t.number(count), count == chosen) for count in sorted({*NEW, usual})]
        case "reviews":
            counts = [(count, t.number(count), count == pace.reviews_a_day) for count in REVIEWS]
            return [*counts, ("all", t("pace.all"), pace.reviews_a_day is None)]
        case "hours":
            spans = [
                (span_value(each), _between(t, each.start, each.end), each == pace.hours) for each in HOURS
            ]
            return [*spans, ("any", t("pace.any_time"), pace.hours is None)]
        case "light":
            return [(number, t.weekday(number), number in pace.light_days) for number in range(7)]
        case "backlog":
            plans = [(count, t.plural("pace.a_day", count), count == pace.backlog_a_day) for count in BACKLOG]
            return [*plans, (0, t("pace.none"), pace.backlog_a_day is None)]
        case _:
            days = [(count, t.plural("pause.days", count), False) for count in BREAKS]
            return [*days, *([(0, t("pause.end"), False)] if pace.on_break(today) else [])]


def span_value(hours: Waking) -> str:
    """What a button says for hours: 0900-1800."""
    return f"{hours.start:%H%M}-{hours.end:%H%M}"


def _between(t: Translator, start: time, end: time) -> str:
    return t("pace.between", start=t.clock(start), end=t.clock(end))
