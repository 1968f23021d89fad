"""Anki packages in every layout: cards by their templates, pictures, schedules, and what hostile ones are told."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import genanki
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from bot.decks import formats, native, own_deck, writer
from bot.decks.formats import Imported
from bot.decks.formats.anki import archive
from bot.decks.formats.anki.package import ANKI_PACKAGE
from bot.domain.card import Deck
from bot.domain.history import Reviewed, Schedule
from bot.errors import DeckError
from tests.decks.formats.anki_packages import (
    BACK,
    CLOZE,
    CREATED,
    Note,
    Package,
    Scheduled,
    Type,
    message,
)

LAYOUTS = {"anki2": Package.anki2, "anki21": Package.anki21, "anki21b": Package.anki21b}
every_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
KEY = Note(("What is a <b>key</b>?", 'It names a row. <img src="a key.png">'), tags=" db::sql ")


def read(package: Package | bytes) -> Imported:
    data = package.anki2() if isinstance(package, Package) else package
    return formats.read_bytes(data, "x.apkg")


def faces(imported: Imported) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in imported.deck.cards]


def made(kind: Type, *fields: str, cards: int = 1) -> list[tuple[str, str]]:
    note = Note(fields, cards=tuple(Scheduled(number=at) for at in range(cards)))
    return faces(read(Package([note], {1: kind})))


@every_layout
def test_every_layout_is_read(layout) -> None:
    """The newest collection counts, and the card that asks to update Anki is not seen."""
    imported = read(layout(Package([KEY], media={"a key.png": b"PNG"})))
    assert imported.format == "anki-package"
    assert faces(imported) == [("What is a **key**?", "It names a row. ![](a_key.png)")]
    assert imported.deck.cards[0].tags == ("db", "sql")
    assert imported.pictures == {"a_key.png": b"PNG"}
    assert not imported.problems


def test_a_package_of_genanki_is_read(tmp_path: Path) -> None:
    """What the commonest library writes is read, its deck's name as the title."""
    deck = genanki.Deck(7, "Rivers")
    deck.add_note(genanki.Note(genanki.BASIC_AND_REVERSED_CARD_MODEL, ["Wisła", "Kraków"]))
    deck.add_note(genanki.Note(genanki.CLOZE_MODEL, ["{{c1::Odra}} flows", "north"]))
    genanki.Package(deck).write_to_file(tmp_path / "x.apkg")
    imported = formats.read_file(tmp_path / "x.apkg")
    assert faces(imported) == [
        ("Wisła", "Kraków"),
        ("Kraków", "Wisła"),
        ("[…] flows", "**Odra** flows\nnorth"),
    ]
    assert (imported.deck.title, imported.deck.slug) == ("Rivers", "x")
    first, back, _ = imported.deck.cards
    assert first.concept == back.concept == first.key
    assert not first.tags


@pytest.mark.parametrize(
    ("front", "back", "question", "answer"),
    [
        pytest.param("{{Front}}", BACK + "{{Back}}", "F", "B", id="basic"),
        pytest.param("{{Front}}", "{{Front}}<hr id=answer>{{Back}}", "F", "B", id="front again"),
        pytest.param("{{Front}}", "{{FrontSide}}<hr>{{Back}}", "F", "B", id="another line"),
        pytest.param("{{Front}}", "{{Front}}<hr>{{Back}}", "F", "B", id="front above another line"),
        pytest.param("{{Front}}", "<div>{{Front}}</div><br>{{Back}}", "F", "B", id="front again, no line"),
        pytest.param("{{Front}}{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}", "F", "B", id="typed"),
        pytest.param("{{#Extra}}{{Front}}{{/Extra}}", BACK + "{{Back}}", "F", "B", id="section"),
        pytest.param("{{^Extra}}no {{/Extra}}{{Front}}", BACK + "{{Back}}", "F", "B", id="inverted"),
        pytest.param(
            "Say: {{text:Front}}", BACK + "{{Back}}<br>{{Extra}}", "Say: F", "B\nE", id="words around"
        ),
        pytest.param("{{Front}}", "{{Extra}}<hr id='answer'/>{{Back}}", "F", "E\nB", id="above the line"),
        pytest.param(
            "{{=<% %>=}}<%Front%>", "{{=<% %>=}}<%Back%><% /x %>", "F", "B", id="old marks, stray end"
        ),
        pytest.param("{{#Extra}}{{Front}}", BACK + "{{Back}}", "F", "B", id="section without end"),
        pytest.param("<!-- {{Back}} --><b>{{Front}}</b>", BACK + "{{Back}}", "**F**", "B", id="comment"),
        pytest.param("{{Front}}{{Tags}}{{Deck}}", BACK + "{{Back}}", "F", "B", id="facts of the card"),
        pytest.param(
            "{{Front}}{{tts en_US:Back}}", BACK + "{{edit:Back}}", "F", "B", id="voice, unknown filter"
        ),
    ],
)
def test_templates_make_question_and_answer(front: str, back: str, question: str, answer: str) -> None:
    """A template of any note type is filled as Anki fills it; the answer is what the front does not say."""
    kind = Type(("Front", "Back", "Extra"), ((front, back),))
    assert made(kind, "F", "B", "E") == [(question, answer)]


