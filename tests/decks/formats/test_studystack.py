"""Pages of StudyStack in the shapes that copying and extraction leave."""

from __future__ import annotations

import pytest

from bot.decks.formats.imported import Imported
from bot.decks.formats.pages.studystack import STUDYSTACK
from bot.errors import DeckError

CHROME = (
    "Busy. Please wait.\n\nshow password\nForgot Password?\n\nDidn't know it?\nclick below\nKnew it?\nclick below\n"
    "Remaining cards (0)\nHelp!\nEnter the code\n\n  Normal Size     Small Size show me how\n\n"
)
BELOW = "\n\nCreated by: a teacher\nPopular Houses sets\n\nVoices\nlintel\nsill\n"
HEAD = "click below\nclick below\nNormal Size Small Size show me how\nHouses final\n"
TABLE = f"{HEAD}| Question | Answer |\n|---|---|\n"
SAVED = """<!DOCTYPE html>
<html><body><div>Didn't know it?<br>click below</div>
<div>Normal Size &nbsp; Small Size <a href="#">show me how</a></div>
<table><tr><td><h1>Houses final</h1>
<table id="theTable"><tr><th>Question</th><th>Answer</th></tr>
<tr><td>p &amp; q</td><td>P(s' | s, a)<br>in two lines</td></tr>
<tr><td>Chapter 2</td><td></td></tr><tr><td>sill</td><td></td></tr></table></td></tr></table>
<script>document.write("<tr><td>x</td><td>y</td></tr>")</script></body></html>"""


def read(text: str) -> Imported:
    return STUDYSTACK.parse(text, "houses.txt")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


