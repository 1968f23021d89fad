"""More ways in which files of questions ask: chapters with numbers, lone labels, headings with nothing below."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.decks.formats.articles.markdown_questions import MARKDOWN_QUESTIONS
from bot.domain.card import Choice

CHAPTERS = """Вопросы о хлебе

1. Мука

Q: Чем рожь отличается от пшеницы?

  1. клейковиной
  2. цветом

Q: Что такое зольность?
Доля минералов.

2. Тесто

Q: Зачем тесту отдых?

Чтобы клейковина расслабилась.
"""
PERMALINKS = """Baking¶
5 minutes to read
1. Flour¶
Basic¶
Q: What is rye?
A: A grain.
Q: What is spelt?
A:
2. Dough¶
Q: Why is it folded?
A: To hold its form.
"""


def read(text: str) -> Imported:
    return MARKDOWN_QUESTIONS.parse(text, "bread.md")


def pairs(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


def test_numbered_lines_above_labelled_questions_are_chapters() -> None:
    """The last item of a list in an answer is none of them, and the questions below are no text of an article's."""
    imported = formats.read_bytes(CHAPTERS.encode(), "bread.txt")
    assert imported.format == "markdown-questions"
    assert [(card.question, card.answer, card.tags) for card in imported.deck.cards] == [
        ("Чем рожь отличается от пшеницы?", "1. клейковиной\n2. цветом", ("мука",)),
        ("Что такое зольность?", "Доля минералов.", ("мука",)),
        ("Зачем тесту отдых?", "Чтобы клейковина расслабилась.", ("тесто",)),
    ]


def test_a_line_with_a_permalink_is_a_heading() -> None:
    """Pages of documentation show a pilcrow behind each; nothing of it is an answer."""
    cards = read(PERMALINKS).deck.cards
    assert [(card.question, card.answer) for card in cards] == [
        ("What is rye?", "A grain."),
        ("What is spelt?", ""),
        ("Why is it folded?", "To hold its form."),
    ]
    assert cards[2].tags == ("dough",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "## Question 1\n\n**What is rye?**\n\n**Answer:** _[To be filled]_\n\n## Question 2\n\n**Name a flour.**\n"
            "**Answer:** Spelt.\n",
            [("What is rye?", ""), ("Name a flour.", "Spelt.")],
            id="bold-question-below-a-lone-label",
        ),
        pytest.param(
            "Q) What is rye?\n\nAns) A grain.\n\nQ)\nWhat is $2^3$?\n\nAns)\n$8$\n",
            [("What is rye?", "A grain."), ("What is $2^3$?", "$8$")],
            id="label-with-a-bracket",
        ),
        pytest.param(
            "### 1. 什么是黑麦？\n\n**参考回答**\n\n一种谷物。\n\n### 2. 什么是酵母？\n\n**参考回答**：一种真菌。\n",
            [("什么是黑麦？", "一种谷物。"), ("什么是酵母？", "一种真菌。")],
            id="label-alone-in-bold",
        ),
        pytest.param(
            "### 1. What is rye?\nA grain.\n\n### 2. Spelt\n\n### 3. What is dough?\nFlour and water.\n",
            [("What is rye?", "A grain."), ("Spelt", ""), ("What is dough?", "Flour and water.")],
            id="numbered-heading-with-nothing-below",
        ),
        pytest.param(
            "### 1. Flour\n\n#### 1.1. What is rye?\nA grain.\n\n#### 1.2. What is spelt?\nA wheat.\n",
            [("What is rye?", "A grain."), ("What is spelt?", "A wheat.")],
            id="numbered-chapter",
        ),
        pytest.param(
            "**什么是黑麦？**\n一种谷物。\n\n**面团为什么要静置**\n让面筋放松。\n\n**黑麦的优缺点**\n优点：香。\n\n"
            "**常见的三种发酵方法**\n略述。\n",
            [
                ("什么是黑麦？", "一种谷物。"), ("面团为什么要静置", "让面筋放松。"),
                ("黑麦的优缺点", "优点：香。"), ("常见的三种发酵方法", "略述。"),
            ],
            id="bold-lines-that-name-what-they-ask-about",
        ),
        pytest.param(
            "**什么是黑麦？**\n一种谷物。\n\n**应用场景**\n面包。\n\n**什么是酵母？**\n一种真菌。\n",
            [("什么是黑麦？", "一种谷物。\n\n**应用场景**\n面包。"), ("什么是酵母？", "一种真菌。")],
            id="bold-line-inside-an-answer",
        ),
    ],
)  # fmt: skip
def test_what_asks_is_told_from_what_stands_around_it(text: str, expected: list[tuple[str, str]]) -> None:
    """Each question is one card, with its own answer or none."""
    assert pairs(text) == expected


def test_chinese_options_need_no_blank_and_their_key_may_be_explained() -> None:
    """The letter stands behind words for the right answer; what is said besides is the note."""
    [card] = read(
        "### 1. 黑麦是什么？\n\nA.谷物\n\nB.真菌\n\n解析：正确答案**A**，属于禾本科。\n\n### 2. 酵母？\n"
    ).deck.cards[:1]
    assert card.question == "黑麦是什么？"
    assert card.choices == (Choice("谷物", right=True), Choice("真菌", right=False))
    assert card.explanation == "属于禾本科。"


def test_a_key_that_may_mean_other_options_chooses_none() -> None:
    """Steps have letters, too, and the options below them are orders of these."""
    text = "### 1. 顺序是什么？\n\na.揉面\n\nb.发酵\n\nA.ab B.ba\n\n解析：正确答案B。\n\n### 2. 酵母？\n\n真菌。\n"
    card = read(text).deck.cards[0]
    assert not card.choices
    assert card.answer == "正确答案B。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# Note\n\n> [!question]- What is rye?\n> A grain.\n>\n> It stands cold.\n\n> [!faq]+ Yeast\n> $n$\n"
            "\nMore.\n",
            [("What is rye?", "A grain.\n\nIt stands cold."), ("Yeast", "$n$")],
            id="with-the-answer-inside",
        ),
        pytest.param(
            "## Q1 — Grain\n\n> [!question] What is rye?\n\n> [!success]- Answer\n> ```\n> a grain\n> ```\n\n---\n\n"
            "## Q2 — Yeast\n\n> [!question] What is yeast?\n\n> [!success]- Answer\n",
            [("What is rye?", "```\na grain\n```"), ("What is yeast?", "")],
            id="with-the-answer-folded-below",
        ),
    ],
)
def test_callouts_ask(text: str, expected: list[tuple[str, str]]) -> None:
    """They are no answers of numbered headings, and what stands around them is left out."""
    imported = formats.read_bytes(text.encode(), "note.md")
    assert imported.format == "markdown-questions"
    assert [(card.question, card.answer) for card in imported.deck.cards] == expected


def test_a_labelled_pair_ends_a_list_of_contents() -> None:
    """A page may keep the heading of its contents and lose the list; labels may close before their colon."""
    text = "# Bread\n\n## Table of Contents\n\nWords.\n\n**Question**: **What is rye?**\n\n**Answer**: A grain.\n"
    assert pairs(text) == [("What is rye?", "A grain.")]
