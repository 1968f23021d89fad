"""Every card there is, in both looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from bot.decks.native import parse
from bot.domain.card import Card, Choice
from bot.domain.subscription import REVEALS
from bot.i18n.translator import Translator
from bot.render import markdown, rich
from bot.render.looks import CAPTION, needs_rich, without_picture
from bot.render.message import OutgoingMessage, Picture
from bot.render.post import Face, post
from bot.sandbox.entities import parse_html
from bot.sandbox.rich import plain_text, read_blocks
from tests.render.test_markdown import CASES

T = Translator("en")
ROOT = Path(__file__).parents[2]
RAW = re.compile(r"\\[A-Za-z]+")
DECKS = [*sorted((ROOT / "cards").glob("*.md")), ROOT / "tests/browser/deck.md"]
FORMULAS = [
    formula
    for formula in (ROOT / "tests/pictures/interview.txt").read_text("utf-8").splitlines()
    if formula and not formula.startswith("#")
]
MATRIX = r"\begin{pmatrix}a&b\\c&d\end{pmatrix}"


def _cards() -> list[Card]:
    bundled = [card for deck in DECKS for card in parse(deck.read_text("utf-8"), deck.name).deck.cards]
    formulas = [Card("f", f"What is ${formula}$?", f"$${formula}$$") for formula in FORMULAS]
    return bundled + formulas + [Card("m", text, text) for text, _ in CASES.values() if text.strip()]


CARDS = _cards()


def _face(card: Card, **how: object) -> Face:
    face = Face(1, "daily", "private", card, "button", shown=True)
    return replace(face, **how)  # type: ignore[arg-type]


def _has_code(card: Card) -> bool:
    """Whether a backslash may be the author's own: only in code, or behind another."""
    return any("`" in text or "    " in text for text in (card.question, card.answer, card.explanation))


def test_every_card_is_a_rich_message() -> None:
    """The sandbox's parser takes each card in each state, as one message."""
    for card, reveal in product(CARDS, REVEALS):
        face = _face(card, style="rich", reveal=reveal, shown=False)
        (message,) = post(face, T)
        assert plain_text(read_blocks(message.rich, detect=False))


def test_every_card_is_a_classic_message() -> None:
    """No card shows a command of TeX, none is longer than Telegram takes, and captions are shorter still."""
    for card, reveal in product(CARDS, ("spoiler", "open")):
        for message in post(_face(card, style="classic", reveal=reveal, shown=False), T):
            seen = parse_html(message.html).text if message.html else ""
            assert len(seen) <= (CAPTION if message.picture else 4096)
            assert _has_code(card) or not RAW.search(seen), seen
            assert seen or message.picture


def test_hidden_answers_stay_hidden(
    sent_characters: Callable[[str], list[tuple[str, frozenset[str]]]],
) -> None:
    """Under a spoiler nothing but question, options, titles and tags can be read, nor seen in a picture."""
    why = T("post.explanation")
    for card in CARDS[:40]:
        messages = post(_face(card, style="classic", reveal="spoiler", shown=False), T)
        open_ = "".join(
            sign
            for message in messages
            if message.html
            for sign, kinds in sent_characters(message.html)
            if "spoiler" not in kinds
        )
        asked = post(_face(card, style="classic", shown=False), T)[0].html
        title = why.replace(" ", "") if card.explanation else ""
        tags = "".join(f"#{tag}" for tag in card.tags)
        assert open_ == "".join(parse_html(asked).text.split()).removesuffix(tags) + title + tags
        answers = [message.picture for message in messages if message.picture]
        assert all(one.hidden for one in answers) or MATRIX in card.question


@pytest.mark.parametrize(
    ("answer", "needed"),
    [
        pytest.param("Plain.", False, id="text"),
        pytest.param(r"$\frac{a}{b}$", False, id="a formula that reads as text"),
        pytest.param(f"${MATRIX}$", True, id="a formula that does not"),
        pytest.param("|a|b|\n|-|-|\n|1|2|", False, id="a small table"),
        pytest.param(f"|a|b|\n|-|-|\n|{'wide ' * 9}|2|", True, id="a table too wide for a phone"),
    ],
)
def test_rich_is_for_what_needs_it(answer: str, needed: bool) -> None:
    """Only what a classic text would tear makes a card rich by itself."""
    card = Card("k", "Why?", answer)
    assert needs_rich(card) is needed
    (message,) = post(_face(card), T)
    assert bool(message.rich) is needed