@pytest.mark.parametrize(
    ("row", "question", "answer"),
    [
        pytest.param("| sill | a board |", "sill", "a board", id="plain"),
        pytest.param("| step | P(s' | s, a) and r(s) |", "step", "P(s' | s, a) and r(s)", id="in-brackets"),
        pytest.param("| step | V(s') + r(s) + … | more |", "step", "V(s') + r(s) + … | more", id="beyond"),
        pytest.param("| P(a | b) | chance of a |", "P(a | b)", "chance of a", id="in-the-question"),
        pytest.param("| step | P(s' \\| s) |", "step", "P(s' | s)", id="escaped"),
        pytest.param("| |x| | size of x |", "|x|", "size of x", id="a-sign-of-the-question"),
        pytest.param("| $|x|$ | size |", "$|x|$", "size", id="in-a-formula"),
        pytest.param("| `a | b` | either |", "`a | b`", "either", id="in-code"),
        pytest.param(
            "| smile :( | sad (or | not |", "smile :(", "sad (or | not", id="a-bracket-nobody-closes"
        ),
        pytest.param("| sill | one<br>two |", "sill", "one\ntwo", id="a-break"),
    ],
)
def test_a_column_mark_in_a_text_parts_nothing(row: str, question: str, answer: str) -> None:
    """A row has two cells, whatever signs its formulas use."""
    assert cards(f"{TABLE}{row}\n") == [(question, answer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{TABLE}| sill | |\n| | a board |\n| door | a way out |\n",
            [("sill", "a board"), ("door", "a way out")],
            id="pushed-into-the-next-row",
        ),
        pytest.param(
            f"{TABLE}| sill | |\n| the board that lies below a window | |\n| door | a way out |\n",
            [("sill", "the board that lies below a window"), ("door", "a way out")],
            id="pushed-into-the-first-cell",
        ),
        pytest.param(
            f"{TABLE}| sill | a board\nbelow a window |\n| door | a way out |\n",
            [("sill", "a board\nbelow a window"), ("door", "a way out")],
            id="a-broken-row",
        ),
        pytest.param(
            f"{TABLE}| Chapter 1 | |\n| sill | a board |\n| | |\n| ROOFS AND WALLS | |\n| door | |\n",
            [("sill", "a board"), ("door", "")],
            id="chapters-and-an-empty-answer",
        ),
        pytest.param(
            f"{HEAD}Question | Answer\n---|---\nsill | a board\ndoor | a way (in | out)\n",
            [("sill", "a board"), ("door", "a way (in | out)")],
            id="without-outer-marks",
        ),
        pytest.param(
            f"{HEAD}| Term | Definition | Example |\n|---|---|---|\n| sill | a board | in | here |\n",
            [("sill", "a board\n\nin | here")],
            id="three-columns",
        ),
        pytest.param(
            f"{CHROME}Houses\n\nsill\ta board\nChapter 2\t\ndoor\t\n\ta way out\n{BELOW}",
            [("sill", "a board"), ("door", "a way out")],
            id="tabs",
        ),
        pytest.param(
            f"{HEAD}sill     a board\nopen door   a way out\n",
            [("sill", "a board"), ("open door", "a way out")],
            id="room",
        ),
        pytest.param(
            f"{HEAD}Question\nAnswer\nsill\na board\ndoor\na way out\n",
            [("sill", "a board"), ("door", "a way out")],
            id="turns-under-their-names",
        ),
        pytest.param(
            f"{HEAD}What is a sill?\na board\nWhat is a door?\na way out\n",
            [("What is a sill?", "a board"), ("What is a door?", "a way out")],
            id="turns-that-ask",
        ),
        pytest.param(
            f"{CHROME}Houses\n\nFor the exam\n\nOpen Door A way for people.\nRoof The lid of a house.\n"
            f"Sill Low board that lies.\nWhat is a wall? stone\nAttic (loft) room below the roof\nbath a tub\n{BELOW}",
            [
                ("Open Door", "A way for people."),
                ("Roof", "The lid of a house."),
                ("Sill", "Low board that lies."),
                ("What is a wall?", "stone"),
                ("Attic (loft)", "room below the roof"),
                ("bath a tub", ""),
            ],
            id="columns-run-together",
        ),
        pytest.param(
            f"{CHROME}Door A way for people.\nHinge Kind of joint.\n{BELOW}",
            [("Door", "A way for people."), ("Hinge", "Kind of joint.")],
            id="no-title-below-the-buttons",
        ),
        pytest.param(
            f"{CHROME}Houses\n\nAll of it\n\nTermDefinition\nDoor A way for people.\nRoof The lid of a house.\n{BELOW}",
            [("Door", "A way for people."), ("Roof", "The lid of a house.")],
            id="names-of-the-columns-run-together",
        ),
        pytest.param(
            f"{HEAD}Question Answer\nWhat is a sill? a board\nWhat is a door? a way out\n",
            [("What is a sill?", "a board"), ("What is a door?", "a way out")],
            id="names-of-the-columns-on-one-line",
        ),
        pytest.param(
            f"{CHROME}Houses\n\ntub a bath\nthe long board that lies below a window, sill\n{BELOW}",
            [("tub a bath", ""), ("the long board that lies below a window, sill", "")],
            id="a-whole-line-is-no-definition-of-the-line-above",
        ),
        pytest.param(
            f"{CHROME}The board that lies below a window sill\nThe way for people through a wall door\n"
            f"The lid that covers a house roof\n{BELOW}",
            [
                ("The board that lies below a window sill", ""),
                ("The way for people through a wall door", ""),
                ("The lid that covers a house roof", ""),
            ],
            id="a-first-row-as-long-as-the-others-is-no-title",
        ),
        pytest.param(
            SAVED.replace(
                "</body>",
                "<p>Popular Houses sets</p><table><tr><td>Tents</td><td>Caves</td></tr></table></body>",
            ),
            [("p & q", "P(s' | s, a)\nin two lines"), ("sill", "")],
            id="a-table-below-the-page's-own",
        ),
        pytest.param(
            f"{HEAD}sill | a board\nlean | P(a | b)\nChapter 2 |\ndoor | a way out\n",
            [("sill", "a board"), ("lean", "P(a | b)"), ("door", "a way out")],
            id="marks-without-names-and-outer-ones",
        ),
        pytest.param(
            f"{HEAD}| # | Question | Answer |\n|---|---|---|\n| 1 | sill | a board |\n| 2 | chance | P(a | b) |\n",
            [("sill", "a board"), ("chance", "P(a | b)")],
            id="numbered-rows",
        ),
        pytest.param(
            f"{HEAD}sill\nthe board that lies below a window\ndoor\na way out that can be shut\nroof\n"
            "what lies on top of a house\nHow many walls?\n4\nattic\nthe room right below the roof\n",
            [
                ("sill", "the board that lies below a window"),
                ("door", "a way out that can be shut"),
                ("roof", "what lies on top of a house"),
                ("How many walls?", "4"),
                ("attic", "the room right below the roof"),
            ],
            id="terms-in-turn",
        ),
        pytest.param(
            f"{CHROME}Houses\n\nAll of it\n\nslope 1 + f(h - 1)\nRoof The lid of a house.\nDoor A way for people.\n",
            [("slope 1 + f(h - 1)", ""), ("Roof", "The lid of a house."), ("Door", "A way for people.")],
            id="a-sign-inside-brackets-cuts-nothing",
        ),
        pytest.param(
            f"{CHROME}sill\ta board\ndoor\ta way out\n",
            [("sill", "a board"), ("door", "a way out")],
            id="tabs",
        ),
        pytest.param(SAVED, [("p & q", "P(s' | s, a)\nin two lines"), ("sill", "")], id="a-saved-page"),
    ],
)
def test_every_row_is_a_card(text: str, expected: list[tuple[str, str]]) -> None:
    """Whatever an extraction made of the table, the cards are its rows."""
    assert cards(text) == expected


