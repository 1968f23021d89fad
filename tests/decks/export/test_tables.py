"""The files for spreadsheets and for Anki's text import."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

from bot.decks import export
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
    """Its head tells Anki what each field is; every field is quoted, so nothing in one can be a comment."""
    text = export.FORMATS["anki-text"].write(DECK, PAST, NOW).decode()
    head, rest = text.split("\n", 5)[:5], text.split("\n", 5)[5]
    assert head[:2] == ["#separator:tab", "#html:true"]
    names = head[2].removeprefix("#columns:").split("\t")
    rows = [dict(zip(names, row, strict=True)) for row in csv.reader(io.StringIO(rest), delimiter="\t")]
    assert rows[1]["Question"].endswith("<ul><li>A \\(B\\)-tree</li><li>A heap</li></ul>")
    assert (rows[1]["Due"], rows[1]["Tags"]) == ("2026-03-20", "trees sql")
    assert len({row["Guid"] for row in rows}) == 3


def test_no_html_of_an_author_survives() -> None:
    """HTML in a card is text in Anki, too."""
    evil = replace(
        DECK.cards[0], question="<script>alert(1)</script> $<b>$", answer="[a](javascript:alert(1))"
    )
    text = export.FORMATS["anki-text"].write(replace(DECK, cards=(evil,)), [], NOW).decode()
    assert "<script" not in text
    assert "<b>" not in text
    assert 'href="javascript' not in text
