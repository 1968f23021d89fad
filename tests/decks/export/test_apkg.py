"""The Anki package: what Anki shows, when, and what comes back from it."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from bot.decks import export, own_apkg
from bot.decks.export import apkg
from bot.decks.export.apkg import MODEL_ID
from bot.decks.pictures import renamed
from bot.domain.card import Card
from bot.domain.history import History, Reviewed
from bot.domain.memory import Memory
from tests.decks.export.pasts import NOW, memories, sample
from tests.decks.test_roundtrip import cards as any_card

DECK = sample()
TREE = DECK.cards[1]
MEMORY = Memory(30.123456789, 6.5, datetime(2026, 3, 19, 23, tzinfo=UTC), date(2026, 2, 18), 40, 1, 4)
RATED = tuple(Reviewed(1 + at % 5, datetime(2026, 1, 1, 8, at, 0, 1, tzinfo=UTC)) for at in range(40))
PAST = [History(TREE.key, RATED, MEMORY)]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The package's own database."""
    place = tmp_path_factory.mktemp("anki") / "collection.anki2"
    with zipfile.ZipFile(io.BytesIO(export.FORMATS["apkg"].write(DECK, PAST, NOW))) as package:
        place.write_bytes(package.read("collection.anki2"))
    with closing(sqlite3.connect(place)) as found:
        found.row_factory = sqlite3.Row
        yield found


def fields_of(collection: sqlite3.Connection) -> list[dict[str, str]]:
    """The fields of each note, by name."""
    models = json.loads(collection.execute("SELECT models FROM col").fetchone()[0])
    names = [field["name"] for field in models[str(MODEL_ID)]["flds"]]
    rows = collection.execute("SELECT flds FROM notes ORDER BY id")
    return [dict(zip(names, row["flds"].split("\x1f"), strict=True)) for row in rows]


def test_what_is_shown(collection: sqlite3.Connection) -> None:
    """The question with its choices, then what is right and why; formulas as MathJax; tags as tags."""
    fields = fields_of(collection)[1]
    assert fields["Question"] == "<p>Which structure keeps keys in order?</p>"
    assert fields["Choices"] == "<ul><li>A \\(B\\)-tree</li><li>A heap</li></ul>"
    assert "<li>✗ A heap — it has no order</li>" in fields["Answer"]
    assert collection.execute("SELECT tags FROM notes ORDER BY id").fetchall()[1]["tags"] == " trees sql "
    models = json.loads(collection.execute("SELECT models FROM col").fetchone()[0])
    assert all("quizbot" not in each["qfmt"] + each["afmt"] for each in models[str(MODEL_ID)]["tmpls"])


def test_when_it_is_due(collection: sqlite3.Connection) -> None:
    """The day a card is due there, counted from the collection's first day, is the day it is due here."""
    row = collection.execute("SELECT * FROM cards WHERE data != ''").fetchone()
    col = collection.execute("SELECT * FROM col").fetchone()
    due = datetime.fromtimestamp(col["crt"], NOW.tzinfo) + timedelta(days=row["due"])
    assert (due.date(), due.hour) == (date(2026, 3, 20), 4)
    found = {name: row[name] for name in ("type", "queue", "ivl", "factor", "reps", "lapses")}
    assert found == {"type": 2, "queue": 2, "ivl": 30, "factor": 2375, "reps": 40, "lapses": 1}
    said = json.loads(row["data"])
    assert (said["s"], said["d"], said["lrt"]) == (30.1235, 6.5, int(RATED[-1].at.timestamp()))
    new = collection.execute("SELECT type, queue, due FROM cards WHERE data = '' ORDER BY due").fetchall()
    assert [tuple(each) for each in new] == [(0, 0, 1), (0, 0, 3)]


def test_the_log(collection: sqlite3.Connection) -> None:
    """Every rating is a review of its moment, on Anki's scale."""
    rows = collection.execute("SELECT * FROM revlog ORDER BY id").fetchall()
    assert [row["id"] for row in rows] == [int(each.at.timestamp() * 1000) for each in RATED]
    assert [row["ease"] for row in rows[:5]] == [1, 1, 2, 3, 4]


def test_anki_takes_the_custom_data(collection: sqlite3.Connection) -> None:
    """Anki refuses a review of a card with more than 100 bytes of custom data, or a key of more than 8."""
    custom = json.loads(collection.execute("SELECT data FROM cards WHERE data != ''").fetchone()[0])["cd"]
    assert len(custom.encode()) <= 100
    assert all(len(key) <= 8 for key in json.loads(custom))


