"""Articles as pages, printouts and hands give them: what is a heading there, and what belongs to no card."""

from __future__ import annotations

import pytest

from bot.decks.formats import Imported, read
from bot.decks.formats.articles.article import ARTICLE


def told(text: str) -> Imported:
    return ARTICLE.parse(text, "x/page.txt")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in told(text).deck.cards]


def questions(text: str) -> list[str]:
    return [question for question, _ in cards(text)]


def left(text: str) -> str:
    return "\n".join(p.found for p in told(text).problems if p.kind == "left_out")


def test_a_list_of_contents_is_known_though_its_lines_have_two_parts() -> None:
    """What stands behind a question mark in a list of contents comes again with the heading, and answers nothing."""
    asked = "1、什么是索引？索引为什么会变慢以及如何处理"
    contents = f"{asked}\n2、什么是视图？\n3、锁"
    text = f"目录\n{contents}\n{asked}\n一种结构。\n2、什么是视图？\n存起来的查询。\n3、锁\n等。"
    assert [question for question, _ in cards(text)] == ["什么是索引？", "什么是视图？", "锁"]
    assert told(text).counts["duplicate"] == 0
    assert contents in left(text)


def test_steps_with_text_between_them_are_no_headings() -> None:
    """A list whose fellow asks on and on is inner, however its items look."""
    text = (
        "1. What is a heap?\nA tree.\n2. How do you sort?\nThere are two ways:\n\n1. With a heap:\n\nsort(heap)\n\n"
        "2. With a merge:\n\nmerge(a, b)\n\n3. Stable and unstable sorts\nEqual keys keep their places.\n"
        "4. What is a radix?\nA base.\n5. What is a pivot?\nWhat parts.\n"
    )
    assert questions(text) == [
        "What is a heap?",
        "How do you sort?",
        "Stable and unstable sorts",
        "What is a radix?",
        "What is a pivot?",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "【1】栈是什么？\n先进后出。\n【2】[1, 2] 是什么？\n一个列表。",
            ["栈是什么？", "[1, 2] 是什么？"],
            id="square",
        ),
        pytest.param(
            "Билет 1. Что такое кость? Орган из костной ткани.\nБилет 2. Строение кости: 1) тело; 2) две головки.",
            ["Что такое кость?", "Строение кости"],
            id="tickets",
        ),
    ],
)
def test_marks_of_other_hands(text: str, expected: list[str]) -> None:
    """Brackets before brackets, and tickets that are answered on their own line, are headings."""
    assert questions(text) == expected


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("一面 2021.5.6 40min", "二面 2021.5.9 1h"), id="rounds"),
        pytest.param(("1 Basics", "2 More than that"), id="numbers"),
        pytest.param(("Day 1: rows", "Day 2: columns"), id="days"),
    ],
)
def test_chapters_that_count_on_are_no_answers(names: tuple[str, str]) -> None:
    """A line above a list that counts on from the one above the first list names a chapter."""
    lists = ("1. What is a row?\nA record.\n2. What is a key?", "1. What is a view?\n7\n2. Why?\nSo.")
    text = "\n".join(("Interview", names[0], lists[0], names[1], lists[1]))
    assert cards(text) == [
        ("What is a row?", "A record."),
        ("What is a key?", ""),
        ("What is a view?", "7"),
        ("Why?", "So."),
    ]
    assert names[1] in left(text)


def test_a_chapter_that_the_contents_name_is_no_part_of_the_answer_above() -> None:
    """Numbers may run on through chapters; a name from the list of contents between them is still a name."""
    names = ("First steps", "Second steps")
    text = (
        "Contents\n{0}\n{1}\n\n{0}\n1. What is a row?\nA record.\n\n{1}\n2. What is a key?\nA name.\n".format(
            *names
        )
    )
    assert cards(text) == [("What is a row?", "A record."), ("What is a key?", "A name.")]


def test_chapters_of_terms_that_are_explained_behind_a_colon() -> None:
    """Numbers that start anew below a name that stands alone, explained as those before, are headings."""
    text = (
        "面试总结\n\n内存\n\n  1. 栈有什么作用？ 保存函数调用的信息。\n\n  2. 堆的作用：保存对象，不用时会被回收。\n\n"
        "磁盘\n\n  1. 扇区的大小：通常是五百一十二字节。\n\n  2. 磁头的数量：每个盘面一个磁头。\n"
    )
    assert len(cards(text)) == 4


