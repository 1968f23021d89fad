"""More ways in which articles ask: answers behind wide room or a dash, cells of a layout, lone numbers, quizzes."""

from __future__ import annotations

import pytest

from bot.decks import formats

ROOM = """Pytania egzaminacyjne

1) Budowa ziarna     łuska, bielmo, zarodek

2) Rodzaje mąki     pszenna - jasna, żytnia - ciemna

3)Zakwas     mąka i woda

4) Wypiek chleba

5) Rola soli     smak

Poniżej są zdjęcia z wykładu, trochę niewyraźne.
"""
CELLS = """Bread interview questions
| 1. |
What feeds a sourdough? |
||||
|
Answer» Flour and water.
|
|||
| 2. |
What is rye? |
|
Answer» A grain.
|
| 3. |
Why is dough folded? |
Answer»
|
|
"""
QUIZ = """Wyniki egzaminu z piekarstwa

Pytanie 1

Co karmi zakwas?

A. mąka
B. sól
C. olej
Mąka jest pożywką dla drożdży.

Pytanie 2

Jaką mąkę ma chleb razowy?

A. jasną
B. pełną
C. kukurydzianą

Pytanie 3

Kto piecze chleb?

A. kowal
B. szewc
C. piekarz
Piekarz.
"""
SECTION = """---
title: "Chleb na zakwasie - pytania rekrutacyjne"
---
## Pytania rekrutacyjne

1. **Czym jest zakwas?** — mąką i wodą; dojrzewa.
2. **Po co składać ciasto?** — by trzymało kształt.
3. **Kiedy solić?** - po autolizie.

## Dalsza lektura

- [Książka](https://example.org/)
"""
BLANKS = (
    "面包面经   1. 酵母和酵头介绍一下 酵母是一种真菌，酵头是面粉和水的混合物。   2. 黑麦是什么？ 一种谷物，比小麦耐寒。"
    "   3. 描述一下发酵现象 发酵：糖变成酒精和气体，面团因此变大。   4. 为什么要加盐？ 盐让面筋更结实。"
)  # fmt: skip


def pairs(text: str) -> list[tuple[str, str]]:
    imported = formats.read_bytes(text.encode(), "bread.txt")
    assert imported.format == "article"
    return [(card.question, card.answer) for card in imported.deck.cards]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            ROOM,
            [
                ("Budowa ziarna", "łuska, bielmo, zarodek"),
                ("Rodzaje mąki", "pszenna - jasna, żytnia - ciemna"),
                ("Zakwas", "mąka i woda"),
                ("Wypiek chleba", ""),
                ("Rola soli", "smak"),
            ],
            id="wide-room-parts-them-and-what-stands-below-the-last-is-the-page",
        ),
        pytest.param(
            CELLS,
            [
                ("What feeds a sourdough?", "Flour and water."),
                ("What is rye?", "A grain."),
                ("Why is dough folded?", ""),
            ],
            id="numbers-in-cells-of-a-layout",
        ),
        pytest.param(
            QUIZ,
            [
                ("Co karmi zakwas?\n\nA. mąka\nB. sól\nC. olej", "Mąka jest pożywką dla drożdży."),
                ("Jaką mąkę ma chleb razowy?\n\nA. jasną\nB. pełną\nC. kukurydzianą", ""),
                ("Kto piecze chleb?\n\nA. kowal\nB. szewc\nC. piekarz", "Piekarz."),
            ],
            id="options-without-a-key-belong-to-the-question-below-its-number",
        ),
        pytest.param(
            SECTION,
            [
                ("Czym jest zakwas?", "mąką i wodą; dojrzewa."),
                ("Po co składać ciasto?", "by trzymało kształt."),
                ("Kiedy solić?", "po autolizie."),
            ],
            id="one-section-of-a-file",
        ),
        pytest.param(
            BLANKS,
            [
                ("酵母和酵头介绍一下", "酵母是一种真菌，酵头是面粉和水的混合物。"),
                ("黑麦是什么？", "一种谷物，比小麦耐寒。"),
                ("描述一下发酵现象", "发酵：糖变成酒精和气体，面团因此变大。"),
                ("为什么要加盐？", "盐让面筋更结实。"),
            ],
            id="a-blank-ends-what-asks-in-chinese",
        ),
    ],
)
def test_question_and_answer_are_parted_where_a_reader_parts_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Nothing of the page around is an answer, and no sign of an answer is lost."""
    assert pairs(text) == expected


def test_the_front_matter_of_an_article_names_it() -> None:
    """Its title is the deck's, without its key and quotes."""
    assert (
        formats.read_bytes(SECTION.encode(), "x.md").deck.title == "Chleb na zakwasie - pytania rekrutacyjne"
    )


PAIR = (
    "[烘焙]面包面经 |\n1. 黑麦与小麦黑麦耐寒而小麦更适合做松软的面包。 2. 为什么要发酵?(1)产生气体(2)产生香味"
    " 3. 酵母的作用(1)产气(2)增香\n烘焙 最新文章\n如何做贝果\n本文链接：example.org\n"
)


def test_two_things_side_by_side_end_where_the_first_is_told() -> None:
    """What the page names below the last answer, other articles, is none."""
    assert pairs(PAIR) == [
        ("黑麦与小麦", "黑麦耐寒而小麦更适合做松软的面包。"),
        ("为什么要发酵?", "(1)产生气体(2)产生香味"),
        ("酵母的作用", "(1)产气(2)增香"),
    ]


def test_a_number_behind_hashes_stands_in_no_line() -> None:
    """`## Вопрос 1:` opens its line, so that no hashes are left in the answer above."""
    text = "# 00. Хлеб\n\n## Вопрос 1: Что такое рожь?\n\nЗлак.\n\n---\n\n## Вопрос 2: Как растут дрожжи\n\nВ тепле.\n"
    imported = formats.read_bytes(text.encode(), "bread.md")
    assert [(card.question, card.answer) for card in imported.deck.cards] == [
        ("Что такое рожь?", "Злак."),
        ("Как растут дрожжи", "В тепле."),
    ]
