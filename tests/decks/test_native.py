from __future__ import annotations

import pytest

from bot.decks import native
from bot.decks.native import Parsed, parse
from bot.domain.card import Card, Choice
from bot.domain.identity import question_key


def read(text: str) -> Parsed:
    return parse(text, "cards/x.md")


def card_of(text: str) -> Card:
    """The only card of a text that has nothing wrong with it."""
    parsed = read(text)
    assert [str(problem) for problem in parsed.problems] == []
    (card,) = parsed.deck.cards
    return card


def said(parsed: Parsed) -> list[tuple[int, str]]:
    return [(problem.line, problem.kind) for problem in parsed.problems]


WHOLE = """\
---
title: Networks
language: pt-br
tags: [Deep_Learning, cnn]
licence: CC-BY-4.0
source: "A book: the first"
---
# Another title

What is said here is for readers of the file.

## What is dropout?
<!-- id: dropout concept: regularisation -->

Units are **left out** at random, see $p$.

```python
## not a question
- [x] not a choice
```

### A subheading

- [ ] A way to stop early — That is *early stopping*.
- [x] Leaving out units at random
- [ ] Less data

> [!TIP]
> Think of
> thin networks.

> [!NOTE]
> It is an ensemble.

#cnn #regularisation

More of the answer.

## Why ReLU? ##
Because.
"""


def test_a_whole_deck_is_read() -> None:
    """Everything the format has, in one file, lands where it belongs."""
    parsed = read(WHOLE)
    deck, (dropout, relu) = parsed.deck, parsed.deck.cards
    assert parsed.problems == ()
    assert (deck.slug, deck.title, deck.language, deck.licence) == ("x", "Networks", "pt-BR", "CC-BY-4.0")
    assert (deck.tags, deck.source) == (("deep_learning", "cnn"), "A book: the first")
    assert (dropout.key, dropout.concept, dropout.line) == ("dropout", "regularisation", 12)
    assert dropout.answer == (
        "Units are **left out** at random, see $p$.\n\n"
        "```python\n## not a question\n- [x] not a choice\n```\n\n"
        "### A subheading\n\nMore of the answer."
    )
    assert dropout.choices == (
        Choice("A way to stop early", right=False, reason="That is *early stopping*."),
        Choice("Leaving out units at random", right=True),
        Choice("Less data", right=False),
    )
    assert (dropout.hint, dropout.explanation) == ("Think of\nthin networks.", "It is an ensemble.")
    assert dropout.tags == ("cnn", "regularisation", "deep_learning")
    assert relu == Card(
        question_key("Why ReLU?"), "Why ReLU?", "Because.", tags=("deep_learning", "cnn"), line=39
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("\r\n  one\r\ntwo  \r\n\r\n", "one\ntwo", id="windows line ends and edges"),
        pytest.param("a\n===\n\nb\n---\nc", "a\n===\n\nb\n---\nc", id="underlined headings are text"),
        pytest.param("a\u00a0b\tc\u200d", "a\u00a0b\tc", id="odd spaces inside stay"),
        pytest.param("```\nunder\n## ``` inside\n```", "```\nunder\n## ``` inside\n```", id="hashes in code"),
        pytest.param("~~~\n## a\n~~~~", "~~~\n## a\n~~~~", id="tilde fence"),
        pytest.param("````\n```\n## a\n```\n````", "````\n```\n## a\n```\n````", id="a longer fence around one"),
        pytest.param("- a\n  ```\n  ## b\n  ```", "- a\n  ```\n  ## b\n  ```", id="a fence in a list"),
        pytest.param("    ## code", "    ## code", id="indented code"),
        pytest.param("> quoted\n> ## text", "> quoted\n> ## text", id="a plain quotation"),
        pytest.param("> [!WARNING]\n> mind", "> [!WARNING]\n> mind", id="another callout"),
        pytest.param("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |", id="table"),
        pytest.param("$$\nx\n$$\n![p](a.png)", "$$\nx\n$$\n![p](a.png)", id="maths and a picture"),
        pytest.param("#a b", "#a b", id="a hashtag among words"),
        pytest.param("#1 #2", "#1 #2", id="numbers are no tags"),
        pytest.param("\\## a\n\\- [x] b\n\\#c", "## a\n- [x] b\n#c", id="escaped structure"),
        pytest.param("a \\<!-- b -->", "a <!-- b -->", id="an escaped comment"),
        pytest.param("a\n<!-- TODO -->\nb <!-- or not -->\n<!-- so -->c", "a\nb \nc", id="remarks of authors"),
        pytest.param("a\n<!--\n## b\n- [x] c\n-->\nd", "a\nd", id="a card commented out"),
        pytest.param("a\n\n<!-- x -->\n\nb", "a\n\nb", id="no gap where structure stood"),
    ],
)  # fmt: skip
def test_the_rest_is_the_answer(text: str, answer: str) -> None:
    """What is not structure is the answer, as it stands, without blank edges."""
    assert card_of(f"## What?\n{text}").answer == answer