@pytest.mark.parametrize(
    "back", [BACK + "{{Back}}", "{{Front}}<hr id=answer>{{type:Back}}", "{{Front}}<hr id=answer>{{Back}}"]
)
def test_a_front_that_is_repeated_is_no_answer(back: str) -> None:
    """Where nothing stands under the line, the card has no answer, though the back shows the front above it."""
    assert made(Type(templates=(("{{Front}}", back),)), "F", "") == [("F", "")]


def test_readings_and_hints() -> None:
    """Ruby is written in parentheses; what a front hides under a hint is the card's hint."""
    kind = Type(("Word", "Help"), (("{{furigana:Word}}{{hint:Help}}", "{{kanji:Word}}{{kana:Word}}"),))
    card = read(Package([Note((" 犬[いぬ]", "barks"))], {1: kind})).deck.cards[0]
    assert (card.question, card.answer, card.hint) == ("犬(いぬ)", "犬いぬ", "barks")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "{{c1::a}} {{c2::b::hint}}", [("[…] b", "**a** b"), ("a [hint]", "a **b**")], id="groups"
        ),
        pytest.param("{{c1::a {{c2::b}}}}", [("[…]", "**a b**"), ("a […]", "a **b**")], id="nested"),
        pytest.param("{{c1::a}}, {{c1::b}}", [("[…], […]", "**a**, **b**")], id="together"),
        pytest.param(
            "{{c1,2::a}} {{c2::b}}", [("[…] b", "**a** b"), ("[…] […]", "**a** **b**")], id="shared"
        ),
        pytest.param(r"{{c1::\(x^2\)}} is", [("[…] is", "**$x^2$** is")], id="formula"),
        pytest.param(r"\(x={{c1::2}}\)", [(r"$x=[\dots ]$", "$x=2$")], id="in a formula"),
        pytest.param("{{c1::a", [], id="not closed"),
    ],
)
def test_cloze_deletions(text: str, expected: list[tuple[str, str]]) -> None:
    """Each number hides its deletions, tells all others, and the answer shows its own in bold."""
    note = Note((text, ""), cards=tuple(Scheduled(number=at) for at in range(max(1, len(expected)))))
    plain = Note(("Q", "A"), type=2)
    assert faces(read(Package([note, plain], {1: CLOZE, 2: Type()})))[:-1] == expected