TOO_MUCH = {
    "characters": "word " * 7000,
    "blocks": "\n".join(f"- {number}" for number in range(300)),
    "levels": "".join(f"{'  ' * depth}- x\n" for depth in range(12)),
    "columns": f"|{'a|' * 21}\n|{'-|' * 21}\n|{'b|' * 21}",
}


@pytest.mark.parametrize("answer", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_what_is_too_much_for_a_rich_message_is_classic(answer: str) -> None:
    """A card over a limit of rich messages is sent as classic ones, whatever was chosen."""
    card = Card("k", "Why?", answer)
    assert not rich.fits(rich.blocks(answer))
    assert all(not message.rich for message in post(_face(card, style="rich"), T))


def test_a_wide_formula_in_an_option() -> None:
    """The options of a question have their formulas in both looks."""
    card = Card("k", "Which?", "Both.", (Choice(f"${MATRIX}$", right=True), Choice("$x^2$", right=True)))
    (classic,) = post(_face(card, style="classic"), T)
    assert "✅ (1)\n✅ <i>x²</i>" in classic.html
    assert classic.picture == Picture(formulas=(MATRIX,))
    (message,) = post(_face(card, style="rich"), T)
    assert "✅ <tg-math>\\begin" in message.rich


def test_a_long_answer_is_folded() -> None:
    """A long answer is a quote that opens when tapped, on every message it is cut into."""
    answer = "\n\n".join(f"{number}. **word** {'x ' * 500}" for number in range(9))
    messages = post(_face(Card("k", "Why?", answer), style="classic"), T)
    assert len(messages) == 3
    assert all("<blockquote expandable>" in message.html for message in messages)
    assert all(len(parse_html(message.html).text) <= 4096 for message in messages)


def test_pictures_come_after_a_long_text() -> None:
    """What is too long for a caption is a text of its own; the buttons are under the picture."""
    card = Card("k", "Why?", f"{'word ' * 250}\n\n$${MATRIX}$$")
    text, picture = post(_face(card, style="classic", outcomes={}), T)
    assert (text.picture, text.buttons) == (None, ())
    assert (picture.html, picture.picture) == ("", Picture(formulas=(MATRIX,)))
    assert picture.buttons


def test_many_formulas_are_several_sheets() -> None:
    """Twenty formulas fill a sheet; those of the next one have its letter before their number, hidden ones, too."""
    answer = "\n\n".join(f"${MATRIX}_{{{number}}}$" for number in range(21))
    card = Card("k", f"Why ${MATRIX}$?", answer)
    first, *sheets = post(_face(card, style="classic", reveal="spoiler", shown=False), T)
    assert "Why (1)?" in first.html
    assert [f"({letter})" in first.html for letter in ("B1", "B20", "B21", "C1", "C2")] == [1, 1, 0, 1, 0]
    assert [sheet.html for sheet in sheets] == ["B", "C"]
    pictures = [message.picture for message in (first, *sheets) if message.picture]
    assert [(len(one.formulas), one.hidden) for one in pictures] == [(1, False), (20, True), (1, True)]


def test_without_its_picture_a_message_has_words() -> None:
    """Where nothing can be drawn or sent, formulas are told as they were written, as far as there is room."""
    picture = Picture(formulas=("a<b", "c"))
    told = "<b>Why?</b>\n\n(1) <code>a&lt;b</code>\n\n(2) <code>c</code>"
    assert without_picture(OutgoingMessage("<b>Why?</b>", picture=picture)).html == told
    assert without_picture(OutgoingMessage("", picture=Picture(b"x"))).html == "🖼"
    long = OutgoingMessage("x" * 1024, picture=Picture(formulas=("y" * 2000, "z" * 2000)))
    assert len(parse_html(without_picture(long).html).text) <= 4096


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()], ids=CASES.keys())
def test_a_classic_block_can_stand_in_a_rich_message(text: str) -> None:
    """Whatever was written for classic messages is taken in rich ones, with every word."""
    for block in markdown.blocks(text):
        read = plain_text(read_blocks(rich.of(block), detect=False))
        assert read.split() == block.text.split()


@pytest.mark.parametrize(
    ("question", "rtl"),
    [("What is x?", False), ("מהו x?", True), ("$x$ ما هو", True), ("42", False)],
    ids=["Latin", "Hebrew", "Arabic behind a formula", "a number"],
)
def test_a_rich_message_runs_as_its_question(question: str, rtl: bool) -> None:
    """The question's first letter says in which direction the message runs."""
    (message,) = post(_face(Card("k", question, "Yes."), style="rich", kind="review"), T)
    assert rich.is_rtl(message.rich) is rtl
