"""Markdown questions of repositories: headings, labels, what unfolds, bold lines and options."""

from __future__ import annotations

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.decks.formats.articles.markdown_questions import MARKDOWN_QUESTIONS
from bot.domain.card import Choice

REPOSITORY = """# Structures [![Build](https://img.example.org/b.svg)](https://ci.example.org)

Words about this repository.

## Table of contents

| No. | Questions |
| --- | --- |
| 1 | [What is a heap?](#what-is-a-heap) |
| 2 | [What is a trie?](#what-is-a-trie) |

## Trees

1. ### What is a heap?

    A tree in which a parent is never smaller than its children.

    ```python
    heapq.heappush(h, 1)  # ### not a question?
    ```

   **[⬆ Back to top](#table-of-contents)**

2. ### What is a trie?

    A tree of prefixes.

    #### Where is it used?

    In completion.

## Hashing

3. ### What is a collision?

    *Answer here*

## Contributing

Send a pull request.
"""

FOLDED = """# Containers

## Images

<details>
<summary>What is an image?</summary><br><b>

A stack of <i>read-only</i> layers, see `<none>` images.
</b></details>

- <details><summary>Why use <code>tags</code>?</summary> To name a version.<br/>And to move it.</details>

<details><summary>How is one stored?</summary></details>

Prose between.
<script>alert(1)</script>
"""

QUIZ = """###### 1. What does this print?

```javascript
console.log(1 + "1");
```

- A: `2`
- B: `"11"`

<details><summary><b>Answer</b></summary>
<p>

#### Answer: B

The number becomes a string.

</p>
</details>

---

###### 2. Is zero true?

- [ ] yes
- [x] no

[More](https://example.org)
"""

HEAP = """A tree in which a parent is never smaller than its children.

```python
heapq.heappush(h, 1)  # ### not a question?
```"""

Pairs = list[tuple[str, str]]


def read(text: str) -> Imported:
    return MARKDOWN_QUESTIONS.parse(text, "x/README.md")


def cards(text: str) -> Pairs:
    return [(card.question, card.answer) for card in read(text).deck.cards]


def left_out(text: str) -> dict[str, tuple[int, str]]:
    return {p.mend: (p.line, p.found) for p in read(text).problems if p.kind == "left_out"}


def test_headings_that_ask_are_questions_and_chapters_their_tags() -> None:
    """Headings of the level that asks are cards; those below belong to answers, those above are tags."""
    deck = read(REPOSITORY).deck
    assert cards(REPOSITORY) == [
        (
            "What is a heap?",
            HEAP,
        ),
        ("What is a trie?", "A tree of prefixes.\n\n#### Where is it used?\n\nIn completion."),
        ("What is a collision?", ""),
    ]
    assert [card.tags for card in deck.cards] == [("trees",), ("trees",), ("hashing",)]
    assert deck.title == "Structures"
    assert [p.found for p in read(REPOSITORY).problems if p.kind == "unanswered"] == ["*Answer here*"]


def test_contents_and_links_back_are_left_out_in_groups() -> None:
    """Lists that repeat every question, links to the top and words about the file are told once each."""
    left = left_out(REPOSITORY)
    assert left["a list of contents, which repeats the questions"][0] == 5
    assert left["a link back to the top"] == (22, "**[⬆ Back to top](#table-of-contents)**")
    assert left["text outside any card"] == (3, "Words about this repository.\nSend a pull request.")


def test_the_page_between_the_answers_is_left_out() -> None:
    """What invites and names other articles is told once and stands in no answer."""
    read = MARKDOWN_QUESTIONS.parse(
        "## What is a heap?\nA tree.\n\nSubscribe to our newsletter\n\n## Why?\nA tree.\n\nRead also: Sets\n",
        "x",
    )
    assert [card.answer for card in read.deck.cards] == ["A tree.", "A tree."]
    assert [p.found for p in read.problems if "between" in p.mend] == [
        "Subscribe to our newsletter\nRead also: Sets"
    ]


