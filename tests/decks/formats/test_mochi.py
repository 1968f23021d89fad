"""Mochi's own packages."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.decks import formats
from bot.decks.formats import Imported
from bot.domain.history import History, Reviewed, Schedule
from bot.errors import DeckError


def card(content: str, **more: Any) -> dict[str, Any]:
    """A card as Mochi exports it."""
    said = {f"~:{name}": value for name, value in more.items()}
    return {"~:id": "~:aB3dE6gH", "~:content": content, "~:tags": {"~#set": []}, "~:reviews": [], **said}


CARDS = [
    card("# What is a key?\n---\nA name.\n\n![a key](@media/key.png)", tags={"~#set": ["sql", "db basics"]}),
    card("The {{key}} names a {{row}}."),
]


def mochi_package(method: int = zipfile.ZIP_DEFLATED, name: str = "data.json", **decks: Any) -> bytes:
    """A `.mochi` file with a deck of some cards each."""
    data = {
        "~:version": 2,
        "~:decks": [
            {"~:name": deck, "~:id": f"~:{deck}", "~:cards": {"~#list": cards}}
            for deck, cards in (decks or {"Keys": CARDS}).items()
        ],
        "~:templates": {"~#list": [TEMPLATE]},
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(name, json.dumps(data))
        archive.writestr("key.png", b"picture")
    return file.getvalue()


TEMPLATE = {
    "~:id": "~:tEmPlAtE",
    "~:content": "## << Word >>\n---\n<speech lang='pl'><< Meaning >></speech>",
    "~:fields": {"~:name": {"~:name": "Word"}, "~:f1": {"~:name": "Meaning"}},
}
FIELDS = {"~:name": {"~:value": "klucz"}, "~:f1": {"~:value": "a key"}}


def read(data: bytes) -> Imported:
    return formats.read_bytes(data, "keys.mochi")


def test_a_package_is_read() -> None:
    """Sides, gaps, tags and pictures of a deck come in, and its name is the title."""
    imported = read(mochi_package())
    assert (imported.format, imported.deck.title, imported.deck.slug) == ("mochi", "Keys", "keys")
    one, two, three = imported.deck.cards
    assert (one.question, one.answer) == ("What is a key?", "A name.\n\n![a key](key.png)")
    assert (one.tags, imported.pictures) == (("sql", "db_basics"), {"key.png": b"picture"})
    assert (two.question, three.question) == ("The […] names a row.", "The key names a […].")


@pytest.mark.parametrize("template", ["~:tEmPlAtE", None])
def test_fields_stand_where_the_template_puts_them(template: str | None) -> None:
    """A card with fields shows them as its template says; without one the name asks for the others."""
    whole = card("", name="klucz", fields=FIELDS, **{"template-id": template})
    [made] = read(mochi_package(Deck=[whole])).deck.cards
    assert (made.question, made.answer) == ("klucz", "a key")


def test_reviews_become_a_history() -> None:
    """Remembered or not, with the day it comes again."""
    reviews = [
        {"~:date": "~t1767225600000", "~:remembered?": False, "~:interval": 0},
        {"~:date": {"~#dt": 1767312000000}, "~:remembered?": True, "~:interval": 9},
    ]
    imported = read(mochi_package(Deck=[card("What?\n---\nThis.", reviews=reviews)]))
    first, second = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    told = (Reviewed(1, first), Reviewed(4, second))
    assert imported.histories == (
        History(imported.deck.cards[0].key, told, Schedule(date(2026, 1, 11), 9, reps=2)),
    )


def test_several_decks_become_tags_and_nothing_is_lost() -> None:
    """Cards of several decks carry their names; a thrown away card and one of one side are told."""
    trashed = card("Old?\n---\nGone.", **{"trashed?": {"~#dt": 1}})
    imported = read(mochi_package(Keys=[card("What?\n---\nThis."), trashed], Rows=[card("A note.")]))
    assert [(each.question, each.tags) for each in imported.deck.cards] == [
        ("What?", ("keys",)),
        ("A note.", ("rows",)),
    ]
    told = [(each.line, each.kind, each.found) for each in imported.problems]
    assert told == [(2, "left_out", "Old?\nGone."), (3, "unanswered", "A note.")]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(mochi_package(name="data.edn"), "holds its cards as data.edn", id="edn"),
        pytest.param(mochi_package()[:300], "the package is damaged", id="cut off"),
        pytest.param(mochi_package(Deck=[]), "no question found", id="empty"),
    ],
)
def test_a_package_that_cannot_be_read_says_what_to_export(data: bytes, problem: str) -> None:
    """Every refusal says what is wrong and what to do."""
    with pytest.raises(DeckError, match=problem) as refused:
        read(data)
    assert "export the deck" in refused.value.mend