@pytest.mark.parametrize(
    ("line", "question"),
    [
        pytest.param("## What is **C**?", "What is **C**?", id="plain"),
        pytest.param("\ufeff##\u00a0 What? \u200b", "What?", id="odd spaces"),
        pytest.param("   ##\tWhat? ##  ", "What?", id="closing hashes"),
        pytest.param("## What is C\\#", "What is C\\#", id="a hash inside a word"),
        pytest.param("## What is C \\#", "What is C #", id="a hash at the end"),
        pytest.param("## Is $a ## b$ maths?", "Is $a ## b$ maths?", id="hashes inside"),
        pytest.param("## What? <!-- id: what -->", "What?", id="a comment behind"),
    ],
)
def test_a_question_stands_behind_two_hashes(line: str, question: str) -> None:
    """A heading of level two is a question, without what only dresses it."""
    assert card_of(f"{line}\nThis.").question == question


A, B = Choice("a", right=True), Choice("b", right=False)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        pytest.param("* [X] a\n+ [ ] b", (A, B), id="other marks"),
        pytest.param("1. [x] a\n2) [ ] b", (A, B), id="numbered"),
        pytest.param("-\t[x]\ta  \n\t- [\u00a0] b", (A, B), id="tabs and odd spaces"),
        pytest.param("- [x] a\n\ntext\n\n- [ ] b", (A, B), id="apart"),
        pytest.param("- [x] a\n- [ ] b -- no", (A, Choice("b", right=False, reason="no")), id="two hyphens"),
        pytest.param("- [x] a\n- [ ] b — no — no", (A, Choice("b", right=False, reason="no — no")), id="first dash"),
        pytest.param("- [x] a\n- [ ] b\u00a0— no", (A, Choice("b", right=False, reason="no")), id="unbroken space"),
        pytest.param("- [x] a\n- [ ] b—c-d", (A, Choice("b—c-d", right=False)), id="dashes inside words"),
        pytest.param("- [x] a — b\n- [ ] b", (Choice("a — b", right=True), B), id="a dash in a right one"),
        pytest.param("- [x] a\n- [ ] `b — c` — d", (A, Choice("`b — c`", right=False, reason="d")), id="code"),
        pytest.param("- [x] a\n- [ ] $b -- c$ -- d", (A, Choice("$b -- c$", right=False, reason="d")), id="maths"),
        pytest.param("- [x] a\n- [ ] b &mdash; c", (A, Choice("b — c", right=False)), id="a dash by name"),
        pytest.param("- [x] a\n- [ ] b\n  goes — on\n  and on",
                     (A, Choice("b goes", right=False, reason="on and on")), id="wrapped"),
        pytest.param("- [x] a\n  — yes\n  so — it is\n- [ ] b",
                     (Choice("a", right=True, reason="yes so — it is"), B), id="a reason on its own line"),
        pytest.param("- [x] a\n- [ ] b — no\n  — never", (A, Choice("b", right=False, reason="no — never")), id="both"),
    ],
)  # fmt: skip
def test_a_task_list_gives_choices(text: str, choices: tuple[Choice, ...]) -> None:
    """Every item of a task list is a choice, ticked when right; a dash behind a wrong one opens its reason."""
    assert card_of(f"## What?\ntext\n\n{text}").choices == choices


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("- [x] a\n- [ ] b", "a", id="one right"),
        pytest.param("- [x] a\n- [ ] b\n- [x] c", "- a\n- c", id="two right"),
    ],
)
def test_choices_answer_where_nothing_else_does(text: str, answer: str) -> None:
    """A card without a text of its own has its right choices for an answer."""
    assert card_of(f"## What?\n\n{text}\n\n#tag\n").answer == answer


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("> [!TIP]\n> a\n>\n> - b", "a\n\n- b", id="several lines"),
        pytest.param(">[!tip]- a\n>b", "a\nb", id="as Obsidian folds it"),
        pytest.param("> [!TIP]\n> a\n> [!NOTE]\n> b", "a", id="a note close behind"),
        pytest.param("> [!TIP]\n> ## a\n> - [x] b", "## a\n- [x] b", id="nothing inside is structure"),
        pytest.param("> [!TIP]\n>     code", "    code", id="indented code"),
    ],
)
def test_a_tip_is_the_hint(text: str, hint: str) -> None:
    """A quotation that begins with [!TIP] is the hint and no part of the answer."""
    card = card_of(f"## What?\nThis.\n{text}\n")
    assert (card.hint, card.answer) == (hint, "This.")