def test_what_unfolds_is_a_card_and_no_tag_survives() -> None:
    """A summary asks and what it hides answers; HTML becomes Markdown, and a script is left out."""
    assert cards(FOLDED) == [
        ("What is an image?", "A stack of *read-only* layers, see `<none>` images."),
        ("Why use `tags`?", "To name a version.\nAnd to move it."),
        ("How is one stored?", ""),
    ]
    assert left_out(FOLDED)["a script or a style"] == (16, "<script>alert(1)</script>")
    assert left_out(FOLDED)["text outside any card"] == (15, "Prose between.")


def test_options_with_a_right_one_become_choices() -> None:
    """A task list, or lettered lines with a key, are choices; what is said besides explains them."""
    first, second = read(QUIZ).deck.cards
    assert first.question == 'What does this print?\n\n```javascript\nconsole.log(1 + "1");\n```'
    assert first.choices == (Choice("`2`", right=False), Choice('`"11"`', right=True))
    assert (first.answer, first.explanation) == ('`"11"`', "The number becomes a string.")
    assert second.choices == (Choice("yes", right=False), Choice("no", right=True))
    assert (second.answer, second.explanation) == ("no", "[More](https://example.org)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "**Q1: What is a pod?**\n**A:** The smallest thing.\n\nIt is scheduled.\n\n"
            "Q2. What is a node?\nAns. A machine.",
            [
                ("What is a pod?", "The smallest thing.\n\nIt is scheduled."),
                ("What is a node?", "A machine."),
            ],
            id="labels",
        ),
        pytest.param(
            "## Models\n\n**What is regression? 👶**\n\nFitting a number.\n\n<br/>\n\n**Why is L2 smooth?**\n\nTODO\n",
            [("What is regression? 👶", "Fitting a number."), ("Why is L2 smooth?", "")],
            id="bold",
        ),
        pytest.param(
            "1. **屏障能替代锁吗？为什么？**\n\n<details>\n<summary>答案</summary>\n\n不能。\n</details>\n\n"
            "2. 什么是乱序执行？\n   <details>\n   <summary>点击查看答案</summary>\n   不按顺序执行。\n   </details>\n",
            [("屏障能替代锁吗？为什么？", "不能。"), ("什么是乱序执行？", "不按顺序执行。")],
            id="hidden-answers",
        ),
        pytest.param(
            "# Вопросы\n+ [Что такое ключ?](#ключ)\n\n## Что такое ключ?\nИмя строки.\n\n[к оглавлению](#вопросы)\n\n"
            "## Что такое индекс?\nСтруктура.\n",
            [("Что такое ключ?", "Имя строки."), ("Что такое индекс?", "Структура.")],
            id="russian",
        ),
        pytest.param(
            "**What is\na lease?**\n\nA promise.\n\n1. **首先检查\n什么？**\n\n探针。\n\n"
            "**So **bold\nis not torn** here.\n",
            [
                ("What is a lease?", "A promise."),
                ("首先检查什么？", "探针。\n\n**So **bold\nis not torn** here."),
            ],
            id="bold-over-two-lines",
        ),
        pytest.param(
            "Q: Which lease\ndoes not end?\nA: The eternal one.\n\nQ: Who holds it?\nA: Nobody.\n",
            [("Which lease\ndoes not end?", "The eternal one."), ("Who holds it?", "Nobody.")],
            id="a-label-over-two-lines",
        ),
        pytest.param(
            "### What is `a < b`?\n\n#### Answer\n\nA test: $a<b$, x<y &amp; List<T>.\n\n"
            "#### Good to hear\n\n- order\n\n"
            '### What is a tag?\n\n<!-- a comment -->A <a href="https://e.org">link</a> <a href="#x">up</a>.\n',
            [
                (
                    "What is `a < b`?",
                    "A test: $a<b$, x&lt;y &amp; List`<T>`.\n\n#### Good to hear\n\n- order",
                ),
                ("What is a tag?", "A [link](https://e.org) up."),
            ],
            id="answer-headings-and-html",
        ),
        pytest.param(
            "***Question 1. Name every reef***\n\nTwo.\n\n***Question 2: Who dives? ***\n\nNobody.\n",
            [("Name every reef", "Two."), ("Who dives?", "Nobody.")],
            id="labels-in-bold-italics",
        ),
        pytest.param(
            "## What is a reef? {#reef-1}\n\n> A wall\n> of corals.\n\n## What is a tide? {.wide #tide}\n\n略\n",
            [("What is a reef?", "A wall\nof corals."), ("What is a tide?", "")],
            id="names-of-headings-and-quotations",
        ),
        pytest.param(
            "## Reefs\n\n### In short\n\nThey live.\n\n<details>\n<summary>Answer</summary>\nCorals.\n</details>\n\n"
            "## Tides\n\n### In short\n\nThey move.\n\n<details>\n<summary>Answer</summary>\nThe moon.\n</details>\n",
            [
                ("Reefs\n\n### In short\n\nThey live.", "Corals."),
                ("Tides\n\n### In short\n\nThey move.", "The moon."),
            ],
            id="names-with-one-hidden-answer-each",
        ),
        pytest.param(
            "# Reefs 🐠\n\n### 1️⃣ What is a reef? 🐡\n\n**Answer:** A wall.\n\n### 🔟 Name every tide 🌊\n\nTwo.\n\n"
            "### ❓ Who dives?\n\nNobody.\n\n### ✅ 4. Low tide vs high tide\n\nSix hours.\n",
            [
                ("What is a reef? 🐡", "A wall."),
                ("🔟 Name every tide 🌊", "Two."),
                ("Who dives?", "Nobody."),
                ("Low tide vs high tide", "Six hours."),
            ],
            id="emoji-around-headings",
        ),
        pytest.param(
            "<h1 align='center'>Reefs</h1>\n\n<h3>What is a reef?</h3>\n<p>A wall.</p>\n<h3>Who dives?</h3>Nobody.\n",
            [("What is a reef?", "A wall."), ("Who dives?", "Nobody.")],
            id="headings-of-html",
        ),
        pytest.param(
            "# Sea\n\n## Reefs\n* What is a reef?\n* Describe a reef and how it grows.\n* Low tide\n* Who dives?\n"
            "    * Nobody.\n\n## Tides\n1. What is a tide?\n2. How many are there?\n",
            [
                ("What is a reef?", ""),
                ("Describe a reef and how it grows.", ""),
                ("Low tide", ""),
                ("Who dives?", "* Nobody."),
                ("What is a tide?", ""),
                ("How many are there?", ""),
            ],
            id="lists-of-questions",
        ),
        pytest.param(
            "## What is a reef?\nA wall.\n\n## Who dives?\nNobody.\n\n## Low tide\nAt noon.\n",
            [("What is a reef?", "A wall."), ("Who dives?", "Nobody."), ("Low tide", "At noon.")],
            id="most-headings-ask",
        ),
        pytest.param(
            "## 一、海\n\n### 1、什么是潮汐？\n\n月亮。\n\n### 2、潮间带\n\n海边。\n\n### 3、礁石\n\n珊瑚。\n\n"
            "### 4、谁会潜水？\n\n没有人。\n",
            [
                ("什么是潮汐？", "月亮。"),
                ("潮间带", "海边。"),
                ("礁石", "珊瑚。"),
                ("谁会潜水？", "没有人。"),
            ],
            id="numbers-that-run-up",
        ),
        pytest.param(
            "<details><summary>Table of contents</summary>\n\n- [Reefs](#reefs)\n\n</details>\n\n"
            + "".join(
                f"<details><summary>What is {it}?</summary>Sea.</details>\n\n" for it in ("a reef", "a tide")
            ),
            [("What is a reef?", "Sea."), ("What is a tide?", "Sea.")],
            id="contents-that-unfold",
        ),
        pytest.param(
            "# 🐟 Zadanie 1 - Rafy\n\nWypisz rafy.\n\n**Odpowiedź:**\n\n1. mała\n2. duża\n\n---\n\n"
            "# 🐟 Zadanie 2 - Pływy\n\n**Odpowiedź:**\n\nKsiężyc.\n",
            [
                ("🐟 Zadanie 1 - Rafy\n\nWypisz rafy.", "1. mała\n2. duża"),
                ("🐟 Zadanie 2 - Pływy", "Księżyc."),
            ],
            id="exercises",
        ),
    ],
)
def test_every_way_to_ask_is_read(text: str, expected: Pairs) -> None:
    """Files ask in many ways, and each mostly keeps to one."""
    assert cards(text) == expected
    assert MARKDOWN_QUESTIONS.recognise(text).score >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "---\nlanguage: en\n---\n\n## What is a key?\n\nA name.\n\n## What is a view?\n\nA query.\n",
            id="native",
        ),
        pytest.param("# Notes\n\n## Monday\n\nWe met.\n\n## Tuesday\n\nWe did not.\n", id="notes"),
        pytest.param("### What is a key?\n?\nA name.\n\n### What is a view?\n?\nA query.\n", id="obsidian"),
        pytest.param(
            "### GET /reefs\n\n**Response:**\n\n[]\n\n### GET /tides\n\n**Response:**\n\n[]\n",
            id="an-interface",
        ),
    ],
)
def test_other_markdown_is_not_taken_for_questions(text: str) -> None:
    """Our own decks, notes and decks of other tools are left to those who know them."""
    assert MARKDOWN_QUESTIONS.recognise(text).score < 0.5


