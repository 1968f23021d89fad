"""Bytes as text, whatever encoding they are in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks import formats
from bot.decks.encodings import LARGEST, decode
from bot.errors import DeckError

SAMPLES = {
    "Russian question": ("Что такое индекс?", "cp1251 koi8_r cp866 utf-16-le utf-16-be"),
    "Russian words": ("Кот\tcat\nдом\thouse\n", "cp1251 koi8_r cp866 utf-16 utf-16-le"),
    "Russian capitals": ("ЧТО ТАКОЕ КЛЮЧ;ИМЯ", "cp1251 koi8_r cp866 utf-16-be"),
    "Russian typography": ("Ёж — это зверь, «колючий»", "cp1251 utf-16-le"),
    "Russian, mostly Latin": ("SQL,язык запросов\nCPU,процессор", "cp1251 koi8_r cp866"),
    "two Russian words": ("Нет,да", "cp1251 koi8_r utf-16-le utf-16-be"),
    "Polish question": ("Co to jest przeuczenie?;Zbyt dobre dopasowanie", "utf-8 utf-16-le"),
    "Polish letters": ("Czym różni się mąka od męki?\tświeży chleb", "cp1250 iso8859_2 utf-16-be"),
    "Polish words": ("koń,horse\nsłoń,elephant", "cp1250 iso8859_2"),
    "one Polish letter": ("ból głowy,headache", "cp1250 utf-16-le"),
    "Chinese question": ("什么是过拟合？", "gb18030 utf-16"),
    "Chinese table": ("问题,答案\n索引,加快查询", "gb18030 utf-16-le utf-16-be"),
    "one Chinese word": ("数据库", "gb18030"),
    "rare Chinese words": ("龟,tortoise\n鹦鹉,parrot", "gb18030"),
    "German": ("Größe;size\nÜbung;exercise", "cp1252 utf-16-le"),
    "French": ("élève,pupil\ngarçon,boy", "cp1252"),
    "Spanish in English": ("El Niño,a weather pattern with warm water", "cp1252"),
    "English typography": ("“What is it?” she said – it’s a café", "cp1252"),
}
CASES = [
    pytest.param(text, encoding, id=f"{name} in {encoding}")
    for name, (text, encodings) in SAMPLES.items()
    for encoding in encodings.split()
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_a_few_words_tell_their_encoding(text: str, encoding: str) -> None:
    """The encoding of a short text is found by what it says."""
    assert decode(text.encode(encoding), "x").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_and_taken_off(encoding: str) -> None:
    """A mark says what follows and is no part of the text."""
    assert decode("ключ,key".encode(encoding), "x").text == "ключ,key"


@pytest.mark.parametrize("encode", [quote, quote_plus])
@pytest.mark.parametrize("text", ["Вопрос,Ответ\nЧто?,То", "question,answer\nWhat is a key?,It names a row"])
def test_percent_encoded_text_is_decoded(encode: object, text: str) -> None:
    """A file that is percent-encoded from end to end is read as what it stands for."""
    assert callable(encode)
    decoded = decode(encode(text).encode(), "x")
    assert (decoded.text, decoded.encoding) == (text, "percent-encoded UTF-8")


@pytest.mark.parametrize(
    "text",
    [
        "What is 100%25 of it?",
        "https://example.org/%D0%BA%D0%BE%D1%82",
        '{"a":"Science%3A%20What%3F"}',
        "50%",
    ],
)
def test_a_few_escapes_are_text(text: str) -> None:
    """An address, a JSON file with escapes in its strings and a per cent sign stay as they are."""
    assert decode(text.encode(), "x").text == text


def test_a_damaged_letter_does_not_change_the_encoding() -> None:
    """One bad byte in UTF-8 is named with its line, and everything else is read."""
    decoded = decode("Что такое ключ?\nИмя стро".encode() + b"\xd0" + "\nещё строка".encode(), "x")
    assert (decoded.encoding, decoded.damaged) == ("UTF-8", (2,))
    assert "ещё строка" in decoded.text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b" \r\n\t\n", "is empty", id="blanks"),
        pytest.param("\ufeff\u3000\n".encode("utf-16"), "is empty", id="blanks in UTF-16"),
        pytest.param(b"%20%0A%0D%0A", "is empty", id="percent-encoded blanks"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf", "a PDF document", id="pdf"),
        pytest.param(b"PK\x03\x04\x14\0\0\0word/document.xml", r"docx.*plain text", id="docx"),
        pytest.param(b"PK\x03\x04\x14\0\0\0xl/workbook.xml", r"xlsx.*CSV", id="xlsx"),
        pytest.param(b"PK\x03\x04\x14\0\0\0a.txt", "a zip archive", id="zip"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture", id="jpeg"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 ", "a WebP picture", id="webp"),
        pytest.param(b"{\\rtf1\\ansi What?}", "rich text", id="rtf"),
        pytest.param(b"a\0\0\0\x01\x02\xfe\0\0\0\0\x07", "zero bytes", id="zeros"),
        pytest.param(b"x" * (LARGEST + 1), "more than 52428800", id="large"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, message: str) -> None:
    """A file that cannot hold a deck is refused with what it is and what to do."""
    with pytest.raises(DeckError, match=message) as refused:
        decode(data, "x.csv")
    assert refused.value.mend


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_one_error(data: bytes) -> None:
    """Whatever bytes a file has, they are read or refused with one error."""
    with suppress(DeckError):
        assert decode(data, "x").text.strip()


def test_another_encoding_is_told(tmp_path: Path) -> None:
    """The first line of the report says which encoding a file was in."""
    file = tmp_path / "deck.md"
    file.write_bytes("Что такое ключ?\n?\nИмя строки.\n".encode("cp1251"))
    imported = formats.read_file(file)
    told = imported.problems[0]
    assert (told.line, told.kind, told.found, told.expected) == (1, "repaired", "Windows-1251", "UTF-8")
    assert [card.answer for card in imported.deck.cards] == ["Имя строки."]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Что такое ключ?\tИмя строки\n", "cp1251", "Windows-1251"),
        ("Czym różni się mąka od męki?\tświeży chleb\n", "cp1250", "Windows-1250"),
        ("¿Qué es una página?\tUn bloque de tamaño fijo\n", "cp1252", "Windows-1252"),
        ("什么是过拟合？\t训练误差很小\n", "gb18030", "GB18030"),
    ],
)
def test_lines_of_two_encodings_are_told_apart(text: str, encoding: str, name: str) -> None:
    """A file that grew in two programs keeps every letter, and each line is in the encoding it has."""
    found = decode(text.encode() + text.encode(encoding) + b"plain\n" + 2 * text.encode(), "x.txt")
    assert (found.text, found.encoding, found.damaged) == (
        f"{2 * text}plain\n{2 * text}",
        f"UTF-8 and {name}",
        (),
    )


def test_damaged_lines_are_of_no_other_encoding() -> None:
    """Bytes that are lost from UTF-8 leave whole letters around them, so that nothing else is tried."""
    whole = "Что такое ключ?\n".encode()
    found = decode(5 * whole + whole[:5] + whole[6:], "x.txt")
    assert (found.encoding, found.damaged) == ("UTF-8", (6,))
