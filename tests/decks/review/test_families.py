"""A deck and its translations have the same concepts."""

from __future__ import annotations

import pytest

from bot.decks.review import unlike
from bot.decks.review.families import MOST
from tests.decks.review.decks import filed


def deck(path: str, language: str, **cards: str) -> tuple[str, str]:
    """A file and its text, with a card for each id and its concept."""
    told = (
        f"## What is {key}?\n<!-- id: {key} concept: {concept} -->\nIt.\n" for key, concept in cards.items()
    )
    return f"---\nlanguage: {language}\n---\n" + "\n".join(told), path


EN = deck("cards/sql.en.md", "en", lease="lease", view="view")
RU = deck("cards/sql.ru.md", "ru", lease="lease")

FAMILIES = {
    "one lacks a concept": (
        (EN, RU),
        [("cards/sql.ru.md", "no card of the concept view", "write the card of cards/sql.en.md:8 here, too")],
    ),
    "another subject": ((EN, deck("cards/go.ru.md", "ru", lease="lease")), []),
    "another folder": ((EN, deck("more/sql.ru.md", "ru", lease="lease")), []),
    "a name that says another language": ((EN, deck("cards/sql.ru.md", "uk", lease="lease")), []),
    "names without a language": ((deck("sql.md", "en", a="a"), deck("go.md", "en", b="b")), []),
    "a dot that is no language": ((deck("v.old.md", "en", a="a"), deck("v.new.md", "en", b="b")), []),
    "a region": (
        (EN, deck("cards/sql.pt-BR.md", "pt-BR", lease="lease")),
        [("cards/sql.pt-BR.md", "no card of the concept view", "write the card of cards/sql.en.md:8 here, too")],
    ),
    "another id for the concept": ((EN, deck("cards/sql.ru.md", "ru", a="lease", b="view")), []),
    "an id used for another concept": (
        (EN, deck("cards/sql.ru.md", "ru", lease="view", view="lease")),
        [
            ("cards/sql.ru.md", "the id lease with the concept view", "lease, as in cards/sql.en.md:4"),
            ("cards/sql.ru.md", "the id view with the concept lease", "view, as in cards/sql.en.md:8"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("decks", "expected"), FAMILIES.values(), ids=FAMILIES.keys())
def test_families(decks: tuple[tuple[str, str], ...], expected: list[tuple[str, str, str]]) -> None:
    """What one deck lacks is named with the card that has it; only translations of each other are compared."""
    notes = unlike([filed(*each) for each in decks])
    told = [(note.path, note.found, note.expected or note.mend) for note in notes]
    assert told == expected


def test_a_translation_that_has_just_begun() -> None:
    """The first concepts are named, the others counted."""
    many = {f"c{number}": f"c{number}" for number in range(MOST + 6)}
    notes = list(unlike([filed(*deck("a.en.md", "en", **many)), filed(*deck("a.ru.md", "ru", c0="c0"))]))
    assert len(notes) == MOST + 1
    assert notes[-1].found == "5 more concepts without a card"
    assert {note.severity for note in notes} == {"note"}
