"""What the columns of a table are for: questions, options, keys, and what a program counts with."""

from __future__ import annotations

import pytest

from bot.decks import formats
from tests.decks.formats.tables import pairs, read, told


@pytest.mark.parametrize(
    "header",
    [
        "questionText,optionA,optionB,correctAnswer",
        "text,option1,option2,correct_option_id",
        "Pytanie,Odpowiedz A,Odpowiedz B,Prawidlowa odpowiedz",
        "題目,選項A,選項B,正確答案",
        "Question,A,B,Reponse",
        "№,вариант 1,вариант 2,номер правильного ответа",
    ],
)
def test_the_names_of_columns_may_be_spelled_as_programs_do(header: str) -> None:
    """Humps, underscores and missing accents do not hide a name, and options with a key need no name that asks."""
    key = "2" if "1" in header else "B"
    asked = header.replace("№", "задание")
    [card] = read(f"{asked}\nWhat is a key?,a door,a name,{key}\n").deck.cards
    assert (card.question, [(each.text, each.right) for each in card.choices]) == (
        "What is a key?",
        [("a door", False), ("a name", True)],
    )


def test_names_of_languages_are_a_header() -> None:
    """The words of two languages stand below their names; a list of languages has no header."""
    assert pairs("Polski;Angielski\nklucz;key\nwidok;view\n") == [("klucz", "key"), ("widok", "view")]
    text = "中文,拼音,英文\n书,shū,book\n河,hé,river\n"
    assert [(card.question, card.answer) for card in read(text).deck.cards] == [
        ("书", "book\n\n拼音: shū"),
        ("河", "river\n\n拼音: hé"),
    ]
    assert len(pairs("English;angielski\nGerman;niemiecki\nLatin;łacina\n")) == 3


def test_a_row_of_names_above_longer_cells_is_a_header() -> None:
    """Where no name asks, the first column that nobody knows does."""
    text = "ID,thing,explanation\n1,A key,It is what names a row.\n2,A view,It is a query with a name.\n"
    assert [(card.question, card.answer) for card in read(text).deck.cards] == [
        ("A key", "It is what names a row."),
        ("A view", "It is a query with a name."),
    ]
    assert pairs("note,notatka\ntopic,temat\nhint,wskazówka\n")[0] == ("note", "notatka")


@pytest.mark.parametrize(
    ("name", "keys", "right"),
    [
        ("correctIndex", "0 3 1", "a d b"),
        ("correctIndex", "1 3 1", "b d b"),
        ("correctIndex", "1 4 2", "a d b"),
        ("correct", "1 3 2", "a c b"),
        ("answer", "1 0 2", "b a c"),
    ],
)
@pytest.mark.parametrize(
    "options", ["a,b,c,d", '\'["a", "b", "c", "d"]\'', "\"['a', 'b', 'c', 'd']\"", "a|b|c|d"]
)
def test_the_whole_column_says_how_options_are_counted(
    name: str, keys: str, right: str, options: str
) -> None:
    """A zero, the name of the column or the highest number tell whether the first option is 0 or 1."""
    cell = (
        options.replace('"', '""').replace("'[", '"[').replace("]'", ']"')
        if options.startswith("'")
        else options
    )
    names = "o1,o2,o3,o4".replace("o", "option ") if options == "a,b,c,d" else "options"
    rows = "".join(f"What is {n}?,{cell},{key}\n" for n, key in enumerate(keys.split()))
    cards = read(f"question,{names},{name}\n{rows}").deck.cards
    assert [each.text for card in cards for each in card.choices if each.right] == right.split()


def test_a_number_that_is_also_an_option_counts_as_the_others_do() -> None:
    """Among keys that are numbers of options one that looks like an option is no text."""
    text = "question,option 1,option 2,option 3,correct\nHow many?,3,1,2,2\nWhich?,one,two,three,3\n"
    assert [card.answer for card in read(text).deck.cards] == ["1", "three"]


def test_a_quiz_without_a_header_may_have_more_behind_its_key() -> None:
    """The column that always names an option is the key; words behind it are tags."""
    letters = "Kot to;ptak;ssak;ryba;B;Zwierzęta\nDąb to;drzewo;kot;ryba;A;Rośliny\nLin to;ssak;kot;ryba;C;Zwierzęta\n"
    imported = read(letters)
    assert [(card.answer, card.tags) for card in imported.deck.cards] == [
        ("ssak", ("zwierzęta",)),
        ("drzewo", ("rośliny",)),
        ("ryba", ("zwierzęta",)),
    ]
    numbers = "What is a?,one,two,three,2,sql\nWhat is b?,four,five,six,3,sql\nWhat is c?,six,one,two,1,db\n"
    assert [card.answer for card in read(numbers).deck.cards] == ["two", "six", "six"]
    steps = "What is a?,one,long,1\nWhat is b?,four,short,2\nWhat is c?,six,long,1\n"
    assert not any(card.choices for card in read(steps).deck.cards)


@pytest.mark.parametrize("key", ["0f8fad5b-d9cb-469f-a165-7086772895{n}", "card-{n}", "a{n}f"])
def test_a_column_of_keys_asks_nothing(key: str) -> None:
    """What a database calls its rows is told and left out, also without a header."""
    text = "".join(f"{key.format(n=10 + n)},What is {n}?,a number\n" for n in range(3))
    assert [card.question for card in read(text).deck.cards] == ["What is 0?", "What is 1?", "What is 2?"]


def test_what_no_column_is_for_answers_nothing() -> None:
    """A row without an answer has none, whatever its other cells say, and they are kept."""
    imported = read("question,answer,book\nWhat is a key?,,Old\nWhat is a view?,A query,New\n")
    assert [(card.answer, card.explanation) for card in imported.deck.cards] == [
        ("", "book: Old"),
        ("A query\n\nbook: New", ""),
    ]
    assert told(imported, "unanswered") == [(2, "What is a key?")]