def test_an_article_in_one_line() -> None:
    """Where no line opens with a number, those inside the line that ask are the headings."""
    text = (
        "Interview questions 1. What is a row? A record of 2.5 fields. "
        "2. What is a key? Its name: 1) short 2) its own. 3. Why? 7"
    )
    assert read(text, "x.txt").format == "article"
    assert cards(text) == [
        ("What is a row?", "A record of 2.5 fields."),
        ("What is a key?", "Its name: 1) short 2) its own."),
        ("Why?", "7"),
    ]


def test_other_articles_below_the_footer_are_no_questions() -> None:
    """A list with nothing under its lines below the end of the page names pages, even where these ask."""
    asked = "1. What is a row?\nA record.\n2. What is a key?\nA name.\n"
    text = f"{asked}Tags: sql\nShare on Facebook\n1. What is new in SQL?\n2. Why rows?\n"
    assert cards(text) == [("What is a row?", "A record."), ("What is a key?", "A name.")]


def test_some_counters_around_a_page_do_not_make_it_a_channel() -> None:
    """A page tells how many liked it; a channel does so below every post."""
    asked = "".join(
        f"{n}. What is a {word}?\nIt is a {word}.\n"
        for n, word in enumerate(("row", "key", "view", "lock", "log", "heap", "tree"), 1)
    )
    assert read(f"Seven interview questions\n👍4\n{asked}👍4\n", "x.txt").format == "article"


def test_a_question_goes_on_to_the_mark_of_its_answer() -> None:
    """Where answers are marked, what stands above a mark asks: wrapped lines, code, options."""
    text = (
        "Question 1. Which of the two is\nfaster?\nAnswer: The first.\nQuestion 2. What does this print?\nn = size()\n"
        "print(n)\nAnswer:\n7\nQuestion 3. Name a unit of\nlength.\nAnswer - metre\nQuestion 4. Why?\nAns:- So.\n"
        "Question 5. When?\nNow, as it seems.\n"
    )
    assert cards(text) == [
        ("Which of the two is faster?", "The first."),
        ("What does this print?\n\n```\nn = size()\nprint(n)\n```", "7"),
        ("Name a unit of length.", "metre"),
        ("Why?", "So."),
        ("When?", "Now, as it seems."),
    ]


def test_a_wrapped_question_is_one_line_again() -> None:
    """A line in small letters that ends the question belongs to it; the answer stays below."""
    asked = "1. What is the difference between\na row and\na column?\nThe way.\n"
    text = f"{asked}2. Which is longer\nthey asked. Is it?\nIt is.\n"
    assert cards(text)[0] == ("What is the difference between a row and a column?", "The way.")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Questions about rows    Page {} of 3", id="english"),
        pytest.param("Вопросы о строках - стр. {}", id="russian"),
        pytest.param("第 {} 页", id="chinese"),
        pytest.param("- {} -", id="number"),
        pytest.param("Questions | https://example.org/rows", id="address"),
    ],
)
def test_running_heads_are_no_text(head: str) -> None:
    """What stands on every page of a printout, and only counts pages, is left out and told."""
    heads = [head.format(n) for n in (1, 2, 3)]
    text = (
        f"{heads[0]}\n1. What is a row?\nA record that\n\n{heads[1]}\n\ngoes on.\n2. What is a key?\nPage 4 tells.\n"
        f"{heads[2]}\n3. How many?\n3 of 4\n"
    )
    assert cards(text) == [
        ("What is a row?", "A record that\n\ngoes on."),
        ("What is a key?", "Page 4 tells."),
        ("How many?", "3 of 4"),
    ]
    assert heads[1] in left(text) or not head.strip("-{} ")


