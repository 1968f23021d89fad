"""Anki's text exports: heads, quoted fields of several lines, cloze deletions, and exports without a head."""

from __future__ import annotations

import pytest

from bot.decks import formats, own_apkg
from bot.decks.formats import Imported
from bot.decks.formats.anki.text import ANKI_TEXT
from bot.domain.card import Card
from bot.errors import DeckError

WHOLE = """\
#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
a1\tBasic\tSQL::Keys\tWhat is a <b>key</b>?\tIt names a row.<br>Always.\tdb::sql easy
b2\tBasic (and reversed card)\tSQL::Views\tview\tstored query\t
c3\tCloze\tSQL::Views\tA {{c1::lock}} is a {{c2::guard::what}}\tmore\t
"""


def read(text: str) -> Imported:
    return formats.read(text, "x.txt")


def faces(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


def test_an_export_with_a_head() -> None:
    """The head says which column is what; decks and tags become tags, note types make their cards."""
    imported = read(WHOLE)
    assert [(card.question, card.answer, card.tags, card.line) for card in imported.deck.cards] == [
        ("What is a **key**?", "It names a row.\nAlways.", ("sql", "keys", "db", "easy"), 7),
        ("view", "stored query", ("sql", "views"), 8),
        ("stored query", "view", ("sql", "views"), 8),
        ("A […] is a guard", "A **lock** is a guard\n\nmore", ("sql", "views"), 9),
        ("A lock is a [what]", "A lock is a **guard**\n\nmore", ("sql", "views"), 9),
    ]
    assert imported.deck.title == "SQL"
    concepts = [card.concept for card in imported.deck.cards]
    assert (concepts[1], concepts[3]) == (concepts[2], concepts[4])
    assert len(set(concepts)) == 3
    assert {(each.kind, each.line) for each in imported.problems} == {("left_out", 1), ("left_out", 7)}


CASES = {
    "quoted": (
        '#separator:tab\n"a\tb"\t"one ""two""\nthree"\nc\td\n',
        [("a b", 'one "two"\nthree'), ("c", "d")],
    ),
    "quote not closed": ('#separator:tab\n"a\tb\nc\td\n', [('"a', "b"), ("c", "d")]),
    "quote inside": ('#separator:tab\na "b"\t"c" d\n', [('a "b"', '"c" d')]),
    "no HTML": ("#separator:tab\n#html:false\na < b &amp;\t<b>\n", [("a < b &amp;amp;", "&lt;b>")]),
    "comma": ("#separator:Comma\na,b\n", [("a", "b")]),
    "a mark itself": ("#separator:;\na;b,c\n", [("a", "b,c")]),
    "no separator": ("#html:true\n#tags column:3\na;b;t\n", [("a", "b")]),
    "comments": ("#separator:tab\na\tb\n# no card\nc\td\n", [("a", "b"), ("c", "d")]),
    "several fields": ("#separator:tab\n#columns:F\tB\tE\na\tb\te\n", [("a", "b\n\ne")]),
    "old": ("a<br>b\tc&nbsp;d\ne\tf\n", [("a\nb", "c d"), ("e", "f")]),
    "old with tags": ("tags: x y\na<br>b\tc\n", [("a\nb", "c")]),
    "cloze alone": ("#separator:tab\n{{c1::a}} b\n", [("[…] b", "**a** b")]),
    "Windows": ("#separator:tab\r\na\tb\r\n", [("a", "b")]),
    "picture, sound": ('#separator:tab\na\t<img src="b c.png">[sound:d.mp3]\n', [("a", "![](b_c.png)")]),
    "reversed where asked for": (
        "#separator:tab\n#notetype:Простая (с обратной по выбору)\n#tags column:4\na\tb\ty\tt\nc\td\t\tt\n",
        [("a", "b"), ("b", "a"), ("c", "d")],
    ),
    "reversed": ("#separator:tab\n#notetype:问答题（附翻转卡片）\na\tb\n", [("a", "b"), ("b", "a")]),
    "a name that only sounds so": ("#separator:tab\n#notetype:Обратная связь\na\tb\n", [("a", "b")]),
    "occlusion": (
        "#separator:tab\n{{c1::image-occlusion:rect:left=.1:oi=1}}\t<img src=x.png>\nc\td\n",
        [("c", "d")],
    ),
    "no answer": ("#separator:tab\na\t\nb\tc\n", [("a", ""), ("b", "c")]),
}


@pytest.mark.parametrize(("text", "cards"), CASES.values(), ids=CASES)
def test_rows_become_cards(text: str, cards: list[tuple[str, str]]) -> None:
    """Rows are parted as Anki parts them, and a slip costs no other row."""
    assert faces(text) == cards


def test_tags_of_the_head_are_the_decks() -> None:
    """Tags of all rows and the deck of all rows stand in the head."""
    deck = read("#separator:tab\n#deck:A::B\n#tags:x y\nq\ta\n").deck
    assert (deck.title, deck.tags, deck.cards[0].tags) == ("B", ("a", "b", "x", "y"), ("a", "b", "x", "y"))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        pytest.param(WHOLE, 1.0, 1.0, id="head"),
        pytest.param("a<br>\tb\nc\td\n", 0.5, 1.0, id="HTML"),
        pytest.param("{{c1::a}}\tb\n", 0.5, 1.0, id="cloze"),
        pytest.param("a?\tb\tdb::sql\nc?\td\tdb::keys hard\n", 0.5, 1.0, id="levels of tags"),
        pytest.param("a\tb\nc\td\n", 0.0, 0.4, id="a table like any other"),
        pytest.param("#sql #db\n#html is fun: yes\nWhat is a <br>?\n", 0.0, 0.4, id="hashtags"),
        pytest.param("# Head\n\ntext\n", 0.0, 0.0, id="Markdown"),
    ],
)
def test_recognition(text: str, least: float, most: float) -> None:
    """A head is certain; tabs alone are any table's."""
    assert least <= ANKI_TEXT.recognise(text).score <= most


