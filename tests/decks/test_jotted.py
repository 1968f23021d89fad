"""Cards written in a chat with `+` and `-` lines."""

from __future__ import annotations

import pytest

from bot.decks.jotted import jotted
from bot.domain.card import Choice

NO_CARDS = {
    "a greeting": "hello",
    "a list": "Shopping:\n- milk\n- eggs",
    "only options": "+ yes\n- no",
    "no space": "Which?\n+yes\n-no",
    "words behind the options": "Which?\n+ yes\n- no\nor so",
    "one of two blocks": "Which?\n+ yes\n- no\n\nand then we left",
    "nothing": "",
}


@pytest.mark.parametrize("text", NO_CARDS.values(), ids=NO_CARDS.keys())
def test_what_is_no_card(text: str) -> None:
    """A text that has anything else in it, or no right answer, is none."""
    assert jotted(text) == ()


def test_choices() -> None:
    """Right and wrong options are the choices, and what is right is the answer."""
    [card] = jotted("Which of these\nis a bird?\n+ a crow\n- a bat\n− a plane")
    assert (card.question, card.answer) == ("Which of these\nis a bird?", "a crow")
    expected = {"a crow": True, "a bat": False, "a plane": False}
    assert card.choices == tuple(Choice(text, right=right) for text, right in expected.items())


def test_several() -> None:
    """Blank lines part cards; where everything is right there is nothing to choose, and all of it is the answer."""
    first, second = jotted("Which is a bird?\n+ a crow\n- a bat\n\nName two birds\n+ crow\n+ owl")
    assert len(first.choices) == 2
    assert (second.choices, second.answer) == ((), "- crow\n- owl")
