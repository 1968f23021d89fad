"""Pages of Brainscape in the shapes that copying and extraction leave."""

from __future__ import annotations

import pytest

from bot.decks.formats.imported import Imported
from bot.decks.formats.pages.brainscape import BRAINSCAPE
from bot.errors import DeckError

RATING = "How well did you know this?\n1\nNot at all\n2\n3\n4\n5\nPerfectly\n"
MARKED = (
    "Houses Flashcards\n\n(3 cards)\n\n"
    f"1\nQ\n\nWhat is a lintel?\n\nA\n\nThe beam over a door.\n\n{RATING}"
    f"2\nQ\n\nHow many walls has a room?\n\nA\n\n4\n\n{RATING}"
    "3\nQ\n\nWho pays for the roof?\n\nA\n"
)
OLD = (
    "Houses Flashcards Preview\n\nHomes > Houses > Flashcards\n\nFlashcards in Houses Deck (3)\n"
    "Loading flashcards...\n1\n\nWhat is a lintel?\n\nThe beam over a door.\n\nOr over a window.\n\n"
    "2\n\nHow many walls has a room?\n\n4\n\n3\n\nWho pays for the roof?\n\nThe owner\n\n"
    "Decks in Homes Class (2):\nHouses\nTents\n"
)
BARE = (
    "Houses Flashcards\nwhat is a lintel\nthe beam over a door\nand over a window\nName the parts of a roof\n- ridge\n"
    "- eaves\nHow many walls has a room?\n4\nA roof keeps out ____.\nrain\n"
)
TERMS = (
    "Houses Flashcards\nlintel\nthe beam over a door\nridge\nwhere two slopes of a roof meet\neaves\n"
    "what hangs over the wall\nsill\nthe board below a window\n"
)
SAVED = """<!DOCTYPE html>
<html><head><title>Houses</title><script>ask("<div>Q</div>")</script><style>.q { color: red }</style></head><body>
<nav><a href="/a?b>c">Log in</a></nav><h1>Houses Flashcards</h1>
<div class="card"><div>1</div><div>Q</div><div><p>How large is x<sup>2</sup> &lt; 9?</p></div>
<div>A</div><div><ul><li>small</li><li>or <b>none</b></li></ul></div>
<div>How well did you know this?</div><div>1</div><div>Not at all</div><div>2</div><div>3</div><div>4</div>
<div>5</div><div>Perfectly</div></div>
<div class="card"><div>2</div><div>Q</div><div>Who pays?</div><div>A</div><div></div></div>
<footer>Decks in Homes Class (2):<ul><li>Tents</li></ul></footer></body></html>"""


def read(text: str) -> Imported:
    return BRAINSCAPE.parse(text, "houses.txt")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


def left_out(text: str) -> list[str]:
    return [problem.found for problem in read(text).problems if problem.kind == "left_out"]


