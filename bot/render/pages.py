"""The messages that are not questions: welcome, help, statistics, privacy, small notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.chat import ChatKind, Style
from bot.domain.mode import Mode
from bot.domain.progress import Progress
from bot.domain.said import Sureness
from bot.domain.subscription import Subscription
from bot.i18n.translator import Translator
from bot.render import html
from bot.render.message import Button, OutgoingMessage
from bot.render.taps import data

MOST_DECKS = 20  # to choose from

COMMANDS = (
    "quiz",
    "exam",
    "today",
    "subscribe",
    "unsubscribe",
    "decks",
    "export",
    "settings",
    "pace",
    "pause",
    "stats",
    "undo",
    "help",
    "privacy",
    "forget",
)
GROUP_COMMANDS = ("quiz", "today", "subscribe", "unsubscribe", "decks", "settings", "help")
MEMBER_COMMANDS = ("quiz", "today", "help")
DETAILED = frozenset(
    {"quiz", "exam", "subscribe", "settings", "pause"}
)  # these take arguments, so they have a page of their own


@dataclass(frozen=True, slots=True)
class SubscribedChat:
    """A subscription as a page shows it; `next_at` carries the chat's zone, `title` is empty for the chat itself.

    `spoken` are the languages of the decks it is asked from, where it has chosen none.
    """

    subscription: Subscription
    title: str
    kind: ChatKind
    next_at: datetime | None
    decks: Sequence[str]
    mode: Mode = "reveal"
    style: Style = "auto"
    spoken: Sequence[str] = ()


def welcome(
    t: Translator, *, chat_id: int, kind: ChatKind, cards: int, at: str, subscribed: bool = False
) -> OutgoingMessage:
    """What /start answers: what this is, and one button for each thing to do first."""
    text = html.GAP.join(
        [
            html.bold(t("start.title")),
            html.escape(t("start.what") if kind == "private" else t("start.what_group")),
            html.escape(t.plural("start.cards", cards)),
        ]
    )
    subscribe = Button(t("button.subscribe", time=at), data("sub", chat_id), style="primary")
    settings = Button(t("button.settings"), data("set", chat_id))
    ask = Button(t("button.ask"), data("ask", chat_id))
    language = Button(t("button.language"), data("set", chat_id, "language"))
    return OutgoingMessage(text, ((settings if subscribed else subscribe,), (ask, language)))


def deck_page(
    t: Translator, *, chat_id: int, deck_id: int, title: str, cards: int, at: str
) -> OutgoingMessage:
    """What a link to a deck opens."""
    text = html.GAP.join([html.bold(title), html.escape(t.plural("start.cards", cards))])
    subscribe = Button(t("button.subscribe_deck", time=at), data("sub", chat_id, deck_id), style="primary")
    return OutgoingMessage(text, ((subscribe,), (Button(t("button.ask"), data("ask", chat_id, deck_id)),)))


def which_deck(
    t: Translator, chat_id: int, decks: Sequence[tuple[int, str, int]], size: int, *, hard: bool = False
) -> OutgoingMessage:
    """Which of several decks, each with its id, title and cards, a person meant; `size` questions are asked of it."""
    rows = [
        (Button(f"{title} · {t.number(cards)}", data("ask", chat_id, deck_id, size, int(hard))),)
        for deck_id, title, cards in decks[:MOST_DECKS]
    ]
    return OutgoingMessage(html.escape(t("quiz.which")), tuple(rows))


def channel_offer(t: Translator, *, chat_id: int, title: str, name: str, at: str) -> OutgoingMessage:
    """What whoever let the bot into a channel is told in private."""
    text = html.GAP.join([html.bold(title), html.escape(t("channel.offer", name=name))])
    subscribe = Button(t("button.subscribe", time=at), data("sub", chat_id), style="primary")
    return OutgoingMessage(text, ((subscribe,), (Button(t("button.settings"), data("set", chat_id)),)))


def help_page(t: Translator, kind: ChatKind) -> OutgoingMessage:
    """Every command in a line, then how ratings work."""
    commands = COMMANDS if kind == "private" else GROUP_COMMANDS
    lines = [f"/{name} — {html.escape(t(f'command.{name}'))}" for name in commands]
    parts = [html.bold(t("help.title")), "\n".join(lines), html.escape(t("help.ratings"))]
    bring = [html.escape(t("help.bring"))] if kind == "private" else []
    return OutgoingMessage(html.GAP.join([*parts, *bring]))


def command_help(t: Translator, name: str) -> OutgoingMessage:
    """Help for one command, shown when its arguments made no sense."""
    key = f"usage.{name}" if name in DETAILED else f"command.{name}"
    told = html.escape(t(key))
    return OutgoingMessage(told if told.startswith(f"/{name}") else f"/{name} — {told}")


def notice(t: Translator, key: str, **values: object) -> OutgoingMessage:
    """One sentence."""
    return OutgoingMessage(html.escape(t(key, **values)))


def subscribed(t: Translator, chat: SubscribedChat, *, ask: bool) -> OutgoingMessage:
    """The confirmation of a subscription: when, in which zone, and what to press next."""
    wanted = chat.subscription
    lines = [html.bold(t("subscribed.title"))]
    if chat.title:
        lines.append(html.escape(chat.title))
    lines.append(html.escape(_when(t, wanted)))
    if chat.decks:
        lines.append(setting(t, "decks", t.several(list(chat.decks))))
    if wanted.tags:
        lines.append(setting(t, "tags", " ".join(f"#{tag}" for tag in wanted.tags)))
    if chat.next_at is not None:
        lines.append(next_question(t, chat.next_at))
    settings = Button(t("button.settings"), data("set", wanted.chat_id))
    first = (Button(t("button.ask"), data("ask", wanted.chat_id), style="primary"),) if ask else ()
    return OutgoingMessage("\n".join(lines), ((*first, settings),))


def stats(t: Translator, progress: Progress, sureness: Sureness | None = None) -> OutgoingMessage:
    """How learning goes, in a few lines."""
    lines = [
        t.plural("stats.today", progress.answered_today),
        t.plural("stats.total", progress.answered_total),
        t.plural("stats.streak", progress.streak, best=t.number(progress.best_streak)),
        t.plural("stats.days", progress.days_of_30),
        t.plural("stats.due", progress.due_now),
        t.plural("stats.tomorrow", progress.due_tomorrow),
        t("stats.cards", known=t.number(progress.known), learning=t.number(progress.learning)),
    ]
    if progress.weak_tags:
        lines.append(t("stats.weak", tags=t.several([f"#{tag}" for tag in progress.weak_tags])))
    if sureness is not None:
        sure, unsure = t.percent(round(sureness.sure, 2)), t.percent(round(sureness.unsure, 2))
        lines.append(t("stats.sure", sure=sure, unsure=unsure))
    body = "\n".join(html.escape(f"▪️ {line}") for line in lines)
    return OutgoingMessage(html.GAP.join([html.bold(t("stats.title")), body]))


def privacy(t: Translator) -> OutgoingMessage:
    """What is kept, why, and how to have it erased."""
    parts = [
        html.bold(t("privacy.title")),
        html.escape(t("privacy.kept")),
        html.escape(t("privacy.not_kept")),
    ]
    return OutgoingMessage(html.GAP.join([*parts, html.escape(t("privacy.erase"))]))


def forget_question(t: Translator, user_id: int, answers: int, decks: int = 0) -> OutgoingMessage:
    """The confirmation that /forget asks for; only the person who asked may press it."""
    yes = Button(t("button.forget_yes"), data("forget", user_id, "yes"), style="danger")
    no = Button(t("button.forget_no"), data("forget", user_id, "no"))
    parts = [t.plural("forget.question", answers)]
    if decks:
        parts.append(t.plural("forget.decks", decks))
    return OutgoingMessage(html.escape("\n\n".join(parts)), ((yes, no),))


def next_question(t: Translator, at: datetime) -> str:
    """When the next question comes; `at` carries the chat's zone, and every reader sees their own."""
    return html.with_moment(t("subscribed.next", moment="\0"), at, t.moment(at)).html


def setting(t: Translator, field: str, value: str) -> str:
    """The name of a setting and its value, in the order and with the colon the language has."""
    before, _, after = t("settings.line", name=t(f"settings.{field}"), value="\0").partition("\0")
    return f"{html.escape(before)}{html.bold(value)}{html.escape(after)}"


def _when(t: Translator, wanted: Subscription) -> str:
    times = t.several([t.clock(at) for at in wanted.times])
    zone = t.place(wanted.zone)
    return t.plural("subscribed.when", wanted.count, times=times, days=days(t, wanted.weekdays), zone=zone)


def days(t: Translator, weekdays: frozenset[int]) -> str:
    """Weekdays as people say them: every day, on workdays, or a list."""
    if len(weekdays) == 7:
        return t("days.every")
    if weekdays == frozenset(range(5)):
        return t("days.work")
    return t.several([t.weekday(number) for number in sorted(weekdays)])
