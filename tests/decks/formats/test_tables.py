"""Tables of cards: every way of writing one, and what damage does to it."""

from __future__ import annotations

import csv
import io

import pytest

from bot.decks import formats
from bot.decks.formats.tables.cells import plain
from bot.errors import DeckError
from tests.decks.formats.tables import pairs, read, told

PAIRS = [("ключ", "имя строки"), ("вид", "запрос"), ("индекс", "дерево")]


@pytest.mark.parametrize("mark", ["\t", ";", "|", ",", " - ", " – ", " = "])
def test_pairs_are_parted_by_any_mark(mark: str) -> None:
    """The mark between term and definition is found by looking."""
    assert pairs("\n".join(mark.join(pair) for pair in PAIRS) + "\n") == PAIRS


@pytest.mark.parametrize("mark", ["\t", ",", " - "])
@pytest.mark.parametrize("end", [";", ";\n"])
def test_cards_may_run_on_in_one_line(mark: str, end: str) -> None:
    """A semicolon may part the cards where another mark parts their sides."""
    assert pairs(end.strip("\n").join(mark.join(pair) for pair in PAIRS) + end) == PAIRS


def test_blank_lines_part_cards_of_several_lines() -> None:
    """Where blank lines part the cards, an answer has line breaks."""
    text = "cat\ta small\nanimal\n\ndog\ta larger\nanimal\n\ncow\tgives milk\n"
    assert pairs(text) == [("cat", "a small\nanimal"), ("dog", "a larger\nanimal"), ("cow", "gives milk")]


def test_a_line_without_a_tab_goes_on_with_the_answer() -> None:
    """An export without quotes breaks answers over lines; a line that asks is a card all the same."""
    imported = read("cat\ta small\nanimal\ndog\ta large one\nhen\tlays eggs\nWhat is a cow?\n")
    assert [(c.question, c.answer) for c in imported.deck.cards] == [
        ("cat", "a small\nanimal"),
        ("dog", "a large one"),
        ("hen", "lays eggs"),
        ("What is a cow?", ""),
    ]
    assert told(imported, "unanswered") == [(5, "What is a cow?")]


@pytest.mark.parametrize(
    "header",
    [
        "question,answer,tags",
        "Front,Back,Category",
        "Term;Definition;Topic",
        "Вопрос;Ответ;Теги",
        "Pytanie|Odpowiedź|Kategoria",
        "问题\t答案\t标签",
    ],
)
def test_a_header_names_the_columns(header: str) -> None:
    """The words of a header are known in four languages, and it becomes no card."""
    mark = next(each for each in "\t;|," if each in header)
    imported = read(f"{header}\nWhat is a key?{mark}A name.{mark}sql\n")
    [card] = imported.deck.cards
    assert (card.question, card.answer, card.tags, card.line) == ("What is a key?", "A name.", ("sql",), 2)
    assert told(imported, "left_out") == [(1, header)]


def test_columns_may_stand_in_any_order() -> None:
    """Hint, explanation and numbers have their columns; one nobody knows goes below the answer under its name."""
    text = 'id,tags,hint,answer,question,notes,example\n7,"sql, db basics",Think.,A name.,What is a key?,Long.,id 5\n'
    imported = read(text)
    [card] = imported.deck.cards
    assert (card.question, card.answer) == ("What is a key?", "A name.\n\nexample: id 5")
    assert (card.tags, card.hint, card.explanation) == (("sql", "db_basics"), "Think.", "Long.")
    assert (2, "7") in told(imported, "left_out")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "#,Question,Answer,Last reviewed,Next review,Ease factor",
            "1,What?,This.,2024-01-02,2024-02-03,2.5",
        ),
        (",question,answer,State,Card difficulty,Note ID", "1,What?,This.,Review,5.3,16524"),
        ("№;Вопрос;Ответ;Последнее повторение;Интервал;Ошибок", "1;What?;This.;02.01.2024;3 дня;2"),
        ("Lp.;Pytanie;Odpowiedź;Następna powtórka;Łatwość karty", "1.;What?;This.;2024-02-01 10:00;2,5"),
        ("序号,问题,答案,上次复习,到期时间,掌握状态", "1,What?,This.,2024-01-02,2024年2月1日,已掌握"),
    ],
)
def test_what_a_program_counts_with_is_left_out(header: str, row: str) -> None:
    """Numbers, dates and states of another program are told and in no card; a year is part of one."""
    mark = ";" if ";" in header else ","
    imported = read(
        f"{header}{mark}year\n{row}{mark}1945\n{row.replace('1', '2', 1).replace('What', 'Who')}{mark}\n"
    )
    assert [card.answer for card in imported.deck.cards] == ["This.\n\nyear: 1945", "This."]
    assert imported.counts["left_out"] == header.count(mark)


