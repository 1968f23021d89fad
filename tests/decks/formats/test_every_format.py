"""What holds for every format: recognition, refusal, and that no line of a file is lost."""

from __future__ import annotations

import re
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.decks import formats, native, writer
from bot.decks.formats import Format, Imported
from bot.errors import DeckError

CHANNEL_TEXT = (
    "What is a key?\n\n🔹It names a row.\n#sql\n👍4\nWhat is a view?\n\nA stored query.\n#sql #db\n👍2\n"
)
OBSIDIAN_TEXT = "What is a key?\n?\nIt names a row.\n\nWhat is a view?\n?\nA stored query.\n"
ANKI_TEXT = (
    "#separator:tab\n#html:true\n#tags column:3\nWhat is a key?\tIt names <b>a row</b>.\tsql\nWhy?\tSo.\t\n"
)

LINES = (
    "What is a key?",
    "Как устроен индекс?",
    "Czym jest widok",
    "It names a row.",
    "Он похож на дерево.",
    "?",
    "??",
    "2",
    "- ?",
    "",
    "",
    " ",
    "# Part 1",
    "#### Czym jest klucz",
    "#sql",
    "#deep learning",
    "#бд #индекс",
    "👍4",
    "4👍2",
    "🔥7",
    "🔹Title",
    "▪️ Item one.",
    "1️⃣ first",
    "- 1. item",
    "- item",
    "2) second",
    "$$x = rac{1}{2}$$",
    "$$",
    "with $a ightarrow b$",
    "and $\\left[ a",
    "ight]$ there",
    "```",
    "x = f(1)",
    "---",
    "<!-- note -->",
    "<!--SR:!2026-01-02,3,250-->",
    "1.2K views",
    "10:02",
    "Anna, [05.03.2024 09:00]",
    "Forwarded from Somebody",
    "567 links",
    "Download Telegram",
    "VIEW IN TELEGRAM",
    "Join us: https://example.org",
    "XD",
    "to nie jest pytanie",
    "a\tb\tc",
    "one :: two",
    "![[p.png]]",
    "**bold**",
    "Quiz",
    "8",
    "Why so? :",
    "#separator:tab",
    "#html:true",
    "#tags column:3",
    "#guid column:1",
    'What is a view?\tIt is a "stored" query\tsql',
    '"a ""quoted"" field',
    'of lines"\t"one < two"',
)
REACTIONS = {"👍4", "4👍2", "🔥7"}
TAGGED = {"sql", "deep", "learning", "бд", "индекс"}  # a tag counts once
documents = st.lists(st.sampled_from(LINES), min_size=1, max_size=30).map("\n".join)
anything = st.text(max_size=300)
every_format = pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.name)


def words(text: str) -> Counter[str]:
    """The words of a text, without what a repair of a formula may put before them."""
    return Counter(re.findall(r"[^\W_]+", text))


def told(imported: Imported) -> Counter[str]:
    """Every word that stands in a card or in a problem."""
    deck = imported.deck
    texts = [" ".join([*deck.tags, deck.title])]
    texts += [
        " ".join([card.question, card.answer, *card.tags, str(card.likes or "")]) for card in deck.cards
    ]
    texts += [problem.found for problem in imported.problems]
    return words("\n".join(texts))


@every_format
@given(text=documents)
@example(text="What is a key?\n?\nIt names a row.\n#sql\n👍4")
def test_no_line_is_lost(form: Format, text: str) -> None:
    """Every word of a file stands in a card or in a problem, as often as in the file; a repeated tag once."""
    try:
        imported = form.parse(text, "x.md")
    except DeckError:
        return
    counted = "\n".join(line for line in text.split("\n") if line not in REACTIONS)  # these are added up
    here = told(imported)
    missing = {word for word in words(counted) - here if not (word in TAGGED and word in here)}
    assert not missing, f"{missing} of {text!r}"