@pytest.mark.parametrize("nothing", ["略", "暂无答案", "待补充", "No answer yet"])
def test_a_word_that_keeps_a_place_is_no_answer(nothing: str) -> None:
    """The card is kept, and not asked."""
    text = f"1、什么是栈？\n答案：{nothing}\n2、什么是队列？\n答案：先进先出"
    assert cards(text) == [("什么是栈？", ""), ("什么是队列？", "先进先出")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Key: it names a row of a table.", ("Key", "it names a row of a table."), id="colon"),
        pytest.param(
            "Ключ. Он называет строку таблицы.", ("Ключ.", "Он называет строку таблицы."), id="sentence"
        ),
        pytest.param("键（主键）的作用：表示一行。", ("键（主键）的作用", "表示一行。"), id="brackets"),
        pytest.param(
            "会话问题会话是指一次连接里的所有请求。",
            ("会话问题", "会话是指一次连接里的所有请求。"),
            id="defined",
        ),
        pytest.param(
            "什么是会话会话就是一次连接。", ("什么是会话", "会话就是一次连接。"), id="asked-and-defined"
        ),
        pytest.param(
            "回收站 的意义：回收站让人把删错的文件拿回来，谁都会删错一次。",
            ("回收站 的意义", "回收站让人把删错的文件拿回来，谁都会删错一次。"),
            id="aside",
        ),
        pytest.param("Keys: name three of them.", ("Keys: name three of them.", ""), id="task"),
        pytest.param(
            "Explain keys. Give an example.", ("Explain keys. Give an example.", ""), id="two-tasks"
        ),
        pytest.param("Key: a name", ("Key: a name", ""), id="no-sentence"),
    ],
)
def test_a_term_is_cut_from_the_sentence_that_explains_it(line: str, expected: tuple[str, str]) -> None:
    """Where nothing stands below, a few words and the sentence behind them are a card; tasks are left whole."""
    assert cards(f"1. {line}\n2. What is a view?\nA stored query.\n3. Why?\nSo.\n")[0] == expected


def test_formulas_keep_the_bars_at_their_sides() -> None:
    """Bars that open and close with `left` and `right` are sides, and one sign of no width makes a page sure."""
    asked = "2. Why?\nSo.\n"
    text = "1. What is the distance?\nIt is ∣ a − b ∣ \\left | a-b \\right | ∣a−b∣\u200b, "
    text += f"where\na\na\na is a number.\n{asked}"
    assert cards(text)[0][1] == "It is $\\left | a-b \\right |$, where $a$ is a number."


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("编辑于 2021-01-01 10:00\n\u200b赞同 12\u200b\n\u200b喜欢\n数据库", id="edited"),
        pytest.param("某人\n关注\n关注\n78\n点赞\n踩", id="author"),
        pytest.param("#数据库##面经#\n点赞 3", id="hashtags"),
        pytest.param("文章作者: 某人\n文章链接: https://example.org", id="source"),
        pytest.param("Thanks for reading!\nIf you liked this, stay.\nData", id="thanks"),
        pytest.param("Заключение\nВот и всё.\nТеги:\nsql\nОтветить", id="conclusion"),
        pytest.param("Autor: Ktoś\nPodobne wpisy\n1 komentarz", id="polish"),
        pytest.param("Name *\nEmail *\nSubmit", id="form"),
        pytest.param("← Предыдущая 1 2 3 Следующая →", id="pager"),
    ],
)
def test_the_page_below_the_last_answer(page: str) -> None:
    """Buttons, counters, forms, authors and closing words below an article are no part of its last answer."""
    text = f"某人\nВопросы\n1. What is a row?\nA record.\n2. Which word matches a pattern?\nlike\n{page}\n"
    assert cards(text) == [("What is a row?", "A record."), ("Which word matches a pattern?", "like")]
    assert all(line.strip("\u200b") in left(text) for line in page.split("\n") if any(map(str.isalnum, line)))


def test_pages_that_were_copied_one_below_the_other() -> None:
    """The footer of one page and the menu of the next stand between two lists, and belong to neither."""
    footer = "Related posts\nSets and bags\nCopyright 2020\n"
    text = (
        f"Home\nQuestions\n1. What is a row?\nA record.\n2. What is a key?\nA name.\n{footer}"
        f"Home\nQuestions\n1. What is a view?\nA stored query.\n2. Why?\nSo.\n{footer}"
    )
    assert [answer for _, answer in cards(text)] == ["A record.", "A name.", "A stored query.", "So."]
    assert left(text).count("Sets and bags") == 2


