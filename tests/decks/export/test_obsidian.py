"""The note for Obsidian: whole in the plugin, and the plugin's reviews count when it comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.decks import export, formats
from bot.domain.history import History, Schedule
from bot.domain.memory import Memory
from tests.decks.export.pasts import NOW, remembered, sample

DECK = sample()
CARD = DECK.cards[1]
MEMORY = Memory(9.5, 6.5, datetime(2026, 3, 19, 23, tzinfo=UTC), date(2026, 2, 18), 4, 1, 4)
NOTE = export.FORMATS["obsidian"].write(DECK, [History(CARD.key, (), MEMORY)], NOW).decode()


def test_a_note_for_the_plugin() -> None:
    """No card has a blank line outside code, choices are asked without ticks, and the schedule closes the card."""
    assert (
        NOTE
        == """---
title: Databases
language: en
tags:
- flashcards/databases
- sql
licence: CC0
source: own
---

<!-- quizbot: obsidian 1 -->

What does an index cost?
?
Space.
<br>
Time at every write.
<!-- difficulty: 1 likes: 3 -->

Which structure keeps keys in order?
- A $B$-tree
- A heap
?
- [x] A $B$-tree
- [ ] A heap — it has no order
<br>
> [!TIP]
> Think of ranges.
<br>
> [!NOTE]
> Its leaves are chained:
>
> ```
> 1 -> 2
>
> 3
> ```
<br>
#trees
<!-- id: tree concept: index -->
<!-- memory: stability=9.5 difficulty=6.5 due=2026-03-19T23:00:00+00:00 last_day=2026-02-18 reps=4 lapses=1 rating=4 -->
<!--SR:!2026-03-20,30,267-->

Why?
?

"""
    )


def test_it_is_read_by_what_it_says() -> None:
    """Its name does not matter, and a card without an answer is told."""
    back = formats.read(NOTE, "databases.txt")
    assert back.format == "obsidian"
    assert [replace(card, line=0) for card in back.deck.cards] == list(DECK.cards)
    assert [(each.kind, each.line) for each in back.problems] == [
        ("unanswered", NOTE[: NOTE.index("Why?")].count("\n") + 1)
    ]


@pytest.mark.parametrize(
    ("comment", "believed"),
    [
        pytest.param("<!--SR:!2026-03-20,30,267-->", MEMORY, id="as it was written"),
        pytest.param(
            "<!--SR:!2026-06-01,75,258-->", Schedule(date(2026, 6, 1), 75, 2.58), id="reviewed there"
        ),
        pytest.param(
            "<!--SR:!2026-03-20,18,218-->", Schedule(date(2026, 3, 20), 18, 2.18), id="due that day by chance"
        ),
        pytest.param("", MEMORY, id="kept elsewhere by the plugin"),
        pytest.param("<!--SR:!soon,3,250-->", None, id="damaged"),
    ],
)
def test_a_review_in_the_plugin_counts(comment: str, believed: Memory | Schedule | None) -> None:
    """A schedule that is another than the one written with the memory is newer, and counts instead of it."""
    back = formats.read(NOTE.replace("<!--SR:!2026-03-20,30,267-->", comment), "databases.md", "obsidian")
    assert remembered(back.histories) == ({CARD.key: believed} if believed else {})
    assert any(each.found == comment for each in back.problems) == (believed is None)


def test_a_note_changed_beyond_that_is_read_like_any_other() -> None:
    """Text that is in no card is not lost: the note is then read as one that a person wrote."""
    back = formats.read(
        NOTE.replace("Why?\n?\n", "Some words\n\nWhy?\n?\nBecause.\n"), "databases.md", "obsidian"
    )
    assert any("Some words" in each.found for each in back.problems)
    assert "Why?" in {card.question for card in back.deck.cards}
