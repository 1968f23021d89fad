"""Which way a card is asked, what its points are, and what was said before the rating."""

from __future__ import annotations

import pytest

from bot.domain.card import Card, Choice
from bot.domain.chat import ChatKind
from bot.domain.mode import MODES, How, Mode, fitting_mode, offered_modes
from bot.domain.points import points, share_rating
from bot.domain.said import (
    Said,
    Sureness,
    as_json,
    how,
    rating_of_sure,
    said_in,
    suggested,
    sureness,
    was_surprised,
)

WORD = Card("word", "?", "Momentum")
LIST = Card("list", "?", "- one thing\n- another thing")
SEVERAL = Card(
    "several", "?", "a, b", (Choice("a", right=True), Choice("b", right=True), Choice("c", right=False))
)

FITTING: dict[str, tuple[Mode, Card, ChatKind, Mode]] = {
    "looking is always possible": ("reveal", WORD, "channel", "reveal"),
    "writing": ("typed", WORD, "private", "typed"),
    "writing in a group": ("typed", WORD, "group", "typed"),
    "nobody writes in a channel": ("typed", WORD, "channel", "reveal"),
    "several options are chosen, not written": ("typed", SEVERAL, "private", "buttons"),
    "points": ("checklist", LIST, "private", "checklist"),
    "no points": ("checklist", WORD, "private", "reveal"),
    "points are nobody else's": ("checklist", LIST, "group", "reveal"),
    "sureness": ("sure", WORD, "private", "sure"),
    "sureness is nobody else's": ("sure", WORD, "group", "reveal"),
    "a poll in a channel": ("poll", WORD, "channel", "poll"),
    "a channel has no names for buttons": ("buttons", WORD, "channel", "poll"),
    "buttons in a group": ("buttons", WORD, "group", "buttons"),
}


@pytest.mark.parametrize("name", FITTING)
def test_fitting_mode(name: str) -> None:
    """A card is asked as the chat wants it, or in the nearest way that it and the chat allow."""
    wanted, card, kind, fits = FITTING[name]
    assert fitting_mode(wanted, card, kind) == fits


@pytest.mark.parametrize("kind", ["private", "group", "channel"])
@pytest.mark.parametrize("mode", MODES)
def test_a_card_is_asked_in_a_mode_its_chat_has(kind: ChatKind, mode: Mode) -> None:
    """Whatever was chosen, the mode is one the kind of chat has, and fits itself."""
    for card in (WORD, LIST, SEVERAL):
        found = fitting_mode(mode, card, kind)
        assert found in offered_modes(kind)
        assert fitting_mode(found, card, kind) == found


POINTS = {
    "bullets": ("Three:\n\n- one\n- two\n- three\n\nThat is all.", ("one", "two", "three")),
    "numbers": ("1. one\n2) two", ("one", "two")),
    "what is under a bullet belongs to it": (
        "* one\n  - deeper\n  and on\n* two",
        ("one deeper and on", "two"),
    ),
    "a blank line between": ("- one\n\n- two", ("one", "two")),
    "sentences": ("It averages. It damps! Does it?", ("It averages.", "It damps!", "Does it?")),
    "a sentence over two lines": ("It averages\nmuch. It damps.", ("It averages much.", "It damps.")),
    "a decimal point ends nothing": (
        "About 0.9 is usual. Less is slow.",
        ("About 0.9 is usual.", "Less is slow."),
    ),
    "Chinese sentences": ("损失是凸的。所以能找到。", ("损失是凸的。", "所以能找到。")),
    "one sentence": ("It averages past gradients.", ()),
    "one bullet": ("- alone", ()),
    "nothing": ("", ()),
    "code is no point": ("```\n- one\n- two\n```", ()),
}


@pytest.mark.parametrize("name", POINTS)
def test_points(name: str) -> None:
    """An answer's points are its bullets, else its sentences; one alone is none."""
    answer, found = POINTS[name]
    assert points(answer) == found


def test_no_more_points_than_buttons() -> None:
    """Of many points neighbours are put together, and no word is lost."""
    many = [f"point {at}" for at in range(19)]
    found = points("\n".join(f"- {each}" for each in many))
    assert len(found) == 8
    assert " ".join(found) == " ".join(many)


def test_share_suggests() -> None:
    """The more points, the higher the rating; before any is ticked nothing is suggested."""
    assert [share_rating(ticked, 4) for ticked in range(5)] == [1, 2, 3, 4, 5]
    assert suggested(Said(), 4) is None
    assert suggested(Said(ticked=(0, 1, 9)), 4) == 3


@pytest.mark.parametrize(
    ("sure", "when_right", "when_wrong"),
    [(1, 3, 1), (2, 3, 1), (3, 4, 1), (4, 4, 1), (5, 5, 1), (None, 4, 1)],
)
def test_sureness_and_the_result_make_the_rating(sure: int | None, when_right: int, when_wrong: int) -> None:
    """Right but unsure is a 3, right and certain a 5, wrong a 1."""
    assert rating_of_sure(sure, right=True) == when_right
    assert rating_of_sure(sure, right=False) == when_wrong


def test_surprises() -> None:
    """Only who was sure and wrong is surprised."""
    assert was_surprised(How("sure", 4, right=False))
    assert not was_surprised(How("sure", 3, right=False))
    assert not was_surprised(How("sure", 5, right=True))
    assert not was_surprised(How("typed", None, right=False))


def test_what_was_said_is_kept() -> None:
    """A draft reads back as it was written; one of another kind says nothing."""
    said = Said("text", 7, 4, (0, 2))
    assert said_in(as_json(said)) == said
    assert said_in(None) == said_in({"options": [1]}) == Said()
    assert how("checklist", as_json(said)).given == [0, 2]
    assert how("typed", as_json(said), right=True) == How("typed", 4, right=True, given="text")
    assert how("reveal", as_json(said)) == How()


def test_how_well_sureness_matches() -> None:
    """It is told from three answers on either side on."""
    assert sureness({(True, True): 2, (False, True): 9}) is None
    counts = {(True, True): 3, (True, False): 1, (False, True): 1, (False, False): 3}
    assert sureness(counts) == Sureness(0.75, 0.25)
