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
    contents = "1、什么是索引？索引为什么会变慢以及如何处理\n2、什么是视图？\n3、锁"
    text = f"目录\n{contents}\n1、什么是索引？索引为什么会变慢以及如何处理\n一种结构。\n2、什么是视图？\n存起来的查询。\n3、锁\n等。"
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
