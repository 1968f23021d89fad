"""Quizzes: GIFT, Aiken and Open Trivia."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.domain.card import Card
from bot.errors import DeckError


def read(text: str, name: str) -> Imported:
    assert formats.recognise(text)[0][0].name == name
    return formats.read(text, "quiz.txt")


def only(text: str) -> Card:
    [card] = formats.read(text, "quiz.txt", "gift").deck.cards
    return card


def shown(card: Card) -> list[str]:
    """The choices, the right ones with a plus, and why the others are wrong."""
    return [f"{'+' if c.right else '-'} {c.text}{f' ({c.reason})' if c.reason else ''}" for c in card.choices]


@pytest.mark.parametrize(
    ("text", "question", "choices"),
    [
        ("What is it? {=A name#Yes ~A door#No ~A hill}", "What is it?", ["+ A name", "- A door (No)", "- A hill"]),
        ("Which are even? {~%50%2 ~%50%4 ~%-100%3}", "Which are even?", ["+ 2", "+ 4", "- 3"]),
        ("A view is stored.{T#It is#So it is}", "A view is stored.", ["+ True", "- False (It is)"]),
        ("Is it {FALSE}?", "Is it?", ["- True", "+ False"]),
        ("[html]<p>Is <b>x \\= \\{5\\}</b>\\: why?<br></p>{=a\\~b~c}", "Is x = {5}: why?", ["+ a~b", "- c"]),
        ("A key {=names ~eats} a row.", "A key _____ a row.", ["+ names", "- eats"]),
        ("What is 2?{\n  =x=2\n  ~x=3\n}", "What is 2?", ["+ x=2", "- x=3"]),
    ],
)  # fmt: skip
def test_gift_options_become_choices(text: str, question: str, choices: list[str]) -> None:
    """The options stand in the order of the file, a wrong one with its feedback."""
    assert (only(text).question, shown(only(text))) == (question, choices)


@pytest.mark.parametrize(
    ("text", "answer", "explanation"),
    [
        ("What?{=four =4 =%50%5}", "four / 4 / 5 (50%)", ""),
        ("Where?{=Rome =rome =%50%Roma =%100%ROMA}", "Rome / ROMA", ""),
        ("Match.{=key -> row =view -> query}", "- key → row\n- view → query", ""),
        ("How many?{#3:2}", "3 ± 2", ""),
        ("How many?{#1..5}", "1..5", ""),
        ("When?{#=1822:0#Full =%50%1822:2#Half}", "1822 / 1822 ± 2 (50%)", "Full\n\nHalf"),
        ("What?{=a#Well done ~b ####All of it.}", "a", "Well done\n\nAll of it."),
        ("Write about joins.{}", "", ""),
        ("Write about joins.{####Length counts.}", "", "Length counts."),
        ("What?{=[markdown]__a__ *b*}", "__a__ *b*", ""),
        ("What?{=\\\\(x^2\\\\) or __a__}", "$x^2$ or \\_\\_a__", ""),
        ("What?{=p->x}", "p->x", ""),
        ("What is \\n it?{=in $\\neq$ \\n two}", "in $\\neq$ \n two", ""),
    ],
)
def test_gift_answers_become_text(text: str, answer: str, explanation: str) -> None:
    """Short, numeric and matching answers are text; feedback explains."""
    assert (only(text).answer, only(text).explanation) == (answer, explanation)


def test_a_gift_file_is_read_whole() -> None:
    """Categories and tags become tags; comments, titles, descriptions and broken questions are told."""
    text = (
        "$CATEGORY: $course$/top/Databases/SQL basics\n\n// [tag:Hard] checked\n::One:: What is a key?{\n=A name\n\n"
        "~A door\n}\n::Two:: What is a view? {=A query}\n\nRead this first.\n\nBroken {=a ~b\n\nLast? {=z}\n\n"
        "None? {~x ~y}\n"
    )
    imported = read(text, "gift")
    cards = imported.deck.cards
    assert [c.line for c in cards] == [4, 9, 15, 17]
    assert cards[0].tags == ("hard", "databases", "sql_basics")
    assert shown(cards[0]) == ["+ A name", "- A door"]
    assert (cards[3].question, cards[3].answer) == ("None?\n\n- x\n- y", "")
    assert [(p.line, p.kind, p.found.split("\n")[0]) for p in imported.problems] == [
        (1, "left_out", "$CATEGORY: $course$/top/Databases/SQL basics"),
        (3, "left_out", "// [tag:Hard] checked"),
        (4, "left_out", "One"),
        (11, "left_out", "Read this first."),
        (13, "left_out", "Broken {=a ~b"),
        (17, "unanswered", "None?"),
    ]


NOT_ASKED = "the card is not asked until"
AIKEN = """What is a key?
A. A name
B) A door
ANSWER: A

1. C. elegans is what?
A) A worm
B) A bird
that sings
Answer: b
EXPLANATION: It sings.

