"""Formats whose files are plain text: what stands in the file is what a reader of the card sees."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.decks import formats, native, writer
from bot.decks.formats.imported import finished
from bot.decks.jotted import jotted
from bot.domain.card import Card
from bot.render.markdown import inline, plain

Read = Callable[[str, str], Card]

WORDS = (
    "__init__", "__main__", "_x_", "snake_case_", "2*3*4", "a*b*c", "2**3**2", "*args", "**kwargs", "*p", "<div>",
    "<span>", "List<String>", "</p>", "<stdio.h>", "#include", "C:\\_temp", "\\d+\\.", "\\*", "x[i](y)", "[1]", "it`s",
    "that`s", "~~x~~", "word", "новая_", "_переменная_", "p->x", "R&D", "x<y", "!=", "$HOME/_bin_", "1.", "+", "C#",
)  # fmt: skip


def _imported(name: str, text: str) -> Card:
    return formats.read(text, "x.txt", name).deck.cards[0]


def _quoted(name: str, mark: str) -> Read:
    return lambda asked, told: _imported(
        name, f'question{mark}answer\n"{asked}"{mark}"{told}"\nWhat is a key?{mark}A name.\n'
    )


def _gift(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "~=#{}:" else letter for letter in text)


def _trivia(asked: str, told: str) -> Card:
    question = {"question": asked, "correct_answer": told, "incorrect_answers": ["no"]}
    return _imported("open-trivia", json.dumps({"results": [question]}))


READ: dict[str, Read] = {
    "csv": _quoted("table", ","),
    "tsv": _quoted("table", "\t"),
    "quizlet": lambda asked, told: _imported("table", f"{asked}\t{told}\nWhat is a key?\tA name.\n"),
    "brainscape": lambda asked, told: _imported(
        "brainscape", f"1\nQ\n\n{asked}\n\nA\n\n{told}\n\n2\nQ\n\nWhat is a key?\n\nA\n\nA name.\n"
    ),
    "studystack": lambda asked, told: _imported(
        "studystack", f"click below\nshow me how\nQuestion\tAnswer\n{asked}\t{told}\nWhat is a key?\tA name.\n"
    ),
    "article": lambda asked, told: _imported(
        "article", f"1. {asked}\n\n{told}\n\n2. What is a key?\n\nIt is a name of a row.\n"
    ),
    "channel": lambda asked, told: _imported(
        "telegram-channel", f"{asked}\n\n{told}\n\n#sql\n👍4\n\nWhat is a key?\n\nA name.\n\n#sql\n👍4\n"
    ),
    "aiken": lambda asked, told: _imported("aiken", f"{asked}\nA. {told}\nB. no\nANSWER: A\n"),
    "gift": lambda asked, told: _imported("gift", f"{_gift(asked)} {{={_gift(told)} ~no}}\n"),
    "gift, short": lambda asked, told: _imported("gift", f"{_gift(asked)} {{={_gift(told)}}}\n"),
    "open-trivia": _trivia,
    "jotted": lambda asked, told: jotted(f"{asked}\n+ {told}\n- no")[0],
}  # fmt: skip


@pytest.mark.parametrize("read", READ.values(), ids=READ.keys())
@given(
    asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
    told=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
)
@example(asked="__init__ and 2*3*4", told="<div> as List<String> or *args **kwargs")
@example(asked="*p", told="\\d+\\. \\* #include <stdio.h>")
def test_a_reader_sees_what_the_file_says(read: Read, asked: str, told: str) -> None:
    """Programs, patterns, numbers and tags that a file talks about stand in the message as they stand in the file."""
    asked, told = f"What does {asked} mean?", f"It is {told} here"
    card = read(asked, told)
    assert inline(card.question).text == asked
    assert plain(card.answer) == told
    deck = finished("x.txt", "table", [card], ()).deck
    again = native.parse(writer.write(deck), "x.md").deck.cards[0]
    assert (again.question, again.answer) == (card.question, card.answer)
