"""What a person is told about a file they sent, in their language."""

from __future__ import annotations

import pytest

from bot.decks.formats import Imported, read, read_bytes
from bot.decks.problems import Problem
from bot.domain.card import Card, Deck
from bot.errors import DeckError
from bot.i18n.translator import translator
from bot.render.bringing import Brought, brought, listed, unreadable

PAGE = (
    "Log in",
    "Sign up",
    "A long piece of text that nobody takes for a button, as it says so much and more",
    "Help",
)


def imported(*problems: Problem) -> Imported:
    """A file of one card, with these problems."""
    deck = Deck("x", "X", "en", (Card("what", "What?", "That."),))
    return Imported(deck, problems, "table")


def left_out(*texts: str) -> Imported:
    """A file of which these lines were left out."""
    return imported(
        *(
            Problem("x", line, "left_out", text, mend="the page around the posts")
            for line, text in enumerate(texts, 1)
        )
    )


def test_furniture_is_told_at_once() -> None:
    """Short lines that were left out for one reason are one thing to look at; a longer one stands by itself."""
    t = translator("ru")
    what = Brought(7, "x.html", left_out(*PAGE))
    assert "Что пропущено · 2" in [row[0].text for row in brought(t, what).buttons]
    shown = listed(t, what, "refused", 0).html
    assert "<b>Строки 1, 2 и 4</b>\nLog in · Sign up · Help\nСтраница вокруг постов" in shown


def test_only_a_repair_shows_what_it_became() -> None:
    """What a quiz without its key should have had is no answer that was put there."""
    what = Brought(
        7,
        "",
        read("Which is a tree?\nA. oak\nB. rose\n\nWhich is a herb?\nA. oak\nB. dill\nANSWER: B\n", "x"),
    )
    shown = listed(translator("pl"), what, "unanswered", 0).html
    assert "→" not in shown
    assert "Brak wiersza ANSWER:" in shown


def test_a_page_fits_a_message() -> None:
    """The longest rows there can be are together shorter than Telegram's limit."""
    long = "x" * 500
    rows = imported(*(Problem("x", n, "repaired", long, long, long) for n in range(100_000, 100_050)))
    for page in range(6):
        assert len(listed(translator("en"), Brought(7, "x", rows), "repaired", page).html) <= 4096


UNREADABLE = {
    "a scanned page": (b"\x89PNG\r\n\x1a\n....", "ru", "Наберите карточки текстом и пришлите"),
    "a document": (b"%PDF-1.4\n1 0 obj", "pl", "To nie tekst, lecz dokument PDF"),
    "of no format": (b"milk\neggs\nbread", "zh", "CSV 或 TSV 表格"),
    "in English": (b"%PDF-1.4\n1 0 obj", "en", "Copy its text, and send it as a message"),
}


@pytest.mark.parametrize(("data", "language", "said"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable(data: bytes, language: str, said: str) -> None:
    """Why a file is no deck, and what helps in a chat, is said in the reader's language."""
    with pytest.raises(DeckError) as refused:
        read_bytes(data, "x")
    shown = unreadable(translator(language), "x", refused.value).html
    assert said in shown
    assert "--format" not in shown
