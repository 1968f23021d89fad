"""What a card is made of."""

from __future__ import annotations

import pytest

from bot.domain.card import Card, without_source
from bot.domain.expected import expected
from bot.domain.points import points

SOURCE = "📖 Codd, *A Relational Model of Data*, 1970"


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        pytest.param(f"A key.\n\n{SOURCE}", "A key.", id="last paragraph"),
        pytest.param(f"A key.\n\n{SOURCE}\nand its sequel\n", "A key.", id="two lines"),
        pytest.param(SOURCE, "", id="nothing else"),
        pytest.param(f"{SOURCE}\n\nA key.", f"{SOURCE}\n\nA key.", id="not the last"),
        pytest.param(f"A key.\n{SOURCE}", f"A key.\n{SOURCE}", id="no paragraph of its own"),
        pytest.param("Read 📖 it.", "Read 📖 it.", id="inside a line"),
    ],
)
def test_the_source_is_the_last_paragraph_with_a_book(answer: str, left: str) -> None:
    """The last paragraph is the source when it begins with a book; anything else is the answer."""
    assert without_source(answer) == left


def test_nobody_has_to_know_the_source() -> None:
    """The source is neither a point of the answer nor a part of what is to be written."""
    assert points(f"It is unique. It is never null.\n\n{SOURCE}") == ("It is unique.", "It is never null.")
    assert expected(Card("k", "What?", f"A key\n\n{SOURCE}")).accepted == ("A key",)
