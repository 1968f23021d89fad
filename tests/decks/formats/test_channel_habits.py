"""Habits of channels: how they label answers, put them off, sign their posts and call upon their readers."""

from __future__ import annotations

import pytest

from bot.decks.formats import Imported
from bot.decks.formats.telegram.channel import CHANNEL

NEXT = "What is a row?\n\nOne record.\n#sql\n"


def read(text: str) -> Imported:
    return CHANNEL.parse(text, "decks/ch.txt")


def cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in read(text).deck.cards]


@pytest.mark.parametrize(
    ("post", "answer"),
    [
        pytest.param("Что такое кеш?\n\nОтвет\nБыстрая память.", "Быстрая память.", id="a-label-alone"),
        pytest.param("What is a lag?\n\n💡 Answer\n\nA delay.", "A delay.", id="a-dressed-label"),
        pytest.param("A byte has eight bits.\n\nAnswer: True.", "True.", id="a-statement"),
        pytest.param(
            "Explain sharding.\n\nRows lie on many servers.", "Rows lie on many servers.", id="a-task"
        ),
        pytest.param("В чём суть ключа\n\nКлюч — имя строки.", "Ключ — имя строки.", id="yo"),
        pytest.param(
            "Назовите закон.\n\nОтвет ниже 👇\n||Не вреди.||", "Не вреди.", id="a-pointer-to-a-spoiler"
        ),
        pytest.param(
            "How long is a page?\n\nDrop your answer in the comments 👇", "", id="a-call-to-comment"
        ),
        pytest.param(
            "Czym jest widok?\n\nTabelą.\n\nNapiszcie w komentarzu!", "Tabelą.", id="a-call-in-polish"
        ),
        pytest.param(
            "What is a lock?\n\nA claim.\n\nDouble tap ❤️ for more", "A claim.", id="a-call-to-react"
        ),
        pytest.param("What is a lock?\n\nA claim.\n\n👉 @sql_daily_bot", "A claim.", id="a-signature"),
    ],
)
@pytest.mark.parametrize("dress", ["", "🚀 ", "❓ Question 14\n\n"])
def test_how_a_post_asks_and_ends(dress: str, post: str, answer: str) -> None:
    """Labels, words that say where the answer is, and calls at the end are no part of a card."""
    assert cards(f"{dress}{post}\n#it\n👍3\n{NEXT}")[0] == (post.split("\n", maxsplit=1)[0], answer)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ответ зависит от нагрузки.",
        "Answering takes time.",
        "State of the art.",
        "List comprehensions are short.",
    ],
)
def test_prose_is_no_label(sentence: str) -> None:
    """A sentence that begins like a label or a task is an answer as any other."""
    assert cards(f"What is slow here?\n\n{sentence}\n#it\n👍3\n")[0][1] == sentence


@pytest.mark.parametrize(
    "label",
    ["Answer:", "Ответ на вопрос выше:", "✅ Answer to question 12:", "Odpowiedź na pytanie dnia:", "答案："],
)
def test_the_next_post_may_be_the_answer(label: str) -> None:
    """A post that calls itself an answer answers the question right above it, if that had none; the report says so."""
    imported = read(
        f"What is a page? Answer in the next post 👇\n#db\n👍2\n{label} a block of rows.\n👍9\n{NEXT}"
    )
    card = imported.deck.cards[0]
    assert (card.question, card.answer, len(imported.deck.cards)) == (
        "What is a page?",
        "a block of rows.",
        2,
    )
    repaired = [p for p in imported.problems if p.kind == "repaired"]
    assert [(p.found, p.expected) for p in repaired] == [
        ("a block of rows.", "the answer to line 1: What is a page?")
    ]


def test_an_answer_below_a_question_that_has_one_changes_nothing() -> None:
    """Only a question without an answer takes the post below it."""
    assert cards(f"{NEXT}👍2\nAnswer: something else.\n#sql\n")[0] == ("What is a row?", "One record.")


def test_a_signature_may_change_its_emoji() -> None:
    """What many posts end with is one line, whatever stands before it; twice is enough for the channel's name."""
    ends = ("🐸 Daily rows", "Daily rows", "👉 Daily rows")
    posts = "".join(f"What is {n}?\n\nA letter.\n\n{end}\n#n\n" for n, end in zip("ABC", ends, strict=True))
    assert [answer for _, answer in cards(posts)] == ["A letter."] * 3
    named = "Daily rows | SQL\n3 photos\nDownload Telegram\n"
    posts = "".join(f"What is {n}?\n\nA letter.\n\nDaily rows\n#n\n" for n in "AB")
    assert [answer for _, answer in cards(named + posts)] == ["A letter."] * 2


def test_the_same_short_answer_again_and_again_is_no_signature() -> None:
    """Answers that are one word are kept, however often they come."""
    posts = "".join(f"Is {n} even?\n\nTrue\n#n\n👍1\n" for n in (2, 4, 6, 8))
    assert [answer for _, answer in cards(posts)] == ["True"] * 4
