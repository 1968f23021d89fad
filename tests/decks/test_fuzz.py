"""Damaged files: a parser returns cards and problems or one DeckError, and never another exception.

`make fuzz` tries 10,000 of each format instead of 200.
"""

from __future__ import annotations

import os
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decks import formats
from bot.decks.formats.anki.package import ANKI_PACKAGE
from bot.decks.formats.tables.mochi_package import MOCHI_PACKAGE
from bot.errors import DeckError
from tests.decks.formats.anki_packages import Note, Package
from tests.decks.formats.hostile import PIECES
from tests.decks.formats.samples import SAMPLES
from tests.decks.formats.test_mochi import mochi_package

EXAMPLES = int(os.environ.get("QUIZBOT_FUZZ", "200"))
NAMES = (*(form.name for form in formats.FORMATS), *(form.name for form in formats.PACKAGES))
_PACKAGE = Package(
    [Note(("What is a <b>key</b>?", "It names a row."), tags="sql"), Note(("{{c1::A}} view", ""), 2)]
)
_SEEDS = {
    ANKI_PACKAGE.name: [_PACKAGE.anki2(), _PACKAGE.anki21b()],
    MOCHI_PACKAGE.name: [mochi_package(), mochi_package(zipfile.ZIP_STORED)],
}

Change = tuple[str, int, int, bytes]
changes = st.tuples(
    st.sampled_from(("cut", "drop", "repeat", "put", "swap")),
    st.integers(0, 1 << 16),
    st.integers(0, 64),
    st.one_of(st.binary(max_size=8), st.sampled_from([piece.encode() for piece in PIECES])),
)


def damaged(data: bytes, change: Change) -> bytes:
    """The file with one thing done to it: cut off, a part lost, repeated, put in, or written over."""
    how, place, length, piece = change
    at = place % (len(data) + 1)
    part = data[at : at + length]
    after = data[at + len(part) :]
    match how:
        case "cut":
            return data[:at]
        case "drop":
            return data[:at] + after
        case "repeat":
            return data[:at] + part * 3 + after
        case "put":
            return data[:at] + piece + data[at:]
        case _:
            return data[:at] + piece[: len(part)].ljust(len(part)) + after


def seeds(name: str) -> list[bytes]:
    """Sound files of a format."""
    own = [text.encode() for key, text in SAMPLES.items() if key.partition(",")[0] == name]
    return own or _SEEDS[name]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_a_damaged_file_gives_cards_or_one_error(name: str, data: st.DataObject) -> None:
    """Whatever is done to a file, what comes out can be told and written, or the file is refused with its name."""
    file = data.draw(st.sampled_from(seeds(name)))
    for change in data.draw(st.lists(changes, min_size=1, max_size=6)):
        file = damaged(file, change)
    with suppress(DeckError):
        imported = formats.read_bytes(file, "fuzzed", name)
        assert imported.deck.cards
        assert all(card.question.strip() for card in imported.deck.cards)
        assert all(problem.line >= 0 and problem.kind for problem in imported.problems)
