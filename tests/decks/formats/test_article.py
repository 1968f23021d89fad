"""Articles of numbered questions: which numbers are headings, where a heading ends, and what the page around it is."""

from __future__ import annotations

import pytest

from bot.decks.formats import Imported
from bot.decks.formats.articles.article import ARTICLE

PAGE = """Home
Courses
Twelve database interview questions

Contents
1. What is a primary key?
2. How do WHERE and HAVING differ?
3. Explain normalisation.

First steps

1. What is a primary key?

Answer: A column that names a row. It is

1. unique
2. never null

2. How do WHERE and HAVING differ?
Ans. WHERE looks at rows before they are grouped.

3. Explain normalisation.
Every fact is told once, in one table. 4. What is a deadlock? Two transactions that wait for each other.

Further on

1. What is a covering index?

One that holds every column of a query.

2. A table has 40 million rows. A query takes a minute. What would you do?

Look at the plan first:

1) the statistics
2) the indexes

3. When does a scan win?

Answer here

4. Name the isolation levels.

Related posts
Home
Copyright 2026
"""

GLUED = """数据库面试题总结
一、基础
1、什么是事务？答：一组要么全部成功的操作。特性：（1）原子（2）隔离 2、锁的作用锁可以保证同一时刻只有一个线程修改数据。
3、索引(1)加快查询(2)占用空间 4、游标游标用来逐行读取查询的结果,它在服务器上占用内存,所以要及时关闭。
二、进阶
1、乐观锁与悲观锁的区别
2、如何优化查询
先看执行计划，再考虑加索引，最后才改写语句。
上一篇：网络
"""

TWICE = r"""Interview questions on statistics

1. What is the area of a circle?
It is
S
=
π
r
2
S=\pi r^{2}
S=πr2
for the radius r r r.

2. What does the t e n s o r tensor tensor hold?
The product f ( x ) {\displaystyle f(x)} of μ {\displaystyle \mu } and one number, 1 2 3 in all.

3. What is the last stack?
a
b
c
d
e
f
"""


def read(text: str) -> Imported:
    return ARTICLE.parse(text, "x/page.txt")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


def of_kind(text: str, kind: str) -> list[tuple[int, str]]:
    return [(p.line, p.found) for p in read(text).problems if p.kind == kind]


def test_headings_are_told_from_contents_and_inner_lists() -> None:
    """Contents, lists inside answers, numbers that start anew and a heading inside a line are told apart."""
    assert cards(PAGE) == [
        ("What is a primary key?", "A column that names a row. It is\n\n1. unique\n2. never null"),
        ("How do WHERE and HAVING differ?", "WHERE looks at rows before they are grouped."),
        ("Explain normalisation.", "Every fact is told once, in one table."),
        ("What is a deadlock?", "Two transactions that wait for each other."),
        ("What is a covering index?", "One that holds every column of a query."),
        (
            "A table has 40 million rows. A query takes a minute. What would you do?",
            "Look at the plan first:\n\n1) the statistics\n2) the indexes",
        ),
        ("When does a scan win?", ""),
        ("Name the isolation levels.", ""),
    ]
    assert read(PAGE).deck.title == "Twelve database interview questions"
    assert of_kind(PAGE, "unanswered") == [(38, "Answer here"), (42, "Name the isolation levels.")]


def test_the_page_around_is_left_out_in_groups() -> None:
    """Menus, contents, chapters and the footer are told once each, with all their lines."""
    left = {p.mend: (p.line, p.found) for p in read(PAGE).problems if p.kind == "left_out"}
    assert left["the page around the article"] == (
        1,
        PAGE.split("\n\n", 1)[0] + "\nContents\nFirst steps\nRelated posts\nHome\nCopyright 2026",
    )
    assert left["a list of contents, which repeats the questions"][0] == 6
    assert left["a chapter heading, not a card"] == (25, "Further on")


def test_a_heading_is_cut_from_the_answer_it_was_run_together_with() -> None:
    """A question mark cuts for sure; where only a guess can, it is listed as repaired."""
    assert cards(GLUED) == [
        ("什么是事务？", "一组要么全部成功的操作。特性：（1）原子（2）隔离"),
        ("锁的作用", "锁可以保证同一时刻只有一个线程修改数据。"),
        ("索引", "(1)加快查询(2)占用空间"),
        ("游标", "游标用来逐行读取查询的结果,它在服务器上占用内存,所以要及时关闭。"),
        ("乐观锁与悲观锁的区别", ""),
        ("如何优化查询", "先看执行计划，再考虑加索引，最后才改写语句。"),
    ]
    repairs = [(p.line, p.expected) for p in read(GLUED).problems if p.kind == "repaired"]
    assert repairs == [(3, "锁的作用"), (4, "索引"), (4, "游标")]
    assert read(GLUED).deck.language == "zh"


