"""The settings of a chat as one message whose pages replace each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from bot.domain.chat import STYLES, ChatKind
from bot.domain.mode import Mode, offered_modes
from bot.domain.subscription import EVERY_DAY, REVEALS, WEEKENDS, WORKDAYS
from bot.i18n.translator import Translator
from bot.render import html
from bot.render.message import Button, OutgoingMessage, side_by_side
from bot.render.pages import SubscribedChat, days, next_question, setting
from bot.render.taps import data

HOURS = (time(7), time(8), time(9), time(10), time(12), time(15), time(18), time(20), time(21))
COUNTS = (1, 2, 3, 5)
TONGUES = {"en": "English", "ru": "Русский", "pl": "Polski", "zh": "中文"}
ZONES = (
    "Europe/London",
    "Europe/Warsaw",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "UTC",
)


def overview(t: Translator, chat: SubscribedChat) -> OutgoingMessage:
    """Everything the chat has chosen, a button for each thing to change."""
    wanted = chat.subscription
    here = wanted.chat_id
    lines = [
        html.bold(t("settings.title") if not chat.title else t("settings.title_of", chat=chat.title)),
        "",
        setting(t, "time", t.several([t.clock(at) for at in wanted.times])),
        setting(t, "days", days(t, wanted.weekdays)),
        setting(t, "zone", t.place(wanted.zone)),
        setting(t, "count", t.number(wanted.count)),
        setting(t, "decks", t.several(list(chat.decks)) if chat.decks else _any_deck(t, chat)),
        setting(t, "tags", " ".join(f"#{tag}" for tag in wanted.tags) or t("settings.any")),
        setting(t, "reveal", t(f"reveal.{wanted.reveal}")),
        setting(t, "mode", t(f"mode.{chat.mode}")),
        setting(t, "style", t(f"style.{chat.style}")),
        "",
        _next(t, chat),
    ]
    fields = ("time", "days", "zone", "count", "decks", "tags", "reveal", "mode", "style", "language")
    pages = [Button(t(f"settings.{field}"), data("set", here, field)) for field in fields]
    if chat.kind != "private":
        pages.append(Button(t("quiz.timer"), data("timer", here)))
    switch = (
        Button(t("button.turn_on"), data("set", here, "on", 1), style="success")
        if wanted.next_at is None
        else Button(t("button.turn_off"), data("set", here, "on", 0))
    )
    return OutgoingMessage("\n".join(lines), (*side_by_side(pages, 2), (switch,)))


def page(
    t: Translator, chat: SubscribedChat, field: str, offered: Sequence[tuple[str, str, bool]] = ()
) -> OutgoingMessage:
    """The page of one setting; `offered` are (value, label, chosen) where the choices come from the decks."""
    choices = _choices(t, chat, field) or offered
    made = [
        Button(f"{'✓ ' if chosen else ''}{label}", data("set", chat.subscription.chat_id, field, value))
        for value, label, chosen in choices
    ]
    back = Button(t("button.back"), data("set", chat.subscription.chat_id))
    text = html.GAP.join([html.bold(t(f"settings.{field}")), html.escape(t(f"settings.{field}_how"))])
    width = 3 if field in {"time", "count"} else 2 if field in {"zone", "tags", "language", "days"} else 1
    return OutgoingMessage(text, (*side_by_side(made, width), (back,)))


def language_page(t: Translator, chat_id: int, *, chosen: str) -> OutgoingMessage:
    """The languages, each in its own name."""
    made = [
        Button(f"{'✓ ' if code == chosen else ''}{name}", data("set", chat_id, "language", code))
        for code, name in TONGUES.items()
    ]
    back = (Button(t("button.back"), data("set", chat_id)),)
    return OutgoingMessage(html.escape(t("settings.language_how")), (*side_by_side(made, 2), back))


def mode_page(t: Translator, chat_id: int, *, kind: ChatKind, chosen: Mode) -> OutgoingMessage:
    """The ways of answering that a chat of this kind has, each with what it is."""
    offered = offered_modes(kind)
    made = [
        Button(f"{'✓ ' if mode == chosen else ''}{t(f'mode.{mode}')}", data("set", chat_id, "mode", mode))
        for mode in offered
    ]
    told = "\n".join(_told(t, mode) for mode in offered)
    parts = [html.bold(t("settings.mode")), html.escape(t("settings.mode_how")), told]
    back = (Button(t("button.back"), data("set", chat_id)),)
    return OutgoingMessage(html.GAP.join(parts), (*side_by_side(made, 2), back))


def _told(t: Translator, mode: Mode) -> str:
    before, _, after = t("settings.line", name="\0", value=t(f"mode.{mode}_how")).partition("\0")
    return f"{html.escape(before)}{html.bold(t(f'mode.{mode}'))}{html.escape(after)}"


def _choices(t: Translator, chat: SubscribedChat, field: str) -> list[tuple[str, str, bool]]:
    wanted = chat.subscription
    match field:
        case "time":
            hours = sorted({*HOURS, *wanted.times})
            return [(at.strftime("%H%M"), t.clock(at), at in wanted.times) for at in hours]
        case "days":
            sets = {"all": EVERY_DAY, "work": WORKDAYS, "weekend": WEEKENDS}
            common = [(name, t(f"days.set_{name}"), wanted.weekdays == days_) for name, days_ in sets.items()]
            return common + [
                (str(number), t.weekday(number), number in wanted.weekdays) for number in range(7)
            ]
        case "zone":
            return [(zone, t.place(zone), zone == wanted.zone) for zone in ZONES]
        case "count":
            return [(str(count), t.number(count), count == wanted.count) for count in COUNTS]
        case "reveal":
            return [(reveal, t(f"reveal.{reveal}"), reveal == wanted.reveal) for reveal in REVEALS]
        case "style":
            return [(style, t(f"style.{style}"), style == chat.style) for style in STYLES]
        case _:
            return []


def _any_deck(t: Translator, chat: SubscribedChat) -> str:
    spoken = list(filter(None, map(t.tongue, chat.spoken)))
    return t("settings.any_in", language=t.several(spoken)) if spoken else t("settings.any")


def _next(t: Translator, chat: SubscribedChat) -> str:
    return html.escape(t("settings.off")) if chat.next_at is None else next_question(t, chat.next_at)