@every_format
@given(text=st.one_of(documents, anything, st.tuples(documents, anything).map("".join)))
def test_any_text_gives_cards_or_one_error(form: Format, text: str) -> None:
    """Whatever a file holds, a format returns cards and problems with lines of the file, or raises one DeckError."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert 0 <= form.recognise(text).score <= 1
    try:
        imported = form.parse(text, "x.md")
    except DeckError:
        return
    assert imported.deck.cards
    assert imported.counts["kept"] == len(imported.deck.cards)
    assert all(1 <= card.line <= lines and card.question.strip() for card in imported.deck.cards)
    assert [p.line for p in imported.problems] == sorted(p.line for p in imported.problems)
    assert all(1 <= p.line <= lines for p in imported.problems)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(CHANNEL_TEXT, "telegram-channel", id="channel"),
        pytest.param(OBSIDIAN_TEXT, "obsidian", id="obsidian"),
        pytest.param(ANKI_TEXT, "anki-text", id="anki-text"),
    ],
)
def test_a_text_is_read_by_the_format_that_knows_it(text: str, name: str) -> None:
    """The content decides, not the file's name."""
    assert formats.read(text, "whatever.bin").format == name
    assert formats.recognise(text)[0][0].name == name
    assert len(formats.read(text, "whatever.bin").deck.cards) == 2


def test_the_person_may_name_the_format() -> None:
    """A name given by hand wins over what the text looks like."""
    assert formats.read("What is a key?\n\nIt names a row.\n", "x.txt", "obsidian").format == "obsidian"


def test_an_unknown_text_is_refused_with_the_two_nearest_formats() -> None:
    """A file of an unknown shape says which formats were nearest and why each did not fit."""
    with pytest.raises(DeckError) as refused:
        formats.read("Just a letter to a friend.\nNothing more.\n", "letter.txt")
    assert "telegram-channel: no hashtags, reactions or views" in str(refused.value)
    assert "obsidian: no line with only ?" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "1\nQ\n\nWhat is a key?\n\nA\n\nA name.\n\nHow well did you know this?\n1\n2\n3\n4\n" * 9,
            id="ratings",
        ),
        pytest.param("3. Means\nf\n(\nx\n)\n=\nx\n?\ny\n?\n2\n?\n4. Medians\n" * 9, id="glyphs"),
    ],
)
def test_other_lone_digits_and_marks_are_no_deck(text: str) -> None:
    """Rating scales and formulas copied glyph by glyph are not taken for separators."""
    with pytest.raises(DeckError, match="no format recognises"):
        formats.read(text, "x.txt")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    """A format nobody knows is answered with those there are."""
    with pytest.raises(DeckError, match="telegram-channel, obsidian"):
        formats.read("x", "x.txt", "docx")


@every_format
@pytest.mark.parametrize(
    "piece",
    [
        "$",
        "?\n",
        "What is x?\n?\n",
        "`` ` ",
        "#a b\n",
        "1,",
        "👍4\n",
        "<!--\n",
        "```\n",
        "$$\n",
        "${\n m a",
        "# a\n",
        'a\t"b\n',
        "{{c1::a\t",
        "<div>\t",
    ],
)
def test_work_grows_with_length_alone(form: Format, piece: str) -> None:
    """A text four times as long takes about four times as many calls, whatever it repeats."""

    def calls(size: int) -> int:
        counted = 0

        def count(_frame: object, event: str, _value: object) -> None:
            nonlocal counted
            counted += event in {"call", "c_call"}

        text = piece * (size // len(piece))
        sys.setprofile(count)
        try:
            with suppress(DeckError):
                form.parse(text, "x")
        finally:
            sys.setprofile(None)
        return counted

    assert calls(6_000) < 5 * calls(1_500) + 1_000


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """A file in UTF-8 is read by content; another encoding is refused by name of the file."""
    for encoding in ("utf-8", "utf-8-sig"):
        file = tmp_path / f"{encoding}.txt"
        file.write_bytes(CHANNEL_TEXT.encode(encoding))
        assert len(formats.read_file(file).deck.cards) == 2
    file.write_bytes(CHANNEL_TEXT.encode("utf-16"))
    with pytest.raises(DeckError, match="is not UTF-8"):
        formats.read_file(file)


@every_format
@given(text=documents)
def test_what_was_imported_survives_the_native_format(form: Format, text: str) -> None:
    """A deck written as a native file has the same questions and answers when it is read again."""
    with suppress(DeckError):
        deck = form.parse(text, "x.md").deck
        again = native.parse(writer.write(deck), "x.md").deck
        assert [(c.question, c.answer) for c in again.cards] == [(c.question, c.answer) for c in deck.cards]
        assert [{*c.tags} for c in again.cards] == [{*c.tags, *deck.tags} for c in deck.cards]