RATED = "How well did you know this? "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            MARKED,
            [
                ("What is a lintel?", "The beam over a door."),
                ("How many walls has a room?", "4"),
                ("Who pays for the roof?", ""),
            ],
            id="marks-numbers-ratings",
        ),
        pytest.param(
            OLD,
            [
                ("What is a lintel?", "The beam over a door.\n\nOr over a window."),
                ("How many walls has a room?", "4"),
                ("Who pays for the roof?", "The owner"),
            ],
            id="numbers-alone",
        ),
        pytest.param(
            BARE,
            [
                ("what is a lintel", "the beam over a door\nand over a window"),
                ("Name the parts of a roof", "- ridge\n- eaves"),
                ("How many walls has a room?", "4"),
                ("A roof keeps out ____.", "rain"),
            ],
            id="turns",
        ),
        pytest.param(
            TERMS,
            [
                ("lintel", "the beam over a door"),
                ("ridge", "where two slopes of a roof meet"),
                ("eaves", "what hangs over the wall"),
                ("sill", "the board below a window"),
            ],
            id="terms-in-turn",
        ),
        pytest.param(
            "What is a sill?\n\nA board.\n\n\nWhat is a door?\n\nA way out.\n\nAnd in.\n",
            [("What is a sill?", "A board."), ("What is a door?", "A way out.\n\nAnd in.")],
            id="room-between-cards",
        ),
        pytest.param(
            "Front\nsill\nBack\na board\nFront\ndoor\nBack\na way out\n",
            [("sill", "a board"), ("door", "a way out")],
            id="front-and-back",
        ),
        pytest.param(
            "1\nQ: What is a sill?\nA: A board.\nA good one.\n2\nQ: What is a door?\nA: A way out.\n",
            [("What is a sill?", "A board.\nA good one."), ("What is a door?", "A way out.")],
            id="marks-before-the-text",
        ),
        pytest.param(
            f"1\n\nWhat is a sill?\n\nA\n\nA board.\n\n{RATING}2\n\nWhat is a door?\n\nA\n\nA way out.\n",
            [("What is a sill?", "A board."), ("What is a door?", "A way out.")],
            id="lost-question-marks",
        ),
        pytest.param(
            f"1\nQ\n\nWhat is a sill?\n\nA board.\n\n{RATING}2\nQ\n\nA door?\n\nA\n\nA way out.\n",
            [("What is a sill?", "A board."), ("A door?", "A way out.")],
            id="a-lost-answer-mark",
        ),
        pytest.param(
            f"1\nQ\n\nWhich letter is first?\n\nA\n\nA\n\n{RATING}2\nQ\n\nWhich is charge?\n\nA\n\nQ\n\n"
            "3\nQ\n\nX?\n\nA\n\nY\n",
            [("Which letter is first?", "A"), ("Which is charge?", "Q"), ("X?", "Y")],
            id="answers-that-look-like-marks",
        ),
        pytest.param(
            "Domy Flashcards\n"
            "1\nP\n\nCo to próg?\n\nO\n\nDeska.\n\nJak dobrze to znasz?\n1\nWcale\n2\n3\n4\n5\nŚwietnie\n"
            "2\nP\n\nIle ścian?\n\nO\n\n4\n\nJak dobrze to znasz?\n1\nWcale\n2\n3\n4\n5\nŚwietnie\n",
            [("Co to próg?", "Deska."), ("Ile ścian?", "4")],
            id="another-language",
        ),
        pytest.param(
            "1\nQ\nA sill?\nA\nA board.\n" + RATED + "1 Not at all 2 3 4 5 Perfectly\n"
            "2\nQ\nA door?\nA\nA way.\nHow well did you know this?\n3\nQ\nA wall?\nA\nStone.\n",
            [("A sill?", "A board."), ("A door?", "A way."), ("A wall?", "Stone.")],
            id="ratings-on-one-line-and-cut-short",
        ),
        pytest.param(
            MARKED.replace("\nQ\n", "\n**Q**\n")
            .replace("\nA\n", "\n**A**\n")
            .replace("\n2\n**Q**", "\n### 2\n**Q**")
            .replace(
                "How well did you know this?\n1\nNot at all", "*How well did you know this?*\n1 Not at all"
            )
            .replace("5\nPerfectly", "5 Perfectly"),
            [
                ("What is a lintel?", "The beam over a door."),
                ("How many walls has a room?", "4"),
                ("Who pays for the roof?", ""),
            ],
            id="marks-in-bold-and-labels-beside-their-steps",
        ),
        pytest.param(
            "1\nQ\nA sill?\nA\nA board.\nQ\nA door?\nA\nQ\n3\nQ\nA wall?\nA\nStone.\n4\nQ\nA roof?\nA\nA lid.\n",
            [("A sill?", "A board."), ("A door?", "Q"), ("A wall?", "Stone."), ("A roof?", "A lid.")],
            id="a-lost-number",
        ),
        pytest.param(
            f"1\nQ\n\nA sill?\n\nA\n\nA board.\n\n{RATING}3\n\nA door?\n\nA\n\nA way.\n\n{RATING}Walls?\n\nA\n\n4\n\n"
            f"{RATING}5\nQ\n\nA roof?\n\nA\n\nA lid.\n",
            [("A sill?", "A board."), ("A door?", "A way."), ("Walls?", "4"), ("A roof?", "A lid.")],
            id="a-question-below-a-rating-block",
        ),
        pytest.param(
            "Houses Flashcards\n1 Q\n\nA sill?\n\nA\n\nA board.\n\n2 Q\n\nA door?\n\nA\n\nA way.\n",
            [("A sill?", "A board."), ("A door?", "A way.")],
            id="numbers-beside-their-marks",
        ),
        pytest.param(
            MARKED.replace("How well did you know this?\n", ""),
            [
                ("What is a lintel?", "The beam over a door."),
                ("How many walls has a room?", "4"),
                ("Who pays for the roof?", ""),
            ],
            id="the-scale-alone",
        ),
        pytest.param(
            "Houses Flashcards\n\n(3 cards)\n\nsill\n\nA\n\nA board.\n\nA low one.\n\ndoor\nof a house\n\nA\n\n"
            f"A way.\n\n{RATING}wall\n\nA\n\n4\n\nDecks in Homes Class (2):\nTents\n",
            [("sill", "A board.\n\nA low one."), ("door\nof a house", "A way."), ("wall", "4")],
            id="marks-of-answers-alone",
        ),
        pytest.param(
            "1\nQ\nA sill?\nА\nA board.\n2\nQ.\nA door?\nA.\nA way.\n3\nQ\nA wall?\nА\nStone.\n",
            [("A sill?", "A board."), ("A door?", "A way."), ("A wall?", "Stone.")],
            id="letters-that-look-like-marks",
        ),
        pytest.param(
            "1\nQWhat is a sill?\nAWood\n2\nQSince when?\nA1932\n3\nQHow many?\nA12\n",
            [("What is a sill?", "Wood"), ("Since when?", "1932"), ("How many?", "12")],
            id="digits-stuck-to-their-mark",
        ),
        pytest.param(
            "Houses Flashcards\nThe beam that lies over a door\nlintel\nThe line where two slopes meet\nridge\n"
            "What hangs over the wall\neaves\nThe board below a window\nsill\nA room below the roof\nattic\n"
            "A way out of the house\ndoor\nStones between rooms\nwall\nThe lid of all of it\nroof\n",
            [
                ("The beam that lies over a door", "lintel"),
                ("The line where two slopes meet", "ridge"),
                ("What hangs over the wall", "eaves"),
                ("The board below a window", "sill"),
                ("A room below the roof", "attic"),
                ("A way out of the house", "door"),
                ("Stones between rooms", "wall"),
                ("The lid of all of it", "roof"),
            ],
            id="definitions-before-their-terms",
        ),
        pytest.param(
            f"1\nQ\n\nA sill?\n\nA\n\nA board.\n\n{RATING}2\n\nA door?\n\nA\n\nA way.\n\n{RATING}"
            f"3\nQ\n\nWalls?\n\nA\n\n4\n\n{RATING}5\nQ\n\nA roof?\n\nA\n\nA lid.\n\n6\n\nA tub?\n\nA\n\nA bath.\n",
            [
                ("A sill?", "A board."),
                ("A door?", "A way."),
                ("Walls?", "4"),
                ("A roof?", "A lid."),
                ("A tub?", "A bath."),
            ],
            id="a-lost-question-mark-here-and-there",
        ),
        pytest.param(
            f"1\nQ\n\nsill\n\nA board.\n\nA low one.\n\n{RATING}2\nQ\n\nWhich way out?\n\n(of a house)\n\nA\n"
            f"{RATING}3\nQ\n\nA wall?\n\nA\n\nStone.\n",
            [
                ("sill", "A board.\n\nA low one."),
                ("Which way out?\n\n(of a house)", ""),
                ("A wall?", "Stone."),
            ],
            id="a-lost-answer-mark-and-a-question-without-an-answer",
        ),
        pytest.param(
            SAVED, [("How large is x^2 < 9?", "- small\n- or none"), ("Who pays?", "")], id="a-saved-page"
        ),
    ],
)
def test_every_card_is_found_and_none_invented(text: str, expected: list[tuple[str, str]]) -> None:
    """Whatever marks an extraction left, the cards are those a reader sees."""
    assert cards(text) == expected


