"""A quiz as people meet it: within a poll's limits, and whatever its texts contain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.card import Card, Choice
from bot.domain.chat import LANGUAGES
from bot.domain.review import Interval
from bot.i18n.translator import translator
from bot.render.message import Button, OutgoingMessage, OutgoingPoll, even_rows
from bot.render.post import Face, Given, answer, buttons, post
from bot.render.quiz import answer_alert, brief, chosen, fits_buttons, fits_poll, verdict
from bot.sandbox.entities import parse_html

T = translator("en")
ODD = "<&>\"' & שלום \u202e\u200b`x` **b**"
HOSTILE = (Choice(ODD, right=True), Choice(f"{ODD} 2", right=False, reason=ODD), Choice("c", right=False))
CARD = Card("k", f"Which {ODD}?", f"It is {ODD}.", choices=HOSTILE, tags=("html",), explanation=ODD)
POLL = Face(1, "quiz", "private", CARD, "button", shown=False, mode="poll", options=HOSTILE)
GIVEN = Given(7, 1, Interval(6, "day"))


def options(*texts: str) -> tuple[Choice, ...]:
    """Options, the first of them right."""
    return tuple(Choice(text, right=not at) for at, text in enumerate(texts))


def asking(question: str) -> Card:
    """A card that asks this."""
    return Card("k", question, "An answer.")


FITS = {
    "the shortest": (asking("Why?"), options("a", "b"), True),
    "the longest": (asking("q" * 300), options("a" * 100, "b" * 100), True),
    "twelve options": (asking("Why?"), options(*map(str, range(12))), True),
    "one option": (asking("Why?"), options("a"), False),
    "thirteen options": (asking("Why?"), options(*map(str, range(13))), False),
    "a long question": (asking("q" * 301), options("a", "b"), False),
    "a long option": (asking("Why?"), options("a", "b" * 101), False),
    "markup does not count": (asking("Why?"), options("a", f"**{'b' * 100}**"), True),
    "options that look the same": (asking("Why?"), options("*a*", "**a**"), False),
    "TeX": (asking("Why?"), options(r"$\begin{pmatrix}1\\2\end{pmatrix}$", "b"), False),
    "a formula that reads as text": (asking("Why?"), options("$x^2$", "b"), True),
    "prices": (asking("Is it $5?"), options("$6", "$7"), True),
    "a block of code": (asking("What does it print?\n```\nx = 1\n```"), options("a", "b"), False),
    "a picture": (asking("What is it? ![plot](a.png)"), options("a", "b"), False),
}


@pytest.mark.parametrize(("card", "made", "fits"), FITS.values(), ids=FITS.keys())
def test_what_a_poll_holds(card: Card, made: tuple[Choice, ...], fits: bool) -> None:
    """A poll holds what Telegram allows, and what can be read without formatting."""
    assert fits_poll(card, made) is fits


def test_what_buttons_hold() -> None:
    """Buttons hold two to twenty-four options with something to see in each."""
    counts = {count: fits_buttons(options(*map(str, range(count)))) for count in (0, 1, 2, 24, 25)}
    assert counts == {0: False, 1: False, 2: True, 24: True, 25: False}
    assert not fits_buttons(options("a", " "))


EXPLAINED = {
    "short": ("One line.", "One line."),
    "many lines": ("a\n\nb\n\nc\n\nd", "a\nb\nc"),
    "many sentences": ("It is so. " * 30, "It is so. " * 18 + "It is so."),
    "a formula": (f"{'It is ' * 25}so.\n\np = 1\n\n{'It is ' * 25}", f"{'It is ' * 25}so.\np = 1"),
    "one long word": ("x" * 300, "x" * 199 + "…"),
    "Chinese": ("这是一个句子。" * 40, "这是一个句子。" * 28),
}


@pytest.mark.parametrize(("text", "expected"), EXPLAINED.values(), ids=EXPLAINED.keys())
def test_explanations_are_brief(text: str, expected: str) -> None:
    """A poll's explanation has 200 characters in three lines at most, cut where a sentence or a word ends."""
    said = brief(Card("k", "Why?", text))
    assert said == expected
    assert len(said) <= 200


ROWS = {1: [1], 4: [4], 5: [5], 7: [3, 4], 12: [6, 6], 13: [4, 4, 5]}


@pytest.mark.parametrize(("count", "rows"), ROWS.items())
def test_rows_are_even(count: int, rows: list[int]) -> None:
    """No number of an option is alone in a row while others share theirs."""
    made = [Button(str(number), "tap") for number in range(count)]
    assert [len(row) for row in even_rows(made, 6)] == rows


def test_an_option_keeps_its_number() -> None:
    """Under the answer the options have the numbers that their coloured buttons show."""
    long = options(*(f"{text} " + "so long that no button holds it " * 3 for text in "abc"))
    face = replace(POLL, mode="buttons", options=long, shown=True, given=GIVEN, chosen=(1,))
    (message,) = post(face, translator("en"))
    assert isinstance(message, OutgoingMessage)
    assert "❌ 2. b so long" in message.html
    assert [button.text for button in message.buttons[0]] == ["1", "2", "3"]


def test_a_poll_is_what_telegram_takes() -> None:
    """Plain texts, the right numbers, an explanation in HTML, and a channel's without names."""
    (sent,) = post(POLL, T)
    assert isinstance(sent, OutgoingPoll)
    assert sent.right == (0,)
    assert not sent.anonymous
    assert sent.options[2] == "c"
    assert "<&>" in sent.options[0]
    assert "<&>" in parse_html(sent.explanation).text
    (channel,) = post(replace(POLL, chat_kind="channel", open_for=60), T)
    assert isinstance(channel, OutgoingPoll)
    assert (channel.anonymous, channel.open_for) == (True, 60)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts(language: str) -> None:
    """Whatever options contain, each look of a quiz is HTML Telegram reads, and every button and alert fits."""
    t = translator(language)
    looks = [
        replace(POLL, mode="buttons"),
        replace(POLL, mode="buttons", chat_kind="group", answered=3),
        replace(POLL, mode="buttons", options=(*HOSTILE, Choice("d", right=True)), chosen=(1,)),
        replace(POLL, shown=True, given=GIVEN, chosen=(1,), step=(1, 2)),
        replace(POLL, mode="buttons", shown=True, given=GIVEN, chosen=(1,)),
    ]
    for face in looks:
        messages = [*post(face, t), *answer(face, t)]
        for message in messages:
            assert isinstance(message, OutgoingMessage)
            assert "<&>" in parse_html(message.html).text
        assert all(button.text.strip() for row in buttons(face, t) for button in row)
    long = (Choice(ODD * 20, right=True), Choice("no", right=False))
    said = t("post.counted_unreachable", rating=1, interval=t.interval(Interval(10, "minute")))
    alerts = [verdict(rating, long, said, t) for rating in (1, 2, 4)]
    alerts += [chosen(long, (0, 1), t), answer_alert(replace(CARD, explanation=ODD * 20), t)]
    assert [alert for alert in alerts if len(alert) > 200] == []


def test_answers_are_marked() -> None:
    """The right option has a tick, a wrong one that was chosen a cross and its reason, others neither."""
    face = replace(POLL, options=(*options("right", "wrong"), Choice("odd", right=False, reason="since")))
    missed = replace(face, shown=True, given=GIVEN, chosen=(2,))
    text = parse_html(str(post(missed, T)[0].html)).text  # type: ignore[union-attr]
    assert "✅ right\n▫️ wrong\n❌ odd — since" in text