def test_a_title_above_the_header_is_left_out() -> None:
    """What stands above the header is no card."""
    assert pairs("My cards\nquestion,answer\nWhat?,This.\n") == [("What?", "This.")]


def test_quoted_cells_have_marks_quotes_and_line_breaks() -> None:
    """What a program has quoted is read as it was."""
    rows = [["question", "answer"], ['What is a "key", then?', "A name,\nof a row"], ["And, \n so?", ""]]
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    imported = read(file.getvalue())
    assert [(c.question, c.answer, c.line) for c in imported.deck.cards] == [
        ('What is a "key", then?', "A name,\nof a row", 2),
        ("And, \n so?", "", 4),
    ]


@pytest.mark.parametrize(
    ("damaged", "card"),
    [
        pytest.param('"What is a?,Alpha', ("What is a?", "Alpha"), id="never closed"),
        pytest.param('What is a?,"Alpha', ("What is a?", "Alpha"), id="last one never closed"),
        pytest.param('What is a?,"It "is, so" to say"', ("What is a?", 'It "is, so" to say'), id="not doubled"),
        pytest.param('What is a?, "Alpha, yes"', ("What is a?", "Alpha, yes"), id="a space before"),
        pytest.param('"What is a?" ,Alpha', ("What is a?", "Alpha"), id="a space behind"),
        pytest.param('What is a?,"a \\"b\\", c"', ("What is a?", 'a "b", c'), id="backslashes"),
        pytest.param("What is a?,Alpha, or not", ("What is a?", "Alpha, or not"), id="not quoted"),
        pytest.param("What, then, is a?,Alpha", ("What, then, is a?", "Alpha"), id="question not quoted"),
    ],
)  # fmt: skip
def test_a_wrong_quote_costs_no_other_card(damaged: str, card: tuple[str, str]) -> None:
    """A quote that is wrong spoils its own row at most."""
    text = f'question,answer\n"What is x?","X, yes"\n{damaged}\n"What is y?","Y, no"\nWhat is z?,Z\n'
    assert pairs(text) == [("What is x?", "X, yes"), card, ("What is y?", "Y, no"), ("What is z?", "Z")]


def test_ragged_rows_lose_nothing() -> None:
    """A row may be short or long; one without a question is told."""
    imported = read("question,answer\nWhat is a?\nWhat is b?,B,more\n,lost\n,and found\nWhat is c?,C\n")
    assert [(c.question, c.answer) for c in imported.deck.cards] == [
        ("What is a?", ""),
        ("What is b?", "B,more"),
        ("What is c?", "C"),
    ]
    assert told(imported, "unanswered") == [(2, "What is a?")]
    assert told(imported, "repaired") == [(3, "What is b?,B,more")]
    assert (4, "lost\nand found") in told(imported, "left_out")