UNFOLDED = "<details><summary>参考答案</summary>\n\n{}\n\n</details>\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# Reefs\n\n1. What is a reef made of?\n\n" + UNFOLDED.format("Corals.")
            + "2. Name the largest one.\n\n" + UNFOLDED.format("The Great one.")
            + "3. Who eats it?\n\n" + UNFOLDED.format("A starfish."),
            [
                ("What is a reef made of?", "Corals."),
                ("Name the largest one.", "The Great one."),
                ("Who eats it?", "A starfish."),
            ],
            id="numbers-above-hidden-answers",
        ),
        pytest.param(
            "**Q1:** Who lives there?\n\n> _answer here_\n\n**Q2:** How many arms?\n\n> 5\n\n"
            "**Q3:** Who dives?\n\n> TBD\n",
            [("Who lives there?", ""), ("How many arms?", "5"), ("Who dives?", "")],
            id="labels-in-bold-above-places-to-fill",
        ),
    ],
)  # fmt: skip
def test_what_only_markdown_has_is_not_read_as_an_article(text: str, expected: Pairs) -> None:
    """Numbers run up in an article, too, but nothing unfolds there and no label stands in bold letters."""
    imported = formats.read(text, "x.md")
    assert imported.format == "markdown-questions"
    assert [(card.question, card.answer) for card in imported.deck.cards] == expected


