"""The files for spreadsheets and for Anki's text import."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.decks import export, formats
from bot.domain.history import History
from bot.domain.memory import Memory
from tests.decks.export.pasts import NOW, sample

DECK = sample()
MEMORY = Memory(30.0, 6.5, datetime(2026, 3, 19, 23, tzinfo=UTC), date(2026, 2, 18), 4, 1, 4)
PAST = [History("tree", (), MEMORY)]


def test_a_table() -> None:
    """One card a row, whatever stands in it, with the day it is due on the learner's calendar."""
    text = export.FORMATS["csv"].write(DECK, PAST, NOW).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["question"] for row in rows] == [card.question for card in DECK.cards]
    assert rows[0]["answer"] == "Space.\n\nTime at every write."
    assert rows[1]["choices"] == "[x] A $B$-tree\n[ ] A heap — it has no order"
    assert [row["due"] for row in rows] == ["", "2026-03-20", ""]
    assert rows[1]["tags"] == "trees sql"


def test_a_text_for_anki() -> None:
    """Its head tells Anki where ids and tags are, the sides come first, and every field is quoted."""
    text = export.FORMATS["anki-text"].write(DECK, PAST, NOW).decode()
    head, rest = text.split("\n", 6)[:6], text.split("\n", 6)[6]
    assert head[:4] == ["#separator:tab", "#html:true", "#guid column:1", "#tags column:7"]
    assert head[4] == f"#deck:{DECK.title}"
    rows = list(csv.reader(io.StringIO(rest), delimiter="\t"))
    assert rows[1][1].endswith("<ul><li>A \\(B\\)-tree</li><li>A heap</li></ul>")
    assert (rows[1][4], rows[1][6]) == ("2026-03-20", "trees sql")
    assert len({row[0] for row in rows}) == 3


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("pics/сердце.png", "сердце.png"),
        ("a%20b.png", "a%20b.png"),
        ("https://a.b/ż.png", "https://a.b/%C5%BC.png"),
        ("javascript:x", ""),
    ],
)
def test_a_picture_has_the_name_of_its_file(address: str, shown: str) -> None:
    """Anki knows a picture by the letters of its name, and has no folders."""
    card = replace(DECK.cards[0], question=f"What? ![]({address})")
    text = export.FORMATS["anki-text"].write(replace(DECK, cards=(card,)), [], NOW).decode()
    assert (f'<img src=""{shown}""' in text) == bool(shown)
    assert "<img" in text or not shown


def test_a_row_edited_in_anki_counts() -> None:
    """Once somebody has changed what is shown, that is the card, and the day it is due is no text of it."""
    text = (
        export.FORMATS["anki-text"].write(DECK, PAST, NOW).decode().replace("A heap</li>", "A hash</li>", 1)
    )
    card = formats.read(text, "x.txt").deck.cards[1]
    assert card.question.endswith("- A $B$-tree\n- A hash")
    assert "✓ A $B$-tree\n- ✗ A heap — it has no order" in card.answer


def test_no_html_of_an_author_survives() -> None:
    """HTML in a card is text in Anki, too."""
    evil = replace(
        DECK.cards[0], question="<script>alert(1)</script> $<b>$", answer="[a](javascript:alert(1))"
    )
    text = export.FORMATS["anki-text"].write(replace(DECK, cards=(evil,)), [], NOW).decode()
    assert "<script" not in text
    assert "<b>" not in text
    assert 'href="javascript' not in text