@pytest.mark.parametrize(
    ("answer", "expected", "repairs"),
    [
        pytest.param("A\n  • one\n  • two\n", "- one\n- two", 1, id="dots-stuck-to-the-mark"),
        pytest.param("A • one\n  • two\n", "- one\n- two", 1, id="on-the-line-of-the-mark"),
        pytest.param("A\n  1. one\n  2. two\n", "1. one\n2. two", 0, id="numbers"),
        pytest.param("A\n\nThree:\n-one\n-two\n", "Three:\n\n- one\n- two", 1, id="dashes-without-space"),
        pytest.param(
            "A\n  • one\n    more of it\n  • two\n", "- one\n  more of it\n- two", 1, id="long-item"
        ),
        pytest.param("A\n  • one\n    ◦ inner\n  • two\n", "- one\n  - inner\n- two", 1, id="nested"),
        pytest.param("A\n\n• one • two\n", "- one\n- two", 1, id="several-on-a-line"),
        pytest.param("A\n\n-tect Roof\n-fen=window\n", "-tect Roof\n-fen=window", 0, id="parts-of-words"),
        pytest.param("A\n\n-5\n", "-5", 0, id="a-number-is-no-item"),
        pytest.param("A\n\n- one\n- two\n", "- one\n- two", 0, id="already-a-list"),
        pytest.param("A\n\na*b + c*d\n", "a\\*b + c*d", 0, id="stars-that-multiply"),
    ],
)
def test_lists_become_markdown(answer: str, expected: str, repairs: int) -> None:
    """Dots and dashes of every kind become one kind of list, and a change is told."""
    imported = read(f"Houses Flashcards\n1\nQ\n\nWhich?\n\n{answer}")
    assert [card.answer for card in imported.deck.cards] == [expected]
    assert imported.counts["repaired"] == repairs