def test_a_file_that_opens_with_a_tag_is_no_page() -> None:
    """Repositories open with a block in the middle of the line; headings of Markdown show that it is no saved page."""
    ask = "##### {}\n<details><summary><b>Answer</b></summary>\n\n{}\n\n</details>\n\n"
    body = ask.format("1. What is a reef?", "A wall.") + ask.format("2. Who dives?", "Nobody.")
    imported = formats.read(
        f'<div align="center">\n\n# Sea\n\n[Home](a.md)\n\n</div>\n\n---\n\n{body}', "x.md"
    )
    assert imported.format == "markdown-questions"
    assert [card.answer for card in imported.deck.cards] == ["A wall.", "Nobody."]


def test_a_number_may_say_which_option_is_right() -> None:
    """Behind a word for an answer a number is that of an option, and otherwise it is the answer."""
    text = "#### 1. Which is a reef?\n\n1. sand\n2. corals\n\n<details><summary>Ответ</summary>\n\n{}\n\n</details>\n"
    keyed = read(
        text.format("**Ответ:** `2`\n\nThey build.") + text.format("2").replace("reef", "rock")
    ).deck.cards
    assert keyed[0].choices == (Choice("sand", right=False), Choice("corals", right=True))
    assert (keyed[0].question, keyed[0].explanation) == ("Which is a reef?", "They build.")
    assert (keyed[1].choices, keyed[1].answer) == ((), "2")