def test_a_repeated_question_is_told() -> None:
    """The same question again is left out with its row."""
    imported = read("question,answer\nWhat is a?,A\nwhat is A,B\n")
    assert told(imported, "duplicate") == [(3, "what is A\nB")]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        pytest.param("Question,A,B,C,Correct Answer\nWhat?,x,y,z,B\n", "x Y z", id="letter"),
        pytest.param("Question,Option 1,Option 2,Right answer\nWhat?,x,y,2\n", "x Y", id="number"),
        pytest.param("Вопрос;Вариант А;Вариант Б;Правильный ответ\nЧто?;x;y;y\n", "x Y", id="text"),
        pytest.param("question,options,answer\nWhat?,x|y|z,y\n", "x Y z", id="one cell"),
        pytest.param("question,answer 1,answer 2,answer 3,correct\nWhat?,x,y,z,\"1,3\"\n", "X y Z", id="several"),
        pytest.param("Question;A;B;C;Answer\nЧто?;x;y;z;В\n", "x Y z", id="a Cyrillic letter for a Latin one"),
        pytest.param("Вопрос;А;Б;В;Ответ\nЧто?;x;y;z;B\n", "x y Z", id="a Latin letter for a Cyrillic one"),
        pytest.param("问题,选项A,选项B,选项C,正确答案（字母）\n什么？,x,y,z,AC\n", "X y Z", id="letters run together"),
        pytest.param("Pytanie;Odp. A;Odp. B;Poprawna odpowiedź\nCo?;x;y;Odpowiedź B\n", "x Y", id="named letter"),
        pytest.param("question,choice1,choice2,answer\nWhat?,x,y,B) y\n", "x Y", id="letter and text"),
        pytest.param("Вопрос;Варианты;Ответ\nЧто?;а)x|б)y|в)z;B\n", "x y Z", id="letters in one cell"),
        pytest.param("What is it?,x,y,z,C\nWho is it?,p,q,r,A\n", "x y Z", id="no header"),
    ],
)  # fmt: skip
def test_options_become_choices(text: str, choices: str) -> None:
    """The options stand in the order of the file, here with the right one in capitals."""
    card = read(text).deck.cards[0]
    assert [(c.text, c.right) for c in card.choices] == [(c.lower(), c.isupper()) for c in choices.split()]


def test_what_stands_beside_a_right_letter_goes_below_its_text() -> None:
    """The letter of the right option is no answer, also where another column adds to it; a rule is no card."""
    [card] = read(
        "Question | A | B | Answer | Book\n--- | --- | --- | --- | ---\nWhat? | x | y | B | Old\n"
    ).deck.cards
    assert (card.answer, [choice.right for choice in card.choices]) == ("y\n\nBook: Old", [False, True])


def test_options_without_a_right_one_are_not_guessed() -> None:
    """When no option is called right, the options stand below the question and nothing is asked."""
    imported = read("question,A,B,correct\nWhat?,x,y,\n")
    [card] = imported.deck.cards
    assert (card.question, card.answer, card.choices) == ("What?\n\n- x\n- y", "", ())
    assert imported.counts["unanswered"] == 1


@pytest.mark.parametrize(
    ("row", "cards"),
    [
        pytest.param('"What is a key?\n---\nA name.",Key', [("What is a key?", "A name.")], id="two sides"),
        pytest.param(
            '"# A key?\n\n---\n\nA name.\n\n---\nOf a row.",', [("A key?", "A name.\n\nOf a row.")], id="more"
        ),
        pytest.param(
            '"A rule?\n---\n```\na\n---\n```",', [("A rule?", "```\na\n---\n```")], id="a rule in code"
        ),
        pytest.param(
            "A {{key}} names a {{row}}.,A",
            [
                ("A […] names a row.", "A **key** names a row."),
                ("A key names a […].", "A key names a **row**."),
            ],
            id="gaps",
        ),
        pytest.param(
            '"The {{1::key}} and {{1::row}}.\n---\nSo.",',
            [("The […] and […].", "The **key** and **row**.\n\nSo.")],
            id="gaps of one number",
        ),
        pytest.param(",# Alone", [("Alone", "")], id="a name alone"),
    ],
)
def test_both_sides_may_stand_in_one_cell(row: str, cards: list[tuple[str, str]]) -> None:
    """A table for Mochi has a card's sides in one column, parted by lines of dashes, and gaps in double braces."""
    found = pairs(f'content,name\n{row}\n"What is x?\n---\nX",\n')
    assert found == [*cards, ("What is x?", "X")]


def test_a_title_and_its_content_are_question_and_answer() -> None:
    """Where no content has sides, it is what its title asks for."""
    assert pairs("title,content\nKey,A name.\nRow,A record.\n") == [("Key", "A name."), ("Row", "A record.")]


