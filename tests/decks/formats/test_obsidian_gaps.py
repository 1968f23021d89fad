"""Sentences with gaps: what hides something, what is only emphasis, and how gaps are numbered and hinted at."""

from __future__ import annotations

import pytest

from bot.decks.formats.obsidian.notebook import OBSIDIAN
from bot.errors import DeckError


def questions(text: str) -> list[str]:
    return [card.question for card in OBSIDIAN.parse(text, "x.md").deck.cards]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ice is ==solid== water.", ["Ice is […] water."], id="highlight"),
        pytest.param(
            "==Ice== is ==solid== water.", ["[…] is solid water.", "Ice is […] water."], id="one-card-a-gap"
        ),
        pytest.param("Ice is {{solid}} water.", ["Ice is […] water."], id="braces"),
        pytest.param("Ice is {{solid;;state}} water.", ["Ice is [state] water."], id="hint"),
        pytest.param("Ice is ==solid==^[state] water.", ["Ice is [state] water."], id="hint-as-a-note"),
        pytest.param("Ice is {{c1::solid}} {{c1::water}}.", ["Ice is […] […]."], id="anki"),
        pytest.param("Ice is {{c1::solid::state}} water.", ["Ice is [state] water."], id="anki-hint"),
        pytest.param(
            "==2;;Ice== is ==1;;solid;;state== water.",
            ["[…] is solid water.", "Ice is [state] water."],
            id="numbered",
        ),
        pytest.param("==Ice==[^1] is ==solid==[^1] water.", ["[…] is […] water."], id="numbered-by-notes"),
        pytest.param(
            "==hs;;At home== we ==as;;read== and ==ha;;write==.",
            ["At home we […] and write.", "At home we read and […]."],
            id="told-what-to-do",
        ),
        pytest.param("Ice {@{melts}@} at home.", ["Ice […] at home."], id="for-programmers"),
        pytest.param("With ==$x == 1$== it holds.", ["With […] it holds."], id="formula-in-a-gap"),
        pytest.param("- Ice ==melts== here.\n- Steam rises.", ["- Ice […] here.\n- Steam rises."], id="list"),
        pytest.param("Ice **melts** at home.", ["Ice […] at home."], id="bold-in-a-marked-document"),
        pytest.param("Ice ==**melts**== at home.", ["Ice […] at home."], id="bold-highlight"),
    ],
)
def test_what_is_hidden_is_asked_for(text: str, expected: list[str]) -> None:
    """Each gap, or group of gaps, is a card that shows the others."""
    assert questions(f"#flashcards\n\n{text}\n") == expected


def test_the_answer_is_the_whole_sentence() -> None:
    """The answer tells the sentence with the gap in bold, and the siblings share a concept."""
    first, second = OBSIDIAN.parse("#cards/ice\n==Ice== is {{c7::solid::state}} water.\n", "x.md").deck.cards
    assert (first.answer, second.answer) == ("**Ice** is solid water.", "Ice is **solid** water.")
    assert first.concept == second.concept != ""
    assert first.tags == second.tags == ("ice",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Compare a == b and c == d.", id="equality"),
        pytest.param("In `a ==b== c` nothing is hidden.", id="code"),
        pytest.param("In $x_{{ab}} ==y== z$ nothing is hidden.", id="formula"),
        pytest.param("```\n==x== and more\n```", id="fenced-code"),
        pytest.param("==All of it==", id="nothing-left-to-ask-with"),
        pytest.param("**Note:** this is a label, and **Hint**s are none.", id="emphasis-beside-other-cards"),
        pytest.param("| ==a== | b |\n|---|---|", id="table"),
    ],
)
def test_other_signs_hide_nothing(text: str) -> None:
    """Comparisons, code, formulas, labels and emphasis beside other cards are no gaps."""
    assert questions(f"#flashcards\nWhat asks?::This.\n\n{text}\n") == ["What asks?"]


def test_emphasis_in_an_answer_is_no_gap() -> None:
    """Bold and highlighted text of a card with a separator stays in its answer."""
    text = "#flashcards\nWhat is ice?\n?\nIt is **solid** and ==cold== water.\n"
    assert questions(text) == ["What is ice?"]


def test_a_schedule_shows_that_bold_type_is_a_gap() -> None:
    """A paragraph that the plugin has scheduled is a card, whatever its signs."""
    imported = OBSIDIAN.parse(
        "Ice **melts** here.\n<!--SR:!2026-05-01,12,250-->\n\nBut **this** is not.\n", "x.md"
    )
    assert [card.question for card in imported.deck.cards] == ["Ice […] here."]
    assert len(imported.histories) == 1


def test_a_document_that_a_person_names_may_have_bold_gaps() -> None:
    """Prose with bold type is no deck by itself; called one, its bold words are gaps."""
    text = "Ice **melts** at home.\n"
    assert OBSIDIAN.recognise(text).score < 0.5
    assert questions(text) == ["Ice […] at home."]
    with pytest.raises(DeckError):
        questions("Ice melts at home.\n")