def test_what_comes_back(collection: sqlite3.Connection) -> None:
    """Every card as it was, the memory to the last bit, the last ratings on our own scale."""
    back = [own_apkg.own_card(fields) for fields in fields_of(collection)]
    assert back == [replace(card, line=0) for card in DECK.cards]
    data = collection.execute("SELECT data FROM cards WHERE data != ''").fetchone()[0]
    assert own_apkg.own_memory(data) == MEMORY
    assert own_apkg.own_ratings(data) == tuple(each.rating for each in RATED[-30:])


def test_a_review_in_anki_counts() -> None:
    """Once Anki has other numbers for a card, or none, our memory is out of date."""
    data = json.loads(own_apkg.data_of(MEMORY, [4], None))
    assert own_apkg.own_memory(json.dumps(data)) == MEMORY
    assert own_apkg.own_memory(json.dumps({**data, "s": 75.2})) is None
    assert own_apkg.own_memory(json.dumps({"cd": data["cd"]})) is None


@pytest.mark.parametrize(
    "data", ["", "{", "[]", "7", '{"s":1,"d":5,"cd":7}', '{"cd":"{\\"q\\":\\"AAAA\\"}"}', "[" * 9999]
)
def test_foreign_data_is_none_of_ours(data: str) -> None:
    """Whatever another program keeps there is no memory of ours."""
    assert own_apkg.own_memory(data) is None
    assert own_apkg.own_ratings(data) == ()


def test_a_card_edited_in_anki_counts() -> None:
    """Once somebody has changed what is shown, that is the card."""
    shown = {"Question": "<p>Why?</p>", "Answer": "<p>So.</p>"}
    fields = {**shown, own_apkg.FIELD: own_apkg.hidden(TREE, shown)}
    assert own_apkg.own_card(fields) == TREE
    assert own_apkg.own_card({**fields, "Answer": "<p>So, so.</p>"}) is None
    assert own_apkg.own_card(shown) is None


@given(memories())
def test_any_memory_fits(memory: Memory) -> None:
    """However long the past and odd the numbers, the memory comes back exactly and Anki takes it."""
    data = own_apkg.data_of(memory, [5] * 100, datetime(2026, 3, 1, tzinfo=UTC))
    assert own_apkg.own_memory(data) == memory
    assert len(json.loads(data)["cd"]) <= 100


@given(any_card(("sql",)))
@settings(max_examples=settings().max_examples // 3)
def test_any_card_fits(card: Card) -> None:
    """Whatever a card says comes back from its note, and nothing of it parts Anki's fields."""
    note = apkg.note_of(DECK, card, card)
    fields = dict(zip((*own_apkg.SHOWN, own_apkg.FIELD), note.fields, strict=True))
    assert own_apkg.own_card(fields) == card
    assert not any("\x1f" in field for field in note.fields)


def test_the_same_card_is_the_same_note() -> None:
    """A deck that is exported again updates its notes in Anki instead of adding others."""
    edited = replace(DECK, title="Other", cards=(replace(TREE, answer="Another"),))
    assert own_apkg.guid_of(edited, edited.cards[0]) == own_apkg.guid_of(DECK, TREE)
    assert own_apkg.guid_of(replace(DECK, slug="other"), TREE) != own_apkg.guid_of(DECK, TREE)


def test_pictures_go_along() -> None:
    """Anki has one folder for all pictures, so each gets a name of its own, which the card has on the way back, too."""
    pictures = {"databases/tree.png": b"one", "other/tree.png": b"two"}
    answer = "![a tree](databases/tree.png) ![another](other/tree.png) ![](https://example.org/c.png)"
    deck = replace(DECK, cards=(replace(TREE, answer=answer),))
    with zipfile.ZipFile(io.BytesIO(export.FORMATS["apkg"].write(deck, [], NOW, pictures))) as package:
        names = json.loads(package.read("media"))
        stored = {name: package.read(number) for number, name in names.items()}
    first, second = apkg.media_names(pictures).values()
    assert stored == {first: b"one", second: b"two"}
    assert first == "tree.png" != second
    fields = apkg.note_of(deck, TREE, renamed(deck, apkg.media_names(pictures)).cards[0]).fields
    assert f'<img src="{second}" alt="another"' in fields[1]