LEFT_OUT = {
    "empty": (Package([KEY, Note(("[sound:a.mp3]", "back"))]), "back", "front of its card is empty"),
    "type": (Package([KEY, Note(("a", "b"), type=9)]), "a\nb", "note type is missing"),
    "cards": (Package([KEY, Note(("a", "b"), cards=())]), "a\nb", "no card of this note"),
    "template": (Package([KEY, Note(("a", "b"), cards=(Scheduled(number=4),))]), "a\nb", "no template"),
    "occlusion": (
        Package([KEY, Note(("{{c1::image-occlusion:rect:left=.1}}", "i"), type=2)]),
        "image-occlusion",
        "occlusion",
    ),
    "sound": (Package([KEY, Note(("a[sound:x.mp3]", "b"))]), "x.mp3", "sounds are left out"),
    "picture": (Package([KEY]), "a key.png", "not in the package"),
    "no picture": (Package([Note(("a<img src=x.pdf>", "b"))], media={"x.pdf": b""}), "x.pdf", "no picture"),
    "drawing": (
        Package([Note(("a<img src=x.svg>", "b"))], media={"x.svg": b"<svg><script>"}),
        "x.svg",
        "holds a script",
    ),
    "unused": (Package([KEY], media={"b.png": b""}), "b.png", "no card shows"),
    "stray": (
        Package([KEY], sql="INSERT INTO cards SELECT 99,99,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,''"),
        "1 card",
        "notes",
    ),
    "field": (
        Package([Note(("a", "b", "c"))], {1: Type(("Front", "Back", "Source"))}),
        "c",
        "'Source' of the note type 'Basic' is on neither",
    ),
}


