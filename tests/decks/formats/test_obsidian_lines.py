"""Cards on one line: which separator parts one, and which is part of something else."""

from __future__ import annotations

import pytest

from bot.decks.formats.obsidian.notebook import OBSIDIAN
from bot.errors import DeckError


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in OBSIDIAN.parse(text, "x.md").deck.cards]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("What is a heap?::A tree", [("What is a heap?", "A tree")], id="tight"),
        pytest.param("- heap :: a tree", [("heap", "a tree")], id="in-a-list"),
        pytest.param("> [ ] heap :: a tree", [("heap", "a tree")], id="in-a-quotation"),
        pytest.param("### heap :: a tree", [("heap", "a tree")], id="in-a-heading"),
        pytest.param("2. heap :: a tree", [("heap", "a tree")], id="in-a-numbered-list"),
        pytest.param("`%`::the rest", [("`%`", "the rest")], id="a-sign-in-code"),
        pytest.param("∑::a sum", [("∑", "a sum")], id="a-sign"),
        pytest.param("loop:: [[Schleife]]", [("loop", "[[Schleife]]")], id="a-link-to-a-note"),
        pytest.param("heap:::a tree", [("heap", "a tree"), ("a tree", "heap")], id="both-ways"),
        pytest.param("heap ;; a tree", [("heap", "a tree")], id="semicolons"),
        pytest.param("heap ::@:: a tree", [("heap", "a tree"), ("a tree", "heap")], id="for-programmers"),
        pytest.param("**heap:** and **tree::** both", [("**heap:** and **tree**", "both")], id="bold"),
        pytest.param("What is `a::b` :: a name", [("What is `a::b`", "a name")], id="the-one-outside-code"),
        pytest.param("`a::b` vs `c::d`::names", [("`a::b` vs `c::d`", "names")], id="behind-code"),
        pytest.param("Which path? :: see a::b", [("Which path?", "see a::b")], id="the-first-counts"),
        pytest.param(
            "heap :: a tree\n  - with two children",
            [("heap", "a tree\n  - with two children")],
            id="deeper",
        ),
    ],
)
def test_a_separator_parts_a_card(line: str, expected: list[tuple[str, str]]) -> None:
    """The text before a separator is asked, the text behind it answers, and three signs ask both ways."""
    assert cards(f"#flashcards\n{line}\n") == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("The call `a :: b` is code.", id="inline-code"),
        pytest.param("```\nx :: y\n```", id="fenced-code"),
        pytest.param("The set $a :: b$ of it.", id="formula"),
        pytest.param("See [[Note::Part]] and [text](to::there).", id="links"),
        pytest.param("At https://example.org/a::b it is told.", id="address"),
        pytest.param("Use std::vector for this.", id="c++"),
        pytest.param("Call Vec::new() or tokio::spawn(task).", id="rust"),
        pytest.param("A pipeline::step_one name.", id="underscore"),
        pytest.param("map :: (a -> b) -> [a] -> [b]", id="haskell"),
        pytest.param("Cast it with now::date in SQL.", id="sql"),
        pytest.param("The address fe80::1 is local.", id="ip"),
        pytest.param("Fine :smile::tada: day", id="emoji"),
        pytest.param("| a :: b | c |\n|---|---|\n| d | e::f |", id="table"),
        pytest.param("status:: done", id="property"),
        pytest.param("part-of:: [[Trees]] and more\nleads:: [[Graphs]]", id="properties-that-link"),
        pytest.param("leads:: [[Graphs]]\nleads:: other things", id="a-property-twice"),
        pytest.param("%%\nheap::a tree\n%%", id="a-comment-of-obsidian"),
        pytest.param("A [due:: tomorrow] and (rating:: 5) task.", id="inline-property"),
        pytest.param("::: warning", id="nothing-before"),
        pytest.param("case a) echo ;;", id="nothing-behind"),
        pytest.param("It says a :::: b.", id="too-many"),
    ],
)
def test_other_colons_part_nothing(line: str) -> None:
    """A separator inside code, maths, a link, an address, a name, an emoji or a table makes no card."""
    assert cards(f"#flashcards\nWhat asks?::This.\n\n{line}\n") == [("What asks?", "This.")]


def test_a_separator_of_ones_own_is_learnt_from_schedules() -> None:
    """What nearly all lines above schedules have between their sides parts others, too; prose alone teaches none."""
    due = "<!--SR:!2026-05-01,12,250-->"
    text = f"- el río >> river\n{due}\n#🌊 el mar >> sea\n{due}\n\nla ola >> wave\n\nA `x >> y` shifts.\n"
    assert cards(text) == [("el río", "river"), ("el mar", "sea"), ("la ola", "wave")]
    assert OBSIDIAN.recognise(text).score >= 0.5
    assert len(OBSIDIAN.parse(text, "x.md").histories) == 2
    with pytest.raises(DeckError, match="no question found"):
        cards(f"Rivers -> sea.\n{due}\nThe sea.\n{due}\nA wave.\n{due}\n")


def test_two_plain_words_are_a_card_where_the_document_is_a_deck() -> None:
    """`word::word` may be a name: it is a card where the plugin's tags say so or most lines are written so."""
    assert (
        cards("#cards\nHund::dog\n") == cards("Hund::dog\n<!--SR:!2026-05-01,1,250-->\n") == [("Hund", "dog")]
    )
    assert cards("Hund::dog\nKatze::cat\n") == [("Hund", "dog"), ("Katze", "cat")]
    with pytest.raises(DeckError):
        cards("A letter about foo::bar and more.\n\nIt goes on.\n\nAnd on.\n")


def test_a_separator_line_wins_over_one_in_a_line() -> None:
    """What stands right below `?` is the answer, whatever is in it."""
    assert cards("Which fields?\n?\n- key :: a name\n- value :: a text\n") == [
        ("Which fields?", "- key :: a name\n- value :: a text")
    ]
