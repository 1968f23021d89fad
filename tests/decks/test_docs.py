from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.decks.load import load
from bot.decks.native import Parsed, parse
from bot.decks.problems import Kind, Mistake, Remark
from bot.domain.card import Card, Choice
from bot.domain.identity import Known, match, question_key

PAGE = (Path(__file__).parents[2] / "docs" / "decks.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^(`{3,})markdown\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def whole() -> Parsed:
    """The deck that the page shows whole."""
    return parse(next(found[2] for found in _BLOCK.finditer(PAGE) if found[1] == "````"), "databases.md")


def test_the_whole_deck_is_what_the_page_says(whole: Parsed) -> None:
    """The example has three cards and no mistakes, and each is as the paragraph below it tells."""
    index, phantom, covering = whole.deck.cards
    assert whole.problems == ()
    assert whole.deck.title == "Databases for interviews"
    assert (index.key, index.concept, len(index.choices)) == ("index-cost", "index", 3)
    assert [choice.right for choice in index.choices] == [False, True, False]
    assert index.hint.startswith("Think of")
    assert index.explanation.startswith("The planner")
    assert index.tags == ("indexes", "performance", "databases")
    assert "## not a question" in index.answer
    assert phantom.answer == "- Read committed\n- Repeatable read, in the SQL standard"
    assert (covering.choices, covering.hint, covering.tags) == ((), "", ("databases",))


def test_the_example_of_a_reason_is_read_as_told() -> None:
    """A right choice keeps its dash, and its reason stands on the line below."""
    example = next(found[2] for found in _BLOCK.finditer(PAGE) if "Momentum" in found[2])
    (card,) = parse(f"## a\n{example}- [ ] b\n", "x.md").deck.cards
    assert card.choices[0] == Choice(
        "Momentum averages gradients — with weights that fade",
        right=True,
        reason="The weight of a gradient falls by the same factor at every step.",
    )


def test_every_kind_of_mistake_is_in_the_table() -> None:
    """The table has a row for each mistake and none that does not exist, and the notes are named below it."""
    mistakes, notes = PAGE.split("## What `quizbot check` says")[1].split("The rest are notes")
    rows = re.compile(r"^\| `([a-z-]+)` \|", re.MULTILINE)
    assert set(rows.findall(mistakes)) == set(get_args(Mistake))
    assert set(rows.findall(notes)) < set(get_args(Remark))
    assert all(f"`{kind}`" in PAGE for each in get_args(Kind) for kind in (get_args(each) or (each,)))


def test_every_escape_of_the_page_is_text() -> None:
    """The backslashes that the page shows make text of structure."""
    sentence = next(line for line in PAGE.split("\n") if line.startswith("Put it before"))
    escapes = re.findall(r"`(\\[^`]*)`", sentence)
    (card,) = parse("## a\n" + "\n".join(escapes), "x.md").deck.cards
    assert len(escapes) == 5
    assert card.answer == "\n".join(escape[1:] for escape in escapes)
    assert card == Card(question_key("a"), "a", card.answer, line=1)


def test_dress_does_not_change_a_question() -> None:
    """The two spellings that the page calls one card have one key."""
    spellings = re.search(r"so `(.*?)` and `(.*?)` are one card", PAGE)
    assert spellings
    assert question_key(spellings[1]) == question_key(spellings[2])


def test_an_id_survives_a_rewrite_and_a_question_survives_rewording() -> None:
    """What the page promises of edits: under an id anything, without one what is recognisably the same."""
    old = parse(
        "## What is dropout?\n<!-- id: dropout -->\nNoise.\n"
        "## What does weight decay do?\nIt pulls weights towards zero at every step of training.", "x.md",
    ).deck.cards  # fmt: skip
    new = parse(
        "## What is a dead ReLU?\nA unit that is always zero.\n"
        "## What exactly does the weight decay do?\nIt pulls weights towards zero at each step of training.\n"
        "## Why leave units out?\n<!-- id: dropout -->\nTo make the others do their work.", "x.md",
    ).deck.cards  # fmt: skip
    known = [Known(at, card.key, card.question, card.answer) for at, card in enumerate(old)]
    assert match(known, new) == {1: 1, 2: 0}


def test_the_bundled_decks_have_nothing_to_mend() -> None:
    """Every deck that comes with the program passes its own check."""
    loaded = load([Path(__file__).parents[2] / "cards"])
    assert loaded.decks
    assert [str(problem) for problem in loaded.problems] == []
