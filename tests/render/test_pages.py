"""The messages that are not questions, and the settings, with nasty values in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import chain

import pytest

from bot.domain.chat import LANGUAGES
from bot.domain.progress import Progress
from bot.domain.subscription import EVERY_DAY, WORKDAYS, Subscription
from bot.i18n.translator import Translator, translator
from bot.render import pages, settings
from bot.render.message import OutgoingMessage
from bot.render.pages import SubscribedChat
from bot.render.taps import parse

NASTY = "<b>&amp;\"'</b>"
CHAT = -1_001_234_567_890
NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
WANTED = Subscription(
    CHAT, 1, (time(9), time(18, 30)), EVERY_DAY, "Europe/Warsaw", 2, ("deep_learning",), ("cnn",), "button", NOW
)  # fmt: skip
ON = SubscribedChat(WANTED, NASTY, "channel", NOW, (NASTY, "Other"))
OFF = replace(
    ON, subscription=replace(WANTED, next_at=None, weekdays=WORKDAYS), next_at=None, title="", decks=()
)
PROGRESS = Progress(1, 1234, 3, 5, 7, 2, 4, 10, 20, 30, 3.5, (NASTY,), 0.5)
FIELDS = ("time", "days", "zone", "count", "decks", "tags", "reveal", "style")


def _pages(t: Translator) -> dict[str, OutgoingMessage]:
    return {
        "welcome": pages.welcome(t, chat_id=CHAT, kind="private", cards=40, at=NASTY),
        "welcome to a group": pages.welcome(t, chat_id=CHAT, kind="group", cards=1, at="09:00"),
        "deck": pages.deck_page(t, chat_id=CHAT, deck_id=1, title=NASTY, cards=5, at="09:00"),
        "channel offer": pages.channel_offer(t, chat_id=CHAT, title=NASTY, name=NASTY, at="09:00"),
        "help": pages.help_page(t, "private"),
        "help in a group": pages.help_page(t, "group"),
        **{f"help for {name}": pages.command_help(t, name) for name in pages.COMMANDS},
        "notice": pages.notice(t, "settings.title_of", chat=NASTY),
        "subscribed": pages.subscribed(t, ON, ask=True),
        "subscribed, off": pages.subscribed(t, OFF, ask=False),
        "some days": pages.subscribed(
            t, replace(ON, subscription=replace(WANTED, weekdays=frozenset({1, 6}))), ask=False
        ),
        "stats": pages.stats(t, PROGRESS),
        "stats without weak tags": pages.stats(t, replace(PROGRESS, weak_tags=())),
        "privacy": pages.privacy(t),
        "forget": pages.forget_question(t, 2**52, 5),
        "settings": settings.overview(t, ON),
        "settings, off": settings.overview(t, OFF),
        **{f"settings of {field}": settings.page(t, ON, field, [(NASTY, NASTY, True)]) for field in FIELDS},
        "languages": settings.language_page(t, CHAT, chosen="pl"),
    }


NAMES = tuple(_pages(Translator("en")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_on_a_page_is_markup_but_ours(
    name: str, language: str, tdlib_reads: Callable[[str], str]
) -> None:
    """Titles, names and tags are text, each page is taken by Telegram, and its buttons come back as they were made."""
    page = _pages(translator(language))[name]
    assert tdlib_reads(page.html).strip()
    assert "<b>&amp;" not in page.html
    assert all(parse(button.data).name for button in chain.from_iterable(page.buttons))


PLACES = {"ru": "Варшава", "pl": "Warszawa", "zh": "华沙"}
# What stays as it is in every language: clocks, offsets, and the names of commands and of the languages themselves.
OURS = re.compile(r"/\w+( zone \w+)?|UTC|English|Polski|\b(Los Angeles|Sao Paulo)\b")


@pytest.mark.parametrize("language", ["ru", "zh"])
@pytest.mark.parametrize("field", ["", "language", *FIELDS])
def test_no_foreign_word_in_the_settings(field: str, language: str) -> None:
    """Neither the text nor a button of any page of the settings has a Latin word where people read another script."""
    t = translator(language)
    chat = replace(ON, title="", decks=(), subscription=replace(WANTED, tags=()))
    if field == "language":
        page = settings.language_page(t, CHAT, chosen=language)
    else:
        page = settings.page(t, chat, field) if field else settings.overview(t, chat)
    shown = [
        re.sub(r"<[^>]*>", "", page.html),
        *(button.text for button in chain.from_iterable(page.buttons)),
    ]
    assert [text for text in shown if re.search("[A-Za-z]{2}", OURS.sub("", text))] == []


@pytest.mark.parametrize(("language", "place"), PLACES.items(), ids=PLACES.keys())
def test_a_zone_is_its_city(language: str, place: str) -> None:
    """Pages name the zone by its city in the reader's language, never by its path."""
    t = translator(language)
    for page in (settings.overview(t, ON), settings.page(t, ON, "zone"), pages.subscribed(t, ON, ask=False)):
        shown = page.html + "".join(button.text for button in chain.from_iterable(page.buttons))
        assert place in shown
        assert "Europe/" not in shown


EACH_TIME = {
    "en": (
        "At 09:00 and 18:30, every day: 2 questions each time",
        "At 09:00, every day: 1 question each time",
    ),
    "ru": ("В 09:00 и 18:30, каждый день: по 2 вопроса", "В 09:00, каждый день: по 1 вопросу"),
    "pl": ("O 09:00 i 18:30, codziennie: po 2 pytania", "O 09:00, codziennie: po 1 pytaniu"),
    "zh": ("每天 09:00、18:30，每次2道题", "每天 09:00，每次1道题"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_many_each_time(language: str) -> None:
    """A confirmation says how many questions come each time, not how many in all."""
    t = translator(language)
    once = replace(ON, subscription=replace(WANTED, times=(time(9),), count=1))
    for chat, expected in zip((ON, once), EACH_TIME[language], strict=True):
        assert expected in pages.subscribed(t, chat, ask=False).html


def _marked(message: OutgoingMessage) -> list[str]:
    return [button.text for row in message.buttons for button in row if button.text.startswith("✓ ")]


MARKED = {
    "time": ["✓ 09:00", "✓ 18:30"],
    "days": ["✓ Every day", "✓ Mon", "✓ Tue", "✓ Wed", "✓ Thu", "✓ Fri", "✓ Sat", "✓ Sun"],
    "zone": ["✓ Warsaw"],
    "count": ["✓ 2"],
    "tags": ["✓ cnn"],
    "reveal": ["✓ behind a button"],
    "style": ["✓ rich where a card needs it"],
}


@pytest.mark.parametrize(("field", "expected"), MARKED.items(), ids=MARKED.keys())
def test_what_is_chosen_is_marked(field: str, expected: list[str]) -> None:
    """A page of settings says what is chosen now."""
    offered = [("cnn", "cnn", True), ("rnn", "rnn", False)]
    assert _marked(settings.page(Translator("en"), ON, field, offered)) == expected


def test_a_switch_says_what_it_does() -> None:
    """Switched on it offers to switch off, and the other way round."""
    labels = [settings.overview(Translator("en"), chat).buttons[-1][0].text for chat in (ON, OFF)]
    assert labels == ["🔕 Switch off", "🔔 Switch on"]