def test_a_header_that_comes_again_is_no_card() -> None:
    """Tables that were put one below the other have their names twice."""
    imported = read("question,answer\nWhat?,That\nquestion,answer\nWho?,Me\n")
    assert [card.question for card in imported.deck.cards] == ["What?", "Who?"]
    assert told(imported, "left_out") == [(1, "question,answer"), (3, "question,answer")]


def test_numbers_of_questions_are_no_questions() -> None:
    """A column called after the numbers of questions is left out, whatever the next one is called."""
    [card] = read(
        "Question #,Question Text,Answer 1,Answer 2,Correct\n1,What is a key?,a name,a door,1\n"
    ).deck.cards
    assert (card.question, card.answer) == ("What is a key?", "a name")


def test_wrong_options_may_be_a_list_of_a_program() -> None:
    """A list in one cell is no option itself."""
    text = (
        'question,correct_answer,incorrect_answers\nWhat is a key?,a name,"[\'a door\', ""a hill\'s top""]"\n'
    )
    assert {each.text for each in read(text).deck.cards[0].choices} == {"a name", "a door", "a hill's top"}


@pytest.mark.parametrize("mark", ["---", "/////", "@@@", " === "])
def test_signs_of_ones_own_part_pairs(mark: str) -> None:
    """Whatever signs stand in every line once are what somebody chose to part the sides."""
    told = [("a key", "what names a row - or so"), ("a view", "a query/name"), ("an index", "a tree, sorted")]
    assert pairs("".join(f"{question}{mark}{answer}\n" for question, answer in told)) == told


def test_rows_that_are_numbered_with_gaps_are_numbered() -> None:
    """A quiz whose rows begin with rising numbers has its question behind them."""
    text = "1;Kot to;ptak;ssak;ryba;2\n2;Dąb to;drzewo;kot;ryba;1\n5;Lin to;ssak;kot;ryba;3\n"
    cards = read(text).deck.cards
    assert [(card.question, card.answer) for card in cards] == [
        ("Kot to", "ssak"),
        ("Dąb to", "drzewo"),
        ("Lin to", "ryba"),
    ]


def test_a_key_may_be_a_list_of_a_program() -> None:
    """The marks of a list around the key are no text of an answer."""
    text = 'answer,title,options\n"[""B""]",What is a key?,"[""a door"",""a name""]"\n'
    [card] = read(text).deck.cards
    assert (card.question, card.answer) == ("What is a key?", "a name")


def test_semicolons_with_spaces_part_cells_where_all_rows_have_as_many() -> None:
    """Sentences have semicolons, too, but not the same number in every line."""
    rows = [f"a thing of kind {n}; it is what {n} stands for, more or less; sql" for n in range(6)]
    cards = read("\n\n".join(rows)).deck.cards
    assert formats.recognise("\n\n".join(rows))[0][0].name == "table"
    assert (cards[2].question, cards[2].tags) == ("a thing of kind 2", ("sql",))
    assert (
        formats.recognise("\n".join([*rows[:3], "One; two.", "Three.", "Four; five; six; seven."]))[0][
            1
        ].score
        < 0.5
    )


def test_the_key_of_a_quiz_is_the_column_of_that_name() -> None:
    """Beside columns of options `Key` says which is right; elsewhere it is any word."""
    (card,) = read("Question;A;B;Key\nUnit of power?;joule;watt;B\n").deck.cards
    assert [(choice.text, choice.right) for choice in card.choices] == [("joule", False), ("watt", True)]
    assert pairs("Question,Answer,Key\nUnit of power?,watt,p1\n") == [("Unit of power?", "watt\n\nKey: p1")]


def test_the_only_option_of_a_question_is_its_answer() -> None:
    """A quiz program writes what fills a gap as the one option, and names no right one."""
    text = "Question,Option 1,Option 2,Correct answer\nLongest river?,Nile,Oder,1\nCapital of Peru,Lima,,\n"
    river, capital = read(text).deck.cards
    assert len(river.choices) == 2
    assert (capital.question, capital.answer, capital.choices) == ("Capital of Peru", "Lima", ())


def test_addresses_of_those_who_wrote_the_rows_are_in_no_card() -> None:
    """A form's column of mail addresses belongs to nobody's answer, whatever it is called."""
    imported = read("Question,Answer,Sent by\nUnit of power?,watt,a@b.org\nUnit of force?,newton,c@d.org\n")
    assert [card.answer for card in imported.deck.cards] == ["watt", "newton"]
    assert ("a@b.org\nc@d.org") in [found for _, found in told(imported, "left_out")]


BOXED = (
    "+----+----------+---------+\n| id | question | answer  |\n+----+----------+---------+\n"
    "|  1 | sill     | a board |\n|  2 | beam     | a log   |\n+----+----------+---------+\n2 rows in set (0.00 sec)\n"
)


@pytest.mark.parametrize(
    "text",
    [
        " term | definition\n------+------------\n sill | a board\n beam | a log\n(2 rows)\n",
        BOXED,
    ],
    ids=["postgres", "mysql"],
)
def test_what_a_database_prints_is_a_table(text: str) -> None:
    """Its rules, borders and count of rows are no cards."""
    assert pairs(text) == [("sill", "a board"), ("beam", "a log")]


def test_rows_of_all_widths_are_no_reason_to_fail() -> None:
    """Where no number of cells is common, the most usual is taken, and nothing is raised."""
    rows = [";".join(f"c{width}{cell}" for cell in range(width)) for width in range(2, 12)]
    assert formats.recognise("\n".join(rows))[0][1].score < 1
    assert len(read("\n".join(rows)).deck.cards) == len(rows)
