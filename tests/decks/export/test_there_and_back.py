"""What leaves as a file comes back as it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decks import export, formats
from bot.domain.card import Deck
from bot.domain.history import History
from tests.decks.export.pasts import NOW, pasts, remembered
from tests.decks.test_roundtrip import decks

taken = decks().filter(lambda deck: deck.cards).flatmap(lambda deck: st.tuples(st.just(deck), pasts(deck)))
FILES = {
    "native": "native",
    "obsidian": "obsidian",
    "json": "quizbot-json",
    "anki-text": "anki-text",
    "csv": "table",
}


def unplaced(deck: Deck) -> Deck:
    """The deck without line numbers."""
    return replace(deck, cards=tuple(replace(card, line=0) for card in deck.cards))


@given(taken)
@settings(max_examples=settings().max_examples // 3)  # each is several cards, written and read four times
def test_a_deck_comes_back_as_it_was(deck_and_past: tuple[Deck, tuple[History, ...]]) -> None:
    """The same cards, memories and due dates, to the last bit; in JSON the ratings, too."""
    deck, histories = deck_and_past
    for name, format_ in FILES.items():
        text = export.FORMATS[name].write(deck, histories, NOW).decode("utf-8-sig")
        back = formats.read(text, f"{deck.slug}.md", format_)
        assert unplaced(back.deck) == unplaced(deck), name
        assert remembered(back.histories) == remembered(histories), name
        assert name != "json" or back.histories == histories


@given(taken)
@settings(max_examples=settings().max_examples // 6)  # each is a database in a zip
def test_a_deck_comes_back_from_anki(deck_and_past: tuple[Deck, tuple[History, ...]]) -> None:
    """The same cards, memories and due dates also by way of an Anki package, with every rating on our scale."""
    deck, histories = deck_and_past
    back = formats.read_bytes(export.FORMATS["apkg"].write(deck, histories, NOW), f"{deck.slug}.apkg")
    assert unplaced(back.deck) == unplaced(deck)
    assert remembered(back.histories) == remembered(histories)
    assert [given_(each) for each in back.histories] == [given_(each) for each in histories]


def given_(history: History) -> list[int]:
    """The ratings of a history."""
    return [each.rating for each in history.reviews]
