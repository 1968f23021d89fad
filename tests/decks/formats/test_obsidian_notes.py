"""What an Obsidian note says about its cards: schedules, tags and front matter."""

from __future__ import annotations

from datetime import date

import pytest

from bot.decks.formats import Imported
from bot.decks.formats.obsidian.notebook import OBSIDIAN
from bot.domain.history import Schedule

SM2 = "<!--SR:!2026-05-01,12,250!2026-05-03,14,270-->"
FIRST, SECOND = Schedule(date(2026, 5, 1), 12, ease=2.5), Schedule(date(2026, 5, 3), 14, ease=2.7)


def read(text: str) -> Imported:
    return OBSIDIAN.parse(text, "x/net.md")


def schedules(text: str) -> dict[str, object]:
    imported = read(text)
    asked = {card.key: card.question for card in imported.deck.cards}
    return {asked[history.key]: history.memory for history in imported.histories}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "one\n?\nother\n<!--SR:!2026-05-01,12,250-->\n", {"one": FIRST}, id="below-a-separator-card"
        ),
        pytest.param(
            "one\n\n?\n\nother\n\nmore\n\n<!--SR:!2026-05-01,12,250-->\n", {"one": FIRST}, id="blank-lines"
        ),
        pytest.param("one\n?\nother <!--SR:!2026-05-01,12,250-->\n", {"one": FIRST}, id="on-the-last-line"),
        pytest.param("What?::one <!--SR:!2026-05-01,12,250-->\n", {"What?": FIRST}, id="on-the-line"),
        pytest.param(f"one\n??\nother\n{SM2}\n", {"one": FIRST, "other": SECOND}, id="both-ways"),
        pytest.param(f"one ::: other\n{SM2}\n", {"one": FIRST, "other": SECOND}, id="both-ways-on-a-line"),
        pytest.param(
            f"The ==one== and ==other== gap.\n{SM2}\n",
            {"The […] and other gap.": FIRST, "The one and […] gap.": SECOND},
            id="gaps",
        ),
        pytest.param(
            f"The ==2;;one== and ==1;;other== gap.\n{SM2}\n",
            {"The one and […] gap.": FIRST, "The […] and other gap.": SECOND},
            id="numbered-gaps",
        ),
        pytest.param(
            "one ::: other\n<!--SR:!2000-01-01,1,250!2026-05-03,14,270-->\n", {"other": SECOND}, id="one-new"
        ),
        pytest.param("What?::one\n<!--SR:2026-05-01,12,250-->\n", {"What?": FIRST}, id="older"),
        pytest.param(
            "What?::one\n<!--SR:!fsrs,2026-05-01T10:00:00.000Z,12,12.4,5.25,2,4,1,0,2026-04-19T10:00:00.000Z-->\n",
            {"What?": Schedule(date(2026, 5, 1), 12, stability=12.4, difficulty=5.25, reps=4, lapses=1)},
            id="fsrs",
        ),
    ],
)
def test_a_schedule_is_the_memory_of_its_sibling(text: str, expected: dict[str, object]) -> None:
    """Each entry of a schedule belongs to one sibling, in the plugin's order."""
    assert schedules(text) == expected


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        pytest.param("<!--SR:!2026-13-01,12,250-->", "cannot be read", id="no-date"),
        pytest.param("<!--SR:!soon-->", "cannot be read", id="words"),
        pytest.param(SM2, "more cards than stand above", id="too-many"),
    ],
)
def test_a_schedule_that_says_nothing_certain_is_left_out(comment: str, why: str) -> None:
    """A schedule that cannot be read, or has no card, is named with its line."""
    (problem,) = read(f"What?::one\n{comment}\n").problems
    assert (problem.line, problem.kind, problem.found) == (2, "left_out", comment)
    assert why in problem.mend