@pytest.mark.parametrize(
    "line",
    [
        "*Next: [Tides](tides.md) | Previous: [Sand](sand.md)*",
        "[← Назад](a.md) · [Вперёд →](b.md)",
        "> ← [上一篇](a.md) · [返回](b.md)",
        "**Next → [[Tides]]**",
    ],
)
def test_the_way_to_other_pages_is_no_answer(line: str) -> None:
    """Links to the pages before and behind stand in no card."""
    text = (
        f"## What is a reef?\n\nA wall.\n\n## Who dives?\n\n[A page](https://example.org)\n\n---\n\n{line}\n"
    )
    assert cards(text)[-1] == ("Who dives?", "[A page](https://example.org)")


HIDDEN = "<details>\n<summary>{}</summary>\n\n{}\n\n</details>\n\n"
SCENARIOS = {
    "headings": (
        "### Scenario\n\nA queue grows.\n\nNobody reads it.\n\n"
        + HIDDEN.format("What do you check first?", "The readers.")
        + "### Scenario 2: a full disk\n\nA disk fills up.\n\n**What happened?**\n\n"
        + HIDDEN.format("Answer", "Cron."),
        [
            ("A queue grows.\n\nNobody reads it.\n\nWhat do you check first?", "The readers."),
            ("A disk fills up.\n\nWhat happened?", "Cron."),
        ],
    ),
    "two questions about one, and then another": (
        "### Сценарий\n\nУзел пропал.\n\n1. Как найти узел?\n"
        + HIDDEN.format("Ответ", "Спросить.")
        + "2. Как его вернуть?\n"
        + HIDDEN.format("Ответ", "Никак.")
        + "Пропал ещё один.\n\nКто виноват?\n"
        + HIDDEN.format("Ответ", "Сеть."),
        [
            ("Узел пропал.\n\nКак найти узел?", "Спросить."),
            ("Узел пропал.\n\nКак его вернуть?", "Никак."),
            ("Пропал ещё один.\n\nКто виноват?", "Сеть."),
        ],
    ),
    "headings of the question and the answer too": (
        ("### Scenario\n\nA node is gone.\n\n### Question\n\nWhat is first?\n\n### Answer\n\nTaints.\n\n"
        "### Scenario\n\nTwo are.\n\n### Question\n\nWho is paged?\n\n### Answer\n\nNobody.\n"),
        [("A node is gone.\n\nWhat is first?", "Taints."), ("Two are.\n\nWho is paged?", "Nobody.")],
    ),
    "among headings that ask": (
        "### What is a pod?\n\nContainers.\n\n### Scenario\n\nDescribe a pod's end.\n\n"
        + HIDDEN.format("Answer", "Evicted.")
        + "### What is a taint?\n\nA mark.\n\n### What is a node?\n\nA host.\n",
        [
            ("What is a pod?", "Containers."),
            ("Describe a pod's end.", "Evicted."),
            ("What is a taint?", "A mark."),
            ("What is a node?", "A host."),
        ],
    ),
    "labels": (
        ("**Scenario:** A queue grows.\n\n**Q:** Who reads it?\n\n**A:** Nobody.\n\n"
        "**Scenario:** A disk is full.\n\n**Q:** Who fills it?\n\n**A:** Cron.\n"),
        [
            ("**Scenario:** A queue grows.\n\nWho reads it?", "Nobody."),
            ("**Scenario:** A disk is full.\n\nWho fills it?", "Cron."),
        ],
    ),
    "a heading above one hidden answer": (
        "## Slow deploys\n\nPods restart twice.\n\nWhat do you look at?\n\n" + HIDDEN.format("Answer", "Probes.")
        + "## Caches\n\nWords on caches.\n\nWhat is a hit?\n\n" + HIDDEN.format("Answer", "A find.")
        + "What is a miss?\n\n" + HIDDEN.format("Answer", "None."),
        [
            ("Pods restart twice.\n\nWhat do you look at?", "Probes."),
            ("What is a hit?", "A find."),
            ("What is a miss?", "None."),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SCENARIOS.values(), ids=SCENARIOS.keys())
def test_a_case_goes_along_with_its_questions(text: str, expected: Pairs) -> None:
    """What is told before it is asked about stands above the question, and the words on a chapter do not."""
    assert cards(text) == expected