def test_a_formula_that_was_copied_more_than_once_stands_once() -> None:
    """Glyphs, TeX and looks of one formula become the TeX; glyphs alone are kept and reported."""
    assert cards(TWICE) == [
        ("What is the area of a circle?", "It is\n\n$S=\\pi r^{2}$\n\nfor the radius $r$."),
        (
            "What does the tensor hold?",
            "The product $f(x)$ of $\\mu$ and one number, 1 2 3 in all.",
        ),
        ("What is the last stack?", "a\n\nb\n\nc\n\nd\n\ne\n\nf"),
    ]
    assert of_kind(TWICE, "repaired")[0] == (5, "S\n=\nπ\nr\n2\nS=\\pi r^{2}\nS=πr2")
    assert of_kind(TWICE, "bad-formula") == [(18, "a b c d e f")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Q1: Who reads?\nA: Many people do.\nQ2: Who writes?\nAnswer: Only a few of them.",
            [("Who reads?", "Many people do."), ("Who writes?", "Only a few of them.")],
            id="labels",
        ),
        pytest.param(
            "Вопрос 1: Что такое куча?\nОтвет: Дерево, где родитель не меньше детей.\n"
            "Вопрос 2. Зачем JMMМодель описывает, какие значения увидит чтение.",
            [
                ("Что такое куча?", "Дерево, где родитель не меньше детей."),
                ("Зачем JMM", "Модель описывает, какие значения увидит чтение."),
            ],
            id="russian",
        ),
        pytest.param(
            "**1. What is a pod?**\nThe smallest thing that is scheduled.\n"
            "**2. What is a node?**\nA machine that runs pods.",
            [
                ("What is a pod?", "The smallest thing that is scheduled."),
                ("What is a node?", "A machine that runs pods."),
            ],
            id="bold",
        ),
        pytest.param(
            "## 1. What is a pod?\nThe smallest thing that is scheduled.\n## 2. What is <b>?\nA tag, as </b> is one.",
            [
                ("What is a pod?", "The smallest thing that is scheduled."),
                ("What is \\<b>?", "A tag, as \\</b> is one."),
            ],
            id="hashes-and-tags",
        ),
        pytest.param(
            "（1）什么是页？\n页是磁盘上的一块固定大小的数据。\n（2）什么是缓存？\n缓存把常用的页放在内存里，读得更快。",
            [
                ("什么是页？", "页是磁盘上的一块固定大小的数据。"),
                ("什么是缓存？", "缓存把常用的页放在内存里，读得更快。"),
            ],
            id="brackets",
        ),
        pytest.param(
            "1. What is a lock? Give an example.\nWhat one holds.\n2. Что такое куча? Объясните.\nДерево.",
            [
                ("What is a lock? Give an example.", "What one holds."),
                ("Что такое куча? Объясните.", "Дерево."),
            ],
            id="two-sentences",
        ),
        pytest.param(
            "一、什么是事务？\n一组操作，特性有：\n1. 原子\n2. 隔离\n"
            "二、什么是索引？\n一种加快查询的结构，例如：\n1. 树\n2. 哈希",
            [
                ("什么是事务？", "一组操作，特性有：\n1. 原子\n2. 隔离"),
                ("什么是索引？", "一种加快查询的结构，例如：\n1. 树\n2. 哈希"),
            ],
            id="chinese-numbers",
        ),
        pytest.param(
            "1. What is a reef?\n\n_answer here_ A wall of corals.\n\n2. What is a tide?\n\n_Answer here_\n",
            [("What is a reef?", "A wall of corals."), ("What is a tide?", "")],
            id="a-place-for-the-answer",
        ),
    ],
)
def test_every_kind_of_number_opens_a_heading(text: str, expected: list[tuple[str, str]]) -> None:
    """Numbers are written in many ways, and each article keeps to one."""
    assert cards(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1. {}?\n{}.\n2. {}?\n{}.\n3) {}?\n{}.\n4. {}?\n{}.", id="one-differs"),
        pytest.param("1. {}?\n{}.\n2. {}?\n{}.\n3、 {}?\n{}.\n4、{}?\n{}.", id="changes-for-good"),
        pytest.param("Q1: {}?\n{}.\nQ2: {}?\n{}.\n3．{}?\n{}.\n（4）{}?\n{}.", id="changes-twice"),
        pytest.param("1) {}?\n{}.\n2. {}?\n{}.\n3. {}?\n{}.\n4. {}?\n{}.", id="the-first-differs"),
        pytest.param("1、{}?{}. 2.{}?{}. 3){}?{}. （4）{}?{}.", id="in-one-line"),
        pytest.param("1. {}?\n{}.\n2. {}?\n{}.\n2. {}?\n{}.\n3. {}?\n{}.", id="one-number-twice"),
        pytest.param("1. {}?\n{}.\n2. {}?\n{}.\n31. {}?\n{}.\n4. {}?\n{}.", id="a-slip"),
        pytest.param(
            "1. {}?\n{}:\n1) it\n2) them\n2. {}?\n{}.\n3、{}?\n{}:\n(1) so\n(2) too\n4、{}?\n{}.", id="lists"
        ),
    ],
)
def test_a_number_that_goes_on_is_a_heading_whatever_its_mark(text: str) -> None:
    """Copied articles change their marks on the way; no question is merged into the answer above."""
    told = (
        "What is a list",
        "A row",
        "What is a set",
        "A bag",
        "What is a map",
        "A dictionary",
        "Why hash",
        "Speed",
    )
    found = cards(text.format(*told))
    assert [question for question, _ in found] == [f"{question}?" for question in told[::2]]
    assert [answer.split("\n")[0].rstrip(".:") for _, answer in found] == list(told[1::2])


