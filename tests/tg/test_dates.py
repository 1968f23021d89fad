"""Until when, as people write it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.tg import dates

TODAY = date(2026, 3, 2)
WORDS = {
    "10d": date(2026, 3, 12),
    "10": date(2026, 3, 12),
    "2 weeks": date(2026, 3, 16),
    "10 дней": date(2026, 3, 12),
    "2 недели": date(2026, 3, 16),
    "10 dni": date(2026, 3, 12),
    "2 tygodnie": date(2026, 3, 16),
    "10天": date(2026, 3, 12),
    "until 5 May": date(2026, 5, 5),
    "till May 5, 2027": date(2027, 5, 5),
    "5.05": date(2026, 5, 5),
    "до 5 мая": date(2026, 5, 5),
    "do 5 maja": date(2026, 5, 5),
    "do 5 października": date(2026, 10, 5),
    "到5月5日": date(2026, 5, 5),
    "2026-05-05": date(2026, 5, 5),
    "until 1 March": date(2027, 3, 1),  # this year's is over
    "until 31 June": None,
    "until 5 Mayonnaise 20265": None,
    "²": None,
    "soon": None,
    "": None,
}


@pytest.mark.parametrize(("words", "expected"), WORDS.items(), ids=WORDS.keys())
def test_until(words: str, expected: date | None) -> None:
    """A length or a day is understood in every language of ours; anything else is not."""
    assert dates.until(words.split(), TODAY) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("off", True), ("OFF", True), ("стоп", True), ("结束", True), ("on", False)]
)
def test_off(word: str, expected: bool) -> None:
    """A break is ended in a word."""
    assert dates.means_off([word]) is expected