@pytest.mark.parametrize(
    ("comment", "facts"),
    [
        pytest.param("<!-- id: a.b-c -->", ("a.b-c", "", None), id="id"),
        pytest.param("<!--concept:c-->", (question_key("What?"), "c", None), id="concept"),
        pytest.param("<!-- concept: c, id: a; -->", ("a", "c", None), id="any order"),
        pytest.param("<!-- id: a -->\n<!-- concept: c -->", ("a", "c", None), id="two comments"),
        pytest.param("<!--\nid: a\nconcept: c\n-->", ("a", "c", None), id="several lines"),
        pytest.param("text <!-- id: a -->", ("a", "", None), id="behind text"),
        pytest.param("<!-- id: a likes: 71 -->", ("a", "", 71), id="likes"),
        pytest.param("<!-- id: a difficulty: 3 -->", ("a", "", 3), id="difficulty"),
        pytest.param("<!-- identity: a -->", (question_key("What?"), "", None), id="a remark"),
    ],
)
def test_a_comment_gives_identity(comment: str, facts: tuple[str, str, int | None]) -> None:
    """A comment anywhere in the card may give an id, a concept and a number; without an id the question is the key."""
    card = card_of(f"## What?\nThis.\n{comment}\n")
    assert (card.key, card.concept, card.likes or card.difficulty) == facts


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("---\ntitle: A\n---\n# B\n## q\na", "A", id="front matter"),
        pytest.param("# B  c #\n# D\n## q\na", "B c", id="first heading"),
        pytest.param("## q\na\n# B\n## r\nb", "x", id="the file's name"),
        pytest.param("---\n\n---\n# B\n## q\na", "B", id="empty front matter"),
        pytest.param("---\ntitle:\n...\n# B\n## q\na", "B", id="empty title"),
    ],
)
def test_the_title_has_three_places(text: str, title: str) -> None:
    """The title is that of the front matter, else the first heading, else the name of the file."""
    assert read(text).deck.title == title