def test_lines_without_columns_are_left_out() -> None:
    """A line without columns is no card, and a file of only such lines is refused."""
    imported = read("#separator:tab\na\tb\ntorn\n\te\n")
    assert [(each.line, each.found) for each in imported.problems[1:]] == [(3, "torn"), (4, "\te")]
    with pytest.raises(DeckError, match="no question found"):
        read("#separator:tab\ntorn\n")


TORN = "c<br>\tb\tx\n"
TAGGED = {
    "levels": ("a<br>\tb\tdb::sql\nc\td\tnet easy\n", [("db", "sql"), ("net", "easy")]),
    "Anki's own": ("a<br>\tb\tleech\nc\td\tnet\n", [("leech",), ("net",)]),
    "the same again": ("a<br>\tb\tsql\nc\td\t\ne\tf\tsql\n", [("sql",), (), ("sql",)]),
    "questions": ("Why<br>so?\tb\thistory europe\nWho was it?\td\tasia\n", [("history", "europe"), ("asia",)]),
    "Russian": ("Что <b>это</b>?\tb\tистория\nКто это?\td\tазия\n", [("история",), ("азия",)]),
    "a torn row": (f"a<br>\tb<br>\tx::y\n{8 * TORN}torn\n", [("x", "y"), ("x",)]),
    "named in the head": ("#separator:tab\n#columns:F\tTags\tB\na\tx\tb\n", [("x",)]),
    "a field of the note": ("食べる<br>\tたべる\tto eat\n見る\tみる\tto see\n", [(), ()]),
    "sentences": ("Why<br>so?\tb\tSee there.\nWho was it?\td\tsee there\n", [(), ()]),
    "pages": ("Why<br>so?\tb\t12\nWho was it?\td\t12\n", [(), ()]),
    "a head that names no column": ("#separator:pipe\n#html:true\na|b|db::sql\nc|d|net\n", [("db", "sql"), ("net",)]),
    "words with hyphens": ("a<br>\tb\tdb-a sql-b\nc\td\tsql-b\n", [("db_a", "sql_b"), ("sql_b",)]),
    "behind deletions": ("The {{c1::cat}} purrs.\tzoo\nA {{c1::cow}} moos.\tzoo\n", [("zoo",), ("zoo",)]),
    "only two columns": ("a<br>\tsql\nc\tsql\n", [(), ()]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "tags"), TAGGED.values(), ids=TAGGED)
def test_tags_without_a_head_are_told_by_their_looks(text: str, tags: list[tuple[str, ...]]) -> None:
    """The last column is tags when it looks like tags in every row; else it is text of the card."""
    imported = formats.read(text, "x.txt", "anki-text")
    assert [card.tags for card in imported.deck.cards] == tags
    said = "".join(f"{card.question} {card.answer} {card.tags}" for card in imported.deck.cards)
    assert any(tags) or text.rsplit("\t", maxsplit=1)[-1].strip() in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("#separator:tab\n" + 600_000 * "b\n", "more than 500000 lines", id="lines"),
        pytest.param(
            "#separator:tab\n" + "".join(f"{{{{c{at}::ab}}}}" for at in range(1, 4000)) + "\tx\n",
            "too much text",
            id="deletions",
        ),
    ],
)
def test_a_bomb_is_refused(text: str, why: str) -> None:
    """A small file cannot make work for minutes."""
    with pytest.raises(DeckError, match=why):
        ANKI_TEXT.parse(text, "x.txt")


