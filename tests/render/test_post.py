"""A card as people meet it, in every state of a post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from bot.domain.card import Card
from bot.domain.chat import LANGUAGES, ChatKind
from bot.domain.review import Interval
from bot.domain.subscription import REVEALS
from bot.i18n.translator import Translator, translator
from bot.render.message import OutgoingMessage
from bot.render.post import Face, Given, buttons, hint, post

CARDS = Path(__file__).parents[2] / "cards"
T = Translator("en")
CARD = Card(
    "k", "What is `<b>`?", "**It** is *this* & that.", tags=("html", "tags"), hint="A **tag**.",
    explanation="One.\n\nTwo.",
)  # fmt: skip
OUTCOMES = {
    1: Interval(10, "minute"),
    2: Interval(4, "hour"),
    3: Interval(2, "day"),
    4: Interval(6, "day"),
    5: Interval(1.2, "month"),
}
GIVEN = Given(7, 4, Interval(6, "day"))
ASIDE = Given(7, 1, None)
PRIVATE = Face(1, "daily", "private", CARD, "button", shown=False, outcomes=OUTCOMES)
KINDS: tuple[ChatKind, ...] = ("private", "group", "channel")


def _text(messages: tuple[OutgoingMessage, ...]) -> str:
    return "\n~\n".join(message.html for message in messages)


def _rows(face: Face) -> list[list[str]]:
    return [[button.text for button in row] for row in buttons(face, T)]


WHY = T("post.explanation")
QUESTION = "<b>What is <code>&lt;b&gt;</code>?</b>"
ANSWER = f"<b>It</b> is <i>this</i> &amp; that.\n\n<b>{WHY}</b>\nOne.\n\nTwo."
VEILED = (
    "<tg-spoiler><b>It</b> is <i>this</i> &amp; that.</tg-spoiler>\n\n"
    f"<b>{WHY}</b>\n<tg-spoiler>One.</tg-spoiler>\n\n<tg-spoiler>Two.</tg-spoiler>"
)
TAGS = "#html #tags"
STEP = f"●●●○○○○○○○ {T('post.step', done='3', size='10')}"
BEFORE = T("post.before", rating=4, interval=T.interval(Interval(6, "day")))

TEXTS: dict[str, tuple[Face, list[str]]] = {
    "behind a button": (PRIVATE, [QUESTION, TAGS]),
    "shown": (replace(PRIVATE, shown=True), [QUESTION, ANSWER, TAGS]),
    "behind a spoiler": (replace(PRIVATE, reveal="spoiler"), [QUESTION, VEILED, TAGS]),
    "spoiler, answered": (replace(PRIVATE, reveal="spoiler", shown=True), [QUESTION, ANSWER, TAGS]),
    "open": (replace(PRIVATE, reveal="open"), [QUESTION, ANSWER, TAGS]),
    "no tags, no explanation": (
        replace(PRIVATE, card=Card("k", "a", "b"), reveal="open"),
        ["<b>a</b>", "b"],
    ),
    "review": (replace(PRIVATE, kind="review"), [T("post.review"), QUESTION, TAGS]),
    "session": (replace(PRIVATE, kind="quiz", step=(3, 10)), [STEP, QUESTION, TAGS]),
    "session, after a rating": (
        replace(PRIVATE, kind="review", step=(3, 10), before=GIVEN),
        [f"{BEFORE}\n{STEP}", QUESTION, TAGS],
    ),
    "session, after a card was set aside": (
        replace(PRIVATE, kind="review", step=(3, 10), before=ASIDE),
        [f"{T('post.before_aside', rating=1)}\n{STEP}", QUESTION, TAGS],
    ),
}


@pytest.mark.parametrize(("face", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_a_post_reads(face: Face, expected: list[str]) -> None:
    """The label, the bold question, the answer as far as it may be seen, its explanation, the hashtags last."""
    assert _text(post(face, T)) == "\n\n".join(expected)


SHOW, HINT, UNDO, ANOTHER = (T(f"post.{name}") for name in ("show", "hint", "undo", "another"))
LABELS = [f"{rating} · {T.interval(OUTCOMES[rating])}" for rating in range(1, 6)]
RATINGS = [LABELS[:2], LABELS[2:]]
RATED = T("post.rated", rating=4, interval=T.interval(Interval(6, "day")))
PLAIN = [["1", "2", "3", "4", "5"]]
GROUP = replace(PRIVATE, chat_kind="group", outcomes={})
CHANNEL = replace(GROUP, chat_kind="channel")
NO_HINT = replace(CARD, hint="")

ROWS: dict[str, tuple[Face, list[list[str]]]] = {
    "private, button": (PRIVATE, [[SHOW, HINT]]),
    "private, button, no hint": (replace(PRIVATE, card=NO_HINT), [[SHOW]]),
    "private, button, after a rating": (replace(PRIVATE, before=GIVEN), [[SHOW, HINT], [UNDO]]),
    "private, button, shown": (replace(PRIVATE, shown=True), RATINGS),
    "private, button, shown, after a rating": (
        replace(PRIVATE, shown=True, before=GIVEN),
        [*RATINGS, [UNDO]],
    ),
    "private, spoiler": (replace(PRIVATE, reveal="spoiler"), RATINGS),
    "private, open": (replace(PRIVATE, reveal="open"), RATINGS),
    "private, open, once too often": (
        replace(PRIVATE, reveal="open", outcomes={**OUTCOMES, 1: None}),
        [[f"1 · {T('post.aside')}", LABELS[1]], LABELS[2:]],
    ),
    "private, rated, set aside": (
        replace(PRIVATE, shown=True, given=ASIDE),
        [[T("post.rated_aside", rating=1), UNDO], [ANOTHER]],
    ),
    "private, rated": (
        replace(PRIVATE, shown=True, given=GIVEN),
        [[RATED, UNDO], [ANOTHER]],
    ),
    "private, rated, more are due": (
        replace(PRIVATE, shown=True, given=GIVEN, more=3),
        [[RATED, UNDO], [T.plural("post.next", 3)]],
    ),
    "group, button": (GROUP, [[SHOW, HINT]]),
    "group, button, shown": (replace(GROUP, shown=True), PLAIN),
    "group, spoiler": (replace(GROUP, reveal="spoiler"), PLAIN),
    "group, open, answered": (
        replace(GROUP, reveal="open", answered=2),
        [*PLAIN, [T.plural("post.answered", 2)]],
    ),
    "channel, button": (CHANNEL, [[SHOW, HINT]]),
    "channel, button, shown": (replace(CHANNEL, shown=True), []),
    "channel, spoiler": (replace(CHANNEL, reveal="spoiler"), []),
    "channel, open": (replace(CHANNEL, reveal="open"), []),
}


@pytest.mark.parametrize(("face", "expected"), ROWS.values(), ids=ROWS.keys())
def test_the_buttons_of_a_post(face: Face, expected: list[list[str]]) -> None:
    """First the answer is asked for, then it is rated, and in a channel nobody rates."""
    assert _rows(face) == expected


def test_buttons_carry_what_they_are_about() -> None:
    """A rating names the post, an undo the answer it takes back."""
    rated = replace(PRIVATE, post_id=2**60, shown=True, given=replace(GIVEN, answer_id=2**60))
    faces = [replace(rated, given=None, before=GIVEN), rated, replace(rated, given=None, shown=False)]
    assert [[button.data for row in buttons(face, T) for button in row] for face in faces] == [
        [*(f"rate:{2**60}:{rating}" for rating in range(1, 6)), "undo:7"],
        [f"count:{2**60}", f"undo:{2**60}", f"next:{2**60}"],
        [f"show:{2**60}", f"hint:{2**60}"],
    ]


def test_a_long_answer_is_several_messages() -> None:
    """Only the last message has buttons and hashtags."""
    long = replace(CARD, answer="\n\n".join(f"{number}. **word** {'x ' * 500}" for number in range(9)))
    messages = post(replace(PRIVATE, card=long, shown=True), T)
    assert len(messages) == 3
    assert [bool(message.buttons) for message in messages] == [False, False, True]
    assert [message.html.count(TAGS) for message in messages] == [0, 0, 1]
    assert messages[0].html.startswith(QUESTION)


HINTS = {
    "short": ("Think.", "Think."),
    "formatted": ("Of **two** `a`s and $x$.\n\nThen of [b](https://c.de).", "Of two as and x.\nThen of b."),
    "at the limit": ("a" * 200, "a" * 200),
    "long": ("a" * 150 + " " + "b" * 100, "a" * 150 + " " + "b" * 48 + "…"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HINTS.values(), ids=HINTS.keys())
def test_a_hint_fits_an_alert(text: str, expected: str) -> None:
    """An alert holds 200 characters and shows no formatting."""
    assert hint(replace(CARD, hint=text)) == expected


NASTY = "<b>&amp;\"'</tg-spoiler>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_card_is_markup(language: str, tdlib_reads: Callable[[str], str]) -> None:
    """Signs of markup in any field of a card are text, in every language and state."""
    card = Card("k", NASTY, NASTY, tags=(NASTY,), hint=NASTY, explanation=NASTY)
    for kind, reveal, shown in product(KINDS, REVEALS, (False, True)):
        face = replace(
            PRIVATE, card=card, chat_kind=kind, reveal=reveal, shown=shown, kind="review", before=GIVEN
        )
        for message in post(face, translator(language)):
            text = tdlib_reads(message.html)
            assert text.count("</tg-spoiler>") == (4 if shown or reveal != "button" else 2)
    assert "</tg-spoiler>" in hint(card)