def test_the_page_around_the_table_is_left_out_in_few_words() -> None:
    """What the page has above and below its table is one entry of the report, a description another."""
    imported = read(
        f"Browse\nHouses\n{CHROME}Houses\n\nFor the exam\n\nQuestion\tAnswer\nsill\ta board\ndoor\ta way out\n{BELOW}"
    )
    buttons, *others = [problem for problem in imported.problems if problem.kind == "left_out"]
    assert buttons.found.startswith("Browse\nHouses\nBusy. Please wait.\nshow password")
    assert "Popular Houses sets" in buttons.found
    assert [(other.line, other.found) for other in others] == [(20, "For the exam")]
    assert buttons.found.endswith("lintel\nsill")
    assert [card.question for card in imported.deck.cards] == ["sill", "door"]
    assert imported.deck.title == "Houses"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            f"{HEAD}Term\tDefinition\nsill\ta board\ndoor\ta way\n", "Houses final", id="above-names"
        ),
        pytest.param(
            f"{HEAD}".replace("Houses final", "Houses: the end")
            + "Term\tDefinition\nsill\ta board\ndoor\ta way\n",
            "Houses: the end",
            id="a-title-that-could-be-cut",
        ),
        pytest.param(
            TABLE.replace("Houses final", "# Houses final") + "| sill | a board |\n",
            "Houses final",
            id="heading",
        ),
        pytest.param(f"{CHROME}Question\tAnswer\nsill\ta board\ndoor\ta way\n", "", id="none"),
    ],
)
def test_the_line_above_the_table_is_the_title(text: str, title: str) -> None:
    """It stands above the names of the columns, without the marks of a heading; without it the file's name does."""
    assert read(text).deck.title == (title or "houses")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "Sill long board below a window\nOpen Door way for people\nLid of Houses roof with tiles\nHinge a joint\n"
            "Bay window the part that stands out\nAttic (loft) room below the roof\nWhat is a tub? a bath\n",
            [
                ("Sill", "long board below a window"),
                ("Open Door", "way for people"),
                ("Lid of Houses", "roof with tiles"),
                ("Hinge", "a joint"),
                ("Bay window", "the part that stands out"),
                ("Attic (loft)", "room below the roof"),
                ("What is a tub?", "a bath"),
            ],
            id="definitions-in-small-letters",
        ),
        pytest.param(
            "Hinge a joint\nSill lower board\nwindow where light comes in\nRoof The lid.\nAttic Room below roofs\n"
            "Porch roof before a door\ntiles clay\n",
            [
                ("Hinge", "a joint"),
                ("Sill", "lower board"),
                ("window", "where light comes in"),
                ("Roof", "The lid."),
                ("Attic Room below roofs", ""),
                ("Porch", "roof before a door"),
                ("tiles clay", ""),
            ],
            id="a-second-capital-cuts-nothing-where-definitions-have-some",
        ),
        pytest.param(
            "Board of a window sill\nLid that covers a house roof\nBoard that carries a window sill\nA way out door\n"
            "The room under a roof attic\n",
            [
                ("Board of a window sill", ""),
                ("Lid that covers a house roof", ""),
                ("Board that carries a window sill", ""),
                ("A way out door", ""),
                ("The room under a roof attic", ""),
            ],
            id="definitions-before-their-terms",
        ),
        pytest.param(
            "tecto- roof\n-itect builder\n-fenestr- window\nDoors- ways to go\nLow sills— boards\n",
            [
                ("tecto-", "roof"),
                ("-itect", "builder"),
                ("-fenestr-", "window"),
                ("Doors-", "ways to go"),
                ("Low sills", "boards"),
            ],
            id="a-hanging-hyphen",
        ),
        pytest.param(
            "What is a sill? Where does it lie? Below a window.\nWhat is a door? A way out.\n",
            [("What is a sill? Where does it lie?", "Below a window."), ("What is a door?", "A way out.")],
            id="two-questions-in-a-row",
        ),
    ],
)
def test_columns_run_together_are_cut_as_the_file_writes_them(
    rows: str, expected: list[tuple[str, str]]
) -> None:
    """What most lines show of how terms and definitions are written is believed of the others, and no more."""
    assert cards(f"{CHROME}Houses\n\nFor the exam\n\n{rows}{BELOW}") == expected