def test_a_question_without_columns_has_no_answer_yet() -> None:
    """A list of questions of which only some are answered keeps them all."""
    text = "Why<br>a?\tb\nWhat is c?\nWhy d?\t<b>e</b>\nHow does f work?\nWhy g?\th\nnothing asked\n"
    assert formats.recognise(text)[0][0] is ANKI_TEXT
    imported = read(text)
    assert [card.answer for card in imported.deck.cards] == ["b", "", "**e**", "", "h"]
    assert [(each.line, each.kind) for each in imported.problems] == [
        (2, "unanswered"),
        (4, "unanswered"),
        (6, "left_out"),
    ]


@pytest.mark.parametrize("key", ["0f8fad5b-d9cb-469f-a165-7086772895{n}", "16123456789{n}"])
def test_keys_that_no_head_names_are_no_questions(key: str) -> None:
    """The keys of a database in front of the fields are told by their looks and left out."""
    rows = "".join(f"{key.format(n=n)}|What is {n}?|<b>{n}</b>\n" for n in (10, 11))
    imported = read(f"#separator:Pipe\n{rows}")
    assert [card.question for card in imported.deck.cards] == ["What is 10?", "What is 11?"]
    assert key.format(n=10) in imported.problems[-1].found


def test_lines_left_out_one_under_the_other_are_one_problem() -> None:
    """A page of torn lines is told once."""
    found = [(each.line, each.found) for each in read("#separator:tab\nx\ny\na\tb\nz\n").problems[1:]]
    assert found == [(2, "x\ny"), (5, "z")]


def test_what_asks_for_a_reverse_is_reported() -> None:
    """The field that asks for the reverse card is no text of it, and stands in the report."""
    kind = "Basic (optional reversed card)"
    found = [each.found for each in read(f"#separator:tab\n#notetype:{kind}\na\tb\tyes\n").problems]
    assert found[1:] == ["yes"]


def test_notes_of_ours_come_back_from_anki() -> None:
    """Anki's own export of notes that came from our package gives the cards as they were."""
    shown = {"Question": "<p>Why?</p>", "Answer": "<p>So.</p>", "Choices": "<ul><li>x</li></ul>", "Hint": "h"}
    card = Card("why", "Why?", "So.", tags=("t",), hint="h", concept="c", line=3)
    fields = [*(shown.get(name, "") for name in own_apkg.SHOWN), own_apkg.hidden(card, shown)]
    row = "\t".join('"{}"'.format(each.replace('"', '""')) for each in [*fields, "t"])
    head = "#separator:tab\n#tags column:7\n"
    assert read(f"{head}{row}\n").deck.cards == (card,)
    edited = read(f"{head}{row.replace('So.', 'Thus.')}\n").deck.cards[0]
    assert (edited.question, edited.answer, edited.hint) == ("Why?\n\n- x", "Thus.", "h")


def test_the_back_of_a_rendered_card_does_not_say_its_front_again() -> None:
    """“Cards in Plain Text” writes both faces as they are shown, the front above the answer's line."""
    style = "<style>.card { color: black; }</style>"
    back = f'"{style}Largest desert?\n\n<hr id=answer>\n\nAntarctica"'
    text = f"#separator:tab\n#html:true\n{style}Largest desert?\t{back}\n"
    assert faces(text) == [("Largest desert?", "Antarctica")]


def test_a_gap_in_a_further_field_is_told() -> None:
    """Only the first field hides; `{{c1::…}}` in others is shown as its text."""
    head = "#separator:tab\n#html:true\n"
    assert faces(f"{head}Force is {{{{c1::m·a}}}}\tsee {{{{c2::chapter::which}}}} 3\n") == [
        ("Force is […]", "Force is **m·a**\n\nsee chapter 3")
    ]
    assert faces(f"{head}Greek letters\t{{{{c1::alpha}}}}, {{{{c2::beta}}}}\n") == [
        ("Greek letters", "alpha, beta")
    ]


def test_a_head_may_name_the_column_of_tags_in_another_language() -> None:
    """`#columns` has the names of the fields as the program shows them."""
    (card,) = read(
        "#separator:semicolon\n#columns:Przód;Tył;Znaczniki\nWzór wody;H2O;proste chemia\n"
    ).deck.cards
    assert (card.answer, card.tags) == ("H2O", ("proste", "chemia"))