def test_numbered_items_of_a_saved_page_keep_their_numbers() -> None:
    """The first one is 1, like the others a number."""
    page = SAVED.replace("<ul>", "<ol>", 1).replace("</ul>", "</ol>", 1)
    assert read(page).deck.cards[0].answer == "1. small\n2. or none"


def test_what_surrounds_the_cards_is_left_out_in_few_words() -> None:
    """Numbers, marks and ratings are one entry of the report, headings and footers one each."""
    furniture, *around = sorted(left_out(OLD), key=lambda found: found[:1].isalpha())
    assert furniture.split() == ["1", "2", "3"]
    assert [each.split("\n")[0] for each in around] == [
        "Homes > Houses > Flashcards",
        "Decks in Homes Class (2):",
    ]
    assert len(left_out(MARKED)) == 2


def test_a_card_without_an_answer_is_kept_and_told() -> None:
    """It is not asked until it has one."""
    imported = read(MARKED)
    assert imported.counts == {"kept": 3, "repaired": 0, "unanswered": 1, "duplicate": 0, "left_out": 2}
    assert [(p.line, p.found) for p in imported.problems if p.kind == "unanswered"] == [
        (42, "Who pays for the roof?")
    ]
    assert imported.deck.title == "Houses Flashcards"


def test_a_guess_is_told() -> None:
    """Where question and answer have no marks, a person is asked to check the cut."""
    doubts = [(p.line, p.found) for p in read(BARE).problems if p.kind == "repaired"]
    assert doubts == [(2, "no marks of question and answer"), (5, "no marks of question and answer")]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        pytest.param(MARKED, 0.9, 1, id="marks"),
        pytest.param(OLD, 0.7, 1, id="old"),
        pytest.param(BARE, 0.5, 0.8, id="turns-under-a-title"),
        pytest.param(BARE.split("\n", 1)[1], 0, 0.3, id="turns-of-anybody"),
        pytest.param(SAVED, 0.9, 1, id="saved"),
        pytest.param("1\na\n2\nb\n3\nc\n", 0, 0.3, id="numbered-lines"),
        pytest.param("Q: What?\nA: That.\n\nQ: Who?\nA: He.\n", 0, 0.4, id="markdown-questions"),
        pytest.param("", 0, 0, id="empty"),
    ],
)
def test_it_knows_its_own_pages(text: str, least: float, most: float) -> None:
    """Marks with numbers, ratings or the deck's title are its own; anything less is anybody's."""
    assert least <= BRAINSCAPE.recognise(text).score <= most


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A letter.\nTo a friend.\nNothing more.\n", id="a-letter"),
        pytest.param("one\n" * 100_001, id="too-long"),
        pytest.param("<html>" + "<div>" * 600, id="too-deep"),
    ],
)
def test_what_is_no_page_is_refused(text: str) -> None:
    """One error that says what to do."""
    with pytest.raises(DeckError) as refused:
        read(text)
    assert refused.value.mend


NAVIGATION = (
    "Brainscape\nFind Flashcards\nMake Flashcards Why It Works\nLog in\nLearn faster with Brainscape.\n"
)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param(
            NAVIGATION + "Homes > Houses > Flashcards\nHouses Flashcards\n(3 cards)\n", "Houses Flashcards"
        ),
        pytest.param(NAVIGATION + "Homes\nStudents\nFlashcards in Houses Deck (3)\n", "Houses"),
        pytest.param(NAVIGATION + "Houses\n(3 cards)\n", "Houses"),
        pytest.param(NAVIGATION, "houses"),
    ],
)
def test_a_title_is_no_button(head: str, title: str) -> None:
    """The deck is named by its own heading or not at all, never by the page's navigation."""
    cards = MARKED.split("(3 cards)\n", 1)[1]
    assert read(head + cards).deck.title == title


