"""The grammar of callback data, and buttons that carry it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.message import DATA_LIMIT, Button
from bot.render.taps import Tap, data, parse

PARTS = st.text().filter(lambda text: ":" not in text)


@given(name=PARTS, about=st.lists(PARTS | st.integers(-(10**18) + 1, 10**18 - 1)))
def test_what_is_written_is_read_back(name: str, about: list[str | int]) -> None:
    """A tap is what its button was made from."""
    tap = parse(data(name, *about))
    assert tap == Tap(name, tuple(map(str, about)))
    assert [tap.number(place) for place, part in enumerate(about) if isinstance(part, int)] == [
        part for part in about if isinstance(part, int)
    ]


@given(text=st.text())
def test_forged_data_is_read_without_complaint(text: str) -> None:
    """Whatever a forged button carries, it is a tap, and its numbers are those that a database holds."""
    tap = parse(text)
    numbers = [tap.number(place) for place in range(len(tap.about) + 1)]
    assert all(number is None or abs(number) < 2**63 for number in numbers)


FORGED = {
    "nothing": "rate",
    "empty": "rate:",
    "a word": "rate:x",
    "too large": "rate:" + "9" * 19,
    "underscores": "rate:1_0",
    "a plus": "rate:+1",
    "a space": "rate: 1",
    "a line feed": "rate:1\n",
    "digits of another script": "rate:١",
}


@pytest.mark.parametrize("text", FORGED.values(), ids=FORGED.keys())
def test_a_number_is_what_we_write(text: str) -> None:
    """Only digits that a button of ours could carry are a number."""
    assert parse(text).number(0) is None


def test_a_part_with_a_colon_is_refused() -> None:
    """It would be read back as two parts."""
    with pytest.raises(ValueError, match="colon"):
        data("set", "09:00")


BUTTONS = {
    "neither data nor address": {"text": "a"},
    "both": {"text": "a", "data": "b", "url": "https://c.de"},
    "too much data": {"text": "a", "data": "я" * (DATA_LIMIT // 2 + 1)},
    "no text": {"text": " ", "data": "b"},
}


@pytest.mark.parametrize("fields", BUTTONS.values(), ids=BUTTONS.keys())
def test_a_button_that_telegram_refuses_is_not_made(fields: dict[str, str]) -> None:
    """A wrong button is found where it is made, not where it is sent."""
    with pytest.raises(ValueError, match="button"):
        Button(**fields)  # type: ignore[arg-type]  # the style is not among them


def test_a_button_holds_64_bytes() -> None:
    """The limit itself is allowed."""
    assert len(Button("a", "я" * (DATA_LIMIT // 2)).data) == DATA_LIMIT // 2