No key here?
A. x
B. y

Wrong key?
A. p
B. q
ANSWER: F

ANSWER: B
Stray text
"""


def test_an_aiken_file_is_read_whole() -> None:
    """Options keep their order; a question without a key is kept; what is no question is told with its line."""
    imported = read(AIKEN, "aiken")
    cards = imported.deck.cards
    assert [(c.line, c.question) for c in cards] == [
        (1, "What is a key?"),
        (6, "C. elegans is what?"),
        (13, "No key here?\n\n- x\n- y"),
        (17, "Wrong key?\n\n- p\n- q"),
    ]
    assert shown(cards[0]) == ["+ A name", "- A door"]
    assert shown(cards[1]) == ["- A worm", "+ A bird that sings"]
    assert cards[1].explanation == "It sings."
    assert [(p.line, p.kind) for p in imported.problems] == [
        (6, "left_out"),
        (10, "repaired"),
        (13, "unanswered"),
        (20, "unanswered"),
        (22, "left_out"),
        (23, "left_out"),
    ]
    told = [(p.found, p.expected, p.mend) for p in imported.problems if p.line in (6, 13, 20)]
    wanted = "a line ANSWER: with the letter of the right option"
    assert told == [
        ("1.", "", "the numbers of the questions; nothing to do"),
        (
            "No key here?\n\n- x\n- y",
            wanted,
            f"nothing says which option is right; {NOT_ASKED} a line ANSWER: does",
        ),
        ("Wrong key?\n\n- p\n- q\nANSWER: F", wanted, f"its letter is that of no option; {NOT_ASKED} it is"),
    ]


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("3. What?", "What?"),
        ("3) What?", "What?"),
        ("Question 4: What?", "What?"),
        ("第3题：什么？", "什么？"),
        ("1984 was whose?", "1984 was whose?"),
        ("3.5 is what?", "3.5 is what?"),
    ],
)
def test_an_aiken_question_has_no_number(line: str, question: str) -> None:
    """The number a question has in its file is no part of it; one it is about is."""
    [card] = read(f"{line}\nA. x\nB. y\nANSWER: A\n", "aiken").deck.cards
    assert card.question == question


RECORDS: list[dict[str, Any]] = [
    {
        "type": "multiple",
        "difficulty": "easy",
        "category": "Science: Computers",
        "question": "What does &quot;SQL&quot; ask &amp; what is &lt;b&gt;?",
        "correct_answer": "Tables &amp; views",
        "incorrect_answers": ["Tea", "Caf&eacute;", "Milk"],
    },
    {
        "type": "boolean",
        "difficulty": "hard",
        "category": "Art",
        "question": "Is it so?",
        "correct_answer": "False",
        "incorrect_answers": ["True"],
    },
]


def encoded(value: object, encode: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return encode(html.unescape(value))
    if isinstance(value, list):
        return [encoded(each, encode) for each in value]
    assert isinstance(value, dict)
    return {key: encoded(each, encode) for key, each in value.items()}


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(None, id="entities"),
        pytest.param(lambda text: base64.b64encode(text.encode()).decode(), id="base64"),
        pytest.param(lambda text: quote(text, safe=""), id="url3986"),
        pytest.param(quote_plus, id="url"),
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["object", "list"])
def test_open_trivia_is_read_in_every_encoding(encode: Callable[[str], str] | None, *, whole: bool) -> None:
    """The texts are the same however the server has encoded them; the right option is not always the first."""
    records = encoded(RECORDS, encode) if encode else RECORDS
    imported = read(json.dumps({"response_code": 0, "results": records} if whole else records), "open-trivia")
    first, second = imported.deck.cards
    assert first.question == 'What does "SQL" ask & what is \\<b>?'
    assert (first.answer, first.tags) == ("Tables & views", ("science_computers", "easy"))
    assert shown(first) == ["- Milk", "- Café", "+ Tables & views", "- Tea"]
    assert shown(second) == ["- True", "+ False"]


def test_a_record_that_is_none_costs_no_other() -> None:
    """A record without its fields is told with its line, the others are kept."""
    imported = read(json.dumps([*RECORDS, {"question": "Who?"}, 5], indent=1), "open-trivia")
    assert len(imported.deck.cards) == 2
    assert [(p.line, p.kind, p.found) for p in imported.problems] == [
        (25, "left_out", '{"question": "Who?"}'),
        (25, "left_out", "5"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(json.dumps(RECORDS, indent=1)[:300], r"quiz.txt:\d+: is broken JSON", id="cut off"),
        pytest.param("[" * 100_000, "cannot be read", id="nested"),
        pytest.param('{"results": 5}', "no list of questions", id="no list"),
        pytest.param('{"response_code": 1, "results": []}', "no question found", id="nothing"),
    ],
)
def test_broken_json_is_refused_with_its_line(text: str, message: str) -> None:
    """JSON that cannot be read says where."""
    with pytest.raises(DeckError, match=message):
        formats.read(text, "quiz.txt", "open-trivia")


@pytest.mark.parametrize(
    ("options", "shown_as"),
    [
        ("~B) a door ~A) a hill =C) a name", ["- a hill", "- a door", "+ a name"]),
        ("=А. имя ~Б. дверь", ["+ имя", "- дверь"]),
        ("=A) a name ~B) a door ~C) both A and B", ["+ A) a name", "- B) a door", "- C) both A and B"]),
        ("=A) a name ~a door", ["+ A) a name", "- a door"]),
    ],
)
def test_options_lose_the_letters_of_their_list(options: str, shown_as: list[str]) -> None:
    """A quiz has letters of its own; those of a list are order and no text, unless an option speaks of them."""
    assert shown(only(f"What is a key? {{{options}}}")) == shown_as


def test_gift_questions_need_no_blank_lines() -> None:
    """A title begins a question, and so does a line below a closed brace when braces follow it."""
    text = (
        "::A::Read this first.\n::B::What is a key? {=a name ~a door}\nA view is stored. {T}\nHow many\ncolumns? {#3}\n"
        "A row {=has} cells\nand more.\n::C::Read on."
    )
    imported = read(text, "gift")
    assert [(c.question, c.line) for c in imported.deck.cards] == [
        ("What is a key?", 2),
        ("A view is stored.", 3),
        ("How many\ncolumns?", 4),
        ("A row _____ cells\nand more.", 6),
    ]
    assert [p.line for p in imported.problems if "asks nothing" in p.mend] == [1, 8]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Что такое ключ?\nА) дверь\nБ) имя\nВ) гора\nОтвет: Б\n", "имя"),
        ("Что такое ключ?\nA) дверь\nB) имя\nC) гора\nПравильный ответ: В\n", "имя"),
        ("Что такое ключ?\nА) дверь\nБ) гора\nВ) имя\nОТВЕТ: B\n", "имя"),
        ("Co to jest klucz?\na) drzwi\nb) nazwa\nPoprawna odpowiedź: b\n", "nazwa"),
        ("什么是键？\nA、门\nB、名称\n正确答案：B\n", "名称"),
        ("What is a key?\n(A) a door\n(B) a name\nCorrect answer is: (B)\n", "a name"),
        ("What is a key?\na.a door\nb.a name\nAns: b\n", "a name"),
        ("What is a key?\nA. a door\nB. a name\nANSWER: B) A name.\n", "a name"),
        ("What is a key?\n\na. a door\n\nb. a name\n\nb\n", "a name"),
    ],
)
def test_aiken_in_other_alphabets_and_hands(text: str, right: str) -> None:
    """Letters are those of the options' alphabet, also where one looks like another's; the key may be said in words."""
    [card] = read(text, "aiken").deck.cards
    assert card.answer == right


def test_a_key_that_says_another_text_than_its_letter_decides_nothing() -> None:
    """Letter and text of the right option have to agree."""
    [card] = read(
        "What is a key?\nA. a door\nB. a name\nANSWER: A\n\nWhat is a view?\nA. x\nB. y\nANSWER: A) y\n",
        "aiken",
    ).deck.cards[1:]
    assert (card.answer, card.choices) == ("", ())


def test_an_explanation_ends_where_options_follow() -> None:
    """Without a blank line, too, the line above the first option is the next question."""
    cards = read(
        "What is a key?\nA. a door\nB. a name\nANSWER: B\nEXPLANATION: It names\na row.\n"
        "2. What is a view?\nA. x\nB. y\nANSWER: A\n",
        "aiken",
    ).deck.cards
    assert [(c.question, c.explanation) for c in cards] == [
        ("What is a key?", "It names\na row."),
        ("What is a view?", ""),
    ]


def test_letters_alone_are_a_key() -> None:
    """A copied page has lost the word before them; what stands between two questions is told and is no card."""
    text = (
        "What is a key?\n\nA. a door\n\nB. a name\n\nC. an id\n\nBC\n\n\nNot studied (3)\nSelect these 3\n\n"
        "What is a view?\nA. a hill\nB. a query\nB\nWho asks?\nA. you\nB. me\nA\n"
    )
    imported = read(text, "aiken")
    assert [(c.question, c.answer) for c in imported.deck.cards] == [
        ("What is a key?", "- a name\n- an id"),
        ("What is a view?", "a query"),
        ("Who asks?", "you"),
    ]
    assert [p.found for p in imported.problems if p.kind == "left_out"] == [
        "Not studied (3)\nSelect these 3\n"
    ]


def test_a_missing_word_inside_a_paragraph_of_html_leaves_no_tag() -> None:
    """Moodle writes the answers into the paragraph that they cut in two."""
    text = "::Parts::[html]<p>The male part is the {\n=stamen\n=anther\n} of a flower.</p>\n"
    assert only(text).question == "The male part is the _____ of a flower."