def test_tags_say_which_cards_they_are_for() -> None:
    """A line of tags is for the cards below it, tags before a card's text for that card alone."""
    imported = read(
        "#flashcards/net/tcp #exam\nWhat is a?::1\n#flashcards/other What is b?::2\nWhat is c? #hard::3\n\n"
        "#flashcards/ip\nWhat is d?::4\n#old\n\nWhat is e?::5\n"
    )
    assert [card.tags for card in imported.deck.cards] == [
        ("net", "tcp", "exam"),
        ("other",),
        ("hard", "net", "tcp", "exam"),
        ("old", "ip"),
        ("ip",),
    ]
    assert [problem.found for problem in imported.problems] == ["#flashcards"]


def test_tags_without_a_card_are_left_out() -> None:
    """Tags below the last card are named, not dropped."""
    problems = read("What is a?::1\n\n#flashcards/late\n").problems
    assert [(p.line, p.found) for p in problems] == [(3, "#flashcards"), (3, "#flashcards/late")]


def test_front_matter_is_read() -> None:
    """Title, language and tags are the deck's; what other programs keep there is left out in one piece."""
    imported = read(
        "---\ntitle: Netze\nlang: de\ntags: [flashcards/net, exam]\nsr-due: 2026-01-01\naliases:\n  - N\n---\n"
        "What?::one\n"
    )
    deck = imported.deck
    assert (deck.title, deck.language, deck.tags) == ("Netze", "de", ("net", "exam"))
    assert [(p.line, p.found) for p in imported.problems] == [
        (1, "#flashcards"),
        (5, "sr-due: 2026-01-01\naliases:\n  - N"),
    ]


def test_front_matter_that_cannot_be_read_is_left_out_whole() -> None:
    """Damage in the front matter loses no card."""
    imported = read("---\ntitle: [a\n---\nWhat?::one\n")
    assert [(p.line, p.found) for p in imported.problems] == [(1, "---\ntitle: [a\n---")]
    assert imported.deck.title == "net"


def test_a_comment_at_the_end_of_a_line_is_not_asked() -> None:
    """What an author or a program notes in a comment is named and not part of a card."""
    imported = read("## Which? <!-- card 7 -->\n?\nThat one.\n")
    assert [(card.question, card.answer) for card in imported.deck.cards] == [("Which?", "That one.")]
    assert [(p.line, p.found) for p in imported.problems] == [(1, "<!-- card 7 -->")]


def test_a_side_of_nothing_but_html_is_no_side() -> None:
    """A card whose question was only a tag is left out; one whose answer was only a tag has none."""
    imported = read("#flashcards\nkey::name\n<div>::page\nview::<br>\n")
    assert [(card.question, card.answer) for card in imported.deck.cards] == [("key", "name"), ("view", "")]
    assert imported.counts["unanswered"] == 1
    assert any("<div>" in problem.found and "page" in problem.found for problem in imported.problems)


def test_no_html_survives() -> None:
    """HTML becomes Markdown, what is no text is left out with its script, and code keeps its own."""
    imported = read(
        "Who?\n?\nA <b>fish</b>.<br>And <span class='x'>`<i>`</span>.\n<script>alert(1)</script>\n"
        "```html\n<b>\n```\n\nThe ==<u>Nile</u><br/>river== flows.\n"
    )
    assert [card.answer for card in imported.deck.cards] == [
        "A **fish**.\nAnd `<i>`.\n\n```html\n<b>\n```",
        "The **Nile river** flows.",
    ]
    (problem,) = (p for p in imported.problems if p.kind == "left_out")
    assert (problem.line, problem.found.split("\n")[0]) == (3, "<script>alert(1)</script>")
    assert problem.mend == "HTML, which a card cannot hold"