MISTAKES = {
    "empty file": ("", [(1, "no-cards")]),
    "no question": ("# Title\n\ntext", [(1, "no-cards")]),
    "question without text": ("## \na", [(1, "question-missing")]),
    "question without text or answer": ("##", [(1, "question-missing")]),
    "question without a space": ("##What?\na", [(1, "bad-heading")]),
    "question too long": (f"## {'a' * 1001}\na", [(1, "question-too-long")]),
    "question too long for a poll": (f"## {'a' * 301}\na", [(1, "question-long")]),
    "no answer": ("## a\n\n#tag\n", [(1, "answer-missing")]),
    "same question": ("## a\nb\n## A?\nc", [(3, "duplicate-question")]),
    "same question, other id": ("## a\nb\n## a\n<!-- id: x -->\nc", [(3, "duplicate-question")]),
    "same id": ("## a\n<!-- id: x -->\nb\n## c\n<!-- id: x -->\nd", [(4, "duplicate-id")]),
    "bad id": ("## a\n<!-- id: x y -->\nb", [(2, "bad-id")]),
    "words between": ("## a\n<!-- id: x y concept: z -->\nb", [(2, "bad-id")]),
    "letters in an id": ("## a\n<!-- id: ключ -->\nb", [(2, "bad-id")]),
    "empty id": ("## a\n<!-- id: -->\nb", [(2, "bad-id")]),
    "unknown word": ("## a\n<!-- id: x size: 2 -->\nb", [(2, "bad-id")]),
    "no such difficulty": ("## a\n<!-- id: x difficulty: 4 -->\nb", [(2, "bad-id")]),
    "likes without a number": ("## a\n<!-- likes: many -->\nb", [(2, "bad-id")]),
    "id before the first question": ("<!-- id: x -->\n## a\nb", [(1, "bad-id")]),
    "id behind a chapter": ("## a\nb\n# c\n<!-- id: x -->\n## d\ne", [(4, "bad-id")]),
    "two ids": ("## a\n<!-- id: x -->\nb\n<!-- id: y -->", [(4, "second-id")]),
    "no right choice": ("## a\nb\n- [ ] c\n- [ ] d", [(3, "choice-without-right")]),
    "one choice": ("## a\n- [x] b", [(2, "too-few-choices")]),
    "empty choice": ("## a\n- [x] b\n- [ ]\n- [ ] c", [(3, "empty-choice")]),
    "only a reason": ("## a\n- [x] b\n- [ ] — c\n- [ ] d", [(3, "empty-choice")]),
    "same choices": ("## a\n- [x] B\n- [ ] c\n- [ ]  b", [(4, "same-choices")]),
    "two hints": ("## a\nb\n> [!TIP]\n> c\n\n> [!TIP]\n> d", [(6, "second-hint")]),
    "two notes": ("## a\nb\n> [!NOTE] c\n> [!NOTE] d", [(4, "second-note")]),
    "unclosed fence": ("## a\n```\nb\n## c\nd", [(2, "unclosed-fence")]),
    "forgotten fence": ("## a\n```\nb\n## c\n```py\nd\n```\n", [(2, "unclosed-fence")]),
    "unclosed comment": ("## a\nb\n<!-- c\n## d\n<!-- id: e -->\nf", [(3, "unclosed-comment")]),
    "text behind a comment": ("## a\nb\n<!-- c\n--> d", [(3, "unclosed-comment")]),
    "unclosed maths": ("## a\nb\n$$x\n\nc", [(3, "unclosed-maths")]),
    "formula in an answer": ("## a\nb\n\n$\\rac{1}{2}$", [(4, "bad-formula")]),
    "formula in a question": ("## Is $\\frac$ whole?\nb", [(1, "bad-formula")]),
    "formula in a choice": ("## a\n- [x] b\n- [ ] c — $x^$", [(3, "bad-formula")]),
    "formula in a hint": ("## a\nb\n> [!TIP]\n> c\n> ${$", [(5, "bad-formula")]),
    "two unclosed fences": ("## a\n~~~~\n```\nb\n```\n~~~\n", [(2, "unclosed-fence"), (6, "unclosed-fence")]),
    "comment to the end": ("## a\nb\n<!-- c", [(3, "unclosed-comment")]),
    "chapters": ("## a\nb\n# c\n\n<!-- d -->\n# e\nf\n# g\n## h\ni", [(7, "text-outside")]),
    "chapter with text": ("## a\nb\n# c\nd\ne\n## f\ng", [(4, "text-outside")]),
    "unclosed front matter": ("---\ntitle: a\n## b\nc\n---\n", [(1, "unclosed-front-matter")]),
    "front matter to the end": ("---\ntitle: a\n", [(1, "no-cards"), (1, "unclosed-front-matter")]),
    "unknown key": ("---\ntags: a\nlicense: b\n---\n## c\nd", [(3, "unknown-key")]),
    "bad language": ("---\nlanguage: english\n---\n## c\nd", [(2, "bad-language")]),
    "bad tag": ("---\ntags: [a, 2024]\n---\n## c\nd", [(2, "bad-tag")]),
    "nested tags": ("---\ntags: [[a]]\n---\n## c\nd", [(2, "bad-tag")]),
    "nested title": ("---\ntitle: {a: b}\nsource: [c]\n---\n## c\nd", [(2, "bad-title"), (3, "bad-front-matter")]),
    "broken YAML": ("---\ntitle: a\nsource: b: c\n---\n## d\ne", [(3, "bad-front-matter")]),
    "no keys": ("---\njust text\n---\n## d\ne", [(1, "bad-front-matter")]),
    "same key": ("---\ntitle: a\ntitle: b\n---\n## d\ne", [(1, "bad-front-matter")]),
    "impossible letter": ('---\ntitle: "\\UFFFFFFFF"\n---\n## d\ne', [(1, "bad-front-matter")]),
    "deep YAML": (f"---\ntitle: {'[' * 5000}\n---\n## d\ne", [(1, "bad-front-matter")]),
    "many brackets": (f"---\ntags: {'{' * 60}{'[' * 41}\n---\n## d\ne", [(1, "bad-front-matter")]),
    "deep list": (f"---\ntitle:\n{'- ' * 2000}a\n---\n## d\ne", [(1, "bad-front-matter")]),
    "long YAML": (f"---\ntitle: {'a' * 20000}\n---\n## d\ne", [(1, "bad-front-matter")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problems"), MISTAKES.values(), ids=MISTAKES)
def test_every_mistake_has_an_address(text: str, problems: list[tuple[int, str]]) -> None:
    """A mistake is reported with its line and its kind, and nothing else is."""
    assert sorted(said(read(text))) == problems
    assert all(str(problem).startswith("cards/x.md:") for problem in read(text).problems)
    assert all("\n" not in str(problem) for problem in read(text).problems)


def test_no_mistake_stops_the_others() -> None:
    """All the mistakes of a file are reported in the order of its lines, and its sound cards are kept."""
    whole = "\n".join(
        ["---", "colour: red", "---", "## a", "$$", "## b", "- [ ] c", "## a", "d", "## sound", "yes"]
    )
    parsed = read(whole)
    assert said(parsed) == [
        (2, "unknown-key"),
        (5, "unclosed-maths"),
        (6, "answer-missing"),
        (7, "too-few-choices"),
        (7, "choice-without-right"),
        (8, "duplicate-question"),
    ]
    assert [card.question for card in parsed.deck.cards] == ["a", "b", "sound"]


TWO = (Choice("b", right=True), Choice("c", right=False))


@pytest.mark.parametrize(
    ("text", "choices", "answer"),
    [
        pytest.param("- [ ] b\n- [ ] c", (), "", id="none right"),
        pytest.param("- [x] b", (), "b", id="only one"),
        pytest.param("- [x] b\n- [ ]\n- [ ] c", TWO, "b", id="one empty"),
        pytest.param("- [x] b\n- [ ] b\n- [ ] c", TWO, "b", id="one twice"),
    ],
)  # fmt: skip
def test_a_quiz_is_never_broken(text: str, choices: tuple[Choice, ...], answer: str) -> None:
    """A card keeps its choices only while they make a quiz: two or more, all different, one of them right."""
    (card,) = read(f"## a\n{text}").deck.cards
    assert (card.choices, card.answer) == (choices, answer)


@pytest.mark.parametrize("kind", ["question-long", "unchecked"])
def test_a_note_is_no_error(kind: str) -> None:
    """What an author may want to know is told apart from what has to be mended."""
    formulas = " ".join(f"${{{i:x>1900}$" for i in range(200))  # soon refused, and counted all the same
    problems = read(f"## {'a' * 301}\n{formulas}").problems
    assert {problem.severity for problem in problems if problem.kind == kind} == {"note"}


def test_front_matter_keeps_what_is_sound() -> None:
    """A wrong key counts as missing, the others count, and a wrong tag gives the nearest right one."""
    text = "---\ntitle: no\nlanguage: xyzzy\ntags: [Deep Learning, '#CNN']\n---\n## a\nb"
    deck = read(text).deck
    assert (deck.title, deck.language, deck.tags) == ("no", "en", ("deep_learning", "cnn"))


def test_a_deck_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first card too many on nothing is read, and that is said."""
    monkeypatch.setattr(native, "MOST_CARDS", 2)
    parsed = read("## a\nb\n## c\nd\n## e\nf\n## g\nh")
    assert said(parsed) == [(5, "too-large")]
    assert len(parsed.deck.cards) == 2


def test_a_file_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines past the last that is read are not cards, and that is said."""
    monkeypatch.setattr(native, "MOST_LINES", 3)
    parsed = read("## a\nb\n\n## c\nd")
    assert said(parsed) == [(4, "too-large")]
    assert len(parsed.deck.cards) == 1


def test_half_a_letter_is_read() -> None:
    """Half a surrogate pair, which no file can hold, does not stop a pasted deck."""
    assert card_of("## a\nb \ud83d").answer == "b ?"