def test_a_gap_of_anki_is_one_in_any_table() -> None:
    """A question with numbered gaps becomes a card for each; other braces are somebody's code."""
    text = "Front,Back\nThe {{c1::key}} {{c2::names::does what}} a row.,So.\nWhat is {{ x }}?,Code\n"
    assert pairs(text) == [
        ("The […] names a row.", "The **key** names a row.\n\nSo."),
        ("The key [does what] a row.", "The key **names** a row.\n\nSo."),
        ("What is {{ x }}?", "Code"),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("one<br>two<BR/>three", "one\ntwo\nthree"),
        ("<p>One</p><p class='x'>Two <b>bold</b></p>", "One\n\nTwo bold"),
        ("<ul><li>one</li> <li>two</li></ul>", "- one\n- two"),
        ("<a href='https://example.org/a'>here</a>", "[here](https://example.org/a)"),
        ("<a href=https://example.org/a_b_(c)>here</a>", "[here](https://example.org/a_b_%28c%29)"),
        ("<a href=https://example.org/p.png><img src=p.png></a><br>", "![](p.png)"),
        ("Use <code>a &lt; b*c*d</code> in <b>it</b>", "Use `a < b*c*d` in it"),
        ("<p>So</p><pre><code class='py'>if a:\n    b()\n</code></pre>", "So\n\n```\nif a:\n    b()\n```"),
        ('<img src="p.png" alt="A">', "![A](p.png)"),
        ("<a href='javascript:x()'>here</a>", "here"),
        ("x<sup>2</sup> AT&amp;T&nbsp;a &lt; b", "x^2 AT&T\xa0a < b"),
        ("vector<T> and x < y", "vector\\<T> and x < y"),
        ("`<b>` in $a<b>c$ or $x<br>y$", "`<b>` in $a\\lt b>c$ or $x y$"),
        ("from $A <b> to $B </b>", "from $A \\<b> to $B \\</b>"),
        ("What does <div> do, and </div>?", "What does \\<div> do, and \\</div>?"),
        ("<span>", "\\<span>"),
        ("<br>", "\\<br>"),
        ("What does <br> do to <p>?", "What does \\<br> do to \\<p>?"),
        ("What does <br> do?", "What does \\<br> do?"),
        ("Which? <br> one <br> two", "Which?\none\ntwo"),
        ("<b>Which</b> is it: <div> or <form>?", "Which is it: \\<div> or \\<form>?"),
        ("<title>Page</title>", "\\<title>Page\\</title>"),
        ("<div>one</div><div><br></div><p>two", "one\n\ntwo"),
        ("List<String> or __init__<br>2*3*4", "List\\<String> or \\_\\_init__\n2\\*3*4"),
        ("&lt;script&gt;x&lt;/script&gt;", "\\<script>x\\</script>"),
        ("<scr<b>ipt>x", "\\<scr\\<b>ipt>x"),
        ("<img src=x onerror=x()", "\\<img src=x onerror=x()"),
        ("<script>x()</script><!-- note -->Text", "Text"),
    ],
)  # fmt: skip
def test_no_html_survives(cell: str, text: str) -> None:
    """Tags are gone, what they meant is Markdown, and what only looks like one is text."""
    assert plain(cell).text == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Dear Ann, how are you?\nI am well, thanks.\nYours, Bob\n", id="letter"),
        pytest.param("| Term | Meaning |\n|---|---|\n| a | b |\n| c | d |\n", id="markdown table"),
        pytest.param("#separator:tab\n#html:true\na\tb\nc\td\n", id="anki"),
        pytest.param("## What, so?\n\nThis, that.\n\n## Who, then?\n\nMe, I.\n", id="native"),
        pytest.param("What is a::A, b\nWhat is c::C, d\nWhat is e::E, f\n", id="obsidian"),
        pytest.param('[{"question": "a", "answer": "b"}]', id="json"),
    ],
)
def test_other_texts_are_no_table(text: str) -> None:
    """Prose with commas and the other formats are not taken for tables."""
    assert {form.name: seen.score for form, seen in formats.recognise(text)}["table"] < 0.5


def test_more_cards_than_a_deck_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first card too many ends the import, with its line; here the limit is low."""
    monkeypatch.setattr("bot.decks.formats.tables.table.MOST_CARDS", 10)
    with pytest.raises(DeckError, match=r"deck.csv:12: has more than 100000 cards"):
        read("question,answer\n" + "a,b\n" * 11)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            'question,answer,choices,explanation,hint,tags,concept,id\n"What is \\_a\\_?","## b\n\\<c>",,,\n',
            id="our own",
        ),
        pytest.param('content,tags\n"What is \\_a\\_?\n---\n## b\n<c>",sql\n', id="mochi"),
    ],
)
def test_cells_that_are_markdown_stay_so(text: str) -> None:
    """Our own export and Mochi's write Markdown, whose marks are not escaped again."""
    [card] = read(text).deck.cards
    assert (card.question, card.answer) == ("What is \\_a\\_?", "## b\n\\<c>")