@pytest.mark.parametrize(("package", "found", "why"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_makes_no_card_is_reported(package: Package, found: str, why: str) -> None:
    """Nothing is left out silently: the report has the text and the reason."""
    imported = read(package)
    assert any(
        found in each.found and why in each.mend for each in imported.problems if each.kind == "left_out"
    )
    assert len(imported.deck.cards) == 1 + (len(package.notes) > 1 and "sound" in why)


def test_a_card_without_an_answer_is_kept() -> None:
    """An empty back is reported, and the line of the report is the number of the note."""
    imported = read(Package([KEY, Note(("Why?", "<br>"))]))
    assert imported.deck.cards[1].answer == ""
    assert [(each.kind, each.line, each.found) for each in imported.problems if each.line] == [
        ("unanswered", 2, "Why?")
    ]


@every_layout
def test_the_description_of_a_deck(layout) -> None:
    """What we said of a deck counts again; what another wrote about theirs is told, not lost."""
    deck = Deck("d", "D", "pl", (), ("db",), "CC0 <b>", "https://example.org/-->")
    ours = read(layout(Package([KEY], description=own_deck.described(deck)))).deck
    assert replace(ours, slug="d", cards=()) == deck
    foreign = read(layout(Package([KEY], description="By <b>Ada</b>")))
    assert [each.found for each in foreign.problems if "description" in each.mend] == ["By Ada"]


def test_decks_tags_flags_and_suspension_become_tags() -> None:
    """What Anki files a card under is its tags, level by level; the one deck of all cards is the title."""
    cards = (Scheduled(deck=2, queue=-1, flags=1), Scheduled(deck=3, odid=2, number=0))
    note = Note(("a", "b"), tags="x::Y leech", cards=cards[:1])
    other = Note(("c", "d"), cards=cards[1:])
    decks = {1: "Default", 2: "Lang::German", 3: "Filtered"}
    imported = read(Package([note, other], decks=decks).anki21b())
    assert [card.tags for card in imported.deck.cards] == [
        ("lang", "german", "x", "y", "leech", "flag_red", "suspended"),
        ("lang", "german"),
    ]
    assert imported.deck.title == "Lang"


@pytest.mark.parametrize(
    ("card", "schedule"),
    [
        pytest.param(
            Scheduled(type=2, queue=2, due=30, ivl=12, factor=2300, reps=4, lapses=1),
            Schedule(date(2020, 10, 13), 12, ease=2.3, reps=4, lapses=1),
            id="review",
        ),
        pytest.param(
            Scheduled(
                type=2, queue=-1, due=-5, odue=30, odid=1, ivl=12, reps=4, data='{"s":11.5,"d":6.25,"x":1}'
            ),
            Schedule(date(2020, 10, 13), 12, stability=11.5, difficulty=6.25, reps=4),
            id="FSRS, borrowed by a filtered deck",
        ),
        pytest.param(
            Scheduled(type=1, queue=1, due=CREATED + 86_400, reps=1),
            Schedule(date(2020, 9, 14), 0, reps=1),
            id="learning",
        ),
        pytest.param(Scheduled(type=0, due=7), None, id="new"),
        pytest.param(Scheduled(type=2, queue=2, due=10**9 - 1, ivl=3), None, id="no such day"),
        pytest.param(
            Scheduled(type=2, due=1, ivl=1, data="{broken"), Schedule(date(2020, 9, 14), 1), id="broken data"
        ),
    ],
)
def test_schedules_become_memories(card: Scheduled, schedule: Schedule | None) -> None:
    """Due days are counted from the day of the collection; a new card has no past."""
    imported = read(Package([Note(("a", "b"), cards=(card,))]))
    assert [history.memory for history in imported.histories] == ([schedule] if schedule else [])


def test_the_review_log_becomes_ratings() -> None:
    """Again, hard, good, easy are 1, 3, 4, 5; what was set by hand is no answer."""
    card = Scheduled(type=2, queue=2, due=30, ivl=12)
    log = [(1000 * at, 1, ease, 0) for at, ease in enumerate((1, 2, 3, 4), 1)]
    imported = read(
        Package([Note(("a", "b"), cards=(card,))], reviews=[*log, (9000, 1, 0, 4), (9001, 7, 3, 1)])
    )
    (history,) = imported.histories
    assert history.key == imported.deck.cards[0].key
    assert history.reviews == tuple(
        Reviewed(rating, datetime.fromtimestamp(at, UTC)) for at, rating in ((1, 1), (2, 3), (3, 4), (4, 5))
    )


@pytest.mark.parametrize("name", ["../../x.png", "/etc/x.png", "C:\\x.png", "a/..\\x.png", "x\x00/x.png"])
def test_no_picture_leaves_its_folder(name: str) -> None:
    """A name with a path in it is kept as a file name, and reported."""
    note = Note((f'a<img src="{name}">'.replace("\x00", "%00"), "b"))
    imported = read(Package([note], media={name: b"PNG"}).anki21b())
    assert list(imported.pictures) == ["x.png"]
    assert [(each.found, each.expected) for each in imported.problems] == [(name, "x.png")]


def test_two_pictures_of_one_plain_name_stay_two() -> None:
    """Renaming never puts one picture in the place of another; a picture inside the text is one, too."""
    note = Note(('<img src="a b.png"><img src="a_b.png">', '<img src="data:image/png;base64,UE5H">'))
    imported = read(Package([note], media={"a b.png": b"1", "a_b.png": b"2"}))
    assert sorted(imported.pictures.values()) == [b"1", b"2", b"PNG"]
    assert all(name in str(imported.deck.cards) for name in imported.pictures)


def zipped(**files: bytes) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive_:
        for name, data in files.items():
            archive_.writestr(name.replace("__", "."), data)
    return into.getvalue()


def encrypted() -> bytes:
    data = bytearray(zipped(collection__anki2=b"x"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def odd_method() -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_BZIP2) as archive_:
        archive_.writestr("collection.anki2", b"x" * 1000)
    return into.getvalue()


SOUND = Package([KEY]).database()
ZSTD_BOMB = zstandard.ZstdCompressor().compress(bytes(archive.MOST_UNPACKED + 1))
REFUSED = {
    "cut off": (lambda: Package([KEY]).anki2()[:900], "the package is damaged: the zip"),
    "encrypted": (encrypted, "is encrypted"),
    "packed oddly": (odd_method, "packed in a way that Anki does not use"),
    "no database": (lambda: zipped(collection__anki2=b"x" * 2000), "no SQLite database"),
    "broken database": (
        lambda: zipped(collection__anki2=SOUND[:5000] + b"\xff" * 9000),
        "collection is damaged",
    ),
    "missing table": (lambda: Package([KEY], sql="DROP TABLE cards").anki2(), "no table 'cards'"),
    "missing column": (
        lambda: Package([KEY], sql="ALTER TABLE notes DROP COLUMN flds").anki2(),
        "collection is damaged",
    ),
    "a view": (
        lambda: Package([KEY], sql="DROP TABLE cards; CREATE VIEW cards AS SELECT * FROM notes").anki2(),
        "no table 'cards'",
    ),
    "a computing column": (
        lambda: Package(
            [KEY],
            sql="ALTER TABLE notes DROP COLUMN flds; ALTER TABLE notes ADD COLUMN flds AS (zeroblob(60000000))",
        ).anki2(),
        "no table 'notes'",
    ),
    "no types": (lambda: Package([KEY], sql="UPDATE col SET models='[]'").anki2(), "collection is damaged"),
    "only the stub": (
        lambda: Package([Note(("Please update to the latest Anki version", "x"))]).anki2(),
        "update Anki",
    ),
    "no cards": (lambda: Package([]).anki2(), "no question found"),
    "newer Anki": (lambda: Package([KEY]).anki21b(version=9), "version 9"),
    "zip bomb": (lambda: zipped(collection__anki2=bytes(archive.MOST_UNPACKED + 1)), "more than 200 MB"),
    "zstd bomb": (lambda: zipped(collection__anki21b=ZSTD_BOMB), "more than 200 MB"),
    "too large": (lambda: b"PK collection.anki2" + bytes(50 << 20), "more than 52428800"),
    "too many files": (
        lambda: zipped(collection__anki2=b"") + b"PK\x01\x02" * (archive.MOST_ENTRIES + 1),
        "more than 100000 files",
    ),
    "too long a row": (
        lambda: Package([KEY], sql="UPDATE notes SET flds = zeroblob(34000000)").anki2(),
        "collection is damaged",
    ),
}


@pytest.mark.parametrize(("package", "why"), REFUSED.values(), ids=REFUSED)
def test_a_package_that_cannot_be_read_says_why(package, why: str) -> None:
    """Every damage and every attack is one DeckError with its reason."""
    data = package()
    assert ANKI_PACKAGE.is_package(data)
    with pytest.raises(DeckError, match=why):
        formats.read_bytes(data, "x.apkg")


@pytest.mark.parametrize("media", [b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_list_of_media_loses_no_card(media: bytes) -> None:
    """Cards come in without their pictures, and the report says so."""
    imported = read(zipped(collection__anki2=SOUND, media=media))
    assert len(imported.deck.cards) == 1
    assert any("list of media is damaged" in each.mend for each in imported.problems)


def test_a_damaged_picture_loses_no_card() -> None:
    """A file that zstd cannot unpack is missing, the rest is there."""
    pack = zstandard.ZstdCompressor().compress
    whole = Package([KEY]).database(tables=True)
    entries = pack(message(1, message(1, b"a key.png")))
    imported = read(zipped(collection__anki21b=pack(whole), media=entries, **{"0": b"garbage"}))
    assert len(imported.deck.cards) == 1
    assert any("picture is damaged" in each.mend for each in imported.problems)


def test_a_package_packed_again_as_a_folder_is_read() -> None:
    """People unpack a package and zip the folder."""
    assert len(read(zipped(**{"deck/collection__anki2": SOUND, "deck/media": b"{}"})).deck.cards) == 1


def test_a_template_cannot_multiply_a_field_without_end() -> None:
    """A field is said a few times on a card at most, whatever the template asks for."""
    kind = Type(templates=(("{{Front}}" * 5000, BACK + "{{Back}}"),))
    ((question, _),) = made(kind, "long " * 2000, "b")
    assert len(question) < 200_000


@given(st.binary(max_size=40), st.integers(0, 10**6), st.sampled_from(list(LAYOUTS.values())))
def test_damage_gives_cards_or_one_error(garbage: bytes, at: int, layout) -> None:
    """Bytes overwritten anywhere give cards, or one DeckError."""
    data = layout(Package([KEY, Note(("{{c1::a}}", "b"), type=2)], media={"a key.png": b"PNG"}))
    at %= len(data)
    data = data[:at] + garbage + data[at + len(garbage) :]
    try:
        assert ANKI_PACKAGE.parse(data, "x.apkg").deck.cards
    except DeckError:
        return


def test_what_was_imported_survives_the_native_format() -> None:
    """A deck of a package, written as a native file, is the same deck."""
    notes = [
        KEY,
        Note(("a<br># b<ul><li>- [x] c</ul>", "<pre>## d</pre>&lt;!-- e --&gt;<hr>#f")),
        Note(("x", "```")),
    ]
    deck = read(Package(notes)).deck
    again = native.parse(writer.write(deck), "x.md").deck
    assert [(c.question, c.answer) for c in again.cards] == [(c.question, c.answer) for c in deck.cards]