def test_a_number_that_goes_on_but_looks_like_no_heading_is_told() -> None:
    """It stays in the answer, and the report names its line."""
    text = "1. What is a list?\nA row.\n2. What is a set?\nA bag, of which it holds that\n3) it is unordered,\nthat is."
    assert [answer for _, answer in cards(text)] == [
        "A row.",
        "A bag, of which it holds that\n3) it is unordered,\n\nthat is.",
    ]
    assert of_kind(text, "unchecked") == [(5, "3)")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "1. What is the capital of Peru?\nLima\n2. What is the largest planet?\nJupiter", id="below"
        ),
        pytest.param(
            "1. What is the capital of Peru? Lima\n2. What is the largest planet? Jupiter", id="behind"
        ),
        pytest.param("1、什么是栈？\n先进后出\n2、什么是队列？\n先进先出", id="chinese"),
    ],
)
def test_answers_of_a_word_make_an_article(text: str) -> None:
    """What asks is answered by any text, and the reason counts it."""
    seen = ARTICLE.recognise(text)
    assert seen.score >= 0.5
    assert "2 with text under them" in seen.reasons


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        pytest.param(
            "So:\nint n = size();\n\nif (n > 0) {\n    send<T>(n);\n}\nIt is sent.",
            "So:\n```\nint n = size();\n\nif (n > 0) {\n    send<T>(n);\n}\n```\nIt is sent.",
            id="braces",
        ),
        pytest.param(
            "So:\ndef twice(n):\n    # both\n    return n + n\nIt adds.",
            "So:\n```\ndef twice(n):\n    # both\n    return n + n\n```\nIt adds.",
            id="python",
        ),
        pytest.param(
            "SELECT a.id, b.name\nFROM a\nJOIN b ON a.id = b.id;\nBoth.",
            "```\nSELECT a.id, b.name\nFROM a\nJOIN b ON a.id = b.id;\n```\nBoth.",
            id="sql",
        ),
        pytest.param(
            "```\nn = <b>\n\nm = 2\n```\nTwo.", "```\nn = <b>\n\nm = 2\n```\nTwo.", id="fenced-before"
        ),
        pytest.param(
            "Two of them (see above);\n- one;\n- two = 2;",
            "Two of them (see above);\n- one;\n- two = 2;",
            id="prose",
        ),
    ],
)
def test_code_keeps_its_lines(below: str, expected: str) -> None:
    """What is code beyond doubt stands in a fence, and nothing else does."""
    text = f"1. How is it sent?\n{below}\n2. What is a list?\nThings in a row."
    assert cards(text)[0][1] == expected


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("Read also: Ten tricks with lists", id="another-article"),
        pytest.param("Subscribe to our newsletter for more", id="newsletter"),
        pytest.param("See also\n- [Sets](https://example.org/s)\nhttps://example.org/x", id="links"),
        pytest.param("Share on Facebook\nTweet", id="shares"),
        pytest.param("Читайте также: Как устроена куча\nПодписывайтесь на наш канал", id="russian"),
        pytest.param("Zobacz także: Dziesięć zapytań\nPodziel się na Facebooku", id="polish"),
        pytest.param(
            "相关阅读：线程池\nposted @ 2020-01-01 10:00 某人 阅读(12) 评论(0) 编辑 收藏", id="chinese"
        ),
    ],
)
def test_the_page_between_and_below_the_answers_is_left_out(page: str) -> None:
    """What invites, shares or names other articles belongs to no answer; the report tells all of it."""
    text = f"1. What is a list?\nA row.\n{page}\n2. What is a topic?\nSubscribe to the topic, see also below.\n\n{page}"
    assert [answer for _, answer in cards(text)] == ["A row.", "Subscribe to the topic, see also below."]
    left = "\n".join(found for _, found in of_kind(text, "left_out"))
    assert all(left.count(line.lstrip("- ")) == 2 for line in page.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Pancakes\n1. Mix flour and milk.\n2. Heat the pan.\n3. Pour, turn and eat.\n", id="recipe"
        ),
        pytest.param(
            "Terms\n1. Accounts\nYou look after your own password at all times.\n2. Payment\nFees are due at the start "
            "of every month.\n3. Liability\nWe are liable as far as the law says.\n",
            id="terms",
        ),
        pytest.param(
            "1. What is a key?\n2. What is a view?\n3. What is a lock?\n4. What is a log?\n", id="no-answers"
        ),
    ],
)
def test_not_every_numbered_list_is_an_article(text: str) -> None:
    """Steps, clauses and lists without answers are not taken for one."""
    assert ARTICLE.recognise(text).score < 0.5