PRINTED = (
    "3/7/24, 9:15 AM\nHouses Flashcards by Ann | Brainscape\nHouses Flashcards\n(3 cards)\n"
    "1\nQ\nWhat is a lintel?\nA\nThe beam over a door,\n"
    "https://www.brainscape.com/flashcards/houses-1/packs/2\n1/2\n\f3/7/24, 9:15 AM\n"
    f"Houses Flashcards by Ann | Brainscape\nor over a window.\n{RATING}"
    "2\nQ\nHow many walls has a room?\nA\n4\n3\nQ\nWho pays for the roof?\nA\nThe owner\n"
    "https://www.brainscape.com/flashcards/houses-1/packs/2\n2/2\n"
)
PRINTED_IN_PLACE = (
    "3/7/24, 9:15 AM          Houses Flashcards by Ann | Brainscape\n\nHouses Flashcards\n (3 cards)\n\n 1\n"
    "Q    What is a lintel?\n\nA    The beam over a door.\n\n     How well did you know this?\n\n"
    "        1      2     3     4      5\n     Not at all              Perfectly\n\n 2\n"
    "Q    How many walls has a room?\n\nhttps://www.brainscape.com/flashcards/houses-1/packs/2         1/2\n"
    "\f3/7/24, 9:15 AM          Houses Flashcards by Ann | Brainscape\n\nA    4\n\n 3\n"
    "Q    Who pays for the roof?\n\nA\n\nhttps://www.brainscape.com/flashcards/houses-1/packs/2         2/2\n"
)
HEADED = (
    "# Houses Flashcards\n\n1\n\nQ\n\n## What is a lintel?\n\nA\n\nThe beam over a door.\n\n"
    "2\n\nQ\n\nHow many walls has a room?\n--------------------------\n\nA\n\n4\n\n"
    "3\n\nQ\n\n## Who pays\\_for the roof?\n\nA\n\nThe \\- owner\n"
)
ON_A_PHONE = (
    "Houses\nCard 1 of 2\nQuestion\nWhat is a lintel?\nReveal Answer\nAnswer\nThe beam over a door.\n"
    "How well did you know this?\n1\n2\n3\n4\n5\nCard 2 of 2\nQuestion\nHow many walls?\nReveal Answer\nAnswer\n4\n"
    "How well did you know this?\n1\n2\n3\n4\n5\n"
)
SCALE = "1 Not at all  2  3  4  5 Perfectly"
ON_ONE_LINE = (
    "Houses Flashcards\n1.\n\nQ:\nWhat is a lintel?\n\nA:\nThe beam over a door.\n\n"
    f"{RATED} {SCALE}\n\n2.\n\nQ:\nHow many walls?\n\nA:\n4\n\n{RATED} {SCALE}\n"
)
WALLS = ("How many walls has a room?", "4")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PRINTED, [("What is a lintel?", "The beam over a door,\nor over a window."), WALLS,
                   ("Who pays for the roof?", "The owner")]),
        (PRINTED_IN_PLACE, [("What is a lintel?", "The beam over a door."), WALLS, ("Who pays for the roof?", "")]),
        (HEADED, [("What is a lintel?", "The beam over a door."), WALLS,
                  ("Who pays_for the roof?", "The - owner")]),
        (ON_A_PHONE, [("What is a lintel?", "The beam over a door."), ("How many walls?", "4")]),
        (ON_ONE_LINE, [("What is a lintel?", "The beam over a door."), ("How many walls?", "4")]),
        ("Houses Flashcards\n1\nQ\n\n# of walls\n\nA\n\n4\n\n2\nQ\n\ndoor\n\nA\n\nin \\d+ of them\n",
         [("\\# of walls", "4"), ("door", "in \\d+ of them")]),
    ],
    ids=["printed", "printed in place", "headings", "phone", "scale on one line", "a number sign"],
)  # fmt: skip
def test_what_a_printer_or_a_converter_adds_is_in_no_card(text: str, expected: list[tuple[str, str]]) -> None:
    """Heads and feet of sheets, marks of headings, escapes and a scale on one line are the page's, not the card's."""
    assert cards(text) == expected
    assert BRAINSCAPE.recognise(text).score >= 0.5


def test_a_letter_of_an_option_is_no_mark() -> None:
    """Where `B` stands below an `A`, and another `A` below that, only the last one opens the answer."""
    options = "A\nlintel\nB\nsill\nC\neaves"
    text = f"Houses Flashcards\n1\nQ\n\nBelow a window?\n{options}\n\nA\n\nB\n\n2\nQ\n\nName three\n\nA\nA\nB\nC\n"
    assert cards(text) == [(f"Below a window?\n{options}", "B"), ("Name three", "A\nB\nC")]
