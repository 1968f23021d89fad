"""Outcomes are plain values that everybody above the sender can tell apart."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.delivery import outcome
from bot.delivery.clock import SystemClock
from bot.delivery.outcome import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    NotRich,
    Outcome,
    Refused,
    Sent,
    Unchanged,
    Wait,
)
from bot.render.message import Button

EACH = [
    Sent(5),
    Unchanged(),
    Wait(7),
    Later("x"),
    Moved(-100),
    Gone("x"),
    NoRights("x"),
    Missing("x"),
    Refused("x"),
    NotRich("x"),
]


def test_the_union_holds_every_outcome_there_is() -> None:
    """A new class of outcome that is left out of the union, or out of this table, is noticed."""
    classes = {
        each
        for each in vars(outcome).values()
        if isinstance(each, type) and each.__module__ == outcome.__name__
    }
    assert set(get_args(Outcome)) == classes == {type(each) for each in EACH}


@pytest.mark.parametrize("each", EACH, ids=lambda each: type(each).__name__)
def test_an_outcome_equals_only_its_like(each: Outcome) -> None:
    """Outcomes with the same words but of different kinds are different."""
    assert [other for other in EACH if other == each] == [each]


async def test_the_systems_clock_knows_the_zone_and_waits() -> None:
    """The real clock tells aware time in UTC that does not go back over a wait of nothing."""
    clock = SystemClock()
    before = clock.now()
    await clock.sleep(0)
    assert before.utcoffset() is not None
    assert before <= clock.now()


@pytest.mark.parametrize(
    ("data", "url", "fits"),
    [
        pytest.param("rate:17:4", "", True, id="data"),
        pytest.param("", "https://example.org", True, id="a page"),
        pytest.param("", "", False, id="neither"),
        pytest.param("x", "https://example.org", False, id="both"),
        pytest.param("x" * 64, "", True, id="64 bytes"),
        pytest.param("x" * 65, "", False, id="65 bytes"),
        pytest.param("я" * 33, "", False, id="33 letters of two bytes"),
    ],
)
def test_a_button_does_exactly_one_thing(data: str, url: str, fits: bool) -> None:
    """A button carries either at most 64 bytes of data or a page's address; anything else is refused when made."""
    if fits:
        assert Button("Go", data=data, url=url).text == "Go"
    else:
        with pytest.raises(ValueError, match="'Go'"):
            Button("Go", data=data, url=url)
