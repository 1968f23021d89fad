"""Files that are no text, told by their first bytes, and what a person can do about each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Binary:
    """A kind of file that is no text: what it is called, and how its cards can be brought all the same."""

    what: str
    mend: str


_AS_TEXT = "save it as plain text or CSV in UTF-8, and import that"
_COPY = "copy its text into a file in UTF-8, and import that"
_UNPACK = "unpack it, and import the file inside"
_WRITE_DOWN = "write its cards down as text, and import that"

# Source: the signatures the formats' own specifications give.
_SIGNATURES = (
    (b"%PDF-", Binary("a PDF document", _COPY)),
    (b"{\\rtf", Binary("a rich text document (RTF)", _AS_TEXT)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Binary("an old Word or Excel document", _AS_TEXT)),
    (b"\x89PNG\r\n\x1a\n", Binary("a PNG picture", _WRITE_DOWN)),
    (b"\xff\xd8\xff", Binary("a JPEG picture", _WRITE_DOWN)),
    (b"GIF87a", Binary("a GIF picture", _WRITE_DOWN)),
    (b"GIF89a", Binary("a GIF picture", _WRITE_DOWN)),
    (b"II*\0", Binary("a TIFF picture", _WRITE_DOWN)),
    (b"MM\0*", Binary("a TIFF picture", _WRITE_DOWN)),
    (b"SQLite format 3\0", Binary("an SQLite database", "export the deck from the program it belongs to")),
    (b"\x1f\x8b\x08", Binary("a gzip archive", _UNPACK)),
    (b"BZh91AY", Binary("a bzip2 archive", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", Binary("a zstd archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Binary("a 7-Zip archive", _UNPACK)),
    (b"Rar!\x1a\x07", Binary("a RAR archive", _UNPACK)),
    (b"\xfd7zXZ\0", Binary("an xz archive", _UNPACK)),
    (b"ID3", Binary("a sound", _WRITE_DOWN)),
    (b"OggS", Binary("a sound", _WRITE_DOWN)),
)
_ZIP = b"PK\x03\x04"
# Names inside a zip archive that say what it is; an archive tells them uncompressed.
_INSIDE = (
    (b"word/", Binary("a Word document (docx)", _AS_TEXT)),
    (b"xl/", Binary("an Excel workbook (xlsx)", "save the sheet as CSV in UTF-8, and import that")),
    (b"ppt/", Binary("a PowerPoint presentation (pptx)", _COPY)),
    (b"opendocument.text", Binary("an OpenDocument text (odt)", _AS_TEXT)),
    (b"opendocument.spreadsheet", Binary("an OpenDocument sheet (ods)", _AS_TEXT)),
    (b"collection.anki2", Binary("an Anki package", "import it under a name that ends in .apkg, unchanged")),
    (b"application/epub+zip", Binary("an EPUB book", _COPY)),
)


def kind_of_binary(data: bytes) -> Binary | None:
    """What a file that is no text is, as far as its first bytes say; None when they do not."""
    if data.startswith(_ZIP):
        return next((kind for name, kind in _INSIDE if name in data), Binary("a zip archive", _UNPACK))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Binary("a WebP picture", _WRITE_DOWN)
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
