"""The report of an import: a row for each card and each thing that happened, cut to a width, by line."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.decks.formats.imported import Imported
from bot.decks.problems import Problem
from bot.decks.report import Row, as_json, report, summary
from bot.domain.card import Card, Deck

CARDS = (
    Card("k1", "What is a lease?", "A lock with an end.", tags=("db", "locks"), likes=4, line=3),
    Card("k2", "What is a\n\nquorum?", "", line=9),
)
PROBLEMS = (
    Problem("x.txt", 1, "left_out", "Some\nchannel", mend="the page around the posts"),
    Problem("x.txt", 3, "repaired", "4👍2", "👍2", "a lost counter"),
    Problem("x.txt", 9, "unanswered", "What is a quorum?", mend="write the answer"),
    Problem("x.txt", 9, "duplicate", "What is a quorum?", "line 3: What is a lease?"),
    Problem("x.txt", 12, "bad-formula", "$\\left( a$", mend="write it anew"),
)
IMPORTED = Imported(Deck("x", "X", "en", CARDS), PROBLEMS, "telegram-channel")


def test_every_card_and_every_problem_has_its_row() -> None:
    """A report says by line what was kept and what happened, a card before its remarks."""
    assert [(row.line, row.fate) for row in report(IMPORTED).rows] == [
        (1, "left_out"),
        (3, "kept"),
        (3, "repaired"),
        (9, "kept"),
        (9, "unanswered"),
        (9, "duplicate"),
        (12, "doubtful"),
    ]


def test_a_row_fits_on_one_line() -> None:
    """Texts of several lines are folded, long ones cut; tags, likes, changes and advice stand in the detail."""
    said = report(IMPORTED, width=12)
    assert said.of("kept") == (
        Row(3, "kept", "What is a l…", "#db #locks, 4 likes"),
        Row(9, "kept", "What is a q…", ""),
    )
    assert said.of("repaired") == (Row(3, "repaired", "4👍2", "→ 👍2; a lost counter"),)
    assert said.of("left_out")[0].text == "Some channel"


def test_a_row_has_four_columns_of_text() -> None:
    """The cells of a table are text alone; a fate is written as people write it, the whole file has no line."""
    whole = Problem("x.txt", 0, "left_out", "All of it", mend="too long")
    written = [row.cells for row in report(replace(IMPORTED, problems=(whole, *PROBLEMS))).rows]
    assert written[:3] == [
        ("", "left out", "All of it", "too long"),
        ("1", "left out", "Some channel", "the page around the posts"),
        ("3", "kept", "What is a lease?", "#db #locks, 4 likes"),
    ]
    assert len(written) == 8


def test_the_summary_counts_what_there_is() -> None:
    """A line says how many cards were kept, and of everything else what happened at all."""
    assert summary(IMPORTED) == "2 kept, 1 repaired, 1 unanswered, 1 duplicate, 1 left out"
    assert summary(replace(IMPORTED, problems=())) == "2 kept"


def test_as_json_nothing_is_cut() -> None:
    """The object has every card and every problem whole, and survives being written and read."""
    told = json.loads(json.dumps(as_json(IMPORTED, "x.txt")))
    assert told["format"] == "telegram-channel"
    assert told["language"] == "en"
    assert told["counts"] == {"kept": 2, "repaired": 1, "unanswered": 1, "duplicate": 1, "left_out": 1}
    assert told["cards"][0] == {
        "question": "What is a lease?",
        "answer": "A lock with an end.",
        "choices": [],
        "tags": ["db", "locks"],
        "reactions": 4,
        "line": 3,
        "unanswered": False,
        "hint": "",
        "explanation": "",
    }
    assert [card["unanswered"] for card in told["cards"]] == [False, True]
    assert told["problems"][1] == {
        "line": 3,
        "kind": "repaired",
        "found": "4👍2",
        "expected": "👍2",
        "mend": "a lost counter",
    }


def test_counts_are_of_the_report_kinds() -> None:
    """An import counts what it kept and each kind of remark."""
    assert dict(IMPORTED.counts) == {"kept": 2, "repaired": 1, "unanswered": 1, "duplicate": 1, "left_out": 1}