def test_a_page_without_its_buttons_is_read_when_it_is_named() -> None:
    """Nothing says whose it is, so it is not recognised; who names the format gets its rows."""
    text = "Houses\n\nFor the exam\n\ntecto- roof\nsill the board below a window\nroof lid\n"
    assert STUDYSTACK.recognise(text).score == 0
    assert cards(text)[0] == ("tecto-", "roof")
    assert len(cards(text)) == 3


def test_a_row_that_cannot_be_cut_is_kept_whole() -> None:
    """A cut is told as repaired; where none is certain the card waits for a person."""
    imported = read(f"{CHROME}Houses\n\nRoof The lid of a house.\nbath a tub\n")
    assert [(p.kind, p.line, p.expected) for p in imported.problems if p.kind != "left_out"] == [
        ("repaired", 18, "Roof | The lid of a house."),
        ("unanswered", 19, ""),
    ]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        pytest.param(f"{TABLE}| sill | a board |\n", 0.9, 1, id="page"),
        pytest.param(
            "| Question | Answer |\n|---|---|\n| sill | a board |\n| door | a way |\n", 0.5, 0.5, id="table"
        ),
        pytest.param("| a | b |\n|---|---|\n| c | d |\n| e | f |\n", 0, 0.5, id="any-table"),
        pytest.param(SAVED, 0.9, 1, id="saved"),
        pytest.param("sill\ta board\ndoor\ta way\n", 0, 0.2, id="tabs-of-anybody"),
        pytest.param("## What is a sill?\n\nA board.\n", 0, 0.2, id="markdown"),
        pytest.param("", 0, 0, id="empty"),
    ],
)
def test_it_knows_its_own_pages(text: str, least: float, most: float) -> None:
    """The page's own buttons decide; a table whose columns are named so is nearly enough."""
    assert least <= STUDYSTACK.recognise(text).score <= most


def test_a_text_without_rows_is_refused() -> None:
    """One error that says what to do."""
    with pytest.raises(DeckError, match="with a tab between"):
        read("click below\n")


LEAVES = [("sill", "the board below a window"), ("eaves", "what hangs over the wall")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{HEAD}+-------+---------------+\n| Question | Answer |\n+=======+===============+\n"
            "| sill  | the board     |\n|       | below a window |\n+-------+---------------+\n"
            "| eaves | what hangs over the wall |\n+-------+---------------+\n",
            LEAVES, id="a box with a border below each row",
        ),
        pytest.param(
            f"{HEAD}+-------+---------------+\n| Question | Answer |\n+-------+---------------+\n"
            "| sill  | the board below a window |\n| eaves | what hangs over the wall |\n+-------+---------------+\n",
            LEAVES, id="a box of a terminal",
        ),
        pytest.param(
            f"{HEAD}\n  ------------------------------\n  Question    Answer\n  ----------- ------------------\n"
            "  sill        the board below a window\n\n  eaves       what hangs over the wall\n"
            "  ------------------------------\n",
            LEAVES, id="rules above and below",
        ),
        pytest.param(
            f"{TABLE}| sill | the board below a window |\n| eaves | what hangs over the wall |\n\n"
            "| Share | Embed |\n|---|---|\n| [mail](https://x.org) | [code](https://y.org) |\n\n"
            "#### Review the information in the table. Then hide it.\n\n[About](/a) | [FAQ](/f)\n",
            LEAVES, id="the page's own table below",
        ),
        pytest.param(
            "3/7/24, 9:15 AM         Free Houses Flashcards\n\nNormal Size   Small Size show me how\n\nHouses\n\n"
            "     Question        Answer\n     sill            the board below a window\n\n"
            "https://www.studystack.com/flashcard-1                     1/2\n"
            "\f3/7/24, 9:15 AM         Free Houses Flashcards\n\n     eaves           what hangs over the wall\n\n"
            "https://www.studystack.com/flashcard-1                     2/2\n",
            LEAVES, id="printed",
        ),
        pytest.param(
            f"{TABLE}| load\\_bearing | 5 &lt; 7 &amp;&amp; m<sup>2</sup> |\n| span | 3\\-4 m |\n",
            [("load_bearing", "5 < 7 && m^2"), ("span", "3-4 m")], id="escaped by a converter",
        ),
        pytest.param(
            f"{HEAD}| # | Beam | Wood | Span |\n|---|---|---|---|\n"
            "| 1 | joist | fir | 4 m |\n| 2 | purlin | oak | 5 m |\n",
            [("joist", "fir\n\n4 m"), ("purlin", "oak\n\n5 m")], id="counted rows of three columns",
        ),
    ],
)  # fmt: skip
def test_however_the_table_was_drawn_its_rows_are_cards(text: str, expected: list[tuple[str, str]]) -> None:
    """Borders, printed sheets, escapes and the page's other tables stand in no card."""
    assert cards(text) == expected