@pytest.mark.parametrize(
    "caption",
    [
        "在这里插入图片描述",
        "[外链图片转存失败,请上传(img-1.png)]",
        "Photo by Somebody on Unsplash",
        "Image by author",
    ],
)
def test_what_a_page_says_of_its_pictures_is_no_answer(caption: str) -> None:
    """Words that stand where a picture was are left out and told."""
    text = f"1. What is a row?\nA record.\n{caption}\n2. Why?\n{caption}\n3. How?\nSo.\n"
    assert [answer for _, answer in cards(text)] == ["A record.", "", "So."]
    assert caption in left(text)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("Answer: B", id="letter"),
        pytest.param("Correct answer: B) a record", id="repeated"),
        pytest.param("Answer\nB", id="below"),
        pytest.param("答案：B", id="chinese"),
        pytest.param("Правильный ответ: B", id="russian"),
    ],
)
def test_lettered_options_with_a_marked_answer_are_choices(key: str) -> None:
    """The options leave the question, and what is said behind the letter explains."""
    options = "A) a wall\nB) a record\nC. a door"
    text = f"1. What is a row?\n{options}\n{key}\nIt has fields.\n2. What is a key?\nAnswer: a name\n3. Why?\nSo.\n"
    card = told(text).deck.cards[0]
    assert (card.question, card.answer, card.explanation) == ("What is a row?", "a record", "It has fields.")
    right = [(each.text, each.right) for each in card.choices]
    assert right == [("a wall", False), ("a record", True), ("a door", False)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1️⃣ What is a row?\nA record.\n2️⃣ Why?\nSo.\n", id="keycaps"),
        pytest.param("Q1：What is a row?\nA1：A record.\nQ2：Why?\nA2：So.\n", id="numbered-answers"),
    ],
)
def test_numbers_in_other_dress(text: str) -> None:
    """Keycaps number questions, and an answer may have the number of its question."""
    assert cards(text) == [("What is a row?", "A record."), ("Why?", "So.")]


def test_a_quiz_that_also_asks_for_words_is_an_article() -> None:
    """Where one answer is no letter of an option, Aiken would lose its question."""
    quiz = "".join(
        f"{n}. Which of these is a tree, in case {n}?\nA) heap\nB) queue\nAnswer: A\n\n" for n in (1, 2, 3)
    )
    text = f"Interview questions on structures\n\n{quiz}4. What is a trie?\nAnswer: A tree of letters.\n"
    imported = read(text, "x.txt")
    assert (imported.format, len(imported.deck.cards)) == ("article", 4)


def test_what_is_called_a_question_need_not_ask() -> None:
    """`Question 3.` says what it is; answers of a word are enough, and a plain page is no Markdown."""
    text = "Шпаргалка\nВопрос 1. Формула воды\nH2O\nВопрос 2. Соль\nNaCl\nВопрос 3. pH воды\n7\n"
    imported = read(text, "x.txt")
    assert imported.format == "article"
    assert [card.answer for card in imported.deck.cards] == ["H2O", "NaCl", "7"]


def test_a_heading_in_capitals_is_cut_from_the_word_behind_it() -> None:
    """A word with one capital that touches others begins the answer."""
    text = "1. Назовите принципы ООПИнкапсуляция, наследование, полиморфизм.\n2. Зачем?\nДля порядка.\n"
    assert cards(text)[0] == ("Назовите принципы ООП", "Инкапсуляция, наследование, полиморфизм.")


def test_a_rule_below_an_explanation_parts_two_questions() -> None:
    """It is no part of what explains the answer."""
    options = "A. Link\nB. Network\n\n**Answer: B**\n\n**Explanation:** It routes.\n\n---\n\n"
    quiz = f"**{{n}}. Which layer is it?**\n\n{options}"
    found = told("# Quiz\n\n" + "".join(quiz.format(n=n) for n in (1, 2, 3))).deck.cards
    assert not any("---" in card.explanation for card in found)
    assert all(card.explanation.endswith("It routes.") for card in found)