def test_what_obsidian_notes_for_itself_is_in_no_card() -> None:
    """Its comments, and the names by which its links find a block, are told and not asked."""
    imported = read("%% a plan %%\nWhich? %%not sure%%\n?\nThat one. ^that-one\n\n%%\nWho?\n?\nNobody.\n%%\n")
    assert [(card.question, card.answer) for card in imported.deck.cards] == [("Which?", "That one.")]
    assert [(p.line, p.found) for p in imported.problems] == [
        (1, "%% a plan %%"),
        (2, "%%not sure%%"),
        (4, "^that-one"),
        (6, "%%\nWho?\n?\nNobody.\n%%"),
    ]


def test_a_heading_may_hold_the_tags_of_its_cards() -> None:
    """The plugin's tags in a heading are for what stands below it."""
    imported = read("# Rivers #flashcards/rivers\nWhich?::Nile\n## Lakes #flashcards/lakes\nWhat?::Chad\n")
    assert [card.tags for card in imported.deck.cards] == [("rivers",), ("lakes",)]


def test_a_label_above_an_answer_is_no_part_of_it() -> None:
    """A line that only says that the answer follows is left out; one that is the answer stays."""
    imported = read("Which?\n?\n**Answer:**\nThe Nile.\n\nWhat?\n?\nAnswer\n")
    assert [card.answer for card in imported.deck.cards] == ["The Nile.", "Answer"]
    assert [(p.line, p.found) for p in imported.problems if p.kind == "left_out"] == [(3, "**Answer:**")]


def test_a_line_of_pluses_ends_a_card_with_blank_lines() -> None:
    """Where cards end with `+++`, a blank line inside one does not."""
    imported = read("Which?\n?\nFirst.\n\nThen.\n+++\n\nWhich other?\n?\nThird.\n\nFourth.\n+++\n")
    assert [card.answer for card in imported.deck.cards] == ["First.\n\nThen.", "Third.\n\nFourth."]
    assert imported.problems == ()


BETWEEN = """#flashcards/bread

What feeds a sourdough?
<!--SR:!2026-02-03,4,250-->
?
Flour and water.

Which flours rise?
?
Wheat does.
<!--SR:!2026-02-05,6,250-->
Rye hardly does.

Why is it folded?
<!--SR:!2026-02-07,8,250-->
?
So that it holds its form.
<!--SR:!2026-02-09,9,250-->
"""


def test_a_schedule_above_the_separator_or_inside_the_answer_is_the_cards() -> None:
    """Where it stands the card goes on, and keeps the first schedule it has."""
    assert OBSIDIAN.recognise(BETWEEN).score > 0.9
    imported = OBSIDIAN.parse(BETWEEN, "bread.md")
    assert [(card.question, card.answer) for card in imported.deck.cards] == [
        ("What feeds a sourdough?", "Flour and water."),
        ("Which flours rise?", "Wheat does.\nRye hardly does."),
        ("Why is it folded?", "So that it holds its form."),
    ]
    due = [history.memory.due.day for history in imported.histories if history.memory]
    assert due == [3, 5, 7]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("**Status:** seed\n\n# Bread\n\nWhat is rye?\n?\nA grain.\n", "Bread"),
        (
            "Some words.\n\n# Flour\n\nWhat is rye?\n?\nA grain.\n\n# Yeast\n\nWhat is it?\n?\nA fungus.\n",
            "x",
        ),
    ],
)
def test_the_only_first_heading_above_the_cards_names_the_deck(text: str, title: str) -> None:
    """With lines about the note above it, too; one of several such headings is a chapter's."""
    assert OBSIDIAN.parse(text, "x.md").deck.title == title


def test_a_separator_of_ones_own_is_learnt_though_some_lines_above_schedules_lack_it() -> None:
    """A line that was broken in two leaves its schedule below a piece without the separator."""
    lines = [f"word {n} ->-> meaning {n}\n<!--SR:!2026-02-0{n},4,250-->" for n in range(1, 4)]
    broken = "word 4 ->-> one\ntwo\n<!--SR:!2026-02-04,4,250-->"
    assert len(OBSIDIAN.parse("\n".join([*lines, broken]), "x.md").deck.cards) == 4
